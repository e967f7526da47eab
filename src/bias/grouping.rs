//! Ways to part the documents of a corpus into groups: by source, language, script, format, length, page kind, and by what the
//! user says of the sources.

use super::Groups;
use crate::score::Evaluation;
use std::collections::BTreeMap;

/// One way to part the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// `source`, `language`, `english`, `script`, `format`, `length`, `page_kind`, or `group:` and the user's column.
    pub name: String,
    /// Names of the groups, sorted (lengths from short to long).
    pub groups: Vec<String>,
    /// For each document its group, where it has one.
    pub of: Vec<Option<u32>>,
}

/// The name of the grouping by source.
pub const SOURCE: &str = "source";

/// Bounds of the lengths, in visible code points of what the gold keeps: a short note, an ordinary report, a long one, a feature.
const LENGTHS: [f64; 3] = [1000.0, 3000.0, 6000.0];
/// Their names; the digit keeps them in order.
const LENGTH_NAMES: [&str; 4] = ["1: under 1000", "2: 1000 to 2999", "3: 3000 to 5999", "4: 6000 and more"];

impl Grouping {
    /// All groupings of an evaluation's documents that have a group for some document; that by source comes first.
    pub fn all(evaluation: &Evaluation<'_>, groups: Option<&Groups>) -> Vec<Self> {
        let examples = &evaluation.corpus.examples;
        let documents = || examples.iter().map(|example| &example.document);
        let code = |document: &crate::document::Document| document.language().code.clone();
        let known = |name: String| (!name.is_empty()).then_some(name);
        let mut all = vec![
            Self::new(SOURCE, documents().map(|document| Some(document.meta.source.clone()))),
            Self::new("language", documents().map(|document| known(code(document)))),
            Self::new("english", documents().map(|document| known(code(document)).map(|code| english(&code).to_string()))),
            Self::new("script", documents().map(|document| script(document.text()).map(str::to_string))),
            Self::new("format", documents().map(|document| Some(document.meta.format.to_string()))),
            Self::new("length", lengths(evaluation)),
            Self::new("page_kind", examples.iter().map(|example| known(example.gold.reference()?.page_kind.clone()))),
        ];
        let columns = groups.map_or(&[][..], Groups::columns).iter().enumerate();
        all.extend(columns.map(|(index, column)| {
            let value = |document: &crate::document::Document| Some(groups?.value(&document.meta.source, index)?.to_string());
            Self::new(format!("group:{column}"), documents().map(value))
        }));
        all.retain(|grouping| !grouping.groups.is_empty());
        all
    }

    /// One group of all documents.
    pub fn whole(name: &str, documents: usize) -> Self {
        Self { name: name.into(), groups: vec![name.into()], of: vec![Some(0); documents] }
    }

    /// Numbers the groups in the order of their names.
    fn new(name: impl Into<String>, of: impl Iterator<Item = Option<String>>) -> Self {
        let of: Vec<Option<String>> = of.collect();
        let mut numbers: BTreeMap<&str, u32> = of.iter().flatten().map(|name| (name.as_str(), 0)).collect();
        numbers.values_mut().zip(0..).for_each(|(number, next)| *number = next);
        let number = |name: &Option<String>| name.as_deref().and_then(|name| numbers.get(name).copied());
        let (groups, numbered) = (numbers.keys().map(ToString::to_string).collect(), of.iter().map(number).collect());
        Self { name: name.into(), groups, of: numbered }
    }
}

fn english(code: &str) -> &'static str {
    if code == "en" { "english" } else { "other" }
}

/// By what most letters are; `None` without letters.
fn script(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, other) = letters.fold((0usize, 0usize), |(latin, other), c| match c {
        '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => (latin + 1, other),
        _ => (latin, other + 1),
    });
    (latin + other > 0).then_some(if latin >= other { "latin" } else { "other" })
}

/// By the visible characters of what the gold keeps, which no strategy can change.
fn lengths<'e>(evaluation: &'e Evaluation<'_>) -> impl Iterator<Item = Option<String>> + 'e {
    let scored = evaluation.strategies.first().map_or(&[][..], |strategy| &strategy.documents);
    let content = |score: &crate::score::DocumentScore| score.counts.first().map(|chars| chars.tp + chars.fn_);
    let name = |length: f64| LENGTH_NAMES[LENGTHS.iter().filter(|bound| length >= **bound).count()].to_string();
    scored.iter().map(move |score| content(score).map(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_numbered_by_name() {
        let grouping = Grouping::new("x", ["b", "", "a", "b"].iter().map(|name| (!name.is_empty()).then(|| name.to_string())));
        assert_eq!((grouping.groups, grouping.of), (vec!["a".to_string(), "b".into()], vec![Some(1), None, Some(0), Some(1)]));
    }

    #[test]
    fn the_script_is_that_of_most_letters() {
        assert_eq!(script("Zürich Đà Nẵng, 東京"), Some("latin"));
        assert_eq!(script("Паром сел на мель, BBC"), Some("other"));
        assert_eq!(script("12:30 …"), None);
    }
}
