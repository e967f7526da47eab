//! Where a corpus' files come from: a folder on disk, or the program itself.

use crate::document::html;
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A file larger than this is refused: one document is one page, and memory stays bounded.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// A set of files addressed by relative path.
#[derive(Debug, Clone)]
pub enum Files {
    /// A folder on disk.
    Folder(PathBuf),
    /// Files compiled into the program.
    Built(&'static include_dir::Dir<'static>),
}

impl Files {
    /// How the user would name a file.
    pub fn path(&self, name: &str) -> PathBuf {
        match self {
            Files::Folder(root) => root.join(name),
            Files::Built(_) => Path::new("shipped:").join(name),
        }
    }

    /// Whether the file is there.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Files::Folder(root) => root.join(name).is_file(),
            Files::Built(dir) => dir.get_file(name).is_some(),
        }
    }

    /// Names of the files in a folder of the set, sorted; none if it is not there.
    pub fn list(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Files::Folder(root) => {
                let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
                entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
            }
            Files::Built(dir) => {
                let files = dir.get_dir(folder).into_iter().flat_map(include_dir::Dir::files);
                files.filter_map(|file| Some(file.path().file_name()?.to_string_lossy().into_owned())).collect()
            }
        };
        names.sort_unstable();
        names
    }

    /// Reads a text file.
    ///
    /// # Errors
    /// A file that is missing, unreadable, too large, or not UTF-8.
    pub fn text(&self, name: &str) -> Result<String> {
        decode(self.bytes(name)?.into_owned()).map_err(|error| error.in_file(self.path(name)))
    }

    /// Reads a page, decoded as a browser would.
    ///
    /// # Errors
    /// A file that is missing, unreadable or too large; no bytes are wrong.
    pub fn page(&self, name: &str) -> Result<String> {
        Ok(html::decode(&self.bytes(name)?, None).text)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A file that is missing, unreadable or too large.
    pub fn bytes(&self, name: &str) -> Result<Cow<'static, [u8]>> {
        let path = self.path(name);
        match self {
            Files::Folder(_) => Ok(Cow::Owned(read_bounded(&path)?)),
            Files::Built(dir) => match dir.get_file(name) {
                Some(file) => Ok(Cow::Borrowed(file.contents())),
                None => Err(Error::data("the file is missing").in_file(path)),
            },
        }
    }
}

/// The bytes of a file of at most [`MAX_FILE_BYTES`].
pub(super) fn read_bounded(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let remedy = if missing { "check the name in documents.csv" } else { "check its permissions" };
        Error::io("cannot read the file", error).in_file(path).remedy(remedy)
    };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > MAX_FILE_BYTES {
        let error = Error::data(format!("the file has {size} bytes, more than {MAX_FILE_BYTES}"));
        return Err(error.in_file(path).remedy("split it into documents"));
    }
    std::fs::read(path).map_err(failed)
}

/// Bytes to text.
///
/// # Errors
/// The first byte that is not UTF-8, with its line.
pub fn decode(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..at];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Error::data(format!("not UTF-8 from byte {at} on")).in_line(line).remedy("convert it, e.g. with iconv -f windows-1252 -t utf-8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_bytes_are_named_with_their_line() {
        let error = decode(b"one\ntwo \xff".to_vec()).expect_err("not UTF-8");
        assert!(error.to_string().starts_with("not UTF-8 from byte 8 on"), "{error}");
        assert_eq!(error.line(), Some(2));
    }
}
