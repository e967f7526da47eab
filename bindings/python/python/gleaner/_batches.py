"""Many texts at a time: Arrow arrays, pandas, polars, lists."""

from __future__ import annotations

from typing import Any, Optional, TypeVar, cast

from . import _gleaner
from ._errors import GleanerError
from ._kinds import kind_of, pyarrow

Texts = TypeVar("Texts")


def strip_batch(
    texts: Texts,
    strategy: str = "default",
    task: str = "boilerplate",
    *,
    column: str = "text",
    format: Any = None,
    lang: Any = "",
    source: Any = "",
    threads: int = 1,
) -> Texts:
    """Clean many texts; gives back what came in, with the texts that are left.

    ``texts`` is a pyarrow array or chunked array (``string``, ``large_string`` or ``string_view``; the buffers are read where they
    are, without a copy, and the same type comes back), a pandas or polars series, or a list. Nulls stay nulls. Of a pyarrow
    table or record batch, or a pandas or polars data frame, the column ``column`` is cleaned and the rest is kept.

    ``format``, ``lang`` and ``source`` are as in :func:`strip`: one for all rows, or a sequence with one for each.
    ``threads``: 1 by default, since engines run one task a core; 0 is one for each core.

    Arrow's ``string`` has offsets of 32 bits: pages are large, so give engines small batches (128 rows) or use ``large_string``.
    """
    said = {"format": format, "lang": lang, "source": source}
    work = _Work(strategy, task, {name: "" if value is None else value for name, value in said.items()}, threads)
    return cast(Texts, _clean(texts, column, work))


def _clean(texts: Any, column: str, work: "_Work") -> Any:
    kind = kind_of(texts)
    if kind is None:
        if isinstance(texts, (list, tuple)):
            return type(texts)(work.array(_strings(texts)).to_pylist())
        raise TypeError(f"{type(texts).__name__} holds no texts; give an Arrow array, a pandas or polars series or frame, or a list")
    module, what = kind
    if what == "frame":
        return _frame(module, texts, column, work)
    return {"pyarrow": work.arrow, "pandas": work.pandas, "polars": work.polars}[module](texts)


def _frame(module: str, frame: Any, column: str, work: "_Work") -> Any:
    names = list(frame.schema.names if module == "pyarrow" else frame.columns)
    if column not in names:
        raise GleanerError(f"no column `{column}`; there are {', '.join(map(str, names))}", remedy="name it with column=")
    if module == "pyarrow":
        at = names.index(column)
        return frame.set_column(at, frame.schema.field(at), work.arrow(frame.column(at)))
    if module == "pandas":
        return frame.assign(**{column: work.pandas(frame[column])})
    return frame.with_columns(work.polars(frame[column]))


class _Work:
    """What is to be done with an array."""

    def __init__(self, strategy: str, task: str, said: dict[str, Any], threads: int) -> None:
        self.strategy, self.task, self.threads = strategy, task, threads
        self.said = {name: value if isinstance(value, str) else _strings(value) for name, value in said.items()}

    def array(self, array: Any, start: int = 0, total: Optional[int] = None) -> Any:
        """One array, whose first row is row ``start`` of ``total``."""
        total = len(array) if total is None else total
        said = dict(self.said)
        for name, value in said.items():
            if not isinstance(value, str):
                if len(value) != total:
                    raise GleanerError(f"{len(value)} values of {name} for {total} texts", remedy="give one for each text, or one string")
                said[name] = value.slice(start, len(array))
        return _gleaner.strip_array(array, self.strategy, self.task, said["format"], said["lang"], said["source"], self.threads)

    def arrow(self, texts: Any) -> Any:
        pa = pyarrow()
        if not isinstance(texts, pa.ChunkedArray):
            return self.array(texts)
        done, start = [], 0
        for chunk in texts.chunks:
            done.append(self.array(chunk, start, len(texts)))
            start += len(chunk)
        return pa.chunked_array(done, type=texts.type)

    def pandas(self, series: Any) -> Any:
        import pandas

        left = self.array(_strings(series))
        if isinstance(series.dtype, pandas.ArrowDtype):
            made = pandas.array(left.cast(series.dtype.pyarrow_dtype), dtype=series.dtype)
            return pandas.Series(made, index=series.index, name=series.name)
        if isinstance(series.dtype, pandas.CategoricalDtype):
            # What is left are other texts, so other categories.
            return pandas.Series(left.to_pylist(), index=series.index, name=series.name, dtype="category")
        return pandas.Series(left.to_pylist(), index=series.index, name=series.name, dtype=series.dtype)

    def polars(self, series: Any) -> Any:
        import polars

        return polars.Series(series.name, self.arrow(series.to_arrow()), dtype=polars.String)


def _strings(values: Any) -> Any:
    """Any sequence of strings as one Arrow array; copied only if it is not one yet."""
    pa = pyarrow()
    kind = kind_of(values)
    if kind == ("pyarrow", "series"):
        return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if kind == ("polars", "series"):
        return _strings(values.to_arrow())
    made = pa.array(values, pa.large_string(), from_pandas=kind == ("pandas", "series"))
    # A series of several chunks, as pandas.concat makes them, stays in chunks.
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made
