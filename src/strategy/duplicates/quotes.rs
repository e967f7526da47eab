//! Pull quotes: lines that stand again as a sentence, or as words in quotation marks, of a longer segment.

use crate::document::{Document, exact_key, is_word_character};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;
use std::ops::Range;

/// A longer line is no pull quote.
const MAX_QUOTE_WORDS: f32 = 60.0;
/// A pull quote may be of so many sentences.
const MAX_PIECES: usize = 4;
/// Letters and digits that begin a sentence: a quick look before it is compared as a whole.
const BEGINNING: usize = 8;

/// The lines of `least` words or more that stand again in a longer one.
pub fn find(document: &Document, least: f32) -> FxHashSet<usize> {
    let (segments, features) = (document.segments(), document.features());
    let mut found = FxHashSet::default();
    let candidates = Candidates::of(document, least);
    if candidates.0.is_empty() {
        return found;
    }
    for (at, own) in features.iter().enumerate() {
        if own.is_long() && (own.sentences >= 2 || own.words >= 12.0) {
            each_part(document.inner(&segments[at]), |part| {
                // Made for the first line that may stand here, and of no use to most parts.
                let keys: OnceCell<Vec<Option<u64>>> = OnceCell::new();
                let other = |line: &usize| *line != at && opens_with(part, document.inner(&segments[*line]));
                for line in candidates.that_begin(part).filter(other) {
                    let key = exact_key(document.inner(&segments[line]));
                    if keys.get_or_init(|| pieces(part).map(exact_key).collect()).contains(&key) {
                        found.insert(line);
                    }
                }
            });
        }
    }
    found
}

/// Whether a text begins with the letters and digits of a line, folded: most that share the first few differ in the next.
fn opens_with(text: &str, line: &str) -> bool {
    let folded = |c: char| if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
    let mut own = text.chars().filter(|c| is_word_character(*c)).map(folded);
    line.chars().filter(|c| is_word_character(*c)).map(folded).all(|c| own.next() == Some(c))
}

/// Lines that may be pull quotes, by their beginnings, in order of these.
struct Candidates(Vec<(u64, usize)>);

impl Candidates {
    fn of(document: &Document, least: f32) -> Self {
        let lines = document.segments().iter().zip(document.features()).enumerate();
        let may_be = lines.filter(|(_, (_, own))| own.words >= least && own.words <= MAX_QUOTE_WORDS && !own.heading);
        let mut own: Vec<(u64, usize)> = may_be.filter_map(|(at, (segment, _))| Some((beginning(document.inner(segment))?, at))).collect();
        own.sort_unstable();
        Self(own)
    }

    /// Those that begin as a text does.
    fn that_begin(&self, text: &str) -> impl Iterator<Item = usize> + use<'_> {
        let begin = beginning(text);
        let from = begin.map_or(self.0.len(), |begin| self.0.partition_point(|(own, _)| *own < begin));
        self.0[from..].iter().take_while(move |(own, _)| Some(*own) == begin).map(|(_, at)| *at)
    }
}

/// The first letters and digits of a text, folded and packed.
fn beginning(text: &str) -> Option<u64> {
    let (mut packed, mut count, mut at) = (0u64, 0, 0);
    while count < BEGINNING {
        let byte = *text.as_bytes().get(at)?;
        let c = if byte.is_ascii() { char::from(byte) } else { text[at..].chars().next()? };
        at += c.len_utf8();
        if is_word_character(c) {
            packed = packed.rotate_left(8) ^ u64::from(u32::from(if c.is_ascii() { c.to_ascii_lowercase() } else { c }));
            count += 1;
        }
    }
    Some(packed)
}

/// Calls `look` with the whole line and with what follows each sentence mark and each quotation mark, in no order.
fn each_part<'t>(line: &'t str, mut look: impl FnMut(&'t str)) {
    let bytes = line.as_bytes();
    look(line);
    memchr::memchr3_iter(b'.', b'!', b'?', bytes).for_each(|at| look(&line[at + 1..]));
    // The quotation mark of ASCII, and the first bytes of the others and of wide sentence marks.
    let quotes = memchr::memchr3_iter(b'"', 0xC2, 0xE2, bytes);
    let wide = memchr::memchr2_iter(0xE3, 0xEF, bytes);
    for at in quotes.chain(wide) {
        let mark = line[at..].chars().next().filter(|c| is_break(*c));
        mark.into_iter().for_each(|mark| look(&line[at + mark.len_utf8()..]));
    }
}

/// A part up to its first sentence marks, and up to its first quotation mark, but not the whole line.
fn pieces(part: &str) -> impl Iterator<Item = &str> {
    breaks(part).take(MAX_PIECES).map(|found| &part[..found.start])
}

/// The places of sentence and quotation marks.
fn breaks(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    line.char_indices().filter(|(_, c)| is_break(*c)).map(|(at, c)| at..at + c.len_utf8())
}

const fn is_break(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use proptest::prelude::*;

    /// [`find`] by the keys of all pieces.
    fn by_keys(document: &Document, least: f32) -> FxHashSet<usize> {
        let (segments, features) = (document.segments(), document.features());
        let line = |at: usize| document.inner(&segments[at]);
        let may_be = |at: &usize| {
            let own = &features[*at];
            own.words >= least && own.words <= MAX_QUOTE_WORDS && !own.heading && beginning(line(*at)).is_some()
        };
        let mut found = FxHashSet::default();
        let longer =
            (0..segments.len()).filter(|&at| features[at].is_long() && (features[at].sentences >= 2 || features[at].words >= 12.0));
        for at in longer {
            each_part(line(at), |part| {
                let keys: Vec<Option<u64>> = pieces(part).map(exact_key).collect();
                let alike =
                    |other: &usize| *other != at && beginning(line(*other)) == beginning(part) && keys.contains(&exact_key(line(*other)));
                found.extend((0..segments.len()).filter(may_be).filter(alike));
            });
        }
        found
    }

    /// Sentences of few words, some of which stand again in a longer line.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let sentence =
            prop::collection::vec(prop::sample::select(vec!["the", "Ferry", "ran", "École", "aground", "“off”", "at", "dawn", "İz"]), 3..9);
        let sentence =
            (sentence, prop::sample::select(vec![".", "!", "", "。", "”", "…"])).prop_map(|(words, mark)| words.join(" ") + mark);
        prop::collection::vec(sentence, 1..8).prop_flat_map(|sentences| {
            let line = prop::collection::vec(prop::sample::select(sentences), 1..6).prop_map(|sentences| sentences.join(" "));
            prop::collection::vec(line, 1..10)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn quotes_are_those_with_the_key_of_a_piece(lines in lines()) {
            let document = Document::anonymous(Format::Plain, lines.join("\n\n"));
            prop_assert_eq!(find(&document, 3.0), by_keys(&document, 3.0));
        }
    }

    /// The bytes that are looked for begin every mark.
    #[test]
    fn no_mark_is_passed_over() {
        for mark in '\0'..=char::MAX {
            let line = format!("é{mark}x");
            let mut parts = Vec::new();
            each_part(&line, |part| parts.push(part.to_string()));
            let expected: Vec<&str> = std::iter::once(&*line).chain(breaks(&line).map(|place| &line[place.end..])).collect();
            assert_eq!(parts, expected, "{mark}");
        }
    }
}
