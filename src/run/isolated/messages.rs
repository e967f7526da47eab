//! What harness and worker say to each other: JSON, one message a line. Both are the same program, so offsets are bytes.

use crate::document::{Document, Meta};
use crate::label::Label;
use crate::run::external::process::Reply;
use crate::run::{Prediction, Status};
use crate::span::Span;
use crate::strategy::Removals;
use crate::strategy::contract::{Example, Wanted};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::time::Duration;

/// Id of the answer to the greeting.
pub const READY: &str = "ready";

/// The first line; a [`Lesson`] a line follows for each labelled document.
#[derive(Serialize, Deserialize)]
pub struct Greeting<C> {
    /// Names of the strategies, parameters included; questions give their index.
    pub strategies: Vec<String>,
    /// Number of lessons.
    pub lessons: usize,
    /// What is known of the corpus without gold ([`crate::strategy::Context`]).
    pub context: C,
}

/// A labelled document to learn from.
#[derive(Serialize, Deserialize)]
pub struct Lesson<'a> {
    /// The fold in which its source is tested.
    pub tested: Option<usize>,
    /// The document.
    pub document: Copied<'a>,
    /// Start, end, label, and whether it should stay.
    pub spans: Vec<(usize, usize, Cow<'a, str>, char)>,
}

/// A document, as it takes to make it again.
#[derive(Serialize, Deserialize)]
pub struct Copied<'a> {
    id: Cow<'a, str>,
    source: Cow<'a, str>,
    event: Cow<'a, str>,
    lang: Cow<'a, str>,
    format: Cow<'a, str>,
    text: Cow<'a, str>,
}

/// Asks for one document, or for a strategy to be fitted.
#[derive(Serialize, Deserialize)]
pub struct Question<'a> {
    /// Returned with the answer.
    pub id: Cow<'a, str>,
    /// Index of the strategy.
    pub strategy: usize,
    /// The fold in which the document is tested, for strategies that learn.
    pub fold: Option<usize>,
    /// Whether to fit the strategy for the fold, and nothing else.
    pub fit: bool,
    /// The document; left out where it is the one before.
    pub document: Option<Copied<'a>>,
}

/// Start, end, label, rule.
type Removed<'a> = (usize, usize, Option<Cow<'a, str>>, Cow<'a, str>);

/// What became of a question.
#[derive(Serialize, Deserialize)]
pub struct Answer<'a> {
    /// The question's.
    pub id: Cow<'a, str>,
    /// [`Status::name`].
    pub status: Cow<'a, str>,
    /// Time of the call.
    pub nanoseconds: u64,
    /// The strategy's own text.
    pub output: Option<Cow<'a, str>>,
    /// Start, end, label, rule.
    pub removed: Vec<Removed<'a>>,
}

/// A message as a line.
pub fn line(message: &impl Serialize) -> String {
    // Nothing in a message has a key that JSON cannot hold; an empty line would be passed over and end as a time-out.
    let mut line = serde_json::to_string(message).unwrap_or_default();
    line.push('\n');
    line
}

impl<'a> Copied<'a> {
    /// Of a page the markup, of anything else the text.
    pub fn of(document: &'a Document) -> Self {
        let Meta { id, source, event, lang, format } = &document.meta;
        let text = document.page().map_or(document.text(), |page| page.source.as_str());
        let [id, source, event, lang, text] = [id.as_str(), source, event, lang, text].map(Cow::Borrowed);
        Self { id, source, event, lang, format: format.name().into(), text }
    }

    /// The same document.
    ///
    /// # Errors
    /// A sentence about a format that is not known.
    pub fn document(self) -> Result<Document, String> {
        let [id, source, event, lang] = [self.id, self.source, self.event, self.lang].map(Cow::into_owned);
        Ok(Document::new(Meta { id, source, event, lang, format: self.format.parse()? }, self.text.into_owned()))
    }
}

impl<'a> Lesson<'a> {
    /// An example as a lesson.
    pub fn of(example: &Example<'a>, tested: Option<usize>) -> Self {
        let wanted = |wanted| match wanted {
            Wanted::Kept => 'k',
            Wanted::Gone => 'g',
            Wanted::Either => 'e',
        };
        let spans = example.spans.iter().map(|&(span, label, own)| (span.start, span.end, label.name().into(), wanted(own)));
        Self { tested, document: Copied::of(example.document), spans: spans.collect() }
    }

    /// The spans as an example has them.
    ///
    /// # Errors
    /// A sentence about a word that is not known.
    pub fn spans(&self) -> Result<Vec<(Span, Label, Wanted)>, String> {
        let wanted = |word| match word {
            'k' => Ok(Wanted::Kept),
            'g' => Ok(Wanted::Gone),
            'e' => Ok(Wanted::Either),
            _ => Err(format!("unknown wish `{word}`")),
        };
        let span = |(start, end, label, word): &(usize, usize, Cow<'_, str>, char)| {
            Ok((Span::new(*start, *end), label.parse::<Label>()?, wanted(*word)?))
        };
        self.spans.iter().map(span).collect()
    }
}

impl<'a> Answer<'a> {
    /// A prediction as an answer.
    pub fn of(id: &'a str, prediction: &'a Prediction) -> Self {
        let removal = |own: &'a crate::strategy::Removal| {
            (own.span.start, own.span.end, own.label.map(|label| label.name().into()), Cow::Borrowed(own.rule.as_ref()))
        };
        Self {
            id: id.into(),
            status: prediction.status.name().into(),
            nanoseconds: u64::try_from(prediction.elapsed.as_nanos()).unwrap_or(u64::MAX),
            output: prediction.removals.output().map(Cow::Borrowed),
            removed: prediction.removals.iter().map(removal).collect(),
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(line: &[u8], text: &str) -> Reply<Prediction> {
        let answer: Answer<'_> = serde_json::from_slice(line).map_err(|error| format!("not an answer: {error}"))?;
        let id = answer.id.to_string();
        Ok((id, answer.prediction(text)))
    }

    fn prediction(self, text: &str) -> Result<Prediction, String> {
        let known = [Status::Ok, Status::Panic, Status::Refused].into_iter().find(|status| status.name() == self.status);
        let status = known.ok_or_else(|| format!("unknown status `{}`", self.status))?;
        let mut removals = Removals::new();
        for (start, end, label, rule) in self.removed {
            let span = if start <= end { Span::new(start, end) } else { return Err(format!("span {start} {end} ends before it starts")) };
            removals.push(span, label.as_deref().map(str::parse).transpose()?, rule.into_owned());
        }
        if let Some(output) = self.output {
            removals.set_output(output.into_owned());
        }
        // Settled already; a worker that is out of its mind may still say anything.
        removals.settle(text);
        Ok(Prediction { status, removals, elapsed: Duration::from_nanos(self.nanoseconds) })
    }
}
