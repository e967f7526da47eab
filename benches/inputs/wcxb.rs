//! The development pages of WCXB (Murrough-Foley/web-content-extraction-benchmark, CC BY 4.0), where they lie beside the
//! project, and the benchmark's measure.

#![allow(dead_code, clippy::expect_used)] // benches and tests each take what they need

use flate2::read::GzDecoder;
use gleaner::document::{Document, Format, Meta, html};
use gleaner::metric::text::{self, Mode, ReferenceText, TextPair};
use serde_json::Value;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A page with its reference.
pub struct Page {
    /// The page, parsed.
    pub document: Document,
    /// `article`, `forum`, `product`, …
    pub kind: String,
    /// The main content as the annotators have it.
    pub gold: String,
}

/// The folder with the pages, if it is there.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wcxb-dev/dev");
    folder.join("ground-truth").is_dir().then_some(folder)
}

/// Names of the pages, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("ground-truth")).expect("a folder").map(|entry| entry.expect("readable").path());
    let mut names: Vec<String> = entries.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    names
}

/// One page by its name.
pub fn page(folder: &Path, name: &str) -> Page {
    let reference = fs::read_to_string(folder.join(format!("ground-truth/{name}.json"))).expect("a reference");
    let reference: Value = serde_json::from_str(&reference).expect("JSON");
    let markup = markup(folder, name);
    let meta = Meta { id: name.into(), source: name.into(), format: Format::Html, ..Meta::default() };
    let word = |pointer: &str| reference.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_string();
    // As the benchmark counts: `category` is a collection, and what has no type an article.
    let kind = match word("/_internal/page_type/primary").as_str() {
        "category" => "collection".to_string(),
        "" => "article".to_string(),
        kind => kind.to_string(),
    };
    Page { document: Document::new(meta, String::from_utf8_lossy(&markup).into_owned()), kind, gold: word("/ground_truth/main_content") }
}

/// The sources of every so many pages, in the order of their names.
pub fn sources(folder: &Path, every: usize) -> Vec<String> {
    names(folder).iter().step_by(every).map(|name| html::decode(&markup(folder, name), None).text).collect()
}

/// The bytes of a page.
fn markup(folder: &Path, name: &str) -> Vec<u8> {
    let mut markup = Vec::new();
    let file = File::open(folder.join(format!("html/{name}.html.gz"))).expect("a page");
    GzDecoder::new(file).read_to_end(&mut markup).expect("gzip");
    markup
}

/// WCXB's word F1 of one page, as its own program has it.
pub fn word_f1(answer: &str, gold: &str) -> f64 {
    let metric = text::find("wcxb", Mode::Compat).expect("in the table");
    let at = metric.measures.iter().position(|measure| measure.name == "wcxb.f1.compat").expect("a measure");
    let reference = ReferenceText { text: gold.to_string(), ..ReferenceText::default() };
    metric.score(&TextPair { predicted: Some(answer), reference: &reference, page: "" }).values[at].expect("defined")
}
