//! `manifest.json`: what a results folder holds and how it was made; what `compare` and `gate` read first.
//!
//! No path and no clock: equal input on an equal machine gives an equal file.

use super::Assessed;
use super::columns::columns;
use super::documents::gold_kind;
use crate::document::html::VIEW_VERSION;
use crate::error::{Error, Result};
use crate::stats::Resampling;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::Path;

/// The manifest's file name.
pub const FILE: &str = "manifest.json";
/// The version of a results folder's files; another one is not read.
pub const FORMAT: u32 = 1;
/// A manifest larger than this is none.
const MAX_BYTES: u64 = 64 << 20;
/// What to do about a folder that cannot be read.
const REMEDY: &str = "write the folder anew with `gleaner eval --out FOLDER`";

/// What a results folder holds. Fields that a reader does not know are ignored; those it knows must be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the folder's files: [`FORMAT`].
    pub format: u32,
    /// Version of gleaner.
    pub gleaner: String,
    /// Version of the rule that renders pages.
    pub view: String,
    /// Seed of the intervals' draws.
    pub seed: u64,
    /// Draws for each interval.
    pub resamples: usize,
    /// Names of the tasks.
    pub tasks: Vec<String>,
    /// The measures, in the order of their columns.
    pub metrics: Vec<MetricEntry>,
    /// The corpora, in the order they were given.
    pub corpora: Vec<CorpusEntry>,
    /// Where it was run.
    pub machine: Machine,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricEntry {
    /// Its column's name.
    pub name: String,
    /// Whether more is better.
    pub higher_is_better: bool,
}

/// A corpus and what was run over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusEntry {
    /// Its name in the files.
    pub name: String,
    /// SHA-256 of ids, texts and gold.
    pub digest: String,
    /// Number of documents.
    pub documents: usize,
    /// Number of sources.
    pub sources: usize,
    /// How its gold was made: `spans`, `derived`, or both.
    pub gold: Vec<String>,
    /// Strategies, controls and bounds.
    pub strategies: Vec<StrategyEntry>,
}

/// A strategy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrategyEntry {
    /// Name with the parameters that differ from the defaults, in the strategy's own order.
    pub name: String,
    /// Its version; empty if not told.
    pub version: String,
    /// Whether it is a control or a bound.
    pub control: bool,
}

/// A machine, as far as it is cheaply known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Operating system.
    pub os: String,
    /// Processor architecture.
    pub arch: String,
    /// Threads it runs at once.
    pub cores: Option<usize>,
    /// Model of the processor.
    pub cpu: Option<String>,
    /// Toolchain that built gleaner, where rustup told.
    pub rust: Option<String>,
}

impl Machine {
    /// This machine.
    pub fn here() -> Self {
        Self {
            os: std::env::consts::OS.into(),
            arch: std::env::consts::ARCH.into(),
            cores: std::thread::available_parallelism().ok().map(std::num::NonZero::get),
            cpu: cpu(),
            rust: option_env!("RUSTUP_TOOLCHAIN").map(String::from),
        }
    }
}

/// The processor's model, where the system tells it in a file (Linux).
fn cpu() -> Option<String> {
    let mut text = String::new();
    std::fs::File::open("/proc/cpuinfo").ok()?.take(1 << 16).read_to_string(&mut text).ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(':').map(|(_, model)| model.trim().to_string()).filter(|model| !model.is_empty())
}

impl Manifest {
    /// The manifest of some evaluations.
    pub fn of(results: &[Assessed<'_>]) -> Self {
        let mut tasks: Vec<String> = Vec::new();
        let mut corpora: Vec<CorpusEntry> = Vec::new();
        for result in results {
            let task = result.evaluation.task.name();
            if !tasks.iter().any(|own| own == task) {
                tasks.push(task.into());
            }
            if !corpora.iter().any(|own| own.name == result.evaluation.corpus.name) {
                corpora.push(corpus(result));
            }
        }
        let resampling = results.first().map_or_else(Resampling::default, |first| first.evaluation.resampling);
        let metrics = results.first().map(|first| columns(&first.evaluation)).unwrap_or_default();
        let metric = |column: &super::Column| MetricEntry { name: column.name.into(), higher_is_better: column.higher_is_better() };
        Self {
            format: FORMAT,
            gleaner: env!("CARGO_PKG_VERSION").into(),
            view: VIEW_VERSION.into(),
            seed: resampling.seed,
            resamples: resampling.resamples,
            tasks,
            metrics: metrics.iter().map(metric).collect(),
            corpora,
            machine: Machine::here(),
        }
    }

    /// Writes the file's text.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::io("cannot write", error.into()))?;
        writeln!(out, "{text}").map_err(|error| Error::io("cannot write", error))
    }

    /// Reads the manifest of a results folder.
    ///
    /// # Errors
    /// A folder without one, another format version, or a file that is no manifest; with file and line.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join(FILE);
        let failed = |error| Error::io("no results to read here", error).in_file(&file).remedy(REMEDY);
        let mut text = String::new();
        let opened = std::fs::File::open(&file).map_err(failed)?;
        opened.take(MAX_BYTES).read_to_string(&mut text).map_err(failed)?;
        let broken = |error: serde_json::Error| {
            let message = error.to_string();
            let (message, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
            Error::data(format!("not a manifest: {message}")).at(&file, error.line()).remedy(REMEDY)
        };
        // The version first: what else another format has is not ours to complain about.
        let Version { format } = serde_json::from_str(&text).map_err(broken)?;
        if format != FORMAT {
            let error = Error::data(format!("results of format {format}; this gleaner reads format {FORMAT}")).in_file(&file);
            return Err(error.remedy("use the gleaner that wrote them, or write them anew with this one"));
        }
        serde_json::from_str(&text).map_err(broken)
    }
}

/// What every format of the file has.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

fn corpus(result: &Assessed<'_>) -> CorpusEntry {
    let evaluation = &result.evaluation;
    let mut gold: Vec<String> = evaluation.corpus.examples.iter().map(|example| gold_kind(example).to_string()).collect();
    gold.sort_unstable();
    gold.dedup();
    let strategy =
        |own: &crate::score::StrategyScores| StrategyEntry { name: own.name.clone(), version: own.version.clone(), control: own.control };
    CorpusEntry {
        name: evaluation.corpus.name.clone(),
        digest: evaluation.corpus.digest.clone(),
        documents: evaluation.corpus.examples.len(),
        sources: evaluation.sources.len(),
        gold,
        strategies: evaluation.strategies.iter().map(strategy).collect(),
    }
}
