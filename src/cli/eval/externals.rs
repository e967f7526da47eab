//! `--external`: programs beside the strategies, and what is said of their failures.

use crate::cli::scoring::Scoring;
use crate::corpus::Corpus;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::run::external::{self, Answers, Description, Failure, Input, MAX_JOBS};
use crate::run::store::Part;
use crate::run::{Prediction, Status};
use crate::score::Contender;
use clap::Args;
use std::collections::BTreeMap;

/// Options of external strategies.
#[derive(Debug, Args)]
pub struct External {
    /// Other programs: a TOML file, a folder of them, or 'NAME=PROGRAM ARGUMENT…'; may be given several times
    #[arg(long, value_name = "PROGRAM")]
    external: Vec<String>,
    /// Processes of an external program at a time; 0: one for each thread
    #[arg(long, value_name = "N", default_value_t = 0)]
    external_jobs: usize,
}

/// What became of one program over one corpus.
pub enum Outcome {
    /// It was run.
    Ran(Answers),
    /// It reads pages, and the corpus holds none.
    LeftOut(String),
}

impl Outcome {
    /// What there is to score.
    pub fn contender(&self) -> Option<Contender<'_>> {
        match self {
            Outcome::Ran(answers) => Some(Contender::external(&answers.name, &answers.version, true, &answers.predictions)),
            Outcome::LeftOut(_) => None,
        }
    }
}

impl External {
    /// Reads the descriptions.
    ///
    /// # Errors
    /// A wrong one, two of one name, or too many jobs.
    pub fn descriptions(&self) -> Result<Vec<Description>> {
        if self.external_jobs > MAX_JOBS {
            let error = Error::usage(format!("{} jobs are too many", self.external_jobs));
            return Err(error.remedy(format!("give at most {MAX_JOBS}")));
        }
        let mut found: Vec<Description> = Vec::new();
        for given in &self.external {
            for own in Description::read(given)? {
                if found.iter().any(|other| other.name == own.name) {
                    let error = Error::usage(format!("two external strategies are named `{}`", own.name));
                    return Err(error.remedy("give one of them another name"));
                }
                found.push(own);
            }
        }
        Ok(found)
    }

    /// Runs the programs one after the other.
    pub fn run(
        &self,
        descriptions: &[Description],
        documents: &[&Document],
        kept: &Part<'_>,
        threads: usize,
        tick: &(dyn Fn() + Sync),
    ) -> Vec<Outcome> {
        let jobs = if self.external_jobs == 0 { threads } else { self.external_jobs };
        let pages = documents.iter().any(|document| document.page().is_some());
        let one = |own: &Description| {
            if own.input == Some(Input::Html) && !pages {
                documents.iter().for_each(|_| tick());
                return Outcome::LeftOut(own.contender());
            }
            Outcome::Ran(external::run_kept(own, documents, jobs, Some(&kept.program(own)), tick))
        };
        descriptions.iter().map(one).collect()
    }
}

/// Says which programs were left out, and how many documents had no answer and why.
pub fn account(scoring: &Scoring, corpus: &Corpus, outcomes: &[Outcome]) {
    for outcome in outcomes {
        match outcome {
            Outcome::LeftOut(name) => scoring.remark(&format!("{}: {name} is left out: it reads pages, and these are texts", corpus.name)),
            Outcome::Ran(answers) => {
                if let Some((index, failure)) = &answers.first_failure {
                    let said = account_of(&answers.name, corpus, (*index, failure), &answers.predictions);
                    scoring.remark(&format!("{}: {said}", corpus.name));
                }
            }
        }
    }
}

/// How many documents had no answer, the first of them by its place, and why.
pub fn account_of(name: &str, corpus: &Corpus, (index, failure): (usize, &Failure), predictions: &[Prediction]) -> String {
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for prediction in predictions.iter().filter(|prediction| prediction.status != Status::Ok) {
        *counts.entry(prediction.status).or_default() += 1;
    }
    let counted: Vec<String> = counts.iter().map(|(status, count)| format!("{count} {}", status.name())).collect();
    let (missing, all) = (counts.values().sum::<usize>(), predictions.len());
    let id = corpus.examples.get(index).map_or("", |example| example.document.meta.id.as_str());
    let first = format!("first `{id}`: {}: {}", failure.status.name(), failure.reason);
    let complaints: String = failure.complaints.lines().map(|line| format!("\n  | {line}")).collect();
    format!("{name}: {missing} of {all} documents without an answer, each a full miss: {} ({first}){complaints}", counted.join(", "))
}
