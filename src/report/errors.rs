//! `errors.csv`: every wrong stretch of every strategy that is not a control.

use super::Assessed;
use super::table::{Field, Kind, Rows, Table, push_cell, text};
use crate::corpus::Example;
use crate::error::{Error, Result};
use crate::score::{Evaluation, Lines, Wrong};
use rayon::prelude::*;
use std::io::Write;

/// Row in the table of files.
pub static TABLE: Table = Table {
    name: "errors",
    description: "one row for each wrong stretch: residue (boilerplate left) or damage (content lost); controls left out",
    fields,
    rows: Rows::Written(rows),
};

/// Characters of an excerpt.
const EXCERPT: usize = 80;

fn fields(_: &[Assessed<'_>]) -> Vec<Field> {
    vec![
        Field::new("corpus", Kind::Text, "name of the corpus"),
        Field::new("doc", Kind::Text, "id of the document"),
        Field::new("source", Kind::Text, "outlet"),
        Field::new("lang", Kind::Text, "ISO 639-1 code"),
        Field::new("task", Kind::Text, "boilerplate, source-neutral or body-only"),
        Field::new("strategy", Kind::Text, "strategy with its written parameters"),
        Field::new("kind", Kind::Text, "residue or damage"),
        Field::new("label", Kind::Text, "gold label of the stretch"),
        Field::new("rule", Kind::Text, "for damage, the rule that cut it"),
        Field::new("start", Kind::Integer, "first code point"),
        Field::new("end", Kind::Integer, "one past the last code point"),
        Field::new("excerpt", Kind::Text, "its first 80 characters"),
    ]
}

/// Documents under contenders whose rows are made at once, before they are written.
const BATCH: usize = 512;

/// Most files have thousands of these rows, one of all strategies over pages has millions: they are written as bytes, cell by cell.
fn rows(results: &[Assessed<'_>], out: &mut dyn Write) -> Result<()> {
    for Assessed { evaluation, contenders, .. } in results {
        let examples = &evaluation.corpus.examples;
        let contenders: Vec<_> = contenders.iter().filter(|contender| !contender.control).collect();
        if contenders.is_empty() {
            continue;
        }
        let documents: Vec<Lines<'_>> = examples.par_iter().map(|example| Lines::of(example, evaluation.task)).collect();
        let of_item = |item: usize| {
            let (contender, at) = (contenders[item / documents.len()], item % documents.len());
            let prediction = contender.predictions.get(at);
            prediction
                .map_or_else(Vec::new, |prediction| document(evaluation, &contender.name, &examples[at], &documents[at].wrong(prediction)))
        };
        let items = contenders.len() * documents.len();
        for start in (0..items).step_by(BATCH) {
            let made: Vec<Vec<u8>> = (start..items.min(start + BATCH)).into_par_iter().map(of_item).collect();
            made.iter().try_for_each(|rows| out.write_all(rows)).map_err(|error| Error::io("cannot write", error))?;
        }
    }
    Ok(())
}

/// The rows of one document under one strategy.
fn document(evaluation: &Evaluation<'_>, strategy: &str, example: &Example, wrong: &[Wrong]) -> Vec<u8> {
    let meta = &example.document.meta;
    let mut first_cells = Vec::new();
    for cell in [&evaluation.corpus.name, &meta.id, &text(&meta.source), &text(&meta.lang), evaluation.task.name(), strategy] {
        push_cell(cell, &mut first_cells);
        first_cells.push(b',');
    }
    let mut rows = Vec::with_capacity(wrong.len() * (first_cells.len() + 64));
    for Wrong { span, label, kind, rule, points } in wrong {
        rows.extend_from_slice(&first_cells);
        for name in [kind.name(), label.name(), if rule.is_empty() { "NA" } else { rule }] {
            push_cell(name, &mut rows);
            rows.push(b',');
        }
        for point in [points.start, points.end] {
            push_number(point, &mut rows);
            rows.push(b',');
        }
        push_cell(excerpt(span.slice(example.document.text())), &mut rows);
        rows.push(b'\n');
    }
    rows
}

/// A number in decimal digits.
fn push_number(mut number: usize, out: &mut Vec<u8>) {
    let (mut digits, mut first) = ([b'0'; 20], 20);
    while first == 20 || number > 0 {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    out.extend_from_slice(&digits[first..]);
}

/// The first characters of a stretch.
fn excerpt(stretch: &str) -> &str {
    if stretch.len() <= EXCERPT {
        return stretch;
    }
    stretch.char_indices().nth(EXCERPT).map_or(stretch, |(end, _)| &stretch[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_excerpts() {
        for number in [0, 7, 10, 4096, usize::MAX] {
            let mut digits = Vec::new();
            push_number(number, &mut digits);
            assert_eq!(digits, number.to_string().as_bytes());
        }
        let long = "é".repeat(EXCERPT);
        assert_eq!((excerpt(&format!("{long}x")), excerpt(&long), excerpt("short")), (long.as_str(), long.as_str(), "short"));
    }
}
