//! CSV and TSV.

use crate::*;
use gleaner::shard::{Emit, format_named};

#[test]
fn other_columns_and_their_order_stay() {
    let source = "id,text,\"a, b\",empty\r\n1,\"Ä ferry 😀 sailed at dawn.\n\nRelated article: Fares explained\n\nIt took three hours.\n\",\"x \"\"y\"\"\",\r\n2,Plain., 1.50,\n";
    let shard = Shard::new("in.csv", source);
    let (stats, out) = shard.clean("a.csv", |_| {});
    let wanted = format!("id,text,\"a, b\",empty\n1,\"{CLEAN}\",\"x \"\"y\"\"\",\n2,Plain., 1.50,\n");
    assert_eq!(text(&out), wanted);
    assert_eq!((stats.records, stats.documents), (2, 2));
    let (_, out) = shard.clean("b.csv", |options| {
        options.emit = Emit::Both;
        options.text_to = Some("clean".into());
    });
    let mut reader = csv::Reader::from_reader(out.as_slice());
    assert_eq!(reader.headers().expect("a header"), vec!["id", "text", "a, b", "empty", "clean", "removed"]);
    let row = reader.records().next().expect("a row").expect("a row");
    assert_eq!((&row[1], &row[4]), (PAGE, CLEAN));
    let removed: Value = serde_json::from_str(&row[5]).expect("JSON");
    assert_eq!((removed[0]["start"].as_u64(), removed[0]["end"].as_u64()), (Some(CUT.0 as u64), Some(CUT.1 as u64)));
}

#[test]
fn tables_with_tabs_are_read_and_written_and_become_json_lines() {
    let source = format!("\u{feff}doc\tbody\toutlet\nx\t\"{PAGE}\"\tFalk\n");
    let shard = Shard::new("in.tsv", &source);
    let columns = |options: &mut Options| {
        options.columns.text = "body".into();
        options.columns.id = "doc".into();
    };
    let (_, out) = shard.clean("a.tsv", columns);
    assert_eq!(text(&out), format!("doc\tbody\toutlet\nx\t\"{CLEAN}\"\tFalk\n"));
    let (_, out) = shard.clean("a.jsonl", columns);
    assert_eq!(lines(&out), [serde_json::json!({"doc": "x", "outlet": "Falk", "body": CLEAN})]);
}

#[test]
fn bad_rows_are_told_and_a_missing_column_or_conversion_is_an_error_with_a_remedy() {
    let shard = Shard::new("in.csv", b"id,text\n1,Good.\n2\n3,\xff\n4,Last.\n");
    let (stats, out) = shard.clean("a.csv", |_| {});
    assert_eq!(text(&out), "id,text\n1,Good.\n4,Last.\n");
    assert_eq!((stats.records, stats.errors), (4, 2));
    let errors = shard.errors("a.csv");
    assert_eq!((&errors[0]["record"], &errors[0]["reason"]), (&2.into(), &"1 columns, not 2".into()));
    assert!(errors[0].get("input").is_none(), "there is one only");
    assert_eq!((&errors[1]["id"], &errors[1]["reason"]), (&"3".into(), &"not UTF-8 at byte 0 of `text`".into()));
    let missing = Shard::new("in.csv", "id,body\n").refused("b.csv", |_| {});
    assert!(missing.contains("no column `text`") && missing.contains("there are id, body; name it with --text-column"), "{missing}");
    let lines = Shard::new("in.jsonl", "{\"text\": \"x\"}\n");
    assert!(lines.refused("b.csv", |_| {}).contains("jsonl cannot be written as csv"));
}

#[test]
fn a_quotation_mark_that_never_closes_does_not_fill_the_memory() {
    let shard = Shard::new("in.csv", format!("id,text\n1,Good.\n2,\"{}", "never closed\n".repeat(50_000)));
    let (stats, out) = shard.clean("a.csv", |options| options.max_record_bytes = 10_000);
    assert_eq!(text(&out), "id,text\n1,Good.\n");
    assert_eq!((stats.errors, stats.truncated), (1, true));
    assert!(shard.errors("a.csv")[0]["reason"].as_str().is_some_and(|why| why.contains("is a quotation mark missing?")));
}

#[test]
fn a_name_without_an_ending_needs_the_format() {
    let shard = Shard::new("in.dat", "id,text\n1,Good.\n");
    assert!(shard.refused("a", |_| {}).contains("tells no format"));
    let (stats, _) = shard.clean("a", |options| options.from = format_named("csv").ok());
    assert_eq!(stats.documents, 1);
}

#[test]
fn bytes_of_other_columns_stay_in_a_table_and_are_told_where_they_cannot_be_written() {
    let source = b"id,text,by\n1,Good.,Ren\xe9\n2,Fine.,Ren\xc3\xa9\n";
    let shard = Shard::new("in.csv", source);
    let (stats, out) = shard.clean("a.csv", |_| {});
    assert_eq!((stats.errors, out.as_slice()), (0, source.as_slice()));
    let (stats, out) = shard.clean("a.jsonl", |_| {});
    assert_eq!((stats.documents, stats.errors), (1, 1));
    assert_eq!(lines(&out), [serde_json::json!({"id": "2", "by": "René", "text": "Fine."})]);
    let errors = shard.errors("a.jsonl");
    assert_eq!((&errors[0]["id"], &errors[0]["reason"]), (&"1".into(), &"not UTF-8 at byte 3 of `by`".into()));
    let (stats, _) = Shard::new("in.csv", b"text,b\xff\nGood.,x\n").clean("b.jsonl", |_| {});
    assert_eq!((stats.documents, stats.errors), (0, 1));
}
