//! A folder of texts as one shard: its files in the order of their names, folders inside it included. The path inside the folder is the
//! id; the first folder on the way is the source.

use super::compression::unpack;
use super::errors::{BadRecord, Complaint, Place};
use super::format::{Making, Opening, Out, ShardFormat};
use super::pump::broken_off;
use super::record::{Made, Piece, Source};
use super::text::{Contents, format_of_name};
use super::{Options, json_lines};
use crate::error::{Error, Result};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Its row in the table.
pub static ENTRY: ShardFormat =
    ShardFormat { name: "folder", endings: &[], summary: "a folder of .txt, .md and .html files", open: Opening::Path(open), make };

/// Folders are read so deep.
pub const MAX_DEPTH: usize = 16;

fn open(folder: &Path, options: &Options) -> Result<Box<dyn Source>> {
    let mut files = Vec::new();
    texts(folder, 0, &mut files)?;
    files.reverse();
    Ok(Box::new(Files { root: folder.to_path_buf(), files, record: 0, limit: options.max_record_bytes }))
}

/// Visible entries of a folder, sorted by name.
///
/// # Errors
/// A folder that cannot be listed.
pub fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |error| Error::io("cannot list the folder", error).in_file(folder).remedy("check its permissions");
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

/// The files of texts in a folder.
///
/// # Errors
/// A folder that cannot be listed.
pub fn texts(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    for path in listed(folder)? {
        if path.is_dir() && depth < MAX_DEPTH {
            texts(&path, depth + 1, files)?;
        } else if path.is_file() && format_of_name(&path).is_some() {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads file by file.
struct Files {
    root: PathBuf,
    /// Those to come, the next one last.
    files: Vec<PathBuf>,
    record: u64,
    limit: usize,
}

impl Source for Files {
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>> {
        let Some(path) = self.files.pop() else { return Ok(None) };
        self.record += 1;
        let place = Place { record: self.record, offset: None };
        let inside = path.strip_prefix(&self.root).unwrap_or(&path);
        let id = inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let source = inside.iter().next().filter(|_| inside.iter().count() > 1).map(|first| first.to_string_lossy().into_owned());
        let quoted = super::emit::quoted(&id);
        let bad = |complaint: Complaint| Ok(Some(Err(BadRecord { place, complaint: complaint.of(&quoted), last: false })));
        let mut bytes = Vec::new();
        let limit = (self.limit as u64).saturating_add(1);
        let read = std::fs::File::open(&path).and_then(unpack).and_then(|stream| stream.take(limit).read_to_end(&mut bytes));
        match read {
            // One file that is broken is no broken shard.
            Err(error) => match broken_off(error, place) {
                Ok(broken) => bad(broken.complaint),
                Err(error) => bad(Complaint::new(error.to_string(), "check the file and its permissions")),
            },
            Ok(_) if bytes.len() > self.limit => bad(Complaint::too_long(self.limit)),
            Ok(length) => {
                let unparsed = Contents { bytes, id: Some(id), source, format: format_of_name(&path) };
                Ok(Some(Ok(Piece { place, bytes: length, unparsed: Box::new(unparsed) })))
            }
        }
    }
}

/// A folder is written as JSON lines; file by file, its texts are shards of their own ([`super::text`]).
fn make(out: Out, making: &Making<'_>) -> Result<Made> {
    (json_lines::ENTRY.make)(out, making)
}
