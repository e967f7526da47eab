//! `gleaner`: the native format, a folder with `documents.csv`, texts and standoff files.
//!
//! **Read**: as `brat` with a manifest, so that labels find their places again after texts were changed. Second labellings
//! (`second/`) are not taken along.
//! **Written**: files as they are, byte for byte, under names made of source and id; labels keep our names.

use super::Format as Annotation;
use super::brat as standoff_folder;
use super::export::{Item, Write};
use super::folder::Folder;
use super::intake::Intake;
use super::label_map::Outgoing;
use crate::corpus::{brat, native};
use crate::document::Format;
use crate::error::{Error, Result};
use std::path::Path;

/// The format's row.
pub static FORMAT: Annotation = Annotation {
    id: "gleaner",
    summary: "gleaner's own: documents.csv, texts, .ann standoff",
    read: Some(read),
    write: Some(Write::Folder { add, close }),
};

fn read(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    if !path.join(native::MANIFEST).is_file() {
        let error = Error::data("not a corpus: there is no documents.csv").in_file(path);
        return Err(error.remedy("for a folder of .txt and .ann files the format is brat"));
    }
    standoff_folder::read_manifest(path, intake)
}

fn add(item: &Item<'_>, folder: &mut Folder) -> Result<()> {
    let ending = match item.facts.format {
        Some(Format::Html) => "html",
        Some(Format::Markdown) => "md",
        _ => "txt",
    };
    folder.add(&item.facts, ending, item.file, &brat::write(item.text, item.spans))
}

fn close(names: &Outgoing, _: &Folder) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    Err(Error::usage("in our own format labels keep our names").remedy("leave out the label map"))
}
