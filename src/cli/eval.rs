//! `gleaner eval`: run, score, print the ranked table, write the CSV files.

use super::filter::Filter;
use super::{output, progress};
use crate::corpus::{self, Corpus};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::metric;
use crate::metric::text::{Cost, TextMetric};
use crate::report;
use crate::run::{self, Options};
use crate::score::{self, Evaluation};
use crate::strategy::{self, Selected};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs strategies over corpora, scores them against gold, prints a ranked table and writes the CSV files.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Eval {
    /// Corpus folders, or public benchmarks as FORMAT:PATH (`wcxb:PATH`); none: the shipped corpus
    corpora: Vec<String>,
    /// Strategies: names, parameters, sweeps, comma-separated; may be given several times
    #[arg(long, short, value_name = "LIST", default_value = "all")]
    strategy: Vec<String>,
    /// What a user wants to be left with: boilerplate, source-neutral, body-only, or all
    #[arg(long, short, value_name = "TASK", value_delimiter = ',', default_value = "boilerplate")]
    task: Vec<String>,
    /// Text metrics: names, `default` (all whose time grows with the text), `all`, or `none`
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "default")]
    metrics: Vec<String>,
    #[command(flatten)]
    filter: Filter,
    /// Folder for the CSV files
    #[arg(long, short, value_name = "FOLDER", default_value = "gleaner-results")]
    out: PathBuf,
    /// Threads; 0: one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Print JSON instead of the table
    #[arg(long)]
    json: bool,
    /// No progress bar, no remarks
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  gleaner eval
  gleaner eval my-corpus other-corpus --out results
  gleaner eval --strategy default,section-cut --task source-neutral --lang de,fr
  gleaner eval --strategy 'link-density(max=0.1..0.5/0.05)'

The folder then holds summary.csv, documents.csv, labels.csv, sources.csv, errors.csv and timing.csv, described by
datapackage.json. Equal input gives equal files, timing.csv aside.";

impl Eval {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, bad corpora, files that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let strategies = strategy::parse_list(&self.strategy.join(","))?;
        let tasks = tasks(&self.task)?;
        let pool = super::thread_pool(self.threads)?;
        let corpora = pool.install(|| self.corpora())?;
        let text_metrics = text_metrics(&self.metrics)?;
        let evaluations = pool.install(|| self.evaluate(&corpora, &strategies, &tasks, &text_metrics));
        pool.install(|| report::write_all(&evaluations, &self.out))?;
        self.show(&evaluations)?;
        Ok(ExitCode::SUCCESS)
    }

    fn corpora(&self) -> Result<Vec<Corpus>> {
        let opened = match self.corpora.as_slice() {
            [] => vec![corpus::shipped()?],
            given => given.iter().map(|corpus| self.open(corpus)).collect::<Result<_>>()?,
        };
        let mut filtered: Vec<Corpus> = Vec::new();
        for corpus in opened.into_iter().flat_map(Corpus::by_medium) {
            let mut corpus = self.filter.apply(corpus)?;
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
        let imported = corpus::formats::open(corpus)?;
        if !imported.rejected.is_empty() && !self.quiet {
            output::remark(&format!("{corpus}: {} read, {} rejected:", imported.corpus.examples.len(), imported.rejected.len()));
            imported.rejected.iter().take(MAX_REASONS).for_each(|error| output::remark(&format!("  {error}")));
        }
        Ok(imported.corpus)
    }

    fn evaluate<'c>(
        &self,
        corpora: &'c [Corpus],
        strategies: &[Selected],
        tasks: &[Task],
        text_metrics: &[&'static TextMetric],
    ) -> Vec<Evaluation<'c>> {
        let steps = corpora.iter().map(|corpus| corpus.examples.len()).sum::<usize>() * strategies.len();
        let bar = progress::bar(steps, self.quiet || self.json);
        let tick = || bar.inc(1);
        let mut evaluations = Vec::new();
        for corpus in corpora {
            let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).collect();
            let examples = score::training_examples(corpus, Task::Boilerplate);
            let run = run::run(&documents, strategies, Options { examples, tick: Some(&tick) });
            evaluations.extend(tasks.iter().map(|&task| score::score(corpus, task, strategies, &run, text_metrics)));
        }
        bar.finish_and_clear();
        evaluations
    }

    fn show(&self, evaluations: &[Evaluation<'_>]) -> Result<()> {
        let overviews: Vec<report::Overview> = evaluations.iter().map(report::overview).collect();
        if self.json {
            let values: Vec<_> = overviews.iter().map(report::Overview::json).collect();
            return output::print(&format!("{:#}\n", serde_json::Value::Array(values)));
        }
        let tables: Vec<String> = overviews.iter().map(report::Overview::text).collect();
        output::print(&tables.join("\n"))?;
        if !self.quiet {
            output::remark(&format!("CSV files are in {}", self.out.display()));
        }
        Ok(())
    }
}

/// Reasons shown for what an import left out.
const MAX_REASONS: usize = 10;

/// Reads the list of text metrics.
fn text_metrics(names: &[String]) -> Result<Vec<&'static TextMetric>> {
    let wanted = |metric: &TextMetric, name: &str| match name {
        "all" => true,
        "none" => false,
        "default" => metric.cost == Cost::Linear,
        _ => metric.id == name,
    };
    for name in names {
        let known = ["all", "none", "default"].contains(&name.as_str()) || metric::text::ALL.iter().any(|metric| metric.id == name);
        if !known {
            let mut ids: Vec<&str> = metric::text::ALL.iter().map(|metric| metric.id).collect();
            ids.dedup();
            return Err(
                Error::usage(format!("no text metric `{name}`")).remedy(format!("there are {}, default, all, none", ids.join(", ")))
            );
        }
    }
    Ok(metric::text::ALL.iter().copied().filter(|metric| names.iter().any(|name| wanted(metric, name))).collect())
}

fn tasks(names: &[String]) -> Result<Vec<Task>> {
    let mut tasks: Vec<Task> = Vec::new();
    for name in names {
        let named = if name == "all" { Task::ALL.to_vec() } else { vec![name.parse().map_err(Error::usage)?] };
        tasks.extend(named);
    }
    tasks.sort_unstable();
    tasks.dedup();
    Ok(tasks)
}
