//! Which documents a figure is of: one language, sources with enough documents, not more than can be computed.

use super::refusal::{Minimum, Refusal};
use crate::random::Random;
use std::collections::BTreeMap;

/// A collection to probe: what is left of each document, and what is known of it.
///
/// Two samples that differ in their texts alone are probed on the same documents, folds, windows and orders.
#[derive(Clone, Debug, Default)]
pub struct Sample<'a> {
    /// What is left of each document; may be empty.
    pub texts: Vec<&'a str>,
    /// Number of each document's source.
    pub sources: Vec<usize>,
    /// Number of the event each document is about, where events are known; a document of unknown event gets a number of its own.
    pub events: Option<Vec<usize>>,
    /// ISO 639-1 code of each document, where languages are known. Sources are told apart within one language only, since the
    /// language is content: the one with most sources is probed. Unknown, all documents count as one language, which is guessed.
    pub langs: Option<Vec<&'a str>>,
}

/// More documents are not probed at a time; of a larger collection the largest sources give up documents at random.
pub const MAX_DOCUMENTS: usize = 2000;

/// The documents of a figure; `labels` and `events` are beside `documents`.
#[derive(Clone, Debug, PartialEq)]
pub struct Selected {
    /// Numbers of the documents in the sample, rising.
    pub documents: Vec<usize>,
    /// The source of each, numbered from 0 without gaps.
    pub labels: Vec<usize>,
    /// For each label the source's number in the sample, rising.
    pub sources: Vec<usize>,
    /// The event of each, where known.
    pub events: Option<Vec<usize>>,
}

/// Chooses the documents for a figure.
///
/// # Errors
/// Too few sources with enough documents in the language that has most of them; lists of different lengths.
pub fn select(sample: &Sample<'_>, needed: Minimum, seed: u64) -> Result<Selected, Refusal> {
    let texts = sample.texts.len();
    let lengths = [Some(sample.sources.len()), sample.events.as_ref().map(Vec::len), sample.langs.as_ref().map(Vec::len)];
    if let Some(others) = lengths.into_iter().flatten().find(|length| *length != texts) {
        return Err(Refusal::Uneven { texts, others });
    }
    let mut languages: BTreeMap<&str, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (document, &source) in sample.sources.iter().enumerate() {
        let lang = sample.langs.as_ref().map_or("", |langs| langs[document]);
        languages.entry(lang).or_default().entry(source).or_default().push(document);
    }
    languages.values_mut().for_each(|sources| sources.retain(|_, documents| documents.len() >= needed.documents));
    let size = |sources: &BTreeMap<usize, Vec<usize>>| (sources.len(), sources.values().map(Vec::len).sum::<usize>());
    // Of languages alike the first by code.
    let largest = languages.into_values().rev().max_by_key(size).unwrap_or_default();
    if largest.len() < needed.sources {
        return Err(Refusal::TooFew { sources: largest.len(), needed });
    }
    Ok(Selected::of(capped(largest, needed.documents, seed), sample.events.as_deref()))
}

/// Takes documents at random from the largest sources until at most [`MAX_DOCUMENTS`] are left; of more sources than that
/// leaves `least` documents for, the smallest go.
fn capped(mut sources: BTreeMap<usize, Vec<usize>>, least: usize, seed: u64) -> BTreeMap<usize, Vec<usize>> {
    let most = MAX_DOCUMENTS / least.max(1);
    if sources.len() > most {
        let mut by_size: Vec<(usize, usize)> = sources.iter().map(|(&source, documents)| (documents.len(), source)).collect();
        by_size.sort_by_key(|&(size, source)| (std::cmp::Reverse(size), source));
        by_size[most..].iter().for_each(|(_, source)| drop(sources.remove(source)));
    }
    let total = |cap: usize| sources.values().map(|documents| documents.len().min(cap)).sum::<usize>();
    let largest = sources.values().map(Vec::len).max().unwrap_or(0);
    let Some(cap) = (least..=largest).rev().find(|&cap| total(cap) <= MAX_DOCUMENTS) else { return sources };
    let mut random = Random::new(seed);
    for documents in sources.values_mut().filter(|documents| documents.len() > cap) {
        random.shuffle(documents);
        documents.truncate(cap);
    }
    sources
}

impl Selected {
    fn of(sources: BTreeMap<usize, Vec<usize>>, events: Option<&[usize]>) -> Self {
        let names: Vec<usize> = sources.keys().copied().collect();
        let labelled = sources.into_values().enumerate();
        let mut pairs: Vec<(usize, usize)> =
            labelled.flat_map(|(label, documents)| documents.into_iter().map(move |document| (document, label))).collect();
        pairs.sort_unstable();
        let (documents, labels): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
        let events = events.map(|events| documents.iter().map(|&document| events[document]).collect());
        Self { documents, labels, sources: names, events }
    }

    /// Those of the documents that belong to sources with enough of them; for each also its place among the documents here.
    ///
    /// # Errors
    /// Too few such sources.
    pub fn narrowed(&self, needed: Minimum) -> Result<(Selected, Vec<usize>), Refusal> {
        let mut sizes = vec![0; self.count()];
        self.labels.iter().for_each(|&label| sizes[label] += 1);
        let keeps = |label: usize| sizes[label] >= needed.documents;
        let sources: Vec<usize> = (0..self.count()).filter(|&label| keeps(label)).collect();
        if sources.len() < needed.sources {
            return Err(Refusal::TooFew { sources: sources.len(), needed });
        }
        let places: Vec<usize> = (0..self.labels.len()).filter(|&at| keeps(self.labels[at])).collect();
        let narrowed = Selected {
            documents: places.iter().map(|&at| self.documents[at]).collect(),
            labels: places.iter().map(|&at| sources.partition_point(|&label| label < self.labels[at])).collect(),
            sources: sources.iter().map(|&label| self.sources[label]).collect(),
            events: self.events.as_ref().map(|events| places.iter().map(|&at| events[at]).collect()),
        };
        Ok((narrowed, places))
    }

    /// Number of sources.
    pub fn count(&self) -> usize {
        self.sources.len()
    }

    /// Groups in which sources may be exchanged: the documents of an event that several sources cover; documents whose event
    /// one source alone covers, or that have none, are one group.
    pub fn strata(&self) -> Vec<usize> {
        let Some(events) = &self.events else { return vec![0; self.documents.len()] };
        let mut coverage: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        for (&event, &label) in events.iter().zip(&self.labels) {
            let (first, shared) = coverage.entry(event).or_insert((label, false));
            *shared |= *first != label;
        }
        let mut numbers: BTreeMap<Option<usize>, usize> = BTreeMap::new();
        let mut number = |event: &usize| {
            let key = Some(*event).filter(|event| coverage.get(event).is_some_and(|(_, shared)| *shared));
            let next = numbers.len();
            *numbers.entry(key).or_insert(next)
        };
        events.iter().map(&mut number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: Minimum = Minimum { sources: 2, documents: 2 };

    fn sample(sources: &[usize]) -> Sample<'static> {
        Sample { texts: vec![""; sources.len()], sources: sources.to_vec(), ..Sample::default() }
    }

    #[test]
    fn the_language_with_most_sources_is_probed() {
        let mut sample = sample(&[7, 7, 7, 3, 3, 9, 9, 5]);
        let all = select(&sample, NEEDED, 0).expect("three sources");
        assert_eq!((all.documents.as_slice(), all.sources.as_slice()), ([0, 1, 2, 3, 4, 5, 6].as_slice(), [3, 7, 9].as_slice()));
        sample.langs = Some(vec!["de", "de", "de", "en", "en", "en", "en", "en"]);
        let english = select(&sample, NEEDED, 0).expect("two sources");
        assert_eq!((english.documents, english.labels), (vec![3, 4, 5, 6], vec![0, 0, 1, 1]));
        let refused = select(&sample, Minimum::SHARE, 0);
        assert_eq!(refused, Err(Refusal::TooFew { sources: 1, needed: Minimum::SHARE }));
        sample.sources.pop();
        assert_eq!(select(&sample, NEEDED, 0), Err(Refusal::Uneven { texts: 8, others: 7 }));
    }

    #[test]
    fn events_of_one_source_are_one_group() {
        let sample = Sample { events: Some(vec![10, 11, 12, 10, 13, 13]), ..sample(&[0, 0, 0, 1, 1, 1]) };
        assert_eq!(select(&sample, NEEDED, 0).expect("two").strata(), [0, 1, 1, 0, 1, 1]);
    }

    #[test]
    fn the_largest_sources_give_up_documents() {
        let sources: Vec<usize> = (0..3000).map(|at| if at < 100 { at % 10 } else { 10 }).collect();
        let selected = select(&sample(&sources), NEEDED, 5).expect("eleven");
        let of_last = selected.labels.iter().filter(|label| **label == 10).count();
        assert_eq!((selected.documents.len(), of_last), (MAX_DOCUMENTS, 1900));
        assert_eq!(select(&sample(&sources), NEEDED, 5), Ok(selected));
        let many: Vec<usize> = (0..6000).map(|at| at / 2).collect();
        assert_eq!(select(&sample(&many), NEEDED, 5).expect("many").count(), MAX_DOCUMENTS / 2);
    }
}
