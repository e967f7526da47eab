"""The exception for wrong arguments and bad data."""

from __future__ import annotations

from typing import Any, Optional


class GleanerError(ValueError):
    """Wrong use or bad data, with its place and a remedy where they are known.

    Files that cannot be read or written raise ``OSError`` (``FileNotFoundError``, ``PermissionError`` and so on) instead.
    """

    #: The file it is about.
    path: Optional[str]
    #: The line it is about, counted from 1.
    line: Optional[int]
    #: What to do about it; the message ends with it.
    remedy: Optional[str]

    def __init__(self, message: str, path: object = None, line: Optional[int] = None, remedy: Optional[str] = None) -> None:
        super().__init__(message)
        self.path = None if path is None else str(path)
        self.line = line
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:  # so that it comes back whole from a worker process
        return (type(self), (str(self), self.path, self.line, self.remedy))
