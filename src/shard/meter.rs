//! Bytes on their way in: counted and hashed.

use super::sidecar::Input;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts what passed, and hashes it where that is wanted.
#[derive(Debug)]
pub struct Meter(Mutex<(u64, Option<Sha256>)>);

impl Meter {
    /// Nothing passed yet.
    pub fn new(hashes: bool) -> Self {
        Self(Mutex::new((0, hashes.then(Sha256::new))))
    }

    fn add(&self, bytes: &[u8]) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.0 += bytes.len() as u64;
        inner.1.iter_mut().for_each(|hash| hash.update(bytes));
    }

    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Length and digest of what passed; without hashing, the digest is empty.
    pub fn input(&self, name: &str) -> Input {
        let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sha256 = inner.1.iter().flat_map(|hash| hash.clone().finalize()).map(|byte| format!("{byte:02x}")).collect();
        Input { name: name.into(), bytes: inner.0, sha256 }
    }
}

/// A reader with a meter.
pub struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R> Metered<R> {
    /// A reader whose bytes are counted in `meter`.
    pub fn new(inner: R, meter: Arc<Meter>) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.add(&buffer[..read]);
        Ok(read)
    }
}

/// Length and digest of a file, or of a folder's texts with their names.
///
/// # Errors
/// A file that cannot be read.
pub fn digest(path: &Path) -> Result<Input> {
    let failed = |error| Error::io("cannot read", error).in_file(path).remedy("check the file and its permissions");
    let meter = Arc::new(Meter::new(true));
    let mut files = vec![path.to_path_buf()];
    if path.is_dir() {
        files.clear();
        super::folder::texts(path, 0, &mut files)?;
    }
    let mut buffer = vec![0; 1 << 18];
    for file in &files {
        if file != path {
            meter.add(file.strip_prefix(path).unwrap_or(file).to_string_lossy().as_bytes());
            meter.add(&[0]);
        }
        let mut metered = Metered::new(std::fs::File::open(file).map_err(failed)?, Arc::clone(&meter));
        let before = meter.bytes();
        while metered.read(&mut buffer).map_err(failed)? > 0 {}
        if file != path {
            // So that no text can pass for two.
            meter.add(&(meter.bytes() - before).to_le_bytes());
        }
    }
    Ok(meter.input(&path.file_name().unwrap_or_default().to_string_lossy()))
}
