//! `gleaner check`: every rule that a corpus must satisfy.

use super::output;
use crate::corpus::check::{Checked, check};
use crate::corpus::{Files, check as rules};
use crate::error::Result;
use crate::gold::Task;
use crate::label::Label;
use clap::Args;
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks corpora: manifest, texts, spans, quotes, overlaps, licences, second labellings. Exit code 1 if a rule is broken.
#[derive(Debug, Args)]
pub struct Check {
    /// Corpus folders; none: the shipped corpus
    corpora: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Runs the command.
    ///
    /// # Errors
    /// Where stdout is gone.
    pub fn run(self) -> Result<ExitCode> {
        let sets: Vec<(String, Files)> = match self.corpora.as_slice() {
            [] => vec![("shipped".into(), rules::shipped_files())],
            paths => paths.iter().map(|path| (path.display().to_string(), Files::Folder(path.clone()))).collect(),
        };
        let mut broken = false;
        let mut values = Vec::new();
        for (name, files) in sets {
            let checked = check(&files);
            broken |= !checked.findings.is_empty();
            if self.json {
                values.push(value(&name, &checked));
            } else {
                output::print(&text(&name, &checked))?;
            }
        }
        if self.json {
            output::print(&format!("{:#}\n", serde_json::Value::Array(values)))?;
        }
        Ok(if broken { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}

fn text(name: &str, checked: &Checked) -> String {
    let mut out = String::new();
    for finding in &checked.findings {
        let _ = writeln!(out, "{} [{}]", finding.error, finding.rule);
    }
    let _ = writeln!(out, "{name}: {} documents, {} findings", checked.documents, checked.findings.len());
    if checked.labelled_twice > 0 {
        let kappa = |value: Option<f64>| value.map_or("NA".into(), |value| format!("{value:.4}"));
        let agreement = &checked.agreement;
        let _ = writeln!(out, "labelled twice: {} documents, {} characters", checked.labelled_twice, agreement.characters());
        let _ = writeln!(
            out,
            "Cohen's kappa: {} by label, {} by verdict",
            kappa(agreement.by_label()),
            kappa(agreement.by_verdict(Task::Boilerplate))
        );
    }
    out
}

fn value(name: &str, checked: &Checked) -> serde_json::Value {
    let findings = checked.findings.iter().map(|finding| {
        json!({"rule": finding.rule, "path": finding.error.path().map(|path| path.display().to_string()),
            "line": finding.error.line(), "message": finding.error.to_string()})
    });
    let labels: serde_json::Map<String, serde_json::Value> =
        checked.labels.iter().map(|(label, count)| (label.to_string(), json!(count))).collect();
    let kappas: serde_json::Map<String, serde_json::Value> =
        Label::ALL.iter().filter_map(|&label| Some((label.to_string(), json!(checked.agreement.of_label(label)?)))).collect();
    json!({
        "corpus": name,
        "documents": checked.documents,
        "findings": findings.collect::<Vec<_>>(),
        "label_documents": labels,
        "labelled_twice": checked.labelled_twice,
        "kappa_by_label": checked.agreement.by_label(),
        "kappa_by_verdict": checked.agreement.by_verdict(Task::Boilerplate),
        "kappa_of_label": kappas,
    })
}
