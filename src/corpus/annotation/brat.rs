//! `brat`: a folder of `.txt` with `.ann` standoff beside, offsets in code points.
//!
//! **Read**: text-bound lines (`T1<TAB>label 0 4<TAB>Home`, discontinuous ones too). Relations, events, attributes,
//! normalizations, equivalences and notes are skipped and counted. A text without `.ann` was not labelled and is skipped.
//! The source is `--source`, else the folder a text stands in. Where a `documents.csv` lies in the folder, it says which
//! files there are and what is known of them.
//! **Written**: texts as `.txt` (of pages the view), `.ann`, `annotation.conf` with the label names, and `documents.csv`.
//! **Traps**: line breaks in quotes are spaces; a text whose line ends were changed after labelling has shifted offsets,
//! which the quotes tell.
//!
//! Source: the format's page, <https://brat.nlplab.org/standoff.html>.

use super::draft::{Draft, Mark, Refusal};
use super::export::{Item, Write, label_names};
use super::facts::Facts;
use super::folder::Folder;
use super::intake::Intake;
use super::label_map::Outgoing;
use super::offsets::{Offsets, Unit};
use super::{Format as Annotation, input};
use crate::corpus::{Files, Row, native};
use crate::document::{Document, Format};
use crate::error::{Error, Result};
use std::fmt::Write as _;
use std::path::Path;

/// The format's row.
pub static FORMAT: Annotation = Annotation {
    id: "brat",
    summary: "brat: a folder of .txt with .ann standoff",
    read: Some(read),
    write: Some(Write::Folder { add, close }),
};

fn read(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    if path.join(native::MANIFEST).is_file() {
        return read_manifest(path, intake);
    }
    let root = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    let texts = if path.is_dir() { input::files(path, &["txt"])? } else { vec![path.with_extension("txt")] };
    for file in texts {
        let standoff = file.with_extension("ann");
        if !standoff.is_file() {
            intake.skip("texts without .ann");
            continue;
        }
        let facts = Facts { id: id(root, &file), source: source(root, &file, intake), ..Facts::default() };
        match input::text(&file).and_then(|text| Ok((text, input::text(&standoff)?))) {
            Ok((text, annotations)) => take(&standoff, facts, text, None, &annotations, intake)?,
            Err(error) => intake.reject_unreadable(error),
        }
    }
    Ok(())
}

/// Path below the root without ending.
fn id(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).unwrap_or(file).with_extension("");
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The folder a text stands in, unless the user named a source.
fn source(root: &Path, file: &Path, intake: &Intake<'_>) -> String {
    let folder = file.parent().filter(|folder| *folder != root && intake.defaults().source.is_empty());
    folder.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads a folder whose `documents.csv` says what it holds.
pub fn read_manifest(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    let files = Files::Folder(path.to_path_buf());
    for (line, row) in native::manifest(&files)? {
        let read = native::document(&files, &row, line).and_then(|document| Ok((document, native::annotations(&files, &row, line)?)));
        match read {
            Ok((document, annotations)) => take_row(&files, &row, &document, &annotations, intake)?,
            Err(error) => intake.reject_unreadable(error),
        }
    }
    Ok(())
}

fn take_row(files: &Files, row: &Row, document: &Document, annotations: &str, intake: &mut Intake<'_>) -> Result<()> {
    let page = document.page().map(|page| page.source.clone());
    take(&files.path(&row.annotations()), Facts::of_row(row), document.text().into(), page, annotations, intake)
}

fn take(standoff: &Path, facts: Facts, text: String, page: Option<String>, annotations: &str, intake: &mut Intake<'_>) -> Result<()> {
    let mut marks = Vec::new();
    for (index, line) in annotations.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match line.chars().next() {
            None => {}
            Some('T') => match mark(line, index + 1) {
                Some(mark) => marks.push(mark),
                None => intake.reject_mark(standoff, index + 1, Refusal::new("line", "not T1<TAB>label start end<TAB>quote")),
            },
            Some('#') => intake.skip("notes"),
            Some('R') => intake.skip("relations"),
            Some('E') => intake.skip("events"),
            Some('A' | 'M') => intake.skip("attributes"),
            Some('N') => intake.skip("normalizations"),
            Some('*') => intake.skip("equivalences"),
            Some(_) => intake.reject_mark(standoff, index + 1, Refusal::new("line", "not a standoff line")),
        }
    }
    intake.take(Draft { file: standoff.into(), line: 0, facts, text, page, unit: Unit::CodePoints, marks })
}

fn mark(line: &str, number: usize) -> Option<Mark> {
    let mut fields = line.splitn(3, '\t').skip(1);
    let (label, offsets) = fields.next()?.split_once(' ')?;
    let quote = fields.next()?.to_string();
    let range = |fragment: &str| {
        let (start, end) = fragment.trim().split_once(' ')?;
        Some((start.parse().ok()?, end.trim().parse().ok()?))
    };
    let ranges = offsets.split(';').map(range).collect::<Option<Vec<(usize, usize)>>>()?;
    Some(Mark { label: label.into(), ranges, quote: Some(quote), line: number })
}

fn add(item: &Item<'_>, folder: &mut Folder) -> Result<()> {
    let points = Offsets::new(item.text, Unit::CodePoints);
    let mut annotations = String::new();
    for (index, (start, end, label, quote)) in item.counted(|byte| points.from_byte(byte)).enumerate() {
        if label.contains(char::is_whitespace) {
            let error = Error::usage(format!("brat has no label with white space: `{label}`"));
            return Err(error.remedy("give it another name under `theirs`"));
        }
        // Writing to a string cannot fail.
        let _ = writeln!(annotations, "T{}\t{label} {start} {end}\t{}", index + 1, quote.replace(['\n', '\r'], " "));
    }
    let format = item.facts.format.filter(|&format| format != Format::Html).or(Some(Format::Plain));
    folder.add(&Facts { format, ..item.facts.clone() }, "txt", item.text.as_bytes(), &annotations)
}

fn close(names: &Outgoing, folder: &Folder) -> Result<()> {
    folder.extra("annotation.conf", &format!("[entities]\n{}\n\n[relations]\n\n[events]\n\n[attributes]\n", label_names(names).join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_with_all_their_fragments() {
        let found = mark("T7\tnav 0 4;10 14\tHome News", 3).expect("a mark");
        assert_eq!((found.label.as_str(), found.ranges, found.line), ("nav", vec![(0, 4), (10, 14)], 3));
        for bad in ["T1", "T1\tnav", "T1\tnav 0 4", "T1\tnav 0\tHome", "T1\tnav -1 4\tHome", "T1\tnav 0 99999999999999999999999\tHome"] {
            assert!(mark(bad, 1).is_none(), "{bad}");
        }
    }
}
