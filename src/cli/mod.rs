//! The command line: one file a command. Commands return an exit code; only this module and `main` touch the terminal.

mod agree;
mod bad_records;
mod check;
mod columns;
mod compare;
mod completions;
mod count;
mod eval;
mod export;
mod filter;
mod gate;
mod import;
mod inputs;
mod kept;
mod label;
mod leak;
mod output;
mod progress;
mod report;
mod sample;
mod score;
mod scoring;
mod show;
mod silent;
mod strategies;
mod strip;
mod tables;
mod worker;

pub use silent::write_files;

use crate::error::{Error, Result};
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
  gleaner score my-corpus a.jsonl  score what another program made of it
  gleaner strip < page.md          clean a text with the recommended strategy
  gleaner count crawl --out FILE   what repeats in a crawl, for strategies that compare documents
  gleaner sample crawl --out FILE  a sample that does not depend on how the crawl is cut into files
  gleaner strategies               what there is, what each needs, where it loses
  gleaner compare old new          two results folders: differences, intervals, changed spans
  gleaner gate                     floors kept in a file; exit 1 when a score falls
  gleaner leak my-texts            what gives the sources of your texts away, cleaned or not
  gleaner report                   results as one page: tables, plots, every document with its errors
  gleaner show DOC                 one document in the terminal, with cuts and reasons
  gleaner label my-corpus          set and mend gold spans on a page of this machine
  gleaner check my-corpus          what is wrong with a corpus, with file, line and remedy
  gleaner agree anna ben           how far two labellings of the same texts agree
  gleaner import brat their-folder my-corpus
                                   a corpus from an annotation tool's files
  gleaner export doccano my-corpus out.jsonl
                                   and back to one

Exit codes: 0 fine, 1 a finding, 2 wrong use, 3 data or I/O.";

#[derive(Debug, Subcommand)]
enum Command {
    Eval(eval::Eval),
    Score(score::Score),
    Report(report::Report),
    Label(label::Label),
    Show(show::Show),
    Completions(completions::Completions),
    Man(completions::Man),
    Strip(strip::Strip),
    Count(count::Count),
    Sample(sample::Sample),
    Strategies(strategies::Strategies),
    Leak(leak::Leak),
    Check(check::Check),
    Compare(compare::Compare),
    Gate(gate::Gate),
    Agree(agree::Agree),
    Import(import::Import),
    Export(export::Export),
    Worker(worker::Worker),
}

/// Parses the command line, runs the command, reports an error on stderr, and gives the exit code.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result: Result<ExitCode> = match arguments.command {
        Command::Eval(command) => command.run(),
        Command::Score(command) => command.run(),
        Command::Report(command) => command.run(),
        Command::Label(command) => command.run(),
        Command::Show(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
        Command::Strip(command) => command.run(),
        Command::Count(command) => command.run(),
        Command::Sample(command) => command.run(),
        Command::Strategies(command) => command.run(),
        Command::Leak(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Compare(command) => command.run(),
        Command::Gate(command) => command.run(),
        Command::Agree(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Worker(command) => command.run(),
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

/// More threads than this are a slip of the keyboard.
const MAX_THREADS: usize = 1024;

/// A pool of so many threads; nought: one for each core.
///
/// # Errors
/// More than 1,024, or threads that cannot be started.
pub fn thread_pool(threads: usize) -> Result<rayon::ThreadPool> {
    if threads > MAX_THREADS {
        return Err(
            Error::usage(format!("{threads} threads are too many")).remedy(format!("give at most {MAX_THREADS}, or 0 for one a core"))
        );
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Error::usage(format!("cannot start {threads} threads: {error}")).remedy("give fewer"))
}
