//! A sample of the documents of each source, drawn by seed, the same whatever order they come in.

use super::{Fields, Place, Receiver, Record, Rejected, visit};
use crate::error::{Error, Result};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BinaryHeap};
use std::path::PathBuf;

/// Most documents that can be drawn: a probe's time grows with the square of their number, and in part with its cube.
pub const MAX_SAMPLE: usize = 5_000;
/// Most sources that are drawn from: those with most documents.
const MAX_SOURCES: usize = 50;
/// Sources with fewer documents cannot be told from chance and are not drawn from.
const MIN_DOCUMENTS: usize = 3;
/// With more names than this the source is not the source.
const MAX_NAMES: usize = 100_000;

/// What was drawn, and of what.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The documents, by source and id.
    pub records: Vec<Record>,
    /// Documents that could be used.
    pub documents: usize,
    /// Their sources.
    pub sources: usize,
    /// Sources with fewer than three documents, which were left out.
    pub small: usize,
    /// Documents of each source, largest first, whether drawn from or not.
    pub sizes: Vec<usize>,
    /// Sources left out because fifty others, or as many as the sample has room for, have more documents.
    pub beyond: usize,
    /// Documents left out because an earlier one has the very same text.
    pub duplicates: usize,
    /// Records that could not be used.
    pub rejected: Rejected,
}

/// Draws at most `limit` documents, equally many of each source as far as they have them.
///
/// # Errors
/// A path that cannot be read at all, or is of no known form.
pub fn draw(paths: &[PathBuf], fields: &Fields, limit: usize, seed: u64) -> Result<Drawn> {
    let mut count = Count { limit: limit.min(MAX_SAMPLE), seed, ..Count::default() };
    visit(paths, fields, &mut count)?;
    let (documents, sources) = (count.seen, count.sources.len());
    let mut sizes: Vec<usize> = count.sources.values().map(|tally| tally.count).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let mut chosen: Vec<(String, Tally)> = count.sources.into_iter().filter(|(_, tally)| tally.count >= MIN_DOCUMENTS).collect();
    let small = sources - chosen.len();
    // Stable: of sources of one size the first by name.
    chosen.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.count));
    // A sample that has no room for three documents of each takes fewer sources.
    let room = MAX_SOURCES.min(count.limit / MIN_DOCUMENTS);
    let beyond = chosen.len().saturating_sub(room);
    chosen.truncate(room);
    let quota = count.limit / chosen.len().max(1);
    let of_source = |(_, tally): (String, Tally)| tally.smallest.into_sorted_vec().into_iter().take(quota).map(|(_, number)| number);
    let mut fetch = Fetch { wanted: chosen.into_iter().flat_map(of_source).collect(), ..Fetch::default() };
    visit(paths, fields, &mut fetch)?;
    let mut records = fetch.records;
    records.sort_by(|a, b| (&a.source, &a.id).cmp(&(&b.source, &b.id)));
    let duplicates = without_copies(&mut records);
    Ok(Drawn { records, documents, sources, small, sizes, beyond, duplicates, rejected: count.rejected })
}

/// Drops documents whose text an earlier one has; how many.
fn without_copies(records: &mut Vec<Record>) -> usize {
    let before = records.len();
    let mut seen = FxHashSet::default();
    records.retain(|record| seen.insert(<[u8; 32]>::from(Sha256::digest(record.text.as_bytes()))));
    before - records.len()
}

/// A second version of documents, by id, in the order of `ids`; `None` for those it lacks.
///
/// # Errors
/// A path that cannot be read, or an id that stands twice, here or among `ids`.
pub fn second_version(paths: &[PathBuf], fields: &Fields, ids: &[&str]) -> Result<Vec<Option<String>>> {
    let mut at: FxHashMap<&str, usize> = FxHashMap::default();
    let twice = |id: &str| {
        Error::data(format!("the id `{id}` stands twice")).remedy("two versions are paired by id; name the field with --id-field")
    };
    for (index, id) in ids.iter().enumerate() {
        if at.insert(id, index).is_some() {
            return Err(twice(id));
        }
    }
    let mut second = Second { at, texts: vec![None; ids.len()], twice: None };
    visit(paths, &Fields { source: None, ..fields.clone() }, &mut second)?;
    match second.twice {
        Some(id) => Err(twice(&id)),
        None => Ok(second.texts),
    }
}

/// First pass: how many documents each source has, and the numbers of those that would be drawn.
#[derive(Default)]
struct Count {
    limit: usize,
    seed: u64,
    seen: usize,
    sources: BTreeMap<String, Tally>,
    rejected: Rejected,
}

#[derive(Default)]
struct Tally {
    count: usize,
    /// Documents with the smallest draws, the largest on top.
    smallest: BinaryHeap<(u64, usize)>,
}

impl Receiver for Count {
    fn record(&mut self, record: Record, place: Place<'_>) {
        if let Some(error) = unusable(&record) {
            return self.rejected(place.put(error));
        }
        let full = self.sources.len() >= MAX_NAMES && !self.sources.contains_key(&record.source);
        let number = self.seen;
        self.seen += 1;
        if full {
            return self
                .rejected(place.put(Error::data(format!("more than {MAX_NAMES} sources")).remedy("name the field with --source-field")));
        }
        let draw = drawn(self.seed, &record);
        let tally = self.sources.entry(record.source).or_default();
        tally.count += 1;
        tally.smallest.push((draw, number));
        if tally.smallest.len() > self.limit {
            tally.smallest.pop();
        }
    }

    fn rejected(&mut self, error: Error) {
        self.rejected.add(error);
    }
}

fn unusable(record: &Record) -> Option<Error> {
    if record.text.trim().is_empty() {
        Some(Error::data("the text is empty"))
    } else if record.source.is_empty() {
        Some(Error::data("the source is empty"))
    } else {
        let long = record.text.len() > super::MAX_RECORD_BYTES;
        long.then(|| Error::data(format!("the text has more than {} bytes", super::MAX_RECORD_BYTES)))
    }
}

/// A number that depends on seed, source and id alone.
fn drawn(seed: u64, record: &Record) -> u64 {
    let hash = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(&record.source).chain_update([0]).chain_update(&record.id);
    hash.finalize().first_chunk().map_or(0, |bytes: &[u8; 8]| u64::from_le_bytes(*bytes))
}

/// Second pass: the documents whose numbers were drawn.
#[derive(Default)]
struct Fetch {
    wanted: FxHashSet<usize>,
    seen: usize,
    records: Vec<Record>,
}

impl Receiver for Fetch {
    fn record(&mut self, record: Record, _: Place<'_>) {
        if unusable(&record).is_some() {
            return;
        }
        if self.wanted.contains(&self.seen) {
            self.records.push(record);
        }
        self.seen += 1;
    }

    fn rejected(&mut self, _: Error) {}
}

/// The second version: texts by the place of their id.
struct Second<'i> {
    at: FxHashMap<&'i str, usize>,
    texts: Vec<Option<String>>,
    twice: Option<String>,
}

impl Receiver for Second<'_> {
    fn record(&mut self, record: Record, _: Place<'_>) {
        let Some(&at) = self.at.get(record.id.as_str()) else { return };
        if self.texts[at].is_some() {
            self.twice.get_or_insert(record.id);
        } else {
            self.texts[at] = Some(record.text);
        }
    }

    // What the second version lacks is missing from it, and counted there.
    fn rejected(&mut self, _: Error) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three sources of 9, 5 and 2 documents in a file of JSON lines.
    fn input(order: impl Fn(&mut Vec<String>)) -> (tempfile::TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().expect("a folder");
        let sizes = [("a", 9), ("b", 5), ("c", 2)];
        let line =
            |source: &str, n: usize| format!("{{\"id\": \"{source}{n}\", \"text\": \"Text {source} {n}\", \"source\": \"{source}\"}}\n");
        let mut lines: Vec<String> = sizes.iter().flat_map(|&(source, size)| (0..size).map(move |n| line(source, n))).collect();
        order(&mut lines);
        let path = folder.path().join("x.jsonl");
        std::fs::write(&path, lines.concat()).expect("written");
        (folder, vec![path])
    }

    fn ids(drawn: &Drawn) -> Vec<&str> {
        drawn.records.iter().map(|record| record.id.as_str()).collect()
    }

    #[test]
    fn a_sample_is_balanced_and_does_not_depend_on_the_order() {
        let (_one, paths) = input(|_| ());
        let (_two, turned) = input(|lines| lines.reverse());
        let [here, there] = [&paths, &turned].map(|paths| draw(paths, &Fields::default(), 8, 7).expect("readable"));
        assert_eq!(ids(&here), ids(&there));
        let of = |source: &str| here.records.iter().filter(|record| record.source == source).count();
        assert_eq!((of("a"), of("b"), of("c")), (4, 4, 0));
        assert_eq!((here.documents, here.sources, here.small, here.duplicates), (16, 3, 1, 0));
        let other = draw(&paths, &Fields::default(), 8, 8).expect("readable");
        assert_ne!(ids(&here), ids(&other));
    }

    #[test]
    fn a_second_version_is_paired_by_id() {
        let (_folder, paths) = input(|lines| lines.truncate(3));
        let texts = second_version(&paths, &Fields::default(), &["a2", "zz", "a0"]).expect("readable");
        assert_eq!(texts, [Some("Text a 2".into()), None, Some("Text a 0".into())]);
        let error = second_version(&paths, &Fields::default(), &["a2", "a2"]).expect_err("twice");
        assert!(error.to_string().contains("`a2` stands twice"));
    }
}
