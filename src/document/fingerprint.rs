//! Fingerprints: SHA-256 over fields that cannot run into each other.

use sha2::{Digest, Sha256};

/// A fingerprint under construction.
///
/// ```
/// use gleaner::document::Fingerprint;
/// let of = |fields: &[&str]| fields.iter().fold(Fingerprint::new(), |print, field| print.field(field)).hex();
/// assert_eq!(of(&["a", "b"]).len(), 64);
/// assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text, with its length before it.
    #[must_use]
    pub fn field(self, text: &str) -> Self {
        let mut print = self.number(text.len());
        print.0.update(text.as_bytes());
        print
    }

    /// Adds a number.
    #[must_use]
    pub fn number(mut self, number: usize) -> Self {
        self.0.update((number as u64).to_le_bytes());
        self
    }

    /// The 32 bytes in hexadecimal.
    pub fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
