"""Runs one peer over JSON lines: `python extract.py NAME < documents.jsonl > texts.jsonl`. README.md has the protocol."""

import json
import os
import socket
import sys
from collections.abc import Callable
from typing import BinaryIO

from extractors import PEERS, Extract


def answer(line: bytes, extract: Extract) -> dict:
    """The answer to one line. Whatever the peer raises is an answer too: the next document must still get its turn."""
    identity: str | None = None
    try:
        document = json.loads(line)
        identity = document["id"]
        if document.get("input", "html") != "html":
            raise ValueError("this peer reads HTML only")
        page = document["text"]
        # Half of the peers raise on an empty page; that is no finding about them.
        text = extract(page, document.get("lang") or "") if page.strip() else None
        return {"id": identity, "text": text or ""}
    except Exception as error:
        return {"id": identity, "error": f"{type(error).__name__}: {error}"[:500]}


def encode(message: dict) -> bytes:
    """One line of UTF-8. Lone surrogates, which a page's `&#xD800;` may leave behind, are not Unicode: U+FFFD instead."""
    text = json.dumps(message, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode() + b"\n"


def claim_stdout() -> BinaryIO:
    """Keeps the pipe to gleaner for answers alone: what a library prints, from Python or C, goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def go_offline() -> None:
    """A page must get the same answer on any day: no peer may fetch images, suffix lists or a page's next part."""

    def refuse(*_args: object, **_more: object) -> None:
        raise OSError("peers run offline")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse  # type: ignore[assignment]


def serve(lines: BinaryIO, answers: BinaryIO, extract: Extract, reply: Callable = answer) -> None:
    for line in lines:
        if line.strip():
            answers.write(encode(reply(line, extract)))
            answers.flush()


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in PEERS:
        print(f"usage: extract.py NAME, one of: {' '.join(PEERS)}", file=sys.stderr)
        return 2
    answers = claim_stdout()
    go_offline()
    serve(sys.stdin.buffer, answers, PEERS[sys.argv[1]].extract)
    return 0


if __name__ == "__main__":
    sys.exit(main())
