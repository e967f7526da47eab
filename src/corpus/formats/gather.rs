//! What all readers do: list files and pair pages with golds (`listing.rs`), read them in parallel, sort by id, and keep what was
//! rejected.
//!
//! An entry is rejected, with file and reason, where its page or its gold is missing, unreadable, undecodable, empty (unless the
//! benchmark allows empty golds) or too large, where a gold has no page, and where an id stands twice: the first is kept.

pub use super::listing::{Pair, files, holds, missing_gold, page_of, pages, pairs};

use super::{Imported, example, unpack};
use crate::corpus::{Corpus, Example, decode, digest};
use crate::document::{Format, Meta};
use crate::error::{Error, Result};
use crate::gold::{Reference, ReferenceText};
use rayon::prelude::*;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use std::path::Path;

/// A page with its gold, as a reader found it.
#[derive(Debug, Default)]
pub struct Page {
    /// Unique in the benchmark.
    pub id: String,
    /// The page's address; empty if unknown. Its host is the source.
    pub url: String,
    /// The source where the address is unknown; empty: the id.
    pub source: String,
    /// As the benchmark names it: code or English name.
    pub lang: String,
    /// The decoded source.
    pub html: String,
    /// The gold.
    pub content: ReferenceText,
    /// What kind of page it is; empty if unknown.
    pub page_kind: String,
}

/// An import under way.
#[derive(Debug)]
pub struct Gathering {
    name: String,
    empty_golds: bool,
    examples: Vec<Example>,
    rejected: Vec<Error>,
}

impl Gathering {
    /// An empty one; `name` will be the corpus' name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), empty_golds: false, examples: Vec::new(), rejected: Vec::new() }
    }

    /// For benchmarks in which "nothing is content" is an answer.
    pub fn with_empty_golds(self) -> Self {
        Self { empty_golds: true, ..self }
    }

    /// Notes an entry that cannot be used.
    pub fn reject(&mut self, error: Error) {
        self.rejected.push(error);
    }

    /// Reads entries in parallel; what comes out does not depend on the number of threads.
    pub fn read<T: Sync>(&mut self, entries: &[T], page: impl Fn(&T) -> Result<Page> + Sync) {
        let empty_golds = self.empty_golds;
        let read: Vec<Result<Example>> =
            entries.par_iter().map(|entry| page(entry).and_then(|page| to_example(page, empty_golds))).collect();
        for outcome in read {
            match outcome {
                Ok(example) => self.examples.push(example),
                Err(error) => self.rejected.push(error),
            }
        }
    }

    /// Sorts by id; of examples with one id the first is kept.
    ///
    /// # Errors
    /// No usable page: the first reason why.
    pub fn finish(mut self, path: &Path) -> Result<Imported> {
        self.examples.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
        let mut examples: Vec<Example> = Vec::with_capacity(self.examples.len());
        for example in self.examples {
            let id = &example.document.meta.id;
            if examples.last().is_some_and(|last| last.document.meta.id == *id) {
                self.rejected
                    .push(Error::data(format!("id `{id}` stands twice")).in_file(path).remedy("the first is kept; drop the others"));
            } else {
                examples.push(example);
            }
        }
        if examples.is_empty() {
            let first = self.rejected.into_iter().next();
            return Err(first.unwrap_or_else(|| Error::data("the benchmark has no pages").in_file(path).remedy("check the folder")));
        }
        let corpus = Corpus { name: self.name, digest: digest(&examples), examples };
        Ok(Imported { corpus, rejected: self.rejected })
    }
}

fn to_example(page: Page, empty_golds: bool) -> Result<Example> {
    let Page { id, url, source, lang, html, content, page_kind } = page;
    let snippets = content.with.len() + content.without.len();
    if !empty_golds && snippets == 0 && content.text.trim().is_empty() {
        return Err(Error::data(format!("the gold of `{id}` is empty")).remedy("label the page or drop it"));
    }
    let source = [host(&url).unwrap_or_default(), &source, &id].into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_string();
    let meta = Meta { source, lang: language(&lang), id, format: Format::Html, ..Meta::default() };
    Ok(example(meta, html, Reference { content, page_kind }))
}

/// The host of an address, without `www.`.
pub fn host(url: &str) -> Option<&str> {
    let host = url.trim().split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// ISO 639-1 code of a language that is given as a code, with or without region, or by its English name; empty if neither.
pub fn language(name: &str) -> String {
    let name = name.trim().to_ascii_lowercase();
    let named = [
        ("english", "en"),
        ("chinese", "zh"),
        ("polish", "pl"),
        ("greek", "el"),
        ("russian", "ru"),
        ("german", "de"),
        ("french", "fr"),
        ("spanish", "es"),
        ("japanese", "ja"),
        ("arabic", "ar"),
    ];
    if let Some((_, code)) = named.iter().find(|(own, _)| *own == name) {
        return (*code).to_string();
    }
    let code = name.split(['-', '_']).next().unwrap_or_default();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) { code.to_string() } else { String::new() }
}

/// Reads a text as Python does in text mode: UTF-8 only, a byte order mark stays, `\r\n` and `\r` become `\n`.
///
/// # Errors
/// As [`unpack`]; bytes that are not UTF-8.
pub fn text(path: &Path) -> Result<String> {
    Ok(with_line_feeds(&decode(unpack(path)?).map_err(|error| error.in_file(path))?))
}

/// Reads a text of unknown encoding: by its byte order mark (which goes), else UTF-8, else windows-1252 (which holds Latin-1's letters).
///
/// # Errors
/// As [`unpack`].
pub fn text_of_any_encoding(path: &Path) -> Result<String> {
    let bytes = unpack(path)?;
    let fallback = if std::str::from_utf8(&bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 };
    Ok(with_line_feeds(&fallback.decode(&bytes).0))
}

fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads a JSON file.
///
/// # Errors
/// As [`unpack`]; JSON that is cut off or of another shape, with its line.
pub fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = unpack(path)?;
    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).map_err(|error| {
        Error::data(format!("not the JSON that is expected: {error}")).at(path, error.line()).remedy("fetch the file again")
    })
}

/// One entry of a JSON file.
///
/// # Errors
/// Another shape; the entry is named.
pub fn entry<T: DeserializeOwned>(path: &Path, name: &str, value: &serde_json::Value) -> Result<T> {
    T::deserialize(value).map_err(|error| Error::data(format!("entry `{name}`: {error}")).in_file(path).remedy("drop or mend the entry"))
}

/// The entries of a JSON object in order, those whose key stands twice included.
#[derive(Debug)]
pub struct Entries(pub Vec<(String, serde_json::Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Entries;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object with an entry for each page")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    entries.push(pair);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_cut_from_addresses() {
        assert_eq!(host("https://www.a.example:80/b?c"), Some("a.example"));
        assert_eq!(host("http://user@b.example#x"), Some("b.example"));
        assert_eq!(host("mailto:x"), None);
    }

    #[test]
    fn languages_are_codes() {
        assert_eq!(["en-US", "Greek", "zh", "Klingon", ""].map(language), ["en", "el", "zh", "", ""]);
    }

    #[test]
    fn names_stay_inside_their_folder() {
        let error = page_of(Path::new("/tmp"), "../etc/passwd").expect_err("outside");
        assert!(error.to_string().contains("is no file name"), "{error}");
    }
}
