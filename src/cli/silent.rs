//! Commands run for the files they write, without a word on the terminal: for bindings to other languages.

use super::{Arguments, Command};
use crate::error::{Error, Result};
use clap::Parser as _;
use std::ffi::OsString;

/// Runs `eval`, `score` or `leak` for the files it writes. The arguments are those of the command line, the command's name
/// first. Nothing is printed, so the files of the program and of a binding cannot differ.
///
/// # Errors
/// Arguments that the command line does not take, and what the command says.
///
/// ```
/// let error = gleaner::cli::write_files(["eval", "--strategy", "none-such"]).expect_err("no such strategy");
/// assert!(error.to_string().starts_with("unknown strategy `none-such`"));
/// ```
pub fn write_files<A: Into<OsString>>(arguments: impl IntoIterator<Item = A>) -> Result<()> {
    let program = std::iter::once(OsString::from("gleaner"));
    let parsed = Arguments::try_parse_from(program.chain(arguments.into_iter().map(Into::into))).map_err(|error| refused(&error))?;
    match parsed.command {
        Command::Eval(mut command) => {
            (command.scoring.quiet, command.scoring.silent) = (true, true);
            command.run()
        }
        Command::Score(mut command) => {
            (command.scoring.quiet, command.scoring.silent) = (true, true);
            command.run()
        }
        Command::Leak(mut command) => {
            (command.quiet, command.silent) = (true, true);
            command.run()
        }
        _ => return Err(Error::usage("only eval, score and leak are run for their files")),
    }?;
    Ok(())
}

/// What clap says, without its usage lines.
fn refused(error: &clap::Error) -> Error {
    let said = error.to_string();
    let first = said.split("\n\n").next().unwrap_or_default();
    Error::usage(first.trim_start_matches("error: ").split_whitespace().collect::<Vec<_>>().join(" "))
}
