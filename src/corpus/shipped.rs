//! The corpus compiled into the program, so that the main command works from any folder.

use super::{Corpus, Files, native};
use crate::error::Result;
use include_dir::{Dir, include_dir};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// The shipped corpus' files.
pub fn files() -> Files {
    Files::Built(&FOLDER)
}

/// Loads the shipped corpus.
///
/// # Errors
/// None in a released program: a test checks the corpus.
pub fn shipped() -> Result<Corpus> {
    native::load(&files(), "shipped")
}
