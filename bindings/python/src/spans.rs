//! Removals as Python sees them: offsets in code points.

use crate::Removed;
use gleaner::document::Document;
use gleaner::label::Label;
use gleaner::span::CodePoints;
use gleaner::strategy::Removal;

/// Start, end, label and rule of each.
pub fn code_points(document: &Document, removed: Vec<Removal>) -> Vec<Removed> {
    let points = CodePoints::new(document.text());
    let one = |removal: Removal| {
        let (start, end) = (points.from_byte(removal.span.start), points.from_byte(removal.span.end));
        (start, end, removal.label.map(Label::name), removal.rule.to_string())
    };
    removed.into_iter().map(one).collect()
}
