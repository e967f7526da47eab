"""Clean many shards with Ray: ``python -m gleaner.ray_run --in 'pages/*.jsonl.gz' --out clean --report stats.csv``.

One Ray Core task a shard; a task is :func:`gleaner.process_shard`, so files and counts are those of ``gleaner strip --out``. Finished
shards are skipped, so a run that was broken off is run again as it was. A task whose node is lost is done on another one.

On one machine Ray is started here. For a cluster, start it on each machine (with the same RAY_AUTH_TOKEN and RAY_AUTH_MODE=token
everywhere), give its address, and let inputs and outputs lie on storage that all machines see.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import sys
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

import gleaner

from ._shards import plan

#: Tasks that wait at a time, for each processor: enough to keep it busy, few enough for a driver with a million shards.
WAITING_PER_CPU = 4
#: Columns of the report, which are those of the command line's `strip.csv`.
COUNTS = ["records", "documents", "changed", "passed_over", "errors", "truncated", "bytes_in", "bytes_kept", "bytes_removed", "removals"]
COLUMNS = ["input", "output", "status", *COUNTS, "reason", "skipped", "wall_seconds", "cpu_seconds"]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command; exit codes are those of gleaner: 0 fine, 2 wrong use, 3 shards that failed or held bad records."""
    said = parser().parse_args(arguments)
    out = Path(said.out).absolute()
    try:
        gleaner.strip("", said.strategy, said.task)  # A wrong name is told here, not by each task.
        shards = plan(said.inputs, out, emit=said.emit)
        out.mkdir(parents=True, exist_ok=True)
        done = dict(run(shards, said))
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
    skipped = sum(row.get("skipped", False) for row in rows[:-1])
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
    parser.add_argument("--emit", default="text", help="text, spans, both, attributes, dolma, answers")
    parser.add_argument("--report", metavar="FILE", help="CSV file with a row for each shard")
    parser.add_argument("--address", metavar="HOST:PORT", help="a running cluster; none: this machine")
    parser.add_argument("--retries", type=int, default=3, help="how often a task is begun anew after its worker or node died")
    return parser


def run(shards: Sequence[tuple[str, str]], said: argparse.Namespace) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Each shard with its row, in the order in which they are done."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray: Any = importlib.import_module("ray")
    except ImportError as error:
        raise gleaner.GleanerError(f"this needs Ray: {error}", remedy="pip install 'gleaner[ray]'") from error
    where = {"address": "local", "include_dashboard": False} if said.address is None else {"address": said.address}
    ray.init(log_to_driver=False, **where)
    try:
        task = ray.remote(num_cpus=1, max_retries=said.retries)(clean)
        window = max(2, int(ray.cluster_resources().get("CPU", 1))) * WAITING_PER_CPU
        options = {"strategy": said.strategy, "task": said.task, "emit": said.emit}
        left, waiting = iter(shards), dict[Any, tuple[str, str]]()
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
                yield shard, {"status": "failed", "reason": str(error)}
    finally:
        ray.shutdown()


def clean(input: str, output: str, options: dict[str, Any]) -> dict[str, Any]:
    """The task: one shard."""
    try:
        os.makedirs(os.path.dirname(output), exist_ok=True)
        stats = gleaner.process_shard(input, output, **options)
    except (gleaner.GleanerError, OSError) as error:
        return {"status": "failed", "reason": str(error)}
    return {"status": "bad records" if stats["errors"] else "ok", **stats}


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
