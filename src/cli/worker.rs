//! `gleaner worker`: what `eval --isolate` starts. Not for people, and not in the help.

use crate::error::{Error, Result};
use crate::run::isolated;
use crate::strategy::ALL;
use clap::Args;
use std::process::ExitCode;

/// Answers the harness on stdin and stdout; started by `gleaner eval --isolate`.
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct Worker {}

/// The command's name.
const NAME: &str = "worker";

impl Worker {
    /// Runs the command.
    ///
    /// # Errors
    /// What is no question.
    pub fn run(self) -> Result<ExitCode> {
        isolated::serve(ALL, std::io::stdin().lock(), std::io::stdout())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// How this program starts itself as a worker.
///
/// # Errors
/// Where the system does not tell where this program lies, or the path is not UTF-8.
pub fn command() -> Result<Vec<String>> {
    let own = std::env::current_exe().map_err(|error| Error::io("cannot find this program", error).remedy("run without --isolate"))?;
    let own = own.into_os_string().into_string();
    let own = own.map_err(|path| Error::usage(format!("this program's path {} is not UTF-8", path.display())).remedy("move it"))?;
    Ok(vec![own, NAME.into()])
}
