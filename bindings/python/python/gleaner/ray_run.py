"""Clean many shards with Ray: ``python -m gleaner.ray_run --in 'pages/*.jsonl.gz' --out clean --report stats.csv``.

One Ray Core task a shard; a task is :func:`gleaner.process_shard`, so files and counts are those of ``gleaner strip --out``. Finished
shards are skipped, so a run that was broken off is run again as it was. A task whose node is lost is done on another one. For strategies
that compare documents all shards are counted first, a task each, into ``OUT/counts``, and the counts are merged here.

On one machine Ray is started here. For a cluster, start it on each machine (with the same RAY_AUTH_TOKEN and RAY_AUTH_MODE=token
everywhere), give its address, and let inputs and outputs lie on storage that all machines see.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator, Optional, Sequence

import gleaner

from ._shards import _OPTIONS, plan

#: Tasks that wait at a time, for each processor: enough to keep it busy, few enough for a driver with a million shards.
WAITING_PER_CPU = 4
#: Columns of the report, which are those of the command line's `strip.csv`.
COUNTS = ["records", "documents", "changed", "passed_over", "errors", "truncated", "bytes_in", "bytes_kept", "bytes_removed", "removals"]
COLUMNS = ["input", "output", "status", *COUNTS, "reason", "skipped", "wall_seconds", "cpu_seconds"]


#: Options of :func:`gleaner.process_shard` that are passed on as they are.
PASSED = ["emit", "format", "lang", "source", "text_column", "id_column", "lang_column", "source_column", "format_column"]
PASSED += ["from_format", "to_format", "compression", "text_to", "removed_to"]

#: Input and output of a task.
Shard = tuple[str, str]
Row = dict[str, Any]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command; exit codes are those of gleaner: 0 fine, 2 wrong use, 3 shards that failed or held bad records."""
    said = parser().parse_args(arguments)
    out = Path(said.out).absolute()
    options = {name: getattr(said, name) for name in PASSED}
    try:
        gleaner.strip("", said.strategy, said.task)  # A wrong name is told here, not by each task.
        shards = plan(said.inputs, out, **options)
        for folder in filter(None, [out, said.report and Path(said.report).absolute().parent]):
            folder.mkdir(parents=True, exist_ok=True)
        with cluster(said) as ray:
            if compares(said.strategy):
                options["counts"] = os.path.abspath(said.counts) if said.counts else counted(ray, shards, out, options, said.retries)
            options |= {"strategy": said.strategy, "task": said.task}
            done = dict(run(ray, clean, shards, options, said.retries))
        rows = [{"input": shard[0], "output": os.path.relpath(shard[1], out), **done[shard]} for shard in shards]
        rows.append(total(rows))
        if said.report:
            write_report(Path(said.report), rows)
    except (gleaner.GleanerError, OSError) as error:
        print(f"gleaner: error: {error}", file=sys.stderr)
        return 3 if isinstance(error, OSError) else 2
    bad = [row for row in rows[:-1] if row["status"] != "ok"]
    for row in bad:
        print(f"gleaner: {row['input']}: {row.get('reason') or str(row['errors']) + ' bad records'}", file=sys.stderr)
    skipped = sum(row["skipped"] for row in rows[:-1])
    counts = ", ".join(f"{name} {rows[-1][name]}" for name in ("documents", "errors", "bytes_in", "bytes_removed"))
    print(f"{len(shards)} shards, {skipped} of them finished before: {counts}")
    return 3 if bad else 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m gleaner.ray_run", description="Clean many shards with Ray.")
    parser.add_argument("--in", dest="inputs", action="append", required=True, metavar="GLOB", help="files, folders or a pattern; may be given several times")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the outputs, named as the inputs")
    parser.add_argument("--strategy", default="default")
    parser.add_argument("--task", default="boilerplate", help="boilerplate, source-neutral, body-only")
    parser.add_argument("--counts", metavar="FILE", help="for strategies that compare documents: ready counts; none: all shards are counted first")
    parser.add_argument("--report", metavar="FILE", help="CSV file with a row for each shard")
    parser.add_argument("--address", metavar="HOST:PORT", help="a running cluster; none: this machine")
    parser.add_argument("--retries", type=int, default=3, help="how often a task is begun anew after its worker or node died")
    passed = parser.add_argument_group("as for gleaner.process_shard")
    for name in PASSED:
        passed.add_argument("--" + name.replace("_", "-"), default=_OPTIONS[name])
    return parser


def compares(strategy: str) -> bool:
    """Whether a strategy must know all documents before it cleans the first."""
    return any(row["id"] == strategy.split("(")[0] and row["needs"] == "documents" for row in gleaner.strategies())


@contextmanager
def cluster(said: argparse.Namespace) -> Iterator[Any]:
    """Ray, on this machine or at the address."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray: Any = importlib.import_module("ray")
    except ImportError as error:
        raise gleaner.GleanerError(f"this needs Ray: {error}", remedy="pip install 'gleaner[ray]'") from error
    where = {"address": "local", "include_dashboard": False} if said.address is None else {"address": said.address}
    ray.init(log_to_driver=False, **where)
    try:
        yield ray
    finally:
        ray.shutdown()


def run(ray: Any, work: Callable[..., Row], shards: Sequence[Shard], options: dict[str, Any], retries: int) -> Iterator[tuple[Shard, Row]]:
    """Each shard with its row, in the order in which they are done."""
    task = ray.remote(num_cpus=1, max_retries=retries)(work)
    window = max(2, int(ray.cluster_resources().get("CPU", 1))) * WAITING_PER_CPU
    left, waiting = iter(shards), dict[Any, Shard]()
    while True:
        while len(waiting) < window and (shard := next(left, None)):
            waiting[task.remote(os.path.abspath(shard[0]), shard[1], options)] = shard
        if not waiting:
            return
        (ready,), _ = ray.wait(list(waiting), num_returns=1)
        shard = waiting.pop(ready)
        try:
            yield shard, ray.get(ready)
        except ray.exceptions.RayError as error:
            yield shard, failed(error)


def counted(ray: Any, shards: Sequence[Shard], out: Path, options: dict[str, Any], retries: int) -> str:
    """The first pass: counts of each shard, and the file of all together, named as by ``gleaner strip --out``."""
    parts = out / "counts"
    named = [(shard[0], f"{parts / os.path.relpath(shard[1], out)}.counts") for shard in shards]
    for shard, row in run(ray, count, named, options, retries):
        if row["status"] == "failed":
            raise gleaner.GleanerError(f"{shard[0]} cannot be counted: {row['reason']}", remedy="clean the others without it, or mend it")
    whole = parts / "all.counts"
    gleaner.merge_counts([part for _, part in named], whole)
    return str(whole)


def count(input: str, output: str, options: dict[str, Any]) -> Row:
    """The task of the first pass: one shard."""
    return told(lambda: gleaner.count_shard(input, output, **options))


def clean(input: str, output: str, options: dict[str, Any]) -> Row:
    """The task: one shard."""
    return told(lambda: gleaner.process_shard(input, output, **options))


def told(work: Callable[[], Row]) -> Row:
    """What a task did, as a row of the report."""
    try:
        stats = work()
    except (gleaner.GleanerError, OSError) as error:
        return failed(error)
    return {"status": "bad records" if stats["errors"] else "ok", **stats}


def failed(error: Exception) -> Row:
    """The row of a shard that was not done."""
    return {"status": "failed", "reason": str(error), "skipped": False}


def total(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The last row of the report: sums over shards that did not fail."""
    done = [row for row in rows if row["status"] != "failed"]
    sums: dict[str, Any] = {name: sum(row[name] for row in done) for name in (*COUNTS, "wall_seconds", "cpu_seconds")}
    sums["truncated"] = any(row["truncated"] for row in done)
    status = "bad records" if sums["errors"] else "ok"
    return {"input": "total", "output": len(rows), "status": status, **sums, "skipped": False}


def write_report(file: Path, rows: Sequence[dict[str, Any]]) -> None:
    """The CSV file, whole or not at all."""
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, COLUMNS, restval="NA", extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows({name: shown(value) for name, value in row.items()} for row in rows)
    partial.replace(file)


def shown(value: Any) -> Any:
    """A value as the command line writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.3f}" if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main())
