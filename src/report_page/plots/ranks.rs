//! Mean ranks with the groups that cannot be told apart, after Demšar's critical-difference diagram (2006), a row each.

use super::{COLOURS, Drawing, Plot, svg, text};
use crate::report_page::facts::{Rank, Section};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::collections::BTreeSet;

/// Row in the table.
pub static PLOT: Plot = Plot {
    name: "ranks",
    title: "Which can be told apart",
    caption: "Mean rank over sources, 1 is best. Strategies under one vertical bar cannot be told apart (paired swaps of whole sources, Holm over \
              all pairs).",
    wide: false,
    draw,
};

const LEFT: i32 = 190;
const RIGHT: i32 = 430;
const WIDTH: u32 = 640;
const ROW: i32 = 22;
const TOP: i32 = 36;
/// Bars of groups at most; further groups are left to `ranks.csv`.
const MOST_GROUPS: usize = 16;

fn draw(section: &Section) -> Option<Drawing> {
    let mut ranked: Vec<(&str, &Rank)> = section.contenders().filter_map(|own| Some((own.name.as_str(), own.rank.as_ref()?))).collect();
    if ranked.len() < 2 {
        return None;
    }
    ranked.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean).then(a.0.cmp(b.0)));
    let most = ranked.len() as f64;
    let x = |rank: f64| LEFT + ((rank - 1.0) / (most - 1.0).max(1.0) * f64::from(RIGHT - LEFT)) as i32;
    let y = |row: usize| TOP + ROW * row as i32 + ROW / 2;
    let drawn = svg((WIDTH, (TOP + ROW * ranked.len() as i32 + 12) as u32), |area| {
        for tick in ticks(ranked.len()) {
            let place = x(tick as f64);
            area.draw(&PathElement::new([(place, TOP - 6), (place, y(ranked.len() - 1) + 8)], RGBColor(208, 215, 222))).ok()?;
            text(area, &tick.to_string(), (place, TOP - 16), HPos::Center)?;
        }
        for (row, (name, rank)) in ranked.iter().enumerate() {
            text(area, name, (LEFT - 14, y(row)), HPos::Right)?;
            let (r, g, b) = COLOURS[if rank.with_best { 0 } else { 6 }];
            let ink = RGBColor(r, g, b);
            let style = if rank.with_best { ink.filled() } else { ink.stroke_width(2) };
            area.draw(&Circle::new((x(rank.mean), y(row)), 4, style)).ok()?;
        }
        bars(area, &ranked, y)
    })?;
    let best: Vec<&str> = ranked.iter().filter(|own| own.1.with_best).map(|own| own.0).collect();
    let nemenyi = ranked[0]
        .1
        .critical_difference
        .map_or(String::new(), |own| format!(" Nemenyi's critical difference, for comparison: {own:.2} ranks."));
    Some(Drawing { svg: drawn, words: format!("Not to be told apart from the best: {}.{nemenyi}", best.join(", ")) })
}

/// A bar for each letter, from its first to its last strategy, with a knot at each member.
fn bars(area: &super::Area<'_>, ranked: &[(&str, &Rank)], y: impl Fn(usize) -> i32) -> Option<()> {
    let letters: BTreeSet<char> = ranked.iter().flat_map(|own| own.1.groups.chars()).filter(|c| c.is_alphanumeric()).collect();
    let members = |letter: char| ranked.iter().enumerate().filter(move |(_, own)| own.1.groups.contains(letter)).map(|(row, _)| row);
    let several = letters.into_iter().filter(|&letter| members(letter).count() > 1);
    for (at, letter) in several.take(MOST_GROUPS).enumerate() {
        let place = RIGHT + 24 + 11 * at as i32;
        let rows: Vec<usize> = members(letter).collect();
        let (first, last) = (*rows.first()?, *rows.last()?);
        area.draw(&PathElement::new([(place, y(first) - 6), (place, y(last) + 6)], RGBColor(90, 98, 106).stroke_width(1))).ok()?;
        for row in rows {
            area.draw(&Rectangle::new([(place - 3, y(row) - 5), (place + 3, y(row) + 5)], RGBColor(27, 31, 36).filled())).ok()?;
        }
    }
    Some(())
}

/// First, last, and some between.
fn ticks(most: usize) -> Vec<usize> {
    let step = (most / 6).max(1);
    (1..=most).filter(|rank| *rank == 1 || rank % step == 0).collect()
}
