//! Pages in files, packed or not; nothing unpacks to more than a stated size.

use crate::document::html::{self, MAX_SOURCE_BYTES};
use crate::error::{Error, Result};
use std::io::Read;
use std::path::Path;

/// A packed file that holds more is refused: it is no page, and may be a bomb.
pub const MAX_UNPACKED_BYTES: usize = MAX_SOURCE_BYTES;

/// Deflate packs at most this many bytes into one.
const MAX_RATIO: usize = 1032;

/// Reads a file, unpacked if its first bytes are gzip's.
///
/// # Errors
/// A file that is missing, unreadable, damaged, or larger than [`MAX_UNPACKED_BYTES`].
pub fn unpack(path: &Path) -> Result<Vec<u8>> {
    let file = std::fs::File::open(path)
        .map_err(|error| Error::io("cannot open the file", error).in_file(path).remedy("check the name and its permissions"))?;
    let size = file.metadata().map_or(0, |known| usize::try_from(known.len()).unwrap_or(0));
    let bytes = bounded(file, size).map_err(|error| error.in_file(path))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let size = unpacked_size(&bytes);
        return bounded(flate2::bufread::MultiGzDecoder::new(bytes.as_slice()), size).map_err(|error| error.in_file(path));
    }
    Ok(bytes)
}

/// What a gzip file says of its unpacked size in its last four bytes (RFC 1952); never more than the format can pack so tightly.
fn unpacked_size(packed: &[u8]) -> usize {
    let said = packed.last_chunk().map_or(0, |bytes: &[u8; 4]| u32::from_le_bytes(*bytes));
    usize::try_from(said).unwrap_or(0).min(packed.len().saturating_mul(MAX_RATIO))
}

/// Reads a source to its end; `size` is the size to expect, which makes room and binds nobody.
fn bounded(source: impl Read, size: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(MAX_UNPACKED_BYTES));
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
