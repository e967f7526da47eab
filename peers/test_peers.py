"""Every peer on pages good and bad, through the protocol: `.venv/bin/python -m unittest` in this folder."""

import dataclasses
import importlib.metadata
import io
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest

import extract
from extractors import JUSTEXT_LISTS, PEERS, justext_words
from host import HERE, Description, Host, describe, described

STORY = (
    "The ferry sailed from the old harbour at dawn on Monday, and the crew said that the weather had been calm for most of the "
    "night, that all of the passengers were in good spirits, and that it would be back in the evening with the mail."
)
PAGE = (
    '<html lang="en"><head><title>Ferry</title></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
    f"<article><h1>Ferry sails at dawn</h1>{''.join(f'<p>{day}: {STORY}</p>' for day in ('One', 'Two', 'Three', 'Four'))}"
    '</article><footer><a href="/terms">Terms</a></footer></body></html>'
)
BAD_PAGES = {
    "empty": "",
    "white space": " \n\t",
    "no markup": "plain words",
    "garbage": "<<<>>> <a <b =\"'> </p></p> &#xD800; &#x110000; &bogus; <!-- <![CDATA[ \u202e\ufffe",
    "nuls": "\0\0<p>\0a\0</p>" * 50,
    "declared charset": '<?xml version="1.0" encoding="latin-1"?><meta charset="utf-16"><p>café</p>',
    "one attribute": f'<p class="{"x" * 1_000_000}">a</p>',
    "nested": "<div>" * 100_000 + "deep" + "</div>" * 100_000,
}
# Pages that take some peers minutes (resiliparse: the square of the depth) are the host's to end.
PATIENCE_SECONDS = 8


def installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


class Descriptions(unittest.TestCase):
    def test_table_and_toml_files_name_the_same_peers(self) -> None:
        self.assertEqual({path.stem for path in described()}, set(PEERS))

    def test_every_file_has_every_key(self) -> None:
        keys = "name version command input output timeout_seconds memory_mb licence homepage note".split()
        for path in described():
            with self.subTest(path.name):
                entry = tomllib.loads(path.read_text(encoding="utf-8"))
                self.assertEqual(list(entry), keys)
                self.assertEqual(entry["name"], path.stem)
                self.assertEqual(entry["command"], ["{python}", "{here}/extract.py", path.stem])

    def test_versions_are_those_of_the_pins(self) -> None:
        lines = (HERE / "requirements.txt").read_text(encoding="utf-8").split()
        pins = {name.lower(): version for name, version in (line.split("==") for line in lines)}
        for path in described():
            with self.subTest(path.name):
                self.assertEqual(describe(path).version, pins[PEERS[path.stem].package.lower()])

    def test_versions_are_those_installed(self) -> None:
        for path in described():
            package = PEERS[path.stem].package
            if not installed(package):
                self.skipTest("peers/.venv is not made: run setup.sh")
            with self.subTest(path.name):
                self.assertEqual(describe(path).version, importlib.metadata.version(package))


class EveryPeer(unittest.TestCase):
    def test_answers_a_page_and_survives_bad_ones(self) -> None:
        for path in described():
            if not installed(PEERS[path.stem].package):
                self.skipTest("peers/.venv is not made: run setup.sh")
            with self.subTest(path.stem), tempfile.TemporaryFile() as log:
                description = dataclasses.replace(describe(path), timeout_seconds=PATIENCE_SECONDS)
                with Host(description, log) as host:
                    self.survives(host)

    def survives(self, host: Host) -> None:
        first = host.ask("first", PAGE)
        for day in ("One", "Two", "Three", "Four"):
            self.assertIn(f"{day}: {STORY}", " ".join(first["text"].split()))
        for name, page in BAD_PAGES.items():
            with self.subTest(name):
                reply = host.ask(name, page)
                self.assertEqual(reply["id"], name)
                self.assertTrue(isinstance(reply.get("text"), str) or reply["error"], reply)
                self.assertNotIn("not an answer", reply.get("error", ""))
                self.assertNotEqual("crash", reply.get("error"))
        self.assertEqual(host.ask("empty", ""), {"id": "empty", "text": ""})
        self.assertEqual(host.ask("last", PAGE)["text"], first["text"])


class Languages(unittest.TestCase):
    def test_justext_has_every_list_that_is_named(self) -> None:
        if not installed("jusText"):
            self.skipTest("peers/.venv is not made: run setup.sh")
        import justext

        self.assertEqual(set(JUSTEXT_LISTS.values()) - justext.get_stoplists(), set())
        self.assertNotEqual(justext_words("de"), justext_words("xx"))
        self.assertEqual(justext_words("xx"), justext_words("en"))


class Wrapper(unittest.TestCase):
    def reply(self, document: object, run: extract.Extract = lambda page, lang: page) -> dict:
        return extract.answer(json.dumps(document).encode(), run)

    def test_none_is_an_empty_text(self) -> None:
        self.assertEqual(self.reply({"id": "1", "text": "x"}, lambda page, lang: None), {"id": "1", "text": ""})

    def test_an_exception_is_an_error_with_its_type(self) -> None:
        def fail(page: str, lang: str) -> str:
            raise RecursionError("too deep")

        self.assertEqual(self.reply({"id": "1", "text": "x"}, fail), {"id": "1", "error": "RecursionError: too deep"})

    def test_language_is_handed_on(self) -> None:
        self.assertEqual(self.reply({"id": "1", "text": "x", "lang": "de"}, lambda page, lang: lang)["text"], "de")

    def test_plain_text_and_broken_lines_are_errors(self) -> None:
        self.assertIn("HTML only", self.reply({"id": "1", "input": "text", "text": "x"})["error"])
        self.assertEqual(self.reply({"id": "1"})["id"], "1")
        self.assertIn("error", self.reply({"id": "1"}))
        self.assertEqual(extract.answer(b"{", lambda page, lang: page)["id"], None)

    def test_every_answer_is_one_line_of_utf8(self) -> None:
        line = extract.encode({"id": "1", "text": "a\nb\u2028c \ud800 \U0001f6a2"})
        self.assertEqual(line.count(b"\n"), 1)
        self.assertEqual(json.loads(line.decode("utf-8"))["text"], "a\nb\u2028c \ufffd \U0001f6a2")

    def test_answers_come_in_order_and_blank_lines_are_passed_over(self) -> None:
        answers = io.BytesIO()
        lines = io.BytesIO(b'{"id":"1","text":"a"}\n\n{"id":"2","text":"b"}\n')
        extract.serve(lines, answers, lambda page, lang: page)
        self.assertEqual([json.loads(line)["id"] for line in answers.getvalue().splitlines()], ["1", "2"])

    def test_what_a_library_prints_does_not_reach_the_answers(self) -> None:
        program = (
            "import os, sys, extract; out = extract.claim_stdout(); print('chatter', flush=True); os.write(1, b'from C\\n');"
            "out.write(extract.encode({'id': '1', 'text': ''})); out.flush()"
        )
        run = subprocess.run([sys.executable, "-c", program], cwd=HERE, capture_output=True, check=True)
        self.assertEqual(run.stdout, b'{"id": "1", "text": ""}\n')
        self.assertIn(b"from C", run.stderr)

    def test_no_peer_reaches_the_network(self) -> None:
        program = (
            "import extract, socket; extract.go_offline()\n"
            "there = ('127.0.0.1', 9)\n"
            "for call in (lambda: socket.create_connection(there), lambda: socket.socket().connect(there)):\n"
            "    try: call()\n"
            "    except OSError as error: print(error)"
        )
        run = subprocess.run([sys.executable, "-c", program], cwd=HERE, capture_output=True, check=True, text=True)
        self.assertEqual(run.stdout, "peers run offline\n" * 2)

    def test_an_unknown_name_is_wrong_use(self) -> None:
        run = subprocess.run([sys.executable, str(HERE / "extract.py"), "nobody"], capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertIn("trafilatura", run.stderr)


class TheHost(unittest.TestCase):
    def ask_twice(self, script: str, seconds: float = 20) -> list:
        command = [sys.executable, "-c", "import json, sys, time\n" + script]
        with Host(Description("trial", "1", command, seconds, 2048)) as host:
            return [host.ask(str(number), "page").get("error", "answered") for number in (1, 2)]

    def test_starts_a_peer_again_that_died_hung_or_babbled(self) -> None:
        self.assertEqual(self.ask_twice("sys.stdin.readline()"), ["crash", "crash"])
        self.assertEqual(self.ask_twice("time.sleep(60)", 0.5), ["timeout", "timeout"])
        self.assertIn("not an answer", self.ask_twice("print('hello', flush=True); time.sleep(60)")[1])

    def test_readme_example_in_jq_answers(self) -> None:
        if not shutil.which("jq"):
            self.skipTest("jq is not installed")
        readme = (HERE / "README.md").read_text(encoding="utf-8")
        line = next(line for line in readme.splitlines() if line.startswith('`command = ["jq'))
        command = tomllib.loads(line.strip("`.").rstrip("`"))["command"]
        with Host(Description("trial", "1", command, 20, 2048)) as host:
            self.assertEqual(host.ask("1", "<p>a</p>b")["text"].split(), ["a", "b"])
            self.assertEqual(host.ask("2", "")["text"], "")

    def test_readme_example_answers(self) -> None:
        readme = (HERE / "README.md").read_text(encoding="utf-8")
        example = readme.split("```python\n")[1].split("```")[0]
        self.assertEqual(self.ask_twice(example), ["answered", "answered"])


if __name__ == "__main__":
    unittest.main()
