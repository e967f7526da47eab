"""One text at a time, and the table of strategies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple, Optional, Union

from . import _gleaner


class Removed(NamedTuple):
    """A stretch that was taken out: code points from ``start`` to before ``end`` of :attr:`Stripped.view`."""

    start: int
    end: int
    #: What it is, if the strategy says (``nav``, ``related``, ``ad``, …).
    label: Optional[str]
    #: The rule that took it out.
    rule: str


class Stripped:
    """What a strategy left of a text, and what it took out: ``text, removed, view, format = strip(…)``.

    ``removed`` and ``view`` are made when they are first asked for, and then kept.
    """

    #: What is left.
    text: str
    #: How the text was read: ``plain``, ``markdown`` or ``html``.
    format: str

    def __init__(self, text: str, cuts: _gleaner.Cuts, format: str) -> None:
        self.text, self._cuts, self.format = text, cuts, format

    @cached_property
    def removed(self) -> list[Removed]:
        """What was taken out, in order."""
        return [Removed(*one) for one in self._cuts.removed()]

    @cached_property
    def view(self) -> str:
        """The text that offsets refer to: the text itself; of a page its rendering as text."""
        return self._cuts.view()

    def __iter__(self) -> Iterator[Any]:
        return iter((self.text, self.removed, self.view, self.format))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stripped):
            return NotImplemented
        return (self.text, self.format) == (other.text, other.format) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self.text, self.format))

    def __repr__(self) -> str:
        text, removed, view, format = self
        return f"Stripped(text={text!r}, removed={removed!r}, view={view!r}, format={format!r})"

    def __getstate__(self) -> dict[str, Any]:
        # Cuts belong to this process; what they say goes to another one.
        return dict(zip(("text", "removed", "view", "format"), self))


def strip(
    text: Union[str, bytes],
    strategy: str = "default",
    task: str = "boilerplate",
    format: Optional[str] = None,
    lang: str = "",
    source: str = "",
) -> Stripped:
    """Clean one text.

    ``text`` is a string, or the bytes of a file: pages in any encoding, other texts in UTF-8. ``strategy`` may carry
    parameters, as in ``"link-density(max=0.25)"``. ``task`` says what to be left with: ``boilerplate``, ``source-neutral`` or
    ``body-only``. ``format`` is ``plain``, ``markdown`` or ``html``; ``None``: by the text's look. ``lang`` is an ISO 639-1 code,
    guessed if empty; ``source`` the outlet's name, for strategies that look for it. Strategies that compare documents (``needs`` is
    ``documents``) find nothing here: see :func:`process_shard`.

    The result is that of ``gleaner strip --output json``. Raises :class:`GleanerError` for unknown names.

    >>> strip("Dawn broke.\\n\\nRelated article: Fares\\n", strategy="phrase-rules").text
    'Dawn broke.\\n\\n'
    """
    if isinstance(text, (bytes, bytearray, memoryview)):
        text = _gleaner.decode(bytes(text), format)
    return Stripped(*_gleaner.strip(text, strategy, task, format, lang, source))


def strategies() -> list[dict[str, Any]]:
    """Every strategy: id, version, summary, where it loses, family, source (the paper), needs, parameters, idempotent.

    >>> "default" in [row["id"] for row in strategies()]
    True
    """
    return _gleaner.strategies()
