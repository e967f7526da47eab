//! `gleaner eval`: run, score, print the ranked table, write the CSV files.

use super::filter::Filter;
use super::{output, progress};
use crate::corpus::{self, Corpus};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::gold::Task;
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
    /// Corpus folders (with documents.csv); none: the shipped corpus
    corpora: Vec<PathBuf>,
    /// Strategies: names, parameters, sweeps, comma-separated; may be given several times
    #[arg(long, short, value_name = "LIST", default_value = "all")]
    strategy: Vec<String>,
    /// What a user wants to be left with: boilerplate, source-neutral, body-only, or all
    #[arg(long, short, value_name = "TASK", value_delimiter = ',', default_value = "boilerplate")]
    task: Vec<String>,
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
        let corpora = self.corpora()?;
        let evaluations = pool.install(|| self.evaluate(&corpora, &strategies, &tasks));
        pool.install(|| report::write_all(&evaluations, &self.out))?;
        self.show(&evaluations)?;
        Ok(ExitCode::SUCCESS)
    }

    fn corpora(&self) -> Result<Vec<Corpus>> {
        let opened = match self.corpora.as_slice() {
            [] => vec![corpus::shipped()?],
            paths => paths.iter().map(|path| corpus::open(path)).collect::<Result<_>>()?,
        };
        let mut filtered: Vec<Corpus> = Vec::new();
        for corpus in opened {
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

    fn evaluate<'c>(&self, corpora: &'c [Corpus], strategies: &[Selected], tasks: &[Task]) -> Vec<Evaluation<'c>> {
        let steps = corpora.iter().map(|corpus| corpus.examples.len()).sum::<usize>() * strategies.len();
        let bar = progress::bar(steps, self.quiet || self.json);
        let tick = || bar.inc(1);
        let mut evaluations = Vec::new();
        for corpus in corpora {
            let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).collect();
            let examples = score::training_examples(corpus, Task::Boilerplate);
            let run = run::run(&documents, strategies, Options { examples, tick: Some(&tick) });
            evaluations.extend(tasks.iter().map(|&task| score::score(corpus, task, strategies, &run)));
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
