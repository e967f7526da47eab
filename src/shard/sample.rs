//! A sample of documents from shards that does not depend on how documents are parted into shards, nor on order or threads.

use super::each::try_each;
use super::{Complaint, Job, Options, Record, ShardStats, visit};
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More documents than this are no sample, of all or of all sources together: they are held in memory.
const MAX_SIZE: usize = 1_000_000;
/// Nor are more bytes of them, other columns included.
const MAX_BYTES: usize = 4 << 30;
/// With more names than this the source is not the source.
const MAX_SOURCES: usize = 100_000;

/// What to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// How many documents, of all or of each source.
    pub size: usize,
    /// Whether `size` is of each source: then small sources are as visible as large ones, and weights differ.
    pub by_source: bool,
    /// Other seeds draw other documents.
    pub seed: u64,
}

/// A drawn document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Its id as JSON.
    pub id: String,
    /// Its text, or the markup of a page.
    pub text: String,
    /// Its outlet, language and format, as far as they are known.
    pub source: String,
    /// ISO 639-1; empty if unknown.
    pub lang: String,
    /// plain, markdown or html; empty if unknown.
    pub format: String,
    /// All other columns, with their values as JSON.
    pub columns: Vec<(String, String)>,
}

/// Place in the order of the draw: 16 bytes of seed, source and id, then 16 of the text.
type Ticket = (u128, u128);

/// What was drawn.
#[derive(Debug, Default)]
pub struct Sample {
    drawn: BTreeMap<String, Stratum>,
    /// Rows of all strata, and their bytes.
    size: usize,
    bytes: usize,
    /// Documents read, bad records aside.
    pub stats: ShardStats,
}

/// The documents with the smallest tickets, of all or of one source.
#[derive(Debug, Default)]
struct Stratum {
    seen: u64,
    rows: BTreeMap<Ticket, Row>,
}

/// Draws documents without replacement, every one as likely as any other of its stratum (all, or its source): those with the smallest
/// tickets, a bottom-k sample (Cohen and Kaplan 2007). A ticket is SHA-256 of seed, source and id, of the text for documents without
/// id, so that shards, order and threads do not matter. Documents with one source, id and text are one; where their other columns differ,
/// it is the smallest row.
///
/// The sample of a smaller size with the same seed is the beginning of that of a larger one. A mean over a stratum's rows is an
/// unbiased estimate of the mean over the stratum; over several strata, weigh rows by [`Sample::rows`]' weight, the number of documents
/// that a row stands for.
///
/// # Errors
/// Inputs that cannot be read, too large a size (of all sources together, or in bytes: 4 GiB are held at most), too many sources.
pub fn sample(jobs: &[Job], draw: Draw, options: &Options) -> Result<Sample> {
    if !(1..=MAX_SIZE).contains(&draw.size) {
        return Err(Error::usage(format!("a sample of {}", draw.size)).remedy(format!("draw 1 to {MAX_SIZE}")));
    }
    let sample = Mutex::new(Sample::default());
    try_each(jobs, options, Job::first_input, |job| {
        let ticketed = |record| row(record, draw, options);
        let stats = visit(&job.inputs, options, ticketed, |(ticket, row)| held(&sample).add(ticket, row, draw))?;
        held(&sample).stats += &stats;
        Ok(())
    })?;
    Ok(sample.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sample {
    fn add(&mut self, ticket: Ticket, row: Row, draw: Draw) -> Result<()> {
        let name = if draw.by_source { row.source.as_str() } else { "" };
        if !self.drawn.contains_key(name) {
            if self.drawn.len() >= MAX_SOURCES {
                let error = Error::data(format!("more than {MAX_SOURCES} sources"));
                return Err(error.remedy("name the column with --source-column, or draw from all together with --size"));
            }
            self.drawn.insert(name.to_string(), Stratum::default());
        }
        let Some(stratum) = self.drawn.get_mut(name) else { return Ok(()) };
        stratum.seen += 1;
        self.size -= stratum.rows.len();
        let bytes = row.bytes();
        self.bytes = self.bytes + bytes - stratum.draw(ticket, row, draw.size);
        self.size += stratum.rows.len();
        self.fits()
    }

    fn fits(&self) -> Result<()> {
        if self.size > MAX_SIZE || self.bytes > MAX_BYTES {
            let error = Error::data(format!("more than {MAX_SIZE} documents or {MAX_BYTES} bytes of them are drawn"));
            return Err(error.remedy("draw fewer, with --size or --per-source"));
        }
        Ok(())
    }

    /// The rows in the order of the draw, each with the number of documents that it stands for: those seen of its stratum by those drawn.
    pub fn rows(&self) -> Vec<(&Row, f64)> {
        let weighed = |stratum: &'_ Stratum| stratum.seen as f64 / stratum.rows.len().max(1) as f64;
        let mut rows: Vec<(&Ticket, &Row, f64)> = Vec::new();
        for stratum in self.drawn.values() {
            rows.extend(stratum.rows.iter().map(|(ticket, row)| (ticket, row, weighed(stratum))));
        }
        rows.sort_by_key(|(ticket, ..)| **ticket);
        rows.into_iter().map(|(_, row, weight)| (row, weight)).collect()
    }

    /// Number of strata: sources, or one.
    pub fn strata(&self) -> usize {
        self.drawn.len()
    }
}

impl Stratum {
    /// Takes a row into the draw or leaves it; the bytes that went, of the row itself or of another.
    fn draw(&mut self, ticket: Ticket, row: Row, size: usize) -> usize {
        // Which of two rows with one ticket came first must not matter.
        let gone = match self.rows.entry(ticket) {
            Entry::Occupied(mut old) if *old.get() > row => Some(old.insert(row)),
            Entry::Occupied(_) => Some(row),
            Entry::Vacant(place) => {
                place.insert(row);
                None
            }
        };
        let last = if self.rows.len() > size { self.rows.pop_last().map(|(_, row)| row) } else { None };
        gone.or(last).map_or(0, |row| row.bytes())
    }
}

impl Row {
    /// What it takes in memory, about.
    fn bytes(&self) -> usize {
        let columns = self.columns.iter().map(|(name, value)| name.len() + value.len() + 2 * size_of::<String>());
        let own = self.id.len() + self.text.len() + self.source.len() + self.lang.len() + self.format.len();
        own + columns.sum::<usize>() + size_of::<(Ticket, Self)>()
    }

    /// As a JSON line: id, source, lang, format, text, weight, and all other columns. What other commands read.
    pub fn line(&self, weight: f64) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut fields = vec![("id".to_string(), self.id.clone())];
        let known = [("source", &self.source), ("lang", &self.lang), ("format", &self.format), ("text", &self.text)];
        let said = known.into_iter().filter(|(name, value)| *name == "text" || !value.is_empty());
        fields.extend(said.map(|(name, value)| (name.to_string(), quoted(value))));
        fields.push(("weight".into(), serde_json::Value::from(weight).to_string()));
        let mut written: BTreeSet<String> = fields.iter().map(|(name, _)| name.clone()).collect();
        for (name, value) in &self.columns {
            if written.insert(name.clone()) {
                fields.push((name.clone(), value.clone()));
            }
        }
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}: {value}", quoted(name))).collect();
        format!("{{{}}}\n", fields.join(", "))
    }
}

fn row(record: Record, draw: Draw, options: &Options) -> std::result::Result<(Ticket, Row), Complaint> {
    let columns = record.original.columns(options)?;
    let Record { id, text, format, lang, source, .. } = record;
    let source = source.unwrap_or_else(|| options.source.clone());
    let digest = |hash: Sha256| hash.finalize().first_chunk().map_or(0, |bytes: &[u8; 16]| u128::from_be_bytes(*bytes));
    let of_text = digest(Sha256::new().chain_update(text.as_bytes()));
    let seeded = Sha256::new().chain_update(draw.seed.to_le_bytes()).chain_update(&source).chain_update([0]);
    let ticket = match id.as_str() {
        "null" | "\"\"" => digest(seeded.chain_update(of_text.to_be_bytes())),
        id => digest(seeded.chain_update(id)),
    };
    let format = format.or(options.format).map_or(String::new(), |format| format.name().into());
    let lang = lang.unwrap_or_else(|| options.lang.clone());
    Ok(((ticket, of_text), Row { id, text, source, lang, format, columns }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: usize, source: &str, lang: &str) -> Row {
        let (id, text, source, lang) = (id.to_string(), "Text.".into(), source.into(), lang.into());
        Row { id, text, source, lang, format: String::new(), columns: vec![("n".into(), "1".into())] }
    }

    #[test]
    fn of_two_rows_with_one_ticket_the_smaller_stays_whichever_comes_first() {
        let drawn = |langs: &[&str], size| {
            let mut sample = Sample::default();
            let draw = Draw { size, by_source: false, seed: 1 };
            langs.iter().for_each(|lang| sample.add((7, 7), row(1, "a", lang), draw).expect("fits"));
            sample.add((9, 9), row(2, "a", "xx"), draw).expect("fits");
            let bytes: usize = sample.rows().iter().map(|(row, _)| row.bytes()).sum();
            assert_eq!((sample.size, sample.bytes), (size, bytes));
            sample.rows().iter().map(|(row, _)| row.lang.clone()).collect::<Vec<_>>()
        };
        for langs in [["de", "en", "fr"], ["en", "fr", "de"], ["fr", "de", "en"]] {
            assert_eq!((drawn(&langs, 1), drawn(&langs, 2)), (vec!["de".to_string()], vec!["de".to_string(), "xx".to_string()]));
        }
    }

    #[test]
    fn a_name_is_written_once() {
        let mut row = row(1, "a", "");
        row.columns = [("text", "2"), ("n", "3"), ("weight", "4"), ("n", "5")].map(|(name, value)| (name.into(), value.into())).to_vec();
        assert_eq!(row.line(1.5), "{\"id\": 1, \"source\": \"a\", \"text\": \"Text.\", \"weight\": 1.5, \"n\": 3}\n");
    }

    #[test]
    fn all_sources_together_are_bound_too() {
        let mut sample = Sample { size: MAX_SIZE - 1, ..Sample::default() };
        let draw = Draw { size: 5, by_source: true, seed: 1 };
        sample.add((1, 1), row(1, "a", ""), draw).expect("the last that fits");
        sample.add((1, 1), row(1, "a", ""), draw).expect("the same once more");
        let error = sample.add((2, 2), row(2, "b", ""), draw).expect_err("too many").to_string();
        assert!(error.contains("more than 1000000 documents") && error.contains("--per-source"), "{error}");
        let mut sample = Sample { bytes: MAX_BYTES - 10, ..Sample::default() };
        assert!(sample.add((1, 1), row(1, "a", ""), draw).is_err());
    }
}
