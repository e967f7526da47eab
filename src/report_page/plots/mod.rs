//! The plots: one file a plot, one table of all. SVG without scripts or fonts of its own.
//!
//! To add one: a file with a `pub static PLOT: Plot`, a `mod` line, and a row in [`ALL`].

mod accuracy_speed;
mod damage;
mod dots;
mod grid;
mod languages;
mod leakage;
mod named;
mod png;
mod ranks;
mod residue;
mod sources;

pub use png::png;

use super::facts::Section;

/// A drawing of a section's figures.
pub struct Plot {
    /// Name of its file.
    pub name: &'static str,
    /// Heading.
    pub title: &'static str,
    /// How to read it.
    pub caption: &'static str,
    /// Whether it wants the page's whole width.
    pub wide: bool,
    /// Draws it; `None` where the results do not hold what it shows.
    pub draw: fn(&Section) -> Option<Drawing>,
}

/// A drawn plot.
pub struct Drawing {
    /// The SVG.
    pub svg: String,
    /// What it shows, in words.
    pub words: String,
}

/// Every plot, in the order of the page.
pub static ALL: &[&Plot] =
    &[&accuracy_speed::PLOT, &ranks::PLOT, &residue::PLOT, &damage::PLOT, &sources::PLOT, &languages::PLOT, &leakage::PLOT];

/// Strategies shown where all would be too many.
const MOST: usize = 8;

/// Colours that stay apart for readers who do not see all of them (Okabe and Ito 2008); blue, vermilion, green, purple, orange, sky, black, yellow.
const COLOURS: [(u8, u8, u8); 8] =
    [(0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0), (86, 180, 233), (0, 0, 0), (160, 150, 30)];

/// Draws on an SVG of this size in pixels; `None` where the library fails, which loses the picture and not the page.
fn svg(size: (u32, u32), draw: impl FnOnce(&Area<'_>) -> Option<()>) -> Option<String> {
    use plotters::prelude::*;
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        area.fill(&WHITE).ok()?;
        draw(&area)?;
        area.present().ok()?;
    }
    Some(text)
}

/// What is drawn on.
type Area<'s> = plotters::drawing::DrawingArea<plotters::backend::SVGBackend<'s>, plotters::coord::Shift>;

/// Writes words in the plots' own size and ink, centred on the line.
fn text(area: &Area<'_>, words: &str, place: (i32, i32), side: plotters::style::text_anchor::HPos) -> Option<()> {
    use plotters::prelude::*;
    use plotters::style::text_anchor::{Pos, VPos};
    let style = ("sans-serif", 13).into_font().color(&RGBColor(27, 31, 36)).pos(Pos::new(side, VPos::Center));
    area.draw(&Text::new(words.to_string(), place, style)).ok()
}
