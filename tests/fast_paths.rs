//! The fast ways of reading a text against simple ones, over generated text of many scripts: folded lines, keys of lines, phrases, and
//! lines.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

#[allow(dead_code)] // other tests use the rest
mod generators;
mod reference;

use generators::{config, format, line, text};
use gleaner::document::{Document, FoldedLine, Format, Language, exact_key, fold_into, key};
use gleaner::strategy::lexicon::{Lexicon, MIN_CUES, PlainLine};
use proptest::prelude::*;

fn anonymous(format: Format, text: &str) -> Document {
    Document::anonymous(format, text)
}

/// Runs of words, signs and odd characters, closer together than in real lines.
fn dense() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[A-Za-z]{1,6}",
        2 => "[0-9]{1,4}",
        3 => "[ .,:;!?'\"()*#`|\\-]{1,3}",
        2 => Just(" ".to_string()),
        2 => "[’“”…–—«»·©İĳßéПяσΣ日本ไ한\u{a0}\u{301}\u{200b}\u{2028}१½]{1,2}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![2 => line(), 3 => dense(), 1 => "[a-zA-Z ]{4090,4200}"]
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn folded_lines_and_keys_are_those_of_single_characters(format in format(), lines in prop::collection::vec(any_line(), 1..4)) {
        let document = anonymous(format, &lines.join("\n"));
        let mut line = FoldedLine::default();
        for segment in document.segments() {
            fold_into(document.text(), segment, document.links(), &mut line);
            let (simple, link_at) = reference::folded(document.text(), segment, document.links_of(segment));
            prop_assert_eq!((&line.text, line.link_at), (&simple, link_at));
            let inner = document.inner(segment);
            prop_assert_eq!((key(inner), exact_key(inner)), (reference::key(inner, true), reference::key(inner, false)));
        }
    }

    #[test]
    fn phrases_are_found_as_by_looking_for_each(parts in prop::collection::vec((any::<prop::sample::Index>(), "[ .:»|-]{0,2}|[a-zé日]{1,3}"), 1..4), lang in prop::sample::select(vec!["en", "de", "zh", "ru", ""])) {
        let lexicon = Lexicon::of(&Language::new(lang));
        let phrases: Vec<&str> = lexicon.rules().iter().flat_map(|rule| rule.phrases.iter().copied()).collect();
        let text: String = parts.iter().map(|(phrase, behind)| phrase.get(&phrases).trim_end_matches('*').to_string() + behind).collect();
        let document = anonymous(Format::Plain, &format!(".{text}"));
        let mut plain = PlainLine::default();
        for segment in document.segments() {
            let mut line = FoldedLine::default();
            fold_into(document.text(), segment, document.links(), &mut line);
            line.text.remove(0);
            let is_short = plain.read_folded(&line.text);
            for words in [1.0, 12.0, 30.0, 50.0] {
                let features = gleaner::document::Features { words, ..Default::default() };
                let found = lexicon.find(&line, &features).map(|hit| (hit.rule.id, hit.end, hit.whole));
                prop_assert_eq!(found, reference::find(lexicon.rules(), &line, words), "{:?}", line.text);
                let cues = lexicon.find_cues(&line, &features, MIN_CUES).map(|rule| rule.id);
                prop_assert_eq!(cues, reference::find_cues(lexicon.rules(), &line.text, words), "{:?}", line.text);
                // A line that is passed over has no phrase, and its cues are counted the same.
                prop_assert!(!is_short || found.is_none() || lexicon.may_hold(&plain), "{:?}", line.text);
                if let Some(places) = lexicon.places_of_cues(&plain).filter(|_| is_short) {
                    prop_assert_eq!(lexicon.find_or_places_of_cues(&line, &features).err(), Some(places), "{:?}", line.text);
                }
            }
        }
    }

    #[test]
    fn lines_and_segments_are_those_of_single_characters(text in text()) {
        let document = anonymous(Format::Plain, &text);
        let simple = reference::lines(&text);
        let own: Vec<(usize, usize, bool)> =
            document.segments().iter().map(|segment| (segment.span.start, segment.span.end, segment.blank_before)).collect();
        if !generators::is_wrapped(&document) {
            prop_assert_eq!(own, simple);
        } else {
            prop_assert!(own.iter().all(|(start, end, _)| simple.iter().any(|line| line.0 == *start) && simple.iter().any(|line| line.1 == *end)));
        }
    }
}
