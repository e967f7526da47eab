//! gleaner's own format: `documents.csv`, texts, and standoff files.

use super::{Corpus, Example, Files, beside, brat, digest};
use crate::document::{Document, Format, Meta};
use crate::error::{Error, Result};
use std::collections::HashMap;
use std::path::Path;

/// The manifest's file name.
pub const MANIFEST: &str = "documents.csv";

/// One line of the manifest. Further columns are allowed and passed over.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Row {
    /// Unique name of the document.
    pub id: String,
    /// Its text, relative to the corpus.
    pub file: String,
    /// The outlet.
    #[serde(default)]
    pub source: String,
    /// The event it is about.
    #[serde(default)]
    pub event: String,
    /// ISO 639-1 code.
    #[serde(default)]
    pub lang: String,
    /// plain, markdown or html; empty: by the file's ending.
    #[serde(default)]
    pub format: String,
    /// Under what right the text may be used.
    #[serde(default)]
    pub licence: String,
    /// Where it comes from.
    #[serde(default)]
    pub origin: String,
}

impl Row {
    /// The name of the standoff file.
    pub fn annotations(&self) -> String {
        Path::new(&self.file).with_extension("ann").to_string_lossy().replace('\\', "/")
    }

    /// The declared format, or the one the file's ending tells.
    ///
    /// # Errors
    /// A format that is not read.
    pub fn format(&self) -> std::result::Result<Format, String> {
        let ending = Path::new(&self.file).extension().and_then(std::ffi::OsStr::to_str).unwrap_or("");
        match (self.format.as_str(), ending) {
            ("", "md" | "markdown") => Ok(Format::Markdown),
            ("", "html" | "htm") => Ok(Format::Html),
            ("", _) => Ok(Format::Plain),
            (declared, _) => declared.parse(),
        }
    }

    /// Whether the file stays inside the corpus.
    fn is_inside(&self) -> bool {
        Path::new(&self.file).components().all(|part| matches!(part, std::path::Component::Normal(_)))
    }
}

/// Opens the corpus in a folder.
///
/// # Errors
/// The first thing that is wrong, with file, line and remedy; `gleaner check` lists all.
pub fn open(path: &Path) -> Result<Corpus> {
    let files = Files::Folder(path.to_path_buf());
    if !path.is_dir() {
        return Err(Error::data("not a corpus: no such folder").in_file(path).remedy("give a folder with a documents.csv"));
    }
    load(&files, &folder_name(path))
}

/// The documents of a folder whose labels need not be there yet, in the order of their ids.
///
/// # Errors
/// As [`open`], labels aside.
pub fn unlabelled(path: &Path) -> Result<Vec<(Row, Document)>> {
    let files = Files::Folder(path.to_path_buf());
    let document = |(line, row): (usize, Row)| document(&files, &row, line).map(|document| (row, document));
    let mut documents = manifest(&files)?.into_iter().map(document).collect::<Result<Vec<_>>>()?;
    documents.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    Ok(documents)
}

/// The short name of the corpus in a folder.
pub(super) fn folder_name(path: &Path) -> String {
    let canonical = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    canonical.file_name().map_or_else(|| "corpus".into(), |name| name.to_string_lossy().into_owned())
}

/// Loads a corpus from its files.
pub(super) fn load(files: &Files, name: &str) -> Result<Corpus> {
    let rows = manifest(files)?;
    let mut examples = Vec::with_capacity(rows.len());
    for (line, row) in &rows {
        examples.push(example(files, row, *line)?);
    }
    examples.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
    if let Some(error) = beside::read(files, &mut examples).into_iter().next() {
        return Err(error);
    }
    let digest = digest(&examples);
    Ok(Corpus { name: name.to_string(), digest, examples })
}

/// Reads the manifest: rows with their line numbers.
///
/// # Errors
/// A missing manifest, a malformed line, an id that stands twice, a file outside the corpus.
pub fn manifest(files: &Files) -> Result<Vec<(usize, Row)>> {
    let path = files.path(MANIFEST);
    if !files.has(MANIFEST) {
        return Err(Error::data("not a corpus: there is no documents.csv")
            .in_file(&path)
            .remedy("a corpus has documents.csv with id,file,source,event,lang,format,licence,origin"));
    }
    let text = files.text(MANIFEST)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows: Vec<(usize, Row)> = Vec::new();
    let mut first_line: HashMap<String, usize> = HashMap::new();
    let headers = reader.headers().map_err(|error| csv_error(&error, &path))?.clone();
    for record in reader.records() {
        let record = record.map_err(|error| csv_error(&error, &path))?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        let row: Row = record.deserialize(Some(&headers)).map_err(|error| csv_error(&error, &path).at(&path, line))?;
        check_row(&row, &mut first_line, line).map_err(|error| error.at(&path, line))?;
        rows.push((line, row));
    }
    if rows.is_empty() {
        return Err(Error::data("the corpus has no documents").in_file(&path).remedy("add a line for each document"));
    }
    Ok(rows)
}

fn check_row(row: &Row, first_line: &mut HashMap<String, usize>, line: usize) -> Result<()> {
    if row.id.is_empty() || row.file.is_empty() {
        return Err(Error::data("id or file is empty").remedy("both are required"));
    }
    if let Some(first) = first_line.insert(row.id.clone(), line) {
        return Err(Error::data(format!("id `{}` stands twice, first in line {first}", row.id)).remedy("ids must be unique"));
    }
    if !row.is_inside() {
        return Err(Error::data(format!("file `{}` is outside the corpus", row.file)).remedy("use a path relative to documents.csv"));
    }
    row.format().map(|_| ()).map_err(Error::data)
}

fn csv_error(error: &csv::Error, path: &Path) -> Error {
    let line = error.position().map(|position| position.line() as usize);
    let plain =
        Error::data(format!("cannot read the manifest: {error}")).remedy("columns: id,file,source,event,lang,format,licence,origin");
    match line {
        Some(line) => plain.at(path, line),
        None => plain.in_file(path),
    }
}

/// A document with its gold.
///
/// # Errors
/// A missing or unreadable file, or gold that does not fit the text.
pub(super) fn example(files: &Files, row: &Row, line: usize) -> Result<Example> {
    let document = document(files, row, line)?;
    let annotations = annotations(files, row, line)?;
    let gold = brat::read(document.text(), &annotations, &files.path(&row.annotations()))?;
    Ok(Example { document, gold })
}

/// A document without its gold.
///
/// # Errors
/// A missing or unreadable file; one that is missing is the manifest's fault.
pub(super) fn document(files: &Files, row: &Row, line: usize) -> Result<Document> {
    let meta = meta(row)?;
    if !files.has(&row.file) {
        let error = Error::data(format!("the text `{}` of `{}` is missing", row.file, row.id));
        return Err(error.at(files.path(MANIFEST), line).remedy("add the file or drop the line"));
    }
    let source = if meta.format == Format::Html { files.page(&row.file)? } else { files.text(&row.file)? };
    Ok(Document::new(meta, source))
}

/// The standoff annotations of a document.
///
/// # Errors
/// As [`text`].
pub(super) fn annotations(files: &Files, row: &Row, line: usize) -> Result<String> {
    let name = row.annotations();
    if !files.has(&name) {
        let error = Error::data(format!("the gold `{name}` of `{}` is missing", row.id));
        return Err(error.at(files.path(MANIFEST), line).remedy("label the document; an empty .ann file says that all of it is body"));
    }
    files.text(&name)
}

/// What the manifest says of a document.
fn meta(row: &Row) -> Result<Meta> {
    let format = row.format().map_err(Error::data)?;
    let Row { id, source, event, lang, .. } = row.clone();
    Ok(Meta { id, source, event, lang, format })
}
