//! Parquet in.

use super::{ArrowRow, Batch, Layout, cells, text_at};
use crate::document::Format;
use crate::error::{Error, Result};
use crate::shard::Options;
use crate::shard::errors::{BadRecord, Complaint, Place};
use crate::shard::format::Schema;
use crate::shard::record::{Original, Piece, Record, Source, Unparsed};
use arrow_array::Array;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Rows of a batch at most; of long texts fewer.
const MAX_ROWS: usize = 1024;
/// The entry in which Arrow keeps its own schema; the writer makes it anew.
const ARROW_SCHEMA: &str = "ARROW:schema";

/// Opens a file.
///
/// # Errors
/// A file that is no Parquet file or was cut, or has no column of texts.
pub fn open(path: &Path, options: &Options) -> Result<Box<dyn Source>> {
    let failed = |error| Error::io("cannot open the file", error).in_file(path).remedy("check the name and its permissions");
    let broken = |error: parquet::errors::ParquetError| {
        Error::data(format!("not a whole Parquet file: {error}")).in_file(path).remedy("get the file again")
    };
    let file = File::open(path).map_err(failed)?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(broken)?;
    let metadata = Arc::clone(builder.metadata());
    let mut layout =
        Layout::of(Arc::clone(builder.schema()), options, |text| packing(&metadata, text)).map_err(|error| error.in_file(path))?;
    let entries = metadata.file_metadata().key_value_metadata().cloned();
    layout.metadata = entries.map(|entries| entries.into_iter().filter(|entry| entry.key != ARROW_SCHEMA).collect());
    let reader = builder.with_batch_size(rows(&metadata, options.batch_bytes)).build().map_err(broken)?;
    Ok(Box::new(Rows { reader, layout: Arc::new(layout), batch: None, row: 0, record: 0, over: false }))
}

/// How the texts are packed; what cannot be written here becomes Zstandard.
fn packing(metadata: &ParquetMetaData, text: usize) -> Compression {
    // Leaves and columns are one where no nested column stands before the text; else it is some column's packing.
    let column = metadata.row_groups().first().and_then(|group| group.columns().get(text));
    match column.map(|column| column.compression()) {
        Some(Compression::UNCOMPRESSED) => Compression::UNCOMPRESSED,
        Some(Compression::SNAPPY) => Compression::SNAPPY,
        Some(Compression::GZIP(_)) => Compression::GZIP(Default::default()),
        _ => Compression::ZSTD(Default::default()),
    }
}

/// Rows that make about so many bytes, by the row group with the longest rows.
fn rows(metadata: &ParquetMetaData, bytes: usize) -> usize {
    let lengths = metadata.row_groups().iter().map(|group| group.total_byte_size().max(0) as usize / group.num_rows().max(1) as usize);
    (bytes / lengths.max().unwrap_or(1).max(1)).clamp(1, MAX_ROWS)
}

/// Reads batch by batch, hands out row by row.
struct Rows {
    reader: ParquetRecordBatchReader,
    layout: Arc<Layout>,
    batch: Option<Arc<Batch>>,
    row: usize,
    record: u64,
    over: bool,
}

impl Source for Rows {
    fn next(&mut self) -> Result<Option<std::result::Result<Piece, BadRecord>>> {
        while !self.over {
            if let Some(batch) = self.batch.as_ref().filter(|batch| self.row < batch.rows.num_rows()) {
                let one = ArrowRow { batch: Arc::clone(batch), row: self.row };
                // The share of the batch's memory, whatever is in this row.
                let bytes = batch.rows.get_array_memory_size() / batch.rows.num_rows().max(1);
                self.row += 1;
                self.record += 1;
                let place = Place { record: self.record, offset: None };
                return Ok(Some(Ok(Piece { place, bytes, unparsed: Box::new(one) })));
            }
            match self.reader.next() {
                None => self.over = true,
                Some(Ok(rows)) => {
                    self.batch = Some(Arc::new(Batch { rows, layout: Arc::clone(&self.layout) }));
                    self.row = 0;
                }
                Some(Err(error)) => {
                    self.over = true;
                    let place = Place { record: self.record + 1, offset: None };
                    let complaint =
                        Complaint::new(format!("the file is broken: {error}"), "what came before was cleaned; get the file again");
                    return Ok(Some(Err(BadRecord { place, complaint, last: true })));
                }
            }
        }
        Ok(None)
    }

    fn schema(&self) -> Option<Schema> {
        Some(self.layout.clone())
    }

    fn has_columns(&self, other: &Schema) -> bool {
        other.downcast_ref::<Layout>().is_some_and(|other| other.schema.fields() == self.layout.schema.fields())
    }
}

impl ArrowRow {
    fn text(&self, column: usize) -> std::result::Result<Option<String>, Complaint> {
        text_at(self.batch.rows.column(column), self.row).transpose().map(|text| text.map(String::from))
    }

    /// A value that may be missing or empty.
    fn known(&self, column: Option<usize>) -> std::result::Result<Option<String>, Complaint> {
        let text = column.map_or(Ok(None), |column| self.text(column))?;
        Ok(text.filter(|text| !text.is_empty()))
    }
}

impl Unparsed for ArrowRow {
    fn parse(self: Box<Self>, options: &Options) -> std::result::Result<Option<Record>, Complaint> {
        let layout = Arc::clone(&self.batch.layout);
        let id = layout.id.and_then(|id| cells::json(self.batch.rows.column(id), self.row)).unwrap_or_else(|| "null".into());
        let put = |complaint: Complaint| complaint.of(&id);
        let text = self.text(layout.text).map_err(put)?;
        let text = text.ok_or_else(|| put(Complaint::new("the text is null", "leave such rows out")))?;
        if text.len() > options.max_record_bytes {
            return Err(put(Complaint::too_long(options.max_record_bytes)));
        }
        let format = match self.known(layout.format).map_err(put)? {
            None => None,
            Some(name) => Some(
                name.parse::<Format>()
                    .map_err(|why| put(Complaint::new(why, "name the column that says how the text is written with --format-column")))?,
            ),
        };
        let (lang, source) = (self.known(layout.lang).map_err(put)?, self.known(layout.source).map_err(put)?);
        Ok(Some(Record { id, text, format, lang, source, original: self }))
    }
}

impl Original for ArrowRow {
    fn columns(&self, _: &Options) -> Vec<(String, String)> {
        let Batch { rows, layout } = &*self.batch;
        let named = rows.schema_ref().fields().iter().zip(rows.columns()).enumerate().filter(|(at, _)| *at != layout.text);
        let cell = |column: &dyn Array| cells::json(column, self.row).unwrap_or_else(|| "null".into());
        named.map(|(_, (field, column))| (field.name().clone(), cell(column))).collect()
    }
}
