//! A native corpus in the making: texts, standoff files and the manifest.

use super::facts::Facts;
use super::staging::Staging;
use crate::corpus::native::MANIFEST;
use crate::error::{Error, Result};
use crate::span::Span;
use std::collections::HashSet;
use std::path::Path;

/// Characters of a file's name are cut to so many bytes.
const MAX_NAME_BYTES: usize = 80;
const HEADER: [&str; 8] = ["id", "file", "source", "event", "lang", "format", "licence", "origin"];

/// A corpus folder that appears when it is finished.
pub struct Folder {
    staging: Staging,
    manifest: csv::Writer<Vec<u8>>,
    names: HashSet<String>,
}

impl Folder {
    /// Starts a corpus at `target`.
    ///
    /// # Errors
    /// A target that is there (without `force`), that is no corpus (with it), or whose parent cannot be written to.
    pub fn new(target: &Path, force: bool) -> Result<Self> {
        let mut manifest = csv::Writer::from_writer(Vec::new());
        manifest.write_record(HEADER).map_err(manifest_failed)?;
        Ok(Self { staging: Staging::new(target, force)?, manifest, names: HashSet::new() })
    }

    /// Adds a document: its file under a name made of source and id, with `ending`, and its standoff lines.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn add(&mut self, facts: &Facts, ending: &str, content: &[u8], annotations: &str) -> Result<()> {
        let stem = self.stem(facts);
        let file = format!("{stem}.{ending}");
        self.staging.write(&file, content)?;
        self.staging.write(&format!("{stem}.ann"), annotations.as_bytes())?;
        let format = facts.format.unwrap_or_default().name();
        let row = [&facts.id, &file, &facts.source, &facts.event, &facts.lang, format, &facts.licence, &facts.origin];
        self.manifest.write_record(row).map_err(manifest_failed)
    }

    /// Adds a file that belongs to no document.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn extra(&self, name: &str, content: &str) -> Result<()> {
        self.staging.write(name, content.as_bytes())
    }

    /// Writes the manifest and puts the folder in its place.
    ///
    /// # Errors
    /// Where that cannot be done; then nothing is left of it.
    pub fn finish(self) -> Result<()> {
        let manifest = self.manifest.into_inner().map_err(|error| manifest_failed(error.into_error().into()))?;
        self.staging.write(MANIFEST, &manifest)?;
        self.staging.publish()
    }

    /// A name that no other document has, whatever a file system thinks of upper case.
    fn stem(&mut self, facts: &Facts) -> String {
        let folder = if facts.source.is_empty() { "no-source".into() } else { slug(&facts.source) };
        // `second` is the folder of second labellings.
        let folder = if folder.eq_ignore_ascii_case("second") { folder + "-source" } else { folder };
        let stem = format!("{folder}/{}", slug(&facts.id));
        let mut unique = stem.clone();
        let mut number = 2;
        while !self.names.insert(unique.to_lowercase()) {
            unique = format!("{stem}-{number}");
            number += 1;
        }
        unique
    }
}

fn manifest_failed(error: csv::Error) -> Error {
    Error::data(format!("cannot write the manifest: {error}"))
}

/// A name that is safe as a file's on every system: letters, digits, `-`, `_`, and dots inside.
fn slug(name: &str) -> String {
    let safe: String = name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect();
    let end = Span::new(MAX_NAME_BYTES, MAX_NAME_BYTES).snapped(&safe).start;
    let cut = safe[..end].trim_matches('.');
    if cut.is_empty() { "unnamed".into() } else { cut.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_folder_and_differ() {
        assert_eq!(slug("../../etc/passwd"), "-..-etc-passwd");
        assert_eq!(slug(".."), "unnamed");
        assert_eq!(slug("Fähre 7/渡"), "Fähre-7-渡");
        assert!(slug(&"é".repeat(100)).len() <= MAX_NAME_BYTES);
        let place = tempfile::tempdir().expect("a folder");
        let mut folder = Folder::new(&place.path().join("c"), false).expect("started");
        let facts = |id: &str| Facts { id: id.into(), source: "Second".into(), ..Facts::default() };
        let stems: Vec<String> = ["a/b", "A b", "a-b-2"].map(|id| folder.stem(&facts(id))).into();
        assert_eq!(stems, ["Second-source/a-b", "Second-source/A-b-2", "Second-source/a-b-2-2"]);
    }
}
