//! Arguments that name columns.

use crate::shard::Columns;
use clap::Args;

/// Columns of shards.
#[derive(Debug, Args)]
pub struct ColumnArguments {
    /// Column of the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_column: String,
    /// Column of the id
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_column: String,
    /// Column of the language
    #[arg(long, value_name = "NAME", default_value = "lang")]
    lang_column: String,
    /// Column of the outlet
    #[arg(long, value_name = "NAME", default_value = "source")]
    source_column: String,
    /// Column that says how the text is written
    #[arg(long, value_name = "NAME", default_value = "format")]
    format_column: String,
}

impl ColumnArguments {
    /// As the library wants them.
    pub fn columns(&self) -> Columns {
        Columns {
            text: self.text_column.clone(),
            id: self.id_column.clone(),
            lang: self.lang_column.clone(),
            source: self.source_column.clone(),
            format: self.format_column.clone(),
        }
    }
}

/// Lets arguments that name columns stand beside `--out` only.
pub fn beside_out(argument: clap::Arg) -> clap::Arg {
    if argument.get_id().as_str().ends_with("_column") { argument.requires("out") } else { argument }
}
