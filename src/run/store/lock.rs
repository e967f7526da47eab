//! One process at a time: a lock of the operating system, which ends with the process that holds it, however it ends.

use crate::error::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::Path;

const NAME: &str = "lock";

/// A folder's lock, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, and writes the process id into its file for others to read.
    ///
    /// # Errors
    /// Somebody else has it, or the file system knows no locks.
    pub fn take(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let failed = |error| Error::io("cannot lock the run", error).in_file(&path).remedy("choose another folder with --run");
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = std::fs::read_to_string(&path).unwrap_or_default();
                let who = holder.trim().parse::<u32>().map_or("another process".into(), |id| format!("process {id}"));
                let error = Error::usage(format!("{who} is writing predictions here")).in_file(folder);
                return Err(error.remedy("wait for its end, or choose another folder with --out or --run"));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let written = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        written.map_err(failed)?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_has_it_and_gets_it_when_the_first_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Lock::take(folder.path()).expect("free");
        let error = Lock::take(folder.path()).expect_err("taken").to_string();
        assert!(error.contains(&format!("process {} is writing", std::process::id())), "{error}");
        drop(first);
        assert!(Lock::take(folder.path()).is_ok());
    }
}
