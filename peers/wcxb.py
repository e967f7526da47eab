"""Reads a WCXB folder (`html/NNNN.html.gz`, `ground-truth/NNNN.json`) and files of predictions."""

import gzip
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True)
class Page:
    """A page with its gold. `html` is decoded as UTF-8 whatever the page declares: WCXB stored it so."""

    id: str
    kind: str
    html: str
    text: str
    include: list[str]
    exclude: list[str]


def read_split(folder: Path, html: bool = True, every: int = 1) -> list[Page]:
    """Each `every`-th page of one split, by id. `folder` may be the split itself or a folder with one split, `dev`, in it."""
    split = folder if (folder / "ground-truth").is_dir() else folder / "dev"
    gold = sorted((split / "ground-truth").glob("*.json"))
    if not gold:
        raise FileNotFoundError(f"{folder}: no ground-truth/*.json here; give a split of WCXB, such as wcxb/dev")
    return [read_page(split, path, html) for path in gold[::every]]


def read_page(split: Path, path: Path, html: bool) -> Page:
    record = json.loads(path.read_text(encoding="utf-8"))
    gold = record["ground_truth"]
    # `category` was renamed; the file name is the id because one file (4547) has none inside.
    kind = record.get("_internal", {}).get("page_type", {}).get("primary") or "article"
    source = ""
    if html:
        source = gzip.decompress((split / "html" / f"{path.stem}.html.gz").read_bytes()).decode("utf-8")
    return Page(
        id=path.stem,
        kind="collection" if kind == "category" else kind,
        html=source,
        text=gold.get("main_content") or "",
        include=gold.get("with") or [],
        exclude=gold.get("without") or [],
    )


def read_predictions(path: Path) -> dict[str, str]:
    """`{"id", "text"}` a line; an answer without text (an error) is left out and so counts as missing."""
    predictions = {}
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.strip():
                record = json.loads(line)
                if record.get("text") is not None:
                    predictions[record["id"]] = record["text"]
    return predictions


def original_program(path: Path) -> ModuleType:
    """WCXB's own evaluate.py, from the user's copy."""
    spec = importlib.util.spec_from_file_location("wcxb_evaluate", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path}: not a Python program")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
