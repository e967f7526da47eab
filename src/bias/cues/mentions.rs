//! Mentions of other outlets inside content, for corpora that list none: attribution is content, and must stay.

use super::super::aliases::NameList;
use crate::corpus::{Corpus, Example};
use crate::span::Span;
use crate::strategy::source_cues::AGENCIES;
use std::collections::{BTreeMap, BTreeSet};

/// Outlets that texts of the whole world quote; agencies come from the rules of `source-cues`.
const OUTLETS: &[&str] = &[
    "ABC News",
    "Al Arabiya",
    "Al Jazeera",
    "Anadolu Agency",
    "Asahi Shimbun",
    "Axios",
    "BBC",
    "Bild",
    "Bloomberg",
    "CBS News",
    "CNBC",
    "CNN",
    "Corriere della Sera",
    "Der Spiegel",
    "Deutsche Welle",
    "Die Zeit",
    "El Mundo",
    "El País",
    "Euronews",
    "Fox News",
    "Frankfurter Allgemeine Zeitung",
    "Financial Times",
    "Folha de S.Paulo",
    "Global Times",
    "Haaretz",
    "Hürriyet",
    "Interfax",
    "Kommersant",
    "Kyiv Independent",
    "La Repubblica",
    "Le Figaro",
    "Le Monde",
    "Los Angeles Times",
    "MSNBC",
    "NBC News",
    "NHK",
    "NPR",
    "Nikkei",
    "O Globo",
    "POLITICO",
    "Politico",
    "RIA Novosti",
    "RT",
    "Sky News",
    "Süddeutsche Zeitung",
    "The Atlantic",
    "The Economist",
    "The Guardian",
    "The Independent",
    "The New York Times",
    "New York Times",
    "The Times",
    "The Wall Street Journal",
    "Wall Street Journal",
    "The Washington Post",
    "Washington Post",
    "USA Today",
    "Ukrainska Pravda",
    "Yomiuri Shimbun",
    "ZDF",
    "ARD",
    "ТАСС",
    "РИА Новости",
    "Интерфакс",
    "Коммерсантъ",
    "新华社",
    "共同通信",
    "연합뉴스",
    "رويترز",
    "الجزيرة",
];

/// Short names in capitals that are other words as well: known only from lists.
const AMBIGUOUS: &[&str] = &["AA", "PA", "EPA", "ANI", "UPI", "PTI", "AP Photo", "imago", "IMAGO", "Unsplash", "Keystone"];

/// Every name of an outlet that is known: agencies, outlets of the world, and the corpus' own list.
#[derive(Debug)]
pub(super) struct Known {
    names: NameList,
    /// For each listed name the sources that are called so.
    sources: BTreeMap<String, BTreeSet<String>>,
}

impl Known {
    /// From a corpus' lists.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut sources: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for Example { document, gold } in &corpus.examples {
            for name in &gold.facts().own {
                sources.entry(name.clone()).or_default().insert(document.meta.source.clone());
            }
        }
        let agencies = AGENCIES.iter().copied().filter(|name| !AMBIGUOUS.contains(name));
        let names = NameList::new(agencies.chain(OUTLETS.iter().copied()).chain(sources.keys().map(String::as_str)));
        Self { names, sources }
    }

    /// Mentions inside content that are not the document's own outlet; `own` are the places of its names.
    pub(super) fn in_content(&self, example: &Example, content: &[Span], own: &[Span]) -> Vec<Span> {
        let text = example.document.text();
        let is_own = |span: Span| {
            let named = self.sources.get(span.slice(text)).is_some_and(|sources| sources.contains(&example.document.meta.source));
            named || own.iter().any(|name| name.overlaps(span))
        };
        let inside = |span: Span| content.iter().any(|own| own.start <= span.start && span.end <= own.end);
        self.names.find(text).into_iter().filter(|&span| inside(span) && !is_own(span)).collect()
    }
}
