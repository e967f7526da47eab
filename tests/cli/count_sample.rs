//! `gleaner count` and `gleaner sample`: what they say of records that cannot be read.

use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use std::fs;

const GOOD: &str = "{\"id\": 1, \"text\": \"It sailed.\", \"source\": \"a\"}\n";

/// A folder with one good record and two bad ones.
fn shards() -> tempfile::TempDir {
    let folder = folder();
    write(folder.path().join("in/a.jsonl"), format!("{GOOD}{{\"id\": 7}}\n"));
    write(folder.path().join("in/b.csv"), "id,text\n1,2,3\n");
    folder
}

#[test]
fn bad_records_are_told_with_their_input_and_the_rest_is_done() {
    let folder = shards();
    let first = contains("a.jsonl: record 2 (id 7): missing field `text` (name the field");
    let second = contains("b.csv: record 1: 3 columns, not 2");
    let counted = gleaner(&folder, &["count", "in", "--out", "all.counts"]).assert().code(3);
    counted.stderr(first.clone().and(second.clone()).and(contains("2 of 3 records could not be counted")));
    assert!(folder.path().join("all.counts").exists());
    // A second run reads nothing again, and still says what the counts lack.
    let again = gleaner(&folder, &["count", "in", "--out", "all.counts"]).assert().code(3);
    again.stderr(contains("2 of 3 records could not be counted").and(contains("b.csv").not()));
    let drawn = gleaner(&folder, &["sample", "in", "--out", "sample.jsonl"]).assert().code(3);
    drawn.stderr(first.and(second).and(contains("2 of 3 records could not be read")));
    assert_eq!(fs::read_to_string(folder.path().join("sample.jsonl")).expect("a sample").lines().count(), 1);
}

#[test]
fn who_wants_no_remarks_sees_the_exit_code() {
    let folder = shards();
    gleaner(&folder, &["sample", "in", "--quiet", "--out", "sample.jsonl"]).assert().code(3).stderr(is_empty());
    gleaner(&folder, &["count", "in", "--quiet", "--out", "all.counts"]).assert().code(3).stderr(is_empty());
    gleaner(&folder, &["sample", "in/a.jsonl", "in/b.csv", "--text-column", "id", "--quiet"]).assert().code(3);
    write(folder.path().join("good.jsonl"), GOOD);
    gleaner(&folder, &["count", "good.jsonl", "--quiet", "--out", "good.counts"]).assert().code(0).stderr(is_empty());
}
