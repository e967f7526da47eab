//! The rows of a results file, by column name.

use crate::error::{Error, Result};
use csv::StringRecord;
use std::collections::HashMap;
use std::path::Path;

/// One row; what is missing or `NA` is empty.
pub struct Row<'r> {
    columns: &'r HashMap<String, usize>,
    record: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// A column's text; empty for `NA`, or where there is no such column.
    pub fn text(&self, column: &str) -> &'r str {
        let text = self.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or("");
        if text == "NA" { "" } else { text }
    }

    /// A column's number.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// Calls `each` for every row of `<name>.csv` in a results folder.
///
/// # Errors
/// A file that is missing or is no CSV, with its line.
pub fn each(folder: &Path, name: &str, mut each: impl FnMut(&Row<'_>)) -> Result<()> {
    let path = folder.join(format!("{name}.csv"));
    let failed = |error: csv::Error| {
        let line = error.position().map_or(0, |place| place.line() as usize);
        let error = Error::io("cannot read the results", std::io::Error::other(error));
        let error = if line > 0 { error.at(&path, line) } else { error.in_file(&path) };
        error.remedy("give the folder that `gleaner eval --out` wrote")
    };
    let mut reader = csv::Reader::from_path(&path).map_err(failed)?;
    let columns = reader.headers().map_err(failed)?.iter().enumerate().map(|(at, name)| (name.to_string(), at)).collect();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(failed)? {
        each(&Row { columns: &columns, record: &record });
    }
    Ok(())
}
