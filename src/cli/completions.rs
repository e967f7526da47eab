//! `gleaner completions` and `gleaner man`: what a shell and a reader of manuals want, made from the command line itself.

use super::{Arguments, output};
use crate::error::{Error, Result};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::process::ExitCode;

/// Prints a completion script for a shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  gleaner completions bash > ~/.local/share/bash-completion/completions/gleaner")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the manual page, of gleaner or of one command.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  gleaner man > gleaner.1 && man ./gleaner.1\n  gleaner man eval | man -l -")]
pub struct Man {
    /// A command
    command: Option<String>,
}

impl Completions {
    /// Runs the command.
    ///
    /// # Errors
    /// Where stdout is gone.
    pub fn run(self) -> Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "gleaner", &mut script);
        output::print(&String::from_utf8_lossy(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Man {
    /// Runs the command.
    ///
    /// # Errors
    /// An unknown command, or stdout gone.
    pub fn run(self) -> Result<ExitCode> {
        let mut all = Arguments::command();
        all.build();
        let page = match &self.command {
            None => all,
            Some(name) => {
                let found = all.find_subcommand(name).filter(|own| !own.is_hide_set());
                let own = found.ok_or_else(|| Error::usage(format!("there is no command `{name}`")).remedy("`gleaner help` lists them"))?;
                own.clone().name(format!("gleaner-{name}"))
            }
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text).map_err(output::stdout_failed)?;
        output::print(&String::from_utf8_lossy(&text))?;
        Ok(ExitCode::SUCCESS)
    }
}
