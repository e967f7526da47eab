"""CPU time of the peers, in this process, one thread, pages in memory: `python bench.py WCXB [NAME…] > speed.csv`.

Rounds go peer by peer, round after round, so that a busy moment of the machine hits all of them; the median round counts.
A first, unmeasured page pays for imports. MB are 10^6 bytes of HTML. `ratio` is CPU time over that of the first row.
`--gleaner PATH` also times the program, as a whole process that starts, reads and writes (`--arguments` says which command);
`--wheel` the Python package, in this process like the peers (`pip install bindings/python` into their environment).
"""

import argparse
import csv
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

from extract import go_offline
from extractors import PEERS, Extract
from wcxb import Page, read_split


def time_peer(extract: Extract, pages: list[Page]) -> float:
    started = time.process_time()
    for page in pages:
        try:
            extract(page.html, "")
        except Exception:  # an error is an answer, and takes the time it takes
            pass
    return time.process_time() - started


def time_program(command: list[str], lines: bytes) -> float:
    """CPU seconds of a child from start to end: user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, input=lines, stdout=subprocess.DEVNULL)
    if run.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} ended with {run.returncode}; a program that fails has no time")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def documents(pages: list[Page]) -> bytes:
    """The input of `gleaner strip --jsonl`."""
    records = ({"id": page.id, "text": page.html, "format": "html", "source": ""} for page in pages)
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def contestants(options: argparse.Namespace, pages: list[Page]) -> dict[str, Callable[[], float]]:
    timers: dict[str, Callable[[], float]] = {}
    if options.gleaner:
        command, lines = [str(options.gleaner), *options.arguments.split()], documents(pages)
        timers["gleaner"] = lambda: time_program(command, lines)
    if options.wheel:
        import gleaner

        timers["gleaner (wheel)"] = lambda: time_peer(lambda html, _: gleaner.strip(html, format="html").text, pages)
        timers["gleaner (wheel)"]()
    for name in options.names or PEERS:
        timers[name] = lambda extract=PEERS[name].extract: time_peer(extract, pages)
        time_peer(PEERS[name].extract, pages[:1])
    return timers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wcxb", type=Path)
    parser.add_argument("names", nargs="*", help="peers (default: all)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th page")
    parser.add_argument("--gleaner", type=Path, help="the gleaner program")
    parser.add_argument("--wheel", action="store_true", help="the gleaner package too")
    parser.add_argument("--arguments", default="strip --jsonl --threads 1", help="what to call it with")
    options = parser.parse_intermixed_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    go_offline()
    pages = read_split(options.wcxb, every=options.every)
    megabytes = sum(len(page.html.encode()) for page in pages) / 1e6
    timers = contestants(options, pages)
    rounds: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(options.rounds):
        for name, timer in timers.items():
            rounds[name].append(timer())
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(["peer", "pages", "megabytes", "rounds", "cpu_seconds", "fastest", "slowest", "mb_per_second", "ratio"])
    first = statistics.median(next(iter(rounds.values())))
    for name, seconds in rounds.items():
        middle = statistics.median(seconds)
        figures = [middle, min(seconds), max(seconds), megabytes / middle, middle / first]
        row = [name, len(pages), f"{megabytes:.1f}", options.rounds] + [f"{figure:.3f}" for figure in figures]
        output.writerow(row)


if __name__ == "__main__":
    main()
