//! Damage by strategy and label.

use super::{Plot, grid};

/// Row in the table.
pub static PLOT: Plot = Plot {
    name: "damage-by-label",
    title: "Damage by label",
    caption: "Share of each kind of content, in visible characters, that a strategy took out. Dark is bad.",
    wide: false,
    draw: |section| {
        let damage = |own: &super::super::facts::Standing, label: &str| own.labels.get(label)?.left.value.map(|left| 1.0 - left);
        grid::draw(section, &section.labels("keep"), (0, 62, 120), damage, "Damage")
    },
};
