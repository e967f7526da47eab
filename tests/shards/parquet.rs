//! Parquet.

use crate::*;
use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::basic::Compression;
use ::parquet::file::properties::WriterProperties;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, DictionaryArray, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray,
    StringViewArray, Time64MicrosecondArray,
};
use arrow_schema::Schema;
use gleaner::shard::Emit;
use std::collections::HashMap;
use std::sync::Arc;

/// A file with one column of texts and others, row groups of four.
fn file(texts: ArrayRef) -> Vec<u8> {
    let rows = texts.len();
    let lists = ListArray::from_iter_primitive::<Int64Type, _, _>((0..rows).map(|row| (row % 3 > 0).then(|| vec![Some(row as i64), None])));
    let columns: Vec<(&str, ArrayRef, bool)> = vec![
        ("id", Arc::new(Int64Array::from_iter_values(0..rows as i64)), false),
        ("text", texts, true),
        ("tags", Arc::new(lists), true),
        ("url", Arc::new(StringArray::from_iter((0..rows).map(|row| (row != 1).then(|| format!("u{row}"))))), true),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("a batch");
    let schema =
        Arc::new(Schema::new_with_metadata(batch.schema().fields().clone(), HashMap::from([("origin".to_string(), "test".to_string())])));
    let batch = batch.with_schema(Arc::clone(&schema)).expect("the same columns");
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_max_row_group_row_count(Some(4)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties)).expect("a writer");
    writer.write(&batch).expect("memory");
    writer.into_inner().expect("memory")
}

fn read(path: &Path) -> (Vec<RecordBatch>, Compression) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path).expect("open")).expect("Parquet");
    let packing = builder.metadata().row_groups()[0].column(1).compression();
    (builder.build().expect("a reader").map(|batch| batch.expect("a batch")).collect(), packing)
}

fn pages(rows: usize) -> Vec<String> {
    (0..rows).map(|row| if row % 2 == 0 { PAGE.to_string() } else { format!("Plain {row}.\n") }).collect()
}

#[test]
fn every_type_of_text_comes_back_as_it_was_and_other_columns_with_it() {
    let texts = pages(10);
    let types: [ArrayRef; 4] = [
        Arc::new(StringArray::from(texts.clone())),
        Arc::new(LargeStringArray::from(texts.clone())),
        Arc::new(StringViewArray::from_iter_values(&texts)),
        Arc::new(BinaryArray::from_iter_values(&texts)),
    ];
    for column in types {
        let kind = column.data_type().clone();
        let shard = Shard::new("in.parquet", file(column));
        let (stats, _) = shard.clean("a.parquet", |_| {});
        assert_eq!((stats.records, stats.documents, stats.changed), (10, 10, 5), "{kind}");
        let (before, packing) = read(&shard.input);
        let (after, same_packing) = read(&shard.output("a.parquet"));
        assert_eq!((packing, same_packing), (Compression::SNAPPY, Compression::SNAPPY));
        let (before, after) = (&before[0], &after[0]);
        assert_eq!(after.schema(), before.schema(), "{kind}");
        for column in ["id", "tags", "url"] {
            assert_eq!(after.column_by_name(column), before.column_by_name(column), "{kind}");
        }
        let (_, json) = shard.clean("a.jsonl", |_| {});
        let rows = lines(&json);
        assert_eq!(rows[0], serde_json::json!({"id": 0, "tags": null, "url": "u0", "text": CLEAN}), "{kind}");
        assert_eq!(rows[1], serde_json::json!({"id": 1, "tags": [1, null], "url": null, "text": "Plain 1.\n"}), "{kind}");
    }
}

#[test]
fn dictionaries_become_json_and_types_without_json_are_told() {
    let words: DictionaryArray<Int32Type> = ["x", "y", "x"].into_iter().collect();
    let texts: ArrayRef = Arc::new(StringArray::from(pages(3)));
    let batch = |name: &str, column: ArrayRef| {
        let batch = RecordBatch::try_from_iter([("text", Arc::clone(&texts)), (name, column)]).expect("a batch");
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
        writer.write(&batch).expect("memory");
        Shard::new("in.parquet", writer.into_inner().expect("memory"))
    };
    let (_, out) = batch("word", Arc::new(words)).clean("a.jsonl", |_| {});
    assert_eq!(lines(&out).iter().map(|row| row["word"].clone()).collect::<Vec<_>>(), ["x", "y", "x"]);
    let shard = batch("time", Arc::new(Time64MicrosecondArray::from(vec![1, 2, 3])));
    let (stats, _) = shard.clean("a.jsonl", |_| {});
    assert_eq!((stats.documents, stats.errors), (0, 3));
    assert!(shard.errors("a.jsonl")[0]["reason"].as_str().is_some_and(|why| why.contains("cannot be written as JSON")));
    assert_eq!(shard.clean("a.parquet", |_| {}).0.documents, 3);
}

#[test]
fn removed_spans_are_a_list_of_structures() {
    let shard = Shard::new("in.parquet", file(Arc::new(StringArray::from(pages(3)))));
    shard.clean("a.parquet", |options| {
        options.emit = Emit::Both;
        options.text_to = Some("clean".into());
    });
    let (batches, _) = read(&shard.output("a.parquet"));
    let names: Vec<String> = batches[0].schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["id", "text", "tags", "url", "clean", "removed"]);
    assert_eq!(batches[0].column(1).as_string::<i32>().value(0), PAGE);
    assert_eq!(batches[0].column(4).as_string::<i32>().value(0), CLEAN);
    let removed = batches[0].column(5).as_list::<i32>();
    assert_eq!([removed.value_length(0), removed.value_length(1), removed.value_length(2)], [1, 0, 1]);
    let spans = removed.value(0);
    let spans = spans.as_struct();
    let number = |name: &str| spans.column_by_name(name).expect("a column").as_primitive::<Int64Type>().value(0) as usize;
    assert_eq!((number("start"), number("end")), CUT);
    assert_eq!(spans.column_by_name("label").expect("a column").as_string::<i32>().value(0), "related");
}

#[test]
fn nulls_and_broken_texts_are_bad_records_and_the_rows_around_them_stay_together() {
    let rows: Vec<Option<&[u8]>> = vec![Some(b"One."), None, Some(b"Three."), Some(b"\xff"), Some(b"Five.")];
    let shard = Shard::new("in.parquet", file(Arc::new(BinaryArray::from_iter(rows))));
    let (stats, _) = shard.clean("a.parquet", |_| {});
    assert_eq!((stats.records, stats.documents, stats.errors), (5, 3, 2));
    let (batches, _) = read(&shard.output("a.parquet"));
    assert_eq!(batches[0].column(0).as_primitive::<Int64Type>().values().to_vec(), [0, 2, 4]);
    let errors = shard.errors("a.parquet");
    assert_eq!((&errors[0]["id"], &errors[0]["reason"]), (&1.into(), &"the text is null".into()));
    assert_eq!((&errors[1]["record"], &errors[1]["reason"]), (&4.into(), &"not UTF-8 at byte 0 of the text".into()));
}

#[test]
fn batches_and_threads_do_not_change_the_file() {
    let shard = Shard::new("in.parquet", file(Arc::new(StringArray::from(pages(3000)))));
    let (_, one) = shard.clean("a.parquet", |_| {});
    let pool = Arc::new(rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads"));
    let (stats, other) = shard.clean("b.parquet", |options| {
        options.pool = Some(pool);
        options.batch_bytes = 5000;
    });
    assert!(one == other);
    assert!(stats.peak_batch_bytes < 100_000, "{}", stats.peak_batch_bytes);
}

#[test]
fn a_cut_file_or_a_column_of_numbers_is_an_error_with_a_remedy() {
    let whole = file(Arc::new(StringArray::from(pages(10))));
    let cut = Shard::new("in.parquet", &whole[..whole.len() / 2]).refused("a.parquet", |_| {});
    assert!(cut.contains("not a whole Parquet file") && cut.contains("get the file again"), "{cut}");
    let shard = Shard::new("in.parquet", &whole);
    let wrong = shard.refused("a.parquet", |options| options.columns.text = "id".into());
    assert!(wrong.contains("column `id` holds Int64, not text"), "{wrong}");
    let missing = shard.refused("a.parquet", |options| options.columns.text = "body".into());
    assert!(missing.contains("there are id, text, tags, url"), "{missing}");
}

#[test]
fn a_spoilt_page_keeps_the_row_groups_before_it() {
    let mut bytes =
        file(Arc::new(StringArray::from((0..40).map(|row| format!("Row {row} of some length, {}.", row * 7919)).collect::<Vec<_>>())));
    // Behind the row groups stands the footer, whose length the file tells before its last four bytes.
    let end = bytes.len() - 8;
    let footer = u32::from_le_bytes(bytes[end..end + 4].try_into().expect("four bytes")) as usize;
    let middle = (end - footer) / 2;
    bytes[middle - 200..middle].fill(0xa5);
    let shard = Shard::new("in.parquet", bytes);
    let (stats, _) = shard.clean("a.jsonl", |options| options.batch_bytes = 100);
    assert!(stats.truncated && stats.errors == 1 && stats.documents > 0 && stats.documents < 40, "{stats:?}");
}

/// Rows of one column of texts, and of another that is no text to us.
fn repeated(text: &str, other: &str, rows: usize) -> Shard {
    let texts = |text: &str| -> ArrayRef { Arc::new(StringArray::from_iter_values((0..rows).map(|_| text))) };
    let batch = RecordBatch::try_from_iter([("text", texts(text)), ("raw", texts(other))]).expect("a batch");
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("memory");
    Shard::new("in.parquet", writer.into_inner().expect("memory"))
}

#[test]
fn how_rows_are_written_together_depends_on_all_their_columns_and_not_on_batches() {
    let shard = repeated(PAGE, &"markup ".repeat(20_000), 150);
    let (_, one) = shard.clean("a.parquet", |_| {});
    let (_, other) = shard.clean("b.parquet", |options| options.batch_bytes = 300_000);
    assert!(one == other);
    let (before, _) = read(&shard.input);
    let (after, _) = read(&shard.output("a.parquet"));
    assert_eq!((after[0].num_rows(), after[0].column(1)), (150, before[0].column(1)));
}

#[test]
fn a_few_good_rows_among_bad_ones_are_written_as_they_were_whatever_batches_they_are_in() {
    let good = |row: usize| row.is_multiple_of(37) || (900..950).contains(&row);
    let text = |row: usize| if good(row) { format!("Row {row}, longer than a view.").into_bytes() } else { vec![0xff; 2000] };
    for views in [false, true] {
        let texts: ArrayRef = if views {
            Arc::new(BinaryViewArray::from_iter_values((0..2000).map(text)))
        } else {
            Arc::new(BinaryArray::from_iter_values((0..2000).map(text)))
        };
        let shard = Shard::new("in.parquet", file(texts));
        let mut outputs = Vec::new();
        for batch_bytes in [4 << 20, 20_000, 1] {
            let (stats, out) = shard.clean("a.parquet", |options| {
                (options.batch_bytes, options.existing) = (batch_bytes, gleaner::shard::Existing::Redo);
            });
            assert_eq!(stats.documents, (0..2000).filter(|row| good(*row)).count() as u64);
            outputs.push(out);
        }
        assert!(outputs.windows(2).all(|pair| pair[0] == pair[1]));
        let (batches, _) = read(&shard.output("a.parquet"));
        let ids: Vec<i64> = batches.iter().flat_map(|batch| batch.column(0).as_primitive::<Int64Type>().values().to_vec()).collect();
        assert_eq!(ids, (0..2000).filter(|row| good(*row)).map(|row| row as i64).collect::<Vec<_>>());
        let urls: Vec<String> = batches
            .iter()
            .flat_map(|batch| batch.column(3).as_string::<i32>().iter().flatten().map(String::from).collect::<Vec<_>>())
            .collect();
        assert_eq!(urls, ids.iter().map(|id| format!("u{id}")).collect::<Vec<_>>());
    }
}
