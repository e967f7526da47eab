//! Accuracy against speed, with the frontier: whom nobody beats in both.

use super::{COLOURS, Drawing, Plot, named, svg};
use crate::report_page::facts::{Section, Standing};
use plotters::prelude::*;

/// Row in the table.
pub static PLOT: Plot = Plot {
    name: "accuracy-speed",
    title: "Accuracy against speed",
    caption: "Up is better, right is faster (megabytes of text a second, logarithmic; one run, so ratios only). The line joins the \
              strategies that nobody beats in both.",
    wide: false,
    draw,
};

const SIZE: (u32, u32) = (640, 440);

struct Point<'s> {
    name: &'s str,
    speed: f64,
    value: f64,
    frontier: bool,
}

fn draw(section: &Section) -> Option<Drawing> {
    let points = points(section);
    let (slow, fast) = points.iter().fold((f64::MAX, 0.0_f64), |(low, high), own| (low.min(own.speed), high.max(own.speed)));
    let lowest = points.iter().map(|own| own.value).fold(1.0, f64::min);
    if points.len() < 2 || slow <= 0.0 {
        return None;
    }
    let bottom = ((lowest - 0.03) * 20.0).floor() / 20.0;
    let drawn = svg(SIZE, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .x_label_area_size(44)
            .y_label_area_size(54)
            .build_cartesian_2d((slow * 0.7..fast * 1.6).log_scale(), bottom.max(0.0)..1.0)
            .ok()?;
        chart
            .configure_mesh()
            .x_desc("MB of text a second")
            .y_desc(section.main)
            .label_style(("sans-serif", 14))
            .light_line_style(TRANSPARENT)
            .x_label_formatter(&|speed| format!("{speed}"))
            .y_label_formatter(&|value| format!("{value:.2}"))
            .draw()
            .ok()?;
        let line = points.iter().filter(|own| own.frontier).map(|own| (own.speed, own.value));
        let blue = RGBColor(COLOURS[0].0, COLOURS[0].1, COLOURS[0].2);
        chart.draw_series(LineSeries::new(line, blue.stroke_width(2))).ok()?;
        let dot = |own: &Point<'_>| {
            Circle::new((own.speed, own.value), 4, if own.frontier { blue.filled() } else { RGBColor(110, 119, 129).filled() })
        };
        chart.draw_series(points.iter().map(dot)).ok()?;
        let place = |own: &Point<'_>| chart.backend_coord(&(own.speed, own.value));
        let named: Vec<named::Named<'_>> =
            points.iter().map(|own| named::Named { name: own.name, place: place(own), first: own.frontier }).collect();
        named::write(area, SIZE, &named)
    })?;
    let frontier: Vec<&str> = points.iter().filter(|own| own.frontier).map(|own| own.name).collect();
    Some(Drawing { svg: drawn, words: format!("On the frontier, from slow to fast: {}.", frontier.join(", ")) })
}

/// Contenders by speed, the frontier marked.
fn points(section: &Section) -> Vec<Point<'_>> {
    let point = |own: &'_ Standing| Some((own.mb_per_s?, own.value(section.main, "documents").value?));
    let mut points: Vec<Point<'_>> = section
        .contenders()
        .filter_map(|own| point(own).map(|(speed, value)| Point { name: &own.name, speed, value, frontier: false }))
        .filter(|own| own.speed > 0.0)
        .collect();
    points.sort_by(|a, b| a.speed.total_cmp(&b.speed));
    let mut best = -1.0;
    for own in points.iter_mut().rev() {
        own.frontier = own.value > best;
        best = own.value.max(best);
    }
    points
}
