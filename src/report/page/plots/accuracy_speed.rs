//! Accuracy against speed, with the frontier: whom nobody beats in both.

use super::{COLOURS, Drawing, Plot, svg};
use crate::report::page::facts::{Section, Standing};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

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
        names(area, &points, |own| chart.backend_coord(&(own.speed, own.value)))
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

/// Writes names where they cover no other name and no edge; the frontier's first.
fn names(area: &super::Area<'_>, points: &[Point<'_>], place: impl Fn(&Point<'_>) -> (i32, i32)) -> Option<()> {
    let mut taken: Vec<(i32, i32, i32, i32)> = points.iter().map(|own| place(own)).map(|(x, y)| (x - 4, y - 4, x + 4, y + 4)).collect();
    let mut order: Vec<&Point<'_>> = points.iter().collect();
    order.sort_by_key(|own| !own.frontier);
    for own in order {
        let (x, y) = place(own);
        let width = own.name.chars().count() as i32 * 7;
        let right = |dy: i32| (x + 7, y + dy - 7, x + 7 + width, y + dy + 7, HPos::Left, x + 7, y + dy);
        let left = |dy: i32| (x - 7 - width, y + dy - 7, x - 7, y + dy + 7, HPos::Right, x - 7, y + dy);
        let inside =
            |own: &(i32, i32, i32, i32, HPos, i32, i32)| own.0 > 66 && own.2 < SIZE.0 as i32 - 6 && own.1 > 8 && own.3 < SIZE.1 as i32 - 58;
        let clear =
            |own: &(i32, i32, i32, i32, HPos, i32, i32)| !taken.iter().any(|t| own.0 < t.2 && t.0 < own.2 && own.1 < t.3 && t.1 < own.3);
        let free = [0, -11, 11, -20, 20].into_iter().flat_map(|dy| [right(dy), left(dy)]).find(|own| inside(own) && clear(own));
        let Some((x0, y0, x1, y1, side, at_x, at_y)) = free else { continue };
        taken.push((x0, y0, x1, y1));
        let ink = if own.frontier { RGBColor(0, 60, 110) } else { RGBColor(70, 78, 86) };
        let style = ("sans-serif", 13).into_font().color(&ink).pos(Pos::new(side, VPos::Center));
        area.draw(&Text::new(own.name.to_string(), (at_x, at_y), style)).ok()?;
    }
    Some(())
}
