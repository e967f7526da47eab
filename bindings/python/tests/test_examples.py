"""The examples work, each with the library it is for."""

import importlib
import json
import shutil
import sys
from pathlib import Path

import gleaner
import pytest
from conftest import as_lines

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def example(name: str, library: str):
    pytest.importorskip(library, reason=f"skipped: {library} is not installed")
    sys.path.insert(0, str(EXAMPLES))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(EXAMPLES))


@pytest.fixture(scope="module")
def rows(shipped):
    return [{"id": own["id"], "text": own["text"], "source": own["source"], "lang": own["lang"]} for own in shipped]


def cleaned(rows, **said):
    return {row["id"]: gleaner.strip(row["text"], **{key: row[key] for key in said}).text for row in rows}


def test_a_datatrove_step(rows, tmp_path):
    step = example("datatrove_step", "datatrove")
    pytest.importorskip("orjson", reason="skipped: datatrove's JSON reader needs orjson")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    (tmp_path / "in").mkdir()
    half = len(rows) // 2
    for name, part in (("a", rows[:half]), ("b", rows[half:])):
        (tmp_path / "in" / f"{name}.jsonl").write_bytes(as_lines(part))
    steps = [JsonlReader(str(tmp_path / "in")), step.Strip(lang_key="lang", batch_size=50), JsonlWriter(str(tmp_path / "out"), compression=None)]
    LocalPipelineExecutor(steps, tasks=2, workers=1, logging_dir=str(tmp_path / "log")).run()
    left = [json.loads(line) for file in sorted((tmp_path / "out").glob("*.jsonl")) for line in file.read_text().splitlines()]
    assert {row["id"]: row["text"] for row in left} == cleaned(rows, source=1, lang=1)


@pytest.mark.parametrize("processes", [None, 2])
def test_a_data_set_of_hugging_face(rows, processes, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    map_example = example("datasets_map", "datasets")
    from datasets import Dataset

    left = map_example.strip_dataset(Dataset.from_list(rows), num_proc=processes)
    assert left.column_names == ["id", "text", "source", "lang"]
    assert {row["id"]: row["text"] for row in left} == cleaned(rows)


def test_a_frame_of_spark(rows, monkeypatch):
    map_example = example("spark_map", "pyspark")
    if shutil.which("java") is None:
        pytest.skip("skipped: Spark needs Java")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    spark = map_example.session()
    try:
        frame = spark.createDataFrame([tuple(row.values()) for row in rows], list(rows[0]))
        left = map_example.strip_frame(frame).collect()
    finally:
        spark.stop()
    assert {row["id"]: row["text"] for row in left} == cleaned(rows)
