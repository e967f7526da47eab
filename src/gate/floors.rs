//! The file of floors: TOML, written by the program, its absolute rules by hand.

use super::measured::Subject;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::Path;

/// The file's usual name.
pub const FILE: &str = "gleaner-gate.toml";
/// The version of the file.
const FORMAT: u32 = 1;
/// A file larger than this is none.
const MAX_BYTES: u64 = 64 << 20;
/// Falls up to this never fail a floor; trafilatura's gate has the same.
pub const TOLERANCE: f64 = 0.0005;
const REMEDY: &str = "mend the line, or write the file anew with `gleaner gate --init`";

/// The file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Version of the file.
    pub format: u32,
    /// What is run.
    pub run: Run,
    /// The corpora that the floors were measured on.
    pub corpus: Vec<Pinned>,
    /// Limits set by hand.
    #[serde(default)]
    pub absolute: Vec<Absolute>,
    /// Floors.
    #[serde(default)]
    pub floor: Vec<Floor>,
}

/// What `gleaner gate` evaluates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// As for `gleaner eval`: folders, `FORMAT:PATH`, or `shipped`; paths are relative to the folder the gate is run in.
    pub corpora: Vec<String>,
    /// Strategies with their parameters.
    pub strategies: Vec<String>,
    /// External programs, as for `eval --external`.
    #[serde(default)]
    pub external: Vec<String>,
    /// Tasks.
    pub tasks: Vec<String>,
    /// Falls up to this never fail a floor.
    pub tolerance: f64,
}

/// A corpus and its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pinned {
    /// Its name in the results.
    pub name: String,
    /// Its digest.
    pub digest: String,
    /// Number of documents.
    pub documents: usize,
    /// Number of sources.
    pub sources: usize,
}

/// A limit that `--update` never touches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absolute {
    /// Name of the corpus.
    pub corpus: String,
    /// Task.
    pub task: String,
    /// Strategy.
    pub strategy: String,
    /// Measure.
    pub metric: String,
    /// micro, documents or sources.
    pub average: String,
    /// The least it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// The most it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
}

/// What a measure was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Name of the corpus.
    pub corpus: String,
    /// Task.
    pub task: String,
    /// Strategy.
    pub strategy: String,
    /// Measure.
    pub metric: String,
    /// micro, documents or sources.
    pub average: String,
    /// Its value.
    pub value: f64,
    /// Ends of its 95 % interval; absent with fewer than two sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Sums by source, in the order of their names: `[sum, documents]`, for micro averages `[tp, fp, fn, tn]` over characters.
    pub by_source: Vec<Vec<f64>>,
}

impl Floor {
    /// What it is about.
    pub fn subject(&self) -> Subject<'_> {
        let Self { corpus, task, strategy, metric, average, .. } = self;
        Subject { corpus, task, strategy, metric, average }
    }
}

impl Absolute {
    /// What it is about.
    pub fn subject(&self) -> Subject<'_> {
        let Self { corpus, task, strategy, metric, average, .. } = self;
        Subject { corpus, task, strategy, metric, average }
    }
}

/// What every version of the file has.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

impl Floors {
    /// A file without rules.
    pub fn new(run: Run) -> Self {
        Self { format: FORMAT, run, corpus: Vec::new(), absolute: Vec::new(), floor: Vec::new() }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// A file that is missing or no file of floors, with its line; one without rules, which would let everything pass.
    pub fn read(file: &Path) -> Result<Self> {
        let failed =
            |error| Error::io("no floors to read here", error).in_file(file).remedy("write a first file with `gleaner gate --init`");
        let mut text = String::new();
        std::fs::File::open(file).map_err(failed)?.take(MAX_BYTES).read_to_string(&mut text).map_err(failed)?;
        let broken = |error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            Error::data(format!("not a file of floors: {}", error.message())).at(file, line).remedy(REMEDY)
        };
        let Version { format } = toml::from_str(&text).map_err(broken)?;
        if format != FORMAT {
            let error = Error::data(format!("floors of format {format}; this gleaner reads format {FORMAT}")).in_file(file);
            return Err(error.remedy("write them anew with `gleaner gate --init`"));
        }
        let floors: Self = toml::from_str(&text).map_err(broken)?;
        floors.check().map_err(|error| error.in_file(file).remedy(REMEDY))?;
        Ok(floors)
    }

    fn check(&self) -> Result<()> {
        if self.floor.is_empty() && self.absolute.is_empty() {
            return Err(Error::data("no rules: a gate without any lets everything pass"));
        }
        let limits = |own: &Absolute| usize::from(own.at_least.is_some()) + usize::from(own.at_most.is_some());
        if let Some(own) = self.absolute.iter().find(|own| limits(own) != 1) {
            return Err(Error::data(format!("the absolute rule for `{}` needs either at_least or at_most", own.metric)));
        }
        let numbers = self.floor.iter().flat_map(|own| [Some(own.value), own.low, own.high].into_iter().flatten());
        let limits = self.absolute.iter().flat_map(|own| [own.at_least, own.at_most].into_iter().flatten());
        if !numbers.chain(limits).chain([self.run.tolerance]).all(f64::is_finite) || self.run.tolerance < 0.0 {
            return Err(Error::data("a value, limit or tolerance that is no number of its kind"));
        }
        for subject in self.subjects() {
            if !self.corpus.iter().any(|own| own.name == subject.corpus) {
                return Err(Error::data(format!("a rule is about the corpus `{}`, of which no digest stands here", subject.corpus)));
            }
        }
        Ok(())
    }

    /// What all rules are about.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'_>> {
        self.floor.iter().map(Floor::subject).chain(self.absolute.iter().map(Absolute::subject))
    }

    /// Writes the file, all or nothing.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, file: &Path) -> Result<()> {
        let failed = |error| Error::io("cannot write the floors", error).in_file(file).remedy("check the folder's permissions");
        let partial = file.with_extension(format!("{}.partial", std::process::id()));
        let text = toml::to_string(self).map_err(|error| Error::data(format!("cannot write the floors: {error}")).in_file(file))?;
        let written = std::fs::write(&partial, format!("{HEAD}{text}")).and_then(|()| std::fs::rename(&partial, file));
        written.map_err(|error| {
            drop(std::fs::remove_file(&partial));
            failed(error)
        })
    }
}

const HEAD: &str = "\
# Floors of `gleaner gate`. `gleaner gate --update` raises them; it lowers one only with --allow-regression.
# [[absolute]] rules are yours: at_least or at_most, never changed by the program.
";
