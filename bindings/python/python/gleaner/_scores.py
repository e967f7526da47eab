"""Scores and leakage: the commands ``eval``, ``score`` and ``leak``, with tables for files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional, Union

from . import _gleaner
from ._errors import GleanerError
from ._tables import is_rows, read_folder, rows_of, wanted_frames, write_lines

PathLike = Union[str, "os.PathLike[str]"]
#: A corpus: a folder, a benchmark as ``FORMAT:PATH``, ``"shipped"``, or a data frame with gold spans.
Corpus = Any


def evaluate(
    corpora: Union[Corpus, Sequence[Corpus], None] = None,
    strategies: Union[str, Sequence[str]] = "all",
    *,
    task: Union[str, Sequence[str]] = "boilerplate",
    metrics: Union[str, Sequence[str]] = "default",
    lang: Union[str, Sequence[str]] = (),
    source: Union[str, Sequence[str]] = (),
    external: Union[str, Sequence[str]] = (),
    leakage: str = "share",
    groups: Optional[PathLike] = None,
    loaded: Optional[PathLike] = None,
    resamples: Optional[int] = None,
    seed: Optional[int] = None,
    threads: int = 0,
    out: Optional[PathLike] = None,
    frames: Optional[str] = None,
) -> dict[str, Any]:
    """Run strategies over corpora and score them against gold; the tables of ``gleaner eval`` by name.

    ``corpora``: one or several of: a corpus folder, a benchmark as ``"wcxb:PATH"``, ``"shipped"``; or a data frame (or list of
    dicts) with the columns ``id``, ``text``, ``source`` and ``spans``, a list of ``[start, end, label]`` in code points for each
    text, and if you like ``event``, ``lang``, ``format`` (plain or markdown). None: the shipped corpus.

    The other arguments are the options of ``gleaner eval`` of the same names. ``out`` keeps the CSV files in a folder.
    ``frames``: ``pandas``, ``polars`` or ``dicts`` (lists of dicts); by default what came in, else what is installed.

    >>> tables = evaluate(strategies=["default", "keep-all"], lang="de", resamples=100, leakage="none", frames="dicts")
    >>> sorted({row["strategy"] for row in tables["documents"]})
    ['default', 'keep-all']
    """
    given = [] if corpora is None else _several(corpora)
    options: dict[str, Any] = {"strategy": strategies, "task": task, "metrics": metrics, "lang": lang, "source": source, "leakage": leakage}
    options |= {"groups": groups, "loaded": loaded, "resamples": resamples, "seed": seed, "threads": threads}
    with _Folders(out) as folders:
        places = [folders.corpus(own, at) for at, own in enumerate(given)]
        arguments = ["eval", "--fresh", *_flags(options), *(f"--external={own}" for own in _list(external))]
        return folders.run([*arguments, f"--out={folders.out}", "--", *places], wanted_frames(frames, *given))


def score(
    predictions: Union[Mapping[str, Any], PathLike, Sequence[PathLike]],
    corpus: Corpus = "shipped",
    *,
    task: Union[str, Sequence[str]] = "boilerplate",
    metrics: Union[str, Sequence[str]] = "default",
    lang: Union[str, Sequence[str]] = (),
    source: Union[str, Sequence[str]] = (),
    leakage: str = "share",
    groups: Optional[PathLike] = None,
    loaded: Optional[PathLike] = None,
    resamples: Optional[int] = None,
    seed: Optional[int] = None,
    threads: int = 0,
    out: Optional[PathLike] = None,
    frames: Optional[str] = None,
) -> dict[str, Any]:
    """Score predictions made elsewhere; the tables of ``gleaner score`` by name.

    ``predictions``: a dict from a name to a JSON lines file, a data frame or a list of dicts, with ``id`` and either ``text`` (what is
    left) or ``spans`` (what goes: dicts with ``start`` and ``end`` in code points, ``label`` and ``rule`` if you like). Files alone are
    named after themselves. Documents without an answer are full misses. The other arguments are those of :func:`evaluate`.
    """
    named = predictions if isinstance(predictions, Mapping) else {_stem(file): file for file in _several(predictions)}
    if not named:
        raise GleanerError("no predictions", remedy="give a dict from a name to a file or a data frame")
    wrong = [name for name in named if "," in name]
    if wrong:
        raise GleanerError(f"`{wrong[0]}` has a comma", remedy="name strategies without one")
    options: dict[str, Any] = {"task": task, "metrics": metrics, "lang": lang, "source": source, "leakage": leakage, "name": list(named)}
    options |= {"groups": groups, "loaded": loaded, "resamples": resamples, "seed": seed, "threads": threads}
    with _Folders(out) as folders:
        place = folders.corpus(corpus, 0)
        files = [folders.lines(own, f"predictions{at}") for at, own in enumerate(named.values())]
        arguments = ["score", *_flags(options), f"--out={folders.out}", "--", place, *files]
        return folders.run(arguments, wanted_frames(frames, *named.values(), corpus))


def leak(
    texts: Any,
    *,
    strategies: Union[str, Sequence[str]] = (),
    task: str = "source-neutral",
    against: Any = None,
    text_field: str = "text",
    source_field: str = "source",
    event_field: str = "event",
    lang_field: str = "lang",
    id_field: str = "id",
    sample: int = 1000,
    seed: int = 1,
    depth: str = "full",
    threads: int = 0,
    out: Optional[PathLike] = None,
    frames: Optional[str] = None,
) -> dict[str, Any]:
    """Tell how well a probe can tell the sources of your texts; the tables ``leakage`` and ``ngrams`` of ``gleaner leak``.

    ``texts``: files or folders, or a data frame (or list of dicts) with the fields named. No gold is needed. ``strategies``: also
    probe what these leave. ``against``: a second version of the same documents, paired by id. Measures that the sample is too
    small for have no value and a reason.
    """
    options: dict[str, Any] = {"strategy": strategies, "task": task, "text-field": text_field, "source-field": source_field, "event-field": event_field}
    options |= {"lang-field": lang_field, "id-field": id_field, "sample": sample, "seed": seed, "depth": depth, "threads": threads}
    with _Folders(out) as folders:
        inputs = [folders.lines(own, f"texts{at}") for at, own in enumerate(_several(texts))]
        second = [] if against is None else [f"--against={folders.lines(against, 'against')}"]
        arguments = ["leak", *_flags(options), *second, f"--out={folders.out}", "--", *inputs]
        return folders.run(arguments, wanted_frames(frames, texts, against))


class _Folders:
    """Where inputs that are no files and results that nobody keeps go."""

    def __init__(self, out: Optional[PathLike]) -> None:
        self.kept = out

    def __enter__(self) -> "_Folders":
        self.temporary = tempfile.TemporaryDirectory(prefix="gleaner-")
        self.inputs = Path(self.temporary.name)
        self.out = self.inputs / "results" if self.kept is None else Path(self.kept)
        return self

    def __exit__(self, *_: object) -> None:
        self.temporary.cleanup()

    def lines(self, value: Any, name: str) -> str:
        """A file as it is; rows written to one."""
        if is_rows(value):
            return str(write_lines(rows_of(value), self.inputs / f"{name}.jsonl"))
        return str(os.fspath(value))

    def corpus(self, value: Corpus, at: int) -> str:
        """A corpus as it is; rows with gold spans made into one."""
        if not is_rows(value):
            return str(os.fspath(value))
        rows = [_gold_row(row) for row in rows_of(value)]
        lines = write_lines(rows, self.inputs / f"gold{at}.jsonl")
        folder = self.inputs / f"frame{at or ''}"
        _gleaner.make_corpus(str(lines), str(folder))
        return str(folder)

    def run(self, arguments: list[str], frames: str) -> dict[str, Any]:
        _gleaner.write_files(arguments)
        return read_folder(self.out, frames)


def _gold_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row as doccano writes it, which `gleaner import` reads."""
    if "text" not in row or "spans" not in row:
        raise GleanerError("a corpus needs the columns text and spans", remedy="spans are [start, end, label], in code points")
    spans = [[own["start"], own["end"], own["label"]] if isinstance(own, dict) else list(own) for own in row["spans"]]
    facts: dict[str, Any] = {name: row[name] for name in ("source", "event", "lang", "format", "licence", "origin") if name in row}
    return {"doc": row.get("id", ""), "text": row["text"], "label": spans, **facts}


def _flags(options: dict[str, Any]) -> list[str]:
    """Options as the command line takes them; what is None or empty is left out."""
    given = {name: _list(value) for name, value in options.items() if value is not None}
    return [f"--{name}={','.join(map(str, values))}" for name, values in given.items() if values]


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _several(value: Any) -> list[Any]:
    """Several inputs as they are; one input as a list of one."""
    return list(value) if isinstance(value, (list, tuple)) and not is_rows(value) else [value]


def _stem(file: PathLike) -> str:
    name = Path(os.fspath(file)).name.removesuffix(".gz")
    return next((name.removesuffix(end) for end in (".jsonl", ".ndjson", ".json") if name.endswith(end)), name)
