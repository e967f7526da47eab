//! What every strategy must do, whatever the text.

use gleaner::document::{Document, render};
use gleaner::label::Label;
use gleaner::span::Span;
use gleaner::strategy::{Context, Removals, Selected};

/// Runs a strategy and holds its removals to the contract.
pub fn run_checked(strategy: &Selected, document: &Document, context: &Context) -> Removals {
    let removals = strategy.run(document, context);
    let (name, text) = (&strategy.name, document.text());
    let mut end = 0;
    for removal in removals.iter() {
        let Span { start, end: stop } = removal.span;
        let whole = text.get(start..stop);
        let slice = whole.unwrap_or_else(|| panic!("{name}: {start}..{stop} in {text:?}"));
        assert!(!slice.is_empty(), "{name}: empty removal at {start} in {text:?}");
        assert_eq!(slice, slice.trim(), "{name}: white space at an end in {text:?}");
        assert!(end <= start, "{name}: {start} before {end} in {text:?}");
        let label = removal.label.map(|label| label.name().parse::<Label>());
        assert!(label.is_none_or(|read| read.ok() == removal.label), "{name}");
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:".contains(c);
        let rule = &removal.rule;
        assert!(!rule.is_empty() && rule.chars().all(plain), "{name}: rule {rule:?}");
        end = stop;
    }
    assert_eq!(removals, strategy.run(document, context), "{name} differs from itself on {text:?}");
    let clean = rendered(document, &removals);
    assert!(is_subsequence(&clean, text), "{name}: {clean:?} is not part of {text:?}");
    removals
}

/// The text without any of the removals.
pub fn rendered(document: &Document, removals: &Removals) -> String {
    render(document, &removals.spans(|_| true))
}

/// Whether `part` is left when some bytes of `whole` are taken out.
fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut rest = whole.bytes();
    part.bytes().all(|byte| rest.any(|other| other == byte))
}
