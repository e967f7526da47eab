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
use arrow_array::{Array, ArrayRef, RecordBatch};
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

/// A number, a time, a key of a dictionary, in bytes.
const NUMBER_BYTES: usize = 8;

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
    let bytes = match column.data_type() {
        _ if column.is_null(row) => return None,
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

/// Bytes of a row in memory, about: a function of the row, not of the batch that it is in.
fn row_bytes(rows: &RecordBatch, row: usize) -> usize {
    rows.columns().iter().map(|column| value_bytes(column, row)).sum()
}

fn value_bytes(column: &dyn Array, row: usize) -> usize {
    use DataType as T;
    let list = |values: ArrayRef| (0..values.len()).map(|at| value_bytes(&values, at)).sum();
    match column.data_type() {
        T::Utf8 => column.as_string::<i32>().value_length(row) as usize,
        T::LargeUtf8 => column.as_string::<i64>().value_length(row) as usize,
        T::Binary => column.as_binary::<i32>().value_length(row) as usize,
        T::LargeBinary => column.as_binary::<i64>().value_length(row) as usize,
        // The lower half of a view is the length.
        T::Utf8View => column.as_string_view().views()[row] as u32 as usize,
        T::BinaryView => column.as_binary_view().views()[row] as u32 as usize,
        T::List(_) => list(column.as_list::<i32>().value(row)),
        T::LargeList(_) => list(column.as_list::<i64>().value(row)),
        T::FixedSizeList(..) => list(column.as_fixed_size_list().value(row)),
        T::Map(..) => list(std::sync::Arc::new(column.as_map().value(row))),
        T::FixedSizeBinary(length) => usize::try_from(*length).unwrap_or(0),
        T::Struct(_) => column.as_struct().columns().iter().map(|column| value_bytes(column, row)).sum(),
        _ => NUMBER_BYTES,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::builder::{Int64Builder, ListBuilder};
    use arrow_array::{BinaryViewArray, Int64Array, LargeStringArray, StringArray, StringViewArray};
    use std::sync::Arc;

    #[test]
    fn a_row_takes_what_is_in_it_whatever_batch_it_is_in() {
        let mut lists = ListBuilder::new(Int64Builder::new());
        lists.append_value([Some(1)]);
        lists.append_value([Some(1), Some(2), None]);
        let columns: [(&str, ArrayRef); 6] = [
            ("number", Arc::new(Int64Array::from(vec![1, 2]))),
            ("text", Arc::new(StringArray::from(vec![Some("abc"), None]))),
            ("large", Arc::new(LargeStringArray::from(vec!["", "äh"]))),
            ("view", Arc::new(StringViewArray::from_iter_values(["short", "a text that is longer than a view"]))),
            ("bytes", Arc::new(BinaryViewArray::from_iter_values([b"\xff"; 2]))),
            ("list", Arc::new(lists.finish())),
        ];
        let rows = RecordBatch::try_from_iter(columns).expect("a batch");
        assert_eq!([row_bytes(&rows, 0), row_bytes(&rows, 1)], [8 + 3 + 5 + 1 + 8, 8 + 3 + 33 + 1 + 24]);
        assert_eq!(row_bytes(&rows.slice(1, 1), 0), row_bytes(&rows, 1));
    }
}
