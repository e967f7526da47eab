"""CSV files of results as data frames or lists of dicts; data frames as JSON lines for the command line."""

from __future__ import annotations

import csv
import importlib.util
import json
import math
import sys
from pathlib import Path
from typing import Any, Iterable, Optional

from ._errors import GleanerError
from ._kinds import kind_of

FRAMES = ("pandas", "polars", "dicts")

#: Excerpts of texts are longer than csv's own limit.
_FIELD_LIMIT = 1 << 30


def wanted_frames(frames: Optional[str], *inputs: Any) -> str:
    """``pandas``, ``polars`` or ``dicts``: what was asked for, else what came in, else what is installed."""
    if frames is not None:
        if frames not in FRAMES:
            raise GleanerError(f"no frames `{frames}`", remedy=f"there are {', '.join(FRAMES)}")
        return frames
    for value in inputs:
        kind = kind_of(value)
        if kind and kind[0] in FRAMES:
            return kind[0]
    for library in ("pandas", "polars"):
        if library in sys.modules:
            return library
    for library in ("pandas", "polars"):
        if importlib.util.find_spec(library):
            return library
    return "dicts"


def read_folder(folder: Path, frames: str) -> dict[str, Any]:
    """Every table that the folder's schema names."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resources = [own for own in package["resources"] if (folder / own["path"]).is_file()]
    return {own["name"]: _read(folder / own["path"], own["schema"]["fields"], frames) for own in resources}


def _read(file: Path, fields: list[dict[str, Any]], frames: str) -> Any:
    csv.field_size_limit(_FIELD_LIMIT)
    types = {field["name"]: field["type"] for field in fields}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        names = next(rows, [])
        columns = list(zip(*rows)) or [()] * len(names)
    read = {name: [_value(cell, types.get(name, "string")) for cell in column] for name, column in zip(names, columns)}
    if frames == "pandas":
        import pandas

        dtypes = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "object"}
        return pandas.DataFrame({name: pandas.Series(own, dtype=dtypes[types.get(name, "string")]) for name, own in read.items()})
    if frames == "polars":
        import polars

        kinds = {"integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean, "string": polars.String}
        return polars.DataFrame(read, schema={name: kinds[types.get(name, "string")] for name in read})
    return [dict(zip(read, row)) for row in zip(*read.values())]


def _value(cell: str, kind: str) -> Any:
    if cell == "NA":
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    return cell == "true" if kind == "boolean" else cell


def rows_of(frame: Any) -> Iterable[dict[str, Any]]:
    """The rows of a data frame, or of a list of dicts; missing values left out."""
    kind = kind_of(frame)
    if kind == ("pandas", "frame"):
        rows = frame.to_dict("records")
    elif kind == ("polars", "frame"):
        rows = frame.iter_rows(named=True)
    elif kind == ("pyarrow", "frame"):
        rows = frame.to_pylist()
    else:
        rows = frame
    for row in rows:
        yield {name: value for name, value in row.items() if not _is_missing(value)}


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or type(value).__name__ in ("NAType", "NaTType")


def is_rows(value: Any) -> bool:
    """Whether it is a data frame or a list of dicts."""
    kind = kind_of(value)
    return bool(kind and kind[1] == "frame") or (isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value))


def write_lines(rows: Iterable[dict[str, Any]], file: Path) -> Path:
    """Rows as JSON lines."""
    with file.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
    return file


def _plain(value: Any) -> Any:
    """Arrays and numbers of numpy, which data frames are full of."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "to_list"):
        return value.to_list()
    return str(value)
