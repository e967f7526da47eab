//! The pages behind a corpus of texts: gleaner's own format with `html/<id>.html`, the page that each text was made from.
//!
//! Strategies get the page; the gold is the text's, moved by alignment (see [`transfer`](super::transfer)) and marked as derived.
//! So cleaners that read pages meet those that read text on the same articles. Only asked for by name, `html-of:PATH`: the folder
//! itself is a corpus of texts. The corpus is named `<folder>-html`.

use super::transfer::moved_gold;
use super::{Format, Imported, read_page};
use crate::corpus::{Corpus, Example, Files, Row, digest, native};
use crate::document::{self, Document, Meta};
use crate::error::{Error, Result};
use rayon::prelude::*;
use std::path::{Component, Path, PathBuf};

/// Row in the table.
pub static FORMAT: Format = Format {
    id: "html-of",
    summary: "gleaner's own folder of labelled texts with html/<id>.html: the pages, with the texts' gold moved to them",
    recognises: |_| false,
    open,
};

/// The folder of the pages.
const PAGES: &str = "html";

fn open(path: &Path) -> Result<Imported> {
    let files = Files::Folder(path.to_path_buf());
    let rows = native::manifest(&files)?;
    let read: Vec<Result<Example>> = rows.par_iter().map(|(line, row)| read(&files, path, row, *line)).collect();
    let (mut examples, mut rejected) = (Vec::new(), Vec::new());
    for outcome in read {
        match outcome {
            Ok(example) => examples.push(example),
            Err(error) => rejected.push(error),
        }
    }
    if examples.is_empty() {
        let first = rejected.into_iter().next();
        return Err(first.unwrap_or_else(|| Error::data("no document has a page").in_file(path).remedy("put pages into html/<id>.html")));
    }
    examples.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
    let corpus = Corpus { name: format!("{}-html", native::folder_name(path)), digest: digest(&examples), examples };
    Ok(Imported { corpus, rejected })
}

/// One labelled text becomes a page with its gold.
fn read(files: &Files, root: &Path, row: &Row, line: usize) -> Result<Example> {
    let page = page_path(root, row).ok_or_else(|| {
        let error = Error::data(format!("`{}` has no page", row.id)).at(files.path(native::MANIFEST), line);
        error.remedy(format!("add {PAGES}/{}.html, or leave it out", row.id))
    })?;
    let labelled = native::example(files, row, line)?;
    let meta = Meta { format: document::Format::Html, ..labelled.document.meta.clone() };
    let document = Document::new(meta, read_page(&page, None)?);
    let gold = moved_gold(&labelled, &document);
    Ok(Example { document, gold })
}

/// The page of a document, packed or not; never outside the corpus, whatever the id.
fn page_path(root: &Path, row: &Row) -> Option<PathBuf> {
    let inside = Path::new(&row.id).components().all(|part| matches!(part, Component::Normal(_)));
    let paths = ["html", "html.gz"].map(|ending| root.join(PAGES).join(format!("{}.{ending}", row.id)));
    paths.into_iter().find(|path| inside && path.is_file())
}
