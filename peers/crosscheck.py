"""Scores what gleaner kept by the benchmark's own definition and compares: `python crosscheck.py WCXB RESULTS KEPT`.

WCXB is the split that was scored, RESULTS the folder with gleaner's documents.csv and summary.csv, KEPT what
`gleaner eval --keep-outputs KEPT` wrote (STRATEGY.jsonl, with `_` for what is unfit for file names). Every metric of scorers.py that the CSV files have is compared,
page by page and in the mean over documents. Prints a CSV row for each strategy and metric with the largest difference.
Exit code 0: none above 1e-9. 1: one is, or pages differ. 2: nothing to compare.
"""

import argparse
import csv
import math
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import scorers
from wcxb import Page, original_program, read_predictions, read_split

TOLERANCE = 1e-9
Value = float | None
Values = dict[str, Value]


class Nothing(Exception):
    """Nothing can be compared; the message says what is missing."""


def own_values(page: Page, predicted: str | None, rouge: bool) -> Values:
    values: Values = dict(scorers.wcxb(predicted, page.text, page.include, page.exclude))
    values |= scorers.scrapinghub(predicted, page.text)
    values |= scorers.snippet_scores([scorers.snippet_counts(predicted, page.include, page.exclude)])
    if rouge:
        values |= scorers.rouge_lsum(predicted, page.text)
    return values


def original_values(path: Path) -> Callable[[Page, str | None], Values]:
    """WCXB's figures by its own functions, from the user's copy of its evaluate.py; a missing answer is "" to it."""
    module = original_program(path)

    def values(page: Page, predicted: str | None) -> Values:
        precision, recall, f1 = module.word_f1(predicted or "", page.text)
        return {
            "wcxb.precision.compat": precision,
            "wcxb.recall.compat": recall,
            "wcxb.f1.compat": f1,
            "wcxb.with.compat": module.snippet_check(predicted or "", page.include),
            "wcxb.without.compat": module.snippet_check(predicted or "", page.exclude),
        }

    return values


def mean(column: list[Value]) -> Value:
    present = [value for value in column if value is not None]
    return sum(present) / len(present) if present else None


def aggregates(pages: list[Page], predictions: dict[str, str], by_page: dict[str, Values]) -> Values:
    """Each metric over the corpus as its benchmark takes it. Metrics that not every page was scored by are left out."""
    names = set.intersection(*(set(values) for values in by_page.values()))
    totals = {name: mean([values[name] for values in by_page.values()]) for name in names}
    precision, recall = totals["scrapinghub.precision.compat"], totals["scrapinghub.recall.compat"]
    if precision is not None and recall is not None:
        totals["scrapinghub.f1.compat"] = scorers.f1(precision, recall)
    counts = [scorers.snippet_counts(predictions.get(page.id), page.include, page.exclude) for page in pages]
    return totals | scorers.snippet_scores(counts)


def read_csv(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise Nothing(f"{path}: not there; give the folder that `gleaner eval --out` wrote")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def parse(cell: str) -> Value:
    return None if cell in ("", "NA") else float(cell)


def difference(cell: str, wanted: Value) -> float:
    """|cell - wanted|; infinite where one of them is undefined or no number."""
    value = parse(cell)
    if value is None or wanted is None:
        return 0.0 if value is wanted else math.inf
    apart = abs(value - wanted)
    return math.inf if math.isnan(apart) else apart


@dataclass
class Finding:
    """The largest difference of one metric of one strategy, and where."""

    metric: str
    compared: int = 0
    worst: float = 0.0
    place: str = ""

    def add(self, apart: float, place: str) -> None:
        self.compared += 1
        if apart > self.worst:
            self.worst, self.place = apart, place


def check_pages(rows: list[dict[str, str]], by_page: dict[str, Values]) -> dict[str, Finding]:
    findings: dict[str, Finding] = {}
    for row in rows:
        for metric, wanted in by_page.get(row["doc"], {}).items():
            if metric in row:
                found = findings.setdefault(metric, Finding(metric))
                found.add(difference(row[metric], wanted), row["doc"])
    return findings


def check_totals(rows: list[dict[str, str]], totals: Values, findings: dict[str, Finding]) -> None:
    """Means over documents; what a benchmark pools (trafilatura) stands in the rows for micro."""
    for row in rows:
        average = "micro" if row["metric"].startswith("trafilatura.") else "documents"
        if row["metric"] in totals and row["average"] == average:
            found = findings.setdefault(row["metric"], Finding(row["metric"]))
            found.add(difference(row["value"], totals[row["metric"]]), f"({average})")


def kept_file(folder: Path, strategy: str) -> Path:
    """Where `--keep-outputs` put a strategy."""
    return folder / (re.sub(r"^\.|[^A-Za-z0-9._-]", "_", strategy) + ".jsonl")


def check_strategy(
    name: str, options: argparse.Namespace, pages: list[Page], tables: tuple[list, list], original: Callable | None
) -> list[Finding]:
    predictions = read_predictions(kept_file(options.kept, name))
    every = max(1, len(pages) // options.rouge) if options.rouge else 0
    by_page = {}
    for index, page in enumerate(pages):
        predicted = predictions.get(page.id)
        by_page[page.id] = own_values(page, predicted, bool(every) and index % every == 0)
        if original:
            by_page[page.id] |= original(page, predicted)
    documents, summary = ([row for row in table if row["strategy"] == name] for table in tables)
    scored = {row["doc"] for row in documents}
    findings = check_pages(documents, by_page)
    check_totals(summary, aggregates(pages, predictions, by_page), findings)
    if scored != set(by_page):
        odd = sorted(scored ^ set(by_page))
        findings["pages"] = Finding("pages", len(scored), math.inf, f"{len(odd)} on one side only, such as {odd[0]}")
    return list(findings.values())


def compare(options: argparse.Namespace) -> bool:
    """Prints the table; whether all agree."""
    pages = read_split(options.wcxb, html=False)
    tables = (read_csv(options.results / "documents.csv"), read_csv(options.results / "summary.csv"))
    if options.corpus:
        tables = tuple([row for row in table if row["corpus"] == options.corpus] for table in tables)
    names = options.strategy or sorted({row["strategy"] for row in tables[0]})
    names = [name for name in names if kept_file(options.kept, name).is_file()]
    if not names:
        raise Nothing(f"{options.kept}: holds STRATEGY.jsonl of no strategy in {options.results / 'documents.csv'}")
    original = original_values(options.original) if options.original else None
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(["strategy", "metric", "compared", "largest", "where"])
    agreed, seen = True, 0
    for name in names:
        for found in check_strategy(name, options, pages, tables, original):
            output.writerow([name, found.metric, found.compared, f"{found.worst:.3g}", found.place])
            agreed &= found.worst <= TOLERANCE
            seen += found.metric != "pages"
    if not seen:
        raise Nothing(f"{options.results}: no column is one of the metrics here; was the corpus scored with `.compat` metrics?")
    return agreed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wcxb", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--strategy", action="append", help="only this one (may be repeated)")
    parser.add_argument("--corpus", help="name in the corpus column, where RESULTS holds several")
    parser.add_argument("--original", type=Path, metavar="evaluate.py", help="take WCXB's figures from WCXB's own program")
    parser.add_argument("--rouge", type=int, default=0, metavar="N", help="ROUGE-LSum too, on about N pages (slow)")
    options = parser.parse_args()
    try:
        return 0 if compare(options) else 1
    except (Nothing, FileNotFoundError) as error:
        print(f"crosscheck: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
