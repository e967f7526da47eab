//! `datapackage.json`: the schema of the CSV files, after Frictionless' Tabular Data Package.

use super::table::Kind;
use super::{ALL, Assessed};
use crate::error::{Error, Result};
use serde_json::json;
use std::io::Write;

/// The schema's file name.
pub const FILE: &str = "datapackage.json";

/// Writes the schema.
///
/// # Errors
/// Where the writer fails.
pub fn write(results: &[Assessed<'_>], out: &mut dyn Write) -> Result<()> {
    let kind = |kind| match kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
    };
    let resource = |table: &&super::Table| {
        let field = |field: super::Field| json!({"name": field.name, "type": kind(field.kind), "description": field.description});
        let fields: Vec<_> = (table.fields)(results).into_iter().map(field).collect();
        json!({
            "name": table.name,
            "path": format!("{}.csv", table.name),
            "description": table.description,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields, "missingValues": ["NA"]},
        })
    };
    let package = json!({
        "profile": "tabular-data-package",
        "name": "gleaner-results",
        "gleaner_version": env!("CARGO_PKG_VERSION"),
        "resources": ALL.iter().map(resource).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&package).map_err(|error| Error::io("cannot write", error.into()))?;
    writeln!(out, "{text}").map_err(|error| Error::io("cannot write", error))
}
