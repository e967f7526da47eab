"""One text at a time, and the table of strategies."""

from __future__ import annotations

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


class Stripped(NamedTuple):
    """What a strategy left of a text, and what it took out."""

    text: str
    removed: list[Removed]
    #: The text that offsets refer to: the text itself; of a page its rendering as text.
    view: str
    #: How the text was read: ``plain``, ``markdown`` or ``html``.
    format: str


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
    left, removed, view, format = _gleaner.strip(text, strategy, task, format, lang, source)
    return Stripped(left, [Removed(*one) for one in removed], text if view is None else view, format)


def strategies() -> list[dict[str, Any]]:
    """Every strategy: id, version, summary, where it loses, family, source (the paper), needs, parameters, idempotent.

    >>> "default" in [row["id"] for row in strategies()]
    True
    """
    return _gleaner.strategies()
