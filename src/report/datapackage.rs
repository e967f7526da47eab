//! `datapackage.json`: the schema of the CSV files, after Frictionless' Tabular Data Package.

use super::table::{Field, Kind};
use super::{ALL, Assessed};
use crate::error::{Error, Result};
use serde_json::json;
use std::io::Write;

/// The schema's file name.
pub const FILE: &str = "datapackage.json";

/// Writes the schema of a results folder.
///
/// # Errors
/// Where the writer fails.
pub fn write(results: &[Assessed<'_>], out: &mut dyn Write) -> Result<()> {
    let tables = ALL.iter().map(|table| (table.name, table.description, (table.fields)(results)));
    write_package("gleaner-results", tables, out)
}

/// Writes the schema of some tables, given as name, description and columns.
///
/// # Errors
/// Where the writer fails.
pub fn write_package(
    name: &str,
    tables: impl Iterator<Item = (&'static str, &'static str, Vec<Field>)>,
    out: &mut dyn Write,
) -> Result<()> {
    let kind = |kind| match kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
    };
    let resource = |(name, description, fields): (&str, &str, Vec<Field>)| {
        let field = |field: &Field| json!({"name": field.name, "type": kind(field.kind), "description": field.description});
        json!({
            "name": name,
            "path": format!("{name}.csv"),
            "description": description,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields.iter().map(field).collect::<Vec<_>>(), "missingValues": ["NA"]},
        })
    };
    let package = json!({
        "profile": "tabular-data-package",
        "name": name,
        "gleaner_version": env!("CARGO_PKG_VERSION"),
        "resources": tables.map(resource).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&package).map_err(|error| Error::io("cannot write", error.into()))?;
    writeln!(out, "{text}").map_err(|error| Error::io("cannot write", error))
}
