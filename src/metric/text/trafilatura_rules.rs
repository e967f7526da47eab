//! The rules that trafilatura's evaluation data must satisfy (`eval_common.py`, which raises where one is broken): every page names its
//! file, has one to six snippets on each side, none empty, none twice, and none that must not appear inside one that must.

use super::python;
use std::fmt;

/// Snippets that a side may have.
pub const SNIPPETS: std::ops::RangeInclusive<usize> = 1..=6;

/// A side of a page's snippets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Must appear.
    With,
    /// Must not appear.
    Without,
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No file is named.
    NoFile,
    /// The number of snippets is not one to six.
    Number(Side, usize),
    /// A snippet is empty or white space.
    Empty(Side),
    /// A snippet stands twice, white space aside.
    Twice(Side, String),
    /// The first must not appear but is part of the second, which must.
    Contradiction(String, String),
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::With => "with",
            Self::Without => "without",
        })
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile => write!(f, "no file is named; add the name of the page's HTML file"),
            Self::Number(side, count) => write!(f, "`{side}` has {count} snippets; it takes one to six"),
            Self::Empty(side) => write!(f, "`{side}` has an empty snippet; take it out"),
            Self::Twice(side, snippet) => write!(f, "`{side}` has “{snippet}” twice; take one out"),
            Self::Contradiction(without, with) => {
                write!(f, "“{without}” must not appear but is part of “{with}”, which must; lengthen or drop one")
            }
        }
    }
}

/// Every rule that a page breaks, in the order of the rules. Repeats and contradictions are looked for where the numbers of snippets are right.
///
/// ```
/// use gleaner::metric::text::trafilatura_rules::{Flaw, flaws};
/// assert_eq!(flaws("page.html", &["The news"], &["Menu"]), []);
/// assert_eq!(flaws("page.html", &["The news"], &["news"]), [Flaw::Contradiction("news".into(), "The news".into())]);
/// ```
pub fn flaws(file: &str, with: &[impl AsRef<str>], without: &[impl AsRef<str>]) -> Vec<Flaw> {
    let with: Vec<String> = with.iter().map(|snippet| python::fold(snippet.as_ref())).collect();
    let without: Vec<String> = without.iter().map(|snippet| python::fold(snippet.as_ref())).collect();
    let mut flaws = Vec::new();
    if file.is_empty() {
        flaws.push(Flaw::NoFile);
    }
    side_flaws(Side::With, &with, &mut flaws);
    side_flaws(Side::Without, &without, &mut flaws);
    if SNIPPETS.contains(&with.len()) && SNIPPETS.contains(&without.len()) {
        for snippet in without.iter().filter(|snippet| !snippet.is_empty()) {
            let within = with.iter().filter(|outer| outer.contains(snippet.as_str()));
            flaws.extend(within.map(|outer| Flaw::Contradiction(snippet.clone(), outer.clone())));
        }
    }
    flaws
}

fn side_flaws(side: Side, snippets: &[String], flaws: &mut Vec<Flaw>) {
    flaws.extend(snippets.iter().filter(|snippet| snippet.is_empty()).map(|_| Flaw::Empty(side)));
    if !SNIPPETS.contains(&snippets.len()) {
        flaws.push(Flaw::Number(side, snippets.len()));
        return;
    }
    for (at, snippet) in snippets.iter().enumerate() {
        if !snippet.is_empty() && snippets[..at].contains(snippet) {
            flaws.push(Flaw::Twice(side, snippet.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_reported() {
        let none: [&str; 0] = [];
        assert_eq!(flaws("", &["a"], &["b"]), [Flaw::NoFile]);
        assert_eq!(flaws("f", &none, &["1", "2", "3", "4", "5", "6", "7"]), [Flaw::Number(Side::With, 0), Flaw::Number(Side::Without, 7)]);
        assert_eq!(flaws("f", &["a", " \u{a0}"], &["b"]), [Flaw::Empty(Side::With)]);
        assert_eq!(flaws("f", &["a  b", "a\nb"], &["c"]), [Flaw::Twice(Side::With, "a b".to_string())]);
        assert_eq!(flaws("f", &["read a\nb now"], &["a b"]), [Flaw::Contradiction("a b".to_string(), "read a b now".to_string())]);
        // The other way round is allowed: a snippet that must appear may stand in one that must not.
        assert_eq!(flaws("f", &["a b"], &["read a b now"]), []);
    }

    #[test]
    fn messages_name_side_snippet_and_remedy() {
        let flaw = Flaw::Twice(Side::Without, "a b".to_string());
        assert_eq!(flaw.to_string(), "`without` has “a b” twice; take one out");
    }
}
