//! Every rule that a corpus must satisfy, all violations at once, each with file, line and remedy.

use super::agreement::{Agreement, SECOND};
use super::{Example, Files, Row, beside, brat, native};
use crate::error::{Error, Result};
use crate::gold::{Gold, LabelledSpan};
use crate::label::Label;
use std::collections::{BTreeMap, BTreeSet};

/// A broken rule.
#[derive(Debug)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// What, where, and what to do.
    pub error: Error,
}

/// What a check found out.
#[derive(Debug, Default)]
pub struct Checked {
    /// Broken rules; none in a good corpus.
    pub findings: Vec<Finding>,
    /// Number of documents that could be read.
    pub documents: usize,
    /// In how many documents each label occurs.
    pub labels: BTreeMap<Label, usize>,
    /// Documents that were labelled twice.
    pub labelled_twice: usize,
    /// Agreement of the two labellings.
    pub agreement: Agreement,
}

/// Checks a corpus. Nothing is fatal but an unreadable manifest, which is then the only finding.
pub fn check(files: &Files) -> Checked {
    let mut checked = Checked::default();
    let rows = match native::manifest(files) {
        Ok(rows) => rows,
        Err(error) => {
            checked.findings.push(Finding { rule: "manifest", error });
            return checked;
        }
    };
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (line, row) in &rows {
        check_document(files, *line, row, &mut texts, &mut checked);
    }
    for name in files.list(SECOND) {
        if let Some(id) = name.strip_suffix(".ann")
            && !rows.iter().any(|(_, row)| row.id == id)
        {
            let error =
                Error::data(format!("a second labelling of `{id}`, which is no document")).in_file(files.path(&format!("{SECOND}/{name}")));
            checked.findings.push(Finding { rule: "second", error: error.remedy("name it <id>.ann") });
        }
    }
    // Faults of the documents are told above; the lists are read against those that can be loaded.
    let mut examples: Vec<Example> = rows.iter().filter_map(|(line, row)| native::example(files, row, *line).ok()).collect();
    examples.sort_by(|a, b| a.document.meta.id.cmp(&b.document.meta.id));
    checked.findings.extend(beside::read(files, &mut examples).into_iter().map(|error| Finding { rule: "lists", error }));
    checked
}

fn check_document(files: &Files, line: usize, row: &Row, texts: &mut BTreeMap<String, String>, checked: &mut Checked) {
    let manifest = files.path(native::MANIFEST);
    let mut find = |rule, error: Error| checked.findings.push(Finding { rule, error });
    for (value, what) in [(&row.licence, "licence"), (&row.source, "source"), (&row.lang, "lang")] {
        if value.is_empty() {
            let error = Error::data(format!("`{}` has no {what}", row.id)).at(&manifest, line);
            find(what, error.remedy(format!("fill the column {what}; no page is used without it")));
        }
    }
    let text = match native::document(files, row, line) {
        Ok(document) => document.text().to_string(),
        Err(error) => return find("text", error),
    };
    if text.trim().is_empty() {
        find("text", Error::data("the text is empty").in_file(files.path(&row.file)).remedy("drop the document"));
    }
    if let Some(other) = texts.insert(text.clone(), row.id.clone()) {
        find("duplicate-text", Error::data(format!("`{}` has the text of `{other}`", row.id)).at(&manifest, line).remedy("drop one"));
    }
    let annotations = native::annotations(files, row, line);
    let Some(gold) = check_gold(files, &row.annotations(), annotations, &text, checked) else { return };
    checked.documents += 1;
    let labels: BTreeSet<Label> = gold.spans().iter().map(|labelled| labelled.label).collect();
    for label in labels {
        *checked.labels.entry(label).or_default() += 1;
    }
    let second = format!("{SECOND}/{}.ann", row.id);
    if files.has(&second)
        && let Some(other) = check_gold(files, &second, files.text(&second), &text, checked)
    {
        checked.labelled_twice += 1;
        checked.agreement.add(&text, &gold, &other);
    }
}

/// Reads a standoff file, reporting everything that is wrong with it.
fn check_gold(files: &Files, name: &str, annotations: Result<String>, text: &str, checked: &mut Checked) -> Option<Gold> {
    let path = files.path(name);
    let annotations = match annotations {
        Ok(annotations) => annotations,
        Err(error) => {
            checked.findings.push(Finding { rule: "gold", error });
            return None;
        }
    };
    let (spans, problems) = brat::read_all(text, &annotations, &path);
    let bad = !problems.is_empty();
    checked.findings.extend(problems.into_iter().map(|error| Finding { rule: "span", error }));
    for (line, labelled) in &spans {
        if let Some(error) = untidy(text, *labelled) {
            checked.findings.push(Finding { rule: "tidy", error: error.at(&path, *line) });
        }
    }
    match Gold::new(spans.iter().map(|(_, labelled)| *labelled).collect()) {
        Ok(gold) => (!bad).then_some(gold),
        Err(pair) => {
            checked.findings.push(Finding { rule: "overlap", error: brat::overlap(text, &spans, &pair, &path) });
            None
        }
    }
}

/// A span covers visible words, never a line break or white space at its ends.
fn untidy(text: &str, labelled: LabelledSpan) -> Option<Error> {
    let slice = labelled.span.slice(text);
    let remedy = "a span covers the visible words, never the line break";
    if slice.contains(['\n', '\r']) {
        return Some(Error::data("the span crosses a line break").remedy(remedy));
    }
    (slice.trim() != slice).then(|| Error::data("the span begins or ends with white space").remedy(remedy))
}

/// The files of the shipped corpus, to check them too.
pub fn shipped_files() -> Files {
    super::shipped::files()
}
