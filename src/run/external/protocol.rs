//! The protocol: one line of JSON asks, one answers.
//!
//! ```text
//! in   {"id": "17", "input": "html", "text": "<html>…", "url": "", "source": "", "lang": ""}
//! out  {"id": "17", "text": "The ferry sailed…"}
//! or   {"id": "17", "spans": [{"start": 0, "end": 12, "label": "nav", "rule": "why"}]}
//! or   {"id": "17", "error": "message"}
//! ```
//!
//! Spans are what is removed: half-open, in Unicode code points of the text that was sent. A program that is sent pages and
//! answers spans is sent `view` too, the text rendered from the page ([`crate::document::html`]), and counts in that. Keys
//! that are not known are passed over, in both directions.

use super::process::Reply;
use super::{Input, Output};
use crate::document::Document;
use crate::label::Label;
use crate::span::{CodePoints, Span};
use crate::strategy::Removals;
use serde::Deserialize;
use serde_json::json;

/// The rule of spans that name none.
const RULE: &str = "external";
/// Characters of a program's own message that are kept.
const MAX_MESSAGE: usize = 500;

/// What was said of a document.
#[derive(Debug, PartialEq)]
pub enum Said {
    /// What is left of it.
    Text(String),
    /// What is removed of it, to be read against the document.
    Spans(Vec<Stretch>),
    /// That it failed, and why.
    Error(String),
}

/// A removed stretch as written: code points.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Stretch {
    start: usize,
    end: usize,
    label: Option<String>,
    rule: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: Option<String>,
    spans: Option<Vec<Stretch>>,
    error: Option<String>,
}

/// The line that asks for a document, with its line break; `None` where a program that reads pages is to be sent a text.
pub fn question(document: &Document, input: Option<Input>, output: Option<Output>) -> Option<String> {
    let page = document.page().filter(|_| input != Some(Input::Text));
    if input == Some(Input::Html) && page.is_none() {
        return None;
    }
    let meta = &document.meta;
    let (medium, text) = page.map_or(("text", document.text()), |page| ("html", page.source.as_str()));
    let mut asked = json!({"id": meta.id, "input": medium, "text": text, "url": "", "source": meta.source, "lang": meta.lang});
    if page.is_some() && output == Some(Output::Spans) {
        asked["view"] = json!(document.text());
    }
    Some(format!("{asked}\n"))
}

/// Reads an answer of the kind that the description tells.
///
/// # Errors
/// A sentence on what is wrong with the line.
pub fn answer(line: &[u8], output: Option<Output>) -> Reply<Said> {
    let (id, said) = parse(line)?;
    let said = match (said, output) {
        (None, _) => Err("an answer without text, spans or error".into()),
        (Some(Said::Text(_)), Some(Output::Spans)) => Err("answered text; its description says spans".into()),
        (Some(Said::Spans(_)), Some(Output::Text)) => Err("answered spans; its description says text".into()),
        (Some(said), _) => Ok(said),
    };
    Ok((id, said))
}

/// Reads an answer: the document's id, and what is said of it; `None` where nothing is.
///
/// # Errors
/// A sentence on what is wrong with the line.
pub fn parse(line: &[u8]) -> Result<(String, Option<Said>), String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| format!("not an answer: {error}"))?;
    let said = match (line.text, line.spans, line.error) {
        (None, None, None) => None,
        (Some(text), None, None) => Some(Said::Text(text)),
        (None, Some(spans), None) => Some(Said::Spans(spans)),
        (None, None, Some(why)) => Some(Said::Error(shortened(&why))),
        _ => return Err("more than one of text, spans and error in one answer".into()),
    };
    Ok((line.id, said))
}

/// Cuts a message to a length that can be shown.
pub fn shortened(message: &str) -> String {
    message.chars().take(MAX_MESSAGE).collect()
}

/// The removals that an answer means for the document, settled; a text is aligned with the document's.
///
/// # Errors
/// A sentence on what does not fit: spans outside the text, unknown labels, or the program's own error.
pub fn removals(document: &Document, said: Said) -> Result<Removals, String> {
    let mut removals = Removals::new();
    match said {
        Said::Error(why) => return Err(why),
        Said::Text(text) => {
            removals.set_output(text);
            removals.align(document);
        }
        Said::Spans(stretches) => {
            let points = CodePoints::new(document.text());
            for stretch in stretches {
                let (span, label) = placed(&stretch, &points)?;
                removals.push(span, label, stretch.rule.map_or(RULE.into(), std::borrow::Cow::Owned));
            }
        }
    }
    removals.settle(document.text());
    Ok(removals)
}

fn placed(stretch: &Stretch, points: &CodePoints<'_>) -> Result<(Span, Option<Label>), String> {
    let Stretch { start, end, .. } = *stretch;
    let span = match (points.to_byte(start), points.to_byte(end)) {
        (Some(first), Some(last)) if start <= end => Span::new(first, last),
        (Some(_), Some(_)) => return Err(format!("span {start} {end} ends before it starts")),
        _ => return Err(format!("span {start} {end} ends past the text of {} characters", points.count())),
    };
    Ok((span, stretch.label.as_deref().map(str::parse).transpose()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta};

    fn document(format: Format, text: &str) -> Document {
        Document::new(Meta { id: "1".into(), lang: "en".into(), source: "s".into(), format, ..Meta::default() }, text.into())
    }

    fn asked(document: &Document, input: Option<Input>, output: Option<Output>) -> Option<serde_json::Value> {
        question(document, input, output).map(|line| serde_json::from_str(&line).expect("JSON"))
    }

    #[test]
    fn pages_are_sent_as_pages_unless_text_is_wanted() {
        let page = document(Format::Html, "<p>The ferry.</p>");
        let sent = json!({"id": "1", "input": "html", "text": "<p>The ferry.</p>", "url": "", "source": "s", "lang": "en"});
        assert_eq!(asked(&page, None, None), Some(sent));
        let sent = asked(&page, Some(Input::Text), Some(Output::Spans)).expect("sent");
        assert_eq!((&sent["input"], sent["text"].as_str(), &sent["view"]), (&json!("text"), Some(page.text()), &json!(null)));
        let sent = asked(&page, Some(Input::Html), Some(Output::Spans)).expect("sent");
        assert_eq!(sent["view"].as_str(), Some(page.text()));
    }

    #[test]
    fn texts_are_not_sent_to_what_reads_pages() {
        let text = document(Format::Plain, "The ferry.");
        assert_eq!(asked(&text, Some(Input::Html), None), None);
        assert_eq!(asked(&text, None, None).expect("sent")["input"], "text");
    }

    #[test]
    fn an_answer_says_one_thing() {
        assert_eq!(parse(br#"{"id": "7", "text": "", "took": 3}"#), Ok(("7".into(), Some(Said::Text(String::new())))));
        assert_eq!(parse(br#"{"id": "7", "error": "no"}"#), Ok(("7".into(), Some(Said::Error("no".into())))));
        assert_eq!(parse(br#"{"id": "7", "text": null}"#), Ok(("7".into(), None)));
        let wrong: [(&[u8], &str); 7] = [
            (b"hello", "expected value"),
            (b"[1]", "not an answer"),
            (br#"{"text": "x"}"#, "missing field `id`"),
            (br#"{"id": 7, "text": "x"}"#, "expected a string"),
            (br#"{"id": "7", "text": "x", "spans": []}"#, "more than one"),
            (br#"{"id": "7", "spans": [{"start": -1, "end": 2}]}"#, "expected usize"),
            (b"{\"id\": \"7\", \"text\": \"\xff\"}", "not an answer"),
        ];
        for (line, why) in wrong {
            let found = parse(line).expect_err("wrong");
            assert!(found.contains(why), "{found}");
        }
    }

    fn removed(text: &str, spans: &str) -> Result<Vec<(String, Option<Label>, String)>, String> {
        let document = document(Format::Plain, text);
        let (_, said) = parse(format!("{{\"id\": \"1\", \"spans\": {spans}}}").as_bytes())?;
        let removals = removals(&document, said.expect("something"))?;
        let one = |own: &crate::strategy::Removal| (document.slice(own.span).to_string(), own.label, own.rule.to_string());
        Ok(removals.iter().map(one).collect())
    }

    #[test]
    fn spans_count_code_points() {
        let spans = r#"[{"start": 0, "end": 4, "label": "nav", "rule": "menu"}, {"start": 5, "end": 7, "label": null}]"#;
        let expected = [("Ménü".to_string(), Some(Label::Nav), "menu".to_string()), ("😀x".into(), None, "external".into())];
        assert_eq!(removed("Ménü\n😀x", spans).as_deref(), Ok(expected.as_slice()));
        assert_eq!(removed("abc", r#"[{"start": 2, "end": 2}]"#), Ok(vec![]));
    }

    #[test]
    fn spans_must_fit_the_text() {
        let why = |spans| removed("abc", spans).expect_err("does not fit");
        assert_eq!(why(r#"[{"start": 2, "end": 4}]"#), "span 2 4 ends past the text of 3 characters");
        assert_eq!(why(r#"[{"start": 2, "end": 1}]"#), "span 2 1 ends before it starts");
        assert!(why(r#"[{"start": 0, "end": 1, "label": "menu"}]"#).starts_with("unknown label `menu`"));
    }

    #[test]
    fn text_is_aligned() {
        let document = document(Format::Plain, "Home Sport\n\nThe ferry sailed at dawn.\n");
        let removals = removals(&document, Said::Text("The ferry sailed at dawn.".into())).expect("fits");
        let gone: Vec<&str> = removals.iter().map(|own| document.slice(own.span)).collect();
        assert_eq!((gone, removals.output()), (vec!["Home Sport"], Some("The ferry sailed at dawn.")));
    }
}
