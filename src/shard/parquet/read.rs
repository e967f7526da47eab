//! Parquet in.

use super::{ArrowRow, Batch, Layout, cells, text_at};
use crate::document::Format;
use crate::error::{Error, Result};
use crate::shard::Options;
use crate::shard::errors::{BadRecord, Complaint, Place};
use crate::shard::format::Schema;
use crate::shard::record::{Original, Piece, Record, Source, Unparsed};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, Type};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// Rows of a batch at most; of long texts fewer.
const MAX_ROWS: usize = 1024;
/// Where the file does not tell how long its texts are.
const MAX_ROWS_UNKNOWN: usize = 64;
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
    let known = metadata.row_groups().iter().all(|group| group.columns().iter().all(tells_length));
    let lengths = metadata.row_groups().iter().map(|group| group_bytes(group) / group.num_rows().max(1) as usize);
    let most = if known { MAX_ROWS } else { MAX_ROWS_UNKNOWN };
    (bytes / lengths.max().unwrap_or(1).max(1)).clamp(1, most)
}

/// Bytes of a row group in memory, as far as its metadata say: encoded, or, where the writer tells them, those of its texts. A dictionary
/// holds a text once, however many rows have it.
fn group_bytes(group: &RowGroupMetaData) -> usize {
    let texts = group.columns().iter().filter_map(ColumnChunkMetaData::unencoded_byte_array_data_bytes);
    let texts = texts.fold(0, i64::saturating_add);
    group.total_byte_size().max(texts).max(0) as usize
}

/// Whether the metadata bound what a column takes in memory: by the length of its texts, or because it has no dictionary of texts.
fn tells_length(column: &ColumnChunkMetaData) -> bool {
    let has_texts = matches!(column.column_type(), Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY);
    !has_texts || column.dictionary_page_offset().is_none() || column.unencoded_byte_array_data_bytes().is_some()
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
        let id = layout.id.and_then(|id| cells::json(self.batch.rows.column(id), self.row).ok()).unwrap_or_else(|| "null".into());
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
    fn columns(&self, _: &Options) -> std::result::Result<Vec<(String, String)>, Complaint> {
        let Batch { rows, layout } = &*self.batch;
        let named = rows.schema_ref().fields().iter().zip(rows.columns()).enumerate().filter(|(at, _)| *at != layout.text);
        named.map(|(_, (field, column))| Ok((field.name().clone(), cells::json(column, self.row)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::file::properties::{EnabledStatistics, WriterProperties};

    /// Rows at a time of 300 texts of 96,000 bytes, all the same, so that the dictionary has one.
    fn rows_of(statistics: EnabledStatistics) -> usize {
        let texts: ArrayRef = Arc::new(StringArray::from_iter_values((0..300).map(|_| "On it went. ".repeat(8000))));
        let batch = RecordBatch::try_from_iter([("text", texts)]).expect("a batch");
        let properties = WriterProperties::builder().set_statistics_enabled(statistics).build();
        let file = tempfile::NamedTempFile::new().expect("a file");
        let mut writer = ArrowWriter::try_new(file.reopen().expect("a handle"), batch.schema(), Some(properties)).expect("a writer");
        writer.write(&batch).expect("written");
        writer.close().expect("written");
        assert!(file.as_file().metadata().expect("a file").len() < 1 << 20);
        let builder = ParquetRecordBatchReaderBuilder::try_new(file.reopen().expect("a handle")).expect("Parquet");
        rows(builder.metadata(), 4 << 20)
    }

    #[test]
    fn a_dictionary_of_few_long_texts_is_read_in_small_batches() {
        assert_eq!(rows_of(EnabledStatistics::Page), (4 << 20) / 96_000);
        assert_eq!(rows_of(EnabledStatistics::None), MAX_ROWS_UNKNOWN);
    }
}
