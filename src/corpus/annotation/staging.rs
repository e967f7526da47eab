//! Files and folders that appear whole or not at all: written beside their place, then renamed into it.

use crate::error::{Error, Result};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder in the making; it goes if it is dropped before [`Staging::publish`].
#[derive(Debug)]
pub struct Staging {
    work: PathBuf,
    target: PathBuf,
    published: bool,
}

fn failed(what: &str, path: &Path, error: std::io::Error) -> Error {
    Error::io(what, error).in_file(path).remedy("check its permissions and the space left")
}

/// A name beside `target` that no other process of ours uses.
fn beside(target: &Path, what: &str) -> Result<PathBuf> {
    let Some(name) = target.file_name() else {
        return Err(Error::usage("not a name that can be written to").in_file(target).remedy("give a new file or folder"));
    };
    let hidden = format!(".{}.{what}-{}", name.to_string_lossy(), std::process::id());
    Ok(target.with_file_name(hidden))
}

impl Staging {
    /// Starts a folder that will stand at `target`.
    ///
    /// # Errors
    /// A target that is there (without `force`), that is no corpus (with `force`: only a corpus or an empty folder is
    /// replaced), or whose parent cannot be written to.
    pub fn new(target: &Path, force: bool) -> Result<Self> {
        refuse_to_overwrite(target, force)?;
        let work = beside(target, "partial")?;
        fs::create_dir_all(&work).map_err(|error| failed("cannot create the folder", &work, error))?;
        Ok(Self { work, target: target.to_path_buf(), published: false })
    }

    /// Writes one file of the folder, with the folders above it.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.work.join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, content));
        written.map_err(|error| failed("cannot write the file", &path, error))
    }

    /// Moves the folder into its place; what stood there goes.
    ///
    /// # Errors
    /// Where it cannot be moved; what stood there stays.
    pub fn publish(mut self) -> Result<()> {
        let moved = |error| failed("cannot put the folder in its place", &self.target, error);
        let old = beside(&self.target, "replaced")?;
        let replaces = self.target.symlink_metadata().is_ok();
        if replaces {
            fs::rename(&self.target, &old).map_err(moved)?;
        }
        if let Err(error) = fs::rename(&self.work, &self.target) {
            if replaces {
                // The old folder goes back; if that fails too it still stands under its other name.
                let _ = fs::rename(&old, &self.target);
            }
            return Err(moved(error));
        }
        self.published = true;
        if replaces {
            fs::remove_dir_all(&old).map_err(|error| failed("cannot remove what was replaced", &old, error))?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.published {
            // Nothing more can be done about a folder that does not go.
            let _ = fs::remove_dir_all(&self.work);
        }
    }
}

fn refuse_to_overwrite(target: &Path, force: bool) -> Result<()> {
    let Ok(there) = target.symlink_metadata() else { return Ok(()) };
    let empty = there.is_dir() && fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    let corpus = there.is_dir() && target.join(crate::corpus::native::MANIFEST).is_file();
    match (empty, force, corpus) {
        (true, ..) | (_, true, true) => Ok(()),
        (_, true, false) => Err(Error::usage("the folder is not a corpus and is not replaced")
            .in_file(target)
            .remedy("give a new folder, or remove it yourself")),
        (_, false, _) => Err(Error::usage("it exists and is not overwritten").in_file(target).remedy("give another name, or --force")),
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// A file that is there (without `force`), a folder in its place, or a failed write.
pub fn write_file(target: &Path, force: bool, content: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
    if target.is_dir() {
        return Err(Error::usage("it is a folder").in_file(target).remedy("give a file to write to"));
    }
    if !force && target.symlink_metadata().is_ok() {
        return Err(Error::usage("it exists and is not overwritten").in_file(target).remedy("give another name, or --force"));
    }
    let work = beside(target, "partial")?;
    let written = write_to(&work, content)
        .and_then(|()| fs::rename(&work, target).map_err(|error| failed("cannot put the file in its place", target, error)));
    if written.is_err() {
        let _ = fs::remove_file(&work);
    }
    written
}

fn write_to(path: &Path, content: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
    let file = fs::File::create(path).map_err(|error| failed("cannot create the file", path, error))?;
    let mut writer = std::io::BufWriter::new(file);
    content(&mut writer)?;
    writer.flush().map_err(|error| failed("cannot write the file", path, error))
}
