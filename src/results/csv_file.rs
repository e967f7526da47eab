//! One CSV file of a results folder, row by row, the columns found by their names.

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// A file larger than this is not read.
const MAX_BYTES: u64 = 8 << 30;
/// What to do about a file that cannot be read.
const REMEDY: &str = "write the folder anew with `gleaner eval --out FOLDER`";

/// The wanted fields of one row, in the order in which the columns were asked for.
pub struct Cells<'r> {
    record: &'r csv::StringRecord,
    places: &'r [usize],
    columns: &'r [&'r str],
    file: &'r Path,
    line: usize,
}

/// Sends every row of `<folder>/<name>.csv` to `row`.
///
/// # Errors
/// A file that is missing, too large or broken, a missing column, or what `row` returns.
pub fn each(folder: &Path, name: &str, columns: &[&str], mut row: impl FnMut(&Cells<'_>) -> Result<()>) -> Result<()> {
    let file: PathBuf = folder.join(format!("{name}.csv"));
    let failed = |error| Error::io("cannot read the results", error).in_file(&file).remedy(REMEDY);
    let opened = std::fs::File::open(&file).map_err(failed)?;
    if opened.metadata().map_err(failed)?.len() > MAX_BYTES {
        return Err(Error::data(format!("larger than {} GiB", MAX_BYTES >> 30)).in_file(&file).remedy("evaluate fewer strategies at once"));
    }
    let mut reader = csv::Reader::from_reader(opened);
    let broken = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Error::data(format!("not the CSV file that gleaner wrote: {}", reason(&error))).at(&file, line as usize).remedy(REMEDY)
    };
    let header = reader.headers().map_err(broken)?;
    let place = |column: &&str| {
        let place = header.iter().position(|own| own == *column);
        place.ok_or_else(|| Error::data(format!("column `{column}` is missing")).at(&file, 1).remedy(REMEDY))
    };
    let places = columns.iter().map(place).collect::<Result<Vec<usize>>>()?;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(broken)? {
        let line = record.position().map_or(0, csv::Position::line) as usize;
        row(&Cells { record: &record, places: &places, columns, file: &file, line })?;
    }
    Ok(())
}

/// The csv crate's words without its own account of the place.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("{len} fields, not {expected_len}"),
        csv::ErrorKind::Utf8 { .. } => "not UTF-8".into(),
        _ => error.to_string(),
    }
}

impl Cells<'_> {
    /// A field as it stands.
    pub fn raw(&self, index: usize) -> &str {
        self.places.get(index).and_then(|&place| self.record.get(place)).unwrap_or("")
    }

    /// A text; `NA` is empty.
    pub fn text(&self, index: usize) -> String {
        let raw = self.raw(index);
        if raw == "NA" { String::new() } else { raw.into() }
    }

    /// A number; `NA` is none.
    ///
    /// # Errors
    /// What is neither, or not finite.
    pub fn number(&self, index: usize) -> Result<Option<f64>> {
        let raw = self.raw(index);
        if raw == "NA" {
            return Ok(None);
        }
        match raw.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.wrong(&format!("`{raw}` is no number in column `{}`", self.column(index)))),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// What is none.
    pub fn count(&self, index: usize) -> Result<usize> {
        let raw = self.raw(index);
        raw.parse().map_err(|_| self.wrong(&format!("`{raw}` is no whole number in column `{}`", self.column(index))))
    }

    /// An error about this row.
    pub fn wrong(&self, message: &str) -> Error {
        Error::data(message).at(self.file, self.line).remedy(REMEDY)
    }

    fn column(&self, index: usize) -> &str {
        self.columns.get(index).copied().unwrap_or("")
    }
}
