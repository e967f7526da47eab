//! Files as streams, unpacked where they are packed, that stop where a single record would fill the memory.

use super::MAX_RECORD_BYTES;
use crate::error::{Error, Result};
use std::cell::Cell;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

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
    left: Rc<Cell<usize>>,
}

/// To be called after each record.
#[derive(Clone)]
pub struct Refill(Rc<Cell<usize>>);

impl<R> Bounded<R> {
    /// A bounded stream, and what lifts its bound.
    pub fn new(inner: R) -> (Self, Refill) {
        let left = Rc::new(Cell::new(2 * MAX_RECORD_BYTES));
        (Self { inner, left: Rc::clone(&left) }, Refill(left))
    }
}

impl Refill {
    /// A record has ended.
    pub fn refill(&self) {
        self.0.set(2 * MAX_RECORD_BYTES);
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left.get() == 0 {
            return Err(std::io::Error::other(format!("a record of more than {MAX_RECORD_BYTES} bytes; is a quotation mark missing?")));
        }
        let read = self.inner.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read));
        Ok(read)
    }
}
