//! The best strategies' main measure by group, a row each: who is served badly.

use super::{COLOURS, Drawing, MOST, svg, text};
use crate::report_page::facts::{Section, Standing};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::collections::{BTreeMap, BTreeSet};

const LEFT: i32 = 190;
const ROW: i32 = 22;
const WIDTH: i32 = 640;
const TOP: i32 = 30;
/// Rows at most; the worst are shown.
const MOST_GROUPS: usize = 30;
/// Strategies at most: shapes and colours that can be told apart.
const MOST_LINES: usize = 5;

/// Sums and documents of a strategy by group.
pub type Groups = BTreeMap<String, (f64, f64)>;

/// Draws the groups, the worst for the best strategy first.
pub fn draw(section: &Section, groups: fn(&Standing) -> &Groups, what: &str) -> Option<Drawing> {
    let lines: Vec<&Standing> = section.contenders().take(MOST.min(MOST_LINES)).collect();
    let mean = |own: &Standing, name: &str| groups(own).get(name).map(|(sum, n)| sum / n.max(1.0));
    let names: BTreeSet<&String> = lines.iter().flat_map(|own| groups(own).keys()).filter(|name| !name.is_empty()).collect();
    if names.len() < 2 {
        return None;
    }
    let mut order: Vec<&String> = names.into_iter().collect();
    let rank = |name: &str| mean(lines[0], name).unwrap_or(2.0);
    order.sort_by(|a, b| rank(a).total_cmp(&rank(b)).then_with(|| a.cmp(b)));
    let all = order.len();
    order.truncate(MOST_GROUPS);
    let height = TOP + ROW * order.len() as i32 + 34 + ROW * lines.len() as i32;
    let x = |value: f64| LEFT + (value * f64::from(WIDTH - LEFT - 24)) as i32;
    let drawn = svg((WIDTH as u32, height as u32), |area| {
        let bottom = TOP + ROW * order.len() as i32;
        for tick in 0..=5 {
            let value = f64::from(tick) / 5.0;
            area.draw(&PathElement::new([(x(value), TOP - 6), (x(value), bottom)], RGBColor(208, 215, 222))).ok()?;
            text(area, &format!("{value:.1}"), (x(value), TOP - 16), HPos::Center)?;
        }
        for (row, name) in order.iter().enumerate() {
            let y = TOP + ROW * row as i32 + ROW / 2;
            let documents = groups(lines[0]).get(*name).map_or(0.0, |own| own.1);
            text(area, &format!("{} ({documents:.0})", cut(name)), (LEFT - 10, y), HPos::Right)?;
            for (line, own) in lines.iter().enumerate().rev() {
                if let Some(value) = mean(own, name) {
                    dot(area, line, (x(value), y))?;
                }
            }
        }
        for (line, own) in lines.iter().enumerate() {
            let y = bottom + 24 + ROW * line as i32;
            dot(area, line, (LEFT, y))?;
            text(area, &own.name, (LEFT + 12, y), HPos::Left)?;
        }
        Some(())
    })?;
    let worst: Vec<String> = order.iter().take(3).filter_map(|name| Some(format!("{name} {:.2}", mean(lines[0], name)?))).collect();
    let words = format!("{} {what} of {all}; worst for {}: {}.", order.len(), lines[0].name, worst.join(", "));
    Some(Drawing { svg: drawn, words })
}

fn cut(name: &str) -> String {
    if name.chars().count() > 24 { name.chars().take(23).chain(['…']).collect() } else { name.into() }
}

/// A mark of the line's own shape and colour.
fn dot(area: &super::Area<'_>, line: usize, (x, y): (i32, i32)) -> Option<()> {
    let (r, g, b) = COLOURS[line % COLOURS.len()];
    let colour = RGBColor(r, g, b);
    match line {
        0 => area.draw(&Circle::new((x, y), 5, colour.filled())).ok(),
        1 => area.draw(&TriangleMarker::new((x, y), 6, colour.filled())).ok(),
        2 => area.draw(&Rectangle::new([(x - 4, y - 4), (x + 4, y + 4)], colour.stroke_width(2))).ok(),
        3 => area.draw(&Cross::new((x, y), 4, colour.stroke_width(2))).ok(),
        _ => area.draw(&Circle::new((x, y), 4, colour.stroke_width(2))).ok(),
    }
}
