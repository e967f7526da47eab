//! The template of a source: what stands at each path of its pages, over all of them.

use super::stories::{Stories, Told};
use crate::document::html::{Attribute, Page, name_words};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// What the pages of a source have at one path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathCounts {
    /// Stories that have the path.
    pub stories: u32,
    /// Texts at the path: the same text counts once a story.
    pub texts: u32,
    /// Different texts at the path.
    pub distinct: u32,
    /// Texts that look like headlines and are links.
    pub headlines: u32,
}

/// Counts of one source by path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct SourceTemplates {
    paths: FxHashMap<u64, PathCounts>,
}

impl SourceTemplates {
    /// Counts the pages of a source; those that tell the same story count as one.
    pub(super) fn of(told: &[Told<'_>], of: &Stories) -> Self {
        // Whether a text is a headline in any copy of a story, so that the order of the copies does not matter.
        let mut texts: FxHashMap<(u64, u64, usize), bool> = FxHashMap::default();
        for (document, told) in told.iter().enumerate() {
            for place in told.facts.places() {
                let text = (place.path, told.facts.text_at(place), of.of_document(document));
                *texts.entry(text).or_default() |= place.headline;
            }
        }
        let mut paths: FxHashMap<u64, PathCounts> = FxHashMap::default();
        let (mut stories, mut distinct) = (FxHashSet::default(), FxHashSet::default());
        for ((path, text, story), headline) in texts {
            let (counts, weight) = (paths.entry(path).or_default(), of.weight(story));
            let of_headline = if headline { weight } else { 0 };
            let of_story = if stories.insert((path, story)) { weight } else { 0 };
            counts.texts = counts.texts.saturating_add(weight);
            counts.headlines = counts.headlines.saturating_add(of_headline);
            counts.stories = counts.stories.saturating_add(of_story);
            counts.distinct += u32::from(distinct.insert((path, text)));
        }
        Self { paths }
    }

    /// The counts of a path.
    pub(super) fn counts(&self, path: u64) -> PathCounts {
        self.paths.get(&path).copied().unwrap_or_default()
    }
}

/// A key for the way to each element of a page: names and class words of the elements below the body down to it. Numbers and
/// signs in classes do not count, nor does the order of the words, nor ids, which often are a page's own.
pub fn path_keys(page: &Page) -> Vec<u64> {
    let mut keys: Vec<u64> = Vec::with_capacity(page.elements.len());
    let mut words: Vec<String> = Vec::new();
    for (id, element) in page.elements.iter().enumerate() {
        let around = element.parent.and_then(|parent| keys.get(parent)).copied().unwrap_or(0);
        if element.depth <= 1 {
            keys.push(0);
            continue;
        }
        words.clear();
        words.extend(name_words(page.attribute(id, Attribute::Class)).map(str::to_lowercase));
        words.sort_unstable();
        words.dedup();
        let mut hasher = FxHasher::default();
        hasher.write_u64(around);
        hasher.write(element.tag.name().as_bytes());
        for word in &words {
            hasher.write(word.as_bytes());
            hasher.write_u8(0xff);
        }
        keys.push(hasher.finish());
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format, Meta};
    use crate::strategy::contract::Facts;

    fn page(menu: &str, text: &str) -> Document {
        let markup = format!("<body class='page-{text}'><ul class='menu m1'><li>{menu}</li></ul><p>{text}</p></body>");
        Document::new(Meta { source: "a".into(), format: Format::Html, ..Meta::default() }, markup)
    }

    fn templates(pages: &[Document]) -> SourceTemplates {
        let facts: Vec<Facts> = pages.iter().map(Facts::of).collect();
        let told: Vec<Told<'_>> = facts.iter().map(|facts| Told { facts, times: 1 }).collect();
        SourceTemplates::of(&told, &Stories::of(&told))
    }

    #[test]
    fn texts_are_counted_by_path() {
        let pages = [page("Home", "One"), page("Home", "Two"), page("Sports", "Three")];
        let templates = templates(&pages);
        let counts = |tag| {
            let page = pages[0].page().expect("a page");
            let id = page.elements.iter().position(|element| element.tag == tag).expect("the element");
            templates.counts(path_keys(page)[id])
        };
        use crate::document::html::Tag;
        assert_eq!(counts(Tag::Li), PathCounts { stories: 3, texts: 3, distinct: 2, headlines: 0 });
        assert_eq!(counts(Tag::P), PathCounts { stories: 3, texts: 3, distinct: 3, headlines: 0 });
    }

    #[test]
    fn copies_of_a_story_count_once() {
        let story = "A long paragraph about a ferry that ran aground off the point in the fog on Monday morning, with many aboard.";
        let templates = templates(&[page("Home", story), page("Home", story), page("Home", "Two")]);
        let total: Vec<PathCounts> = templates.paths.values().copied().collect();
        assert!(total.iter().all(|counts| counts.stories == 2 && counts.texts == 2));
    }

    #[test]
    fn numbers_and_order_of_class_words_do_not_change_a_path() {
        let key_of = |class: &str| {
            let document = Document::anonymous(Format::Html, format!("<body><div class='{class}'>x</div></body>"));
            path_keys(document.page().expect("a page")).last().copied()
        };
        assert_eq!(key_of("post-17 card"), key_of("card post-18"));
        assert_ne!(key_of("post"), key_of("card"));
    }
}
