//! `gleaner show`: one document with its cuts in the terminal.

mod paint;

use super::output;
use crate::corpus::{self, Corpus, Example};
use crate::document::{Document, Format, Meta};
use crate::error::{Error, Result};
use crate::gold::{Task, Verdict};
use crate::score::training_examples;
use crate::strategy::{self, Context, Removals};
use clap::Args;
use paint::{Piece, State, Width, lines};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Prints one document with what a strategy cut, the reasons in the margin, and, where there is gold, what is wrong.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    /// Id of a document of the corpus, or a file
    document: String,
    /// The strategy, with parameters if need be
    #[arg(long, short, default_value = "default")]
    strategy: String,
    /// Corpus that holds the document: a folder, FORMAT:PATH, or `shipped`
    #[arg(long, short, default_value = corpus::SHIPPED)]
    corpus: String,
    /// What to be left with: boilerplate, source-neutral, body-only
    #[arg(long, short, value_parser = super::strip::parse_task, default_value = "boilerplate")]
    task: Task,
    /// Columns; 0: those of the terminal, or 80
    #[arg(long, value_name = "N", default_value_t = 0)]
    width: usize,
}

const EXAMPLES: &str = "\
Examples:
  gleaner show agora-pages-dam-vote
  gleaner show agora-pages-dam-vote --strategy justext --task source-neutral
  gleaner show page.html

  [-cut-]   gone, rightly where there is gold        [x-cut-x]  damage: content that was taken out
  {+text+}  residue: boilerplate that was left in    margin     label and rule of what was cut, label of what was left

Colours are used on a terminal only, unless NO_COLOR is set; they say nothing that the brackets do not.";

/// A document, its gold if there is any, and what the strategy took out.
struct Shown<'d> {
    document: &'d Document,
    example: Option<&'d Example>,
    removals: Removals,
}

impl Show {
    /// Runs the command.
    ///
    /// # Errors
    /// No such document, an unknown strategy, stdout gone.
    pub fn run(self) -> Result<ExitCode> {
        let file = Path::new(&self.document);
        if file.is_file() {
            let document = read(file)?;
            let removals = strategy::parse(&self.strategy)?.run(&document, &Context::of([&document]));
            return self.print(&Shown { document: &document, example: None, removals });
        }
        let corpus = crate::shard::open_corpus(&self.corpus)?.corpus;
        let found = corpus.examples.iter().find(|example| example.document.meta.id == self.document);
        let example = found.ok_or_else(|| missing(&self.document, &corpus))?;
        let removals = self.removals(&corpus, example)?;
        self.print(&Shown { document: &example.document, example: Some(example), removals })
    }

    /// What the strategy takes out, as `eval` would have it: it knows the corpus, and has learnt from other sources.
    fn removals(&self, corpus: &Corpus, example: &Example) -> Result<Removals> {
        let chosen = strategy::parse(&self.strategy)?;
        let context = Context::of(corpus.examples.iter().map(|example| &example.document));
        let source = &example.document.meta.source;
        let examples = training_examples(corpus, Task::Boilerplate);
        let others = examples.into_iter().filter(|other| other.document.meta.source != *source).collect();
        let fitted = chosen.fitted(&strategy::Training { examples: others, context: &context });
        Ok(fitted.as_ref().unwrap_or(&chosen).run(&example.document, &context))
    }

    fn print(&self, shown: &Shown<'_>) -> Result<ExitCode> {
        let width = if self.width > 0 { Width::of(self.width) } else { Width::of_terminal() };
        let mut out = String::new();
        let (residue, damage) = pieces(shown, self.task).into_iter().fold((0, 0), |(residue, damage), line| {
            let count = |state: State| line.iter().filter(|piece| piece.state == state).map(Piece::visible).sum::<usize>();
            lines(&line, width, &mut out);
            (residue + count(State::Residue), damage + count(State::Damage))
        });
        if shown.example.is_some() {
            out.push_str(&format!("\n{residue} characters of residue, {damage} of damage, task {}\n", self.task));
        }
        output::print_coloured(&out)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn missing(id: &str, corpus: &Corpus) -> Error {
    let near = |example: &&Example| example.document.meta.id.contains(id) || id.contains(&example.document.meta.source);
    let near: Vec<&str> = corpus.examples.iter().filter(near).map(|example| example.document.meta.id.as_str()).take(5).collect();
    let hint = if near.is_empty() { "documents.csv lists the ids".to_string() } else { format!("there are {}", near.join(", ")) };
    Error::usage(format!("`{id}` is neither a file nor a document of `{}`", corpus.name)).remedy(hint)
}

fn read(file: &Path) -> Result<Document> {
    let path = PathBuf::from(file);
    let text = corpus::Files::Folder(path.parent().unwrap_or(Path::new("")).to_path_buf());
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let page = matches!(file.extension().and_then(std::ffi::OsStr::to_str), Some("html" | "htm"));
    let source = if page { text.page(&name)? } else { text.text(&name)? };
    let format = if page { Format::Html } else { Format::guess(&source) };
    Ok(Document::new(Meta { id: name, format, ..Meta::default() }, source))
}

/// The lines of the document, each in pieces of one state.
fn pieces<'d>(shown: &'d Shown<'_>, task: Task) -> Vec<Vec<Piece<'d>>> {
    let text = shown.document.text();
    let cuts: Vec<_> = shown.removals.iter().filter(|removal| task.applies(removal.label)).collect();
    let gold = shown.example.map(|example| example.gold.cover(text.len())).unwrap_or_default();
    let mut ends: BTreeSet<usize> = cuts.iter().flat_map(|cut| [cut.span.start, cut.span.end]).collect();
    ends.extend(gold.iter().flat_map(|own| [own.span.start, own.span.end]));
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let mut line = Vec::new();
        let inner: Vec<usize> = [start].into_iter().chain(ends.range(start + 1..end.max(start + 1)).copied()).chain([end]).collect();
        for pair in inner.windows(2).filter(|pair| pair[0] < pair[1]) {
            // Both are sorted and disjoint, and no piece crosses one of their ends.
            let cut = cuts.get(cuts.partition_point(|cut| cut.span.end <= pair[0])).filter(|cut| cut.span.start <= pair[0]);
            let own = gold.get(gold.partition_point(|own| own.span.end <= pair[0])).filter(|own| own.span.start <= pair[0]);
            let label = own.map(|own| own.label);
            let state = match (label.map(|label| task.verdict(label)), cut) {
                (Some(Verdict::Strip), None) => State::Residue,
                (Some(Verdict::Keep), Some(_)) => State::Damage,
                (_, Some(_)) => State::Gone,
                (_, None) => State::Kept,
            };
            let said = cut.and_then(|cut| cut.label).or(label).map_or("", |label| label.name());
            let reason = cut.map_or_else(|| said.to_string(), |cut| format!("{said} {}", cut.rule).trim().to_string());
            line.push(Piece { text: &text[pair[0]..pair[1]], state, reason });
        }
        found.push(line);
        start = end + 1;
    }
    found
}
