//! What a person listed about a document beside its labels: names of its outlet, mentions that must stay, figures of panels.

use crate::span::Span;

/// Facts about one document, from the lists that lie beside a corpus' labels. Strategies never see them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Facts {
    /// What its own outlet is called: names, inflected forms, domains, handles. Empty: no list names the outlet.
    pub own: Vec<String>,
    /// Mentions of other outlets and agencies inside content, which must stay: bytes of the text. `None`: nobody listed them.
    pub mentions: Option<Vec<Span>>,
    /// Fields of an aggregator's panels, each with its value, in the order of the list. `None`: nobody listed them.
    pub panels: Option<Vec<(String, String)>>,
}
