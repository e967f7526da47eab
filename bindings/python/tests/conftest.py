"""What several tests use: the command line, the shipped corpus, real pages where they are at hand."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT.parent / "shared" / "wcxb-dev" / "dev" / "html"


@pytest.fixture(scope="session")
def program() -> Path:
    """The command line of the same source: $GLEANER_BIN, else the release build."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    program = Path(os.environ.get("GLEANER_BIN", target / "release" / "gleaner"))
    if not program.is_file():
        pytest.skip(f"skipped: no program at {program}; cargo build --release")
    return program


@pytest.fixture(scope="session")
def run(program):
    """Runs the command line; gives its standard output."""

    def run(*arguments, stdin=None, code=0):
        command = [str(program), *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False)
        assert done.returncode == code, done.stderr.decode()
        return done.stdout

    return run


@pytest.fixture(scope="session")
def shipped() -> list[dict]:
    """The shipped corpus: a dict a document, with the text."""
    import csv

    with (ROOT / "corpus" / "documents.csv").open(encoding="utf-8", newline="") as rows:
        documents = list(csv.DictReader(rows))
    for document in documents:
        document["text"] = (ROOT / "corpus" / document["file"]).read_bytes().decode("utf-8")
    assert len(documents) > 100
    return documents


@pytest.fixture(scope="session")
def real_pages() -> list[tuple[str, bytes]]:
    """Name and bytes of real web pages."""
    if os.environ.get("GLEANER_REAL_PAGES"):
        folder = Path(os.environ["GLEANER_REAL_PAGES"])
    else:
        folder = REAL
    if not folder.is_dir():
        pytest.skip("skipped: no real data")
    files = sorted(folder.glob("*.html.gz"))
    assert files
    return [(file.name.removesuffix(".html.gz"), gzip.decompress(file.read_bytes())) for file in files]


def as_lines(rows) -> bytes:
    """JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
