//! The shipped corpus keeps its promises: every check passes, the design is balanced, every label is there, and the
//! figures printed in `corpus/README.md` are the computed ones. `cargo test --test corpus -- --nocapture tables` prints
//! the README's tables afresh.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::print_stdout, missing_docs)]

use gleaner::corpus::check::{Checked, check, shipped_files};
use gleaner::corpus::{Corpus, Example, brat, open, shipped};
use gleaner::document::Format;
use gleaner::gold::Task;
use gleaner::label::Label;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Outlets of the balanced core, documents of each, events, and outlets that report each event.
const CORE: (usize, usize, usize, usize) = (12, 6, 12, 6);
/// All documents, and those labelled a second time.
const DOCUMENTS: (usize, usize) = (138, 34);
/// Web pages: outlets that have them, and pages of each.
const PAGES: (usize, usize) = (6, 4);
/// Languages beside English, and documents in each at least.
const LANGUAGES: [&str; 10] = ["ar", "de", "es", "fr", "hi", "ja", "pt", "ru", "tr", "zh"];
/// Disagreements shorter than this (characters, in all) are not listed one by one.
const LISTED_DISAGREEMENT: u64 = 40;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn corpus() -> Corpus {
    shipped().expect("the shipped corpus loads")
}

fn checked() -> Checked {
    check(&shipped_files())
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Documents, spans and visible characters of each label; `body` is what nobody labelled.
fn label_counts(corpus: &Corpus) -> BTreeMap<Label, [usize; 3]> {
    let mut counts: BTreeMap<Label, [usize; 3]> = BTreeMap::new();
    for Example { document, gold } in &corpus.examples {
        let mut own: BTreeMap<Label, [usize; 3]> = BTreeMap::new();
        for labelled in gold.cover(document.text().len()) {
            let chars = visible(labelled.span.slice(document.text()));
            if chars > 0 {
                let entry = own.entry(labelled.label).or_default();
                *entry = [1, entry[1] + 1, entry[2] + chars];
            }
        }
        for (label, [documents, spans, chars]) in own {
            let sum = counts.entry(label).or_default();
            *sum = [sum[0] + documents, sum[1] + spans, sum[2] + chars];
        }
    }
    counts
}

fn is_page(example: &Example) -> bool {
    example.document.meta.format == Format::Html
}

/// Examples by outlet, of web pages or of texts.
fn by_source(corpus: &Corpus, pages: bool) -> BTreeMap<&str, Vec<&Example>> {
    let mut sources: BTreeMap<&str, Vec<&Example>> = BTreeMap::new();
    for example in corpus.examples.iter().filter(|example| is_page(example) == pages) {
        sources.entry(example.document.meta.source.as_str()).or_default().push(example);
    }
    sources
}

/// The outlets of the core with their events; web pages stand beside the core.
fn core(corpus: &Corpus) -> BTreeMap<&str, BTreeSet<&str>> {
    let full = by_source(corpus, false).into_iter().filter(|(_, examples)| examples.len() == CORE.1);
    full.map(|(source, examples)| (source, examples.iter().map(|example| example.document.meta.event.as_str()).collect())).collect()
}

fn second_labelling(id: &str) -> Option<String> {
    std::fs::read_to_string(folder().join(format!("second/{id}.ann"))).ok()
}

#[test]
fn the_shipped_corpus_passes_every_check() {
    let checked = checked();
    let findings: Vec<String> = checked.findings.iter().map(|finding| format!("{} [{}]", finding.error, finding.rule)).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    assert_eq!((checked.documents, corpus().examples.len()), (DOCUMENTS.0, DOCUMENTS.0));
}

#[test]
fn the_compiled_corpus_is_the_folder() {
    let on_disk = open(&folder()).expect("the folder loads");
    assert_eq!(corpus().digest, on_disk.digest, "build again: touch src/corpus/shipped.rs");
}

#[test]
fn every_label_occurs_in_five_documents_or_more() {
    let corpus = corpus();
    let counts = label_counts(&corpus);
    for label in Label::ALL {
        let documents = counts.get(label).map_or(0, |[documents, ..]| *documents);
        assert!(documents >= 5, "`{label}` occurs in {documents} documents");
    }
}

#[test]
fn the_core_is_balanced() {
    let corpus = corpus();
    let core = core(&corpus);
    let (outlets, documents, events, reporting) = CORE;
    assert_eq!(core.len(), outlets);
    assert!(core.values().all(|own| own.len() == documents), "an outlet reports an event twice");
    let all: BTreeSet<&str> = core.values().flatten().copied().collect();
    assert_eq!(all.len(), events);
    for event in all {
        assert_eq!(core.values().filter(|own| own.contains(event)).count(), reporting, "{event}");
    }
    let outlets: Vec<_> = core.iter().collect();
    for (at, (name, own)) in outlets.iter().enumerate() {
        for (other, theirs) in &outlets[at + 1..] {
            assert!((2..=3).contains(&own.intersection(theirs).count()), "{name} and {other}");
        }
    }
    let core_documents = corpus.examples.iter().filter(|example| core.contains_key(example.document.meta.source.as_str()));
    assert!(core_documents.into_iter().all(|example| example.document.meta.lang == "en"));
}

#[test]
fn every_outlet_with_web_pages_has_four_in_one_template_on_events_it_has_not_reported() {
    let corpus = corpus();
    let (texts, pages) = (by_source(&corpus, false), by_source(&corpus, true));
    assert_eq!(pages.len(), PAGES.0);
    for (source, own) in pages {
        assert_eq!(own.len(), PAGES.1, "{source}");
        let event = |example: &&Example| example.document.meta.event.clone();
        let events: BTreeSet<String> = own.iter().map(event).collect();
        assert_eq!(events.len(), PAGES.1, "{source}");
        assert!(texts[source].iter().all(|example| !events.contains(&event(example))), "{source}");
    }
}

/// The writers' marks (`data-gold`) would tell a strategy the answer.
#[test]
fn no_page_carries_its_own_gold() {
    for example in corpus().examples.iter().filter(|example| is_page(example)) {
        let source = example.document.page().map(|page| page.source.to_lowercase()).expect("a page");
        let bare = source.contains("<g>") || source.contains("</g>") && !source.contains("<svg");
        assert!(!source.contains("gold=") && !source.contains("goldmark") && !bare, "{}", example.document.meta.id);
    }
}

#[test]
fn ten_languages_beside_english_have_two_documents_or_more() {
    let corpus = corpus();
    let count = |lang: &str| corpus.examples.iter().filter(|example| example.document.meta.lang == lang).count();
    for lang in LANGUAGES {
        assert!(count(lang) >= 2, "{lang}");
    }
    assert!(corpus.examples.len() - count("en") >= 24);
}

#[test]
fn a_fifth_or_more_is_labelled_twice() {
    let checked = checked();
    assert!(5 * checked.labelled_twice >= checked.documents, "{} of {}", checked.labelled_twice, checked.documents);
}

#[test]
fn the_ten_hard_cases_are_there() {
    let corpus = corpus();
    let ids: Vec<&str> = corpus.examples.iter().map(|example| example.document.meta.id.as_str()).collect();
    for case in 1..=10 {
        assert!(ids.iter().any(|id| id.starts_with(&format!("hard-{case:02}"))), "hard-{case:02}");
    }
    assert_eq!(ids.iter().filter(|id| id.starts_with("hard-")).count(), 12);
}

#[test]
fn hard_case_nine_repeats_one_paragraph_of_prose_in_three_stories() {
    let corpus = corpus();
    let prose = |example: &Example| -> BTreeSet<String> {
        let lines = example.document.text().lines().filter(|line| line.chars().count() > 200);
        let at = |line: &str| line.as_ptr() as usize - example.document.text().as_ptr() as usize;
        let is_body =
            |line: &&str| example.gold.spans().iter().all(|own| own.span.end <= at(line) || own.span.start >= at(line) + line.len());
        lines.filter(is_body).map(str::to_string).collect()
    };
    let stories: Vec<BTreeSet<String>> =
        corpus.examples.iter().filter(|example| example.document.meta.id.starts_with("hard-09")).map(prose).collect();
    let shared = stories.iter().skip(1).fold(stories[0].clone(), |shared, own| &shared & own);
    assert_eq!((stories.len(), shared.len()), (3, 1));
}

/// Text (of a page: its view) and standoff files of every document, and of the second labellings.
fn standoff_files() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for Example { document, .. } in corpus().examples {
        let meta = &document.meta;
        let text = document.text().to_string();
        found.push((text.clone(), folder().join(format!("{}/{}.ann", meta.source, meta.id))));
        let second = folder().join(format!("second/{}.ann", meta.id));
        found.extend(second.exists().then_some((text, second)));
    }
    found
}

#[test]
fn every_gold_is_written_as_its_file_byte_for_byte() {
    let files = standoff_files();
    assert_eq!(files.len(), DOCUMENTS.0 + DOCUMENTS.1);
    for (text, path) in files {
        let annotations = std::fs::read_to_string(&path).expect("standoff");
        let gold = brat::read(&text, &annotations, &path).expect("readable");
        assert_eq!(brat::write(&text, gold.spans()), annotations, "{}", path.display());
    }
}

fn decimals(kappa: Option<f64>) -> String {
    kappa.map_or("NA".into(), |kappa| format!("{kappa:.4}"))
}

/// `1234567` as `1,234,567`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let group = |(at, digit): (usize, char)| {
        let comma = at > 0 && (digits.len() - at).is_multiple_of(3);
        [comma.then_some(','), Some(digit)].into_iter().flatten().collect::<String>()
    };
    digits.chars().enumerate().map(group).collect()
}

/// Rows of the README's table of labels: documents, spans, characters, kappa.
fn label_table(corpus: &Corpus, checked: &Checked) -> Vec<String> {
    let counts = label_counts(corpus);
    let row = |label: &Label| {
        let [documents, spans, chars] = counts.get(label).copied().unwrap_or_default();
        let spans = if *label == Label::Body { "-".into() } else { grouped(spans) };
        format!("| `{label}` | {documents} | {spans} | {} | {} |", grouped(chars), decimals(checked.agreement.of_label(*label)))
    };
    Label::ALL.iter().map(row).collect()
}

/// Rows of the table of languages: documents, outlets, plain, Markdown, HTML, characters, labelled twice.
fn language_table(corpus: &Corpus) -> Vec<String> {
    let mut languages: Vec<&str> = LANGUAGES.to_vec();
    languages.push("en");
    languages.sort_unstable();
    let mut rows: Vec<String> = languages.iter().map(|lang| counts_row(lang, corpus, |own| own == *lang)).collect();
    rows.push(counts_row("all", corpus, |_| true));
    rows
}

fn counts_row(name: &str, corpus: &Corpus, wanted: impl Fn(&str) -> bool) -> String {
    let own: Vec<&Example> = corpus.examples.iter().filter(|example| wanted(&example.document.meta.lang)).collect();
    let outlets: BTreeSet<&str> = own.iter().map(|example| example.document.meta.source.as_str()).collect();
    let formats: Vec<String> =
        Format::ALL.iter().map(|format| own.iter().filter(|example| example.document.meta.format == *format).count().to_string()).collect();
    let chars = own.iter().map(|example| visible(example.document.text())).sum();
    let twice = own.iter().filter(|example| second_labelling(&example.document.meta.id).is_some()).count();
    format!("| {name} | {} | {} | {} | {} | {twice} |", own.len(), outlets.len(), formats.join(" | "), grouped(chars))
}

/// Documents whose two labellings are the same.
fn labelled_alike() -> usize {
    let alike = |(text, path): &(String, PathBuf)| {
        let id = path.file_stem().expect("a name").to_string_lossy();
        let second = second_labelling(&id)?;
        let gold = |annotations: &str| brat::read(text, annotations, path).expect("readable").spans().to_vec();
        (!path.starts_with(folder().join("second")) && gold(&std::fs::read_to_string(path).ok()?) == gold(&second)).then_some(())
    };
    standoff_files().iter().filter_map(alike).count()
}

/// Rows of the table of agreement, and of the disagreements worth listing.
fn agreement_table(checked: &Checked) -> Vec<String> {
    let agreement = &checked.agreement;
    let mut rows = vec![format!("| 26 labels | {} |", decimals(agreement.by_label()))];
    let verdict = |task: &Task| format!("| verdicts of `{task}` | {} |", decimals(agreement.by_verdict(*task)));
    rows.extend(Task::ALL.iter().map(verdict));
    let listed = agreement.disagreements().into_iter().filter(|(_, chars)| *chars >= LISTED_DISAGREEMENT);
    rows.extend(listed.map(|((first, second), chars)| format!("| `{first}` | `{second}` | {chars} |")));
    rows
}

#[test]
fn the_tables_of_the_readme_are_the_computed_ones() {
    let (corpus, checked) = (corpus(), checked());
    let different: u64 = checked.agreement.disagreements().iter().map(|(_, chars)| chars).sum();
    let mut lines = label_table(&corpus, &checked);
    lines.extend(language_table(&corpus));
    lines.extend(agreement_table(&checked));
    lines.iter().for_each(|line| println!("{line}"));
    lines.push(format!("{} characters", grouped(checked.agreement.characters() as usize)));
    lines.push(format!("{} of them", grouped(different as usize)));
    lines.push(format!("In {} of the {} documents they do not differ", labelled_alike(), checked.labelled_twice));
    let readme = std::fs::read_to_string(folder().join("README.md")).expect("corpus/README.md");
    let missing: Vec<&String> = lines.iter().filter(|line| !readme.contains(line.as_str())).collect();
    assert!(missing.is_empty(), "corpus/README.md must say\n{missing:#?}");
}

#[test]
fn the_guide_in_the_readme_has_every_label_with_its_verdicts() {
    let readme = std::fs::read_to_string(folder().join("README.md")).expect("corpus/README.md");
    for label in Label::ALL {
        let verdicts: Vec<String> = Task::ALL.iter().map(|task| format!("{:?}", task.verdict(*label)).to_lowercase()).collect();
        let (start, end) = (format!("| `{label}` |"), format!("| {} |", verdicts.join(" | ")));
        assert!(readme.lines().any(|line| line.starts_with(&start) && line.ends_with(&end)), "{start} … {end}");
    }
}

#[test]
fn real_pages_open_where_they_are_at_hand() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    for name in ["seed-news", "dev-news"] {
        let path = shared.join(name);
        if !path.is_dir() {
            eprintln!("skipped: no real data");
            continue;
        }
        let corpus = open(&path).unwrap_or_else(|error| panic!("{error}"));
        assert!(!corpus.examples.is_empty(), "{name}");
    }
}
