//! `gleaner leak`: a user's own documents in every form, what is refused, what is found; and leakage in `eval`.

use crate::support::*;
use flate2::{Compression, write::GzEncoder};
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use tempfile::TempDir;

/// Nine outlets of five events each; every outlet closes with a line of its own.
const OUTLETS: [&str; 9] = ["arc", "beacon", "courier", "dispatch", "echo", "flag", "globe", "herald", "item"];
const EVENTS: [&str; 5] = [
    "The ferry left the harbour at dawn with forty people aboard and came back before noon because of the storm.",
    "Voters in the valley turned the dam down by a narrow margin on Sunday after a long and bitter campaign.",
    "A bakery that has stood on the corner since the war will close in spring, its owner told neighbours.",
    "Engineers found a crack in the third pillar of the bridge and closed two of its four lanes at once.",
    "The orchestra played to a full house for the first time in years and was called back for three encores.",
];

fn closing(outlet: &str) -> String {
    format!("Related article: The {outlet} evening letter")
}

/// Words that no outlet has more often than another, so that documents of an event differ.
fn noise(outlet: usize, event: usize) -> String {
    const WORDS: [&str; 16] =
        ["oak", "rain", "stone", "cart", "lamp", "mill", "rope", "sand", "fern", "gate", "hill", "knot", "leaf", "moss", "nest", "pond"];
    let mut state = (outlet * 1000 + event + 1) as u64;
    let word = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[(state >> 60) as usize]
    };
    (0..8).map(word).collect::<Vec<_>>().join(" ")
}

fn documents() -> Vec<Value> {
    let pairs = (0..OUTLETS.len()).flat_map(|outlet| (0..EVENTS.len()).map(move |event| (outlet, event)));
    let document = |(number, event): (usize, usize)| {
        let (outlet, text) = (OUTLETS[number], EVENTS[event]);
        let text = format!("{text}\n\nOfficials spoke of {}.\n\n{}\n", noise(number, event), closing(outlet));
        json!({"id": format!("{outlet}/{event}.txt"), "text": text, "source": outlet, "event": format!("e{event}"), "lang": "en"})
    };
    pairs.map(document).collect()
}

fn lines(documents: &[Value]) -> String {
    documents.iter().map(|document| format!("{document}\n")).collect()
}

/// The same documents under the columns `uid`, `body`, `outlet`.
fn table(documents: &[Value], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(["uid", "body", "outlet", "topic", "language"]).expect("written");
    for document in documents {
        let row = ["id", "text", "source", "event", "lang"].map(|key| document[key].as_str().expect("a string"));
        writer.write_record(row).expect("written");
    }
    writer.into_inner().expect("flushed")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

/// A folder with `x.jsonl`.
fn input(documents: &[Value]) -> TempDir {
    let folder = folder();
    write(folder.path().join("x.jsonl"), lines(documents));
    folder
}

const QUICK: [&str; 3] = ["--depth", "share", "--json"];

fn found(folder: &TempDir, arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout(&mut gleaner(folder, &[&["leak"], arguments, &QUICK].concat()))).expect("JSON")
}

fn share(found: &Value, text: usize) -> f64 {
    found["texts"][text]["figures"]["share"]["value"].as_f64().expect("a number")
}

#[test]
fn every_form_of_input_gives_the_same_findings() {
    let documents = documents();
    let folder = input(&documents);
    let path = |name: &str| folder.path().join(name);
    write(path("array.json"), Value::Array(documents.clone()).to_string());
    write(path("lines.ndjson.gz"), packed(lines(&documents).as_bytes()));
    write(path("t.csv"), table(&documents, b','));
    write(path("t.tsv.gz"), packed(&table(&documents, b'\t')));
    let fields =
        ["--text-field", "body", "--source-field", "outlet", "--event-field", "topic", "--lang-field", "language", "--id-field", "uid"];
    let [lines, array, packed, csv, tsv] =
        [("x.jsonl", false), ("array.json", false), ("lines.ndjson.gz", false), ("t.csv", true), ("t.tsv.gz", true)]
            .map(|(name, named)| found(&folder, &[[name].as_slice(), if named { fields.as_slice() } else { &[] }].concat()));
    assert_eq!((lines["documents"].as_u64(), lines["probed"]["sources"].as_u64()), (Some(45), Some(9)));
    for other in [array, packed, csv, tsv] {
        for key in ["documents", "probed", "texts", "ngrams", "rejected"] {
            assert_eq!(lines[key], other[key], "{key} of {}", other["input"]);
        }
    }
}

#[test]
fn a_folder_for_each_source_and_a_corpus_folder_are_read() {
    let folder = folder();
    let mut manifest = "id,file,source,event,lang,format,licence,origin\n".to_string();
    for document in documents() {
        let [id, text, source, event] = ["id", "text", "source", "event"].map(|key| document[key].as_str().expect("a string"));
        write(folder.path().join("news").join(id), text);
        write(folder.path().join("c").join(id), text);
        let _ = writeln!(manifest, "{id},{id},{source},{event},en,plain,CC0-1.0,test");
    }
    // What is no text is passed over; text that is not UTF-8 is named.
    write(folder.path().join("news/arc/picture.png"), [0xff, 0xd8]);
    write(folder.path().join("news/arc/bad.txt"), b"caf\xe9 caf\xe9");
    write(folder.path().join("c/documents.csv"), manifest);
    let by_folder = found(&folder, &["news"]);
    let by_manifest = found(&folder, &["c"]);
    assert_eq!((by_folder["documents"].as_u64(), by_manifest["documents"].as_u64()), (Some(45), Some(45)));
    assert_eq!(by_folder["rejected"]["records"], 1);
    let reason = by_folder["rejected"]["reasons"][0].as_str().expect("a reason");
    assert!(reason.starts_with("news/arc/bad.txt:1: not UTF-8 from byte 3 on"), "{reason}");
    assert_eq!(by_manifest["ngrams"][0]["rows"], found(&input(&documents()), &["x.jsonl"])["ngrams"][0]["rows"]);
}

#[test]
fn what_gives_each_source_away_is_named_with_its_place() {
    let found = found(&input(&documents()), &["x.jsonl"]);
    assert!(share(&found, 0) > 0.1 && found["texts"][0]["figures"]["share"]["p"].as_f64().expect("p") <= 0.001, "{found:#}");
    let rows = found["ngrams"][0]["rows"].as_array().expect("rows");
    for (number, outlet) in OUTLETS.iter().enumerate() {
        let of_outlet: Vec<&Value> = rows.iter().filter(|row| row["source"] == *outlet).collect();
        // Surest first: the stretch of the last line that no other outlet has.
        let row = of_outlet[0];
        assert!(row["text"].as_str().expect("text").contains(outlet), "{number}: {row}");
        assert_eq!((&row["with"], &row["of"], &row["elsewhere"], &row["others"]), (&json!(5), &json!(5), &json!(0), &json!(40)));
        assert_eq!((&row["place"], &row["placed"], &row["p_holm"]), (&json!("last-line"), &json!(5), &Value::Null));
        // 1 / C(45, 5)
        assert!((row["p"].as_f64().expect("p") - 1.0 / 1_221_759.0).abs() < 1e-12);
    }
    assert!(found["ngrams"][0]["hint"].as_str().expect("a hint").contains("adjusted p need 10"));
}

#[test]
fn broken_records_are_named_with_file_and_line_and_the_rest_goes_on() {
    let folder = input(&documents());
    let good = lines(&documents());
    let bad = "{\"text\": 3, \"source\": \"arc\"}\n{\"text\": \"No source.\"}\nnonsense\n\n{\"text\": \" \", \"source\": \"arc\"}\n[1]\n";
    write(folder.path().join("bad.jsonl"), format!("{good}{bad}"));
    let ended = gleaner(&folder, &["leak", "bad.jsonl", "--depth", "share"]).assert().code(0).get_output().clone();
    let (shown, said) = (text(ended.stdout), text(ended.stderr));
    assert!(shown.starts_with("bad.jsonl: 45 documents of 9 sources; left out: 5 records that could not be used\n"), "{shown}");
    let expected = [
        "gleaner: 5 records could not be used:",
        "bad.jsonl:46: nothing in field `text` (there are text, source; name the field with --text-field)",
        "bad.jsonl:47: nothing in field `source` (there are text; name the field with --source-field)",
        "bad.jsonl:48: not JSON: ",
        "bad.jsonl:50: the text is empty",
        "bad.jsonl:51: nothing in field `text` (the record is no object; name the field with --text-field)",
    ];
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    assert_eq!(lines.len(), expected.len(), "{said}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.trim_start_matches("gleaner:").trim().starts_with(expected.trim_start_matches("gleaner: ")), "{line}");
    }
}

#[test]
fn broken_arrays_tables_and_archives_cost_what_stands_behind_the_break() {
    let folder = folder();
    let array = Value::Array(documents()).to_string();
    write(folder.path().join("cut.json"), &array[..array.len() - 20]);
    let mut rows = table(&documents(), b',');
    rows.extend(b"one,two\n\"never closed,x\n");
    write(folder.path().join("cut.csv"), rows);
    let whole = packed(lines(&documents()).as_bytes());
    write(folder.path().join("cut.jsonl.gz"), &whole[..whole.len() / 2]);
    let cut = found(&folder, &["cut.json"]);
    assert_eq!((cut["documents"].as_u64(), cut["rejected"]["records"].as_u64()), (Some(44), Some(1)));
    assert!(cut["rejected"]["reasons"][0].as_str().expect("why").starts_with("cut.json:1: the array is broken: EOF"));
    let rows = found(&folder, &["cut.csv", "--text-field", "body", "--source-field", "outlet"]);
    assert_eq!((rows["documents"].as_u64(), rows["rejected"]["records"].as_u64()), (Some(45), Some(2)));
    gleaner(&folder, &["leak", "cut.jsonl.gz"]).assert().code(3).stderr(contains("cut.jsonl.gz: cannot read"));
    gleaner(&folder, &["leak", "gone.jsonl"]).assert().code(3).stderr(contains("gone.jsonl: cannot open the file"));
}

#[test]
fn wrong_use_says_what_there_is() {
    let folder = folder();
    write(folder.path().join("t.csv"), table(&documents(), b','));
    write(folder.path().join("page.pdf"), "x");
    std::fs::create_dir(folder.path().join("empty")).expect("a folder");
    let wrong = [
        (vec!["t.csv"], 2, "t.csv:1: no column `text` (there are uid, body, outlet, topic, language; name it with --text-field)"),
        (vec!["page.pdf"], 2, "not a form that tells each text's source"),
        (vec!["empty"], 3, "no documents.csv and no folders in it"),
        (vec!["t.csv", "--depth", "none"], 2, "--depth is share or full"),
        (vec!["t.csv", "--sample", "5001"], 2, "--sample at most 5000"),
        (vec!["t.csv", "--strategy", "nonesuch"], 2, "unknown strategy `nonesuch`"),
    ];
    for (arguments, code, message) in wrong {
        gleaner(&folder, &[&["leak"], arguments.as_slice()].concat()).assert().code(code).stderr(contains(message));
    }
}

#[test]
fn too_few_documents_are_refused_with_the_reason_and_how_many_more_it_takes() {
    // Seven outlets of five and one of two: one document more for the share, three more for the trained probe.
    let mut few: Vec<Value> = documents().into_iter().take(37).collect();
    let folder = input(&few);
    gleaner(&folder, &["leak", "x.jsonl"])
        .assert()
        .code(1)
        .stdout(contains(
            "share refused: 7 sources have 3 documents or more in one language; it takes 8; at least 1 documents more are needed",
        ))
        .stdout(contains("accuracy refused: ").and(contains("at least 3 documents more are needed")))
        .stdout(contains("1 sources with fewer than 3 documents"));
    few.extend(documents().into_iter().skip(37).take(1));
    let enough = found(&input(&few), &["x.jsonl"]);
    assert!(share(&enough, 0) > 0.0);
    assert_eq!(enough["documents_needed"], json!({"share": 0, "trained": 2}));
}

#[test]
fn before_and_after_are_paired_by_id() {
    let folder = input(&documents());
    let after = documents().into_iter().skip(1).rev().map(|document| {
        let [id, source, text] = ["id", "source", "text"].map(|key| document[key].as_str().expect("a string"));
        json!({"id": id, "text": text.replace(&closing(source), "")})
    });
    write(folder.path().join("after.jsonl"), lines(&after.collect::<Vec<_>>()));
    let found = found(&folder, &["x.jsonl", "--against", "after.jsonl"]);
    assert_eq!((&found["missing_in_second"], &found["drawn"]), (&json!(1), &json!(44)));
    assert_eq!(found["texts"][1]["text"], "(against:after.jsonl)");
    let against = &found["texts"][1]["figures"]["share"]["against_raw"];
    let difference = against["difference"].as_f64().expect("a difference");
    assert!((difference - (share(&found, 1) - share(&found, 0))).abs() < 1e-9 && difference < -0.1, "{against}");
    // Nine sources, all changed the same way: 2 of 512 swaps are as extreme.
    assert_eq!(against["p"], json!(2.0 / 512.0));
    let away = |text: usize| {
        found["ngrams"][text]["rows"].as_array().expect("rows").iter().any(|row| row["place"] == "last-line" && row["elsewhere"] == 0)
    };
    assert_eq!((away(0), away(1)), (true, false));
    write(folder.path().join("other.jsonl"), "{\"id\": \"elsewhere\", \"text\": \"Another.\"}\n");
    gleaner(&folder, &["leak", "x.jsonl", "--against", "other.jsonl"])
        .assert()
        .code(3)
        .stderr(contains("other.jsonl: no document of the first version is in it"));
}

#[test]
fn strategies_are_probed_beside_the_raw_text() {
    let found = found(&input(&documents()), &["x.jsonl", "--strategy", "keep-all,phrase-rules"]);
    let names: Vec<&str> = found["texts"].as_array().expect("texts").iter().map(|text| text["text"].as_str().expect("a name")).collect();
    assert_eq!(names, ["(text:raw)", "keep-all", "phrase-rules"]);
    assert_eq!(share(&found, 0), share(&found, 1));
    assert!(share(&found, 2) < share(&found, 0), "the rules take the closing lines");
}

#[test]
fn files_and_tables_are_the_same_on_any_number_of_threads() {
    let folder = input(&documents());
    let run = |threads: &str, out: &str| {
        let arguments = ["leak", "x.jsonl", "--threads", threads, "--out", out, "--quiet", "-s", "keep-all", "--depth", "share"];
        (stdout(&mut gleaner(&folder, &arguments)), files(folder.path().join(out)))
    };
    let one = run("1", "one");
    assert_eq!(one, run("3", "three"));
    assert_eq!(one.1.keys().collect::<Vec<_>>(), ["datapackage.json", "leakage.csv", "ngrams.csv"]);
    let rows = rows(folder.path().join("one/leakage.csv"));
    assert!(rows.iter().all(|row| row["corpus"] == "x.jsonl" && row["task"] == "source-neutral" && row["documents"] == "45"));
    assert_eq!(rows.iter().map(|row| row["role"].as_str()).collect::<Vec<_>>(), ["raw", "control"]);
}

#[test]
fn a_sample_is_drawn_equally_from_the_sources_and_again_with_the_same_seed() {
    let folder = input(&documents());
    let drawn = |seed: &str| found(&folder, &["x.jsonl", "--sample", "30", "--seed", seed]);
    let first = drawn("1");
    assert_eq!((&first["documents"], &first["drawn"]), (&json!(45), &json!(27)));
    assert_eq!(first, drawn("1"));
    assert_ne!(first["texts"], drawn("2")["texts"]);
}

#[test]
fn eval_ranks_by_leakage_only_what_keeps_the_content() {
    let folder = folder();
    let list = "keep-all,remove-all,source-cues,default";
    let arguments = ["eval", "-q", "-s", list, "--task", "source-neutral", "--lang", "en", "--metrics", "none", "--tradeoff"];
    let shown = stdout(&mut gleaner(&folder, &arguments));
    assert!(shown.contains("shipped: leakage against content kept, task source-neutral"), "{shown}");
    let results = folder.path().join("gleaner-results");
    let tradeoff = rows(results.join("tradeoff.csv"));
    let of = |name: &str| tradeoff.iter().find(|row| row["corpus"] == "shipped" && row["strategy"] == name).expect("a row");
    assert_eq!(
        (of("remove-all")["standing"].as_str(), of("remove-all")["because"].as_str()),
        ("ineligible", "keeps 0.000 of the content, less than 0.95")
    );
    // Nothing goes: nothing of raw text's excess goes.
    assert_eq!((number(of("keep-all"), "retention"), number(of("keep-all"), "excess")), (Some(1.0), Some(1.0)));
    let leakage = rows(results.join("leakage.csv"));
    let shares: Vec<&Row> = leakage.iter().filter(|row| row["corpus"] == "shipped" && row["measure"] == "share").collect();
    let share = |name: &str| number(shares.iter().find(|row| row["strategy"] == name).expect("a row"), "value").expect("a share");
    assert_eq!(share("(text:raw)"), share("keep-all"));
    assert!(share("(text:raw)") > share("(text:gold)"), "{} {}", share("(text:raw)"), share("(text:gold)"));
    // The shipped pages have four English sources: refused, with the reason, in every row.
    let pages: Vec<&Row> = leakage.iter().filter(|row| row["corpus"] == "shipped-html").collect();
    assert!(!pages.is_empty() && pages.iter().all(|row| row["value"] == "NA" && row["refused"].contains("it takes 8")));
}

#[test]
fn eval_leaves_leakage_out_where_none_is_wanted() {
    let folder = folder();
    gleaner(&folder, &["eval", "-q", "-s", "keep-all", "--metrics", "none", "--leakage", "none"]).assert().code(0);
    for file in ["leakage", "ngrams", "tradeoff"] {
        assert_eq!(rows(folder.path().join(format!("gleaner-results/{file}.csv"))), Vec::<Row>::new());
    }
    gleaner(&folder, &["eval", "--leakage", "deep"]).assert().code(2).stderr(contains("it is none, share or full"));
}
