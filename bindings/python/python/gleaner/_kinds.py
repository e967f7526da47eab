"""Which library a value comes from, without importing libraries that nobody uses."""

from __future__ import annotations

from typing import Any, Optional

from ._errors import GleanerError

_KINDS = {
    ("pyarrow", "ChunkedArray"): "series",
    ("pyarrow", "Table"): "frame",
    ("pyarrow", "RecordBatch"): "frame",
    ("pandas", "Series"): "series",
    ("pandas", "DataFrame"): "frame",
    ("polars", "Series"): "series",
    ("polars", "DataFrame"): "frame",
}


def kind_of(value: Any) -> Optional[tuple[str, str]]:
    """The library, and ``series`` or ``frame``; ``None`` for anything else."""
    for own in type(value).__mro__:
        library = own.__module__.partition(".")[0]
        if library == "pyarrow" and own.__name__.endswith("Array"):
            return library, "series"
        what = _KINDS.get((library, own.__name__))
        if what:
            return library, what
    return None


def pyarrow() -> Any:
    """pyarrow, or an error that says how to get it."""
    try:
        import pyarrow
    except ImportError as error:
        raise GleanerError(f"batches need pyarrow: {error}", remedy="pip install 'gleaner[arrow]'") from error
    return pyarrow
