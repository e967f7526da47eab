//! A corpus, written for a tool.

use super::Format;
use super::facts::Facts;
use super::folder::Folder;
use super::label_map::Outgoing;
use super::staging::write_file;
use crate::corpus::{Example, Files, native, shipped};
use crate::error::{Error, Result};
use crate::gold::LabelledSpan;
use crate::label::Label;
use serde_json::Value;
use std::path::Path;

/// A document with its gold, as formats are given it.
pub struct Item<'a> {
    /// What the manifest says of it.
    pub facts: Facts,
    /// The text that the spans point into; of a page its view.
    pub text: &'a str,
    /// The file as it is on disk.
    pub file: &'a [u8],
    /// Gold spans, in text order, disjoint.
    pub spans: &'a [LabelledSpan],
    /// The tool's names of labels.
    pub names: &'a Outgoing,
}

/// How a format is written.
pub enum Write {
    /// One file of JSON records, one for each document: lines, or one list.
    Records {
        /// Whether the file is one JSON list.
        list: bool,
        /// A document's record.
        record: fn(&Item<'_>) -> Value,
    },
    /// A folder of texts and standoff files with a manifest.
    Folder {
        /// Adds a document.
        add: fn(&Item<'_>, &mut Folder) -> Result<()>,
        /// Adds what belongs to no document.
        close: fn(&Outgoing, &Folder) -> Result<()>,
    },
}

/// What was written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Documents.
    pub documents: usize,
    /// Labelled spans.
    pub spans: usize,
}

/// The files of a corpus: a folder, or `shipped` where no folder of that name stands.
pub fn source(corpus: &Path) -> Files {
    if corpus == Path::new("shipped") && !corpus.is_dir() { shipped::files() } else { Files::Folder(corpus.to_path_buf()) }
}

/// Writes a corpus in a tool's format to `target`, a file or a folder as the format has it.
///
/// # Errors
/// A format that is not written, a corpus with a fault (the first one), a target that is there (without `force`), or a
/// failed write; then nothing is written.
pub fn export(format: &Format, files: &Files, target: &Path, names: &Outgoing, force: bool) -> Result<Exported> {
    match &format.write {
        None => Err(Error::usage(format!("`{}` is not written", format.id)).remedy("choose another format")),
        Some(Write::Folder { add, close }) => {
            let mut folder = Folder::new(target, force)?;
            let done = each(files, names, &mut |item| add(item, &mut folder))?;
            close(names, &folder)?;
            folder.finish()?;
            Ok(done)
        }
        Some(Write::Records { list, record }) => {
            let mut done = Exported::default();
            write_file(target, force, &mut |out| {
                let failed = |error| Error::io("cannot write the file", error).in_file(target).remedy("check the space left");
                let mut between = if *list { "[\n" } else { "" };
                done = each(files, names, &mut |item| {
                    let before = std::mem::replace(&mut between, if *list { ",\n" } else { "\n" });
                    write!(out, "{before}{}", record(item)).map_err(failed)
                })?;
                out.write_all(if *list { b"\n]\n" } else { b"\n" }).map_err(failed)
            })?;
            Ok(done)
        }
    }
}

fn each(files: &Files, names: &Outgoing, take: &mut dyn FnMut(&Item<'_>) -> Result<()>) -> Result<Exported> {
    let mut done = Exported::default();
    for (line, row) in native::manifest(files)? {
        let Example { document, gold } = native::example(files, &row, line)?;
        let file = files.bytes(&row.file)?;
        take(&Item { facts: Facts::of_row(&row), text: document.text(), file: &file, spans: gold.spans(), names })?;
        done.documents += 1;
        done.spans += gold.spans().len();
    }
    Ok(done)
}

impl Item<'_> {
    /// The spans with their names, as start, end (both as `from_byte` counts them) and quote.
    pub fn counted<'a>(&'a self, from_byte: impl Fn(usize) -> usize + 'a) -> impl Iterator<Item = (usize, usize, &'a str, &'a str)> + 'a {
        self.spans.iter().map(move |own| {
            let (start, end) = (from_byte(own.span.start), from_byte(own.span.end));
            (start, end, self.names.name(own.label), own.span.slice(self.text))
        })
    }
}

/// The names of all labels, each once, in the order of the labelling guide.
pub fn label_names(names: &Outgoing) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for &label in Label::ALL {
        let name = names.name(label);
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}
