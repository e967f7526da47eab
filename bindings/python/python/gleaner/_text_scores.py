"""Answers to one document, scored as the public benchmarks score them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional, Union, overload

from . import _gleaner

#: Value by name of the measure; None where there is none.
TextScores = dict[str, Optional[float]]
#: One or several.
Strings = Union[str, Sequence[str]]


# A string is a sequence of strings too; the first that fits counts.
@overload
def text_scores(  # type: ignore[overload-overlap]
    answers: Optional[str], reference: str, *, page: str = "", include: Strings = (), exclude: Strings = (), metrics: Strings = "default"
) -> TextScores: ...


@overload
def text_scores(
    answers: Sequence[Optional[str]], reference: str, *, page: str = "", include: Strings = (), exclude: Strings = (), metrics: Strings = "default"
) -> list[TextScores]: ...


def text_scores(
    answers: Union[str, None, Sequence[Optional[str]]],
    reference: str,
    *,
    page: str = "",
    include: Strings = (),
    exclude: Strings = (),
    metrics: Strings = "default",
) -> Union[TextScores, list[TextScores]]:
    """Score one answer to a document, or several, which is faster than one after the other: what they share is done once.

    ``reference``: the text that should be left. ``page``: all visible text of the page, for measures that want it. ``include`` and
    ``exclude``: snippets that must and must not be left. An answer of None is a missing one, which is not always an empty one.
    ``metrics``: names as ``gleaner eval --metrics`` takes them; ``all`` has those whose time grows with the product of the texts' lengths.

    The values are those of one document in ``documents.csv``. Names that end in ``.compat`` equal the original programs'; None is no
    value, such as the error rate of an empty reference.

    >>> text_scores("The cat sat on the mat", "The cat sat on a mat", metrics="wcxb")["wcxb.f1.compat"]
    0.8333333333333334
    """
    several = not (answers is None or isinstance(answers, str))
    given: Sequence[Optional[str]] = answers if several else [answers]  # type: ignore[assignment,list-item]
    # A string is one of what is wanted, not its letters.
    lists = [[own] if isinstance(own, str) else list(own) for own in (include, exclude, metrics)]
    scores = _gleaner.text_scores(list(given), reference, page, *lists)
    return scores if several else scores[0]
