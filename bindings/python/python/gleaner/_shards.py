"""Files of documents: one shard in, one shard out."""

from __future__ import annotations

import json
import os
from typing import Any, Optional, Sequence, Union

from . import _gleaner

PathLike = Union[str, "os.PathLike[str]"]


def process_shard(
    input: PathLike,
    output: PathLike,
    strategy: str = "default",
    task: str = "boilerplate",
    *,
    emit: str = "text",
    format: Optional[str] = None,
    lang: str = "",
    source: str = "",
    text_column: str = "text",
    id_column: str = "id",
    lang_column: str = "lang",
    source_column: str = "source",
    format_column: str = "format",
    from_format: Optional[str] = None,
    to_format: Optional[str] = None,
    compression: Optional[str] = None,
    text_to: Optional[str] = None,
    removed_to: str = "removed",
    view: bool = False,
    max_record_bytes: Optional[int] = None,
    existing: str = "resume",
    counts: Optional[PathLike] = None,
    threads: int = 1,
) -> dict[str, Any]:
    """Clean one file of documents into another, as a stream; the same bytes as ``gleaner strip --out`` writes.

    Formats are known by the names' endings (JSON lines, Parquet, CSV, WARC, … with ``.gz`` or ``.zst``), or named with
    ``from_format`` and ``to_format``. The output appears whole or not at all, with a sidecar ``OUTPUT.gleaner.json``; a shard that is
    finished with the same strategy, options and input is skipped (``existing="redo"`` does it again, ``"refuse"`` raises). Bad records
    go to ``OUTPUT.errors.jsonl`` and the rest goes on. The output's folder is made.

    Strategies that compare documents (``needs`` is ``documents``) must know all shards before they clean the first: ``counts`` is the file
    that :func:`merge_counts` or ``gleaner count`` made.

    ``emit``: ``text`` (the record with the clean text), ``spans`` (the record and what was removed), ``both``, ``attributes`` (id and what was
    removed), ``dolma`` (Dolma's span attributes) or ``answers``. Gives the counts as a dict: records, documents, errors, bytes_in, bytes_kept,
    bytes_removed, removals, by_label, by_rule, …, whether it was ``skipped``, ``wall_seconds`` and ``cpu_seconds``.
    """
    said = {name: value for name, value in locals().items() if name in _OPTIONS}
    said["counts"] = counts and os.fspath(counts)
    stats, skipped, wall, cpu = _gleaner.process_shard(os.fspath(input), _with_folder(output), strategy, task, said)
    return {**json.loads(stats), "skipped": skipped, "wall_seconds": wall, "cpu_seconds": cpu}


#: Options of a shard with their defaults.
_OPTIONS: dict[str, Any] = dict(process_shard.__kwdefaults__ or {})


def _all_options(options: dict[str, Any]) -> dict[str, Any]:
    """The options with the defaults of those that are not said."""
    if unknown := options.keys() - _OPTIONS.keys():
        raise TypeError(f"no option {min(unknown)!r}; there are {', '.join(_OPTIONS)}")
    return {**_OPTIONS, **options}


def count_shard(input: PathLike, output: PathLike, **options: Any) -> dict[str, Any]:
    """Count what repeats in one file of documents, for strategies that compare documents: the first pass, a file of counts a shard.

    ``options`` are those of :func:`process_shard`. The same input with the same options is not counted again. Gives the records that
    were read, as :func:`process_shard` does.
    """
    stats: dict[str, Any] = json.loads(_gleaner.count_shard(os.fspath(input), _with_folder(output), _all_options(options)))
    return stats


def merge_counts(files: Sequence[PathLike], output: PathLike) -> None:
    """Merge files of counts into one; in any order and grouping the same bytes."""
    _gleaner.merge_counts([os.fspath(own) for own in files], _with_folder(output))


def _with_folder(output: PathLike) -> str:
    """The output's name, once its folder is there."""
    os.makedirs(os.path.dirname(os.path.abspath(output)), exist_ok=True)
    return os.fspath(output)


def plan(inputs: Sequence[PathLike], out: PathLike, **options: Any) -> list[tuple[str, str]]:
    """Input and output of each shard of some files, folders and patterns, as ``gleaner strip --out`` names them.

    ``options`` are those of :func:`process_shard`. Raises :class:`GleanerError` where nothing matches, or two outputs have one name.
    """
    return _gleaner.plan([os.fspath(own) for own in inputs], os.fspath(out), _all_options(options))
