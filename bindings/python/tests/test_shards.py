"""process_shard: the files of the command line, whole or not at all, and done once."""

import json
import os
from pathlib import Path

import gleaner
import pytest
from conftest import as_lines
from gleaner._shards import plan


@pytest.fixture
def pages(tmp_path, shipped):
    file = tmp_path / "in" / "pages.jsonl"
    file.parent.mkdir()
    file.write_bytes(as_lines({"n": at, **{k: own[k] for k in ("id", "text", "format", "lang", "source")}} for at, own in enumerate(shipped)))
    return file


@pytest.mark.parametrize("emit", ["text", "spans", "both", "attributes", "dolma", "answers"])
def test_the_same_bytes_as_the_command_line(run, pages, tmp_path, shipped, emit):
    # Dolma's spans are places in the record's text, which cuts of a page are not.
    errors = sum(own["format"] == "html" for own in shipped) if emit == "dolma" else 0
    run("strip", pages, "--out", tmp_path / "theirs", "--emit", emit, code=3 if errors else 0)
    (theirs,) = [file for file in (tmp_path / "theirs").iterdir() if not file.name.endswith((".gleaner.json", ".csv", ".errors.jsonl"))]
    ours = tmp_path / "ours" / theirs.name
    ours.parent.mkdir()
    stats = gleaner.process_shard(pages, ours, emit=emit)
    assert ours.read_bytes() == theirs.read_bytes()
    assert (stats["documents"], stats["errors"], stats["skipped"]) == (len(shipped) - errors, errors, False)
    assert stats["bytes_in"] - stats["bytes_kept"] == stats["bytes_removed"] > 0


def test_a_finished_shard_is_skipped_unless_told(pages, tmp_path):
    out = tmp_path / "out.jsonl"
    first = gleaner.process_shard(pages, out, "phrase-rules")
    written = out.stat().st_mtime_ns
    again = gleaner.process_shard(pages, out, "phrase-rules")
    assert again["skipped"] and not first["skipped"]
    assert again["removals"] == first["removals"] > 0
    assert out.stat().st_mtime_ns == written
    assert not gleaner.process_shard(pages, out, "phrase-rules", existing="redo")["skipped"]
    assert not gleaner.process_shard(pages, out, "section-cut")["skipped"]
    with pytest.raises(gleaner.GleanerError, match="there already"):
        gleaner.process_shard(pages, out, existing="refuse")


def test_a_strategy_that_compares_documents_must_be_given_counts(pages, tmp_path):
    with pytest.raises(gleaner.GleanerError, match="compares documents"):
        gleaner.process_shard(pages, tmp_path / "out.jsonl", "source-repetition")
    read = gleaner.count_shard(pages, tmp_path / "counts" / "pages.counts")
    gleaner.merge_counts([tmp_path / "counts" / "pages.counts"], tmp_path / "all.counts")
    stats = gleaner.process_shard(pages, tmp_path / "new" / "out.jsonl", "source-repetition", counts=tmp_path / "all.counts")
    assert stats["documents"] == read["documents"] > 0
    assert stats["removals"] > 0


def test_bad_records_are_rows_of_the_error_file(tmp_path):
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_bytes(b'{"text": "It sailed."}\n{"text": 1}\nnonsense\n{"text": "It came back."}\n')
    stats = gleaner.process_shard(file, out, "keep-all")
    assert (stats["records"], stats["documents"], stats["errors"]) == (4, 2, 2)
    errors = [json.loads(line) for line in (tmp_path / "out.jsonl.errors.jsonl").read_text().splitlines()]
    assert [row["record"] for row in errors] == [2, 3]


def test_columns_of_other_names_and_threads(pages, tmp_path, shipped):
    renamed = tmp_path / "renamed.jsonl"
    renamed.write_bytes(as_lines({"body": own["text"], "outlet": own["source"], "lang": own["lang"], "format": own["format"]} for own in shipped))
    said = {"text_column": "body", "source_column": "outlet"}
    one = gleaner.process_shard(renamed, tmp_path / "one.jsonl", task="source-neutral", **said)
    two = gleaner.process_shard(renamed, tmp_path / "two.jsonl", task="source-neutral", threads=2, **said)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert one["removals"] == two["removals"] > 0
    plain = gleaner.process_shard(pages, tmp_path / "plain.jsonl", task="source-neutral")
    assert plain["by_label"] == one["by_label"]


def test_parquet_with_pyarrow(tmp_path, shipped):
    parquet = pytest.importorskip("pyarrow.parquet", reason="skipped: pyarrow is not installed")
    import pyarrow

    table = pyarrow.table({"n": range(len(shipped)), "text": [own["text"] for own in shipped], "lang": [own["lang"] for own in shipped]})
    parquet.write_table(table, tmp_path / "in.parquet", row_group_size=50)
    stats = gleaner.process_shard(tmp_path / "in.parquet", tmp_path / "out.parquet")
    left = parquet.read_table(tmp_path / "out.parquet")
    assert stats["documents"] == left.num_rows == len(shipped)
    assert left.column("n").to_pylist() == list(range(len(shipped)))
    assert left.column("text").to_pylist() == [gleaner.strip(own["text"], lang=own["lang"]).text for own in shipped]


def test_errors_are_exceptions_and_leave_nothing(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        gleaner.process_shard(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    assert caught.value.filename == os.fspath(tmp_path / "none.jsonl")
    (tmp_path / "a.jsonl").write_bytes(b"")
    for said in ({"emit": "x"}, {"from_format": "x"}, {"compression": "x"}, {"existing": "x"}, {"format": "x"}, {"task": "x"}):
        with pytest.raises(gleaner.GleanerError):
            gleaner.process_shard(tmp_path / "a.jsonl", tmp_path / "out.jsonl", **said)
    with pytest.raises(gleaner.GleanerError, match="output is the input"):
        gleaner.process_shard(tmp_path / "a.jsonl", tmp_path / "a.jsonl")
    assert [file.name for file in tmp_path.iterdir()] == ["a.jsonl"]


def test_an_option_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "Dawn."}\n')
    with pytest.raises(TypeError, match="text_colum"):
        gleaner.count_shard(tmp_path / "in.jsonl", tmp_path / "out", text_colum="body")
    with pytest.raises(TypeError, match="text_colum"):
        plan([tmp_path / "in.jsonl"], tmp_path / "out", text_colum="body")
