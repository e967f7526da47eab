//! Aggregators' panels as data: how many articles and outlets, which side they are on, how factual, whose they are.
//!
//! A panel rates publishers, and leaves out those that nobody rated; it says nothing about the text beside it. Its fields are therefore
//! metadata about publishers, never a label of the document. The forms follow the panels of news aggregators: "Total News Sources 41",
//! "Leaning Left 14", "44% of the sources are Center", "L 8% C 52% R 40%", "To view factuality data please Upgrade"; values on the line
//! behind their name, and names glued to their values ("AllLeft9Center24Right8"). Numbers may be written in any of several scripts.
//!
//! Reads line by line, linear in the text. A page without two different signs of a panel has none.

mod row;
mod words;

use row::Row;
use words::{Key, Section};

/// A field of a panel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PanelField {
    /// Its name, one of [`field_names`].
    pub field: &'static str,
    /// Its value: a whole number without separators (shares in percent), a side (left, center, right), a time, or a word.
    pub value: String,
}

/// Lines with more bytes are prose.
const MAX_BYTES: usize = 240;
/// So many different signs make a panel.
const MIN_SIGNS: usize = 2;

/// The names of all fields, in the order in which they are listed.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    Key::ALL.iter().map(|key| key.name())
}

/// The fields of a text's panels, each once: the first value counts. In the order of [`field_names`]; none where there is no panel.
///
/// ```
/// use gleaner::document::panels;
/// let found = panels::parse("Coverage Details\nTotal News Sources 1,204\n- 44% of the sources are Center\n");
/// let value = |name| found.iter().find(|own| own.field == name).map(|own| own.value.as_str());
/// assert_eq!(value("n_sources"), Some("1204"));
/// assert_eq!((value("pct"), value("side")), (Some("44"), Some("center")));
/// ```
pub fn parse(text: &str) -> Vec<PanelField> {
    let mut reader = Reader::default();
    text.lines().filter(|line| line.len() <= MAX_BYTES).for_each(|line| reader.line(line));
    reader.finish()
}

/// What is known so far.
#[derive(Default)]
struct Reader {
    found: Vec<(Key, String)>,
    section: Option<Section>,
    /// A name whose value stands on the next line.
    pending: Option<Key>,
    /// The kinds of signs met.
    signs: std::collections::BTreeSet<&'static str>,
}

impl Reader {
    fn line(&mut self, raw: &str) {
        let line = words::fold(raw);
        if line.is_empty() {
            return;
        }
        if let Some(name) = words::aggregator(raw) {
            self.note(Key::Aggregator, name);
        }
        let pending = self.pending.take();
        if let Some(section) = words::section(&line) {
            self.section = Some(section);
            self.signs.insert(section.sign());
        }
        if let Some(key) = pending
            && let Some(value) = row::alone(&line, key)
        {
            return self.note(key, value);
        }
        self.sentence(&line);
        self.prompts(&line);
        match row::read(&line, self.section) {
            Row::Pairs(pairs) => {
                if pairs.iter().any(|(key, _)| *key != Key::Articles) {
                    self.signs.insert("row");
                }
                pairs.into_iter().for_each(|(key, value)| self.note(key, value));
            }
            Row::Name(key) => self.pending = Some(key),
            Row::None => {}
        }
    }

    /// "44% of the sources are Center", "mostly missed by the Right: 9% of its coverage".
    fn sentence(&mut self, line: &str) {
        if let Some((side, share)) = row::missed_by(line) {
            self.signs.insert("blindspot");
            self.note(Key::Blindspot, side.into());
            if let Some(share) = share {
                self.note(Key::BlindspotPct, share);
            }
            return;
        }
        for (share, key) in row::shares_of_sources(line) {
            self.signs.insert("share");
            self.note(Key::Pct, share.clone());
            self.note(Key::Side, key.side().into());
            self.note(key.share(), share);
        }
    }

    /// Panels that want to be paid for.
    fn prompts(&mut self, line: &str) {
        if let Some(key) = words::paywalled(line, self.section) {
            self.signs.insert("prompt");
            self.note(key, "yes".into());
        }
    }

    fn note(&mut self, key: Key, value: String) {
        if !self.found.iter().any(|(known, _)| *known == key) {
            self.found.push((key, value));
        }
    }

    fn finish(mut self) -> Vec<PanelField> {
        if self.signs.len() < MIN_SIGNS {
            return Vec::new();
        }
        self.found.sort_by_key(|(key, _)| *key);
        self.found.into_iter().map(|(key, value)| PanelField { field: key.name(), value }).collect()
    }
}

#[cfg(test)]
mod tests;
