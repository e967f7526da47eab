//! `gleaner strategies`: what there is.

use super::output;
use crate::error::Result;
use crate::strategy::{ALL, Entry};
use clap::Args;
use serde_json::json;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Lists the strategies: what each does, what it needs, its parameters with defaults, where it loses, where it comes from.
#[derive(Debug, Args)]
pub struct Strategies {
    /// Show only this strategy
    name: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Strategies {
    /// Runs the command.
    ///
    /// # Errors
    /// An unknown name.
    pub fn run(self) -> Result<ExitCode> {
        let shown: Vec<&Entry> = match &self.name {
            Some(name) => vec![crate::strategy::parse(name)?.entry],
            None => ALL.to_vec(),
        };
        let text = if self.json {
            format!("{:#}\n", serde_json::Value::Array(shown.iter().map(|entry| value(entry)).collect()))
        } else {
            shown.iter().map(|entry| text(entry)).collect::<Vec<_>>().join("\n")
        };
        output::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn text(entry: &Entry) -> String {
    let mut out = format!("{} (version {}; {}; needs {})\n", entry.id, entry.version, entry.family.name(), entry.needs.name());
    let _ = writeln!(out, "  {}", entry.summary);
    let _ = writeln!(out, "  loses: {}", entry.loses);
    let _ = writeln!(out, "  source: {}", entry.source);
    for parameter in entry.parameters {
        let _ = writeln!(out, "  {}={}: {}", parameter.name, parameter.default, parameter.meaning);
    }
    out
}

fn value(entry: &Entry) -> serde_json::Value {
    let parameters = entry
        .parameters
        .iter()
        .map(|parameter| json!({"name": parameter.name, "default": parameter.default, "meaning": parameter.meaning}));
    json!({
        "id": entry.id, "version": entry.version, "summary": entry.summary, "loses": entry.loses,
        "family": entry.family.name(), "source": entry.source, "needs": entry.needs.name(),
        "parameters": parameters.collect::<Vec<_>>(),
        "idempotent": entry.properties.idempotent,
    })
}
