//! The table's rows: what a strategy says about itself, and a strategy chosen with its parameters.

use super::{Context, Parameter, Parameters, Removals, Training};
use crate::document::Document;
use crate::error::Result;
use crate::strategy::Strategy;

/// What a strategy needs beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The text alone.
    Text,
    /// Text; it is better with links (Markdown).
    Links,
    /// The elements of a web page; it leaves other documents as they are.
    Html,
    /// Other documents of the same source, or of other sources.
    Documents,
    /// Labelled documents of other sources to learn from.
    Training,
}

impl Needs {
    /// The word shown to users.
    pub const fn name(self) -> &'static str {
        match self {
            Needs::Text => "text",
            Needs::Links => "text+links",
            Needs::Html => "html",
            Needs::Documents => "documents",
            Needs::Training => "training",
        }
    }
}

/// What kind of idea a strategy rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Measures the harness, not the text.
    Control,
    /// Phrases and patterns.
    Rules,
    /// Line filters of web corpora.
    LineFilter,
    /// Shallow features of a block and its neighbours.
    ShallowText,
    /// Where in the document a block stands.
    Positional,
    /// Rules on the elements of a page: names, classes, zones.
    ElementRules,
    /// Text and tags weighed over the tree of a page.
    TreeDensity,
    /// What a page says of itself in structured data.
    StructuredData,
    /// Repetition, inside a document or across documents.
    Repetition,
    /// Combines other strategies.
    Ensemble,
    /// Other people's, as they ship it.
    Peer,
}

impl Family {
    /// The word shown to users.
    pub const fn name(self) -> &'static str {
        match self {
            Family::Control => "control",
            Family::Rules => "rules",
            Family::LineFilter => "line filter",
            Family::ShallowText => "shallow text",
            Family::Positional => "positional",
            Family::ElementRules => "element rules",
            Family::TreeDensity => "tree density",
            Family::StructuredData => "structured data",
            Family::Repetition => "repetition",
            Family::Ensemble => "ensemble",
            Family::Peer => "other people's",
        }
    }
}

/// Whether more of a parameter takes out more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A larger value takes out at least as much.
    RemovesMore,
    /// A larger value takes out at most as much.
    RemovesLess,
}

/// A parameter in which the strategy is monotone: its removals are nested.
#[derive(Clone, Copy, Debug)]
pub struct Monotone {
    /// The parameter.
    pub parameter: &'static str,
    /// Which way.
    pub direction: Direction,
}

/// What the property tests may hold a strategy to. The defaults promise nothing beyond what every strategy must do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Properties {
    /// Cleaning clean text changes nothing.
    pub idempotent: bool,
    /// CRLF for LF and trailing spaces change no verdict.
    pub whitespace_blind: bool,
    /// Judges each segment by itself: the removals of two texts joined by a blank line are those of both.
    pub compositional: bool,
    /// Parameters in which the removals are nested.
    pub monotone: &'static [Monotone],
}

/// A strategy's row in the table.
#[derive(Debug)]
pub struct Entry {
    /// Name on the command line and in files.
    pub id: &'static str,
    /// Raised when output may change.
    pub version: u32,
    /// One line.
    pub summary: &'static str,
    /// Where it loses, in one line.
    pub loses: &'static str,
    /// What kind of idea it is.
    pub family: Family,
    /// The paper or project it comes from.
    pub source: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// What it promises.
    pub properties: Properties,
    /// Makes it.
    pub build: fn(&Parameters) -> Box<dyn Strategy>,
}

/// A strategy chosen with its parameters: `link-density(max=0.25)` is one of its own.
pub struct Selected {
    /// Its row in the table.
    pub entry: &'static Entry,
    /// Id with the parameters that were written out, as in the CSV files.
    pub name: String,
    /// Values of all parameters.
    pub parameters: Parameters,
    strategy: Box<dyn Strategy>,
}

impl std::fmt::Debug for Selected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Selected {
    /// Chooses a strategy with parameters, given as name and value.
    ///
    /// # Errors
    /// Unknown or unfit parameters.
    pub fn new(entry: &'static Entry, chosen: &[(&str, &str)]) -> Result<Self> {
        let parameters = Parameters::new(entry.parameters, chosen)?;
        let written = parameters.iter().filter(|(parameter, _)| chosen.iter().any(|(name, _)| *name == parameter.name));
        let written: Vec<String> = written.map(|(parameter, value)| format!("{}={value}", parameter.name)).collect();
        let name = if written.is_empty() { entry.id.to_string() } else { format!("{}({})", entry.id, written.join(",")) };
        let strategy = (entry.build)(&parameters);
        Ok(Self { entry, name, parameters, strategy })
    }

    /// Runs it over one document; the removals come settled.
    pub fn run(&self, document: &Document, context: &Context) -> Removals {
        let mut removals = Removals::new();
        self.strategy.remove(document, context, &mut removals);
        removals.align(document);
        removals.settle(document.text());
        removals
    }

    /// The same strategy fitted to labelled documents; `None` if it does not learn.
    pub fn fitted(&self, training: &Training<'_>) -> Option<Selected> {
        Some(self.with(self.strategy.fit(training)?))
    }

    /// [`Selected::fitted`] for each of several trainings, which may cost less than one by one.
    pub fn fitted_each(&self, trainings: &[&Training<'_>]) -> Vec<Option<Selected>> {
        let made = self.strategy.fit_each(trainings);
        if made.len() != trainings.len() {
            // Against the contract: nobody can say which is whose.
            return trainings.iter().map(|training| self.fitted(training)).collect();
        }
        made.into_iter().map(|strategy| Some(self.with(strategy?))).collect()
    }

    fn with(&self, strategy: Box<dyn Strategy>) -> Selected {
        Selected { entry: self.entry, name: self.name.clone(), parameters: self.parameters.clone(), strategy }
    }
}
