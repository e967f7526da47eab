//! Pages in files, packed or not; nothing unpacks to more than a stated size.

use crate::document::html::{self, MAX_SOURCE_BYTES};
use crate::error::{Error, Result};
use std::io::Read;
use std::path::Path;

/// A packed file that holds more is refused: it is no page, and may be a bomb.
pub const MAX_UNPACKED_BYTES: usize = MAX_SOURCE_BYTES;

/// Reads a file, unpacked if its first bytes are gzip's.
///
/// # Errors
/// A file that is missing, unreadable, damaged, or larger than [`MAX_UNPACKED_BYTES`].
pub fn unpack(path: &Path) -> Result<Vec<u8>> {
    let file = std::fs::File::open(path)
        .map_err(|error| Error::io("cannot open the file", error).in_file(path).remedy("check the name and its permissions"))?;
    let bytes = bounded(file).map_err(|error| error.in_file(path))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return bounded(flate2::read::MultiGzDecoder::new(bytes.as_slice())).map_err(|error| error.in_file(path));
    }
    Ok(bytes)
}

fn bounded(source: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(MAX_UNPACKED_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::io("cannot read or unpack the file", error).remedy("check that the file is whole"))?;
    if bytes.len() > MAX_UNPACKED_BYTES {
        let error = Error::data(format!("more than {MAX_UNPACKED_BYTES} bytes when unpacked"));
        return Err(error.remedy("this is no single page; drop it or split it"));
    }
    Ok(bytes)
}

/// Reads a page. `declared` is the charset that the benchmark vouches for, if any; else the page is decoded as a browser would.
///
/// # Errors
/// As [`unpack`].
pub fn read_page(path: &Path, declared: Option<&str>) -> Result<String> {
    Ok(html::decode(&unpack(path)?, declared).text)
}
