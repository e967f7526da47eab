"""evaluate, score and leak: the tables are those of the command line."""

import csv
import json

import gleaner
import pytest

QUICK = {"resamples": 100, "leakage": "none"}
FLAGS = ["--resamples", 100, "--leakage", "none"]


def rows(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return [{name: None if cell == "NA" else cell for name, cell in row.items()} for row in csv.DictReader(lines)]


def same(ours, theirs):
    """Rows of dicts against a CSV file, numbers as numbers."""
    assert len(ours) == len(theirs) > 0
    for own, other in zip(ours, theirs):
        assert own.keys() == other.keys()
        for name, value in own.items():
            told = other[name]
            assert (value is None and told is None) or value == type(value)(told), name


def test_evaluate_gives_the_tables_of_the_command_line(run, tmp_path):
    run("eval", "--strategy", "default,keep-all", "--lang", "de", *FLAGS, "--out", tmp_path / "theirs", "--quiet")
    tables = gleaner.evaluate(strategies=["default", "keep-all"], lang="de", **QUICK, frames="dicts", out=tmp_path / "ours")
    package = json.loads((tmp_path / "theirs" / "datapackage.json").read_text())
    assert list(tables) == [own["name"] for own in package["resources"]]
    for name in ("summary", "documents", "labels", "pairs", "errors", "sources"):
        same(tables[name], rows(tmp_path / "theirs" / f"{name}.csv"))
        assert (tmp_path / "ours" / f"{name}.csv").read_bytes() == (tmp_path / "theirs" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_data_frames_come_out_with_the_schema_s_types(library):
    frames = pytest.importorskip(library, reason=f"skipped: {library} is not installed")
    tables = gleaner.evaluate("shipped", "keep-all", lang="de", **QUICK, frames=library)
    assert all(isinstance(own, frames.DataFrame) for own in tables.values())
    documents = tables["documents"]
    assert documents["kept_chars"].sum() > 1000
    assert "keep-all" in set(documents["strategy"])
    plain = gleaner.evaluate("shipped", "keep-all", lang="de", **QUICK, frames="dicts")["documents"]
    assert list(documents["kept_chars"]) == [row["kept_chars"] for row in plain]


GOLD = [
    {"id": "a", "source": "X", "event": "e", "lang": "en", "text": "The ferry sailed.\n\nRelated article: É\n", "spans": [[19, 37, "related"]]},
    {"id": "b", "source": "Y", "event": "e", "lang": "en", "text": "Only a body here.\n", "spans": []},
]


@pytest.mark.parametrize("library", ["dicts", "pandas", "polars"])
def test_a_data_frame_with_gold_spans_is_a_corpus(library):
    if library == "dicts":
        frame = GOLD
    else:
        frame = pytest.importorskip(library, reason=f"skipped: {library} is not installed").DataFrame([{**g, "spans": []} for g in GOLD])
        # Spans as dicts, which every library can hold in a column.
        spans = [[{"start": s, "end": e, "label": name} for s, e, name in own["spans"]] for own in GOLD]
        if library == "pandas":
            frame = frame.assign(spans=spans)
        else:
            import polars

            frame = frame.with_columns(polars.Series("spans", spans))
    documents = gleaner.evaluate(frame, "phrase-rules", **QUICK)["documents"]
    if library != "dicts":
        assert type(documents).__module__.startswith(library)
        documents = documents.to_dict("records") if library == "pandas" else documents.to_dicts()
    elif not isinstance(documents, list):
        documents = gleaner.evaluate(frame, "phrase-rules", **QUICK, frames="dicts")["documents"]
    by_id = {row["doc"]: row for row in documents if row["strategy"] == "phrase-rules"}
    assert (by_id["a"]["tp"], by_id["a"]["fn"], by_id["a"]["fp"]) == (by_id["a"]["kept_chars"], 0, 0)
    assert by_id["b"]["removed_chars"] == 0


def test_bad_gold_is_refused():
    with pytest.raises(gleaner.GleanerError, match="spans"):
        gleaner.evaluate([{"id": "a", "text": "x"}])
    with pytest.raises(gleaner.GleanerError, match="none-such"):
        gleaner.evaluate([{"id": "a", "text": "x y", "spans": [[0, 1, "none-such"]]}])


def test_score_of_files_frames_and_rows(run, tmp_path, shipped):
    german = [own for own in shipped if own["lang"] == "de"]
    kept = [{"id": own["id"], "text": gleaner.strip(own["text"], format=own["format"], lang="de", source=own["source"]).text} for own in german]
    file = tmp_path / "mine.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    run("score", "shipped", file, "--lang", "de", *FLAGS, "--out", tmp_path / "theirs", "--quiet")
    theirs = rows(tmp_path / "theirs" / "summary.csv")
    same(gleaner.score(file, lang="de", **QUICK, frames="dicts")["summary"], theirs)
    same(gleaner.score({"mine": kept}, lang="de", **QUICK, frames="dicts")["summary"], theirs)
    pandas = pytest.importorskip("pandas", reason="skipped: pandas is not installed")
    frame = gleaner.score({"mine": pandas.DataFrame(kept)}, lang="de", **QUICK)["summary"]
    assert isinstance(frame, pandas.DataFrame) and len(frame) == len(theirs)
    with pytest.raises(gleaner.GleanerError, match="no predictions"):
        gleaner.score({})


def test_leak_of_files_and_rows(run, tmp_path, shipped):
    rows_in = [{name: own[name] for name in ("id", "text", "source", "event", "lang")} for own in shipped]
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows_in), encoding="utf-8")
    run("leak", file, "--depth", "share", "--out", tmp_path / "theirs", "--quiet")
    from_file = gleaner.leak(file, depth="share", frames="dicts")
    same(from_file["leakage"], rows(tmp_path / "theirs" / "leakage.csv"))
    from_rows = gleaner.leak(rows_in, depth="share", frames="dicts")
    values = [[(row["measure"], row["value"]) for row in found["leakage"]] for found in (from_file, from_rows)]
    assert values[0] == values[1] and any(value is not None for _, value in values[0])


def test_errors_of_options_and_files(tmp_path):
    with pytest.raises(gleaner.GleanerError, match="resamples"):
        gleaner.evaluate(resamples=1)
    with pytest.raises(gleaner.GleanerError, match="no frames"):
        gleaner.evaluate(frames="excel")
    with pytest.raises(FileNotFoundError):
        gleaner.score(tmp_path / "none.jsonl")
    with pytest.raises((gleaner.GleanerError, OSError)):
        gleaner.evaluate(tmp_path / "none")


def test_nothing_is_printed(capfd):
    gleaner.evaluate(strategies="keep-all", lang="de", **QUICK)
    assert capfd.readouterr() == ("", "")
