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
    /// Stands in the temporary name.
    random: u64,
    done: bool,
}

impl Partial {
    /// A new file that will be named `target`. What killed processes left of earlier ones goes.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn create(target: &Path) -> Result<Self> {
        let random = || getrandom::u64().map_err(|error| cannot_write(std::io::Error::other(error.to_string()), target));
        Self::begin(target, &random)
    }

    /// As [`Self::create`], of an output of several files: while the first of them by name is open, the others may be closed; it
    /// is to be committed last.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub fn create_part(target: &Path, first: &Self) -> Result<Self> {
        Self::begin(target, &|| Ok(first.random))
    }

    fn begin(target: &Path, random: &dyn Fn() -> Result<u64>) -> Result<Self> {
        sweep(target);
        // Another process may take the file for left over before it is locked: then once more.
        for _ in 0..16 {
            let random = random()?;
            let path = folder_of(target).join(format!(".{}.{random:016x}{PARTIAL}", name_of(target)));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    if let Some(file) = claimed(file, &path) {
                        return Ok(Self { file: Some(file), path, target: target.to_path_buf(), random, done: false });
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(cannot_write(error, target)),
            }
        }
        Err(cannot_write(ErrorKind::AlreadyExists.into(), target))
    }

    /// Flushes it to the disk and closes it: an output of thousands of parts has two open at a time.
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

/// Locks a new file; `None` where another process took it for left over before.
fn claimed(file: File, path: &Path) -> Option<File> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let _ = std::fs::remove_file(path);
            None
        }
        // A file system without locks has no sweeping either.
        Ok(()) | Err(TryLockError::Error(_)) => path.exists().then_some(file),
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

fn name_of(target: &Path) -> String {
    target.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Files under temporary names, `.NAME.0123456789abcdef.gleaner-partial`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Leftovers {
    /// By the names that they were to have.
    named: BTreeMap<String, Vec<PathBuf>>,
    /// The first by name of those with the same random number, by that: it is held as long as any of them is.
    first: BTreeMap<String, PathBuf>,
}

/// What lay in folders when this process wrote its first file there. A run of n shards lists a folder once, not n times; what another
/// process leaves there meanwhile is for the next run.
static LEFT: Mutex<BTreeMap<PathBuf, Leftovers>> = Mutex::new(BTreeMap::new());

/// Removes what killed processes left of this file; what a living one holds stays.
pub fn sweep(target: &Path) {
    let Ok(folder) = std::path::absolute(folder_of(target)) else { return };
    let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
    left.entry(folder).or_insert_with_key(|folder| Leftovers::of(folder)).remove(&name_of(target));
}

impl Leftovers {
    fn of(folder: &Path) -> Self {
        let mut found = Self::default();
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
            let Some((own, random)) = parsed(&name) else { continue };
            let first = found.first.entry(random.to_string()).or_insert_with(|| path.clone());
            if path < *first {
                first.clone_from(&path);
            }
            found.named.entry(own.to_string()).or_default().push(path);
        }
        found
    }

    /// Removes those that were to have a name and that no process holds.
    fn remove(&mut self, name: &str) {
        for path in self.named.remove(name).into_iter().flatten() {
            let own = path.file_name().unwrap_or_default().to_string_lossy();
            let first = parsed(&own).and_then(|(_, random)| self.first.get(random)).filter(|first| **first != path);
            if first.is_some_and(|first| is_held(first)) {
                continue;
            }
            if let Ok(file) = OpenOptions::new().write(true).open(&path)
                && file.try_lock().is_ok()
            {
                let _ = std::fs::remove_file(&path);
            }
        }
    }
}

/// The name that a file was to have, and the random number.
fn parsed(name: &str) -> Option<(&str, &str)> {
    let (own, random) = name.strip_suffix(PARTIAL)?.strip_prefix('.')?.rsplit_once('.')?;
    (random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some((own, random))
}

fn is_held(path: &Path) -> bool {
    OpenOptions::new().write(true).open(path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
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

    fn sweep_all(folder: &Path) {
        let mut left = Leftovers::of(folder);
        let names: Vec<String> = left.named.keys().cloned().collect();
        names.iter().for_each(|name| left.remove(name));
    }

    #[test]
    fn who_sweeps_takes_nothing_from_who_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Relaxed) {
                    sweep_all(folder.path());
                }
            });
            let written: Vec<bool> = (0..100).map(|n| write_whole(&folder.path().join(format!("{n}")), b"x").is_ok()).collect();
            over.store(true, Relaxed);
            assert!(written.iter().all(|written| *written), "{written:?}");
        });
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 100);
    }

    #[test]
    fn a_new_file_that_another_process_is_about_to_remove_is_given_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x");
        let create = || File::create(&path).expect("a file");
        assert!(claimed(create(), &path).is_some());
        let sweeper = create();
        sweeper.lock().expect("a lock");
        assert!(claimed(create(), &path).is_none() && !path.exists());
        drop(sweeper);
        let removed = create();
        std::fs::remove_file(&path).expect("removed");
        assert!(claimed(removed, &path).is_none());
    }

    #[test]
    fn parts_that_are_closed_are_held_by_the_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let count = || std::fs::read_dir(folder.path()).expect("a folder").count();
        let part = |number: usize| folder.path().join(format!("x-{number:05}.jsonl"));
        let mut first = Partial::create(&part(0)).expect("a file");
        let mut others: Vec<Partial> = (1..4).map(|number| Partial::create_part(&part(number), &first).expect("a file")).collect();
        others.iter_mut().for_each(|other| other.close().expect("written"));
        assert!(others[0].write_all(b"x").is_err() && first.write_all(b"x").is_ok());
        sweep_all(folder.path());
        assert_eq!(count(), 4);
        // As a killed process leaves them: nothing is locked.
        first.close().expect("written");
        sweep_all(folder.path());
        assert_eq!(count(), 0);
    }

    #[test]
    fn only_names_that_we_give_are_left_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = [".a.b.0123456789abcdef.gleaner-partial", "a.0123456789abcdef.gleaner-partial", ".a.0123.gleaner-partial", ".a.x"];
        names.iter().for_each(|name| std::fs::write(folder.path().join(name), "").expect("written"));
        let path = folder.path().join(names[0]);
        let wanted = Leftovers {
            named: BTreeMap::from([("a.b".into(), vec![path.clone()])]),
            first: BTreeMap::from([("0123456789abcdef".into(), path)]),
        };
        assert_eq!(Leftovers::of(folder.path()), wanted);
    }
}
