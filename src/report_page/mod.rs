//! The report page: one HTML file that needs nothing beside it, drawn from a results folder.
//!
//! Tables and plots are made here; single documents are packed one by one and drawn by the page's script when they are looked at.

mod facts;
mod packed;
mod plots;
mod still;

use crate::error::{Error, Result};
use crate::gold::Task;
use facts::{Section, Standing, Value};
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;
use std::path::{Path, PathBuf};
use still::Still;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Columns of the ranked table: heading, measure, average.
const SPAN_COLUMNS: &[(&str, &str, &str)] = &[
    ("F1", "chars.f1", "documents"),
    ("Precision", "chars.precision", "documents"),
    ("Recall", "chars.recall", "documents"),
    ("Residue", "residue", "micro"),
    ("Damage", "damage", "micro"),
    ("Clean", "docs.clean", "documents"),
    ("Hurt", "docs.damaged", "documents"),
];
/// The same where the gold is a reference text.
const TEXT_COLUMNS: &[(&str, &str, &str)] = &[
    ("Word F1", "wcxb.f1.compat", "documents"),
    ("Precision", "wcxb.precision.compat", "documents"),
    ("Recall", "wcxb.recall.compat", "documents"),
    ("F1 of characters", "chars.f1", "documents"),
    ("Residue", "residue", "micro"),
    ("Damage", "damage", "micro"),
];

/// A plot of the page, as a file.
#[derive(Debug)]
pub struct PlotFile {
    /// `<corpus>-<task>-<plot>`.
    pub name: String,
    /// The SVG.
    pub svg: String,
}

impl PlotFile {
    /// The same as PNG.
    ///
    /// # Errors
    /// A plot too large to draw.
    pub fn png(&self) -> Result<Vec<u8>> {
        plots::png(&self.svg)
    }
}

#[derive(Serialize)]
struct ShownPlot {
    title: &'static str,
    caption: String,
    wide: bool,
    svg: String,
}

#[derive(Serialize)]
struct ShownRow {
    name: String,
    control: bool,
    value: String,
    bar: String,
    interval: String,
    cells: Vec<String>,
}

#[derive(Serialize)]
struct ShownSection {
    id: String,
    heading: String,
    counts: String,
    caption: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<ShownRow>,
    plots: Vec<ShownPlot>,
}

/// A results folder, read once.
pub struct Page {
    folder: PathBuf,
    sections: Vec<Section>,
}

impl Page {
    /// Reads the CSV files of a results folder.
    ///
    /// # Errors
    /// Files that are missing or broken, with file and line.
    pub fn read(folder: &Path) -> Result<Self> {
        Ok(Self { folder: folder.into(), sections: facts::read(folder)? })
    }

    /// Every plot as a file.
    pub fn plots(&self) -> Vec<PlotFile> {
        let of = |section: &Section| {
            let name = |plot: &str| format!("{}-{}-{plot}", section.corpus, section.task);
            let drawn = plots::ALL.iter().filter_map(|plot| Some(PlotFile { name: name(plot.name), svg: (plot.draw)(section)?.svg }));
            drawn.collect::<Vec<_>>()
        };
        self.sections.iter().flat_map(of).collect()
    }

    /// The page's HTML.
    ///
    /// # Errors
    /// A broken file of documents.
    pub fn html(&self) -> Result<String> {
        let strategies = self.strategies();
        let tasks = self.tasks();
        let mut still = Still::new(strategies.first().map_or("", String::as_str), tasks.first().copied().unwrap_or_default());
        let packed = packed::pack(&self.folder, &strategies, &tasks, |cuts| still.add(cuts))?;
        let still = still.finish();
        let mut corpora: Vec<&str> = self.sections.iter().map(|section| section.corpus.as_str()).collect();
        corpora.dedup();
        let sections: Vec<ShownSection> = self.sections.iter().enumerate().map(|(at, section)| shown(at, section)).collect();
        let mut environment = Environment::new();
        let failed = |error: minijinja::Error| Error::data(format!("cannot draw the page: {error}"));
        environment.add_template("page.html", TEMPLATE).map_err(failed)?;
        let page = environment.get_template("page.html").map_err(failed)?;
        let values = context! {
            title => corpora.join(", "), version => env!("CARGO_PKG_VERSION"), corpora => corpora.join(", "),
            css => STYLE, js => SCRIPT,
            sections => minijinja::Value::from(Serde(&sections)), still => minijinja::Value::from(Serde(&still)),
            // What closes a script element must not stand in one.
            index => packed.index.replace("</", "<\\/"), errors => packed.errors, documents => packed.documents,
        };
        page.render(values).map_err(failed)
    }

    /// All contenders, best first by the first section that has them.
    fn strategies(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for own in self.sections.iter().flat_map(Section::contenders) {
            if !names.contains(&own.name) {
                names.push(own.name.clone());
            }
        }
        names
    }

    fn tasks(&self) -> Vec<Task> {
        let mut tasks: Vec<Task> = self.sections.iter().filter_map(|section| section.task.parse().ok()).collect();
        tasks.sort_unstable();
        tasks.dedup();
        tasks
    }
}

fn shown(at: usize, section: &Section) -> ShownSection {
    let columns = if section.main == TEXT_COLUMNS[0].1 { TEXT_COLUMNS } else { SPAN_COLUMNS };
    let plot = |plot: &&plots::Plot| {
        let drawing = (plot.draw)(section)?;
        Some(ShownPlot {
            title: plot.title,
            caption: format!("{} {}", plot.caption, drawing.words),
            wide: plot.wide,
            svg: described(&drawing.svg, plot.title, &drawing.words),
        })
    };
    let lowest = section.contenders().filter_map(|own| own.value(columns[0].1, columns[0].2).low).fold(1.0, f64::min);
    let lowest = (lowest * 10.0).floor() / 10.0;
    ShownSection {
        id: format!("s{at}"),
        heading: format!("{}, task {}", section.corpus, section.task),
        counts: format!("{} documents, {} sources.", section.documents, section.sources),
        caption: "Best first. F1, precision, recall, clean and hurt are means over documents; residue (boilerplate left) and damage (content \
                  lost) are pooled. Controls and bounds in italics. Bars end at 1.",
        columns: columns.iter().map(|column| column.0).collect(),
        rows: section.strategies.iter().map(|own| row(own, columns, lowest)).collect(),
        plots: plots::ALL.iter().filter_map(plot).collect(),
    }
}

fn row(own: &Standing, columns: &[(&str, &str, &str)], lowest: f64) -> ShownRow {
    let (_, measure, average) = columns[0];
    let first = own.value(measure, average);
    let share = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.3}"));
    ShownRow {
        name: own.name.clone(),
        control: own.control,
        value: first.value.map_or(String::new(), |value| format!("{value}")),
        bar: bar(first, lowest),
        interval: match (first.low, first.high) {
            (Some(low), Some(high)) => format!("{low:.3} to {high:.3}"),
            _ => String::new(),
        },
        cells: columns.iter().map(|(_, measure, average)| share(own.value(measure, average).value)).collect(),
    }
}

/// The value as a dot on its interval, from `lowest` to 1. The figures stand beside it.
fn bar(own: Value, lowest: f64) -> String {
    let Some(value) = own.value else { return String::new() };
    let x = |share: f64| 4.0 + ((share - lowest) / (1.0 - lowest).max(0.1)).clamp(0.0, 1.0) * 128.0;
    let (low, high) = (own.low.unwrap_or(value), own.high.unwrap_or(value));
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 136 14\" aria-hidden=\"true\"><path d=\"M2 7H134\" stroke=\"#d0d7de\"/><path d=\"M{:.1} 7H{:.1}\" \
         stroke=\"#0b57a4\" stroke-width=\"5\" opacity=\".45\"/><circle cx=\"{:.1}\" cy=\"7\" r=\"3.5\" fill=\"#0b57a4\"/></svg>",
        x(low),
        x(high),
        x(value)
    )
}

/// An SVG that says what it shows to those who do not see it.
fn described(svg: &str, title: &str, words: &str) -> String {
    let words = format!("{title}. {words}").replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    svg.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{words}\" "), 1)
}
