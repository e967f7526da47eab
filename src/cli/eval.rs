//! `gleaner eval`: run, score, print the ranked table, write the CSV files.

mod externals;
mod isolation;
mod resume;

use super::scoring::{Scoring, assess};
use super::{kept, progress};
use crate::bias;
use crate::corpus::Corpus;
use crate::document::Document;
use crate::error::Result;
use crate::gold::Task;
use crate::metric::text::TextMetric;
use crate::report::Assessed;
use crate::run::store::Store;
use crate::run::{self, Isolation, Options};
use crate::score::{self, Contender};
use crate::stats::Resampling;
use crate::strategy::contract::Needs;
use crate::strategy::{self, Selected};
use clap::Args;
use externals::{External, Outcome};
use rayon::prelude::*;
use resume::Resume;
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
    #[command(flatten)]
    external: External,
    #[command(flatten)]
    isolation: isolation::Isolate,
    /// Folder for what each strategy left of each document, one STRATEGY.jsonl each
    #[arg(long, value_name = "FOLDER")]
    keep_outputs: Option<PathBuf>,
    #[command(flatten)]
    resume: Resume,
    #[command(flatten)]
    pub(super) scoring: Scoring,
}

const EXAMPLES: &str = "\
Examples:
  gleaner eval
  gleaner eval my-corpus other-corpus --out results
  gleaner eval --strategy default,section-cut --task source-neutral --lang de,fr
  gleaner eval --strategy 'link-density(max=0.1..0.5/0.05)'
  gleaner eval my-corpus --external 'mine=python3 mine.py' --external peers/trafilatura.toml
  gleaner eval my-corpus --resume

The folder then holds summary.csv, documents.csv, labels.csv, doc_labels.csv, sources.csv, kinds.csv, pairs.csv, ranks.csv,
disparity.csv, shift.csv, loso.csv, cues.csv, panels.csv, leakage.csv, ngrams.csv, tradeoff.csv, errors.csv and timing.csv,
described by datapackage.json, and manifest.json. Equal input gives equal files, timing.csv aside.

Predictions are written to RESULTS/run as they come. After a run that came to its end, the next begins anew and replaces them, as
it replaces the CSV files. After one that was broken off (Ctrl-C, kill, a full disk), the next stops and asks for --resume or
--fresh. --resume takes a prediction that is there if strategy, parameters, version, document and build of gleaner are the same
(and all documents, for strategies that look at others; and the command line and the files it names, for programs); time-outs,
crashes and other failures of programs are asked again. Its CSV files are those of an unbroken run, timing.csv aside.

An external program reads {\"id\", \"input\", \"text\", \"url\", \"source\", \"lang\"}, one document a line, and writes for each, flushed,
{\"id\", \"text\"} (what is left) or {\"id\", \"spans\": [{\"start\", \"end\"}]} (what goes, in code points) or {\"id\", \"error\"}.

--keep-outputs writes {\"id\", \"text\"} a line, without text where there was no answer; `gleaner score` reads it. Characters of
names outside A-Z a-z 0-9 . _ - become _ in file names; several corpora or tasks get folders of their own.";

/// All runs over one corpus.
struct CorpusRun<'s> {
    strategies: &'s [Selected],
    run: run::Run,
    /// Strategies that learn, by index, fitted to all documents.
    in_sample: run::InSample,
    outcomes: Vec<Outcome>,
}

impl CorpusRun<'_> {
    fn contenders(&self) -> Vec<Contender<'_>> {
        let mut contenders = Contender::of_run(self.strategies, &self.run);
        contenders.extend(self.outcomes.iter().filter_map(Outcome::contender));
        contenders
    }

    /// The strategies that learn, fitted to all documents.
    fn fitted_to_all(&self) -> Vec<Contender<'_>> {
        let of = |own: &'_ (usize, Vec<run::Prediction>)| self.strategies.get(own.0).map(|strategy| strategy.name.clone());
        let contender = |own| Some(Contender::external(&of(own)?, "", false, &own.1));
        self.in_sample.iter().filter_map(contender).collect()
    }
}

impl Eval {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, bad corpora, files that cannot be written.
    pub fn run(self) -> Result<ExitCode> {
        let strategies = Chosen::parse(&self.strategy.join(","))?;
        let descriptions = self.external.descriptions()?;
        let tasks = self.scoring.tasks()?;
        let text_metrics = self.scoring.text_metrics()?;
        let pool = self.scoring.pool()?;
        let isolation = self.isolation.limits(pool.current_num_threads())?;
        let mut corpora = pool.install(|| self.scoring.corpora(&self.corpora))?;
        let tables = self.scoring.tables.read(&corpora, self.scoring.quiet)?;
        let store = self.resume.open(&self.scoring)?;
        let runs = self.runs(&corpora, &strategies, &descriptions, (isolation.as_ref(), &store), &pool);
        self.resume.account(&store, &self.scoring)?;
        // No strategy reads a page from here on, and pages are most of what is in memory.
        pool.install(|| corpora.iter_mut().for_each(forget_pages));
        let runs: Vec<(&Corpus, &CorpusRun<'_>)> = corpora.iter().zip(&runs).collect();
        let results =
            pool.install(|| evaluate(&runs, &tasks, &text_metrics, self.scoring.resampling(), &self.scoring.bias_options(&tables)));
        if let Some(folder) = &self.keep_outputs {
            for (corpus, run) in &runs {
                kept::write(folder, (corpus, runs.len() > 1), &tasks, &run.contenders())?;
            }
        }
        self.scoring.finish(&results, &pool)?;
        for (corpus, run) in &runs {
            isolation::account(&self.scoring, corpus, run.strategies, &run.run);
            externals::account(&self.scoring, corpus, &run.outcomes);
        }
        store.finish()?;
        Ok(ExitCode::SUCCESS)
    }

    fn runs<'s>(
        &self,
        corpora: &[Corpus],
        strategies: &'s Chosen,
        descriptions: &[run::external::Description],
        (isolation, store): (Option<&Isolation>, &Store),
        pool: &rayon::ThreadPool,
    ) -> Vec<CorpusRun<'s>> {
        let steps = corpora.iter().map(|corpus| corpus.examples.len() * (strategies.of(corpus).len() + descriptions.len()));
        let bar = progress::bar(steps.sum(), self.scoring.quiet || self.scoring.is_for_programs());
        let tick = || bar.inc(1);
        let one = |corpus: &Corpus| {
            let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).collect();
            let strategies = strategies.of(corpus);
            let examples = score::training_examples(corpus, Task::Boilerplate);
            let kept = pool.install(|| store.part(&documents, &examples));
            let options = Options { examples, kept: Some(&kept), tick: Some(&tick), isolation };
            let own = || run::run_and_in_sample(&documents, strategies, options);
            let programs = || self.external.run(descriptions, &documents, &kept, pool.current_num_threads(), &tick);
            let ((run, in_sample), outcomes) = beside(|| pool.install(own), programs);
            CorpusRun { strategies, run, in_sample, outcomes }
        };
        let runs = corpora.iter().map(one).collect();
        bar.finish_and_clear();
        runs
    }
}

/// The strategies asked for. Of `all`, those that read pages are left out where there are none to read.
struct Chosen {
    all: Vec<Selected>,
    of_texts: Vec<Selected>,
}

impl Chosen {
    fn parse(list: &str) -> Result<Self> {
        let (all, mut of_texts) = (strategy::parse_list(list)?, strategy::parse_list(list)?);
        if list.split(',').any(|name| name.trim() == "all") {
            of_texts.retain(|own| own.entry.needs != Needs::Html);
        }
        Ok(Self { all, of_texts })
    }

    fn of(&self, corpus: &Corpus) -> &[Selected] {
        let pages = corpus.examples.iter().any(|example| example.document.page().is_some());
        if pages { &self.all } else { &self.of_texts }
    }
}

/// Two pieces of work at once, the second on a thread of its own: other programs are waited for, not worked at.
fn beside<A, B: Send>(work: impl FnOnce() -> A, wait: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let waiting = scope.spawn(wait);
        let done = work();
        (done, waiting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn forget_pages(corpus: &mut Corpus) {
    corpus.examples.par_iter_mut().for_each(|example| example.document.forget_page());
}

fn evaluate<'c>(
    runs: &[(&'c Corpus, &'c CorpusRun<'c>)],
    tasks: &[Task],
    text_metrics: &[&'static TextMetric],
    resampling: Resampling,
    given: &bias::Options<'_>,
) -> Vec<Assessed<'c>> {
    let mut results = Vec::new();
    for &(corpus, run) in runs {
        let contenders = run.contenders();
        let options = bias::Options { fitted_to_all: run.fitted_to_all(), ..given.clone() };
        results.extend(tasks.iter().map(|&task| assess(corpus, task, &contenders, text_metrics, resampling, &options)));
    }
    results
}
