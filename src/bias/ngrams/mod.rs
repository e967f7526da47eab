//! The n-grams that give a source away, and where they stand: what a rule must be written against.
//!
//! For every n-gram (one to four words or marks inside a line) of three documents and more: the source with most of them, its
//! documents with it against the others', the information it gives about the source in bits, Fisher's one-sided p, and Holm's
//! over all n-grams and sources. N-grams of the same documents that overlap are one stretch; of nested ones the surest stays.
//! Below ten sources of twenty documents the list is a hint and no Holm p is given: see `SOURCE_SIZES`.

mod counted;
mod phrases;

pub use counted::{Place, Tokeniser};

use crate::stats::{fisher_greater, holm_among};
use counted::{Key, Lines};
use phrases::Hit;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Sources and documents of each from which adjusted p are given.
pub const SOURCE_SIZES: (usize, usize) = (10, 20);
/// Stretches with a larger p, unadjusted, are not listed.
const MAX_P: f64 = 0.05;

/// A stretch of text that gives a source away.
#[derive(Clone, Debug, PartialEq)]
pub struct GiveAway {
    /// Index of the source.
    pub source: usize,
    /// The stretch, as its first document writes it.
    pub text: String,
    /// The source's documents that have it, and all of them.
    pub own: (usize, usize),
    /// The others' documents that have it, and all of them.
    pub elsewhere: (usize, usize),
    /// What its presence tells about the source, in bits.
    pub bits: f64,
    /// Fisher's one-sided p.
    pub p: f64,
    /// Holm's over all n-grams and sources; `None` in a hint.
    pub p_holm: Option<f64>,
    /// Where most of the source's documents have it.
    pub place: Place,
    /// How many of them have it there.
    pub placed: usize,
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NGrams {
    /// By source, surest first.
    pub rows: Vec<GiveAway>,
    /// N-grams of three documents and more.
    pub features: usize,
    /// Why the list is a hint; `None` if it is not.
    pub hint: Option<String>,
}

/// An n-gram with what is known of it.
struct Feature<'d> {
    key: Key,
    documents: &'d [(u32, Place)],
    source: usize,
    own: usize,
    p: f64,
}

/// Finds what gives sources away: `sources[i]` is the source of `texts[i]`, counted from nought; at most `limit` a source.
///
/// ```
/// let texts = ["Ferry sails. (Harbour Wire)", "Dam holds. (Harbour Wire)", "Vote fails. (Harbour Wire)", "Ferry sails.", "Dam holds.", "Vote fails."];
/// let found = gleaner::bias::ngrams::give_aways(&texts, &[0, 0, 0, 1, 1, 1], 5);
/// assert_eq!((found.rows[0].text.as_str(), found.rows[0].own, found.rows[0].elsewhere), (". (Harbour Wire)", (3, 3), (0, 3)));
/// ```
pub fn give_aways(texts: &[&str], sources: &[usize], limit: usize) -> NGrams {
    give_aways_of_version(&Tokeniser::new(texts.len()), texts, sources, limit)
}

/// [`give_aways`] of one of several versions of the same documents, which have a tokeniser in common.
pub fn give_aways_of_version(tokeniser: &Tokeniser, texts: &[&str], sources: &[usize], limit: usize) -> NGrams {
    let documents = tokeniser.lines(texts);
    let mut sizes = vec![0usize; sources.iter().max().map_or(0, |most| most + 1)];
    sources.iter().for_each(|&source| sizes[source] += 1);
    let found = counted::in_documents(&documents);
    let mut counts = vec![0usize; sizes.len()];
    let features = found.iter().filter_map(|(key, documents)| feature(key, documents, sources, &sizes, &mut counts)).collect();
    let hint = hint(&sizes);
    let mut rows = listed(texts, &documents, features, sources, &sizes);
    let adjusted = holm_among(&rows.iter().map(|row| row.p).collect::<Vec<f64>>(), found.len().saturating_mul(sizes.len()));
    for (row, p) in rows.iter_mut().zip(adjusted) {
        row.p_holm = hint.is_none().then_some(p);
    }
    let mut taken = vec![0usize; sizes.len()];
    rows.retain(|row| {
        taken[row.source] += 1;
        taken[row.source] <= limit
    });
    rows.sort_by_key(|row| row.source);
    NGrams { rows, features: found.len(), hint }
}

/// Why adjusted p are not given.
fn hint(sizes: &[usize]) -> Option<String> {
    let (sources, each) = SOURCE_SIZES;
    let enough = sizes.iter().filter(|&&size| size >= each).count();
    let why = || format!("a hint: {enough} sources have {each} documents; adjusted p need {sources}");
    (enough < sources).then(why)
}

/// `counts` has a place for each source; they are nought before and after.
fn feature<'d>(key: Key, documents: &'d [(u32, Place)], sources: &[usize], sizes: &[usize], counts: &mut [usize]) -> Option<Feature<'d>> {
    // Most sources are too small to matter.
    let enough = counted::MIN_DOCUMENTS as usize;
    let large = || documents.iter().map(|(document, _)| sources[*document as usize]).filter(|&source| sizes[source] >= enough);
    large().for_each(|source| counts[source] += 1);
    // Of equals the first by number.
    let most = large().map(|source| (counts[source], Reverse(source))).max();
    large().for_each(|source| counts[source] = 0);
    let (own, Reverse(source)) = most.filter(|(own, _)| *own >= enough)?;
    let p = fisher_greater(own as u64, sizes[source] as u64, documents.len() as u64, sources.len() as u64)?;
    (p <= MAX_P).then_some(Feature { key, documents, source, own, p })
}

/// Stretches, surest first, nested ones collapsed.
fn listed(texts: &[&str], documents: &[Lines], features: Vec<Feature<'_>>, sources: &[usize], sizes: &[usize]) -> Vec<GiveAway> {
    // Those of the same source and documents together: their p is the same, and the longest stretch says most.
    let mut groups: BTreeMap<(usize, Vec<u32>), Vec<Feature<'_>>> = BTreeMap::new();
    for feature in features {
        let of: Vec<u32> = feature.documents.iter().map(|(document, _)| *document).collect();
        groups.entry((feature.source, of)).or_default().push(feature);
    }
    // The first document of the source that has them is the one whose words are shown.
    let first = |(source, of): &(usize, Vec<u32>)| of.iter().copied().find(|&document| sources[document as usize] == *source);
    let groups: Vec<(u32, &Vec<Feature<'_>>)> = groups.iter().filter_map(|(group, features)| Some((first(group)?, features))).collect();
    let (mut found, mut information) = (Vec::new(), Information::of(sizes));
    for ((first, features), hits) in groups.iter().zip(hits(documents, &groups)) {
        let by_key: FxHashMap<Key, &Feature<'_>> = features.iter().map(|feature| (feature.key, feature)).collect();
        for phrase in phrases::stretches(&documents[*first as usize], &hits) {
            let Some(feature) = by_key.get(&phrase.key) else { continue };
            let text = texts[*first as usize].get(phrase.range.clone()).unwrap_or_default().to_string();
            found.push((phrase.tokens, row(feature, text, sources, &mut information)));
        }
    }
    found.sort_by(|(one, a), (other, b)| {
        let surer = a.p.total_cmp(&b.p).then(b.bits.total_cmp(&a.bits)).then(other.len().cmp(&one.len()));
        surer.then_with(|| (a.source, &a.text).cmp(&(b.source, &b.text)))
    });
    phrases::without_nested(found)
}

/// Where the n-grams of each group stand in its first document. Each document is walked once for all groups.
fn hits(documents: &[Lines], groups: &[(u32, &Vec<Feature<'_>>)]) -> Vec<Vec<Hit>> {
    let keys_of = groups.iter().enumerate().flat_map(|(group, (first, features))| {
        let keys = features.iter().map(|feature| feature.key);
        keys.map(move |key| (key, (group, *first)))
    });
    let group_of: FxHashMap<Key, (usize, u32)> = keys_of.collect();
    let mut hits = vec![Vec::new(); groups.len()];
    let wanted: BTreeSet<u32> = groups.iter().map(|(first, _)| *first).collect();
    for document in wanted {
        for (line, tokens) in documents[document as usize].iter().enumerate() {
            for (key, start, length) in counted::keys(tokens) {
                if let Some(&(group, first)) = group_of.get(&key)
                    && first == document
                {
                    hits[group].push(Hit { line, start, length, key });
                }
            }
        }
    }
    hits
}

fn row(feature: &Feature<'_>, text: String, sources: &[usize], information: &mut Information<'_>) -> GiveAway {
    let sizes = information.sizes;
    let mut places: BTreeMap<Place, usize> = BTreeMap::new();
    let own = feature.documents.iter().filter(|(document, _)| sources[*document as usize] == feature.source);
    own.for_each(|(_, place)| *places.entry(*place).or_default() += 1);
    let most = places.iter().max_by_key(|(place, count)| (**count, Reverse(**place)));
    let (place, placed) = most.map_or((Place::Inline, 0), |(place, count)| (*place, *count));
    GiveAway {
        source: feature.source,
        text,
        own: (feature.own, sizes[feature.source]),
        elsewhere: (feature.documents.len() - feature.own, sources.len() - sizes[feature.source]),
        bits: information.bits(feature.documents.iter().map(|(document, _)| sources[*document as usize])),
        p: feature.p,
        p_holm: None,
        place,
        placed,
    }
}

/// Information about the source in whether a document has an n-gram, in bits: entropy of the source less what is left of it.
struct Information<'s> {
    sizes: &'s [usize],
    /// Of the source.
    entropy: f64,
    /// The documents of each source that have the n-gram; nought between two n-grams.
    with: Vec<usize>,
}

impl<'s> Information<'s> {
    /// For sources of these sizes.
    fn of(sizes: &'s [usize]) -> Self {
        Self { sizes, entropy: entropy(sizes.iter().copied()), with: vec![0; sizes.len()] }
    }

    /// Of an n-gram in documents of these sources.
    fn bits(&mut self, sources: impl Iterator<Item = usize>) -> f64 {
        let mut having: Vec<usize> = sources.inspect(|&source| self.with[source] += 1).collect();
        having.sort_unstable();
        having.dedup();
        let all = self.sizes.iter().sum::<usize>() as f64;
        let count = having.iter().map(|&source| self.with[source]).sum::<usize>();
        let with = count as f64 / all * entropy(having.iter().map(|&source| self.with[source]));
        let without = self.sizes.iter().zip(&self.with).map(|(size, with)| size - with);
        let without = (self.sizes.iter().sum::<usize>() - count) as f64 / all * entropy(without);
        having.iter().for_each(|&source| self.with[source] = 0);
        (self.entropy - with - without).max(0.0)
    }
}

/// Entropy of counts in bits.
fn entropy(counts: impl Iterator<Item = usize> + Clone) -> f64 {
    let all = counts.clone().sum::<usize>() as f64;
    // Of each count up to 64 its share in the sum, once it was asked for: most sources are small, and logarithms take long.
    let mut known = [f64::NAN; 64];
    let part = |count: usize| {
        let part = || {
            let share = count as f64 / all;
            -share * libm::log2(share)
        };
        match known.get_mut(count) {
            Some(known) if known.is_nan() => {
                *known = part();
                *known
            }
            Some(known) => *known,
            None => part(),
        }
    };
    counts.filter(|&count| count > 0).map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn information_worked_out_by_hand() {
        // Two sources of two: a mark of the one tells all, 1 bit; of one of its two: 1 - 3/4 × H(1/3) = 0.3113.
        let mut information = Information::of(&[2, 2]);
        let mut bits = |sources: &[usize]| information.bits(sources.iter().copied());
        assert!((bits(&[0, 0]) - 1.0).abs() < 1e-12);
        assert!((bits(&[0]) - 0.311_278_124_459_132_8).abs() < 1e-12);
        assert_eq!((bits(&[0, 1]), bits(&[0, 1, 1, 0])), (0.0, 0.0));
        // Counts that are looked up, and one that is not.
        assert!((entropy([100, 60, 60, 0, 36].into_iter()) - 1.908_868_005_849_929_9).abs() < 1e-12);
    }

    /// Twelve outlets of three documents each: enough to see a mark, by far too few to be sure of one.
    fn outlets(mark: impl Fn(usize, usize) -> String) -> (Vec<String>, Vec<usize>) {
        let pairs = (0..12).flat_map(|outlet| (0..3).map(move |event| (outlet, event)));
        pairs.map(|(outlet, event)| (mark(outlet, event), outlet)).unzip()
    }

    #[test]
    fn the_longest_stretch_is_told_once_with_its_place() {
        let (texts, sources) = outlets(|outlet, event| match outlet {
            4 => format!("Event {event} went on.\n\nMore of it came.\n\nSign up for our Tide newsletter\n"),
            _ => format!("Event {event} went on.\n\nMore of it came.\n\nSome say so.\n"),
        });
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = give_aways(&texts, &sources, 20);
        assert_eq!(found.rows.len(), 1, "{:?}", found.rows);
        let row = &found.rows[0];
        assert_eq!((row.source, row.text.as_str(), row.own, row.elsewhere), (4, "Sign up for our Tide newsletter", (3, 3), (0, 33)));
        assert_eq!((row.place, row.placed, row.p_holm), (Place::LastLine, 3, None));
        // 1 / C(36, 3) and H(1/12, 11/12).
        assert!((row.p - 1.0 / 7140.0).abs() < 1e-12 && (row.bits - 0.413_816_850_303_634_7).abs() < 1e-9, "{row:?}");
        assert!(found.hint.is_some_and(|hint| hint.starts_with("a hint: 0 sources have 20 documents")));
    }

    #[test]
    fn what_all_outlets_write_gives_none_away_and_nothing_gives_nothing() {
        let (texts, sources) = outlets(|_, event| format!("Event {event} went on. So it did."));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(give_aways(&texts, &sources, 20).rows, []);
        assert_eq!(give_aways(&[], &[], 20), NGrams { hint: hint(&[]), ..NGrams::default() });
        assert_eq!(give_aways(&["", " \n"], &[0, 1], 20).features, 0);
    }
}
