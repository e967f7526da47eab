//! Files as streams, unpacked where they are packed, that stop where a single record would fill the memory.

use crate::error::{Error, Result};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Opens a file; gzip is known by its first bytes.
///
/// # Errors
/// A file that cannot be opened.
pub fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    let failed = |error| Error::io("cannot open the file", error).in_file(path).remedy("check the name and its permissions");
    let mut file = BufReader::with_capacity(1 << 16, std::fs::File::open(path).map_err(failed)?);
    let packed = file.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    Ok(match packed {
        true => Box::new(BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(file))),
        false => Box::new(file),
    })
}

/// Says "no more" to a parser that has read a record's worth of bytes without coming to its end.
pub struct Bounded<R> {
    inner: R,
    record_bytes: usize,
    left: Arc<AtomicUsize>,
}

/// To be called after each record.
#[derive(Clone)]
pub struct Refill {
    record_bytes: usize,
    left: Arc<AtomicUsize>,
}

/// What may be read before the end of a record must come: parsers read ahead.
const fn allowance(record_bytes: usize) -> usize {
    record_bytes.saturating_mul(2)
}

impl<R> Bounded<R> {
    /// A stream whose records have at most so many bytes, and what lifts its bound.
    pub fn new(inner: R, record_bytes: usize) -> (Self, Refill) {
        let left = Arc::new(AtomicUsize::new(allowance(record_bytes)));
        (Self { inner, record_bytes, left: Arc::clone(&left) }, Refill { record_bytes, left })
    }
}

impl Refill {
    /// A record has ended.
    pub fn refill(&self) {
        self.left.store(allowance(self.record_bytes), Relaxed);
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.left.load(Relaxed);
        if left == 0 {
            let limit = self.record_bytes;
            return Err(std::io::Error::other(format!("a record of more than {limit} bytes; is a quotation mark missing?")));
        }
        let read = self.inner.read(buffer)?;
        self.left.store(left.saturating_sub(read), Relaxed);
        Ok(read)
    }
}
