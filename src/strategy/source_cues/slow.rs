//! The quick looks hold: with every sign in every segment the cues are the same, names found without a look at letters are
//! the same, and patterns find what `regex` finds.

use super::signs::Signs;
use super::{Names, Reading, bylines, credits, datelines, inside_lines, wires};
use crate::document::{Document, Format, Meta};
use crate::span::Span;
use crate::strategy::contract::Removals;
use crate::strategy::residue_scrubber;
use proptest::prelude::*;
use regex::Regex;
use std::path::Path;

const PIECES: &[&str] = &[
    "By Jane Roe",
    "by",
    "Von Jana Roh",
    "Par",
    "文/王小明",
    "（安岡里佳）",
    "（写真：山田）",
    "撮影",
    "Jane Roe",
    "Jo Ink",
    "Jane Roe/AFP",
    "dpa",
    "Getty Images",
    "MNA VIDEO",
    "Photo: ",
    "Foto – ",
    "Credit...",
    "Picture by ",
    "© ",
    "(c) ",
    "Copyright 2031 ",
    "The Harbour Herald",
    "Harbour Herald",
    "the Herald",
    "The hour",
    "@jroe",
    "jroe@herald.example",
    "MOSCOW, June 4 (AFP) — ",
    "KOBE – ",
    "Madrid, 3 mar (EFE).- ",
    "/PRESSLANE/ -- ",
    "【新华社】",
    "BERLIN (dpa) - ",
    "देवगढ़, एजेंसी। ",
    "新华社北京3月5日电 ",
    "(Reporting by Jane Roe; Editing by Jo Ink)",
    "(dpa)",
    "(with agencies)",
    "With material from MNA.",
    "AFP contributed to this report.",
    "MNA material was used in this briefing.",
    "The ferry ran aground on Monday with 214 people aboard.",
    "Паром сел на мель в понедельник у побережья.",
    "渡轮星期一在海岸搁浅，没有人受伤。",
    "16.05",
    "7:30 pm",
    "12 March 2031",
    "writes: ",
    "editor",
    "Korrespondentin",
    " in ",
    " and ",
    ", ",
    ". ",
    " / ",
    " - ",
    " via ",
    ": ",
    "|",
    "·",
    "*",
    "**",
    "[x](#)",
    "«Деловой полдень»",
    "“",
    "”",
    "É",
    "İ",
    " ",
    "\u{a0}",
    "\n",
    "\n\n",
    "!",
    "?",
    "…",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(PIECES), prop::bool::ANY), 1..40)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, apart)| [piece, if apart { " " } else { "" }]).collect())
}

/// The texts of the shipped corpus.
fn shipped() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folders = std::fs::read_dir(corpus).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()));
    let texts = files.filter(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "txt"));
    texts.filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

type Cue = (Span, String);

fn cues(document: &Document, reading: &Reading) -> Vec<Cue> {
    let mut out = Removals::new();
    bylines::find(document, &reading.signs, &mut out);
    let kept = vec![true; document.segments().len()];
    inside_lines(document, reading, &kept, true, &mut out);
    residue_scrubber::inside_lines(document, &reading.signs, &kept, &mut out);
    out.iter().map(|removal| (removal.span, removal.rule.to_string())).collect()
}

fn quick_and_slow(text: &str, source: &str) -> (Vec<Cue>, Vec<Cue>) {
    let meta = Meta { source: source.into(), format: Format::Markdown, ..Meta::default() };
    let document = Document::new(meta, text.to_string());
    let quick = Reading::of(&document);
    let named = vec![true; document.segments().len()];
    let slow = Reading { names: Names::of(&document), signs: Signs::all(&document), named };
    document.segments().iter().for_each(|segment| quick.names.assert_quick_looks(document.slice(segment.span)));
    for (segment, _) in document.segments().iter().zip(&quick.named).filter(|(_, named)| !**named) {
        let lines = [document.slice(segment.span), document.inner(segment)];
        assert!(lines.iter().all(|line| !quick.names.is_in(line) && !quick.names.short_in(line)), "{lines:?}");
    }
    (cues(&document, &quick), cues(&document, &slow))
}

fn assert_patterns(line: &str, regexes: &[Regex], own: impl Fn(usize, &str) -> Option<(usize, usize)>) {
    let from = line.floor_char_boundary(line.len().saturating_sub(240));
    for text in [&line[..line.floor_char_boundary(120)], &line[from..]] {
        for (at, regex) in regexes.iter().enumerate() {
            let theirs = regex.find(text).map(|found| (found.start(), found.end()));
            assert_eq!(own(at, text), theirs, "{} in {text}", regex.as_str());
        }
    }
}

fn assert_all(text: &str, regexes: &[Vec<Regex>; 2]) {
    for line in text.lines() {
        assert_patterns(line, &regexes[0], datelines::matched);
        assert_patterns(line, &regexes[1], wires::matched);
        credits::assert_quick_looks(line);
        wires::assert_quick_looks(line);
    }
}

fn regexes() -> [Vec<Regex>; 2] {
    let compile = |pattern: &String| Regex::new(pattern).expect("a pattern");
    [datelines::patterns().iter().map(compile).collect(), wires::patterns().iter().map(|(_, pattern)| compile(pattern)).collect()]
}

#[test]
fn quick_looks_and_patterns_hold_on_texts_of_cues() {
    let regexes = regexes();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(400));
    let held = runner.run(&(texts(), prop::sample::select(vec!["", "harbour-herald", "the-hour", "mna-world"])), |(text, source)| {
        let (quick, slow) = quick_and_slow(&text, source);
        prop_assert_eq!(quick, slow);
        assert_all(&text, &regexes);
        Ok(())
    });
    assert_eq!(held, Ok(()));
}

#[test]
fn quick_looks_and_patterns_hold_on_the_shipped_corpus() {
    let (regexes, texts) = (regexes(), shipped());
    assert!(texts.len() > 100, "the corpus lies beside");
    for text in texts {
        for source in ["", "harbour-herald", "causeway-news"] {
            let (quick, slow) = quick_and_slow(&text, source);
            assert_eq!(quick, slow);
        }
        assert_all(&text, &regexes);
    }
}
