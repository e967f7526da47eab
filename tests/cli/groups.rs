//! `--groups` and `--loaded` of `eval` and `score`, and the files that come of them.

use crate::support::*;
use predicates::str::{contains, is_empty};
use tempfile::TempDir;

const HEAD: &str = "source\tcolumn\tvalue\n";

/// Ten sources of six documents each; those with an even number bear another notice, which no rule knows.
fn ten_sources() -> TempDir {
    let folder = folder();
    let mut manifest = "id,file,source,event,lang,format,licence,origin\n".to_string();
    for at in 0..60usize {
        let (source, number) = (at / 6, at % 6);
        let notice = if source % 2 == 0 { "zzz qqq zzz qqq zzz qqq" } else { "qq" };
        let story = format!("The ferry number {number} ran aground in fog, the harbour master of port {source} said on Monday.");
        let (from, to) = (story.chars().count() + 2, story.chars().count() + 2 + notice.len());
        manifest += &format!("d{at:02},d{at:02}.txt,s{source}.example,e{number},en,plain,CC0-1.0,test\n");
        write(folder.path().join(format!("c/d{at:02}.txt")), format!("{story}\n\n{notice}\n"));
        write(folder.path().join(format!("c/d{at:02}.ann")), format!("T1\tnav {from} {to}\t{notice}\n"));
    }
    write(folder.path().join("c/documents.csv"), manifest);
    folder
}

fn table() -> String {
    let line = |source: usize| format!("www.s{source}.example\tparity\t{}\n", if source.is_multiple_of(2) { "even" } else { "odd" });
    format!("{HEAD}{}", (0..10).map(line).collect::<String>())
}

fn cells<'r>(rows: &'r [Row], wanted: &[(&str, &str)]) -> Vec<&'r Row> {
    rows.iter().filter(|row| wanted.iter().all(|(column, value)| row[*column] == *value)).collect()
}

#[test]
fn groups_of_a_table_are_compared_by_source_and_named_in_disparity_csv() {
    let folder = ten_sources();
    write(folder.path().join("groups.tsv"), table());
    let arguments = ["eval", "c", "-s", "keep-all,section-cut", "--groups", "groups.tsv", "-o", "out"];
    gleaner(&folder, &arguments).assert().code(0).stderr("gleaner: CSV files are in out\n");
    let rows = rows(folder.path().join("out/disparity.csv"));
    let of = |figure: &str| {
        let wanted = [("strategy", "section-cut"), ("grouping", "group:parity"), ("measure", "junk"), ("figure", figure)];
        cells(&rows, &wanted).into_iter().cloned().collect::<Vec<Row>>()
    };
    let groups: Vec<String> = of("group").iter().map(|row| row["group"].clone()).collect();
    assert_eq!(groups, ["even", "odd"]);
    let (gap, worst) = (&of("gap")[0], &of("worst")[0]);
    assert_eq!((worst["group"].as_str(), gap["n"].as_str(), gap["sources"].as_str(), gap["documents"].as_str()), ("even", "2", "10", "60"));
    // 2 of 252 ways to part ten sources in two fives.
    assert_eq!((gap["p"].as_str(), gap["p_holm"].as_str(), gap["refused"].as_str()), ("0.007937", "0.007937", "NA"));
    let shifted = self::rows_of_shift(&folder);
    assert!(cells(&shifted, &[("grouping", "group:parity"), ("figure", "loaded"), ("group", "odd")]).len() > 3);
}

fn rows_of_shift(folder: &TempDir) -> Vec<Row> {
    rows(folder.path().join("out/shift.csv"))
}

#[test]
fn sources_that_do_not_match_are_counted_and_named() {
    let folder = ten_sources();
    write(folder.path().join("groups.tsv"), format!("{HEAD}s1.example\tparity\todd\nnobody.example\tparity\todd\nnone\tparity\teven\n"));
    let arguments = ["eval", "c", "-s", "keep-all", "--groups", "groups.tsv", "-o", "out"];
    gleaner(&folder, &arguments)
        .assert()
        .code(0)
        .stderr(contains("groups.tsv: 2 sources are in no corpus: nobody.example, none\n"))
        .stderr(contains(
            "groups.tsv: 9 sources of the corpora have no group: s0.example, s2.example, s3.example, s4.example, s5.example, …\n",
        ));
    gleaner(&folder, &[&arguments[..], &["--quiet"]].concat()).assert().code(0).stderr(is_empty());
}

#[test]
fn a_broken_table_stops_the_run_with_file_and_line() {
    let folder = ten_sources();
    let cases: [(&[u8], i32, &str); 7] = [
        (b"", 3, "groups.tsv: the table of groups is empty ("),
        (b"a,b,c\n", 3, "groups.tsv:1: `a,b,c` is no header of a table of groups ("),
        (b"source\tcolumn\tvalue\n", 3, "groups.tsv:1: the table of groups has a header and no lines ("),
        (b"domain\tcolumn\tvalue\nx\ty\n", 3, "groups.tsv:2: 2 cells where three belong: `x y` ("),
        (b"source\tcolumn\tvalue\n\nx\t\tz\n", 3, "groups.tsv:3: the column is empty ("),
        (b"source\tcolumn\tvalue\nx\ty\tz\nx\ty\tw\n", 3, "groups.tsv:3: `x` has a `y` already: `z` in line 2 ("),
        (b"source\tcolumn\tvalue\nx\ty\t\xff\n", 3, "groups.tsv:2: not UTF-8 ("),
    ];
    for (bytes, code, said) in cases {
        write(folder.path().join("groups.tsv"), bytes);
        let arguments = ["eval", "c", "-s", "keep-all", "--groups", "groups.tsv", "-o", "out"];
        gleaner(&folder, &arguments).assert().code(code).stdout(is_empty()).stderr(contains(said));
    }
    let missing = ["eval", "c", "-s", "keep-all", "--groups", "none.tsv", "-o", "out"];
    gleaner(&folder, &missing).assert().code(3).stderr(contains("none.tsv: cannot read the table: "));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn score_takes_groups_and_loaded_words_too() {
    let folder = ten_sources();
    write(folder.path().join("groups.tsv"), table());
    write(folder.path().join("words.tsv"), "en\taground\n");
    let kept: String = (0..60).map(|at| format!("{{\"id\": \"d{at:02}\", \"text\": \"aground aground ferry fog\"}}\n")).collect();
    write(folder.path().join("mine.jsonl"), kept);
    let arguments = ["score", "c", "mine.jsonl", "--groups", "groups.tsv", "--loaded", "words.tsv", "-q", "-o", "out"];
    gleaner(&folder, &arguments).assert().code(0);
    let shifted = rows_of_shift(&folder);
    let loaded = cells(&shifted, &[("strategy", "mine"), ("grouping", "all"), ("figure", "loaded")]);
    assert_eq!(number(loaded[0], "value"), Some(500.0));
    assert!(loaded[0]["list"].starts_with("sha256:"), "{}", loaded[0]["list"]);
    // One of the seventeen words of each story.
    assert!((number(loaded[0], "gold").expect("a value") - 1000.0 / 17.0).abs() < 1e-6);
    write(folder.path().join("words.tsv"), "en\tran aground\n");
    gleaner(&folder, &arguments).assert().code(3).stderr(contains("words.tsv:1: the second cell is not one word ("));
}

#[test]
fn a_sweep_is_scored_with_each_source_held_out() {
    let folder = ten_sources();
    gleaner(&folder, &["eval", "c", "-s", "link-density(max=0.1..0.3/0.1),label-router", "-q", "-o", "out"]).assert().code(0);
    let found = rows(folder.path().join("out/loso.csv"));
    let names: Vec<(&str, &str, &str)> =
        found.iter().map(|row| (row["strategy"].as_str(), row["kind"].as_str(), row["sets"].as_str())).collect();
    assert_eq!(names, [("link-density", "tuned", "3"), ("label-router", "trained", "1")]);
    for row in &found {
        let [within, held_out, gap] = ["f1_in", "f1_loso", "gap"].map(|column| number(row, column).expect("a value"));
        assert!((within - held_out - gap).abs() < 2e-6 && row["refused"] == "NA", "{row:?}");
    }
    assert!(number(&found[0], "gap").expect("a gap") >= 0.0);
}

#[test]
fn sources_csv_tells_loss_junk_rank_and_share() {
    let folder = ten_sources();
    gleaner(&folder, &["eval", "c", "-s", "keep-all", "-q", "-o", "out"]).assert().code(0);
    let sources = rows(folder.path().join("out/sources.csv"));
    let own = cells(&sources, &[("strategy", "keep-all")]);
    assert_eq!(own.len(), 10);
    let sum = |column: &str| own.iter().map(|row| number(row, column).expect("a value")).sum::<f64>();
    assert!((sum("tokens_share") - 1.0).abs() < 1e-5 && (sum("tokens_share_gold") - 1.0).abs() < 1e-5);
    assert!(sum("f1_difference").abs() < 1e-5 && sum("loss") == 0.0);
    for row in own {
        let junk = number(row, "junk").expect("a value");
        assert!((1.0 - number(row, "chars.precision").expect("a value") - junk).abs() < 2e-6);
        let even = row["source"].as_bytes()[1].is_multiple_of(2);
        assert_eq!(row["f1_rank"] == "1", !even, "{row:?}");
    }
    assert_eq!(cells(&sources, &[("strategy", "bound:oracle"), ("tokens_share", "NA")]).len(), 10);
}
