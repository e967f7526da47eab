//! Files that are there whole or not at all: a temporary name in the same folder, flushed to the disk, renamed.

use crate::error::{Error, Result};
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What the report of a run over shards is called, in its output folder.
pub const REPORT: &str = "strip.csv";
const REMEDY: &str = "check the folder's permissions and the space left";
const ENDING: &str = ".gleaner-partial";

/// Where the bad records of an output are: `NAME.errors.jsonl`.
pub fn errors_path(output: &Path) -> PathBuf {
    beside(output, ".errors.jsonl")
}

/// Where the sidecar of an output is: `NAME.gleaner.json`.
pub fn sidecar_path(output: &Path) -> PathBuf {
    beside(output, ".gleaner.json")
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// A file under its temporary name. It is locked while it is written, so that another process can tell it from what a killed one
/// left; dropped before [`Partial::commit`], it goes.
pub struct Partial {
    file: File,
    path: PathBuf,
    target: PathBuf,
    done: bool,
}

impl Partial {
    /// A new file that will be named `target`. What killed processes left of earlier ones goes.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn create(target: &Path) -> Result<Self> {
        let failed = |error| Error::io("cannot write", error).in_file(target).remedy(REMEDY);
        sweep(target);
        // Another process may take the file for left over before it is locked: then once more.
        for _ in 0..16 {
            let path = temporary(target)?;
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    // A file system without locks has no sweeping either.
                    let _ = file.try_lock();
                    if path.exists() {
                        return Ok(Self { file, path, target: target.to_path_buf(), done: false });
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Err(failed(ErrorKind::AlreadyExists.into()))
    }

    /// Flushes it to the disk and gives it its name.
    ///
    /// # Errors
    /// Where either fails.
    pub fn commit(mut self) -> Result<()> {
        let failed = |error| Error::io("cannot write", error).in_file(&self.target).remedy(REMEDY);
        self.file.sync_all().map_err(failed)?;
        std::fs::rename(&self.path, &self.target).map_err(failed)?;
        self.done = true;
        sync_folder(&self.target);
        Ok(())
    }

    /// The name that it will have.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// A second handle to the same file.
    ///
    /// # Errors
    /// Where the system gives none.
    pub fn handle(&self) -> Result<File> {
        self.file.try_clone().map_err(|error| Error::io("cannot write", error).in_file(&self.target).remedy(REMEDY))
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Makes a rename last; where the system cannot, it lasts as long as it would.
fn sync_folder(target: &Path) {
    if let Some(folder) = File::open(folder_of(target)).ok().filter(|_| cfg!(unix)) {
        let _ = folder.sync_all();
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `.NAME.1f2e3d4c.gleaner-partial`
fn temporary(target: &Path) -> Result<PathBuf> {
    let random = getrandom::u64().map_err(|error| Error::io("no random number", std::io::Error::other(error.to_string())))?;
    Ok(folder_of(target).join(format!("{}{random:016x}{ENDING}", prefix(target))))
}

fn prefix(target: &Path) -> String {
    format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes what killed processes left of this file; what a living one holds stays.
pub fn sweep(target: &Path) {
    let Ok(entries) = std::fs::read_dir(folder_of(target)) else { return };
    let prefix = prefix(target);
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let middle = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(ENDING));
        if !middle.is_some_and(|middle| middle.len() == 16 && middle.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            continue;
        }
        let Ok(file) = OpenOptions::new().write(true).open(entry.path()) else { continue };
        match file.try_lock() {
            Ok(()) => drop(std::fs::remove_file(entry.path())),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Where it cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut partial = Partial::create(path)?;
    partial.write_all(bytes).map_err(|error| Error::io("cannot write", error).in_file(path).remedy(REMEDY))?;
    partial.commit()
}

/// Removes a file if it is there.
///
/// # Errors
/// Where it is there and stays.
pub fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("cannot remove", error).in_file(path).remedy(REMEDY)),
        _ => Ok(()),
    }
}
