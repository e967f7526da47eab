//! Readers of public benchmarks: each on a small fixture of invented content with the traps of its format.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, missing_docs)]

use gleaner::corpus::Example;
use gleaner::corpus::formats::{self, ALL, Imported};
use gleaner::gold::ReferenceText;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const FERRY: &str = "The ferry Marisol sailed at dawn.";
const CREWS: &str = "Crews had worked through the night.";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats").join(name)
}

fn read(name: &str) -> Imported {
    formats::open(fixture(name).to_str().expect("UTF-8")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn ids(imported: &Imported) -> Vec<&str> {
    imported.corpus.examples.iter().map(|example| example.document.meta.id.as_str()).collect()
}

fn sources(imported: &Imported) -> Vec<&str> {
    imported.corpus.examples.iter().map(|example| example.document.meta.source.as_str()).collect()
}

fn content(example: &Example) -> &ReferenceText {
    &example.gold.reference().expect("a reference").content
}

/// As many rejections as expected, each with its reason and a file.
fn assert_rejected(imported: &Imported, reasons: &[&str]) {
    let found: Vec<String> = imported.rejected.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), reasons.len(), "{found:#?}");
    for reason in reasons {
        assert!(found.iter().any(|error| error.contains(reason)), "{reason} is not among {found:#?}");
    }
}

#[test]
fn each_is_recognised_by_its_own_reader_alone() {
    let names = [
        ("wcxb", "wcxb"),
        ("wcxb/dev", "wcxb"),
        ("scrapinghub", "scrapinghub"),
        ("fundus", "fundus"),
        ("fundus/dataset", "fundus"),
        ("trafilatura", "trafilatura"),
        ("wceb", "wceb"),
        ("cleaneval", "cleaneval"),
        ("cleaneval-wceb", "cleaneval"),
        ("cleanportaleval", "cleanportaleval"),
        ("l3s-gn1", "l3s-gn1"),
        ("google-trends", "google-trends"),
        ("dragnet", "dragnet"),
        ("dragnet-data", "dragnet-data"),
        ("cetd", "cetd"),
        ("readability", "readability"),
        ("daniel", "daniel"),
        ("webmainbench/sample.jsonl", "webmainbench"),
    ];
    for (folder, id) in names {
        let recognised: Vec<&str> = ALL.iter().filter(|format| (format.recognises)(&fixture(folder))).map(|format| format.id).collect();
        assert_eq!(recognised, [id], "{folder}");
    }
    // `html-of` is asked for by name only: its folders are gleaner's own.
    for format in ALL.iter().filter(|format| format.id != "html-of") {
        assert!(names.iter().any(|(_, id)| *id == format.id), "{} has no fixture", format.id);
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        assert!(!(format.recognises)(&own), "{} takes gleaner's own corpus", format.id);
        assert!(!(format.recognises)(Path::new("/no/such/folder")), "{}", format.id);
        (format.open)(Path::new("/no/such/folder")).expect_err("nothing there");
    }
}

#[test]
fn wcxb_pages_are_utf_8_and_golds_may_be_empty() {
    let imported = read("wcxb");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["0001", "0002"], vec!["harbour.example", "0002"]));
    let first = &imported.corpus.examples[0];
    assert!(first.document.text().contains("café"));
    assert_eq!(content(first).with, ["sailed at dawn"]);
    assert_eq!(first.gold.reference().expect("a reference").page_kind, "collection");
    assert_eq!(content(&imported.corpus.examples[1]).text, "");
    assert_rejected(&imported, &["0003.json: the gold has no page"]);
}

#[test]
fn scrapinghub() {
    let imported = read("scrapinghub");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["aa"], vec!["harbour.example"]));
    let example = &imported.corpus.examples[0];
    assert_eq!(content(example).text, format!("{FERRY}\n{CREWS}"));
    assert!(example.document.text().contains("café"));
    assert_rejected(
        &imported,
        &[
            "the gold of `bb` is empty",
            "`cc` has no articleBody",
            "the page of `dd` is missing",
            "`../aa` is no file name",
            "surplus.html.gz: the page has no gold",
            "id `aa` stands twice",
        ],
    );
}

#[test]
fn fundus_paragraphs_in_brackets_are_optional() {
    let imported = read("fundus");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["Harbour_1"], vec!["harbour.example"]));
    let content = content(&imported.corpus.examples[0]);
    assert_eq!(content.text, format!("{FERRY}\n\nAn optional note.\n\n{CREWS}"));
    let optional: Vec<bool> = content.paragraphs.iter().map(|paragraph| paragraph.optional).collect();
    assert_eq!(optional, [false, true, false]);
    assert_rejected(
        &imported,
        &["the gold of `Harbour_2` is empty", "entry `Harbour_3.html.gz`: missing field `body`", "Harbour_4.html.gz: the page has no gold"],
    );
}

#[test]
fn trafilatura_entries_are_held_to_the_rules_of_its_own_check() {
    let imported = read("trafilatura");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["a", "latin"], vec!["harbour.example", "latin.example"]));
    let [a, latin] = &imported.corpus.examples[..] else { panic!("two") };
    assert!(a.document.text().contains("cache") && !a.document.text().contains("eval"));
    assert!(latin.document.text().contains("Kapitän grüßt"));
    assert_eq!(content(a).with[0], "sailed at  dawn");
    let labelled: Vec<(&str, &str)> = a.gold.spans().iter().map(|own| (own.label.name(), a.document.slice(own.span))).collect();
    assert!(labelled.contains(&("nav", "All rights reserved")), "{labelled:?}");
    assert!(labelled.contains(&("excerpt", ".\n\nCrews had worked")), "{labelled:?}");
    assert_rejected(
        &imported,
        &[
            "it names no file",
            "`with` has 7 snippets",
            "`without` has 0 snippets",
            "`with` has an empty snippet",
            "`with` has `a b` twice",
            "`the bar` of `without` stands in a snippet of `with`",
            "the page of `gone.html` is missing",
        ],
    );
}

#[test]
fn wceb_records_without_text_are_empty_golds() {
    let imported = read("wceb");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["cetd/p1", "dragnet/p1"], vec!["harbour.example", "dragnet/p1"]));
    assert_eq!(content(&imported.corpus.examples[0]).text, format!("{FERRY}\n{CREWS}"));
    assert_eq!(content(&imported.corpus.examples[1]).text, "");
    let reasons = [
        "cetd.jsonl:3: not a WCEB record",
        "id `cetd/p1` stands twice",
        "the page of `gone` is missing",
        "surplus.html: the page has no gold",
    ];
    assert_rejected(&imported, &reasons);
}

#[test]
fn cleaneval_golds_lose_address_and_marks_but_keep_them_beside() {
    for name in ["cleaneval", "cleaneval-wceb", "cleanportaleval"] {
        let imported = read(name);
        assert_eq!((ids(&imported), sources(&imported)), (vec!["1"], vec!["harbour.example"]), "{name}");
        let example = &imported.corpus.examples[0];
        assert_eq!(content(example).text, format!("Ferry sails\n{FERRY}\ncafé"));
        assert!(content(example).marked.starts_with(" URL: http://www.harbour.example/a\n\n<h>Ferry"));
        assert!(example.document.text().starts_with("Home"), "{}", example.document.text());
        assert!(!example.document.page().expect("a page").source.contains("text id="));
        assert_rejected(&imported, &["2.html: the page has no gold", "3.txt: the gold has no page", "the gold of `4` is empty"]);
    }
}

#[test]
fn l3s_gn1_text_is_that_of_marked_leaves() {
    let imported = read("l3s-gn1");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["n1"], vec!["n1"]));
    let example = &imported.corpus.examples[0];
    assert_eq!(content(example).text, format!("Ferry sails\n{FERRY} {CREWS}"));
    assert!(!example.document.page().expect("a page").source.contains("x-nc-sel"));
    assert_rejected(&imported, &["the gold of `n2` is empty", "n3.html: the page has no gold"]);
}

#[test]
fn google_trends_labels_do_not_reach_the_page() {
    let imported = read("google-trends");
    assert_eq!(ids(&imported), ["0"]);
    let example = &imported.corpus.examples[0];
    assert_eq!(content(example).text, format!("{FERRY}\n{CREWS}"));
    assert!(!example.document.page().expect("a page").source.contains("__boilernet"));
    assert_rejected(&imported, &["1.html: the page has no gold"]);
}

#[test]
fn dragnet_of_2013_and_of_2020() {
    let imported = read("dragnet");
    assert_eq!(ids(&imported), ["7", "8"]);
    assert_eq!(content(&imported.corpus.examples[0]).text, format!("{FERRY}\n{CREWS}"));
    assert!(imported.corpus.examples[0].document.text().contains("café"));
    assert_rejected(&imported, &["9.html: the page has no gold", "10.html.corrected.txt: the gold has no page"]);
    let imported = read("dragnet-data");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["u1"], vec!["harbour.example"]));
    assert_eq!(content(&imported.corpus.examples[0]).text, format!("{FERRY}\n{CREWS}"));
    assert_rejected(&imported, &["u2.toml: not the expected TOML"]);
}

#[test]
fn cetd() {
    let imported = read("cetd");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["BBC/1", "wiki/1"], vec!["BBC", "wiki"]));
    assert_eq!(content(&imported.corpus.examples[0]).text, format!("{FERRY}\n{CREWS}\ncafé"));
    assert_rejected(&imported, &["2.htm: the page has no gold"]);
}

#[test]
fn readability_text_is_that_of_the_expected_page() {
    let imported = read("readability");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["harbour-1"], vec!["harbour"]));
    let example = &imported.corpus.examples[0];
    assert_eq!(content(example).text.trim(), format!("{FERRY}\n\n{CREWS}"));
    assert_eq!(example.document.meta.lang, "en");
    assert!(example.document.text().contains("café"));
    assert_rejected(&imported, &["the gold of `harbour-2` is empty", "harbour-3/source.html: the page has no gold"]);
}

#[test]
fn daniel_has_languages_and_marks() {
    let imported = read("daniel");
    assert_eq!(ids(&imported), ["20120101_el_1"]);
    let example = &imported.corpus.examples[0];
    assert_eq!((content(example).text.as_str(), example.document.meta.lang.as_str()), ("Το πλοίο έφυγε.\nTwo.", "el"));
    assert_eq!(content(example).marked, "<p>Το πλοίο έφυγε.</p>\n<p>Two.</p>\n");
    assert!(example.document.text().contains("Το πλοίο έφυγε."));
    assert_rejected(&imported, &["nopage: the gold has no page", "bad:1: not UTF-8 from byte 6 on"]);
}

#[test]
fn webmainbench_marks_do_not_reach_the_page() {
    let imported = read("webmainbench/sample.jsonl");
    assert_eq!((ids(&imported), sources(&imported)), (vec!["t1", "t2"], vec!["harbour.example", "t2"]));
    let example = &imported.corpus.examples[0];
    assert_eq!(content(example).text, format!("{FERRY}\n"));
    assert_eq!((example.document.meta.lang.as_str(), example.gold.reference().expect("one").page_kind.as_str()), ("en", "article"));
    let source = &example.document.page().expect("a page").source;
    assert!(!source.contains("cc-") && source.contains(FERRY), "{source}");
    assert_rejected(&imported, &["sample.jsonl:3: `t3` has no gold", "sample.jsonl:4: not a WebMainBench record"]);
}

#[test]
fn truncated_json_is_an_error_with_file_and_line() {
    for (name, file) in [("scrapinghub", "ground-truth.json"), ("fundus", "ground_truth.json"), ("trafilatura", "evaldata.json")] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("html")).expect("a folder");
        fs::write(folder.path().join(file), "{\"a\": {\n\"url\": \"x").expect("written");
        let error = formats::open(folder.path().to_str().expect("UTF-8")).expect_err(name);
        assert!(error.to_string().contains(&format!("{file}:2: not the JSON")), "{name}: {error}");
    }
}

#[test]
fn a_packed_page_that_is_a_bomb_is_rejected_and_the_others_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("html")).expect("a folder");
    let truth = format!("{{\"a\":{{\"articleBody\":\"{FERRY}\"}},\"b\":{{\"articleBody\":\"x\"}},\"c\":{{\"articleBody\":\"x\"}}}}");
    fs::write(folder.path().join("ground-truth.json"), truth).expect("written");
    fs::write(folder.path().join("html/a.html"), format!("<p>{FERRY}")).expect("written");
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..200).for_each(|_| bomb.write_all(&[0; 1 << 20]).expect("packed"));
    let bomb = bomb.finish().expect("packed");
    fs::write(folder.path().join("html/b.html.gz"), &bomb).expect("written");
    fs::write(folder.path().join("html/c.html.gz"), &bomb[..100]).expect("written");
    let imported = formats::open(folder.path().to_str().expect("UTF-8")).expect("one page is good");
    assert_eq!(ids(&imported), ["a"]);
    assert_rejected(&imported, &["b.html.gz: more than 67108864 bytes when unpacked", "c.html.gz: cannot read or unpack"]);
}

#[test]
fn wcxb_as_it_is_published() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wcxb-dev");
    if !folder.is_dir() {
        eprintln!("skipped: no real data");
        return;
    }
    let imported = formats::open(folder.to_str().expect("UTF-8")).expect("the benchmark");
    assert_eq!((imported.corpus.examples.len(), imported.rejected.len()), (1497, 0));
    assert_eq!(imported.corpus.examples.iter().filter(|example| content(example).text.is_empty()).count(), 21);
    let foreign = ["iso-8859-1", "windows-1252", "macintosh"];
    // Seven pages declare another charset and are UTF-8; five do so where a browser looks.
    let (mut declared, mut seen_by_browsers) = (0, 0);
    for example in &imported.corpus.examples {
        let source = &example.document.page().expect("a page").source;
        let head = source[..source.floor_char_boundary(4096)].to_ascii_lowercase();
        if foreign.iter().any(|name| head.contains(&format!("charset={name}")) || head.contains(&format!("charset=\"{name}"))) {
            declared += 1;
            let start = &head[..head.floor_char_boundary(1024)];
            seen_by_browsers += usize::from(foreign.iter().any(|name| start.contains(name)));
            let file = folder.join("dev/html").join(format!("{}.html.gz", example.document.meta.id));
            assert_eq!(source.as_bytes(), formats::unpack(&file).expect("a page"), "{}", example.document.meta.id);
        }
    }
    assert_eq!((declared, seen_by_browsers), (7, 5));
}
