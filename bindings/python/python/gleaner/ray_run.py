"""Clean many shards with Ray: ``python -m gleaner.ray_run --in 'pages/*.jsonl.gz' --out clean --report stats.csv``.

One Ray Core task a shard; a task is :func:`gleaner.process_shard`, so files and counts are those of ``gleaner strip --out``. Finished
shards are skipped, so a run that was broken off is run again as it was. A task whose node is lost is done on another one.

On one machine Ray is started here. For a cluster, start it on each machine (with the same RAY_AUTH_TOKEN and RAY_AUTH_MODE=token
everywhere), give its address, and let inputs and outputs lie on storage that all machines see.
"""

from __future__ import annotations

import argparse
import csv
import glob
import os
import sys
import time
from pathlib import Path
from typing import Any, Iterator, Optional, Sequence

import gleaner

#: Tasks that wait at a time, for each processor: enough to keep it busy, few enough for a driver with a million shards.
WAITING_PER_CPU = 4
#: Columns of the report; the last three differ between two runs.
COUNTS = ["records", "documents", "errors", "bytes_in", "bytes_kept", "bytes_removed", "removals", "changed"]
COLUMNS = ["input", "output", "status", *COUNTS, "skipped", "wall_seconds", "cpu_seconds"]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run the command; exit codes are those of gleaner: 0 fine, 2 wrong use, 3 shards that failed or held bad records."""
    said = parser().parse_args(arguments)
    shards = plan(said.inputs, Path(said.out))
    if not shards:
        print(f"gleaner: error: no file matches {', '.join(said.inputs)}", file=sys.stderr)
        return 2
    gleaner.strip("", said.strategy, said.task)  # A wrong name is told here, not by each task.
    Path(said.out).mkdir(parents=True, exist_ok=True)
    rows = list(run(shards, said))
    rows.sort(key=lambda row: row["input"])
    if said.report:
        write_report(Path(said.report), rows)
    total = {name: sum(row.get(name, 0) for row in rows) for name in COUNTS}
    failed = sum(row["status"] == "failed" for row in rows)
    skipped = sum(bool(row.get("skipped")) for row in rows)
    print(f"{len(rows)} shards, {skipped} of them finished before, {failed} failed: " + ", ".join(f"{n} {total[n]}" for n in COUNTS))
    return 3 if failed or total["errors"] else 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m gleaner.ray_run", description="Clean many shards with Ray.")
    parser.add_argument("--in", dest="inputs", action="append", required=True, metavar="GLOB", help="input files; may be given several times")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the outputs, named as the inputs")
    parser.add_argument("--strategy", default="default")
    parser.add_argument("--task", default="boilerplate", help="boilerplate, source-neutral, body-only")
    parser.add_argument("--emit", default="text", help="text, spans, both, attributes, dolma, answers")
    parser.add_argument("--report", metavar="FILE", help="CSV file with a row for each shard")
    parser.add_argument("--address", metavar="HOST:PORT", help="a running cluster; none: this machine")
    parser.add_argument("--retries", type=int, default=3, help="how often a task is begun anew after its worker or node died")
    return parser


def plan(patterns: Sequence[str], out: Path) -> list[tuple[str, str]]:
    """Input and output of each shard; two inputs of one name are an error."""
    inputs = sorted({os.path.abspath(file) for pattern in patterns for file in glob.glob(pattern, recursive=True)})
    shards = [(file, str(out.absolute() / os.path.basename(file))) for file in inputs]
    outputs = [output for _, output in shards]
    twice = next((output for output in outputs if outputs.count(output) > 1), None)
    if twice:
        raise gleaner.GleanerError(f"two inputs would be written to {twice}", remedy="give them folders of their own")
    return shards


def run(shards: Sequence[tuple[str, str]], said: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A row for each shard, in the order in which they are done."""
    import ray

    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    local = {"include_dashboard": False} if said.address is None else {"address": said.address}
    ray.init(log_to_driver=False, **local)
    try:
        task = ray.remote(num_cpus=1, max_retries=said.retries)(clean)
        window = max(2, int(ray.cluster_resources().get("CPU", 1))) * WAITING_PER_CPU
        options = {"strategy": said.strategy, "task": said.task, "emit": said.emit}
        left, waiting = iter(shards), {}
        while True:
            while len(waiting) < window and (shard := next(left, None)):
                waiting[task.remote(*shard, options)] = shard
            if not waiting:
                return
            (done,), _ = ray.wait(list(waiting), num_returns=1)
            shard = waiting.pop(done)
            try:
                yield {"input": shard[0], "output": shard[1], **ray.get(done)}
            except ray.exceptions.RayError as error:
                yield failure(shard, error)
    finally:
        ray.shutdown()


def clean(input: str, output: str, options: dict[str, str]) -> dict[str, Any]:
    """The task: one shard."""
    try:
        return {"status": "ok", **gleaner.process_shard(input, output, **options)}
    except (gleaner.GleanerError, OSError) as error:
        return failure((input, output), error)


def failure(shard: tuple[str, str], error: Exception) -> dict[str, Any]:
    """The row of a shard that could not be done; the message goes to stderr of the driver."""
    print(f"gleaner: {shard[0]}: {error}", file=sys.stderr)
    return {"input": shard[0], "output": shard[1], "status": "failed", "message": str(error)}


def write_report(file: Path, rows: Sequence[dict[str, Any]]) -> None:
    """The CSV file, whole or not at all."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.{time.time_ns()}")
    with partial.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, COLUMNS, restval="NA", extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    partial.replace(file)


if __name__ == "__main__":
    sys.exit(main())
