//! What outlets are called: the corpus' list (`aliases.csv`), else what an id, a domain and a page's copyright lines tell.

use crate::corpus::Example;
use crate::document::is_unspaced;
use crate::span::Span;
use crate::strategy::source_cues::Names;
use aho_corasick::{AhoCorasick, MatchKind};

/// Names to look for, as whole words: as written or in capitals; domains, handles and slugs in any case.
#[derive(Debug, Default)]
pub struct NameList {
    names: Option<AhoCorasick>,
    addresses: Option<AhoCorasick>,
}

impl NameList {
    /// Compiles a list. One that is too large for an automaton finds nothing; tens of thousands of names are not.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let (addresses, names): (Vec<&str>, Vec<&str>) =
            names.into_iter().filter(|name| !name.is_empty()).partition(|name| is_address(name));
        let mut written: Vec<String> = names.iter().flat_map(|name| [(*name).to_string(), name.to_uppercase()]).collect();
        written.sort_unstable();
        written.dedup();
        let build = |patterns: &[String], any_case| {
            if patterns.is_empty() {
                return None;
            }
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(any_case).build(patterns).ok()
        };
        let addresses: Vec<String> = addresses.into_iter().map(str::to_string).collect();
        Self { names: build(&written, false), addresses: build(&addresses, true) }
    }

    /// Where they stand in a text, in order; names and addresses may overlap.
    pub fn find(&self, text: &str) -> Vec<Span> {
        let automata = [&self.names, &self.addresses].into_iter().flatten();
        let found = automata.flat_map(|automaton| automaton.find_iter(text)).map(|found| Span::new(found.start(), found.end()));
        let mut found: Vec<Span> = found.filter(|span| is_whole(text, *span)).collect();
        found.sort_unstable();
        found
    }
}

/// A domain, a handle or a slug: no capitals, and a sign that names do not have.
fn is_address(name: &str) -> bool {
    let plain = name.chars().all(|c| c.is_ascii() && !c.is_ascii_uppercase() && c != ' ');
    plain && (name.starts_with('@') || name.contains(['.', '-', '_', '/']))
}

/// Whether no word goes on at either end. Scripts without spaces have no such ends, and Arabic writes "and", "to", "of" onto names.
fn is_whole(text: &str, span: Span) -> bool {
    let joins = |c: char| c.is_alphanumeric() && !is_unspaced(c) && !('\u{600}'..='\u{6FF}').contains(&c);
    let inner = span.slice(text);
    let open = |outer: Option<char>, edge: Option<char>| outer.is_some_and(joins) && edge.is_some_and(joins);
    !open(text[..span.start].chars().next_back(), inner.chars().next()) && !open(text[span.end..].chars().next(), inner.chars().next_back())
}

/// The names of one document's own outlet.
#[derive(Debug, Default)]
pub struct Aliases {
    list: NameList,
    derived: Option<Names>,
}

impl Aliases {
    /// From the corpus' list if it names the outlet, else from the outlet's id and the page's copyright lines, as `source-cues` has it.
    pub fn of(example: &Example) -> Self {
        let own = &example.gold.facts().own;
        let id = example.document.meta.source.to_lowercase();
        let slug = is_address(&id).then_some(id.as_str());
        let stem = id.split('.').find(|part| *part != "www").filter(|_| id.contains('.')).map(|stem| format!("@{stem}"));
        let list = NameList::new(own.iter().map(String::as_str).chain(slug).chain(stem.as_deref()));
        let derived = own.is_empty().then(|| Names::of(&example.document)).filter(|names| !names.is_empty());
        Self { list, derived }
    }

    /// Where they stand in a text, in order.
    pub fn find(&self, text: &str) -> Vec<Span> {
        let mut found = self.list.find(text);
        if let Some(names) = &self.derived {
            let mut from = 0;
            for line in text.split_inclusive('\n') {
                found.extend(names.in_line(line).into_iter().map(|span| Span::new(from + span.start, from + span.end)));
                from += line.len();
            }
            found.sort_unstable();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_as_whole_words_and_addresses_in_any_case() {
        let list = NameList::new(["Skein", "The Hour", "skein.example", "潮見経済", "صدى المرفأ"]);
        let found = |text: &str| list.find(text).len();
        assert_eq!(found("Skeins of wool, skein, SKEIN and Skein."), 2);
        assert_eq!(found("within the hour, said The Hour"), 1);
        assert_eq!(found("desk@skein.example, WWW.skein.EXAMPLE/a"), 2);
        assert_eq!(found("本紙潮見経済の記者"), 1);
        assert_eq!(found("لصدى المرفأ"), 1);
        assert_eq!(NameList::default().find("anything").len(), 0);
    }
}
