//! A grid of shares: strategies down, labels across, darker is worse; the figure stands in every cell.

use super::{Drawing, svg};
use crate::report_page::facts::{Section, Standing};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const CELL: (i32, i32) = (62, 24);
const LEFT: i32 = 210;
const TOP: i32 = 84;

/// Draws `share` of every contender for each label; `ink` is the darkest colour.
pub fn draw(
    section: &Section,
    labels: &[&str],
    ink: (u8, u8, u8),
    share: fn(&Standing, &str) -> Option<f64>,
    what: &str,
) -> Option<Drawing> {
    let strategies: Vec<&Standing> = section.contenders().collect();
    if labels.is_empty() || strategies.is_empty() {
        return None;
    }
    let size = (LEFT + CELL.0 * labels.len() as i32 + 16, TOP + CELL.1 * strategies.len() as i32 + 12);
    let font = |size: i32| ("sans-serif", size).into_font();
    let drawn = svg((size.0 as u32, size.1 as u32), |area| {
        for (column, label) in labels.iter().enumerate() {
            let style = font(13).transform(FontTransform::Rotate270).color(&BLACK).pos(Pos::new(HPos::Left, VPos::Center));
            area.draw(&Text::new(label.to_string(), (LEFT + CELL.0 * column as i32 + CELL.0 / 2, TOP - 8), style)).ok()?;
        }
        for (row, own) in strategies.iter().enumerate() {
            let y = TOP + CELL.1 * row as i32;
            let style = font(13).color(&BLACK).pos(Pos::new(HPos::Right, VPos::Center));
            area.draw(&Text::new(own.name.clone(), (LEFT - 8, y + CELL.1 / 2), style)).ok()?;
            for (column, label) in labels.iter().enumerate() {
                cell(area, (LEFT + CELL.0 * column as i32, y), share(own, label), ink)?;
            }
        }
        Some(())
    })?;
    let first = strategies[0];
    let mut shares: Vec<(f64, &str)> = labels.iter().filter_map(|label| Some((share(first, label)?, *label))).collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let worst: Vec<String> = shares.iter().take(3).map(|(share, label)| format!("{label} {share:.2}")).collect();
    Some(Drawing { svg: drawn, words: format!("{what} by strategy and label. Most for {}: {}.", first.name, worst.join(", ")) })
}

fn cell(area: &super::Area<'_>, (x, y): (i32, i32), share: Option<f64>, ink: (u8, u8, u8)) -> Option<()> {
    let weight = share.unwrap_or(0.0).clamp(0.0, 1.0);
    let mix = |dark: u8| (255.0 - (255.0 - f64::from(dark)) * weight).round() as u8;
    let fill = RGBColor(mix(ink.0), mix(ink.1), mix(ink.2));
    area.draw(&Rectangle::new([(x + 1, y + 1), (x + CELL.0 - 1, y + CELL.1 - 1)], fill.filled())).ok()?;
    let text = share.map_or("–".into(), |share| format!("{share:.2}"));
    let colour = if weight > 0.55 { WHITE } else { RGBColor(40, 44, 50) };
    let style = ("sans-serif", 12).into_font().color(&colour).pos(Pos::new(HPos::Center, VPos::Center));
    area.draw(&Text::new(text, (x + CELL.0 / 2, y + CELL.1 / 2), style)).ok()
}
