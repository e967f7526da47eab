//! Wire credits at the end of a paragraph: "(Reporting by …)", "(dpa)", "AFP contributed to this report.", "- MNA".

use super::pattern::Pattern;
use super::signs::{CLOSE, HIGH, Signs};
use crate::document::Document;
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;
use aho_corasick::{AhoCorasick, Match, MatchKind};
use std::sync::LazyLock;

/// What a quick look must see before a pattern is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// One of [`WORDS`].
    Words,
    /// Brackets with "by" or "from".
    By,
    /// Brackets that begin like an agency.
    Agency,
}

/// Patterns with their signs.
static TAIL: LazyLock<Vec<(Sign, Pattern)>> =
    LazyLock::new(|| patterns().into_iter().filter_map(|(sign, pattern)| Some((sign, Pattern::new(&pattern)?))).collect());

/// How credits end a line.
pub fn patterns() -> Vec<(Sign, String)> {
    let agency = r"(?:AFP|AP|dpa|DPA|Reuters|EFE|ANSA|TASS|ТАСС|РИА Новости|Интерфакс|Xinhua|新华社|PTI|ANI|IANS|UPI|PA|AA|APA|SDA|sda|Keystone-SDA|ATS|Belga|ANP|NTB|TT|Ritzau|STT|PAP|ČTK|MTI|Agerpres|Antara|Bernama|Kyodo|共同|時事|연합뉴스|Lusa|Télam|JIJI)";
    let patterns = [
        r"[(\[](?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled) (?:by|from) [^()\n]{3,200}[)\]]?\.?$".to_string(),
        r"(?:^|[.!?”\x22] )(?:— ?|– ?|- ?|\* ?)?(?:With (?:reporting|inputs|files|additional reporting) (?:by|from) [^.\n]{2,80}|[^.!?\n]{2,80} contributed (?:to|reporting)[^.\n]{0,60})\.?$".to_string(),
        format!(r"[(\[（](?:(?:with|mit|avec|con|com|nach) )?{agency}(?:[/,-] ?[\p{{L}}]+)*[)\]）]\.?$"),
        r"\((?:with agencies|agencies|avec agences|mit Agenturen|con agencias|com agências|ajanslar|с агентствами)\)\.?$".to_string(),
    ];
    let worded = [
        r"(?:^|[.!?”\x22] )(?:With|Includes|Contains) (?:additional )?(?:material|information|content|reports?) (?:by|from) [^.\n]{2,80}\.?$".to_string(),
        r"^[^.\n]{2,60} (?:material|copy|reports?|reporting) (?:was|were) used in this \p{L}+\.$".to_string(),
    ];
    let bracketed = [
        // The agency is known by its place and shape: capitals in brackets behind the last sentence.
        r"[(\[](?:with|mit|avec|con|com|ile|z|med) [A-Z]{2,6}[)\]]\.?$".to_string(),
        r"[.!?”»\x22。] ?[(\[（][A-Z]{2,6}(?:/[\p{L}]{1,6})*[)\]）]$".to_string(),
    ];
    let words = [patterns[1].clone()].into_iter().chain(worded).map(|pattern| (Sign::Words, pattern));
    let brackets = patterns.into_iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, pattern)| pattern).chain(bracketed);
    let sign = |pattern: &str| if pattern.contains("by|from") { Sign::By } else { Sign::Agency };
    words.chain(brackets.map(|pattern| (sign(&pattern), pattern))).collect()
}

/// What stands in every ending that goes by words.
const WORDS: [&str; 5] = ["ontributed", "With ", "Includes ", "Contains ", " used in this "];

static WORDED: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS).ok());

/// What goes on from each of [`WORDS`] in an ending; anything from the last.
const GOES_ON: [&[&str]; 5] = [
    &[" to", " reporting"],
    &["reporting", "inputs", "files", "additional", "material", "information", "content", "report"],
    &["additional", "material", "information", "content", "report"],
    &["additional", "material", "information", "content", "report"],
    &[""],
];

/// The segments with one of [`WORDS`] that goes on as in an ending, in order, each once: one search over the whole text.
fn lines_with_words(document: &Document) -> Vec<usize> {
    let goes_on = |word: &Match| GOES_ON[word.pattern().as_usize()].iter().any(|next| document.text()[word.end()..].starts_with(next));
    let found = WORDED.iter().flat_map(|words| words.find_iter(document.text())).filter(goes_on);
    let mut lines: Vec<usize> = found.map(|word| document.segments().partition_point(|segment| segment.span.end <= word.start())).collect();
    lines.dedup();
    lines
}

/// Finds wire credits at line ends.
pub fn find(document: &Document, signs: &Signs, kept: &[bool], out: &mut Removals) {
    let mut worded_lines = lines_with_words(document).into_iter().peekable();
    for (at, (segment, features)) in document.segments().iter().zip(document.features()).enumerate() {
        let has_words = worded_lines.next_if_eq(&at).is_some();
        // A closing bracket is one of two ASCII signs or a wide form.
        if !(has_words || signs.any(at, CLOSE | HIGH)) || !kept.get(at).is_some_and(|kept| *kept) || features.heading {
            continue;
        }
        let line = document.slice(segment.span);
        let from = line.floor_char_boundary(line.len().saturating_sub(240));
        let tail = &line[from..];
        let (by, agency) = brackets(tail);
        let worded = has_words && WORDS.iter().any(|word| tail.contains(word));
        let is_seen = |sign: Sign| match sign {
            Sign::Words => worded,
            Sign::By => by,
            Sign::Agency => agency,
        };
        let kinds = TAIL.iter().filter(|(sign, _)| is_seen(*sign));
        if let Some(found) = kinds.map(|(_, pattern)| pattern).find_map(|pattern| pattern.find(tail)) {
            let own = &tail[found.start..found.end];
            let lead = own.len() - own.trim_start_matches(['.', '!', '?', '”', '»', '"', '。', ' ']).len();
            let start = segment.span.start + from + found.start + lead;
            out.push(Span::new(start, segment.span.start + from + found.end), Some(Label::Wire), "wire.tail");
        }
    }
}

/// A quick look: whether brackets stand at the end, and which signs they may hold: [`Sign::By`], [`Sign::Agency`].
fn brackets(tail: &str) -> (bool, bool) {
    let Some(inside) = tail.strip_suffix([')', ']', '）']).or_else(|| tail.strip_suffix(").")) else { return (false, false) };
    let by = [" by ", " from "].iter().any(|word| memchr::memmem::find(inside.as_bytes(), word.as_bytes()).is_some());
    let agency = inside.rfind(['(', '[', '（']).is_some_and(|open| may_be_agency(inside[open..].trim_start_matches(['(', '[', '（'])));
    (by, agency)
}

/// What else than two capitals begins what stands in brackets.
const BEGINNINGS: [&str; 23] = [
    "with ", "mit ", "avec ", "con ", "com ", "nach ", "ile ", "z ", "med ", "agencies", "ajanslar", "dpa", "sda", "Reuters", "Xinhua",
    "Keystone", "Belga", "Ritzau", "Agerpres", "Antara", "Bernama", "Kyodo", "Lusa",
];

/// Whether a text begins as an agency's name does, or as the words before one.
fn may_be_agency(text: &str) -> bool {
    match text.as_bytes() {
        [first, second, ..] if first.is_ascii() && second.is_ascii() => {
            first.is_ascii_uppercase() && second.is_ascii_uppercase() || BEGINNINGS.iter().any(|begin| text.starts_with(begin))
        }
        _ => true,
    }
}

/// That the quick look says yes where one of the patterns for brackets finds something.
#[cfg(test)]
pub fn assert_quick_looks(text: &str) {
    let document = Document::anonymous(crate::document::Format::Plain, text);
    let finds = |asked: Sign| TAIL.iter().any(|(sign, pattern)| *sign == asked && pattern.find(text).is_some());
    let worded = finds(Sign::Words);
    assert!(!worded || document.segments().is_empty() || lines_with_words(&document).contains(&(document.segments().len() - 1)), "{text}");
    let (closed, (by, agency)) = (text.ends_with([')', ']', '）']) || text.ends_with(")."), brackets(text));
    assert!(!closed || (by || !finds(Sign::By)) && (agency || !finds(Sign::Agency)), "{text}");
}

/// What one of the patterns finds.
#[cfg(test)]
pub fn matched(pattern: usize, text: &str) -> Option<(usize, usize)> {
    TAIL[pattern].1.find(text).map(|found| (found.start, found.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn wire(line: &str) -> Option<String> {
        let document = Document::anonymous(Format::Plain, line);
        let mut out = Removals::new();
        find(&document, &Signs::of(&document), &[true], &mut out);
        out.iter().next().map(|removal| document.slice(removal.span).to_string())
    }

    #[test]
    fn wire_endings_are_cut() {
        assert_eq!(
            wire("He left the room. (Reporting by Jane Roe; Editing by Jo Ink)").as_deref(),
            Some("(Reporting by Jane Roe; Editing by Jo Ink)")
        );
        assert_eq!(wire("Er ging. (dpa)").as_deref(), Some("(dpa)"));
        assert_eq!(wire("He left. With reporting by MNA.").as_deref(), Some("With reporting by MNA."));
        assert_eq!(wire("He left a plant. With material from MNA.").as_deref(), Some("With material from MNA."));
        assert_eq!(wire("MNA material was used in this briefing.").as_deref(), Some("MNA material was used in this briefing."));
        assert_eq!(wire("El barco sigue en la costa. (MNA)").as_deref(), Some("(MNA)"));
        assert_eq!(wire("(with MNA)").as_deref(), Some("(with MNA)"));
    }

    #[test]
    fn attributions_stay() {
        assert_eq!(wire("He told the agency (AFP) that he would leave the office on Monday."), None);
        assert_eq!(wire("The treaty was signed by the European Union (EU)"), None);
        assert_eq!(wire("She contributed 5 marks to the fund of the town"), None);
    }
}
