//! `agreement.csv` and `disagreements.csv`, with their schema.

use super::{Agreed, Disagreement, Measured};
use crate::error::Result;
use crate::report::datapackage;
use crate::report::table::{Content, Field, Kind, Sink, number, text, write_rows, write_together};
use crate::stats::Estimate;
use std::path::Path;

impl Agreed<'_> {
    /// Writes `agreement.csv`, `disagreements.csv` and their schema.
    ///
    /// # Errors
    /// Files that cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let (measures, differences) = (measure_fields(), disagreement_fields());
        let schema = [
            (AGREEMENT, "one row for measure x label: agreement of two labellings with its 95 % interval", measure_fields()),
            (DISAGREEMENTS, "one row for each stretch that two labellings label differently, most characters first", disagreement_fields()),
        ];
        let send = |rows: Vec<Vec<String>>| move |sink: &mut Sink<'_>| rows.iter().try_for_each(|row| sink(row));
        let contents: Vec<(String, Content<'_>)> = vec![
            (format!("{AGREEMENT}.csv"), Box::new(|out| write_rows(&measures, send(self.measure_rows()), out))),
            (format!("{DISAGREEMENTS}.csv"), Box::new(|out| write_rows(&differences, send(self.disagreement_rows()), out))),
            (datapackage::FILE.into(), Box::new(|out| datapackage::write_package("gleaner-agreement", schema.clone().into_iter(), out))),
        ];
        write_together(&contents, folder)
    }

    fn measure_rows(&self) -> Vec<Vec<String>> {
        let [first, second] = &self.two.names;
        let [digest, other] = &self.two.digests;
        let row = |own: &Measured| {
            let Estimate { value, interval, n, .. } = own.estimate;
            let extent = own.label.and_then(|label| self.extents.iter().find(|(named, _)| *named == label)).map(|(_, extent)| *extent);
            let count = |number: Option<u64>| number.map_or("NA".to_string(), |number| number.to_string());
            let mut row = vec![first.clone(), second.clone(), digest.clone(), other.clone()];
            row.extend([own.label.map_or("NA".into(), |label| label.to_string()), own.metric.clone(), number(value)]);
            row.extend([number(interval.map(|ends| ends.0)), number(interval.map(|ends| ends.1)), n.to_string()]);
            row.extend((0..2).map(|side| count(extent.map(|own| own.chars[side]))));
            row.extend((0..2).map(|side| count(extent.map(|own| own.spans[side] as u64))));
            row
        };
        self.measures.iter().map(row).collect()
    }

    fn disagreement_rows(&self) -> Vec<Vec<String>> {
        let [first, second] = &self.two.names;
        let row = |own: &Disagreement| {
            let verdicts: Vec<&str> = own.verdicts.iter().map(|task| task.name()).collect();
            let mut row = vec![first.clone(), second.clone(), own.doc.clone(), text(&own.meta[0]), text(&own.meta[1])];
            row.extend([own.place.0.to_string(), own.place.1.to_string()]);
            row.extend(own.labels.map(|label| label.to_string()));
            row.extend([text(&verdicts.join(" ")), own.chars.to_string(), own.excerpt.clone()]);
            row
        };
        self.disagreements.iter().map(row).collect()
    }
}

const AGREEMENT: &str = "agreement";
const DISAGREEMENTS: &str = "disagreements";

fn measure_fields() -> Vec<Field> {
    vec![
        Field::new("first", Kind::Text, "name of the first labelling"),
        Field::new("second", Kind::Text, "name of the second labelling"),
        Field::new("first_digest", Kind::Text, "digest of the first corpus"),
        Field::new("second_digest", Kind::Text, "digest of the second corpus; of second labellings in a corpus, the corpus' own"),
        Field::new("label", Kind::Text, "the label against all others; NA: all labels"),
        Field::new("metric", Kind::Text, "kappa.*, alpha.* (characters), alpha_u, gamma, spans.*_f1 (spans)"),
        Field::new("value", Kind::Number, "the agreement; NA where it is undefined"),
        Field::new("low", Kind::Number, "lower end of the 95 % percentile bootstrap interval, resampled by source"),
        Field::new("high", Kind::Number, "upper end of the interval"),
        Field::new("n", Kind::Integer, "documents behind the value; of a label, those in which either has it"),
        Field::new("first_chars", Kind::Integer, "visible characters of the label in the first labelling"),
        Field::new("second_chars", Kind::Integer, "the same in the second"),
        Field::new("first_spans", Kind::Integer, "spans of the label in the first labelling"),
        Field::new("second_spans", Kind::Integer, "the same in the second"),
    ]
}

fn disagreement_fields() -> Vec<Field> {
    vec![
        Field::new("first", Kind::Text, "name of the first labelling"),
        Field::new("second", Kind::Text, "name of the second labelling"),
        Field::new("doc", Kind::Text, "id of the document"),
        Field::new("source", Kind::Text, "outlet"),
        Field::new("lang", Kind::Text, "ISO 639-1 code"),
        Field::new("start", Kind::Integer, "first code point"),
        Field::new("end", Kind::Integer, "one past the last code point"),
        Field::new("first_label", Kind::Text, "label of the first labelling"),
        Field::new("second_label", Kind::Text, "label of the second labelling"),
        Field::new("verdicts", Kind::Text, "tasks whose verdict changes, with blanks between; NA: none"),
        Field::new("chars", Kind::Integer, "visible characters"),
        Field::new("excerpt", Kind::Text, "its first 80 characters"),
    ]
}
