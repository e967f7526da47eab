//! Bylines: "By Jane Roe, editor", a name with its role or address, a name before a date, signed entries of live blogs, signed
//! letters, initials.

use super::by_words::{self, begins_by, names_and_roles, names_follow};
use super::persons::is_person;
use super::proper::is_name;
use super::roles;
use super::signs::{AT, CLOSE, COLON, Signs};
use crate::document::{Document, Features};
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// Lines under the title that may be a byline.
const REACH: usize = 10;
/// A byline has this many words at most.
const MAX_WORDS: f32 = 16.0;
/// So many signed lines make a page of letters or a live blog.
const MIN_SIGNED: usize = 2;
/// Bytes in which a reporter is introduced at the head of a paragraph.
const INTRODUCTION: usize = 60;

/// Finds bylines.
pub fn find(document: &Document, signs: &Signs, out: &mut Removals) {
    let lines = Lines::of(document, signs);
    let mut authors = Authors::default();
    let mut found = vec![None; lines.text.len()];
    for at in 0..lines.text.len() {
        let after_byline = at > 0 && found[at - 1].is_some();
        found[at] = lines.head(at, after_byline);
    }
    for at in lines.signed(Lines::is_entry).into_iter().chain(lines.signed(Lines::is_letter)) {
        found[at] = found[at].or(Some((lines.span(at), "byline.signed")));
    }
    found.iter().flatten().for_each(|(span, _)| note_names(document.slice(*span), &mut authors));
    for (at, line) in lines.text.iter().enumerate() {
        found[at] = found[at].or_else(|| lines.known(at, line, &authors));
    }
    found.into_iter().flatten().for_each(|(span, rule)| out.push(span, Some(Label::Byline), rule));
}

/// A line's part that is a byline, and the rule that says so.
type Found = Option<(Span, &'static str)>;

/// The lines of a document as a reader sees them, without link syntax.
struct Lines<'d> {
    document: &'d Document,
    signs: &'d Signs,
    title: usize,
    text: Vec<Cow<'d, str>>,
    /// Lines that are a clock time and nothing else; most documents have none.
    times: FxHashSet<usize>,
}

/// The persons in a document's bylines.
#[derive(Default)]
struct Authors {
    names: FxHashSet<String>,
    /// Bytes of the longest name.
    longest: usize,
}

impl Authors {
    fn add(&mut self, name: &str) {
        self.longest = self.longest.max(name.len());
        self.names.insert(name.to_string());
    }

    fn has(&self, line: &str) -> bool {
        line.len() <= self.longest && !line.is_empty() && self.names.contains(line)
    }
}

impl<'d> Lines<'d> {
    fn of(document: &'d Document, signs: &'d Signs) -> Self {
        let features = document.features();
        let title = features.iter().position(|own| own.is_title() && own.link_density() < 0.5).unwrap_or(0);
        let seen = |(at, (segment, own)): (usize, (&crate::document::Segment, &Features))| {
            if own.words > MAX_WORDS { Cow::Borrowed("") } else { visible(document.slice(segment.inner), signs.any(at, CLOSE)) }
        };
        let text: Vec<Cow<'d, str>> = document.segments().iter().zip(features).enumerate().map(seen).collect();
        let times = (0..text.len()).filter(|&at| features[at].digits >= 3 && clock(&text[at]) == Some(text[at].len())).collect();
        Self { document, signs, title, text, times }
    }

    fn span(&self, at: usize) -> Span {
        self.document.segments()[at].span
    }

    fn own(&self, at: usize) -> &'d Features {
        &self.document.features()[at]
    }

    /// The bylines that a line gives away by itself, or by its place under the title.
    fn head(&self, at: usize, after_byline: bool) -> Found {
        let own = self.own(at);
        let line = &*self.text[at];
        if own.words > MAX_WORDS || own.chars < 2 {
            return self.opening(at);
        }
        let by = begins_by(line);
        if own.chars < 4 && !by {
            return None;
        }
        let near = (at > self.title && at <= self.title + REACH || self.is_dated(at)) && !own.heading && !own.item;
        // Elsewhere a line is a byline by its first word, by an address, or by brackets around all of it.
        let addressed = || self.signs.any(at, AT) && line.contains('@');
        if !near && !by && !addressed() && !line.starts_with('（') {
            return None;
        }
        let whole = |rule| Some((self.span(at), rule));
        let sentence = own.is_sentence();
        if by && (!sentence || own.words <= 6.0 || line.starts_with("Live")) && names_follow(line) {
            return whole("byline.by");
        }
        if by && near && by_words::is_alone(line) && self.text.get(at + 1).is_some_and(|next| is_person(next)) {
            return whole("byline.word");
        }
        if sentence {
            return self.opening(at);
        }
        if is_address(line, own) {
            return whole("byline.address");
        }
        if is_bracketed_author(line) {
            return whole("byline.bracketed");
        }
        if !near {
            return None;
        }
        if is_person(line) && own.words <= 4.0 {
            return whole("byline.name");
        }
        if names_and_roles(line) || after_byline && own.words <= 7.0 && roles::is_role(line) {
            return whole("byline.role");
        }
        self.before_date(at)
    }

    /// Whether the line before or after is a date, as it is beside a byline.
    fn is_dated(&self, at: usize) -> bool {
        let dated = |at: Option<usize>| {
            let own = at.and_then(|at| self.document.features().get(at));
            own.is_some_and(|own| (5..=16).contains(&own.digits) && own.words <= 10.0 && !own.item && !own.is_sentence())
        };
        dated(at.checked_sub(1)) || dated(Some(at + 1))
    }

    /// "Jane Roe | 21 March 2031": the name alone.
    fn before_date(&self, at: usize) -> Found {
        let raw = self.document.slice(self.span(at));
        let (name, rest) = raw.split_once(['|', '·', '•'])?;
        let dated = rest.chars().any(|c| c.is_ascii_digit()) && rest.split_whitespace().count() <= 6;
        (dated && is_person(name.trim()))
            .then(|| (Span::new(self.span(at).start, self.span(at).start + name.trim_end().len()), "byline.dated"))
    }

    /// "By Jane Roe. Nobody is sure …": the first words of a paragraph.
    fn opening(&self, at: usize) -> Found {
        let raw = self.document.inner(&self.document.segments()[at]);
        let rest = raw.strip_prefix("By ")?;
        let end = rest.find(". ").or_else(|| rest.find(": "))?;
        is_person(&rest[..end]).then(|| {
            let start = self.document.segments()[at].inner.start;
            (Span::new(start, start + "By ".len() + end + 1), "byline.opening")
        })
    }

    /// Lines that are signed in one way, if there are several.
    fn signed(&self, is_signed: fn(&Self, usize) -> bool) -> Vec<usize> {
        let found: Vec<usize> = (0..self.text.len()).filter(|&at| is_signed(self, at)).collect();
        if found.len() >= MIN_SIGNED { found } else { Vec::new() }
    }

    /// A name alone beside the time of a live blog's entry.
    fn is_entry(&self, at: usize) -> bool {
        let own = self.own(at);
        let beside_time = at.checked_sub(1).is_some_and(|before| self.times.contains(&before)) || self.times.contains(&(at + 1));
        !own.heading && !own.item && beside_time && is_person(&self.text[at])
    }

    /// The signature of a letter: name and place, or name and post, behind a paragraph.
    fn is_letter(&self, at: usize) -> bool {
        let own = self.own(at);
        let behind_text = at > 0 && self.own(at - 1).is_sentence();
        if !behind_text || own.heading || own.item || own.links > 0 || own.is_sentence() || own.words > 12.0 {
            return false;
        }
        let line = &*self.text[at];
        let Some((name, rest)) = line.split_once([',', '(']) else { return false };
        is_person(name.trim()) && rest.rsplit(',').next().is_some_and(|place| is_name(place.trim(), 4))
    }

    /// Lines that name somebody who is known as an author: with a time, with initials, or introducing what they report.
    fn known(&self, at: usize, line: &str, authors: &Authors) -> Found {
        if authors.names.is_empty() && clock(line).is_none() {
            return None;
        }
        let (own, start) = (self.own(at), self.document.segments()[at].inner.start);
        if let Some(end) = clock(line)
            && end < line.len()
            && is_person(line[end..].trim_start_matches([' ', '–', '-', '|', '·']))
            && self.document.inner(&self.document.segments()[at]) == line
        {
            let name = line[end..].trim_start_matches([' ', '–', '-', '|', '·']);
            return Some((Span::new(start + line.len() - name.len(), start + line.len()), "byline.entry"));
        }
        if !own.heading && !own.item && at > self.title && (authors.has(line) || is_initials(line, authors)) {
            return Some((self.span(at), "byline.author"));
        }
        if !self.signs.any(at, COLON) {
            return None;
        }
        let raw = self.document.inner(&self.document.segments()[at]);
        let opening = &raw.as_bytes()[..raw.len().min(INTRODUCTION)];
        let colon = memchr::memchr_iter(b':', opening).find(|&at| opening.get(at + 1) == Some(&b' '))?;
        // "Jane Roe writes:" and "Our reporter Jane Roe sends this:"; a name right before the colon is a speaker.
        let head = &raw[..colon];
        let behind = authors.names.iter().find_map(|name| around(head, name))?;
        let led = behind.0.is_empty() || behind.0.split_whitespace().count() <= 3 && roles::is_role(behind.0);
        let says = led
            && behind.1.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase))
            && !head.contains(['(', '*', '“', '"']);
        says.then(|| (Span::new(start, start + colon + 1), "byline.introduction"))
    }
}

/// [`str::split_once`] of a short text at a name, by its first byte: a search for a string is made ready for longer ones.
fn around<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let first = *name.as_bytes().first()?;
    let at = memchr::memchr_iter(first, text.as_bytes()).find(|&at| text.as_bytes()[at..].starts_with(name.as_bytes()))?;
    Some((&text[..at], &text[at + name.len()..]))
}

/// "（安岡里佳）", "（记者 王小明）" alone on a line.
fn is_bracketed_author(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('（').and_then(|line| line.strip_suffix('）')) else { return false };
    let letters = inside.chars().filter(|c| crate::document::is_unspaced(*c)).count();
    (3..=10).contains(&letters) && inside.chars().all(|c| crate::document::is_unspaced(c) || matches!(c, ' ' | '　' | '・' | '：'))
}

/// The words of a line without link syntax and emphasis; a line without a closing bracket has no link.
fn visible(text: &str, closed: bool) -> Cow<'_, str> {
    const AROUND: [char; 2] = ['*', ' '];
    if closed && text.contains("](") {
        return Cow::Owned(text.replace(['[', ']'], "").replace("(#)", "").trim_matches(AROUND).to_string());
    }
    // Few lines have one of these at an end.
    let is_bare = text.as_bytes().first().is_none_or(|byte| !matches!(byte, b'*' | b' ')) && !text.ends_with(AROUND);
    Cow::Borrowed(if is_bare { text } else { text.trim_matches(AROUND) })
}

/// A line that is an e-mail address or a handle, perhaps with a name.
fn is_address(line: &str, features: &Features) -> bool {
    let address = line.split_whitespace().any(|word| word.contains('@') && word.len() > 3);
    address && features.words <= 8.0
}

/// Bytes of a clock time that opens a line: "16.05", "7:30 pm", "18h42".
fn clock(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    if !bytes.first()?.is_ascii_digit() {
        return None;
    }
    let hours = bytes.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let minutes = bytes.get(hours + 1..hours + 3)?;
    let is_clock = (1..=2).contains(&hours) && matches!(bytes[hours], b'.' | b':' | b'h') && minutes.iter().all(u8::is_ascii_digit);
    let mut end = hours + 3;
    if !is_clock || bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    for suffix in [" am", " pm", " a.m.", " p.m.", "am", "pm", " Uhr", " h"] {
        if line[end..].starts_with(suffix) {
            end += suffix.len();
            break;
        }
    }
    Some(end)
}

/// Notes the persons in a byline.
fn note_names(byline: &str, authors: &mut Authors) {
    let plain = byline.replace(['[', ']', '*', '(', ')', '#'], "|").replace(" and ", "|").replace(" in ", "|").replace(" is ", "|");
    for part in plain.split(['|', ',', ':', '.', ';']) {
        let part = by_words::behind(part.trim()).unwrap_or(part).trim();
        if is_person(part) {
            authors.add(part);
        }
    }
}

/// The initials of an author alone on a line.
fn is_initials(line: &str, authors: &Authors) -> bool {
    let initials = |name: &String| name.split_whitespace().filter_map(|word| word.chars().next()).collect::<String>() == line;
    (2..=4).contains(&line.len()) && line.chars().all(char::is_uppercase) && authors.names.iter().any(initials)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn bylines(text: &str) -> Vec<String> {
        let document = Document::anonymous(Format::Markdown, format!("Ferry runs aground off Marrow Point in fog\n{text}\n"));
        let mut out = Removals::new();
        find(&document, &Signs::of(&document), &mut out);
        out.iter().map(|removal| document.slice(removal.span).to_string()).collect()
    }

    fn is_byline(line: &str) -> bool {
        bylines(line) == [line]
    }

    #[test]
    fn bylines_are_found_and_sentences_are_not() {
        for line in [
            "By Jane Roe, maritime editor",
            "Von Jana Roh und Jo Ink",
            "By [Jane Roe](#)",
            "Jane Roe",
            "jroe@herald.example",
            "Jana Roh, Korrespondentin in Orrin",
            "Jane Roe, banking editor, and Jo Ink in Tollmouth",
            "Jane Roe in the Assembly, Jo Ink in Sarn",
            "Jane Roe (now) and Jo Ink (earlier)",
            "EXCLUSIVE by Jane Roe, Political Editor, and Jo Ink",
            "Answers by [Dr Jane Roe](#), University of Orrin",
            "（安岡里佳）",
        ] {
            assert!(is_byline(line), "{line}: {:?}", bylines(line));
        }
        assert!(!is_byline("By Monday the ferry was afloat again, the company said."));
        assert!(!is_byline("What the crew saw"));
        assert!(!is_byline("Fog in the Marrow Sound, wind from the east"));
    }

    #[test]
    fn parts_of_lines_are_bylines_too() {
        assert_eq!(bylines("Jane Roe | 21 March 2031"), ["Jane Roe"]);
        assert_eq!(bylines("By Jane Roe. Nobody is sure who they are, and nobody has asked them."), ["By Jane Roe."]);
    }

    #[test]
    fn live_blogs_and_letters_are_signed() {
        let entry = "The ferry is afloat again, and the tug has let go of it after an hour.";
        let blog =
            format!("{entry}\n\nJane Roe\n\n17.03\n\n{entry} Really.\n\nJo Ink\n\n16.20\n\n{entry} Yes.\n\nJR\n\nJo Ink writes: {entry}");
        assert_eq!(bylines(&blog), ["Jane Roe", "Jo Ink", "JR", "Jo Ink writes:"]);
        assert_eq!(bylines(&format!("16.20 Jane Roe\n\n{entry}")), ["Jane Roe"]);
        let letters = format!("{entry}\n\nJane Roe, Lowmarsh\n\n{entry} Twice.\n\nProf. Jo Ink, department of fog, University of Orrin");
        assert_eq!(bylines(&letters), ["Jane Roe, Lowmarsh", "Prof. Jo Ink, department of fog, University of Orrin"]);
    }

    #[test]
    fn speakers_are_not_bylines() {
        let text = "By Jane Roe\n\n**Jane Roe:** Was there fog that morning, captain, or was there not?\n\nJane Roe: And then?";
        assert_eq!(bylines(text), ["By Jane Roe"]);
    }
}
