//! The main measure by source.

use super::{Plot, dots};

/// Row in the table.
pub static PLOT: Plot = Plot {
    name: "by-source",
    title: "By source",
    caption: "The best strategies on each source, mean over its documents (their number in brackets); the sources worst served first, thirty at most.",
    wide: false,
    draw: |section| dots::draw(section, |own| &own.sources, "sources"),
};
