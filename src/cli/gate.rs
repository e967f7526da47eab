//! `gleaner gate`: results held against floors kept in a file; exit code 1 when one falls.

use super::output;
use crate::error::{Error, Result};
use crate::gate::{self, CONTROLS, Floors, Run, TOLERANCE, Verdict};
use crate::metric::text;
use crate::results::Results;
use crate::strategy::contract::split_outside_brackets;
use clap::{Args, Parser};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Holds strategies against floors in a file. Exit code 1 if one fell; it never lowers a floor by itself.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Gate {
    /// With --init: corpora, as for `eval`; none: the shipped corpus
    #[arg(requires = "init")]
    corpora: Vec<String>,
    /// The file of floors
    #[arg(long, short, value_name = "FILE", default_value = gate::FILE)]
    floors: PathBuf,
    /// Judge this results folder instead of evaluating
    #[arg(long, value_name = "FOLDER")]
    results: Option<PathBuf>,
    /// Write a first file of floors
    #[arg(long, conflicts_with = "update")]
    init: bool,
    /// Raise the floors of what is better now
    #[arg(long)]
    update: bool,
    /// With --update: measure all floors anew, lower ones and another corpus included
    #[arg(long, requires = "update")]
    allow_regression: bool,
    /// With --init: strategies to guard
    #[arg(long, short, value_name = "LIST", default_value = "default")]
    strategy: Vec<String>,
    /// With --init: an external program to guard, as for `eval`; may be given several times
    #[arg(long, value_name = "NAME=PROGRAM")]
    external: Vec<String>,
    /// With --init: tasks
    #[arg(long, short, value_name = "TASK", value_delimiter = ',', default_value = "boilerplate")]
    task: Vec<String>,
    /// Folder for the results of the evaluation
    #[arg(long, short, value_name = "FOLDER", default_value = "gleaner-results")]
    out: PathBuf,
    /// Threads; 0: one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  gleaner gate --init                             floors for `default` on the shipped corpus
  gleaner gate --init my-corpus --external 'mine=python3 mine.py' --strategy none
  gleaner gate                                    evaluate and judge: 0 if all hold, 1 if one fell
  gleaner gate --results gleaner-results          judge what `eval` wrote (keep-all and remove-all included)
  gleaner gate --update                           raise floors after a gain
  gleaner gate --update --allow-regression        a loss, or another corpus, that is meant

A floor fails where a measure is worse by more than the tolerance and the 95 % interval of the paired difference lies wholly on
the bad side, or where it lies beyond the floor's own interval. An [[absolute]] rule (at_least, at_most) is yours alone. keep-all
and remove-all are judged in place of each strategy and must fail, or the gate does: one that passes everything checks nothing.
A corpus with another digest than the floors' is refused.

In GitHub Actions, failed rules are shown as annotations:
  jobs:
    gate:
      runs-on: ubuntu-latest
      steps:
        - uses: actions/checkout@v4
        - run: cargo install --path .        # or however you install gleaner
        - run: gleaner gate
        - uses: actions/upload-artifact@v4   # for `gleaner compare` with the results of the last run
          if: always()
          with: { name: gleaner-results, path: gleaner-results }";

/// `eval`'s own command line, filled in by the gate.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Evaluation {
    #[command(flatten)]
    eval: super::eval::Eval,
}

impl Gate {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, files that are missing or broken, a corpus that is not that of the floors.
    pub fn run(self) -> Result<ExitCode> {
        if self.init || (self.update && !self.floors.exists()) {
            return self.first();
        }
        let mut floors = Floors::read(&self.floors)?;
        let results = self.results(&floors)?;
        if self.update {
            let done = gate::update(&mut floors, &results, self.allow_regression)?;
            floors.write(&self.floors)?;
            output::remark(&format!("{} floors raised, {} kept, {} lowered", done.raised, done.kept, done.lowered));
        }
        self.tell(&gate::judge(&floors, &results)?)
    }

    /// Writes a first file and judges by it, so that a gate that cannot fail is found out at once.
    fn first(&self) -> Result<ExitCode> {
        if self.floors.exists() {
            let error = Error::usage("there are floors already").in_file(&self.floors);
            return Err(error.remedy("`gleaner gate --update` raises them; to begin anew, remove the file"));
        }
        let shipped = || vec!["shipped".to_string()];
        let list = self.strategy.join(",");
        let strategies = split_outside_brackets(&list).into_iter();
        let run = Run {
            corpora: if self.corpora.is_empty() { shipped() } else { self.corpora.clone() },
            strategies: strategies.map(|name| name.trim().to_string()).filter(|name| name != "none").collect(),
            external: self.external.clone(),
            tasks: self.task.clone(),
            tolerance: TOLERANCE,
        };
        let floors = Floors::new(run);
        let results = self.results(&floors)?;
        let floors = gate::init(floors, &results)?;
        let verdict = gate::judge(&floors, &results)?;
        floors.write(&self.floors)?;
        output::remark(&format!(
            "{} floors and {} absolute rules are in {}",
            floors.floor.len(),
            floors.absolute.len(),
            self.floors.display()
        ));
        self.tell(&verdict)
    }

    /// The results to judge: a folder that is there, or one that an evaluation writes.
    fn results(&self, floors: &Floors) -> Result<Results> {
        let folder = match &self.results {
            Some(folder) => folder,
            None => {
                self.evaluate(floors)?;
                &self.out
            }
        };
        Results::open(folder)
    }

    fn evaluate(&self, floors: &Floors) -> Result<()> {
        let run = &floors.run;
        let strategies: Vec<&str> = run.strategies.iter().map(String::as_str).chain(CONTROLS).collect();
        let metrics = text_metrics(floors);
        let (threads, out) = (self.threads.to_string(), self.out.to_string_lossy().into_owned());
        let mut arguments: Vec<String> =
            ["--quiet".to_string(), "--fresh".to_string(), format!("--threads={threads}"), format!("--out={out}")].into();
        arguments.push(format!("--strategy={}", strategies.join(",")));
        arguments.push(format!("--task={}", run.tasks.join(",")));
        arguments.push(format!("--metrics={metrics}"));
        arguments.extend(run.external.iter().map(|external| format!("--external={external}")));
        arguments.push("--".into());
        arguments.extend(run.corpora.iter().cloned());
        let parsed = Evaluation::try_parse_from(arguments);
        let Evaluation { mut eval } = parsed.map_err(|error| {
            let message = error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_string();
            Error::data(format!("cannot evaluate what the floors say: {message}")).in_file(&self.floors).remedy("mend its [run]")
        })?;
        eval.scoring.silent = true;
        eval.run().map(drop)
    }

    fn tell(&self, verdict: &Verdict) -> Result<ExitCode> {
        let annotations = if std::env::var_os("GITHUB_ACTIONS").is_some() { verdict.annotations() } else { String::new() };
        if self.json {
            // JSON is all there is on stdout; the runner reads annotations from stderr too.
            output::annotate(&annotations);
            output::print(&format!("{:#}\n", verdict.json()))?;
        } else {
            output::print(&(annotations + &verdict.text()))?;
        }
        Ok(if verdict.passed() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

/// The text metrics behind the rules; for a first file the ones of published figures.
fn text_metrics(floors: &Floors) -> String {
    let wanted: BTreeSet<&str> = floors.subjects().map(|subject| subject.metric).collect();
    if wanted.is_empty() {
        return "wcxb".into();
    }
    let has = |metric: &&&text::TextMetric| metric.measures.iter().any(|measure| wanted.contains(measure.name));
    let ids: BTreeSet<&str> = text::ALL.iter().filter(has).map(|metric| metric.id).collect();
    if ids.is_empty() { "none".into() } else { ids.into_iter().collect::<Vec<&str>>().join(",") }
}
