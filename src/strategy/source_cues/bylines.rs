//! Bylines that no phrase begins: a name with e-mail or handle, "Name, role" right under the title, initials at the end.

use super::proper::is_name;
use crate::document::{Document, Features};
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;

/// Lines under the title that may be a byline.
const REACH: usize = 8;

/// Words before a name.
const BY: &[&str] = &[
    "By ",
    "BY ",
    "Von ",
    "Par ",
    "Por ",
    "Di ",
    "Door ",
    "Av ",
    "Af ",
    "Autor: ",
    "Автор: ",
    "بقلم ",
    "بقلم: ",
    "文/",
    "文 ",
    "Words by ",
    "Written by ",
    "Reporting by ",
    "Text: ",
];
/// Words between two names.
const AND: &[&str] = &[" and ", " und ", " et ", " y ", " e ", " ve ", " & ", ", "];

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
        let by = BY.iter().any(|by| raw.trim_start_matches(['[', '*', ' ']).starts_with(by.trim_end()));
        if !near && !by && !raw.contains('@') {
            continue;
        }
        let line = visible(document, segment.inner);
        let rule = if by && names_follow(&line) {
            "byline.by"
        } else if is_address(&line, own) {
            "byline.address"
        } else if near && (2..=4).contains(&line.split_whitespace().count()) && is_name(&line, 4) && line.chars().any(char::is_lowercase) {
            "byline.name"
        } else {
            continue;
        };
        out.push(segment.span, Some(Label::Byline), rule);
    }
}

/// "By Jane Roe", "Von Jana Roh und Jo Ink", with a role or place behind a comma or bar.
fn names_follow(line: &str) -> bool {
    let line = line.trim_start_matches('*');
    let Some(rest) = BY.iter().find_map(|by| line.strip_prefix(by)) else { return false };
    let end = AND.iter().filter_map(|and| rest.find(and)).chain(rest.find('|')).min().unwrap_or(rest.len());
    is_name(rest[..end].trim(), 4)
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
