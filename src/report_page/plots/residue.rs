//! Residue by strategy and label.

use super::{Plot, grid};

/// Row in the table.
pub static PLOT: Plot = Plot {
    name: "residue-by-label",
    title: "Residue by label",
    caption: "Share of each kind of boilerplate, in visible characters, that a strategy left in. Dark is bad; empty kinds are left out.",
    wide: true,
    draw: |section| grid::draw(section, &section.labels("strip"), (122, 61, 0), |own, label| own.labels.get(label)?.left.value, "Residue"),
};
