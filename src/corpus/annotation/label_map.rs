//! Label maps: a CSV file `theirs,ours` that says what a tool's labels are in gleaner's terms.
//!
//! Without a map a label passes under its own name if that is one of gleaner's, letter by letter. `-` under `ours` leaves the
//! label out on purpose.

use super::anchor::shorten;
use super::draft::Refusal;
use super::input;
use crate::error::{Error, Result};
use crate::label::Label;
use std::collections::BTreeMap;
use std::path::Path;

/// Theirs to ours.
#[derive(Debug, Default, Clone)]
pub struct Incoming(BTreeMap<String, Option<Label>>);

/// Ours to theirs.
#[derive(Debug, Default, Clone)]
pub struct Outgoing(BTreeMap<Label, String>);

impl Incoming {
    /// Reads a map.
    ///
    /// # Errors
    /// A line that is not two columns, an unknown label under `ours`, or a name under `theirs` with two meanings.
    pub fn read(path: &Path) -> Result<Self> {
        let mut map = BTreeMap::new();
        for (line, theirs, ours) in rows(path)? {
            if map.insert(theirs.clone(), ours).is_some_and(|before| before != ours) {
                let error = Error::data(format!("label `{}` stands for two of ours", shorten(&theirs)));
                return Err(error.at(path, line).remedy("a name under `theirs` may have one line"));
            }
        }
        Ok(Self(map))
    }

    /// Our label for theirs; `None` where the map leaves it out.
    ///
    /// # Errors
    /// A label that is neither ours nor in the map.
    pub fn label(&self, theirs: &str) -> std::result::Result<Option<Label>, Refusal> {
        match self.0.get(theirs) {
            Some(ours) => Ok(*ours),
            None => theirs.parse().map(Some).map_err(|_| Refusal::new("label", format!("unknown label `{}`", shorten(theirs)))),
        }
    }
}

impl Outgoing {
    /// Reads a map.
    ///
    /// # Errors
    /// As [`Incoming::read`], and one of our labels with two names.
    pub fn read(path: &Path) -> Result<Self> {
        let mut map: BTreeMap<Label, String> = BTreeMap::new();
        for (line, theirs, ours) in rows(path)? {
            let Some(ours) = ours else { continue };
            if let Some(before) = map.insert(ours, theirs.clone())
                && before != theirs
            {
                let error = Error::data(format!("`{ours}` has two names, `{}` and `{}`", shorten(&before), shorten(&theirs)));
                return Err(error.at(path, line).remedy("for an export a label may have one name"));
            }
        }
        Ok(Self(map))
    }

    /// Whether no label has another name than ours.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their name of our label; its own if the map does not name it.
    pub fn name(&self, label: Label) -> &str {
        self.0.get(&label).map_or(label.name(), String::as_str)
    }
}

/// Lines of a map with their numbers.
fn rows(path: &Path) -> Result<Vec<(usize, String, Option<Label>)>> {
    let text = input::text(path)?;
    let text = text.trim_start_matches('\u{feff}');
    let form = || Error::data("not a line of a label map").remedy("write theirs,ours, e.g. Werbung,ad; `-` under ours leaves a label out");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| form().at(path, error.position().map_or(0, |place| place.line() as usize)))?;
        let line = record.position().map_or(0, |place| place.line() as usize);
        match record.iter().collect::<Vec<_>>().as_slice() {
            ["theirs", "ours"] if rows.is_empty() => {}
            [theirs, "-"] if !theirs.is_empty() => rows.push((line, theirs.to_string(), None)),
            [theirs, ours] if !theirs.is_empty() => {
                let label =
                    ours.parse().map_err(|why: String| Error::data(why).at(path, line).remedy("the second column has our labels"))?;
                rows.push((line, theirs.to_string(), Some(label)));
            }
            _ => return Err(form().at(path, line)),
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(content: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), content).expect("written");
        file
    }

    #[test]
    fn a_map_goes_both_ways() {
        let map = file("\u{feff}theirs,ours\r\nWerbung,ad\r\n\"Mehr, dazu\",related\r\nORG,-\r\n");
        let incoming = Incoming::read(map.path()).expect("good");
        assert_eq!(incoming.label("Werbung"), Ok(Some(Label::Ad)));
        assert_eq!(incoming.label("ORG"), Ok(None));
        assert_eq!(incoming.label("nav"), Ok(Some(Label::Nav)));
        assert_eq!(incoming.label("Nav").expect_err("letter by letter").message, "unknown label `Nav`");
        let outgoing = Outgoing::read(map.path()).expect("good");
        assert_eq!((outgoing.name(Label::Related), outgoing.name(Label::Nav)), ("Mehr, dazu", "nav"));
    }

    #[test]
    fn a_bad_map_is_named_by_line() {
        let message = |content: &str| {
            let file = file(content);
            let error = Incoming::read(file.path()).map(|_| ()).and(Outgoing::read(file.path()).map(|_| ())).expect_err("bad");
            (error.line(), error.to_string())
        };
        for (content, line, says) in [
            ("theirs,ours\na,b\n", 2, "unknown label `b`"),
            ("a\n", 1, "not a line of a label map"),
            ("a,ad\nb,nav,x\n", 2, "not a line of a label map"),
            ("a,ad\na,nav\n", 2, "label `a` stands for two of ours"),
            ("a,ad\nb,ad\n", 2, "`ad` has two names, `a` and `b`"),
        ] {
            let (at, message) = message(content);
            assert_eq!(at, Some(line), "{message}");
            assert!(message.contains(says), "{message}");
        }
    }
}
