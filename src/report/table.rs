//! CSV files: one header, stable column names, `NA` for unknown; written all together or not at all.

use super::{ALL, Assessed, Manifest, cuts, datapackage, manifest};
use crate::error::{Error, Result};
use rayon::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
}

/// A column: name, kind and description, as in the schema file.
#[derive(Clone, Debug)]
pub struct Field {
    /// Column name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// One line on it.
    pub description: &'static str,
}

impl Field {
    /// A column.
    pub const fn new(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Self { name, kind, description }
    }
}

/// Receives the rows of a file.
pub type Sink<'s> = dyn FnMut(&[String]) -> Result<()> + 's;

/// A CSV file.
#[derive(Debug)]
pub struct Table {
    /// File name without ending.
    pub name: &'static str,
    /// What a row is.
    pub description: &'static str,
    /// The columns.
    pub fields: fn(&[Assessed<'_>]) -> Vec<Field>,
    /// The rows, in a fixed order.
    pub rows: Rows,
}

/// Makes the rows of evaluations.
#[derive(Clone, Copy, Debug)]
pub enum Rows {
    /// Sends them one by one.
    Sent(fn(&[Assessed<'_>], &mut Sink<'_>) -> Result<()>),
    /// Writes their text itself, for files of millions of rows; cells by `push_cell`.
    Written(fn(&[Assessed<'_>], &mut dyn Write) -> Result<()>),
}

impl Table {
    /// Writes the file's text.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, results: &[Assessed<'_>], mut out: impl Write) -> Result<()> {
        let fields = (self.fields)(results);
        match self.rows {
            Rows::Sent(rows) => write_rows(&fields, |sink| rows(results, sink), out),
            Rows::Written(rows) => {
                write_rows(&fields, |_| Ok(()), &mut out)?;
                rows(results, &mut out)
            }
        }
    }
}

/// Items whose rows are made at once, before they are sent: enough for all threads, little enough for memory.
const BATCH: usize = 128;

/// Makes the rows of items, counted from nought, on all threads, and sends them in the items' order.
///
/// # Errors
/// Where the sink fails.
pub(super) fn in_order(items: usize, rows: impl Fn(usize, &mut Vec<Vec<String>>) + Sync, sink: &mut Sink<'_>) -> Result<()> {
    for start in (0..items).step_by(BATCH) {
        let made = (start..items.min(start + BATCH)).into_par_iter().map(|item| {
            let mut made = Vec::new();
            rows(item, &mut made);
            made
        });
        made.collect::<Vec<_>>().iter().flatten().try_for_each(|row| sink(row))?;
    }
    Ok(())
}

/// Appends a cell as the `csv` crate writes it: in quotation marks, the inner ones doubled, if it has one, a comma or a line break. Not for
/// an empty cell that is its row's only one.
pub(super) fn push_cell(cell: &str, out: &mut Vec<u8>) {
    // Without a way out in the loop it is done many bytes at a time.
    let special = cell.bytes().fold(false, |found, byte| found | matches!(byte, b'"' | b',' | b'\n' | b'\r'));
    if !special {
        return out.extend_from_slice(cell.as_bytes());
    }
    out.push(b'"');
    for (at, part) in cell.split('"').enumerate() {
        out.extend_from_slice(if at == 0 { b"" } else { b"\"\"" });
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

/// Writes a header and the rows that `rows` sends.
///
/// # Errors
/// Where the writer fails.
pub fn write_rows(fields: &[Field], rows: impl FnOnce(&mut Sink<'_>) -> Result<()>, out: impl Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let failed = |error: csv::Error| Error::io("cannot write", std::io::Error::other(error));
    writer.write_record(fields.iter().map(|field| field.name)).map_err(failed)?;
    rows(&mut |row: &[String]| writer.write_record(row).map_err(failed))?;
    writer.flush().map_err(|error| Error::io("cannot write", error))
}

/// Writes every CSV file, the schema and the manifest into `folder`. Files appear under their names only after all were written, so
/// that a failure (a full disk, say) leaves earlier results as they were.
///
/// # Errors
/// A folder that cannot be made, or a file that cannot be written.
pub fn write_all(results: &[Assessed<'_>], folder: &Path) -> Result<()> {
    let table =
        |table: &'static Table| (format!("{}.csv", table.name), Box::new(|out: &mut dyn Write| table.write(results, out)) as Content<'_>);
    let mut files: Vec<(String, Content<'_>)> = ALL.iter().copied().map(table).collect();
    files.push((datapackage::FILE.into(), Box::new(|out| datapackage::write(results, out))));
    files.push((cuts::FILE.into(), Box::new(|out| cuts::write(results, out))));
    files.push((manifest::FILE.into(), Box::new(|out| Manifest::of(results).write(out))));
    write_together(&files, folder)
}

/// Writes the text of a file.
pub type Content<'w> = Box<dyn Fn(&mut dyn Write) -> Result<()> + Send + Sync + 'w>;

/// Writes files, given by name, into `folder`: all or none.
///
/// # Errors
/// A folder that cannot be made, or a file that cannot be written.
pub fn write_together(contents: &[(String, Content<'_>)], folder: &Path) -> Result<()> {
    make_folder(folder)?;
    let files: Vec<Pending> = contents.iter().map(|(name, _)| pending(folder, name)).collect();
    // Side by side, each as far as it gets; of several failures the first in the order of the files is told.
    let written: Vec<Result<()>> =
        files.par_iter().zip(contents).with_max_len(1).map(|(file, (_, content))| write_file(file, content)).collect();
    let result = written.into_iter().collect::<Result<()>>().and_then(|()| replace(&files));
    if result.is_err() {
        // What was not renamed is a partial file; a missing one is no trouble.
        files.iter().for_each(|file| drop(std::fs::remove_file(&file.partial)));
    }
    result
}

/// Makes the folder that results go to.
///
/// # Errors
/// Where it cannot be made.
pub fn make_folder(folder: &Path) -> Result<()> {
    let made = std::fs::create_dir_all(folder);
    made.map_err(|error| Error::io("cannot make the output folder", error).in_file(folder).remedy("choose another with --out"))
}

/// A file under its temporary name, and the name it will have.
struct Pending {
    partial: PathBuf,
    name: PathBuf,
}

fn pending(folder: &Path, name: &str) -> Pending {
    Pending { partial: folder.join(format!(".{name}.{}.partial", std::process::id())), name: folder.join(name) }
}

/// Gives all files their names; what stands in the way is found before the first is touched.
fn replace(files: &[Pending]) -> Result<()> {
    let remedy = "move it away, or choose another folder with --out";
    if let Some(blocked) = files.iter().find(|file| file.name.is_dir()) {
        return Err(Error::data("cannot replace the file: a folder has its name").in_file(&blocked.name).remedy(remedy));
    }
    for file in files {
        std::fs::rename(&file.partial, &file.name)
            .map_err(|error| Error::io("cannot replace the file", error).in_file(&file.name).remedy(remedy))?;
    }
    Ok(())
}

/// Writes one file; an error names the file the user will look for, not the temporary one.
fn write_file(file: &Pending, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let remedy = "check the folder's permissions and the space left";
    let failed = |error| Error::io("cannot write the results", error).in_file(&file.name).remedy(remedy);
    let created = std::fs::File::create(&file.partial).map_err(failed)?;
    let mut out = std::io::BufWriter::new(created);
    write(&mut out).map_err(|error| error.in_file(&file.name).remedy(remedy))?;
    out.flush().map_err(failed)?;
    out.get_ref().sync_all().map_err(failed)
}

/// A number with six decimals, `NA` where there is none.
pub fn number(value: Option<f64>) -> String {
    match value {
        // Minus nought would depend on the order of a sum.
        Some(value) => format!("{:.6}", if value.abs() < 5e-7 { 0.0 } else { value }),
        None => "NA".into(),
    }
}

/// Text, `NA` where it is empty.
pub fn text(value: &str) -> String {
    if value.is_empty() { "NA".into() } else { value.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cell_is_written_as_by_the_crate(cells in prop::collection::vec("[a\",\r\n é#'-]{0,5}", 2..5)) {
            let mut own = Vec::new();
            for (at, cell) in cells.iter().enumerate() {
                own.extend_from_slice(if at == 0 { b"" } else { b"," });
                push_cell(cell, &mut own);
            }
            own.push(b'\n');
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).expect("memory");
            prop_assert_eq!(own, writer.into_inner().expect("memory"));
        }
    }
}
