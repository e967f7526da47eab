"""The benchmarks' own scores, stated again from their definitions. Slow and plain on purpose: gleaner is checked against them.

`tokens`, `word_scores`, `rate`: Murrough-Foley/web-content-extraction-benchmark, evaluate.py at c039d5e (WCXB).
`shingle_counts` and the like: scrapinghub/article-extraction-benchmark, evaluate.py at 4a3bc97.
`snippet_counts`, `snippet_scores`: adbar/trafilatura, tests/eval_common.py at e90b0ef.
`rouge_lsum`: chatnoir-eu/web-content-extraction-benchmark (WCEB), eval.py, on the packages rouge_score and nltk.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

Triple = tuple[float, float, float]


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# WCXB


def tokens(text: str | None) -> list[str]:
    return re.findall(r"\w+", text.lower()) if text else []


def word_scores(predicted: str | None, gold: str | None) -> Triple:
    """Precision, recall, F1 over bags of words. Nothing against nothing is perfect, against something a full miss."""
    answer, wanted = Counter(tokens(predicted)), Counter(tokens(gold))
    if not answer or not wanted:
        score = 1.0 if not answer and not wanted else 0.0
        return score, score, score
    shared = (answer & wanted).total()
    precision, recall = shared / answer.total(), shared / wanted.total()
    return precision, recall, f1(precision, recall)


def rate(predicted: str | None, snippets: Sequence[str]) -> float:
    """Share of snippets that occur in the answer, case folded by `lower`; 1 for no snippets, also where 1 is the worst."""
    text = (predicted or "").lower()
    return sum(snippet.lower() in text for snippet in snippets) / len(snippets) if snippets else 1.0


def wcxb(predicted: str | None, gold: str, include: Sequence[str], exclude: Sequence[str]) -> dict[str, float]:
    precision, recall, score = word_scores(predicted, gold)
    return {
        "wcxb.precision.compat": precision,
        "wcxb.recall.compat": recall,
        "wcxb.f1.compat": score,
        "wcxb.with.compat": rate(predicted, include),
        "wcxb.without.compat": rate(predicted, exclude),
    }


# scrapinghub


def shingles(text: str, size: int = 4) -> Counter:
    """Runs of `size` words, case kept; a shorter text is one shingle."""
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    return Counter(tuple(words[start : start + size]) for start in range(max(1, len(words) - size + 1)))


def shingle_counts(predicted: str, gold: str) -> Triple:
    """tp, fp, fn of one page, scaled to sum to 1."""
    answer, wanted = shingles(predicted), shingles(gold)
    counts = ((answer & wanted).total(), (answer - wanted).total(), (wanted - answer).total())
    total = sum(counts)
    return tuple(count / total for count in counts) if total else (0.0, 0.0, 0.0)  # type: ignore[return-value]


def ratio(hits: float, misses: float) -> float | None:
    """hits / (hits + misses), exact at both ends; None for nothing at all, which leaves the page out of the mean."""
    if hits + misses == 0:
        return None
    if misses == 0:
        return 1.0
    return hits / (hits + misses) if hits else 0.0


def scrapinghub(predicted: str | None, gold: str) -> dict[str, float | None]:
    """Precision and recall of one page. The corpus's F1 is the harmonic mean of their means, so no page has one."""
    hits, spurious, missed = shingle_counts(predicted or "", gold)
    same = re.findall(r"\w+", predicted or "") == re.findall(r"\w+", gold)
    return {
        "scrapinghub.precision.compat": ratio(hits, spurious),
        "scrapinghub.recall.compat": ratio(hits, missed),
        "scrapinghub.accuracy.compat": float(same),
    }


# trafilatura


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def snippet_counts(predicted: str | None, include: Sequence[str], exclude: Sequence[str]) -> tuple[int, int, int, int]:
    """tp, fp, fn, tn: wanted snippets found, unwanted ones found, wanted ones missed, unwanted ones absent."""
    found = wrong = 0
    if predicted is not None:
        text = squeeze(predicted)
        found = sum(squeeze(snippet) in text for snippet in include)
        wrong = sum(squeeze(snippet) in text for snippet in exclude)
    return found, wrong, len(include) - found, len(exclude) - wrong


def snippet_scores(counts: Iterable[tuple[int, int, int, int]]) -> dict[str, float]:
    """Of counts summed over the corpus; 0 for an empty denominator."""
    tp, fp, fn, tn = (sum(column) for column in zip(*counts)) if (counts := list(counts)) else (0, 0, 0, 0)

    def share(part: float, whole: float) -> float:
        return part / whole if whole else 0.0

    return {
        "trafilatura.precision.compat": share(tp, tp + fp),
        "trafilatura.recall.compat": share(tp, tp + fn),
        "trafilatura.accuracy.compat": share(tp + tn, tp + fp + fn + tn),
        "trafilatura.f1.compat": share(2 * tp, 2 * tp + fp + fn),
    }


# WCEB


def rouge_lsum(predicted: str | None, gold: str) -> dict[str, float]:
    """ROUGE-LSum of whitespace tokens over Punkt sentences, by rouge_score's own summary-level LCS; empty gold recalls all."""
    from nltk.tokenize import sent_tokenize
    from rouge_score import rouge_scorer

    def sentences(text: str) -> list[list[str]]:
        return [re.split(r"\s+", sentence.strip()) for sentence in sent_tokenize(text) if sentence.strip()]

    predicted = predicted or ""
    score = rouge_scorer._summary_level_lcs(sentences(gold), sentences(predicted))
    precision, recall, fmeasure = score.precision, score.recall, score.fmeasure
    if not gold.strip():
        recall = 1.0
        if not predicted.strip():
            precision = fmeasure = 1.0
    return {"rouge_lsum.precision.compat": precision, "rouge_lsum.recall.compat": recall, "rouge_lsum.f1.compat": fmeasure}
