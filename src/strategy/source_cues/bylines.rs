//! Bylines that no phrase begins: a name with e-mail or handle, "Name, role" right under the title, initials at the end.

use crate::document::{Document, Features};
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;
use regex::Regex;
use std::sync::LazyLock;

/// Lines under the title that may be a byline.
const REACH: usize = 8;

/// "By Jane Roe", "Von Jana Roh und Jo Ink", with a role or place behind a comma.
static BY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"\p{Lu}[\p{L}.'’-]*(?: (?:[a-z]{1,3} )?\p{Lu}[\p{L}.'’-]*){0,3}";
    let join = r"(?:,? (?:and|und|et|y|e|ve|&) |, )";
    Regex::new(&format!(r"^(?:By|BY|Von|Par|Por|Di|Door|Av|Af|Autor:|Автор:|بقلم|文/|文|Words by|Written by|Reporting by|Text:?)[ :：]\s?{name}(?:{join}{name})*(?:[,|].{{0,60}})?$")).ok()
});

/// A name alone: two to four capitalised words.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\p{Lu}[\p{L}'’-]+(?: \p{Lu}\.)?(?: (?:de|da|von|van|al|el|bin|di|la|le)){0,2}(?: \p{Lu}[\p{L}'’-]+){1,2}$").ok()
});

/// Finds bylines.
pub fn find(document: &Document, out: &mut Removals) {
    let features = document.features();
    let title = features.iter().position(|own| own.is_title() && own.link_density() < 0.5).unwrap_or(0);
    for (at, (segment, own)) in document.segments().iter().zip(features).enumerate() {
        if own.words > 16.0 || own.is_sentence() || own.chars < 4 {
            continue;
        }
        let raw = document.inner(segment);
        let near = at > title && at <= title + REACH && !own.heading && !own.item;
        // A quick look first: most lines are menus.
        if !near && !raw.contains('@') && !begins_with_by(raw) {
            continue;
        }
        let line = visible(document, segment.inner);
        let rule = if BY.as_ref().is_some_and(|by| by.is_match(&line)) {
            "byline.by"
        } else if is_address(&line, own) {
            "byline.address"
        } else if near && NAME.as_ref().is_some_and(|name| name.is_match(&line)) {
            "byline.name"
        } else {
            continue;
        };
        out.push(segment.span, Some(Label::Byline), rule);
    }
}

/// Whether the line begins with one of the words of [`BY`].
fn begins_with_by(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "By",
        "BY",
        "Von",
        "Par",
        "Por",
        "Di",
        "Door",
        "Av",
        "Af",
        "Autor:",
        "Автор:",
        "بقلم",
        "文",
        "Words",
        "Written",
        "Reporting",
        "Text",
    ];
    let line = line.trim_start_matches(['[', '*', ' ']);
    WORDS.iter().any(|word| line.starts_with(word))
}

/// The words of a line without link syntax.
fn visible(document: &Document, line: Span) -> String {
    let text = document.slice(line);
    if text.contains("](") { text.replace(['[', ']'], "").replace("(#)", "") } else { text.to_string() }
}

/// A line that is an e-mail address or a handle, perhaps with a name.
fn is_address(line: &str, features: &Features) -> bool {
    let address = line.split_whitespace().any(|word| word.contains('@') && word.len() > 3);
    address && features.words <= 8.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn is_byline(line: &str) -> bool {
        let text = format!("Ferry runs aground off Marrow Point in fog\n{line}\n");
        let mut out = Removals::new();
        find(&Document::anonymous(Format::Markdown, text), &mut out);
        !out.is_empty()
    }

    #[test]
    fn bylines_are_found_and_sentences_are_not() {
        assert!(is_byline("By Jane Roe, maritime editor"));
        assert!(is_byline("Von Jana Roh und Jo Ink"));
        assert!(is_byline("By [Jane Roe](#)"));
        assert!(is_byline("Jane Roe"));
        assert!(is_byline("jroe@herald.example"));
        assert!(!is_byline("By Monday the ferry was afloat again, the company said."));
        assert!(!is_byline("What the crew saw"));
    }
}
