//! `peer-justext`: the crate justext 0.3.0, a port of jusText 3.0.2 with its own stop lists.
//!
//! - **Idea**: a paragraph with many stop words and few links is good; a short one is what its neighbours are.
//! - **Source**: <https://github.com/nchapman/justext-rs>, BSD-2-Clause; maintained (2026). The algorithm is Pomikálek's (2011).
//! - **Needs**: html. **Parameters**: `stoplist`: the list of the document's language (declared, else guessed; the union of
//!   all lists if unknown or without one), or `english` for every page, as benchmarks run it; `settings`: jusText's own
//!   numbers, those of the benchmark WCEB (with English, 0.720 on WCXB, where 0.718 is published), or Trafilatura's.
//! - **Wins**: running text anywhere on the page. **Loses**: short paragraphs, lists, products. **Cost**: the page is parsed,
//!   written anew without scripts and forms, and parsed again.

use super::ask;
use crate::document::Document;
use crate::strategy::Strategy;
use crate::strategy::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals};
use ::justext::{Config, extract_text, get_all_stoplists, get_stoplist};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "peer-justext",
    version: 1,
    summary: "justext 0.3.0, a port of jusText with its stop lists",
    loses: "short paragraphs, lists, products",
    family: Family::Peer,
    source: "crate justext 0.3.0 (BSD-2-Clause)",
    needs: Needs::Html,
    parameters: &[
        Parameter::word("stoplist", &["document", "english"], "the list of the document's language, or always English"),
        Parameter::word("settings", &["own", "wceb", "trafilatura"], "whose numbers: jusText's, or those of who runs it"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build,
};

/// The crate's names of lists by language code, as far as a document's language is told here.
#[rustfmt::skip]
const LISTS: &[(&str, &str)] = &[
    ("af", "Afrikaans"), ("ar", "Arabic"), ("az", "Azerbaijani"), ("be", "Belarusian"), ("bg", "Bulgarian"), ("bn", "Bengali"),
    ("ca", "Catalan"), ("cs", "Czech"), ("da", "Danish"), ("de", "German"), ("el", "Greek"), ("en", "English"),
    ("eo", "Esperanto"), ("es", "Spanish"), ("et", "Estonian"), ("eu", "Basque"), ("fa", "Persian"), ("fi", "Finnish"),
    ("fr", "French"), ("ga", "Irish"), ("gl", "Galician"), ("gu", "Gujarati"), ("he", "Hebrew"), ("hi", "Hindi"),
    ("hr", "Croatian"), ("hu", "Hungarian"), ("hy", "Armenian"), ("id", "Indonesian"), ("it", "Italian"), ("ka", "Georgian"),
    ("kk", "Kazakh"), ("ko", "Korean"), ("la", "Latin"), ("lt", "Lithuanian"), ("lv", "Latvian"), ("mk", "Macedonian"),
    ("mr", "Marathi"), ("ms", "Malay"), ("nb", "Norwegian_Bokmal"), ("nl", "Dutch"), ("nn", "Norwegian_Nynorsk"),
    ("no", "Norwegian_Bokmal"), ("pl", "Polish"), ("pt", "Portuguese"), ("ro", "Romanian"), ("ru", "Russian"), ("sk", "Slovak"),
    ("sl", "Slovenian"), ("sq", "Albanian"), ("sr", "Serbian"), ("sv", "Swedish"), ("sw", "Swahili"), ("ta", "Tamil"),
    ("te", "Telugu"), ("tl", "Tagalog"), ("tr", "Turkish"), ("uk", "Ukrainian"), ("ur", "Urdu"), ("vi", "Vietnamese"),
];

struct JusText {
    english: bool,
    config: Config,
    /// Lists read so far: the crate makes a list anew at each call.
    read: Mutex<BTreeMap<&'static str, Arc<HashSet<String>>>>,
}

fn build(parameters: &Parameters) -> Box<dyn Strategy> {
    let config = settings(parameters.word("settings"));
    Box::new(JusText { english: parameters.word("stoplist") == "english", config, read: Mutex::default() })
}

/// The numbers of WCEB's `extractors.py` and of Trafilatura's `external.py`, else jusText's.
fn settings(name: &str) -> Config {
    let loose = || Config::default().with_length_low(50).with_stopwords_low(0.1).with_stopwords_high(0.2);
    match name {
        "wceb" => loose().with_length_high(200).with_max_link_density(0.2),
        "trafilatura" => loose().with_length_high(150).with_max_link_density(0.25).with_max_heading_distance(150).with_no_headings(true),
        _ => Config::default(),
    }
}

impl JusText {
    /// The list of a language, if the crate has one.
    fn list(&self, code: &str) -> Option<Arc<HashSet<String>>> {
        let (_, name) = LISTS.iter().find(|(own, _)| *own == code)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(list) = read.get(name) {
            return Some(Arc::clone(list));
        }
        let list = Arc::new(get_stoplist(name).ok()?);
        read.insert(name, Arc::clone(&list));
        Some(list)
    }
}

impl Strategy for JusText {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        if document.page().is_none() {
            return;
        }
        let code = if self.english { "en" } else { &document.language().code };
        let own = self.list(code);
        ask(document, out, |markup| extract_text(markup, own.as_deref().unwrap_or_else(|| get_all_stoplists()), &self.config));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_named_here_is_in_the_crate() {
        let missing: Vec<&str> = LISTS.iter().map(|(_, name)| *name).filter(|name| get_stoplist(name).is_err()).collect();
        assert_eq!(missing, Vec::<&str>::new());
        assert!(LISTS.is_sorted(), "by code");
    }
}
