//! What a prediction depends on beside its document: who made it, of which version and build, knowing which other documents.

use crate::document::{Document, Fingerprint};
use crate::run::external::{Description, Input, Output};
use crate::strategy::Selected;
use crate::strategy::contract::{Example, Needs, Wanted};
use rayon::prelude::*;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Files named on a command line are looked into if they are at most this large: scripts are, data are not.
const MAX_SCRIPT_BYTES: u64 = 16 << 20;
/// Stands for the checksum of an executable that cannot be read.
const UNKNOWN: &str = "unknown";
/// Hexadecimal digits of fingerprints that records keep: 128 bits.
const DIGITS: usize = 32;

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// A strategy's id with the values of all parameters, defaults too; a program's `ext:NAME`.
    pub name: String,
    /// Version of the strategy or the program.
    pub version: String,
    /// The code that answers; differs whenever it may answer differently under the same version.
    pub code: String,
    /// Fingerprint of whatever else the answer depends on; empty if it does not.
    pub context: String,
}

/// Fingerprints of what strategies may know beyond their document.
#[derive(Debug)]
pub struct Surroundings {
    documents: String,
    examples: String,
}

impl Surroundings {
    /// Of documents by their fingerprints, and of the labelled examples among them. Their order does not count.
    pub fn new(fingerprints: &[String], examples: &[Example<'_>]) -> Self {
        let sorted = |mut prints: Vec<String>| {
            prints.sort_unstable();
            prints.iter().fold(Fingerprint::new(), |print, field| print.field(field))
        };
        let documents = sorted(fingerprints.to_vec());
        let learned = sorted(examples.par_iter().map(example).collect());
        let documents = documents.hex();
        Self { examples: short(learned.field(&documents)), documents: short(Fingerprint::new().field(&documents)) }
    }

    fn of(&self, needs: Needs) -> String {
        match needs {
            Needs::Text | Needs::Links | Needs::Html => String::new(),
            Needs::Documents => self.documents.clone(),
            Needs::Training => self.examples.clone(),
        }
    }
}

fn example(example: &Example<'_>) -> String {
    let print = Fingerprint::new().field(&example.document.fingerprint());
    let spans = example.spans.iter();
    spans
        .fold(print, |print, (span, label, wanted)| {
            let wanted = match wanted {
                Wanted::Kept => "kept",
                Wanted::Gone => "gone",
                Wanted::Either => "either",
            };
            print.number(span.start).number(span.end).field(label.name()).field(wanted)
        })
        .hex()
}

fn short(print: Fingerprint) -> String {
    let mut hex = print.hex();
    hex.truncate(DIGITS);
    hex
}

/// A document's fingerprint as records keep it.
pub fn of_document(document: &Document) -> String {
    let mut print = document.fingerprint();
    print.truncate(DIGITS);
    print
}

/// The same for a program, which is told the id.
pub fn with_id(fingerprint: &str, document: &Document) -> String {
    short(Fingerprint::new().field(fingerprint).field(&document.meta.id))
}

/// A strategy in this build.
pub fn of_strategy(strategy: &Selected, build: &str, surroundings: &Surroundings) -> Author {
    let values: Vec<String> = strategy.parameters.iter().map(|(parameter, value)| format!("{}={value}", parameter.name)).collect();
    let brackets = if values.is_empty() { String::new() } else { format!("({})", values.join(",")) };
    Author {
        name: format!("{}{brackets}", strategy.entry.id),
        version: strategy.entry.version.to_string(),
        code: build.into(),
        context: surroundings.of(strategy.entry.needs),
    }
}

/// An external program. Its answers depend on this build too, which aligns them with the document.
pub fn of_program(program: &Description, build: &str) -> Author {
    let input = program.input.map_or("", |input| match input {
        Input::Html => "html",
        Input::Text => "text",
    });
    let output = program.output.map_or("", |output| match output {
        Output::Text => "text",
        Output::Spans => "spans",
    });
    let asked = program.command.iter().fold(Fingerprint::new().field(input).field(output), |print, word| print.field(word));
    let scripts: Vec<String> = program.command.iter().filter_map(|word| checksum(Path::new(word), MAX_SCRIPT_BYTES)).collect();
    let code = std::iter::once(build).chain(scripts.iter().map(String::as_str)).collect::<Vec<_>>().join("+");
    Author { name: program.contender(), version: program.version.clone(), code, context: short(asked) }
}

/// This build of the program: its version, and length and CRC-32 of the executable. What cannot be read counts as unknown.
pub fn build() -> String {
    let own = std::env::current_exe().ok().and_then(|path| checksum(&path, u64::MAX));
    format!("{}-{}", env!("CARGO_PKG_VERSION"), own.as_deref().unwrap_or(UNKNOWN))
}

/// Whether two pieces of code are one; one that is not known is like no other.
pub fn is_same_code(one: &str, other: &str) -> bool {
    one == other && !one.contains(UNKNOWN)
}

/// Length and CRC-32 of a regular file of at most `limit` bytes.
fn checksum(path: &Path, limit: u64) -> Option<String> {
    let about = std::fs::metadata(path).ok().filter(|about| about.is_file() && about.len() <= limit)?;
    let mut file = File::open(path).ok()?.take(about.len());
    let (mut hasher, mut piece) = (crc32fast::Hasher::new(), vec![0; 1 << 18]);
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Some(format!("{:x}.{:08x}", about.len(), hasher.finalize())),
            Ok(length) => hasher.update(&piece[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}
