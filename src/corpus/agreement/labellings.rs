//! Two labellings brought together: of two corpora, or of one that holds second labellings.

use crate::corpus::{Corpus, Files, brat, native};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::gold::Gold;
use std::collections::BTreeMap;

/// The folder of second labellings inside a corpus, one `<id>.ann` each.
pub const SECOND: &str = "second";
/// Ids that an error names.
const SHOWN_IDS: usize = 5;

/// A document that was labelled twice.
#[derive(Debug)]
pub struct Twice {
    /// The document.
    pub document: Document,
    /// The first labelling.
    pub first: Gold,
    /// The second.
    pub second: Gold,
}

/// Two labellings of the same texts.
#[derive(Debug)]
pub struct TwoLabellings {
    /// Names of the first and of the second.
    pub names: [String; 2],
    /// Digests of the corpora; that of second labellings inside a corpus is the corpus' own.
    pub digests: [String; 2],
    /// Documents that both have, by id.
    pub documents: Vec<Twice>,
    /// Ids that only the first has, and only the second.
    pub alone: [Vec<String>; 2],
}

impl TwoLabellings {
    /// Pairs the documents of two corpora by id.
    ///
    /// # Errors
    /// Documents of one id with different texts, all of them counted; or no id in both.
    pub fn of_corpora(first: Corpus, second: Corpus) -> Result<Self> {
        let (names, digests) = ([first.name, second.name], [first.digest, second.digest]);
        let id = |document: &Document| document.meta.id.clone();
        let mut others: BTreeMap<String, (Document, Gold)> =
            second.examples.into_iter().map(|own| (id(&own.document), (own.document, own.gold))).collect();
        let (mut documents, mut only_first, mut different) = (Vec::new(), Vec::new(), Vec::new());
        for own in first.examples {
            match others.remove(&own.document.meta.id) {
                Some((document, _)) if document.text() != own.document.text() => different.push((own.document, document)),
                Some((_, second)) => documents.push(Twice { document: own.document, first: own.gold, second }),
                None => only_first.push(id(&own.document)),
            }
        }
        if let Some(pair) = different.first() {
            return Err(other_text(&names, pair, &different, documents.len()));
        }
        Self { names, digests, documents, alone: [only_first, others.into_keys().collect()] }.with_documents()
    }

    /// Pairs a corpus with the second labellings in its folder `second`.
    ///
    /// # Errors
    /// A corpus that cannot be read, a second labelling that does not fit its text, or none.
    pub fn in_corpus(files: &Files, name: &str) -> Result<Self> {
        let corpus = native::load(files, name)?;
        let (mut documents, mut only_first) = (Vec::new(), Vec::new());
        for own in corpus.examples {
            let file = format!("{SECOND}/{}.ann", own.document.meta.id);
            if files.has(&file) {
                let second = brat::read(own.document.text(), &files.text(&file)?, &files.path(&file))?;
                documents.push(Twice { document: own.document, first: own.gold, second });
            } else {
                only_first.push(own.document.meta.id.clone());
            }
        }
        let labelled = |id: &str| documents.iter().any(|own: &Twice| own.document.meta.id == id);
        let strays = files.list(SECOND).into_iter().filter_map(|file| file.strip_suffix(".ann").map(str::to_string));
        let only_second = strays.filter(|id| !labelled(id)).collect();
        let names = [name.to_string(), format!("{name}/{SECOND}")];
        Self { names, digests: [corpus.digest.clone(), corpus.digest], documents, alone: [only_first, only_second] }.with_documents()
    }

    fn with_documents(self) -> Result<Self> {
        if self.documents.is_empty() {
            let [first, second] = &self.names;
            let error = Error::data(format!("no document is in both `{first}` and `{second}`"));
            return Err(error.remedy("documents are paired by id; second labellings of a corpus lie in its folder second/, as <id>.ann"));
        }
        Ok(self)
    }
}

/// Where the first of the differing pairs parts, and how many there are.
fn other_text(names: &[String; 2], (own, other): &(Document, Document), all: &[(Document, Document)], same: usize) -> Error {
    let shared = own.text().chars().zip(other.text().chars()).take_while(|(a, b)| a == b).count();
    let line = own.text().chars().take(shared).filter(|c| *c == '\n').count() + 1;
    let ids: Vec<String> = all.iter().take(SHOWN_IDS).map(|(own, _)| format!("`{}`", own.meta.id)).collect();
    let more = if all.len() > SHOWN_IDS { ", …" } else { "" };
    let [first, second] = names;
    let message = format!(
        "the texts differ between `{first}` and `{second}` in {} of {} documents: {}{more}; `{}` from line {line}, character {shared} on",
        all.len(),
        all.len() + same,
        ids.join(", "),
        own.meta.id,
    );
    let remedy = "label the same files: import the second labelling anew over the first corpus' texts (`gleaner import`), or drop these documents from one side";
    Error::data(message).remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Example, digest};
    use crate::document::{Format, Meta};

    fn corpus(name: &str, texts: &[(&str, &str)]) -> Corpus {
        let document = |(id, text): &(&str, &str)| {
            Document::new(Meta { id: id.to_string(), format: Format::Plain, ..Meta::default() }, text.to_string())
        };
        let examples: Vec<Example> = texts.iter().map(|own| Example { document: document(own), gold: Gold::default() }).collect();
        Corpus { name: name.into(), digest: digest(&examples), examples }
    }

    #[test]
    fn documents_are_paired_by_id_and_the_rest_is_named() {
        let two = TwoLabellings::of_corpora(corpus("a", &[("1", "x"), ("2", "y")]), corpus("b", &[("2", "y"), ("3", "z")]));
        let two = two.expect("one in both");
        let ids: Vec<&str> = two.documents.iter().map(|own| own.document.meta.id.as_str()).collect();
        assert_eq!((ids, two.alone), (vec!["2"], [vec!["1".to_string()], vec!["3".to_string()]]));
    }

    #[test]
    fn texts_that_differ_are_refused_with_the_place() {
        let found = TwoLabellings::of_corpora(corpus("a", &[("1", "x\nferry"), ("2", "y")]), corpus("b", &[("1", "x\nfairy"), ("2", "y")]));
        let error = found.expect_err("refused").to_string();
        let start = "the texts differ between `a` and `b` in 1 of 2 documents: `1`; `1` from line 2, character 3 on";
        assert!(error.starts_with(start), "{error}");
        assert!(TwoLabellings::of_corpora(corpus("a", &[("1", "x")]), corpus("b", &[("2", "x")])).is_err());
    }
}
