//! `gleaner strip`: a filter for text and for JSON lines.

use crate::support::*;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const PAGE: &str = "Ä ferry 😀 sailed at dawn.\n\nRelated article: Fares explained\n\nIt took three hours.\n";
const CLEAN: &str = "Ä ferry 😀 sailed at dawn.\n\nIt took three hours.\n";
const CUT: &str = "Related article: Fares explained";

/// What `strip` with the phrase rules, unless others are named, makes of a text on stdin.
fn stripped(arguments: &[&str], input: &str) -> String {
    let rules: &[&str] = if arguments.contains(&"-s") { &[] } else { &["-s", "phrase-rules"] };
    stdout(gleaner(".", &[&["strip"], rules, arguments].concat()).write_stdin(input))
}

/// Answers to JSON lines.
fn answers(arguments: &[&str], lines: &str) -> Vec<Value> {
    parsed(&stripped(&[&["--jsonl"], arguments].concat(), lines))
}

fn parsed(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn text_goes_from_stdin_to_stdout() {
    assert_eq!(stripped(&[], PAGE), CLEAN);
    assert_eq!(stripped(&["-"], PAGE), CLEAN);
    let story = "The car ferry sailed at dawn on Monday from the old harbour, the first crossing since the storm.\n\n";
    let page = format!("{story}{CUT}\n\nThe captain told reporters that the crossing took three hours in calm weather.\n");
    let clean = page.replace(&format!("{CUT}\n\n"), "");
    gleaner(".", &["strip"]).write_stdin(page).assert().code(0).stdout(clean).stderr(is_empty());
}

#[test]
fn files_are_cleaned_in_turn_and_read_as_their_endings_say() {
    let folder = folder();
    write(folder.path().join("a.txt"), PAGE);
    write(folder.path().join("b.jsonl"), json!({"id": "b", "text": PAGE}).to_string());
    let out = stdout(&mut gleaner(&folder, &["strip", "-s", "phrase-rules", "a.txt", "b.jsonl"]));
    let line = out.strip_prefix(CLEAN).expect("the text first");
    assert_eq!(parsed(line)[0]["text"], CLEAN);
    gleaner(&folder, &["strip", "none.txt"])
        .assert()
        .code(3)
        .stdout(is_empty())
        .stderr(contains("none.txt: cannot open the file").and(contains("(check the name and its permissions)")));
}

#[test]
fn json_lines_come_back_in_order_with_their_ids() {
    let lines = [json!({"id": "a", "text": PAGE}), json!({"id": 7, "text": "Plain.\n"}), json!({"text": ""})];
    let answers = answers(&[], &lines.map(|line| format!("{line}\n")).concat());
    let part = |key: &str| answers.iter().map(|answer| answer[key].clone()).collect::<Vec<_>>();
    assert_eq!(part("id"), [json!("a"), json!(7), Value::Null]);
    assert_eq!(part("text"), [CLEAN, "Plain.\n", ""]);
    assert_eq!(part("status"), ["ok"; 3]);
    assert_eq!(part("strategy"), ["phrase-rules"; 3]);
    assert_eq!(answers[1]["removed"], json!([]));
}

#[test]
fn offsets_count_code_points_and_give_back_the_text_removed() {
    let answer = &answers(&[], &json!({"text": PAGE}).to_string())[0];
    let removed = answer["removed"].as_array().expect("a list");
    assert_eq!(removed.len(), 1);
    let at = |key: &str| removed[0][key].as_u64().expect("an offset") as usize;
    let (start, end) = (at("start"), at("end"));
    assert_eq!(code_points(PAGE, start, end), CUT);
    assert_eq!(removed[0]["label"], "related");
    assert!(removed[0]["rule"].as_str().is_some_and(|rule| !rule.is_empty()));
    let left = code_points(PAGE, 0, start) + &code_points(PAGE, end, PAGE.chars().count());
    assert_eq!(visible(&left), visible(answer["text"].as_str().expect("a text")));
}

#[test]
fn view_adds_the_text_that_the_offsets_refer_to() {
    let line = json!({"text": PAGE}).to_string();
    assert_eq!(answers(&["--view"], &line)[0]["view"], PAGE);
    assert_eq!(answers(&[], &line)[0].get("view"), None);
}

#[test]
fn cuts_of_a_text_are_written_as_spans_json_or_standoff() {
    let (start, end) = (27, 59);
    assert_eq!(code_points(PAGE, start, end), CUT);
    assert_eq!(stripped(&["--output", "text"], PAGE), CLEAN);
    assert_eq!(stripped(&["--output", "ann"], PAGE), format!("T1\trelated {start} {end}\t{CUT}\n"));
    let spans = stripped(&["--output", "spans"], PAGE);
    let fields: Vec<&str> = spans.trim_end().split('\t').collect();
    assert_eq!(fields.len(), 5);
    assert_eq!([fields[0], fields[1], fields[2], fields[4]], ["27", "59", "related", CUT]);
    let json = parsed(&stripped(&["--output", "json"], PAGE));
    assert_eq!(json[0]["removed"], json!([{"start": start, "end": end, "label": "related", "rule": fields[3]}]));
}

#[test]
fn unknown_fields_are_passed_over() {
    let line = json!({"url": "x", "text": PAGE, "event": null, "n": [1, {"text": 2}]}).to_string();
    assert_eq!(answers(&[], &line)[0]["text"], CLEAN);
}

#[test]
fn a_bad_json_line_gets_an_error_row_and_exit_code_3_and_the_rest_is_answered() {
    let lines = b"{\"id\": 1, \"text\": \"One.\"}\n\nnope\n{\"id\": 4}\n\"\xff\"\n{\"text\": 6}\n{\"id\": 7, \"text\": \"Seven.\"}";
    let assert = gleaner(".", &["strip", "--jsonl", "-s", "keep-all"]).write_stdin(lines).assert().code(3);
    let assert = assert.stderr(contains("<stdin>: 4 of 7 lines could not be read; each has an error row"));
    let rows = parsed(&text(assert.get_output().stdout.clone()));
    let status: Vec<&str> = rows.iter().filter_map(|row| row["status"].as_str()).collect();
    assert_eq!(status, ["ok", "error", "error", "error", "error", "ok"]);
    let bad = rows.iter().filter(|row| row["status"] == "error");
    assert_eq!(bad.map(|row| row["line"].as_u64()).collect::<Vec<_>>(), [3, 4, 5, 6].map(Some));
    assert!(rows[2]["error"].as_str().is_some_and(|why| why.contains("missing field `text`")), "{}", rows[2]);
    assert_eq!((&rows[0]["text"], &rows[5]["text"]), (&json!("One."), &json!("Seven.")));
}

#[test]
fn a_line_in_a_format_that_is_not_read_gets_an_error_row_with_its_id() {
    let line = json!({"id": "page", "text": "x", "format": "docx"}).to_string();
    let assert = gleaner(".", &["strip", "--jsonl"]).write_stdin(line).assert().code(3);
    let row = parsed(&text(assert.get_output().stdout.clone())).remove(0);
    assert_eq!(row["error"], "unknown format `docx`; the formats are plain, markdown, html");
    assert_eq!(row["id"], "page");
}

#[test]
fn format_decides_whether_links_are_seen() {
    let page = "[Home](/) [News](/n) [Sport](/s)\n\nThe captain told reporters that it took three hours.\n";
    let clean = "The captain told reporters that it took three hours.\n";
    let strip = |format: &str| stripped(&["-s", "link-density", "--format", format], page);
    assert_eq!([strip("markdown"), strip("auto"), strip("plain")], [clean, clean, page]);
    let line = |format: &str| json!({"text": page, "format": format}).to_string();
    let json = |format: &str| answers(&["-s", "link-density"], &line(format))[0]["text"].clone();
    assert_eq!([json("markdown"), json(""), json("plain")], [clean, clean, page]);
}

#[test]
fn task_and_source_decide_what_is_a_cue_of_the_outlet() {
    let page = "Officials told the Skein Gazette that the ferry was on time.\n";
    let strip = |arguments: &[&str]| stripped(&[&["-s", "source-cues"], arguments].concat(), page);
    assert_eq!(strip(&["--source", "Skein Gazette"]), page);
    assert_eq!(strip(&["--task", "source-neutral"]), page);
    let neutral = strip(&["--task", "source-neutral", "--source", "Skein Gazette"]);
    assert!(!neutral.contains("Skein") && neutral.contains("that the ferry was on time."), "{neutral}");
    let line = json!({"text": page, "source": "Skein Gazette"}).to_string();
    assert_eq!(answers(&["-s", "source-cues", "--task", "source-neutral"], &line)[0]["text"], neutral);
}

#[test]
fn lang_and_the_lines_own_language_choose_the_stop_words() {
    let page = "Die Fähre legte am frühen Morgen mit zwei Stunden Verspätung von dem Kai ab, und die Mannschaft sagte, dass das \
        Wetter der Grund war, weil der Wind in der Nacht sehr stark gewesen ist. Die Reederei teilte mit, dass alle Fahrgäste \
        wohlauf sind und dass der nächste Kurs nach dem Plan fährt.\n";
    let strip = |lang: &str| stripped(&["-s", "justext", "--lang", lang], page);
    assert_eq!([strip("de"), strip("tr")], [page, ""]);
    let line = |lang: &str| json!({"text": page, "lang": lang}).to_string();
    let json = |lang: &str| answers(&["-s", "justext", "--lang", "de"], &line(lang))[0]["text"].clone();
    assert_eq!([json("de"), json("tr")], [page, ""]);
}

#[test]
fn any_number_of_threads_gives_the_same_lines_in_the_same_order() {
    let lines: String = (0..3000).map(|id| format!("{}\n", json!({"id": id, "text": PAGE.repeat(id % 50)}))).collect();
    let one = stripped(&["--jsonl", "--threads", "1"], &lines);
    assert_eq!(parsed(&one).iter().map(|row| row["id"].as_u64()).collect::<Vec<_>>(), (0..3000).map(Some).collect::<Vec<_>>());
    assert!(one == stripped(&["--jsonl", "--threads", "3"], &lines));
}

#[test]
fn a_strategy_that_compares_documents_says_that_it_sees_one() {
    gleaner(".", &["strip", "-s", "source-repetition"])
        .write_stdin(PAGE)
        .assert()
        .code(0)
        .stdout(PAGE)
        .stderr(contains("source-repetition compares documents of a source").and(contains("Use `strip --out DIR`")));
}

#[test]
fn a_reader_that_goes_away_ends_the_filter_without_a_word() {
    let folder = folder();
    let line = format!("{}\n", json!({"text": PAGE}));
    write(folder.path().join("long.jsonl"), line.repeat((16 << 20) / line.len()));
    write(folder.path().join("long.txt"), PAGE.repeat((4 << 20) / PAGE.len()));
    for file in ["long.jsonl", "long.txt"] {
        let mut filter = Command::new(env!("CARGO_BIN_EXE_gleaner"));
        filter.args(["strip", "-s", "keep-all", file]).current_dir(&folder);
        let mut child = filter.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a child");
        let mut first = String::new();
        let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
        reader.read_line(&mut first).expect("a line");
        drop(reader);
        let ended = child.wait_with_output().expect("an end");
        assert!(first.contains("Ä ferry"), "{file}: {first}");
        assert_eq!((ended.status.code(), text(ended.stderr).as_str()), (Some(0), ""), "{file}");
    }
}

/// A page in Latin-1 with furniture; the view has code points of two bytes.
const HTML: &[u8] =
    b"<!doctype html><html><head><meta charset=iso-8859-1><title>F\xe4hre</title></head><body><nav><a href=/>Der Hafen</a></nav>\
    <p>Die F\xe4hre legte ab.</p><p>Related article: Fares explained</p><p>It took three hours.</p><script>x</script></body></html>";
const HTML_VIEW: &str = "Der Hafen\n\nDie Fähre legte ab.\n\nRelated article: Fares explained\n\nIt took three hours.";
const HTML_CLEAN: &str = "Der Hafen\n\nDie Fähre legte ab.\n\nIt took three hours.";

fn page(name: &str) -> tempfile::TempDir {
    let folder = folder();
    write(folder.path().join(name), HTML);
    folder
}

#[test]
fn a_page_is_decoded_as_it_says_and_rendered() {
    let folder = page("page.html");
    let strip = |strategy: &str| stdout(&mut gleaner(&folder, &["strip", "-s", strategy, "page.html"]));
    assert_eq!(strip("keep-all").trim_end(), HTML_VIEW);
    assert_eq!(strip("phrase-rules").trim_end(), HTML_CLEAN);
}

#[test]
fn a_page_is_known_by_its_ending_its_look_or_the_flag() {
    let strip = |name: &str, arguments: &[&str]| {
        let (folder, arguments) = (page(name), [&["strip", "-s", "phrase-rules"], arguments, &[name]].concat());
        stdout(&mut gleaner(&folder, &arguments)).trim_end().to_string()
    };
    assert_eq!(strip("page.htm", &[]), HTML_CLEAN);
    assert_eq!(strip("page", &[]), HTML_CLEAN);
    assert_eq!(strip("page.md", &["--format", "html"]), HTML_CLEAN);
    let bare = "<p>The ferry sailed.<p>Related article: Fares explained";
    assert_eq!(stripped(&["--format", "html"], bare).trim_end(), "The ferry sailed.");
    assert_eq!(stripped(&["--format", "plain", "-s", "keep-all"], bare).trim_end(), bare);
}

#[test]
fn cuts_of_a_page_are_spans_of_its_view() {
    let folder = page("page.html");
    let strip = |output: &str| stdout(&mut gleaner(&folder, &["strip", "-s", "phrase-rules", "--view", "--output", output, "page.html"]));
    let start = HTML_VIEW.chars().take_while(|c| *c != 'R').count();
    let end = start + CUT.chars().count();
    assert_eq!(code_points(HTML_VIEW, start, end), CUT);
    assert_eq!(strip("ann"), format!("T1\trelated {start} {end}\t{CUT}\n"));
    assert!(strip("spans").starts_with(&format!("{start}\t{end}\trelated\t")));
    let json = parsed(&strip("json")).remove(0);
    assert_eq!(json["view"], HTML_VIEW);
    assert_eq!((&json["removed"][0]["start"], &json["removed"][0]["end"]), (&json!(start), &json!(end)));
}

#[test]
fn json_lines_of_pages_come_back_with_offsets_in_the_view() {
    let source = "<nav>Menü 😀</nav><p>The ferry sailed.<p>Related article: Fares explained<p>It took three hours.";
    let lines = [json!({"id": 1, "text": source, "format": "html"}), json!({"id": 2, "text": format!("<!doctype html>{source}")})];
    let answers = answers(&["--view"], &lines.map(|line| format!("{line}\n")).concat());
    assert_eq!(answers.len(), 2);
    for answer in answers {
        let view = answer["view"].as_str().expect("a view");
        assert_eq!(view, "Menü 😀\n\nThe ferry sailed.\n\nRelated article: Fares explained\n\nIt took three hours.");
        let removed = answer["removed"].as_array().expect("a list");
        let at = |key: &str| removed[0][key].as_u64().expect("an offset") as usize;
        assert_eq!((removed.len(), code_points(view, at("start"), at("end")).as_str()), (1, CUT));
        assert_eq!(answer["text"], view.replace(&format!("{CUT}\n\n"), ""));
    }
}
