//! `residue-scrubber`: debris of conversion, inside lines.
//!
//! - **Idea**: brackets of dead links, tags, entities, invisible characters and lone symbols are never content.
//! - **Source**: own; datatrove drops lines of symbols, resiliparse skips single icon glyphs.
//! - **Needs**: text. **Parameters**: none.
//! - **Wins**: Markdown made from pages. **Loses**: code and formulas outside fences; ASCII art. **Cost**: O(bytes).

mod debris;

use super::contract::{Context, Entry, Family, Needs, Properties, Removals};
use super::source_cues::signs::{GENERAL, HIGH, LATIN, MARKUP, OPEN, Signs};
use super::{Document, Strategy};
use crate::document::{Kind, Segment};
use crate::label::Label;
use crate::span::Span;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "residue-scrubber",
    version: 1,
    summary: "debris of conversion: link brackets, tags, entities, invisible characters, lone symbols",
    loses: "code and formulas outside fences",
    family: Family::Rules,
    source: "own; cf. datatrove symbol lines, resiliparse glyphs",
    needs: Needs::Text,
    parameters: &[],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |_| Box::new(ResidueScrubber),
};

struct ResidueScrubber;

impl Strategy for ResidueScrubber {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        inside_lines(document, &Signs::of(document), &vec![true; document.segments().len()], out);
    }
}

/// Scrubs the lines that are `kept`; what is left of a line stays.
pub fn inside_lines(document: &Document, signs: &Signs, kept: &[bool], out: &mut Removals) {
    let lines = document.segments().iter().zip(signs.iter());
    for ((segment, signs), _) in lines.zip(kept).filter(|((segment, _), kept)| **kept && segment.kind != Kind::Code) {
        scrub(document, segment, signs, out);
    }
}

fn scrub(document: &Document, segment: &Segment, signs: u16, out: &mut Removals) {
    let text = document.text();
    let line = document.slice(segment.span);
    if line.len() <= 64 && !line.chars().any(char::is_alphanumeric) && document.links_of(segment).is_empty() && is_symbols(line) {
        out.push(segment.span, Some(Label::Markup), "scrub.symbols");
        return;
    }
    for link in document.links_of(segment).iter().filter(|link| text.as_bytes()[link.whole.start] != b'<' && link.whole != link.text) {
        out.push(Span::new(link.whole.start, link.text.start), Some(Label::Markup), "scrub.link");
        out.push(Span::new(link.text.end, link.whole.end), Some(Label::Markup), "scrub.link");
    }
    let found = |start, end| {
        out.push(Span::new(segment.span.start + start, segment.span.start + end), Some(Label::Markup), "scrub.pattern");
    };
    if signs & (MARKUP | OPEN | HIGH) != 0 {
        debris::find(line, found);
    } else if signs & (LATIN | GENERAL) != 0 {
        debris::find_invisible(line, found);
    }
}

/// A line of separators or a lone bullet; not an emoticon, a price or a quotation mark that somebody typed.
fn is_symbols(line: &str) -> bool {
    line.chars().all(|c| {
        c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(
                c,
                '•' | '·'
                    | '–'
                    | '—'
                    | '›'
                    | '»'
                    | '«'
                    | '│'
                    | '¦'
                    | '■'
                    | '□'
                    | '▪'
                    | '●'
                    | '◆'
                    | '▶'
                    | '►'
                    | '▼'
                    | '▲'
                    | '→'
                    | '←'
                    | '↑'
                    | '↓'
                    | '×'
                    | '✕'
                    | '☰'
                    | '…'
                    | '¶'
                    | '★'
                    | '☆'
                    | '\u{200b}'
                    | '\u{feff}'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, render};

    fn cleaned(format: Format, text: &str) -> String {
        let document = Document::anonymous(format, text);
        let mut out = Removals::new();
        ResidueScrubber.remove(&document, &Context::empty(), &mut out);
        out.settle(document.text());
        render(&document, &out.spans(|_| true))
    }

    #[test]
    fn brackets_go_and_words_stay() {
        assert_eq!(cleaned(Format::Markdown, "The [ferry](#) sailed [1] at **dawn**."), "The ferry sailed  at **dawn**.");
        assert_eq!(cleaned(Format::Markdown, "A\n\n•\n\n|\n\n[](#)B&nbsp;<br/>"), "A\n\nB");
    }

    #[test]
    fn code_and_comparisons_stay() {
        let text = "```\nif a[1] < b[2] { c }\n```\nif a < b and c > d";
        assert_eq!(cleaned(Format::Markdown, text), text);
    }
}
