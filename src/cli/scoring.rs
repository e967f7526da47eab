//! What `eval` and `score` have in common: corpora, tasks, metrics; the table and the CSV files.

use super::filter::Filter;
use super::output;
use super::tables::{Read, Tables};
use crate::bias;
use crate::corpus::{self, Corpus};
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::metric::text::{self, TextMetric};
use crate::report::{self, Assessed};
use crate::score::{self, Contender, Evaluation};
use crate::stats::Resampling;
use clap::Args;
use std::path::PathBuf;

/// Options of every command that scores.
#[derive(Debug, Args)]
pub struct Scoring {
    /// What a user wants to be left with: boilerplate, source-neutral, body-only, or all
    #[arg(long, short, value_name = "TASK", value_delimiter = ',', default_value = "boilerplate")]
    task: Vec<String>,
    /// Text metrics: names (both modes, or `NAME.compat`, `NAME.sane`), `default` (all whose time grows with the text), `all`, `none`
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "default")]
    metrics: Vec<String>,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    pub tables: Tables,
    /// How much of leakage: none, share (of the n-gram kernel), or full (trained probe, code length, controls and views too)
    #[arg(long, value_name = "DEPTH", default_value = "share")]
    pub leakage: bias::leakage::Depth,
    /// Print the trade-off of leakage against content kept, too
    #[arg(long)]
    tradeoff: bool,
    /// Folder for the CSV files
    #[arg(long, short, value_name = "FOLDER", default_value = "gleaner-results")]
    out: PathBuf,
    /// Resamples behind every interval; draws are of sources
    #[arg(long, value_name = "N", default_value_t = Resampling::default().resamples as u64, value_parser = clap::value_parser!(u64).range(100..=100_000))]
    resamples: u64,
    /// Seed of resamples and of the tests' swaps
    #[arg(long, value_name = "N", default_value_t = Resampling::default().seed)]
    seed: u64,
    /// Threads; 0: one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// How the table is printed
    #[arg(long, value_enum, default_value_t = Print::Table)]
    format: Print,
    /// Print JSON: the same as --format json
    #[arg(long)]
    json: bool,
    /// No progress bar, no remarks
    #[arg(long, short)]
    pub quiet: bool,
    /// Write the files only
    #[arg(skip)]
    pub silent: bool,
}

/// How the table is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Print {
    /// For a terminal, 80 columns wide
    Table,
    /// A table in Markdown
    Markdown,
    /// The rows of summary.csv
    Csv,
    /// One JSON array, with both intervals
    Json,
}

/// Reasons shown for what an import left out.
const MAX_REASONS: usize = 10;

impl Scoring {
    /// The threads to work on.
    ///
    /// # Errors
    /// Too many.
    pub fn pool(&self) -> Result<rayon::ThreadPool> {
        super::thread_pool(self.threads)
    }

    /// How intervals and tests are drawn.
    pub fn resampling(&self) -> Resampling {
        Resampling { resamples: usize::try_from(self.resamples).unwrap_or(usize::MAX), seed: self.seed }
    }

    /// Opens corpora, parts them by medium, and narrows them down; none given: the shipped corpus, which is `shipped` by name.
    ///
    /// # Errors
    /// What is no corpus, or filters that leave nothing.
    pub fn corpora(&self, given: &[String]) -> Result<Vec<Corpus>> {
        let opened = match given {
            [] => vec![corpus::shipped()?],
            given => given.iter().map(|corpus| self.open(corpus)).collect::<Result<_>>()?,
        };
        let mut filtered: Vec<Corpus> = Vec::new();
        let narrowed = opened.into_iter().map(|corpus| self.filter.apply(corpus)).collect::<Result<Vec<Corpus>>>()?;
        for mut corpus in narrowed.into_iter().flat_map(Corpus::by_medium) {
            // Two folders may have one name; rows must tell them apart.
            let same =
                filtered.iter().filter(|other| other.name == corpus.name || other.name.starts_with(&format!("{}#", corpus.name))).count();
            if same > 0 {
                corpus.name = format!("{}#{}", corpus.name, same + 1);
            }
            filtered.push(corpus);
        }
        Ok(filtered)
    }

    /// Opens a corpus and says what of it could not be used.
    fn open(&self, corpus: &str) -> Result<Corpus> {
        let imported = crate::shard::open_corpus(corpus)?;
        if !imported.rejected.is_empty() {
            self.remark(&format!("{corpus}: {} read, {} rejected:", imported.corpus.examples.len(), imported.rejected.len()));
            imported.rejected.iter().take(MAX_REASONS).for_each(|error| self.remark(&format!("  {error}")));
        }
        Ok(imported.corpus)
    }

    /// The tasks asked for, in their own order.
    ///
    /// # Errors
    /// An unknown one.
    pub fn tasks(&self) -> Result<Vec<Task>> {
        let mut tasks: Vec<Task> = Vec::new();
        for name in &self.task {
            let named = if name == "all" { Task::ALL.to_vec() } else { vec![name.parse().map_err(Error::usage)?] };
            tasks.extend(named);
        }
        tasks.sort_unstable();
        tasks.dedup();
        Ok(tasks)
    }

    /// The text metrics asked for.
    ///
    /// # Errors
    /// An unknown one.
    pub fn text_metrics(&self) -> Result<Vec<&'static TextMetric>> {
        text::named::named(&self.metrics)
    }

    /// What is asked of source bias.
    pub fn bias_options<'t>(&self, tables: &'t Read) -> bias::Options<'t> {
        bias::Options { leakage: self.leakage, ..tables.options() }
    }

    /// Makes the folder for the CSV files.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn make_out(&self) -> Result<()> {
        report::make_folder(&self.out)
    }

    /// Where predictions are kept unless another folder is given.
    pub fn run_folder(&self) -> PathBuf {
        self.out.join("run")
    }

    /// Whether stdout is for a program.
    pub fn is_for_programs(&self) -> bool {
        self.json || self.format == Print::Json
    }

    /// Writes the CSV files, then prints the table in the form asked for.
    ///
    /// # Errors
    /// Files that cannot be written, stdout gone.
    pub fn finish(&self, results: &[Assessed<'_>], pool: &rayon::ThreadPool) -> Result<()> {
        pool.install(|| report::write_all(results, &self.out))?;
        if self.silent {
            return Ok(());
        }
        let overviews: Vec<report::Overview> = results.iter().map(|result| report::overview(&result.evaluation)).collect();
        match if self.json { Print::Json } else { self.format } {
            Print::Json => {
                let values: Vec<_> = overviews.iter().map(report::Overview::json).collect();
                return output::print(&format!("{:#}\n", serde_json::Value::Array(values)));
            }
            Print::Csv => return output::print_bytes(|out| report::SUMMARY.write(results, out)),
            Print::Markdown => output::print(&overviews.iter().map(report::Overview::markdown).collect::<Vec<_>>().join("\n"))?,
            Print::Table => {
                let mut tables: Vec<String> = overviews.iter().map(report::Overview::text).collect();
                tables.extend(results.iter().filter(|_| self.tradeoff).map(report::tradeoff_text));
                output::print(&tables.join("\n"))?;
            }
        }
        self.remark(&format!("CSV files are in {}", self.out.display()));
        Ok(())
    }

    /// Writes a remark to stderr, unless none are wanted.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            output::remark(text);
        }
    }
}

/// Scores contenders under one task, compares them, and looks at their source bias.
pub fn assess<'c>(
    corpus: &'c Corpus,
    task: Task,
    contenders: &[Contender<'c>],
    text_metrics: &[&'static TextMetric],
    resampling: Resampling,
    options: &bias::Options<'_>,
) -> Assessed<'c> {
    let evaluation = Evaluation { resampling, ..score::score_all(corpus, task, contenders, text_metrics) };
    let (bias, comparisons) = rayon::join(|| bias::assess(&evaluation, contenders, options), || report::comparisons(&evaluation));
    Assessed { evaluation, bias, comparisons, contenders: contenders.to_vec() }
}
