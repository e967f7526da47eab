//! Folders: a corpus with its manifest, or a folder for each source.

use super::{MAX_RECORD_BYTES, Place, Receiver, Record, ending};
use crate::corpus::{Files, decode, native};
use crate::document::{Format, html};
use crate::error::{Error, Result};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folders inside a source's folder are read so deep.
const MAX_DEPTH: usize = 8;

/// Reads a folder: by `documents.csv` if it has one, else its folders are the sources and their files the texts.
///
/// # Errors
/// A folder that cannot be listed or has no folders, or a manifest that cannot be read.
pub fn visit(folder: &Path, receiver: &mut dyn Receiver) -> Result<()> {
    let files = Files::Folder(folder.to_path_buf());
    if files.has(native::MANIFEST) {
        return corpus(&files, receiver);
    }
    let sources: Vec<PathBuf> = listed(folder)?.into_iter().filter(|path| path.is_dir()).collect();
    if sources.is_empty() {
        let error = Error::data("no documents.csv and no folders in it").in_file(folder);
        return Err(error.remedy("put the texts of each source into a folder of its own"));
    }
    for source in sources {
        let name = source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        texts(folder, &source, &name, 0, receiver)?;
    }
    Ok(())
}

/// A corpus' documents; its gold is not looked at.
fn corpus(files: &Files, receiver: &mut dyn Receiver) -> Result<()> {
    for (line, row) in native::manifest(files)? {
        let path = files.path(native::MANIFEST);
        let format = row.format().ok();
        let source = if format == Some(Format::Html) { files.page(&row.file) } else { files.text(&row.file) };
        let place = Place { path: &path, line: Some(line) };
        match source {
            Ok(text) => {
                receiver.record(Record { id: row.id, text, source: row.source, event: row.event, lang: row.lang, format }, place);
            }
            Err(error) => receiver.rejected(error),
        }
    }
    Ok(())
}

/// Visible entries of a folder, sorted by name.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |error| Error::io("cannot list the folder", error).in_file(folder).remedy("check its permissions");
    let entries = std::fs::read_dir(folder).map_err(failed)?.flatten();
    let mut paths: Vec<PathBuf> =
        entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')).map(|entry| entry.path()).collect();
    paths.sort_unstable();
    Ok(paths)
}

fn texts(root: &Path, folder: &Path, source: &str, depth: usize, receiver: &mut dyn Receiver) -> Result<()> {
    for path in listed(folder)? {
        if path.is_dir() {
            if depth < MAX_DEPTH {
                texts(root, &path, source, depth + 1, receiver)?;
            }
            continue;
        }
        let format = match ending(&path).as_str() {
            // Pipes and devices have no end.
            _ if !path.is_file() => continue,
            "txt" | "text" => Format::Plain,
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" | "xhtml" => Format::Html,
            // What else lies about (pictures, annotations) is no text.
            _ => continue,
        };
        let id = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        match text(&path, format) {
            Ok(text) => {
                let record = Record { id, text, source: source.into(), format: Some(format), ..Record::default() };
                receiver.record(record, Place { path: &path, line: None });
            }
            Err(error) => receiver.rejected(error),
        }
    }
    Ok(())
}

fn text(path: &Path, format: Format) -> Result<String> {
    let mut bytes = Vec::new();
    let read = super::opened::open(path)?.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::io("cannot read", error).in_file(path).remedy("check that the file is whole"))?;
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(Error::data(format!("longer than {MAX_RECORD_BYTES} bytes")).in_file(path).remedy("split it into documents"));
    }
    if format == Format::Html {
        return Ok(html::decode(&bytes, None).text);
    }
    decode(bytes).map_err(|error| error.in_file(path))
}
