//! What a strategy may know beyond its document: how often lines recur in the corpus, and what stands at each path of a
//! source's pages. Built without gold, read-only, and the same whatever the order of the documents.

use super::Facts;
use super::stories::{Stories, Told};
use super::templates::{PathCounts, SourceTemplates};
use crate::document::Document;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
        let known: Vec<&Document> = documents.into_iter().filter(|document| !document.meta.source.is_empty()).collect();
        let facts: Vec<(&str, Facts)> = known.par_iter().map(|document| (document.meta.source.as_str(), Facts::of(document))).collect();
        let mut by_source: BTreeMap<&str, Vec<Facts>> = BTreeMap::new();
        for (source, facts) in facts {
            by_source.entry(source).or_default().push(facts);
        }
        let mut context = Self::default();
        for (source, facts) in by_source {
            let told: Vec<Told<'_>> = facts.iter().map(|facts| Told { facts, times: 1 }).collect();
            context.add(source, &told);
        }
        context
    }

    /// Adds a source with the facts of its documents, in place of what was known of it. The order of sources and of
    /// documents does not matter.
    pub fn add(&mut self, source: &str, told: &[Told<'_>]) {
        let stories = Stories::of(told);
        let lines = SourceLines::of(told, &stories);
        for line in self.sources.remove(source).iter().flat_map(|old| old.lines.keys()) {
            let left = self.spread.get_mut(line).map_or(0, |count| {
                *count -= 1;
                *count
            });
            if left == 0 {
                self.spread.remove(line);
            }
        }
        self.templates.insert(source.to_string(), SourceTemplates::of(told, &stories));
        for &line in lines.lines.keys() {
            *self.spread.entry(line).or_default() += 1;
        }
        self.sources.insert(source.to_string(), lines);
    }

    /// Number of different stories of the document's source, its own included.
    pub fn stories_of_source(&self, document: &Document) -> u32 {
        self.sources.get(&document.meta.source).map_or(0, |source| source.stories)
    }

    /// In how many stories of the document's source a line (by its [`crate::document::key`]) stands.
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
    fn of(told: &[Told<'_>], stories: &Stories) -> Self {
        let mut seen: FxHashSet<(usize, u64)> = FxHashSet::default();
        let mut lines: FxHashMap<u64, u32> = FxHashMap::default();
        for (document, told) in told.iter().enumerate() {
            let story = stories.of_document(document);
            for &line in told.facts.lines() {
                if seen.insert((story, line)) {
                    let count = lines.entry(line).or_default();
                    *count = count.saturating_add(stories.weight(story));
                }
            }
        }
        Self { stories: stories.count(), lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta, key};

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
    fn a_source_that_is_added_again_takes_the_place_of_what_was_known_of_it() {
        let facts = |lines: &[u64]| Facts::new(Vec::new(), lines.to_vec());
        let add = |context: &mut Context, source: &str, lines: &[u64]| context.add(source, &[Told { facts: &facts(lines), times: 1 }]);
        let mut context = Context::empty();
        add(&mut context, "a", &[1, 2]);
        add(&mut context, "b", &[1]);
        add(&mut context, "a", &[2, 3]);
        assert_eq!([1, 2, 3].map(|line| context.sources_with(line)), [1, 1, 1]);
        let mut fresh = Context::empty();
        add(&mut fresh, "b", &[1]);
        add(&mut fresh, "a", &[2, 3]);
        let value = |context: &Context| serde_json::to_value(context).expect("numbers");
        assert_eq!(value(&context), value(&fresh));
    }

    #[test]
    fn copies_of_a_story_count_as_one() {
        let documents = [document("a", STORY), document("a", &format!("Updated\n{STORY}")), document("a", "Other.")];
        let context = Context::of(&documents);
        assert_eq!(context.stories_with(&documents[0], key(STORY).expect("letters")), 1);
        assert_eq!(context.stories_of_source(&documents[0]), 2);
    }
}
