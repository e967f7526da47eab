//! `--resume`, `--fresh`, `--run`: where predictions are kept, and what becomes of those that are there.

use crate::cli::scoring::Scoring;
use crate::error::Result;
use crate::run::store::{Start, Store};
use clap::Args;
use std::path::PathBuf;

/// Options of the store.
#[derive(Debug, Args)]
pub struct Resume {
    /// Take the predictions that are there and make the rest; failures of programs are asked again
    #[arg(long, conflicts_with = "fresh")]
    resume: bool,
    /// Throw away the predictions that are there
    #[arg(long)]
    fresh: bool,
    /// With --resume: take predictions of another build of gleaner, or of a changed script, if the versions are the same
    #[arg(long, requires = "resume")]
    trust_versions: bool,
    /// Folder for the predictions [default: `run` in the folder for the CSV files]
    #[arg(long, value_name = "FOLDER")]
    run: Option<PathBuf>,
}

/// What of all is shown.
const MAX_SHOWN: usize = 5;

impl Resume {
    /// Opens the store.
    ///
    /// # Errors
    /// Somebody else has it, a run was broken off and neither option is given, or its folder cannot be used.
    pub fn open(&self, scoring: &Scoring) -> Result<Store> {
        let start = match (self.resume, self.fresh) {
            (true, _) => Start::Resume { trust_versions: self.trust_versions },
            (_, true) => Start::Fresh,
            _ => Start::Replace,
        };
        if self.run.is_none() {
            scoring.make_out()?;
        }
        let store = Store::open(&self.run.clone().unwrap_or_else(|| scoring.run_folder()), start)?;
        let found = store.found();
        found.damaged.iter().take(MAX_SHOWN).for_each(|damage| scoring.remark(&format!("{damage}; made anew")));
        if found.damaged.len() > MAX_SHOWN {
            scoring.remark(&format!("{}: {} damaged lines more", store.folder().display(), found.damaged.len() - MAX_SHOWN));
        }
        Ok(store)
    }

    /// Says what was taken and what was made.
    ///
    /// # Errors
    /// A prediction that could not be written.
    pub fn account(&self, store: &Store, scoring: &Scoring) -> Result<()> {
        store.check()?;
        if self.resume {
            let tally = store.tally();
            let folder = store.folder().display();
            scoring.remark(&format!("{folder}: {} predictions taken, {} made", tally.recalled, tally.made));
            if tally.of_other_code > 0 {
                let why = "another build of gleaner or a changed script made them";
                scoring.remark(&format!("{} of those were there, but {why} (--trust-versions takes them)", tally.of_other_code));
            }
        }
        Ok(())
    }
}
