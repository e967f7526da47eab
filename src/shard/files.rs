//! Files that are there whole or not at all: a temporary name in the same folder, flushed to the disk, renamed.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What the report of a run over shards is called, in its output folder.
pub const REPORT: &str = "strip.csv";
/// What temporary names end in.
pub const PARTIAL: &str = ".gleaner-partial";

/// Where the bad records of an output are: `NAME.errors.jsonl`.
pub fn errors_path(output: &Path) -> PathBuf {
    beside(output, ".errors.jsonl")
}

/// Where the sidecar of an output is: `NAME.gleaner.json`.
pub fn sidecar_path(output: &Path) -> PathBuf {
    beside(output, ".gleaner.json")
}

/// The path with something behind its name, endings and all.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// The error for a file that cannot be written.
pub fn cannot_write(error: std::io::Error, path: &Path) -> Error {
    Error::io("cannot write", error).in_file(path).remedy("check the folder's permissions and the space left")
}

/// A file under its temporary name. It is locked while it is open, so that another process can tell it from what a killed one
/// left; dropped before [`Partial::commit`], it goes.
pub struct Partial {
    /// `None`: it is closed.
    file: Option<File>,
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
        sweep(target);
        // Another process may take the file for left over before it is locked: then once more.
        for _ in 0..16 {
            let path = temporary(target)?;
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => match file.try_lock() {
                    // Another process is about to remove it.
                    Err(TryLockError::WouldBlock) => drop(std::fs::remove_file(&path)),
                    // A file system without locks has no sweeping either.
                    Ok(()) | Err(TryLockError::Error(_)) if path.exists() => {
                        return Ok(Self { file: Some(file), path, target: target.to_path_buf(), done: false });
                    }
                    _ => {}
                },
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(cannot_write(error, target)),
            }
        }
        Err(cannot_write(ErrorKind::AlreadyExists.into(), target))
    }

    /// Flushes it to the disk and closes it: an output of thousands of parts has one open at a time. From then on, a second process that
    /// writes the same output takes it for left over.
    ///
    /// # Errors
    /// Where the disk is full or fails.
    pub fn close(&mut self) -> Result<()> {
        self.sync()?;
        self.file = None;
        Ok(())
    }

    fn sync(&self) -> Result<()> {
        self.file.as_ref().map_or(Ok(()), File::sync_all).map_err(|error| cannot_write(error, &self.target))
    }

    /// Flushes it to the disk and gives it its name.
    ///
    /// # Errors
    /// Where either fails.
    pub fn commit(mut self) -> Result<()> {
        // It stays locked until it has its name.
        self.sync()?;
        std::fs::rename(&self.path, &self.target).map_err(|error| cannot_write(error, &self.target))?;
        self.done = true;
        sync_folder(&self.target);
        Ok(())
    }

    /// The name that it will have.
    pub fn target(&self) -> &Path {
        &self.target
    }

    fn open(&self) -> std::io::Result<&File> {
        self.file.as_ref().ok_or_else(|| std::io::Error::other("the file is closed"))
    }

    /// A second handle to the same file.
    ///
    /// # Errors
    /// Where the system gives none, or it is closed.
    pub fn handle(&self) -> Result<File> {
        self.open().and_then(File::try_clone).map_err(|error| cannot_write(error, &self.target))
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.open()?.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.open()?.flush()
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
    let random = getrandom::u64().map_err(|error| cannot_write(std::io::Error::other(error.to_string()), target))?;
    Ok(folder_of(target).join(format!(".{}.{random:016x}{PARTIAL}", name_of(target))))
}

fn name_of(target: &Path) -> String {
    target.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Files under temporary names, by the names that they were to have.
type Leftovers = BTreeMap<String, Vec<PathBuf>>;

/// What lay in folders when this process wrote its first file there. A run of n shards lists a folder once, not n times; what another
/// process leaves there meanwhile is for the next run.
static LEFT: Mutex<BTreeMap<PathBuf, Leftovers>> = Mutex::new(BTreeMap::new());

/// Removes what killed processes left of this file; what a living one holds stays.
pub fn sweep(target: &Path) {
    let Ok(folder) = std::path::absolute(folder_of(target)) else { return };
    let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
    let own = left.entry(folder).or_insert_with_key(|folder| leftovers(folder)).remove(&name_of(target));
    drop(left);
    own.into_iter().flatten().for_each(|path| remove_unheld(&path));
}

/// Files under temporary names in a folder.
fn leftovers(folder: &Path) -> Leftovers {
    let mut found = Leftovers::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((own, random)) = name.strip_suffix(PARTIAL).and_then(|name| name.strip_prefix('.')?.rsplit_once('.')) else { continue };
        if random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            found.entry(own.to_string()).or_default().push(entry.path());
        }
    }
    found
}

/// Removes a file that no process holds.
fn remove_unheld(path: &Path) {
    let Ok(file) = OpenOptions::new().write(true).open(path) else { return };
    if file.try_lock().is_ok() {
        let _ = std::fs::remove_file(path);
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Where it cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut partial = Partial::create(path)?;
    partial.write_all(bytes).map_err(|error| cannot_write(error, path))?;
    partial.commit()
}

/// Removes a file if it is there.
///
/// # Errors
/// Where it is there and stays.
pub fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::io("cannot remove", error).in_file(path).remedy("check the folder's permissions"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    #[test]
    fn who_sweeps_takes_nothing_from_who_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Relaxed) {
                    leftovers(folder.path()).into_values().flatten().for_each(|path| remove_unheld(&path));
                }
            });
            let written: Vec<bool> = (0..300).map(|n| write_whole(&folder.path().join(format!("{n}")), b"x").is_ok()).collect();
            over.store(true, Relaxed);
            assert!(written.iter().all(|written| *written), "{written:?}");
        });
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 300);
    }

    #[test]
    fn only_names_that_we_give_are_left_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = [".a.b.0123456789abcdef.gleaner-partial", "a.0123456789abcdef.gleaner-partial", ".a.0123.gleaner-partial", ".a.x"];
        names.iter().for_each(|name| std::fs::write(folder.path().join(name), "").expect("written"));
        assert_eq!(leftovers(folder.path()), Leftovers::from([("a.b".into(), vec![folder.path().join(names[0])])]));
    }
}
