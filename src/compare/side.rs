//! One side of a comparison: a results folder, or one strategy of it.

use crate::error::Result;
use crate::results::Results;
use std::path::Path;

/// A results folder, with the strategy that was named behind it.
#[derive(Clone, Debug)]
pub struct Side {
    /// As it was given.
    pub name: String,
    /// The folder.
    pub results: Results,
    /// The strategy; `None`: whatever both sides have.
    pub strategy: Option<String>,
}

impl Side {
    /// Opens `FOLDER` or `FOLDER:STRATEGY`. A folder whose own name has a colon comes first.
    ///
    /// # Errors
    /// A folder without results.
    pub fn open(given: &str) -> Result<Self> {
        let named = given.match_indices(':').map(|(at, _)| (&given[..at], &given[at + 1..]));
        let (folder, strategy) = match named.into_iter().find(|(folder, _)| Path::new(folder).is_dir()) {
            Some((folder, strategy)) if !Path::new(given).is_dir() => (folder, Some(strategy.trim().to_string())),
            _ => (given, None),
        };
        Ok(Self { name: given.into(), results: Results::open(Path::new(folder))?, strategy })
    }
}
