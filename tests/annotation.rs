//! Formats of annotation tools: known answers for each with its traps, round trips of the shipped corpus, broken files.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use gleaner::corpus::annotation::{self, BadOffsets, Defaults, Format, Incoming, Mark, Offsets, Outgoing, Plan, Tally, Unit, place};
use gleaner::corpus::{self, Corpus, Example};
use proptest::prelude::*;
use std::path::Path;
use support::{folder, write};

fn format(id: &str) -> &'static Format {
    annotation::find(id, |_| true).expect("in the table")
}

fn import(id: &str, input: &Path, output: &Path, plan: &Plan) -> Tally {
    annotation::import(format(id).read.expect("is read"), input, output, plan).expect("imported")
}

/// Imports one file with this content; gives the tally and the corpus.
fn imported(id: &str, name: &str, content: &str, map: &str) -> (Tally, Corpus) {
    let place = folder();
    let [input, labels, output] = [name, "map.csv", "out"].map(|name| place.path().join(name));
    write(&input, content);
    write(&labels, map);
    let plan = Plan { labels: Incoming::read(&labels).expect("a map"), ..Plan::default() };
    let tally = import(id, &input, &output, &plan);
    (tally, corpus::open(&output).expect("a good corpus"))
}

fn spans(example: &Example) -> Vec<(&'static str, String)> {
    let text = example.document.text();
    example.gold.spans().iter().map(|own| (own.label.name(), own.span.slice(text).to_string())).collect()
}

fn labelled(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pairs.iter().map(|&(label, quote)| (label, quote.to_string())).collect()
}

fn reasons(tally: &Tally) -> Vec<(&'static str, usize)> {
    tally.reasons.iter().map(|(&kind, &count)| (kind, count)).collect()
}

fn skipped(tally: &Tally) -> Vec<(&'static str, usize)> {
    tally.skipped.iter().map(|(&kind, &count)| (kind, count)).collect()
}

/// The documents that are texts, as one string. A page leaves as its view in every format but gleaner's own.
fn texts_of(corpus: &corpus::Corpus) -> (usize, String) {
    let pages: Vec<&str> = PAGES
        .get_or_init(|| {
            let shipped = corpus::shipped().expect("shipped");
            let pages = shipped.examples.iter().filter(|example| example.document.page().is_some());
            pages.map(|example| example.document.meta.id.clone()).collect()
        })
        .iter()
        .map(String::as_str)
        .collect();
    let mut hashed: Vec<String> = Vec::new();
    for example in &corpus.examples {
        let meta = &example.document.meta;
        if !pages.contains(&meta.id.as_str()) {
            hashed.push(format!("{meta:?}{:?}{}", example.gold.spans(), example.document.text()));
        }
    }
    (hashed.len(), hashed.concat())
}

static PAGES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();

#[test]
fn the_shipped_corpus_goes_through_every_format_and_comes_back_the_same() {
    let shipped = corpus::shipped().expect("shipped");
    let texts = texts_of(&shipped);
    for format in annotation::ALL.iter().filter(|format| format.write.is_some()) {
        let place = folder();
        let [there, back] = ["there", "back"].map(|name| place.path().join(name));
        let names = Outgoing::default();
        let done = annotation::export(format, &annotation::source(Path::new("shipped")), &there, &names, false).expect("exported");
        let tally = import(format.id, &there, &back, &Plan::default());
        let spans: usize = shipped.examples.iter().map(|example| example.gold.spans().len()).sum();
        assert_eq!((done.documents, done.spans), (shipped.examples.len(), spans), "{}", format.id);
        assert_eq!((tally.documents, tally.placed, tally.spans), (done.documents, spans, spans), "{}", format.id);
        assert!(!tally.has_rejections() && tally.reanchored == 0 && tally.skipped.is_empty(), "{}: {}", format.id, tally.text(9));
        // The digest covers ids, sources, events, languages, formats, texts and gold.
        let back_again = corpus::open(&back).expect("good");
        assert_eq!(texts_of(&back_again), texts, "{}", format.id);
        if format.id == "gleaner" {
            assert_eq!(back_again.digest, shipped.digest);
        }
        let manifest = std::fs::read_to_string(back.join("documents.csv")).expect("a manifest");
        assert_eq!(manifest.matches(",CC0-1.0,written for gleaner\n").count(), done.documents, "{}", format.id);
    }
}

#[test]
fn equal_exports_are_equal_byte_for_byte() {
    let place = folder();
    let files = annotation::source(Path::new("shipped"));
    let [one, two] = ["one", "two"].map(|name| {
        let path = place.path().join(name);
        annotation::export(format("label-studio"), &files, &path, &Outgoing::default(), false).expect("exported");
        std::fs::read(path).expect("a file")
    });
    assert_eq!(one, two);
}

#[test]
fn labels_renamed_on_the_way_out_come_back_with_the_same_map() {
    let place = folder();
    let map = place.path().join("map.csv");
    write(&map, "theirs,ours\nWerbung,ad\nNavigation,nav\n");
    let [there, back] = ["there.jsonl", "back"].map(|name| place.path().join(name));
    let names = Outgoing::read(&map).expect("a map");
    annotation::export(format("prodigy"), &annotation::source(Path::new("shipped")), &there, &names, false).expect("exported");
    let text = std::fs::read_to_string(&there).expect("a file");
    assert!(text.contains("\"label\":\"Werbung\"") && !text.contains("\"label\":\"ad\""));
    let plan = Plan { labels: Incoming::read(&map).expect("a map"), ..Plan::default() };
    import("prodigy", &there, &back, &plan);
    assert_eq!(texts_of(&corpus::open(&back).expect("good")), texts_of(&corpus::shipped().expect("shipped")));
}

#[test]
fn a_page_is_exported_as_its_view_and_its_own_format_keeps_the_markup() {
    let place = folder();
    let source = place.path().join("c");
    write(source.join("documents.csv"), "id,file,source,event,lang,format,licence,origin\np,p.html,s,,en,html,CC0-1.0,t\n");
    write(source.join("p.html"), "<meta charset=utf-8><nav>Über uns</nav><p>The ferry sailed.</p>");
    write(source.join("p.ann"), "T1\tnav 0 8\tÜber uns\n");
    let files = annotation::source(&source);
    for (id, markup) in [("gleaner", true), ("brat", false), ("doccano", false)] {
        let [there, back] = ["there", "back"].map(|name| place.path().join(format!("{name}-{id}")));
        annotation::export(format(id), &files, &there, &Outgoing::default(), false).expect("exported");
        let tally = import(id, &there, &back, &Plan::default());
        let corpus = corpus::open(&back).expect("good");
        assert_eq!((tally.placed, spans(&corpus.examples[0])), (1, labelled(&[("nav", "Über uns")])), "{id}");
        assert_eq!(corpus.examples[0].document.page().is_some(), markup, "{id}");
    }
}

#[test]
fn brat_reads_fragments_and_skips_what_is_no_span() {
    let place = folder();
    let input = place.path().join("courier");
    write(input.join("day/one.txt"), "Home\nNews 😀 Sport\nThe ferry.\n");
    let standoff = "T3\tnav 0 4;12 17\tHome Sport\r\nT9\tshare 10 11\t😀\nR1\tx Arg1:T3 Arg2:T9\n#1\tAnnotatorNotes T3\thm\nA1\tSure T3\n*\tEquiv T3 T9\nE1\tx:T3\nN1\tRef T3 W:1\tx\n\n";
    write(input.join("day/one.ann"), standoff);
    write(input.join("unlabelled.txt"), "Nobody looked at this.\n");
    let output = place.path().join("out");
    let tally = import("brat", &input, &output, &Plan::default());
    let corpus = corpus::open(&output).expect("good");
    let meta = &corpus.examples[0].document.meta;
    assert_eq!((meta.id.as_str(), meta.source.as_str()), ("day/one", "day"));
    assert_eq!(spans(&corpus.examples[0]), labelled(&[("nav", "Home"), ("share", "😀"), ("nav", "Sport")]));
    assert_eq!((tally.documents, tally.placed, tally.spans, tally.rejected), (1, 2, 3, 0));
    let expected = ["attributes", "equivalences", "events", "normalizations", "notes", "relations", "texts without .ann"];
    assert_eq!(skipped(&tally), expected.map(|kind| (kind, 1)));
}

#[test]
fn brat_labels_find_their_place_again_after_the_text_was_edited() {
    let place = folder();
    let input = place.path().join("in");
    // Labelled with line ends of one character, then checked out with two.
    write(input.join("windows.txt"), "Home\r\nNews\r\nShare\r\nThe ferry.\r\nShare\r\n");
    write(input.join("windows.ann"), "T1\tnav 0 4\tHome\nT2\tshare 10 15\tShare\nT3\tshare 27 32\tShare\n");
    // A line was put in front of the second share line.
    write(input.join("edited.txt"), "Share\nThe ferry sailed at dawn, said the mayor.\nNew.\nShare\n");
    write(input.join("edited.ann"), "T1\tshare 0 5\tShare\nT2\tshare 48 53\tShare\nT3\tad 6 11\tBuy it\n");
    let output = place.path().join("out");
    let tally = import("brat", &input, &output, &Plan::default());
    let corpus = corpus::open(&output).expect("good");
    let starts: Vec<Vec<usize>> =
        corpus.examples.iter().map(|example| example.gold.spans().iter().map(|own| own.span.start).collect()).collect();
    assert_eq!(starts, [vec![0, 53], vec![0, 12, 31]]);
    assert_eq!((tally.placed, tally.reanchored, tally.rejected), (1, 4, 1));
    let reason = tally.first[0].to_string();
    assert!(reason.contains("edited.ann:3: the quote `Buy it` does not stand in the text"), "{reason}");
}

#[test]
fn doccano_is_read_in_the_shapes_of_all_its_versions() {
    let lines = [
        r#"{"id": 4, "text": "😀 Home News one", "label": [[2, 6, "nav"], [7, 11, "nav"]], "meta": {"source": "Courier", "lang": "de"}}"#,
        r#"{"id": 5, "data": "Home News two", "labels": [[0, 4, 7]]}"#,
        r#"{"id": 6, "text": "Home News three", "entities": [{"id": 1, "label": "nav", "start_offset": 5, "end_offset": 9}], "relations": [{}], "Comments": ["x"]}"#,
        r#"{"id": 7, "text": "Home News four", "annotations": [{"label": 7, "start_offset": 0.0, "end_offset": 4, "user": 1}, {"label": 7, "start_offset": 0, "end_offset": 9, "user": 2}]}"#,
        r#"{"id": 8, "text": "Home News five", "label": [[0, 4, "Nav"], ["x"], [-1, 4, "nav"], [0, 1e30, "nav"], [0, 99, "nav"], [3, 3, "nav"]]}"#,
    ];
    let (tally, corpus) = imported("doccano", "export.jsonl", &lines.join("\r\n"), "7,ad\n");
    let found: Vec<_> = corpus.examples.iter().map(spans).collect();
    let expected = [
        labelled(&[("nav", "Home"), ("nav", "News")]),
        labelled(&[("ad", "Home")]),
        labelled(&[("nav", "News")]),
        labelled(&[("ad", "Home")]),
        vec![],
    ];
    assert_eq!(found, expected);
    assert_eq!(corpus.examples[0].document.meta.source, "Courier");
    assert_eq!(reasons(&tally), [("form", 3), ("label", 1), ("offsets", 2)]);
    assert_eq!(skipped(&tally), [("comments", 1), ("relations", 1), ("spans of further users", 1)]);
}

#[test]
fn label_studio_counts_utf_16_units_and_skips_what_was_cancelled() {
    let task = |id: u32, text: &str, annotations: &str| {
        format!(
            r#"{{"id": {id}, "data": {{"text": "{text}", "source": "Courier"}}, "annotations": [{annotations}], "predictions": [{{}}]}}"#
        )
    };
    let region = |start: usize, end: usize, text: &str, label: &str| {
        format!(
            r#"{{"type": "labels", "from_name": "l", "to_name": "t", "value": {{"start": {start}, "end": {end}, {text} "labels": ["{label}"]}}}}"#
        )
    };
    let first = format!(
        r#"{{"was_cancelled": true, "result": []}}, {{"result": [{}, {}, {{"type": "relation"}}, {{"type": "choices", "value": {{}}}}]}}, {{"result": []}}"#,
        region(3, 7, "", "nav"),
        region(8, 14, r#""text": "Buy\\nit","#, "ad"),
    );
    // The second task was labelled by a program that counts code points: the quotes say so.
    let second = format!(r#"{{"result": []}}, {{"ground_truth": true, "result": [{}]}}"#, region(4, 8, r#""text": "News","#, "nav"));
    let third = format!(r#"{{"result": [{}]}}"#, region(1, 3, "", "nav"));
    let tasks = [task(1, r"😀 Home\nBuy it", &first), task(2, "😀😀😀 News", &second), task(3, "😀 split", &third)];
    let (tally, corpus) = imported("label-studio", "export.json", &format!("[{}]", tasks.join(",\n")), "");
    let found: Vec<_> = corpus.examples.iter().map(spans).collect();
    assert_eq!(found[..2], [labelled(&[("nav", "Home"), ("ad", "Buy it")]), labelled(&[("nav", "News")])]);
    assert_eq!((tally.placed, tally.reanchored, reasons(&tally)), (2, 1, vec![("offsets", 1)]));
    assert!(tally.first[0].to_string().contains("export.json:3: `nav` 1 3: the span begins or ends inside a character, counted in UTF-16"));
    let expected = [
        ("cancelled annotations", 1),
        ("further annotations of a task", 2),
        ("predictions", 3),
        ("relations", 1),
        ("results that are no labelled spans", 1),
    ];
    assert_eq!(skipped(&tally), expected);
}

#[test]
fn label_studio_hypertext_is_moved_to_the_view_of_the_page() {
    let html = r"<h1>😀 Ferry<\/h1>\n <p>Share<\/p><p>It sailed at dawn.<\/p><p>Share<\/p>";
    // Text nodes: `😀 Ferry\n ShareIt sailed at dawn.Share`; the smiley is two units.
    let region = |offsets: &str, text: &str| {
        format!(
            r#"{{"type": "hypertextlabels", "value": {{"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "endOffset": 5, {offsets} {text} "hypertextlabels": ["share"]}}}}"#
        )
    };
    let regions = [
        region(r#""globalOffsets": {"start": 10, "end": 15},"#, ""),
        region(r#""globalOffsets": {"start": 33, "end": 38},"#, r#""text": "Share","#),
        region("", r#""text": "at dawn.","#),
        region("", ""),
    ];
    let content = format!(r#"[{{"id": 9, "data": {{"html": "{html}"}}, "annotations": [{{"result": [{}]}}]}}]"#, regions.join(","));
    let (tally, corpus) = imported("label-studio", "export.json", &content, "");
    let example = &corpus.examples[0];
    assert!(example.document.page().is_some());
    assert_eq!(spans(example), labelled(&[("share", "Share"), ("share", "at dawn."), ("share", "Share")]));
    assert_eq!(reasons(&tally), [("form", 1)]);
}

#[test]
fn label_studio_json_min_is_read() {
    let content = r#"[{"id": 12, "text": "😀 Home News", "label": [{"start": 3, "end": 7, "text": "Home", "labels": ["nav", "ad"]}], "annotator": 1}]"#;
    let (tally, corpus) = imported("label-studio", "min.json", content, "");
    assert_eq!((corpus.examples[0].document.meta.id.as_str(), spans(&corpus.examples[0])), ("12", labelled(&[("nav", "Home")])));
    assert_eq!(reasons(&tally), [("overlap", 1)]);
}

#[test]
fn prodigy_takes_accepted_answers_only_and_token_ends_are_inclusive() {
    let lines = [
        r#"{"text": "😀 Home News", "spans": [{"start": 2, "end": 6, "label": "nav"}, {"token_start": 2, "token_end": 2, "label": "nav"}], "tokens": [{"text": "😀", "start": 0, "end": 1, "id": 0}, {"start": 2, "end": 6}, {"start": 7, "end": 11}], "answer": "accept", "meta": {"doc": "a"}}"#,
        r#"{"text": "rejected", "spans": [], "answer": "reject"}"#,
        r#"{"text": "ignored", "spans": [], "answer": "ignore"}"#,
        r#"{"text": "no answer", "meta": {"doc": "a"}}"#,
        r#"{"text": "😀 Home News", "spans": [], "answer": "accept", "_annotator_id": "second"}"#,
        r#"{"text": "fine", "spans": [{"token_start": 7, "token_end": 9, "label": "ad"}]}"#,
    ];
    let (tally, corpus) = imported("prodigy", "db.jsonl", &lines.join("\n"), "");
    assert_eq!(spans(&corpus.examples[0]), labelled(&[("nav", "Home"), ("nav", "News")]));
    let ids: Vec<&str> = corpus.examples.iter().map(|example| example.document.meta.id.as_str()).collect();
    assert_eq!(ids, ["a", "db-6"]);
    assert_eq!(skipped(&tally), [("ignored answers", 1), ("rejected answers", 1)]);
    assert_eq!(reasons(&tally), [("form", 1), ("id twice", 1), ("text twice", 1)]);
}

#[test]
fn spacy_is_read_as_training_data_and_as_doc_json() {
    let lines = [
        r#"["😀 Home one", {"entities": [[2, 6, "nav"], [2, 6, "ad"]]}]"#,
        r#"{"text": "Home two", "ents": [{"start": 0, "end": 4, "label": "nav"}], "tokens": []}"#,
        r#"{"text": "Home three", "spans": {"sc": [{"start": 0, "end": 4, "label": "nav", "kb_id": ""}]}}"#,
    ];
    let (tally, corpus) = imported("spacy", "train.jsonl", &lines.join("\n"), "");
    assert!(corpus.examples.iter().all(|example| spans(example) == labelled(&[("nav", "Home")])));
    assert_eq!(reasons(&tally), [("overlap", 1)]);
    let (tally, corpus) = imported("spacy", "train.json", &format!("[\n{}\n]", lines.join(",\n")), "");
    assert_eq!((corpus.examples.len(), tally.first[0].line()), (3, Some(2)));
}

const WEBANNO: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarseValue\n#T_SP=webanno.custom.Zone|identifier|value\n#T_SP=webanno.custom.ad\n#T_RL=webanno.custom.R|BT_webanno.custom.Zone\n\n\n#Text=Home 😊 News\\\\\n#Sentence.id=1\n1-1\t0-4\tHome\tNN\tN\thttp://x/1[1]\tnav[1]\t_\t_\t\n1-2\t5-7\t😊\t_\t_\thttp://x/1[1]\tnav[1]\t_\t_\t\n1-3\t8-13\tNews\\\\\t_\t_\t_|_\tnav|sh\\_are\t*\t_\t\n1-3.1\t8-10\tNe\t_\t_\t_\t_\t_\t_\t\n\n#Text=Buy it now\n2-1\t14-17\tBuy\t_\t_\t_\t_\t*[2]\t_\t\n2-2\t18-20\tit\t_\t_\t_\t_\t*[2]\t_\t\n2-3\t21-24\tnow\t_\t_\t*[3]\tpromo[3]\t_\t_\t\nbroken line\n";

#[test]
fn webanno_is_read_with_utf_16_offsets_and_spans_over_tokens() {
    let (tally, corpus) = imported("webanno", "page.tsv", WEBANNO, "sh_are,share\n");
    assert_eq!(corpus.examples[0].document.text(), "Home 😊 News\\\nBuy it now");
    assert_eq!(spans(&corpus.examples[0]), labelled(&[("nav", "Home 😊"), ("nav", "News\\"), ("ad", "Buy it"), ("promo", "now")]));
    assert_eq!((tally.placed, tally.rejected, reasons(&tally)), (4, 3, vec![("line", 1), ("overlap", 2)]));
    assert_eq!(skipped(&tally), [("layers that are no zones", 2)]);
}

#[test]
fn webanno_takes_the_text_beside_it_and_refuses_other_versions() {
    let place = folder();
    let input = place.path().join("in");
    write(input.join("page.tsv"), WEBANNO);
    write(input.join("page.txt"), "Home 😊 News\\ Buy it now\n");
    write(input.join("old.tsv"), "# webanno.custom.Zone | value\n");
    let output = place.path().join("out");
    let tally = import("webanno", &input, &output, &Plan::default());
    assert_eq!(corpus::open(&output).expect("good").examples[0].document.text(), "Home 😊 News\\ Buy it now\n");
    assert_eq!(tally.reasons["unreadable"], 1);
    assert!(tally.first.iter().any(|error| error.to_string().contains("old.tsv:1: not WebAnno TSV 3")));
}

#[test]
fn defaults_fill_only_what_a_document_does_not_say() {
    let place = folder();
    let [input, output] = ["in.jsonl", "out"].map(|name| place.path().join(name));
    write(&input, "{\"text\": \"One.\", \"source\": \"Echo\", \"format\": \"markdown\"}\n{\"text\": \"Two.\"}\n");
    let defaults = Defaults { source: "Courier".into(), lang: "en".into(), licence: "CC0-1.0".into(), ..Defaults::default() };
    import("doccano", &input, &output, &Plan { defaults, ..Plan::default() });
    let manifest = std::fs::read_to_string(output.join("documents.csv")).expect("a manifest");
    let expected = "id,file,source,event,lang,format,licence,origin\nin-1,Echo/in-1.md,Echo,,en,markdown,CC0-1.0,\nin-2,Courier/in-2.txt,Courier,,en,plain,CC0-1.0,\n";
    assert_eq!(manifest, expected);
}

#[test]
fn imported_spans_pass_the_check_of_native_corpora() {
    let content = "{\"text\": \"Home \\n\\n News\\u0000\\u2028x\\r\\n\", \"label\": [[0, 16, \"nav\"]], \"source\": \"s\", \"lang\": \"en\", \"licence\": \"x\"}\n";
    let place = folder();
    let [input, output] = ["in.jsonl", "out"].map(|name| place.path().join(name));
    write(&input, content);
    let tally = import("doccano", &input, &output, &Plan::default());
    assert_eq!((tally.placed, tally.spans), (1, 2));
    let checked = corpus::check::check(&gleaner::corpus::Files::Folder(output));
    assert!(checked.findings.is_empty(), "{:?}", checked.findings);
}

#[test]
fn broken_records_are_counted_and_the_rest_is_read() {
    let lines = [
        "\u{feff}{\"text\": \"good\", \"label\": []}",
        "{\"text\": ",
        "nonsense \0 here",
        "[]",
        "{\"text\": 5}",
        "{\"text\": \"  \"}",
        "{\"text\": \"x\", \"doc\": \"a\\u0000b\"}",
        &format!("{}{}", "[".repeat(5000), "]".repeat(5000)),
        "",
        "{\"text\": \"also good\"}",
    ];
    for id in ["doccano", "prodigy"] {
        let (tally, corpus) = imported(id, "in.jsonl", &lines.join("\n"), "");
        assert_eq!((corpus.examples.len(), tally.documents_rejected), (2, 7), "{id}: {}", tally.text(20));
    }
}

#[test]
fn a_list_that_breaks_off_is_one_error_and_nothing_is_written() {
    let place = folder();
    let [input, output] = ["in.json", "out"].map(|name| place.path().join(name));
    write(&input, "[{\"data\": {\"text\": \"x\"}, \"annotations\": [{\"result\": []}]},\n{\"data\":");
    let read = format("label-studio").read.expect("is read");
    let error = annotation::import(read, &input, &output, &Plan::default()).expect_err("cut off").to_string();
    assert!(error.contains("in.json:2: not a JSON list from column") && error.contains("cut off"), "{error}");
    assert_eq!(std::fs::read_dir(place.path()).expect("a folder").count(), 1);
}

/// A text with its spans in characters: letters of one to four bytes, white space of every kind.
fn text_and_spans() -> impl Strategy<Value = (String, Vec<(usize, usize)>)> {
    let character = prop_oneof![
        3 => "[a-c]",
        1 => prop::sample::select(vec!["é", "漢", "😀", "e\u{301}", "👩‍👩‍👧", "\u{feff}", "\u{200b}"]).prop_map(str::to_string),
        1 => prop::sample::select(vec![" ", "\n", "\r\n", "\t", "\u{a0}", "\u{2028}"]).prop_map(str::to_string),
    ];
    let text = prop::collection::vec(character, 1..80).prop_map(|parts| parts.concat());
    (text, prop::collection::vec((0usize..200, 0usize..200), 0..8))
}

fn config() -> ProptestConfig {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(20_260_101);
    ProptestConfig { cases: 256, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_boundary_goes_to_each_unit_and_back((text, _) in text_and_spans()) {
        for unit in Unit::ALL {
            let offsets = Offsets::new(&text, unit);
            let counted = |end: usize| match unit {
                Unit::Bytes => end,
                Unit::CodePoints => text[..end].chars().count(),
                Unit::Utf16 => text[..end].encode_utf16().count(),
            };
            let mut boundaries = Vec::new();
            for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
                prop_assert_eq!(offsets.from_byte(end), counted(end));
                prop_assert_eq!(offsets.to_byte(counted(end)), Ok(end));
                boundaries.push(counted(end));
            }
            for offset in 0..=offsets.length() + 2 {
                let expected = if offset > offsets.length() {
                    Err(BadOffsets::PastEnd { length: offsets.length(), unit })
                } else if boundaries.contains(&offset) {
                    continue;
                } else {
                    Err(BadOffsets::InsideCharacter(unit))
                };
                prop_assert_eq!(offsets.to_byte(offset), expected);
            }
        }
    }

    #[test]
    fn a_mark_with_its_true_quote_is_never_moved((text, ranges) in text_and_spans()) {
        for unit in Unit::ALL {
            let offsets = Offsets::new(&text, unit);
            let marks: Vec<Mark> = ranges.iter().filter_map(|&(a, b)| {
                let span = offsets.span(a, b).ok()?;
                Some(Mark::quoted("ad", a, b, span.slice(&text)))
            }).collect();
            for (mark, placed) in marks.iter().zip(place(&text, unit, &marks)) {
                let placed = placed.expect("placed");
                prop_assert!(!placed.moved);
                prop_assert_eq!(placed.spans[0].slice(&text), mark.quote.as_deref().expect("a quote"));
            }
        }
    }

    #[test]
    fn any_mark_on_any_text_is_placed_on_its_quote_or_refused((text, ranges) in text_and_spans(), quotes in prop::collection::vec("[a-c é😀]{0,3}", 8)) {
        let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let marks: Vec<Mark> = ranges.iter().zip(&quotes).map(|(&(a, b), quote)| Mark::quoted("ad", a, b, quote)).collect();
        for (mark, placed) in marks.iter().zip(place(&text, Unit::Utf16, &marks)) {
            let quote = squeeze(mark.quote.as_deref().expect("a quote"));
            if let Ok(placed) = placed && !quote.is_empty() {
                prop_assert_eq!(squeeze(placed.spans[0].slice(&text)), quote);
            }
        }
    }

    #[test]
    fn no_format_panics_on_any_line(lines in prop::collection::vec("[\\[\\]{}\",:a-z0-9 \\\\\t\u{0}é😀|_*#=-]{0,60}", 0..6), head in 0usize..3) {
        let heads = ["", "{\"text\": \"ab c\", \"spans\": [[", "#FORMAT=WebAnno TSV 3.2\n#T_SP=x|y\n#Text=ab c\n1-1\t0-2\tab\t"];
        let content = format!("{}{}", heads[head], lines.join("\n"));
        let place = folder();
        for (format, read) in annotation::ALL.iter().filter_map(|format| Some((format, format.read?))) {
            let input = place.path().join("in.txt");
            write(&input, &content);
            write(place.path().join("in.ann"), &content);
            // Whatever comes of it: a tally or an error.
            let outcome = annotation::import(read, &input, &place.path().join(format.id), &Plan::default());
            prop_assert!(outcome.is_err() || !outcome.expect("a tally").text(3).is_empty());
        }
    }
}
