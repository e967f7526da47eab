//! The main measure by language.

use super::{Plot, dots};

/// Row in the table.
pub static PLOT: Plot = Plot {
    name: "by-language",
    title: "By language",
    caption: "The best strategies in each language, mean over its documents (their number in brackets); the worst served first.",
    wide: false,
    draw: |section| dots::draw(section, |own| &own.languages, "languages"),
};
