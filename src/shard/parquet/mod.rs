//! Parquet: row groups as a stream of small batches. Texts may be strings or binaries of every width; all other columns are passed
//! through with their types. The output's packing is that of the input's texts, its row groups end at [`ROW_GROUP_BYTES`].

mod cells;
mod read;
mod write;

use super::delimited::missing;
use super::format::{Opening, ShardFormat};
use super::{Complaint, Options};
use crate::error::Result;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, SchemaRef};
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;

/// Its row in the table.
pub static ENTRY: ShardFormat = ShardFormat {
    name: "parquet",
    endings: &["parquet", "pq"],
    summary: "Apache Parquet",
    open: Opening::Path(read::open),
    make: write::make,
};

/// A row group is closed when so many bytes of it wait in memory.
const ROW_GROUP_BYTES: usize = 32 << 20;

/// Columns of a file, and where those stand that matter.
struct Layout {
    schema: SchemaRef,
    text: usize,
    id: Option<usize>,
    lang: Option<usize>,
    source: Option<usize>,
    format: Option<usize>,
    compression: Compression,
    metadata: Option<Vec<KeyValue>>,
}

impl Layout {
    fn of(schema: SchemaRef, options: &Options, compression: impl FnOnce(usize) -> Compression) -> Result<Self> {
        let columns = &options.columns;
        let find = |name: &str| schema.fields().iter().position(|field| field.name() == name);
        let names = || schema.fields().iter().map(|field| field.name().clone());
        let text = find(&columns.text).ok_or_else(|| missing(&columns.text, names()))?;
        if !is_text(schema.field(text).data_type()) {
            let error = crate::error::Error::usage(format!("column `{}` holds {}, not text", columns.text, schema.field(text).data_type()));
            return Err(error.remedy("name the column of texts with --text-column"));
        }
        let [id, lang, source, format] = [&columns.id, &columns.lang, &columns.source, &columns.format].map(|name| find(name));
        Ok(Self { text, id, lang, source, format, compression: compression(text), metadata: None, schema })
    }
}

/// Types that texts may have.
fn is_text(kind: &DataType) -> bool {
    use DataType as T;
    matches!(kind, T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Binary | T::LargeBinary | T::BinaryView)
}

/// A value of a column of texts; `None` for a null and for other types.
fn text_at(column: &dyn Array, row: usize) -> Option<std::result::Result<&str, Complaint>> {
    if column.is_null(row) {
        return None;
    }
    let bytes = match column.data_type() {
        DataType::Utf8 => return Some(Ok(column.as_string::<i32>().value(row))),
        DataType::LargeUtf8 => return Some(Ok(column.as_string::<i64>().value(row))),
        DataType::Utf8View => return Some(Ok(column.as_string_view().value(row))),
        DataType::Binary => column.as_binary::<i32>().value(row),
        DataType::LargeBinary => column.as_binary::<i64>().value(row),
        DataType::BinaryView => column.as_binary_view().value(row),
        _ => return None,
    };
    let broken = |error: std::str::Utf8Error| {
        Complaint::new(format!("not UTF-8 at byte {} of the text", error.valid_up_to()), "decode the column before it is written")
    };
    Some(std::str::from_utf8(bytes).map_err(broken))
}

/// One row of a batch.
struct ArrowRow {
    batch: std::sync::Arc<Batch>,
    row: usize,
}

/// Rows as they were read.
struct Batch {
    rows: RecordBatch,
    layout: std::sync::Arc<Layout>,
}
