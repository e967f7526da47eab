//! The corpus compiled into the program, so that the main command works from any folder.

use super::{Corpus, Files, native};
use crate::error::Result;
use include_dir::{Dir, include_dir};

/// The name of the corpus that is compiled into the program.
pub const SHIPPED: &str = "shipped";

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
    native::load(&files(), SHIPPED)
}

/// Whether a name given for a corpus means the shipped one: a file or folder of that name goes first.
pub fn is_shipped(name: &str) -> bool {
    name == SHIPPED && !std::path::Path::new(name).exists()
}
