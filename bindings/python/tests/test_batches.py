"""Many texts at a time: Arrow without a copy, pandas, polars, lists."""

import gleaner
import pytest
from gleaner import _gleaner

pa = pytest.importorskip("pyarrow", reason="skipped: pyarrow is not installed")

LONG = "The ferry sailed at dawn, and nobody on the quay had expected it to.\n\nRelated article: Fares explained\n"
TEXTS = [LONG, None, "", "Nothing of the kind here, only a sentence that goes on.\n", "Read more: here\n" * 3]
TYPES = [pa.string(), pa.large_string(), pa.string_view()]


def one_by_one(texts=TEXTS, **said):
    return [None if text is None else gleaner.strip(text, "phrase-rules", **said).text for text in texts]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_the_type_that_came_in_comes_out_and_nulls_stay(kind):
    left = gleaner.strip_batch(pa.array(TEXTS, kind), "phrase-rules")
    assert left.type == kind
    assert left.to_pylist() == one_by_one()
    assert left.null_count == 1
    left.validate(full=True)


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_buffers_are_shared_not_copied(kind):
    array = pa.array(TEXTS * 100, kind)
    theirs = [buffer.address for buffer in array.buffers()[1 if kind == pa.string_view() else 2 :]]
    theirs = theirs[1:] if kind == pa.string_view() else theirs
    assert theirs and _gleaner.data_addresses(array) == theirs


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_slices_and_chunks(kind):
    array = pa.array(TEXTS * 3, kind)
    assert gleaner.strip_batch(array.slice(4, 7), "phrase-rules").to_pylist() == one_by_one((TEXTS * 3)[4:11])
    chunked = pa.chunked_array([array.slice(0, 4), array.slice(4, 0), array.slice(4)], type=kind)
    left = gleaner.strip_batch(chunked, "phrase-rules")
    assert (left.type, left.num_chunks, left.to_pylist()) == (kind, 3, one_by_one(TEXTS * 3))
    assert len(gleaner.strip_batch(pa.chunked_array([], type=kind), "phrase-rules")) == 0


def test_threads_change_nothing():
    array = pa.array(TEXTS * 200, pa.large_string())
    assert gleaner.strip_batch(array, "default", threads=2).equals(gleaner.strip_batch(array, "default"))


def test_one_value_for_each_row():
    source = "Tollmouth Courier"
    texts = [f"The ferry sailed at dawn, the harbour said.\n\nThis article first appeared in the {source}.\n"] * 2
    said = {"strategy": "source-cues", "task": "source-neutral"}
    one = [gleaner.strip(text, **said, source=own, lang="en").text for text, own in zip(texts, [source, ""])]
    for given in ([source, ""], pa.array([source, None]), pa.chunked_array([[source], [""]])):
        left = gleaner.strip_batch(pa.chunked_array([[texts[0]], [texts[1]]]), **said, source=given, lang="en")
        assert left.to_pylist() == one
    with pytest.raises(gleaner.GleanerError, match="1 values of source for 2 texts"):
        gleaner.strip_batch(texts, source=["x"])


def test_what_holds_no_texts_is_refused():
    with pytest.raises(gleaner.GleanerError, match="cast it to string"):
        gleaner.strip_batch(pa.array([1, 2]))
    with pytest.raises(TypeError, match="dict"):
        gleaner.strip_batch({"a": 1})
    with pytest.raises(gleaner.GleanerError, match="unknown strategy"):
        gleaner.strip_batch(pa.array(TEXTS), "none-such")
    with pytest.raises(gleaner.GleanerError, match="no column `body`; there are text"):
        gleaner.strip_batch(pa.table({"text": TEXTS}), column="body")


def test_lists_tables_and_record_batches():
    assert gleaner.strip_batch(TEXTS, "phrase-rules") == one_by_one()
    for table in (pa.table({"n": range(5), "text": TEXTS}), pa.record_batch({"n": range(5), "text": pa.array(TEXTS)})):
        left = gleaner.strip_batch(table, "phrase-rules")
        assert type(left) is type(table)
        assert left.schema == table.schema
        assert left.to_pydict() == {"n": list(range(5)), "text": one_by_one()}


@pytest.mark.parametrize("dtype", ["object", "string", "string[pyarrow]", "arrow", "category"])
def test_pandas(dtype):
    pandas = pytest.importorskip("pandas", reason="skipped: pandas is not installed")
    dtype = pandas.ArrowDtype(pa.string()) if dtype == "arrow" else dtype
    series = pandas.Series(TEXTS, index=list("abcde"), name="text", dtype=dtype)
    left = gleaner.strip_batch(series, "phrase-rules")
    assert (list(left.index), left.name) == (list("abcde"), "text")
    assert [None if pandas.isna(own) else own for own in left] == one_by_one()
    assert left.dtype.name == series.dtype.name
    frame = pandas.DataFrame({"n": range(5), "text": TEXTS})
    left = gleaner.strip_batch(frame, "phrase-rules")
    assert list(left.columns) == ["n", "text"]
    assert [None if pandas.isna(own) else own for own in left["text"]] == one_by_one()
    assert list(frame["text"].dropna()) == [text for text in TEXTS if text is not None]


def test_pandas_in_several_chunks():
    pandas = pytest.importorskip("pandas", reason="skipped: pandas is not installed")
    halves = [pandas.DataFrame({"text": TEXTS}, dtype=pandas.ArrowDtype(pa.string())) for _ in range(2)]
    frame = pandas.concat(halves, ignore_index=True)
    left = gleaner.strip_batch(frame, "phrase-rules", source=frame["text"])
    assert [None if pandas.isna(own) else own for own in left["text"]] == one_by_one() * 2


def test_polars():
    polars = pytest.importorskip("polars", reason="skipped: polars is not installed")
    series = polars.Series("text", TEXTS)
    left = gleaner.strip_batch(series, "phrase-rules")
    assert (left.name, left.dtype, left.to_list()) == ("text", polars.String, one_by_one())
    frame = polars.DataFrame({"n": range(5), "text": TEXTS})
    left = gleaner.strip_batch(frame, "phrase-rules", source=frame["text"])
    assert left.columns == ["n", "text"]
    assert left["text"].to_list() == one_by_one()
