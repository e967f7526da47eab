//! Leakage against content kept, with the curve of random deletion.

use super::{COLOURS, Drawing, Plot, named, svg};
use crate::report_page::facts::Section;
use plotters::prelude::*;

/// Row in the table.
pub static PLOT: Plot = Plot {
    name: "leakage",
    title: "Leakage against content kept",
    caption: "How much of the texts' variance lies between sources (down is better), against the share of content kept (right is better). Filled: \
              on the front. The line deletes words of the gold at random; a strategy should lie below it.",
    wide: false,
    draw,
};

const SIZE: (u32, u32) = (640, 440);

struct Point<'s> {
    name: &'s str,
    retention: f64,
    leakage: f64,
    front: bool,
}

fn draw(section: &Section) -> Option<Drawing> {
    let point = |own: &'_ crate::report_page::facts::Standing| own.tradeoff.map(|own| (own.retention, own.leakage, own.on_front));
    let points: Vec<Point<'_>> = section
        .contenders()
        .filter_map(|own| point(own).map(|(retention, leakage, front)| Point { name: &own.name, retention, leakage, front }))
        .collect();
    if points.len() < 2 {
        return None;
    }
    let left = points.iter().map(|own| own.retention).fold(1.0, f64::min);
    let left = ((left - 0.02) * 20.0).floor().max(0.0) / 20.0;
    let curve: Vec<(f64, f64)> = section.random_deletion.iter().copied().filter(|own| own.0 >= left).collect();
    let levels = points.iter().map(|own| own.leakage).chain(curve.iter().map(|own| own.1));
    let (low, high) = levels.fold((0.0_f64, 0.01_f64), |(low, high), own| (low.min(own), high.max(own)));
    let drawn = svg(SIZE, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .x_label_area_size(44)
            .y_label_area_size(62)
            .build_cartesian_2d(left..1.0 + (1.0 - left) * 0.04, low * 1.1..high * 1.12)
            .ok()?;
        chart
            .configure_mesh()
            .x_desc("content kept")
            .y_desc("leakage")
            .label_style(("sans-serif", 14))
            .light_line_style(TRANSPARENT)
            .x_label_formatter(&|value| format!("{value:.2}"))
            .y_label_formatter(&|value| format!("{value:.3}"))
            .draw()
            .ok()?;
        chart.draw_series(LineSeries::new(curve, RGBColor(140, 149, 159).stroke_width(2))).ok()?;
        let blue = RGBColor(COLOURS[0].0, COLOURS[0].1, COLOURS[0].2);
        let dot = |own: &Point<'_>| {
            let style = if own.front { blue.filled() } else { RGBColor(70, 78, 86).stroke_width(2) };
            Circle::new((own.retention, own.leakage), 4, style)
        };
        chart.draw_series(points.iter().map(dot)).ok()?;
        let place = |own: &Point<'_>| chart.backend_coord(&(own.retention, own.leakage));
        let named: Vec<named::Named<'_>> =
            points.iter().map(|own| named::Named { name: own.name, place: place(own), first: own.front }).collect();
        named::write(area, SIZE, &named)
    })?;
    let front: Vec<&str> = points.iter().filter(|own| own.front).map(|own| own.name).collect();
    Some(Drawing { svg: drawn, words: format!("On the front: {}.", front.join(", ")) })
}
