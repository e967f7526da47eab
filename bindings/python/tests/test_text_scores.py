"""text_scores: the values of documents.csv, without a corpus."""

import csv
import json

import gleaner
import pytest

REFERENCE = "The ferry sailed at dawn. All were on board.\n\nNobody was hurt."
ANSWERS = ["The ferry sailed at dawn.\n\nRead also: Fares", REFERENCE, "", "É 日本語\n\n\U0001f600 nobody was hurt"]


def test_values_are_those_of_the_table_of_documents(run, tmp_path):
    corpus = tmp_path / "pages.jsonl"
    corpus.write_text(json.dumps({"id": "a", "text": "Menu\n\n" + REFERENCE, "gold": REFERENCE}) + "\n", encoding="utf-8")
    files = []
    for at, answer in enumerate(ANSWERS):
        files.append(tmp_path / f"answer{at}.jsonl")
        files[-1].write_text(json.dumps({"id": "a", "text": answer}) + "\n", encoding="utf-8")
    run("score", f"records:{corpus}", *files, "--metrics", "all", "--resamples", 100, "--leakage", "none", "--out", tmp_path / "out", "--quiet")
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8", newline="") as lines:
        theirs = {row["strategy"]: row for row in csv.DictReader(lines)}
    ours = gleaner.text_scores(ANSWERS, REFERENCE, page="Menu\n\n" + REFERENCE, metrics="all")
    assert len(ours) == len(ANSWERS)
    for at, own in enumerate(ours):
        row = theirs[f"answer{at}"]
        compared = own.keys() & row.keys()
        assert len(compared) > 50
        for name in compared:
            told = None if row[name] == "NA" else float(row[name])
            assert own[name] == (None if told is None else pytest.approx(told, abs=1e-9)), name


def test_known_answers_of_the_originals():
    # WCXB's evaluate.py, scrapinghub's evaluate.py: worked values as in peers/test_crosscheck.py.
    words = gleaner.text_scores("the cat sat on the mat", "the cat sat on a mat", metrics="wcxb")
    assert words["wcxb.f1.compat"] == 0.8333333333333334
    snippets = gleaner.text_scores("The Quick brown fox", "", include=["quick BROWN", "fox", "cat"], exclude=["dog"], metrics=["wcxb-snippets"])
    assert (snippets["wcxb.with.compat"], snippets["wcxb.without.compat"]) == (0.6666666666666666, 0.0)
    assert gleaner.text_scores("a fox", "", include="fox", metrics="wcxb-snippets")["wcxb.with.compat"] == 1.0
    shingles = gleaner.text_scores("a b c d x f", "a b c d e f", metrics="scrapinghub")
    assert shingles["scrapinghub.precision.compat"] == shingles["scrapinghub.recall.compat"] == pytest.approx(1 / 3)
    assert gleaner.text_scores("a", "", metrics="waddle-errors.compat") == {"waddle.wer.compat": None, "waddle.cer.compat": None}


def test_several_answers_are_scored_as_each_by_itself():
    several = gleaner.text_scores([*ANSWERS, None], REFERENCE, metrics="all")
    assert several == [gleaner.text_scores(own, REFERENCE, metrics="all") for own in [*ANSWERS, None]]
    assert gleaner.text_scores([], REFERENCE) == [] and gleaner.text_scores("a", "a", metrics="none") == {}
    # No answer is a full miss to the repaired measure and an empty text to the original.
    missing = gleaner.text_scores(None, "", metrics="wcxb")
    assert (missing["wcxb.f1"], missing["wcxb.f1.compat"]) == (0.0, 1.0)


def test_wrong_arguments_are_told():
    with pytest.raises(gleaner.GleanerError, match="no text metric `wcbx`"):
        gleaner.text_scores("a", "a", metrics="wcbx")
    with pytest.raises(TypeError):
        gleaner.text_scores(b"a", "a")
    with pytest.raises(UnicodeEncodeError):
        gleaner.text_scores("\ud800", "a")
