//! JSON lines and arrays.

use crate::*;
use gleaner::shard::{Compression, Emit};
use serde_json::json;

fn line(id: &str, text: &str) -> String {
    format!("{{\"n\": 1.50, \"id\": {id}, \"url\":\"a\\u00e9\",  \"text\": {}, \"meta\": {{\"text\": [1e400, \"}}\"]}} }}\n", json!(text))
}

#[test]
fn everything_but_the_text_keeps_its_bytes() {
    let shard = Shard::new("in.jsonl", line("7", PAGE) + &line("\"b\"", "Plain.\n"));
    let (stats, out) = shard.clean("a.jsonl", |_| {});
    assert_eq!(text(&out), line("7", CLEAN) + &line("\"b\"", "Plain.\n"));
    let (bytes_in, bytes_kept) = ((PAGE.len() + 7) as u64, (CLEAN.len() + 7) as u64);
    assert_eq!((stats.records, stats.documents, stats.changed, stats.removals, stats.errors), (2, 2, 1, 1, 0));
    assert_eq!((stats.bytes_in, stats.bytes_kept, stats.bytes_removed), (bytes_in, bytes_kept, bytes_in - bytes_kept));
    assert_eq!(stats.by_label.into_iter().collect::<Vec<_>>(), [("related".to_string(), 1)]);
}

#[test]
fn spans_both_and_a_column_of_its_own_are_added_behind_what_there_is() {
    let shard = Shard::new("in.jsonl", "{\"text\": \"TEXT\", \"x\": [ ]}\n".replace("\"TEXT\"", &json!(PAGE).to_string()));
    let (_, out) = shard.clean("spans.jsonl", |options| options.emit = Emit::Spans);
    let row = &lines(&out)[0];
    assert_eq!(row["text"], PAGE);
    let rule = row["removed"][0]["rule"].clone();
    assert_eq!(row["removed"], json!([{"start": CUT.0, "end": CUT.1, "label": "related", "rule": rule}]));
    assert!(text(&out).contains("\"x\": [ ],\"removed\":[{"));
    let (_, out) = shard.clean("both.jsonl", |options| {
        options.emit = Emit::Both;
        options.text_to = Some("clean".into());
        options.removed_to = "cuts".into();
        options.view = true;
    });
    let row = &lines(&out)[0];
    assert_eq!([&row["text"], &row["clean"], &row["view"]], [PAGE, CLEAN, PAGE]);
    assert_eq!(row["cuts"][0]["start"], CUT.0);
}

#[test]
fn a_column_that_is_there_already_is_replaced_where_it_stands() {
    let shard = Shard::new("in.jsonl", format!("{{\"removed\": null, \"text\": {}}}\n{{\"text\":\"\"}}", json!(PAGE)));
    let (_, out) = shard.clean("a.jsonl", |options| options.emit = Emit::Both);
    assert!(text(&out).starts_with("{\"removed\": [{\"start\":27"), "{}", text(&out));
    assert!(text(&out).ends_with("{\"text\":\"\",\"removed\":[]}\n"), "{}", text(&out));
}

#[test]
fn dolma_attributes_have_a_line_for_every_record_and_offsets_of_python() {
    let shard = Shard::new("in.jsonl", line("\"a\"", PAGE) + "nonsense\n" + &line("\"c\"", "Plain."));
    let (stats, out) = shard.clean("a.jsonl.gz", |options| options.emit = Emit::Dolma);
    let rows = lines(&gunzip(&out));
    assert_eq!((stats.records, stats.errors), (3, 1));
    assert_eq!(rows[0], json!({"id": "a", "attributes": {"gleaner__phrase_rules__related": [[CUT.0, CUT.1, 1.0]]}}));
    assert_eq!(rows[1], json!({"id": null, "attributes": {}}));
    assert_eq!(rows[2], json!({"id": "c", "attributes": {}}));
}

#[test]
fn pages_have_no_dolma_attributes_but_keep_their_line() {
    let page = json!({"id": 1, "text": "<html><p>The ferry sailed.<p>Related article: Fares"}).to_string();
    let shard = Shard::new("in.jsonl", page);
    let (stats, out) = shard.clean("a.jsonl", |options| options.emit = Emit::Dolma);
    assert_eq!((stats.errors, lines(&out)), (1, vec![json!({"id": 1, "attributes": {}})]));
}

#[test]
fn attributes_alone_have_id_strategy_and_cuts() {
    let shard = Shard::new("in.jsonl", line("9", PAGE));
    let (_, out) = shard.clean("a.jsonl", |options| options.emit = Emit::Attributes);
    let keys: Vec<String> = lines(&out)[0].as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["id", "strategy", "removed"]);
    assert!(shard.refused("a.csv", |options| options.emit = Emit::Attributes).contains("is JSON, not csv"));
}

#[test]
fn bad_records_become_rows_with_place_reason_and_remedy_and_the_rest_goes_on() {
    let long = "x".repeat(2000);
    let good = line("1", "Good.");
    let records: [&[u8]; 9] = [
        b"\xef\xbb\xbf",
        good.as_bytes(),
        b"\n  \n",
        b"{\"id\": 2}\n",
        b"{\"id\": 3, \"text\": 5}\n",
        b"{\"id\": 4, \"text\": \"\xff\"}\n",
        long.as_bytes(),
        b"\n[1]\n",
        b"{\"id\": 8, \"text\": \"Last.\", \"format\": \"docx\"}\n{\"text\": \"End.\"}",
    ];
    let shard = Shard::new("in.jsonl", records.concat());
    let (stats, out) = shard.clean("a.jsonl", |options| options.max_record_bytes = 1000);
    assert_eq!(text(&out), format!("{good}{{\"text\": \"End.\"}}\n"));
    assert_eq!((stats.records, stats.documents, stats.errors), (8, 2, 6));
    let errors = shard.errors("a.jsonl");
    let part = |key: &str| errors.iter().map(|row| row[key].clone()).collect::<Vec<_>>();
    assert_eq!(part("record"), [4, 5, 6, 7, 8, 9]);
    let start = 3 + good.len() + 4;
    assert_eq!(errors[0]["offset"], start);
    assert_eq!(errors[4]["offset"], start + 10 + 21 + 23 + 2001);
    assert_eq!(part("id"), [json!(2), json!(3), Value::Null, Value::Null, Value::Null, json!(8)]);
    let reasons: Vec<String> = errors.iter().map(|row| row["reason"].as_str().expect("text").to_string()).collect();
    let wanted =
        ["missing field `text`", "invalid type: integer `5`", "not UTF-8 at byte 19", "longer than 1000 bytes", "invalid type", "docx"];
    for (reason, wanted) in reasons.iter().zip(wanted) {
        assert!(reason.contains(wanted), "{reason}: {wanted}");
    }
    assert!(errors.iter().all(|row| row["remedy"].as_str().is_some_and(|remedy| !remedy.is_empty())));
}

#[test]
fn a_run_without_bad_records_takes_an_old_error_file_away() {
    let shard = Shard::new("in.jsonl", "nonsense\n");
    shard.clean("a.jsonl", |_| {});
    assert_eq!(shard.errors("a.jsonl").len(), 1);
    std::fs::write(&shard.input, line("1", PAGE)).expect("written");
    shard.clean("a.jsonl", |_| {});
    assert!(!errors_path(&shard.output("a.jsonl")).exists());
}

#[test]
fn arrays_come_back_as_arrays_entry_by_entry() {
    let entry = |id: &str, text: &str| line(id, text).trim_end().to_string();
    let source = format!("\u{feff} [ {} ,\n{},{}]\n ", entry("1", PAGE), "[\"]\", {\"a\": \"\\\"\"}]", entry("2", "Plain."));
    let shard = Shard::new("in.json", &source);
    let (stats, out) = shard.clean("a.json", |_| {});
    assert_eq!(text(&out), format!("[\n{},\n{}\n]\n", entry("1", CLEAN), entry("2", "Plain.")));
    assert_eq!((stats.records, stats.errors), (3, 1));
    assert_eq!(shard.errors("a.json")[0]["record"], 2);
    let (_, out) = shard.clean("a.jsonl", |_| {});
    assert_eq!(text(&out), format!("{}\n{}\n", entry("1", CLEAN), entry("2", "Plain.")));
    let (_, empty) = Shard::new("in.json", "[]").clean("a.json", |_| {});
    assert_eq!(text(&empty), "[]\n");
    let (_, rows) = Shard::new("in.json", line("1", PAGE)).clean("a.jsonl", |_| {});
    assert_eq!(text(&rows), line("1", CLEAN));
}

#[test]
fn a_cut_or_broken_array_keeps_what_came_before() {
    for (source, documents, reason) in [
        ("[{\"text\": \"One.\"}, {\"text\": \"Tw", 1, "ends before its end"),
        ("[{\"text\": \"One.\"}", 1, "ends before its end"),
        ("[{\"text\": \"One.\"}] {\"text\": \"Two.\"}", 1, "behind the array"),
    ] {
        let shard = Shard::new("in.json", source);
        let (stats, _) = shard.clean("a.jsonl", |_| {});
        assert_eq!((stats.documents, stats.errors, stats.truncated), (documents, 1, true), "{source}");
        assert!(shard.errors("a.jsonl")[0]["reason"].as_str().is_some_and(|why| why.contains(reason)), "{source}");
    }
}

#[test]
fn an_entry_that_is_too_long_is_passed_over() {
    let shard = Shard::new("in.json", format!("[{{\"text\": \"{}\"}}, {{\"text\": \"Two.\"}}]", "x".repeat(300_000)));
    let (stats, _) = shard.clean("a.jsonl", |options| options.max_record_bytes = 1000);
    assert_eq!((stats.documents, stats.errors), (1, 1));
    assert!(stats.peak_batch_bytes < 10_000, "{}", stats.peak_batch_bytes);
}

#[test]
fn gzip_of_many_members_and_zstandard_go_in_and_out() {
    let members = [gzip(line("1", PAGE).as_bytes()), gzip(line("2", PAGE).as_bytes())].concat();
    let shard = Shard::new("in.jsonl.gz", members);
    let wanted = line("1", CLEAN) + &line("2", CLEAN);
    assert_eq!(text(&gunzip(&shard.clean("a.jsonl.gz", |_| {}).1)), wanted);
    let (_, packed) = shard.clean("a.jsonl.zst", |_| {});
    assert_eq!(text(&zstd::stream::decode_all(packed.as_slice()).expect("zstd")), wanted);
    let shard = Shard::new("in.jsonl.zst", packed);
    assert_eq!(text(&shard.clean("b.jsonl", |_| {}).1), wanted);
    assert_eq!(text(&gunzip(&shard.clean("c.jsonl", |options| options.compression = Some(Compression::Gzip)).1)), wanted);
}

#[test]
fn a_truncated_or_spoilt_gzip_keeps_what_came_before_and_says_so() {
    let source: String = (0..2000).map(|id| line(&id.to_string(), &format!("{PAGE}{}", id * 7919))).collect();
    let source = source.replace("1e400", "4");
    let whole = gzip(source.as_bytes());
    let mut spoilt = whole.clone();
    let middle = spoilt.len() / 2;
    spoilt[middle..middle + 64].fill(0xff);
    for (name, bytes) in [("cut", &whole[..whole.len() / 2]), ("tail", &whole[..whole.len() - 4]), ("spoilt", &spoilt)] {
        let shard = Shard::new("in.jsonl.gz", bytes);
        let (stats, out) = shard.clean("a.jsonl", |_| {});
        assert!(stats.truncated, "{name}");
        let rows = lines(&out);
        assert!(rows.len() > 100 && rows.len() as u64 == stats.documents, "{name}: {}", rows.len());
        // Behind a spoilt stretch anything may come, until the decoder notices.
        let sure = if name == "spoilt" { 100 } else { rows.len() };
        assert!(rows.iter().take(sure).enumerate().all(|(index, row)| row["id"] == index), "{name}");
        let errors = shard.errors("a.jsonl");
        let last = errors.last().expect("a row")["reason"].as_str().expect("text").to_string();
        assert!(last.contains("the stream"), "{name}: {last}");
    }
}

#[test]
fn batches_are_bounded_whatever_the_length_of_the_shard() {
    let peak = |documents: usize| {
        let shard = Shard::new("in.jsonl", line("1", PAGE).repeat(documents));
        let (stats, _) = shard.clean("a.jsonl", |options| options.batch_bytes = 10_000);
        assert_eq!(stats.documents, documents as u64);
        stats.peak_batch_bytes
    };
    let (short, long) = (peak(100), peak(3000));
    assert_eq!(short, long);
    assert!(short < 10_000 + 1000, "{short}");
}

#[test]
fn any_number_of_threads_and_any_size_of_batches_give_the_same_bytes() {
    let source: String = (0..500).map(|id| line(&id.to_string(), &PAGE.repeat(id % 7)) + if id % 50 == 0 { "bad\n" } else { "" }).collect();
    for name in ["a.jsonl", "a.jsonl.gz", "a.json.zst"] {
        let shard = Shard::new("in.jsonl", &source);
        let (one, first) = shard.clean(name, |_| {});
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads");
        let pool = std::sync::Arc::new(pool);
        let (many, second) = shard.clean(name, |options| {
            options.pool = Some(pool);
            options.batch_bytes = 7000;
            options.existing = gleaner::shard::Existing::Redo;
        });
        assert!(first == second, "{name}");
        assert_eq!((one.documents, one.errors, &one.by_rule), (many.documents, many.errors, &many.by_rule));
    }
}

#[test]
fn what_is_left_of_a_page_is_not_called_html_any_more() {
    let page = "<p>The ferry sailed.<p>Related article: Fares explained";
    let shard = Shard::new("in.jsonl", json!({"id": 1, "format": "html", "text": page}).to_string());
    let (_, out) = shard.clean("a.jsonl", |_| {});
    assert_eq!(lines(&out)[0], json!({"id": 1, "format": "plain", "text": "The ferry sailed.\n\n"}));
    let (_, out) = shard.clean("b.jsonl", |options| options.text_to = Some("clean".into()));
    assert_eq!(lines(&out)[0], json!({"id": 1, "format": "html", "text": page, "clean": "The ferry sailed.\n\n"}));
}
