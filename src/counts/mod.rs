//! Repetition counts of a corpus that is too large for one memory: counted shard by shard, merged, and read by the strategies
//! that compare documents.
//!
//! A [`Counts`] holds for each source the [`Facts`] of its documents. While these fit the bound of the source they are all there,
//! and [`Counts::context`] is the context of the whole corpus ([`Context::of`]): every cut is the same. Above it, the documents
//! with the smallest fingerprints stay: a uniform sample of the source's different documents, drawn by content.
//!
//! - **Merging** is commutative and associative, to the byte: what stays of a source is a function of the set of its documents
//!   alone. It is the longest run of documents in the order of their fingerprints (SHA-256 of the facts) that fits the bound; a
//!   part of the corpus cuts that run no earlier than the whole does, and the fingerprint at which it was cut is kept. This is
//!   the bottom-k sketch of Cohen and Kaplan 2007 (Summarizing data using bottom-k sketches) with a bound on memory in place of
//!   k, an adaptive threshold in the sense of Ting 2022 (Adaptive threshold sampling). Counters of heavy hitters (Misra-Gries,
//!   Space-Saving; Agarwal et al. 2013, Mergeable summaries) keep their error under merging too, but not their bytes: what they
//!   hold depends on the order; and they count documents, where the strategies need stories: whether two documents are copies of
//!   one story shows only when the lines of both are there.
//! - **A story** that lies in several shards counts once: copies are told after merging, from the facts. In a sampled source,
//!   copies are drawn one by one, so that a story weighs the more, the more different copies it has; identical documents are one.
//! - **Errors** above the bound, for a source of which n documents are held. A count is never above the corpus' where documents
//!   are stories of their own, so a threshold on a count (`least`, `sources`, `pages`) can only cut less. A threshold on a share
//!   decides by an estimate: of a line in a share q of the documents, the estimate passes a threshold t on the wrong side of q
//!   with a probability of at most exp(-n D(t, q)), D(t, q) = t ln(t/q) + (1-t) ln((1-t)/(1-q)) (Hoeffding 1963, theorem 1, which
//!   his section 6 extends to draws without replacement). With n = 2048 and `source-repetition`'s t = 0.02 that is 3 in ten
//!   thousand for a line in 1 of 100 documents, and 3 in a million for one in 4 of 100. That n itself depends on the draw
//!   does not spoil the bound if n is read as the smallest number of documents that fill it: the mean of a growing sample without
//!   replacement is a martingale backwards, so that the bound holds for all larger n at once (Serfling 1974).
//! - **Memory** is about 12 bytes an entry (a line of a document, or a text at a path of it), twice that while a context is
//!   built. [`Limits`] bounds the entries of a source and of all; where all together pass the total, the bound of every source
//!   is halved until they fit ([`Counts::level`]), which again depends on the set of documents alone.

mod file;
mod sketch;

pub use file::{read, write};
pub use sketch::Sampled;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::strategy::Context;
use crate::strategy::contract::{Facts, Told};
use sketch::Source;
use std::collections::BTreeMap;

/// A document with more lines is counted by so many of them: those with the smallest keys.
pub const MAX_LINES: usize = 1 << 13;
/// A name of a source takes so many entries of the total.
const NAME: usize = 8;
/// A longer name of a source is no name; its documents stand alone.
pub const MAX_NAME_BYTES: usize = 512;
/// More entries than this are refused: 3 GB.
const MAX_TOTAL: usize = 1 << 28;

/// How many entries may be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of one source: above it, its documents are sampled.
    pub per_source: usize,
    /// Of all sources together: above it, the bound of each is halved.
    pub total: usize,
}

impl Default for Limits {
    /// 1,048,576 entries of a source (12 MB; some 2,700 pages as those of `wcxb-dev`, of 390 entries) and 33,554,432 in all (400 MB).
    fn default() -> Self {
        Self { per_source: 1 << 20, total: 1 << 25 }
    }
}

impl Limits {
    /// Checks the limits.
    ///
    /// # Errors
    /// None at all, or more than a machine can hold.
    pub fn checked(self) -> Result<Self> {
        let known = (1..=MAX_TOTAL).contains(&self.per_source) && (NAME..=MAX_TOTAL).contains(&self.total);
        let error = || Error::usage(format!("{} entries a source and {} in all cannot be held", self.per_source, self.total));
        known.then_some(self).ok_or_else(|| error().remedy(format!("give 1 to {MAX_TOTAL} a source, {NAME} to {MAX_TOTAL} in all")))
    }
}

/// Counts of some documents; may be merged with those of others.
///
/// ```
/// use gleaner::counts::Counts;
/// use gleaner::document::{Document, Format, Meta, key};
/// let of = |text: &str| {
///     let meta = Meta { source: "a".into(), format: Format::Plain, ..Meta::default() };
///     Document::new(meta, text.into())
/// };
/// let (mut here, mut there) = (Counts::default(), Counts::default());
/// here.add(&of("Sign up\nOne story."))?;
/// there.add(&of("Sign up!\nAnother story."))?;
/// here.merge(there)?;
/// assert_eq!(here.context().stories_with(&of(""), key("sign up").unwrap()), 2);
/// # Ok::<(), gleaner::error::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    limits: Limits,
    level: u32,
    documents: u64,
    sources: BTreeMap<String, Source>,
    /// Entries charged at this level.
    charged: usize,
}

impl Counts {
    /// Nothing counted yet.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Counts a document. One without a source counts as seen, and no more.
    ///
    /// # Errors
    /// More sources than the total has room for.
    pub fn add(&mut self, document: &Document) -> Result<()> {
        self.add_facts(&document.meta.source, Facts::of(document))
    }

    /// Counts a document by its facts, at most [`MAX_LINES`] lines of it.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn add_facts(&mut self, source: &str, facts: Facts) -> Result<()> {
        self.documents = self.documents.saturating_add(1);
        if source.is_empty() || source.len() > MAX_NAME_BYTES {
            return Ok(());
        }
        let bound = self.bound();
        if !self.sources.contains_key(source) {
            self.sources.insert(source.to_string(), Source::default());
            self.charged += NAME;
        }
        if let Some(own) = self.sources.get_mut(source) {
            let before = own.charge(bound);
            own.add(facts.at_most(MAX_LINES), bound);
            self.charged = self.charged - before + own.charge(bound);
        }
        self.fit()
    }

    /// Adds the counts of other documents. Counting the same documents twice makes each two.
    ///
    /// # Errors
    /// Other limits, or more sources than the total has room for.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        if self.limits != other.limits {
            let error = Error::usage(format!("counts with other limits: {:?} and {:?}", self.limits, other.limits));
            return Err(error.remedy("count all shards with the same --per-source and --total"));
        }
        self.documents = self.documents.saturating_add(other.documents);
        if other.level > self.level {
            self.level = other.level;
            self.recharge();
        }
        let bound = self.bound();
        for (name, source) in other.sources {
            let before = self.sources.get(&name).map_or(0, |own| NAME + own.charge(bound));
            let own = self.sources.entry(name).or_default();
            own.merge(source, bound);
            self.charged = self.charged - before + NAME + own.charge(bound);
        }
        self.fit()
    }

    /// What the strategies are told.
    pub fn context(&self) -> Context {
        let mut context = Context::empty();
        for (name, source) in &self.sources {
            let told: Vec<Told<'_>> = source.told().collect();
            context.add(name, &told);
        }
        context
    }

    /// Documents seen, with and without a source.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// Number of sources.
    pub fn sources(&self) -> usize {
        self.sources.len()
    }

    /// The limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// How often the bound of each source was halved.
    pub fn level(&self) -> u32 {
        self.level
    }

    /// The sources of which not all documents are held, by name.
    pub fn sampled(&self) -> impl Iterator<Item = (&str, Sampled)> {
        self.sources.iter().filter_map(|(name, source)| Some((name.as_str(), source.sampled()?)))
    }

    fn bound(&self) -> usize {
        self.limits.per_source.checked_shr(self.level).unwrap_or(0)
    }

    /// Brings every source to the bound of the level.
    fn recharge(&mut self) {
        let bound = self.bound();
        let charge = |source: &mut Source| {
            source.shrink(bound);
            NAME + source.charge(bound)
        };
        self.charged = self.sources.values_mut().map(charge).sum();
    }

    /// Halves the bound until all fits. The level that results is the smallest at which it does, and that of a part is never above
    /// the whole's: a source is charged no more for fewer documents, nor at a higher level.
    fn fit(&mut self) -> Result<()> {
        while self.charged > self.limits.total {
            if self.bound() == 0 {
                let error = Error::data(format!("{} sources do not fit {} entries", self.sources.len(), self.limits.total));
                return Err(error.remedy("raise --total, or count parts of the corpus, each with all documents of its sources"));
            }
            self.level += 1;
            self.recharge();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Documents of some sources, the same for the same seed: lines by Zipf's law, so that a few stand nearly everywhere.
    fn corpus(seed: u64, documents: usize) -> Vec<(String, Facts)> {
        let mut random = Random::new(seed);
        let mut lines = |most: u64| -> Vec<u64> {
            let count = random.below(most) + 1;
            (0..count).map(|_| (1.0 / (1.0 - random.unit() * 0.999)) as u64 * 0x9e37_79b9).collect()
        };
        let mut random = Random::new(seed + 1);
        let mut one = || {
            let facts = Facts::new(lines(3), lines(12));
            (format!("s{}", random.below(3) * random.below(3)), facts)
        };
        (0..documents).map(|_| one()).collect()
    }

    fn counted(documents: &[(String, Facts)], limits: Limits) -> Counts {
        let mut counts = Counts::new(limits);
        documents.iter().for_each(|(source, facts)| counts.add_facts(source, facts.clone()).expect("fits"));
        counts
    }

    const LIMITS: [Limits; 4] = [
        Limits { per_source: 1 << 19, total: 1 << 25 },
        Limits { per_source: 200, total: 1 << 25 },
        Limits { per_source: 1 << 19, total: 700 },
        Limits { per_source: 333, total: 801 },
    ];

    #[test]
    fn any_parting_order_and_grouping_gives_the_same_counts() {
        for seed in 0..12 {
            let documents = corpus(seed, 200);
            for limits in LIMITS {
                let whole = counted(&documents, limits);
                let mut random = Random::new(seed);
                let mut shuffled = documents.clone();
                random.shuffle(&mut shuffled);
                let mut parts: Vec<Counts> = shuffled.chunks(1 + random.below(90) as usize).map(|part| counted(part, limits)).collect();
                while parts.len() > 1 {
                    let one = parts.swap_remove(random.below(parts.len() as u64) as usize);
                    let at = random.below(parts.len() as u64) as usize;
                    parts[at].merge(one).expect("fits");
                }
                assert_eq!(parts[0], whole, "{seed} {limits:?}");
            }
        }
    }

    #[test]
    fn limits_hold_and_lower_bounds_hold_fewer_documents() {
        let documents = corpus(3, 400);
        for limits in LIMITS {
            let counts = counted(&documents, limits);
            assert!(counts.charged <= limits.total && counts.documents() == 400);
            let held: usize = counts.sources.values().map(|source| source.told().count()).sum();
            assert_eq!(counts.sampled().count() == 0, limits == LIMITS[0]);
            assert!(held > 0 && (held < 400 || limits == LIMITS[0]), "{held}");
        }
    }

    #[test]
    fn too_many_sources_are_an_error_with_a_remedy() {
        let mut counts = Counts::new(Limits { per_source: 100, total: 3 * NAME });
        let names = ["a", "b", "c", "d"];
        let results: Vec<bool> = names.iter().map(|name| counts.add_facts(name, Facts::new(vec![1], vec![])).is_ok()).collect();
        assert_eq!(results, [true, true, true, false]);
        let other = Counts::new(Limits::default());
        assert!(counts.merge(other).expect_err("other limits").to_string().contains("--per-source"));
    }
}
