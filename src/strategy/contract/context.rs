//! What a strategy may know beyond its document: how often lines recur in the corpus, and what stands at each path of a
//! source's pages. Built without gold, read-only, and the same whatever the order of the documents.

use super::templates::{PathCounts, SourceTemplates};
use crate::document::{Document, key};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Two documents of a source that share this part of the shorter one's running text are copies of one story, and count
/// as one: otherwise a reposted story would be taken for boilerplate.
const COPY_SHARE: f64 = 0.5;
/// A line that stands in more documents than this says nothing about which of them are copies.
const COPY_FAN_OUT: usize = 32;

/// Repetition counts over a corpus.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Context {
    sources: BTreeMap<String, SourceLines>,
    templates: BTreeMap<String, SourceTemplates>,
    /// In how many sources a line stands.
    spread: FxHashMap<u64, u32>,
}

/// Line counts of one source.
#[derive(Debug, Default, Serialize, Deserialize)]
struct SourceLines {
    stories: u32,
    /// In how many stories a line stands.
    lines: FxHashMap<u64, u32>,
}

impl Context {
    /// No other documents are known.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Counts the lines of all documents. A source is known by its name; documents without one stand alone.
    pub fn of<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Self {
        let mut by_source: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for document in documents {
            if !document.meta.source.is_empty() {
                by_source.entry(&document.meta.source).or_default().push(document);
            }
        }
        let mut context = Self::default();
        let by_source: Vec<(&str, Vec<&Document>)> = by_source.into_iter().collect();
        let known = by_source.par_iter().map(|(source, documents)| {
            let story = stories(documents);
            (source.to_string(), SourceLines::of(documents, &story), SourceTemplates::of(documents, &story))
        });
        for (source, lines, templates) in known.collect::<Vec<_>>() {
            context.templates.insert(source.clone(), templates);
            for &line in lines.lines.keys() {
                *context.spread.entry(line).or_default() += 1;
            }
            context.sources.insert(source, lines);
        }
        context
    }

    /// Number of different stories of the document's source, its own included.
    pub fn stories_of_source(&self, document: &Document) -> u32 {
        self.sources.get(&document.meta.source).map_or(0, |source| source.stories)
    }

    /// In how many stories of the document's source a line (by its [`key`]) stands.
    pub fn stories_with(&self, document: &Document, line: u64) -> u32 {
        let source = self.sources.get(&document.meta.source);
        source.and_then(|source| source.lines.get(&line)).copied().unwrap_or(0)
    }

    /// What the pages of the document's source have at a path ([`super::path_keys`]).
    pub fn path_of_source(&self, document: &Document, path: u64) -> PathCounts {
        self.templates.get(&document.meta.source).map_or(PathCounts::default(), |source| source.counts(path))
    }

    /// In how many sources a line stands.
    pub fn sources_with(&self, line: u64) -> u32 {
        self.spread.get(&line).copied().unwrap_or(0)
    }

    /// Number of sources.
    pub fn source_count(&self) -> usize {
        self.sources.len()
    }
}

impl SourceLines {
    fn of(documents: &[&Document], story: &[usize]) -> Self {
        let keys: Vec<FxHashSet<u64>> = documents.iter().map(|document| line_keys(document, false)).collect();
        let mut seen: FxHashSet<(usize, u64)> = FxHashSet::default();
        let mut lines: FxHashMap<u64, u32> = FxHashMap::default();
        for (document, keys) in keys.iter().enumerate() {
            for &line in keys {
                if seen.insert((story[document], line)) {
                    *lines.entry(line).or_default() += 1;
                }
            }
        }
        let stories = story.iter().collect::<FxHashSet<_>>().len() as u32;
        Self { stories, lines }
    }
}

fn line_keys(document: &Document, running_text_only: bool) -> FxHashSet<u64> {
    let segments = document.segments().iter().zip(document.features());
    let wanted = segments.filter(|(_, features)| !running_text_only || features.is_long());
    wanted.filter_map(|(segment, _)| key(document.inner(segment))).collect()
}

/// The story each document tells: the smallest index among its copies.
fn stories(documents: &[&Document]) -> Vec<usize> {
    let running: Vec<FxHashSet<u64>> = documents.iter().map(|document| line_keys(document, true)).collect();
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (document, keys) in running.iter().enumerate() {
        keys.iter().for_each(|&line| holders.entry(line).or_default().push(document));
    }
    let mut shared: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for holders in holders.values().filter(|holders| (2..=COPY_FAN_OUT).contains(&holders.len())) {
        for (at, &first) in holders.iter().enumerate() {
            holders[at + 1..].iter().for_each(|&second| *shared.entry((first, second)).or_default() += 1);
        }
    }
    let mut story: Vec<usize> = (0..documents.len()).collect();
    let mut pairs: Vec<_> = shared.into_iter().collect();
    pairs.sort_unstable();
    for ((first, second), count) in pairs {
        let shorter = running[first].len().min(running[second].len());
        if count as f64 >= COPY_SHARE * shorter as f64 {
            let (low, high) = (story[first].min(story[second]), story[first].max(story[second]));
            story.iter_mut().filter(|own| **own == high).for_each(|own| *own = low);
        }
    }
    story
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta};

    fn document(source: &str, text: &str) -> Document {
        Document::new(Meta { source: source.into(), format: Format::Plain, ..Meta::default() }, text.into())
    }

    const STORY: &str = "A long paragraph about a ferry that ran aground off the point in the fog on Monday morning, with many aboard.";

    #[test]
    fn lines_are_counted_once_a_story_and_once_a_source() {
        let documents = [
            document("a", "Sign up\nSign up\nOne story here."),
            document("a", "Sign up!\nAnother story here."),
            document("b", "Sign up\nThird."),
        ];
        let context = Context::of(&documents);
        let line = key("sign up").expect("letters");
        assert_eq!(context.stories_with(&documents[0], line), 2);
        assert_eq!(context.stories_of_source(&documents[0]), 2);
        assert_eq!(context.sources_with(line), 2);
    }

    #[test]
    fn copies_of_a_story_count_as_one() {
        let documents = [document("a", STORY), document("a", &format!("Updated\n{STORY}")), document("a", "Other.")];
        let context = Context::of(&documents);
        assert_eq!(context.stories_with(&documents[0], key(STORY).expect("letters")), 1);
        assert_eq!(context.stories_of_source(&documents[0]), 2);
    }
}
