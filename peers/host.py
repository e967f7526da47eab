"""The other end of the protocol, for trials without gleaner: starts a peer as its TOML says, asks page after page."""

import json
import queue
import resource
import subprocess
import sys
import threading
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Description:
    """What a TOML file says, with {here} and {python} filled in."""

    name: str
    version: str
    command: list[str]
    timeout_seconds: float
    memory_mb: int


def describe(path: Path) -> Description:
    entry = tomllib.loads(path.read_text(encoding="utf-8"))
    here = path.resolve().parent
    python = here / ".venv" / "bin" / "python"
    places = {"{here}": str(here), "{python}": str(python) if python.exists() else "python3"}
    command = list(entry["command"])
    for name, place in places.items():
        command = [part.replace(name, place) for part in command]
    return Description(entry["name"], entry["version"], command, entry["timeout_seconds"], entry["memory_mb"])


def described() -> list[Path]:
    return sorted(HERE.glob("*.toml"))


class Host:
    """One running peer. A peer that dies, hangs or babbles costs the page it was at, and is started again for the next."""

    def __init__(self, description: Description, log: IO | None = None) -> None:
        self.description = description
        self.log = log or sys.stderr
        self.process: subprocess.Popen | None = None

    def ask(self, identity: str, page: str, lang: str = "") -> dict:
        """The answer as sent, or {"id", "error"} in its place."""
        if self.process is None:
            self.start()
        question = {"id": identity, "input": "html", "text": page, "url": "", "source": "", "lang": lang}
        try:
            self.process.stdin.write(json.dumps(question, ensure_ascii=False).encode() + b"\n")
            self.process.stdin.flush()
            line = self.lines.get(timeout=self.description.timeout_seconds)
        except queue.Empty:
            return self.give_up(identity, "timeout")
        except BrokenPipeError:
            return self.give_up(identity, "crash")
        if not line:
            return self.give_up(identity, "crash")
        return self.check(identity, line)

    def check(self, identity: str, line: bytes) -> dict:
        try:
            reply = json.loads(line)
            if reply["id"] == identity and ("text" in reply or "spans" in reply or "error" in reply):
                return reply
        except (ValueError, KeyError, TypeError):
            pass
        return self.give_up(identity, f"not an answer: {line[:80]!r}")

    def start(self) -> None:
        limit = self.description.memory_mb * 1024 * 1024
        self.process = subprocess.Popen(
            self.description.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )
        self.lines: queue.Queue = queue.Queue()
        threading.Thread(target=self.read, args=(self.process.stdout, self.lines), daemon=True).start()

    @staticmethod
    def read(pipe: IO, lines: queue.Queue) -> None:
        for line in pipe:
            lines.put(line)
        lines.put(b"")

    def give_up(self, identity: str, why: str) -> dict:
        self.stop()
        return {"id": identity, "error": why}

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()
