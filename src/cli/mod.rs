//! The command line: one file a command. Commands return an exit code; only this module and `main` touch the terminal.

mod check;
mod eval;
mod filter;
mod output;
mod progress;
mod strategies;
mod strip;

use crate::error::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Which boilerplate stripper should I trust, on my sources?
#[derive(Debug, Parser)]
#[command(name = "gleaner", version, about, long_about = LONG, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const LONG: &str = "\
Which boilerplate stripper should I trust, on my sources?

gleaner runs competing strategies over news text, scores what each leaves in (residue) and takes out wrongly (damage) \
against hand-labelled gold spans, and writes the scores as CSV with intervals, speed and the rule behind every cut.

  gleaner eval                     every strategy on the shipped corpus
  gleaner eval my-corpus           the same on yours
  gleaner strip < page.md          clean a text with the recommended strategy
  gleaner strategies               what there is, what each needs, where it loses
  gleaner check my-corpus          what is wrong with a corpus, with file, line and remedy

Exit codes: 0 fine, 1 a finding, 2 wrong use, 3 data or I/O.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run strategies over corpora, score them, print the ranked table, write the CSV files
    Eval(eval::Eval),
    /// Clean text with one strategy: a filter from stdin or files to stdout
    Strip(strip::Strip),
    /// List the strategies: what each needs, its parameters, where it loses
    Strategies(strategies::Strategies),
    /// Check a corpus against every rule, with file, line and remedy
    Check(check::Check),
}

/// Parses the command line, runs the command, reports an error on stderr, and gives the exit code.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result: Result<ExitCode> = match arguments.command {
        Command::Eval(command) => command.run(),
        Command::Strip(command) => command.run(),
        Command::Strategies(command) => command.run(),
        Command::Check(command) => command.run(),
    };
    result.unwrap_or_else(|error| {
        // The reader of a pipe went away: that is how filters end.
        if error.is_broken_pipe() {
            return ExitCode::SUCCESS;
        }
        output::complain(&error);
        ExitCode::from(error.exit_code())
    })
}
