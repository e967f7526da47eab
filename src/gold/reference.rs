//! Reference gold: what public benchmarks have instead of labelled spans.

use crate::metric::text::ReferenceText;

/// The main content of a page as text, with what the benchmark knows of the page.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reference {
    /// Text, paragraphs and snippets.
    pub content: ReferenceText,
    /// What kind of page it is (`article`, `forum`, …); empty if unknown.
    pub page_kind: String,
}
