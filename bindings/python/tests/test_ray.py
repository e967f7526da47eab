"""The Ray runner: files and totals of the command line, on one node and when a node is lost."""

import csv
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import as_lines

pytest.importorskip("ray", reason="skipped: ray is not installed")

#: Clocks and what was finished before differ between two runs.
CLOCKS = ("skipped", "wall_seconds", "cpu_seconds")


@pytest.fixture
def shards(tmp_path, shipped):
    """Makes so many shards, each the shipped corpus so many times."""

    def make(count: int, times: int = 1) -> Path:
        folder = tmp_path / "in"
        folder.mkdir()
        for at in range(count):
            rows = [{"id": own["id"], "text": f"{own['text']}\n\nShard {at}.\n", "lang": own["lang"], "source": own["source"]} for own in shipped]
            (folder / f"part-{at}.jsonl").write_bytes(as_lines(rows) * times)
        return folder

    return make


def ray_run(folder: Path, out: Path, *arguments, code: int = 0, start: bool = False):
    command = [sys.executable, "-m", "gleaner.ray_run", "--in", folder / "*.jsonl", "--out", out, "--report", out.with_suffix(".csv"), *arguments]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if start:
        return process
    said, complaints = process.communicate(timeout=300)
    assert process.returncode == code, complaints
    return said


def rows(report: Path) -> list[dict]:
    with report.open(encoding="utf-8", newline="") as lines:
        return [{name: cell for name, cell in row.items() if name not in CLOCKS} for row in csv.DictReader(lines)]


def outputs(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.name.endswith(".jsonl")}


def test_two_shards_on_one_node(run, shards, tmp_path):
    folder = shards(2)
    run("strip", folder / "*.jsonl", "--out", tmp_path / "theirs")
    said = ray_run(folder, tmp_path / "ours")
    assert said.startswith("2 shards, 0 of them finished before")
    assert outputs(tmp_path / "ours") == outputs(tmp_path / "theirs")
    assert rows(tmp_path / "ours.csv") == rows(tmp_path / "theirs" / "strip.csv")
    written = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "ours").iterdir()}
    (folder / "part-2.jsonl").write_bytes(b"nonsense\n")
    again = ray_run(folder, tmp_path / "ours", code=3)
    assert again.startswith("3 shards, 2 of them finished before")
    now = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "ours").iterdir()}
    assert written.items() <= now.items()


def test_documents_are_compared_over_all_shards(run, shards, tmp_path):
    folder = shards(3)
    run("strip", folder / "*.jsonl", "--out", tmp_path / "theirs", "--strategy", "cross-source-repetition")
    ray_run(folder, tmp_path / "ours", "--strategy", "cross-source-repetition")
    assert rows(tmp_path / "ours.csv") == rows(tmp_path / "theirs" / "strip.csv")
    assert int(rows(tmp_path / "ours.csv")[-1]["removals"]) > 0
    assert outputs(tmp_path / "ours") == outputs(tmp_path / "theirs")
    counts = [path / "counts" / "all.counts" for path in (tmp_path / "ours", tmp_path / "theirs")]
    assert counts[0].read_bytes() == counts[1].read_bytes()


def test_wrong_use(tmp_path):
    ray_run(tmp_path, tmp_path / "out", code=2)
    (tmp_path / "a.jsonl").write_bytes(b"")
    ray_run(tmp_path, tmp_path / "out", "--strategy", "none-such", code=2)


class Node:
    """A Ray node on a loopback address; ended by its own processes' ids, never by `ray stop`, which ends every Ray on the machine."""

    def __init__(self, address: str, port: int, folder: Path, head: bool) -> None:
        ray = str(Path(sys.executable).parent / "ray")
        # Ray rewrites 127.0.0.1 to the host's own address; others of 127.0.0.0/8 stay as they are.
        place = ["--head", f"--port={port}", "--include-dashboard=false", f"--temp-dir={folder}"] if head else [f"--address=127.0.0.2:{port}"]
        command = [ray, "start", *place, f"--node-ip-address={address}", "--num-cpus=1", "--block", "--disable-usage-stats"]
        self.log = (folder.parent / f"ray-{address}.log").open("w")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)

    def children(self) -> list[int]:
        """All processes below, this one first."""
        below: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2]
            except OSError:
                continue
            below.setdefault(int(rest.split()[1]), []).append(pid)
        found = [self.process.pid]
        for pid in found:
            found += below.get(pid, [])
        return found

    def kill(self) -> None:
        """As a power cut does."""
        for pid in self.children():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.2", 0))
        return probe.getsockname()[1]


def wait_for(what, seconds: float, why: str) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, why
        time.sleep(0.05)


@pytest.mark.slow
def test_a_node_that_is_killed_in_mid_job(run, shards, tmp_path, monkeypatch):
    # `ray start --head` turns token authentication on: one token for nodes and driver.
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    count = 12
    folder, out = shards(count, times=int(os.environ.get("GLEANER_RAY_TIMES", "20"))), tmp_path / "ours"
    run("strip", folder / "*.jsonl", "--out", tmp_path / "theirs")
    # Sockets have short names, so the folder must too.
    temporary = Path(f"/tmp/gl{os.getpid()}")
    temporary.mkdir()
    port = free_port()
    head = Node("127.0.0.2", port, temporary / "h", head=True)
    second = job = None
    try:
        wait_for(lambda: "Ray runtime started" in Path(head.log.name).read_text(), 120, "the head did not start")
        second = Node("127.0.0.3", port, temporary / "s", head=False)
        wait_for(lambda: "Ray runtime started" in Path(second.log.name).read_text(), 120, "the second node did not start")
        job = ray_run(folder, out, "--address", f"127.0.0.2:{port}", start=True)
        finished = lambda: {file.name: file.stat().st_mtime_ns for file in out.glob("*.gleaner.json")} if out.is_dir() else {}
        # Both nodes are at work once a process below each has the extension module in its memory.
        at_work = lambda node: any("_gleaner" in maps(pid) for pid in node.children())
        wait_for(lambda: at_work(head) and at_work(second) and len(finished()) >= 2, 240, "the job did not begin")
        before = finished()
        second.kill()
        assert len(before) < count, "the job was over before the node was killed; give it more work"
        said, complaints = job.communicate(timeout=600)
        assert job.returncode == 0, complaints
        print(f"{len(before)} of {count} shards were finished when the second node was killed; {said}")
        # Ray tells of the lost node on the driver's standard output, too.
        assert said.splitlines()[-1].startswith(f"{count} shards, 0 of them finished before: ")
        after = finished()
    finally:
        if job and job.poll() is None:
            job.kill()
        for node in filter(None, (second, head)):
            if node.process.poll() is None:
                node.kill()
        shutil.rmtree(temporary, ignore_errors=True)
    assert before.items() <= after.items() and len(after) == count
    assert outputs(out) == outputs(tmp_path / "theirs")
    assert rows(out.with_suffix(".csv")) == rows(tmp_path / "theirs" / "strip.csv")
    assert len({row["input"] for row in rows(out.with_suffix(".csv"))} - {"total"}) == count


def maps(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return ""
