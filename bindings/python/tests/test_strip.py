"""One text at a time: strip, strategies, errors, and that the interpreter goes on meanwhile."""

import inspect
import json
import pickle
import threading

import gleaner
import pytest
from conftest import as_lines

TEXT = "The ferry sailed at dawn.\n\nRelated article: Fares explained\n"


def test_a_text_without_its_boilerplate():
    cleaned = gleaner.strip(TEXT, strategy="phrase-rules")
    assert cleaned.text == "The ferry sailed at dawn.\n\n"
    assert cleaned.view == TEXT
    assert cleaned.format == "plain"
    assert [TEXT[own.start : own.end] for own in cleaned.removed] == ["Related article: Fares explained"]


@pytest.mark.parametrize("text", [TEXT, f"<html><body><main><p>It sailed.</p></main><nav><a href='/'>Home</a></nav><p>{TEXT}</p></body></html>"])
def test_what_was_taken_out_is_told_when_it_is_asked_for_and_goes_to_other_processes(text):
    left, removed, view, format = gleaner.strip(text)
    assert removed and "".join(view[one.start : one.end] for one in removed) not in left
    again = gleaner.strip(text)
    asked = pickle.loads(pickle.dumps(again))
    assert (asked.text, asked.removed, asked.view, asked.format) == (left, removed, view, format)
    assert asked == again and asked != gleaner.strip("Dawn.") and asked != left
    assert again.removed is again.removed and repr(asked) == repr(again) and "rule=" in repr(again)


def test_offsets_count_code_points():
    text = "𝒜é — it sailed.\n\nRelated article: Fares\n"
    (removed,) = gleaner.strip(text, strategy="phrase-rules").removed
    assert text[removed.start : removed.end] == "Related article: Fares"


def test_the_bytes_of_a_page_are_decoded():
    page = "<html><head><meta charset='iso-8859-1'></head><body><p>Die Fähre fuhr früh.</p></body></html>".encode("iso-8859-1")
    cleaned = gleaner.strip(page, strategy="keep-all")
    assert (cleaned.format, cleaned.text.strip()) == ("html", "Die Fähre fuhr früh.")
    with pytest.raises(gleaner.GleanerError):
        gleaner.strip(b"\xff\xfe\xfa plain, in no encoding", format="plain")


def test_wrong_names_are_value_errors_with_a_remedy():
    for arguments in ({"strategy": "none-such"}, {"task": "none-such"}, {"format": "none-such"}, {"strategy": "link-density(max=9)"}):
        with pytest.raises(ValueError) as caught:
            gleaner.strip(TEXT, **arguments)
        assert isinstance(caught.value, gleaner.GleanerError)
    with pytest.raises(gleaner.GleanerError, match="unknown strategy `none-such`") as caught:
        gleaner.strip(TEXT, strategy="none-such")
    assert caught.value.remedy and caught.value.remedy in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.remedy) == (str(caught.value), caught.value.remedy)


def test_a_lone_surrogate_is_no_text():
    with pytest.raises(ValueError):
        gleaner.strip("\ud800")


def test_a_broken_page_breaks_nothing():
    for page in ("", "<", "<html" * 1000, "<div>" * 3000, "\x00<html>\x00", "<html>" + "<a href='" * 2000):
        assert isinstance(gleaner.strip(page, format="html").text, str)


def test_the_table_of_strategies(run):
    ours = gleaner.strategies()
    assert ours == json.loads(run("strategies", "--json"))
    assert "default" in [row["id"] for row in ours]


@pytest.mark.parametrize("strategy", ["default", "source-cues", "majority-vote", "label-router"])
@pytest.mark.parametrize("task", ["boilerplate", "source-neutral"])
def test_the_shipped_corpus_comes_out_as_from_the_command_line(run, shipped, strategy, task):
    fields = ("id", "text", "format", "lang", "source")
    lines = run("strip", "--jsonl", "--strategy", strategy, "--task", task, stdin=as_lines({f: d[f] for f in fields} for d in shipped))
    for document, line in zip(shipped, lines.decode().splitlines(), strict=True):
        theirs = json.loads(line)
        said = {name: document[name] for name in ("format", "lang", "source")}
        ours = gleaner.strip(document["text"], strategy, task, **said)
        assert ours.text == theirs["text"]
        assert [own._asdict() for own in ours.removed] == theirs["removed"]


def test_real_pages_come_out_as_from_the_command_line(run, real_pages):
    texts = [(name, page.decode("utf-8", "replace")) for name, page in real_pages]
    lines = run("strip", "--jsonl", "--view", stdin=as_lines({"id": name, "text": text, "format": "html"} for name, text in texts))
    for (_, text), line in zip(texts, lines.decode().splitlines(), strict=True):
        ours, theirs = gleaner.strip(text, format="html"), json.loads(line)
        assert (ours.text, ours.view) == (theirs["text"], theirs["view"])
        assert [own._asdict() for own in ours.removed] == theirs["removed"]


def test_other_threads_go_on_while_it_works():
    page = "<html><body>" + "<div><p>The ferry sailed at dawn, and <a href='/x'>more</a>.</p></div>" * 40_000 + "</body></html>"
    working, done, during = threading.Event(), threading.Event(), []

    def count():
        working.wait()
        while not done.is_set():
            during.append(1)

    counter = threading.Thread(target=count)
    counter.start()
    working.set()
    before = len(during)
    gleaner.strip(page, format="html")
    after = len(during)
    done.set()
    counter.join()
    # With the GIL held for the whole call it could count at most for one switch interval at each end.
    assert after - before > 1000


def test_everything_public_is_documented_and_annotated():
    for name in gleaner.__all__:
        value = getattr(gleaner, name)
        if inspect.isfunction(value):
            assert value.__doc__, name
            signature = inspect.signature(value)
            assert signature.return_annotation is not inspect.Signature.empty, name
            assert all(own.annotation is not inspect.Parameter.empty for own in signature.parameters.values()), name
