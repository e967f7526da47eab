//! Plots as PNG, for programs that do not show SVG.
//!
//! The letters come from Roboto (Google, 2015, Apache-2.0; Latin, Greek and Cyrillic, without hinting), which stands beside this file, so
//! that a plot looks the same on every machine; SVG files take the reader's own sans-serif font.

use crate::error::{Error, Result};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::sync::Arc;

const FONT: &[u8] = include_bytes!("Roboto-Regular.ttf");
/// Pixels of the PNG for one of the SVG.
const SCALE: f32 = 2.0;
/// A plot of more pixels than this on a side is not drawn.
const MAX_SIDE: u32 = 16_384;

/// Draws an SVG as PNG, at twice its size.
///
/// # Errors
/// What is no SVG, or one too large.
pub fn png(svg: &str) -> Result<Vec<u8>> {
    let failed = |why: String| Error::data(format!("cannot draw the plot as PNG: {why}"));
    let mut options = Options { font_family: "Roboto".into(), ..Options::default() };
    let fonts = Arc::make_mut(&mut options.fontdb);
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family("Roboto");
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).filter(|size| size.width().max(size.height()) <= MAX_SIDE);
    let size = size.ok_or_else(|| failed("it is too large".into()))?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| failed("it is empty".into()))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_drawn() {
        let svg = |text: &str| {
            let text = format!("<text x=\"2\" y=\"14\" font-family=\"sans-serif\">{text}</text>");
            png(&format!("<svg width=\"60\" height=\"20\" xmlns=\"http://www.w3.org/2000/svg\">{text}</svg>")).expect("drawn")
        };
        assert_eq!(&svg("")[..8], b"\x89PNG\r\n\x1a\n");
        assert_ne!(svg("left"), svg(""));
        assert!(png("no picture").is_err());
    }
}
