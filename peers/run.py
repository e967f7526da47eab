"""Runs peers over a WCXB split and prints word F1 by page type: `python run.py WCXB OUT [NAME…]`.

Each peer runs as gleaner would run it (a process, JSON lines, time and memory limits); its answers go to OUT/NAME.jsonl.
An error counts as an empty answer, as a missing prediction does in WCXB.
"""

import argparse
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from host import HERE, Host, describe, described
from scorers import word_scores
from wcxb import Page, read_predictions, read_split


def extract_all(toml: Path, pages: list[Page], out: Path) -> dict[str, int]:
    """Writes the answers of one peer; returns how many errors of each kind there were."""
    errors: dict[str, int] = defaultdict(int)
    name = describe(toml).name
    with (out / f"{name}.jsonl").open("w", encoding="utf-8") as answers, (out / f"{name}.log").open("w") as log:
        with Host(describe(toml), log) as host:
            for page in pages:
                reply = host.ask(page.id, page.html)
                if "error" in reply:
                    errors[reply["error"].split(":")[0]] += 1
                answers.write(json.dumps(reply, ensure_ascii=True) + "\n")
    return dict(errors)


def by_kind(pages: list[Page], predictions: dict[str, str]) -> dict[str, tuple]:
    """(mean precision, mean recall, mean F1, pages) for "all" and each page type."""
    groups = defaultdict(list)
    for page in pages:
        scores = word_scores(predictions.get(page.id, ""), page.text)
        groups["all"].append(scores)
        groups[page.kind].append(scores)
    return {kind: (*(sum(column) / len(rows) for column in zip(*rows)), len(rows)) for kind, rows in groups.items()}


def table(rows: dict[str, dict[str, tuple]], errors: dict[str, str]) -> str:
    first = next(iter(rows.values()))
    kinds = sorted(first, key=lambda kind: -first[kind][3])
    lines = ["| peer | P | R | " + " | ".join(f"{kind} ({first[kind][3]})" for kind in kinds) + " | errors |"]
    lines.append("|---" + "|--:" * (len(kinds) + 2) + "|---|")
    for name, row in sorted(rows.items(), key=lambda item: -item[1]["all"][2]):
        cells = [f"{row['all'][0]:.3f}", f"{row['all'][1]:.3f}"] + [f"{row[kind][2]:.3f}" for kind in kinds]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {errors.get(name, '')} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wcxb", type=Path, help="a split of WCXB")
    parser.add_argument("out", type=Path, help="folder for the answers")
    parser.add_argument("names", nargs="*", help="peers (default: all)")
    parser.add_argument("--jobs", type=int, default=1, help="peers at a time")
    parser.add_argument("--score-only", action="store_true", help="score what OUT holds")
    options = parser.parse_intermixed_args()
    options.out.mkdir(parents=True, exist_ok=True)
    names = options.names or [describe(path).name for path in described()]
    pages = read_split(options.wcxb)
    if not options.score_only:
        with ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(lambda name: extract_all(HERE / f"{name}.toml", pages, options.out), names))
    rows, errors = {}, {}
    for name in names:
        path = options.out / f"{name}.jsonl"
        predictions = read_predictions(path)
        rows[name] = by_kind(pages, predictions)
        errors[name] = str(len(pages) - len(predictions))
    print(table(rows, errors))


if __name__ == "__main__":
    main()
