"""CPU time of the originals' scorers and of gleaner's on the same answers, in this process.

`python score_speed.py WCXB [MEASURE…] > speed.csv`. The answers are what four strategies of the gleaner package (`pip install
bindings/python`) leave of each page, or all of them (`--all`). Both sides must give the same values before anything is timed. Rounds go
measure by measure, the original and then gleaner; the median of the rounds' ratios counts. gleaner scores a page's answers in one call, which reads the reference once, and by one mode only, the original's.
`words` and `shingles` are the originals stated again in scorers.py; `--original evaluate.py` takes WCXB's own for `words`.
`rouge` needs `setup.sh --punkt`.
"""

import argparse
import csv
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import scorers
from wcxb import Page, original_program, read_split

STRATEGIES = ("keep-all", "default", "justext", "section-cut")
TOLERANCE = 1e-12
Values = list[float | None]


@dataclass(frozen=True)
class Case:
    """A page's gold, and answers to it."""

    gold: str
    answers: list[str]

    def on_one_line(self) -> "Case":
        """For scorers that would treat white space differently."""
        return Case(" ".join(self.gold.split()), [" ".join(answer.split()) for answer in self.answers])


@dataclass(frozen=True)
class Measure:
    """A scorer beside the metric of gleaner that equals it; `keys` are the values to compare, in the original's order."""

    original: Callable[[str, str], Values]
    metric: str
    keys: tuple[str, ...]
    one_line: bool = False

    def ours(self, case: Case) -> list[dict[str, float | None]]:
        import gleaner

        return gleaner.text_scores(case.answers, case.gold, metrics=self.metric)

    def theirs(self, case: Case) -> list[Values]:
        return [self.original(answer, case.gold) for answer in case.answers]


def words(answer: str, gold: str) -> Values:
    return list(scorers.word_scores(answer, gold))


def shingles(answer: str, gold: str) -> Values:
    scores = scorers.scrapinghub(answer, gold)
    return [scores["scrapinghub.precision.compat"], scores["scrapinghub.recall.compat"]]


def rouge(answer: str, gold: str) -> Values:
    return list(scorers.rouge_lsum(answer, gold).values())


def letters(answer: str, gold: str) -> Values:
    """rapidfuzz: insertions, deletions and substitutions by the letters of the gold."""
    from rapidfuzz.distance import Levenshtein

    return [Levenshtein.distance(answer, gold) / len(gold) if gold else None]


MEASURES = {
    "words": Measure(words, "wcxb.compat", ("wcxb.precision.compat", "wcxb.recall.compat", "wcxb.f1.compat")),
    "shingles": Measure(shingles, "scrapinghub.compat", ("scrapinghub.precision.compat", "scrapinghub.recall.compat")),
    "rouge": Measure(rouge, "rouge_lsum.compat", ("rouge_lsum.precision.compat", "rouge_lsum.recall.compat", "rouge_lsum.f1.compat")),
    "letters": Measure(letters, "waddle-errors.compat", ("waddle.cer.compat",), one_line=True),
}


def cases(pages: list[Page], all_strategies: bool = False) -> list[Case]:
    """Equal answers to a page are one."""
    import gleaner

    names = [row["id"] for row in gleaner.strategies()] if all_strategies else STRATEGIES
    left = [[gleaner.strip(page.html, name, format="html").text for name in names] for page in pages]
    return [Case(page.text, list(dict.fromkeys(answers))) for page, answers in zip(pages, left)]


def differences(measure: Measure, case: Case) -> list[str]:
    """Where the two sides disagree."""
    found = []
    for ours, theirs in zip(measure.ours(case), measure.theirs(case), strict=True):
        for key, wanted in zip(measure.keys, theirs, strict=True):
            own = ours[key]
            same = own is wanted if own is None or wanted is None else abs(own - wanted) <= TOLERANCE
            if not same:
                found.append(f"{key}: {own}, the original {wanted}")
    return found


def seconds(work: Callable[[Case], object], given: list[Case]) -> float:
    started = time.process_time()
    for case in given:
        work(case)
    return time.process_time() - started


def original_words(path: Path) -> Callable[[str, str], Values]:
    """WCXB's own function, from the user's copy of its evaluate.py."""
    module = original_program(path)
    return lambda answer, gold: list(module.word_f1(answer, gold))


def measured(measure: Measure, given: list[Case], rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of the original and of gleaner, round by round."""
    own = [case.on_one_line() for case in given] if measure.one_line else given
    wrong = [difference for case in own for difference in differences(measure, case)]
    if wrong:
        sys.exit(f"score_speed: values differ, so times say nothing: {len(wrong)}, such as {wrong[0]}")
    pairs = [(seconds(measure.theirs, own), seconds(measure.ours, own)) for _ in range(rounds)]
    return [theirs for theirs, _ in pairs], [ours for _, ours in pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wcxb", type=Path)
    parser.add_argument("names", nargs="*", metavar="MEASURE", help=f"{', '.join(MEASURES)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--every", type=int, default=40, metavar="N", help="only each N-th page")
    parser.add_argument("--all", action="store_true", help="answers of all strategies: what they have in common gleaner reads once")
    parser.add_argument("--original", type=Path, metavar="evaluate.py", help="take `words` from WCXB's own program")
    options = parser.parse_intermixed_args()
    unknown = [name for name in options.names if name not in MEASURES]
    if unknown:
        parser.error(f"no measure `{unknown[0]}`; there are {', '.join(MEASURES)}")
    given = cases(read_split(options.wcxb, every=options.every), options.all)
    answers = sum(len(case.answers) for case in given)
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(["measure", "answers", "rounds", "original_per_second", "gleaner_per_second", "ratio", "lowest", "highest"])
    for name in options.names or MEASURES:
        measure = MEASURES[name]
        if name == "words" and options.original:
            measure = Measure(original_words(options.original), measure.metric, measure.keys)
        theirs, ours = measured(measure, given, options.rounds)
        ratios = [their / our for their, our in zip(theirs, ours)]
        rates = [answers / statistics.median(side) for side in (theirs, ours)]
        figures = [*rates, statistics.median(ratios), min(ratios), max(ratios)]
        output.writerow([name, answers, options.rounds] + [f"{figure:.1f}" for figure in figures])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
