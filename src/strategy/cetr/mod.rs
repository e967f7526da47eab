//! `cetr`: characters per tag in each line of the source.
//!
//! - **Idea**: lines of the article's source have much text and few tags; smoothed, they stand out of the page as a ridge.
//! - **Source**: Weninger, Hsu and Han 2010 (CETR). Scripts, styles, comments, the head and empty lines go; sources with few
//!   line breaks are wrapped at 65 characters; each line's ratio of characters to tags is smoothed with a Gaussian. Then, as
//!   `clusters` says: `2d`, ratio and the change ahead of it, k-means with k = 3 and a centroid held at the origin; `km`,
//!   the ratio alone; `tm`, ratios above `lambda` standard deviations. The start of k-means is fixed here: origin, median, largest.
//! - **Needs**: a page. **Parameters**: as above, and `sigma` of the smoothing.
//! - **Wins**: ordinary articles in any language. **Loses**: one-line pages, whose wrapped lines cut sentences; comments;
//!   short articles. A kept line of the source keeps its words in the view; which words those are, an alignment of both
//!   texts in order says. **Cost**: O(source + iterations × lines), at most 50 iterations.

mod clusters;
mod lines;

use super::contract::{Context, Entry, Family, Needs, Parameter, Parameters, Properties, Removals};
use super::{Document, Strategy};
use crate::document::Alignment;
use crate::span::Span;
use lines::Lines;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "cetr",
    version: 1,
    summary: "keeps source lines with many characters for their tags",
    loses: "pages of one line, long comments, short articles",
    family: Family::TreeDensity,
    source: "Weninger, Hsu and Han 2010 (CETR)",
    needs: Needs::Html,
    parameters: &[
        Parameter::word("clusters", &["2d", "km", "tm"], "how lines are told apart (published best: 2d)"),
        Parameter::number("sigma", "1", (0.01, 100.0), "standard deviation of the smoothing, in lines (published: 1)"),
        Parameter::number("lambda", "1", (0.0, 100.0), "threshold of tm, in standard deviations of the ratios (published: 1)"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: false, compositional: false, monotone: &[] },
    build: |parameters| Box::new(Cetr::new(parameters)),
};

/// Lines ahead whose mean is compared with a line.
const AHEAD: usize = 3;
/// The Gaussian ends at this many standard deviations, and at this many lines in any case.
const KERNEL_DEVIATIONS: f64 = 4.0;
const MAX_RADIUS: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Variant {
    TwoDimensional,
    KMeans,
    Threshold,
}

struct Cetr {
    variant: Variant,
    sigma: f64,
    lambda: f64,
}

impl Cetr {
    fn new(parameters: &Parameters) -> Self {
        let variant = match parameters.word("clusters") {
            "km" => Variant::KMeans,
            "tm" => Variant::Threshold,
            _ => Variant::TwoDimensional,
        };
        Self { variant, sigma: parameters.number("sigma"), lambda: parameters.number("lambda") }
    }

    /// Which lines are content, by their ratios.
    fn content(&self, ratios: &[f64]) -> Vec<bool> {
        let ratios = smoothed(ratios, self.sigma);
        match self.variant {
            Variant::Threshold => {
                let threshold = self.lambda * deviation(&ratios);
                ratios.iter().map(|&ratio| ratio > threshold).collect()
            }
            Variant::KMeans => clusters::outside_lowest(&ratios),
            Variant::TwoDimensional => {
                let changes = smoothed(&changes(&ratios), self.sigma);
                clusters::outside_origin(&ratios, &changes)
            }
        }
    }
}

impl Strategy for Cetr {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let Some(page) = document.page() else { return };
        let lines = Lines::of(&page.source);
        let content = self.content(&lines.ratios());
        let alignment = Alignment::new(document.text(), &lines.text);
        // Words that stand in no line go the way of the word before them.
        let (mut from, mut keep) = (0, true);
        let mut first = true;
        for (own, other) in alignment.pairs() {
            let wanted = content.get(lines.line_at(other.start)).copied().unwrap_or(false);
            if wanted != keep && !first {
                if !keep {
                    out.push(Span::new(from, own.start), None, "cetr");
                }
                from = own.start;
            }
            (keep, first) = (wanted, false);
        }
        if !keep || first {
            out.push(Span::new(from, document.text().len()), None, "cetr");
        }
    }
}

/// Smoothed with a Gaussian; beyond the ends the first and last value go on.
fn smoothed(values: &[f64], sigma: f64) -> Vec<f64> {
    let radius = ((KERNEL_DEVIATIONS * sigma).ceil() as usize).min(MAX_RADIUS);
    let weight = |offset: usize| (-(offset as f64).powi(2) / (2.0 * sigma * sigma)).exp();
    let kernel: Vec<f64> = (0..=radius).map(weight).collect();
    let whole: f64 = kernel[0] + 2.0 * kernel[1..].iter().sum::<f64>();
    let last = values.len().saturating_sub(1);
    let around = |at: usize| {
        let sides = kernel.iter().enumerate().skip(1);
        let sides = sides.map(|(offset, weight)| weight * (values[at.saturating_sub(offset)] + values[(at + offset).min(last)]));
        (kernel[0] * values[at] + sides.sum::<f64>()) / whole
    };
    (0..values.len()).map(around).collect()
}

/// How far the mean of the lines ahead is from each line.
fn changes(values: &[f64]) -> Vec<f64> {
    let change = |at: usize| {
        let ahead = &values[at + 1..values.len().min(at + 1 + AHEAD)];
        if ahead.is_empty() { 0.0 } else { (ahead.iter().sum::<f64>() / ahead.len() as f64 - values[at]).abs() }
    };
    (0..values.len()).map(change).collect()
}

/// Standard deviation of the whole population.
fn deviation(values: &[f64]) -> f64 {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn smoothing_keeps_a_constant_and_spreads_a_peak() {
        assert!(smoothed(&[4.0; 5], 1.0).iter().all(|value| (value - 4.0).abs() < 1e-9));
        let peak = smoothed(&[0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0], 1.0);
        // The normal density at 0 and 1, over the sum of the nine taps.
        assert!((peak[4] - 0.398_94).abs() < 1e-3 && (peak[3] - 0.241_97).abs() < 1e-3);
    }

    #[test]
    fn changes_look_three_lines_ahead() {
        let found = changes(&[1.0, 4.0, 4.0, 7.0, 0.0]);
        assert!(found.iter().zip([4.0, 1.0 / 3.0, 0.5, 7.0, 0.0]).all(|(found, expected)| (found - expected).abs() < 1e-9), "{found:?}");
        assert_eq!(deviation(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]), 2.0);
    }

    #[test]
    fn text_lines_stay_in_all_variants() {
        let line = "The ferry ran aground off the point in the fog on Monday morning, with more than two hundred aboard.\n";
        let menu = "<li><a href=\"a\">Home</a></li>\n".repeat(12);
        let html =
            format!("<html><head><title>x</title></head>\n<body><ul>\n{menu}</ul>\n<p>\n{}</p>\n<ul>{menu}</ul></body>", line.repeat(9));
        let document = Document::anonymous(Format::Html, html);
        for variant in [Variant::TwoDimensional, Variant::KMeans, Variant::Threshold] {
            let mut out = Removals::new();
            Cetr { variant, sigma: 1.0, lambda: 1.0 }.remove(&document, &Context::empty(), &mut out);
            let gone: usize = out.iter().map(|removal| document.slice(removal.span).matches("ferry").count()).sum();
            let menus: usize = out.iter().map(|removal| document.slice(removal.span).matches("Home").count()).sum();
            assert!(gone <= 1 && menus >= 20, "{gone} {menus}");
        }
    }
}
