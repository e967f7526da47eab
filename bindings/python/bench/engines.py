"""CPU seconds of engines over the same shards: rayon, a plain loop, Ray Core, Spark. Not run by any test.

    python bench/engines.py make PAGES DATA          8 shards of about 500 MB of pages (PAGES: a folder of .html.gz) in three formats
    python bench/engines.py run DATA PROGRAM [ENGINE…]  a line for each engine and format: CPU seconds of all processes, wall seconds, bytes removed

CPU seconds are those of a control group of its own (cgroup v1, cpuacct; needs root), so every process that an engine starts is counted.
"""

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

SHARDS, BYTES, ROWS = 8, 500_000_000, 128
GROUP = Path("/sys/fs/cgroup/cpuacct/gleaner-engines")
FORMATS = {"jsonl": "part-*.jsonl", "parquet": "part-*.parquet", "warc": "part-*.warc.gz"}
ENGINES = ["rayon", "loop", "ray", "spark"]


def make(pages: Path, data: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    texts = [(file.name, gzip.decompress(file.read_bytes()).decode("utf-8", "replace")) for file in sorted(pages.glob("*.html.gz"))]
    rows, size = [], 0
    while size < BYTES:
        name, text = texts[len(rows) % len(texts)]
        rows.append({"id": f"{len(rows)}-{name}", "text": text, "format": "html"})
        size += len(text.encode())
    for kind in FORMATS:
        (data / kind).mkdir(parents=True, exist_ok=True)
    for at in range(SHARDS):
        part = rows[at::SHARDS]
        table = pyarrow.Table.from_pylist(part, pyarrow.schema([(name, pyarrow.large_string()) for name in part[0]]))
        pyarrow.parquet.write_table(table, data / f"parquet/part-{at}.parquet", compression="zstd", compression_level=1, row_group_size=ROWS)
        (data / f"jsonl/part-{at}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part), encoding="utf-8")
        (data / f"warc/part-{at}.warc.gz").write_bytes(b"".join(gzip.compress(record(row), 1) for row in part))
    print(f"{len(rows)} pages, {size} bytes")


def record(row: dict) -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + row["text"].encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{row['id']}\r\nWARC-Record-ID: <urn:x:{row['id']}>\r\n"
    head += f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def cpu() -> float:
    """CPU seconds of the group so far."""
    return int((GROUP / "cpuacct.usage").read_text()) / 1e9


def phase(name: str, kind: str, work) -> None:
    start, before = time.monotonic(), cpu()
    removed = work()
    print(f"{name:12} {kind:8} {cpu() - before:8.2f} CPU s {time.monotonic() - start:8.2f} s  removed {removed}", flush=True)


def run(data: Path, program: str, engines: list) -> None:
    GROUP.mkdir(exist_ok=True)
    (GROUP / "cgroup.procs").write_text(str(os.getpid()))
    for engine in engines:
        {"rayon": rayon, "loop": loop, "ray": ray, "spark": spark}[engine](data, program)


def fresh(data: Path) -> Path:
    out = data / "out"
    shutil.rmtree(out, ignore_errors=True)
    return out


def rayon(data: Path, program: str) -> None:
    for kind, pattern in FORMATS.items():
        out = fresh(data)

        def work():
            subprocess.run([program, "strip", data / kind / pattern, "--out", out, "--quiet"], check=True)
            return list(csv.DictReader((out / "strip.csv").open()))[-1]["bytes_removed"]

        phase("rayon", kind, work)


def loop(data: Path, _: str) -> None:
    import gleaner

    for kind, pattern in FORMATS.items():
        out = fresh(data)
        out.mkdir()
        work = lambda: sum(gleaner.process_shard(file, out / file.name)["bytes_removed"] for file in sorted((data / kind).glob(pattern)))
        phase("loop", kind, work)


def ray(data: Path, _: str) -> None:
    """Ray is started once; the first job of each format also starts nothing but the first of all, which is the cold one."""
    from gleaner import ray_run

    import ray as engine

    phase("ray start", "", lambda: engine.init(address="local", include_dashboard=False, log_to_driver=False) and None)
    task = engine.remote(num_cpus=1)(ray_run.clean)
    for name, kind in (("ray cold", "jsonl"), ("ray warm", "jsonl"), ("ray warm", "parquet"), ("ray warm", "warc")):
        out = fresh(data)
        files = sorted((data / kind).glob(FORMATS[kind]))
        work = lambda: sum(own["bytes_removed"] for own in engine.get([task.remote(str(file), str(out / file.name), {}) for file in files]))
        phase(name, kind, work)
    engine.shutdown()


def spark(data: Path, _: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
    os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
    import spark_map

    session = None

    def start():
        nonlocal session
        session = spark_map.session()

    phase("spark start", "", start)
    for name in ("spark cold", "spark warm"):
        out = fresh(data)
        phase(name, "parquet", lambda: spark_map.strip_frame(session.read.parquet(str(data / "parquet"))).write.parquet(str(out)))
    session.stop()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        run(Path(sys.argv[2]), sys.argv[3], sys.argv[4:] or ENGINES)
