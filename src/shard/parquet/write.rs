//! Parquet out.

use super::{ArrowRow, Batch, Layout, ROW_GROUP_BYTES};
use crate::document::Format;
use crate::error::{Error, Result};
use crate::label::Label;
use crate::shard::errors::Complaint;
use crate::shard::format::{Making, Out};
use crate::shard::json::VIEW;
use crate::shard::record::{Encoder, Made, Parsed, Row, Sink};
use crate::shard::{Cleaned, Options, compression};
use crate::span::CodePoints;
use arrow_array::builder::{Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, RecordBatch, StringArray, StringViewArray,
    UInt64Array,
};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;

/// Rows that wait to be written together: so many, or so many bytes, of the rows as they were (each holds on to the batch that it was
/// read in) and of what is new.
const PENDING_ROWS: usize = 1024;
const PENDING_BYTES: usize = 4 << 20;

/// What a new or changed column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Text,
    Removed,
    View,
    /// The column that says how the text is written.
    Format,
}

/// Makes an output with the columns of the input.
///
/// # Errors
/// An input that is no Parquet file.
pub fn make(out: Out, making: &Making<'_>) -> Result<Made> {
    let layout = making.schema.clone().and_then(|schema| schema.downcast::<Layout>().ok()).ok_or_else(|| making.no_conversion())?;
    let changed = changed(&layout, making.options);
    let schema = schema(&layout, &changed);
    let created = format!("gleaner {}", env!("CARGO_PKG_VERSION"));
    let properties = WriterProperties::builder()
        .set_compression(layout.compression)
        .set_created_by(created)
        .set_key_value_metadata(layout.metadata.clone())
        .build();
    let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties)).map_err(failed)?;
    let encoder = CellsEncoder { layout: Arc::clone(&layout), options: making.options.clone() };
    let sink = RowsSink { writer, schema, layout, changed, pending: Vec::new(), bytes: 0 };
    Ok(Made { encoder: Box::new(encoder), sink: Box::new(sink) })
}

fn failed(error: parquet::errors::ParquetError) -> Error {
    compression::failed(std::io::Error::other(error))
}

/// A column of the output that differs from the input's.
struct Changed {
    what: What,
    /// Its place in the input; `None`: it is new.
    place: Option<usize>,
    field: Arc<Field>,
}

fn changed(layout: &Layout, options: &Options) -> Vec<Changed> {
    let text_type = layout.schema.field(layout.text).data_type().clone();
    let find = |name: &str| layout.schema.fields().iter().position(|field| field.name() == name);
    let new = |what, name: &str, kind: DataType| Changed { what, place: find(name), field: Arc::new(Field::new(name, kind, true)) };
    let mut changed = Vec::new();
    if options.emit.has_text() {
        match &options.text_to {
            Some(name) => changed.push(new(What::Text, name, text_type.clone())),
            None => {
                let field = Arc::clone(&layout.schema.fields()[layout.text]);
                changed.push(Changed { what: What::Text, place: Some(layout.text), field });
                let format = layout.format.filter(|place| super::is_text(layout.schema.field(*place).data_type()));
                let field = |place: usize| Arc::clone(&layout.schema.fields()[place]);
                changed.extend(format.map(|place| Changed { what: What::Format, place: Some(place), field: field(place) }));
            }
        }
    }
    if options.emit.has_removed() {
        let item = Field::new_list_field(DataType::Struct(removed_fields()), true);
        changed.push(new(What::Removed, &options.removed_to, DataType::List(Arc::new(item))));
    }
    if options.view {
        changed.push(new(What::View, VIEW, text_type));
    }
    changed
}

/// Columns of a removed span.
fn removed_fields() -> Fields {
    let number = |name| Field::new(name, DataType::Int64, true);
    let text = |name| Field::new(name, DataType::Utf8, true);
    Fields::from(vec![number("start"), number("end"), text("label"), text("rule")])
}

fn schema(layout: &Layout, changed: &[Changed]) -> SchemaRef {
    let mut fields: Vec<Arc<Field>> = layout.schema.fields().iter().map(Arc::clone).collect();
    for change in changed {
        match change.place.and_then(|place| fields.get_mut(place)) {
            Some(field) => *field = Arc::clone(&change.field),
            None => fields.push(Arc::clone(&change.field)),
        }
    }
    Arc::new(Schema::new_with_metadata(fields, layout.schema.metadata().clone()))
}

/// What is written of a row beside the input's own columns.
struct Cells {
    batch: Arc<Batch>,
    row: usize,
    /// Bytes of the row as it was.
    before: usize,
    text: String,
    removed: Vec<Removed>,
    view: Option<String>,
    format: Option<String>,
}

struct Removed {
    start: i64,
    end: i64,
    label: Option<&'static str>,
    rule: String,
}

struct CellsEncoder {
    layout: Arc<Layout>,
    options: Options,
}

impl Encoder for CellsEncoder {
    fn row(&self, record: Parsed, cleaned: Cleaned) -> std::result::Result<Row, Complaint> {
        let original: &dyn std::any::Any = &*record.original;
        let Some(ArrowRow { batch, row }) = original.downcast_ref::<ArrowRow>() else {
            return Err(Complaint::new("not a row of a Parquet file", "write JSON lines"));
        };
        let removed = if self.options.emit.has_removed() { removed(&cleaned) } else { Vec::new() };
        let old = self.layout.format.and_then(|place| super::text_at(batch.rows.column(place), *row)).and_then(std::result::Result::ok);
        // What is left of a page is no markup any more.
        let format = old.map(|old| if cleaned.document.page().is_some() { Format::Plain.name().to_string() } else { old.to_string() });
        let view = self.options.view.then(|| cleaned.document.text().to_string());
        let before = super::row_bytes(&batch.rows, *row);
        Ok(Row::Cells(Box::new(Cells { batch: Arc::clone(batch), row: *row, before, text: cleaned.text, removed, view, format })))
    }
}

fn removed(cleaned: &Cleaned) -> Vec<Removed> {
    let points = CodePoints::new(cleaned.document.text());
    let one = |removal: &crate::strategy::Removal| Removed {
        start: points.from_byte(removal.span.start) as i64,
        end: points.from_byte(removal.span.end) as i64,
        label: removal.label.map(Label::name),
        rule: removal.rule.to_string(),
    };
    cleaned.removed.iter().map(one).collect()
}

/// Collects rows and writes them together. Where batches end depends on the rows alone, never on how they came.
struct RowsSink {
    writer: ArrowWriter<Out>,
    schema: SchemaRef,
    layout: Arc<Layout>,
    changed: Vec<Changed>,
    pending: Vec<Cells>,
    bytes: usize,
}

impl Sink for RowsSink {
    fn write(&mut self, row: Row) -> Result<()> {
        let Row::Cells(cells) = row else { return Ok(()) };
        let Ok(cells) = cells.downcast::<Cells>() else { return Ok(()) };
        if self.pending.last().is_some_and(|last| !Arc::ptr_eq(&last.batch, &cells.batch)) {
            self.release_batch()?;
        }
        self.bytes += cells.before + cells.text.len() + cells.view.as_ref().map_or(0, String::len);
        self.pending.push(*cells);
        if self.pending.len() >= PENDING_ROWS || self.bytes >= PENDING_BYTES { self.write_pending() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.write_pending()?;
        self.writer.finish().map_err(failed)?;
        std::io::Write::flush(self.writer.inner_mut()).map_err(compression::failed)
    }
}

impl RowsSink {
    /// Copies the rows that wait of the last batch, if they are less than half of it: a few good rows among bad ones would hold on to
    /// all batches that they were read in.
    fn release_batch(&mut self) -> Result<()> {
        let Some(batch) = self.pending.last().map(|last| Arc::clone(&last.batch)) else { return Ok(()) };
        let first = self.pending.iter().rposition(|cells| !Arc::ptr_eq(&cells.batch, &batch)).map_or(0, |at| at + 1);
        let own = &mut self.pending[first..];
        if own.iter().map(|cells| cells.before).sum::<usize>() * 2 >= batch.rows.get_array_memory_size() {
            return Ok(());
        }
        let rows: UInt64Array = own.iter().map(|cells| cells.row as u64).collect();
        let rows = arrow_select::take::take_record_batch(&batch.rows, &rows).map_err(|error| failed(error.into()))?;
        let columns = rows.columns().iter().map(unshared).collect();
        let rows = RecordBatch::try_new(rows.schema(), columns).map_err(|error| failed(error.into()))?;
        let copy = Arc::new(Batch { rows, layout: Arc::clone(&batch.layout) });
        for (row, cells) in own.iter_mut().enumerate() {
            (cells.batch, cells.row) = (Arc::clone(&copy), row);
        }
        Ok(())
    }

    fn write_pending(&mut self) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let arrow = |error: arrow_schema::ArrowError| failed(error.into());
        let mut columns: Vec<ArrayRef> = Vec::new();
        for (place, field) in self.schema.fields().iter().enumerate() {
            let own = place < self.layout.schema.fields().len();
            let change = self.changed.iter().find(|change| match change.place {
                Some(changed) => changed == place,
                None => !own && change.field.name() == field.name(),
            });
            columns.push(match change {
                Some(change) => self.changed_column(change),
                None => self.kept_column(place).map_err(arrow)?,
            });
        }
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(arrow)?;
        self.writer.write(&batch).map_err(failed)?;
        if self.writer.in_progress_size() >= ROW_GROUP_BYTES {
            self.writer.flush().map_err(failed)?;
        }
        self.pending.clear();
        self.bytes = 0;
        Ok(())
    }

    /// A column as it was, without the rows that are not written.
    fn kept_column(&self, place: usize) -> std::result::Result<ArrayRef, arrow_schema::ArrowError> {
        let mut pieces: Vec<ArrayRef> = Vec::new();
        for run in self.pending.chunk_by(|a, b| Arc::ptr_eq(&a.batch, &b.batch) && b.row == a.row + 1) {
            pieces.push(run[0].batch.rows.column(place).slice(run[0].row, run.len()));
        }
        let pieces: Vec<&dyn Array> = pieces.iter().map(|piece| &**piece).collect();
        arrow_select::concat::concat(&pieces)
    }

    fn changed_column(&self, change: &Changed) -> ArrayRef {
        let rows = self.pending.iter();
        match change.what {
            What::Text => texts(change.field.data_type(), rows.map(|cells| Some(cells.text.as_str()))),
            What::View => texts(change.field.data_type(), rows.map(|cells| cells.view.as_deref())),
            What::Format => texts(change.field.data_type(), rows.map(|cells| cells.format.as_deref())),
            What::Removed => self.removed_column(),
        }
    }

    fn removed_column(&self) -> ArrayRef {
        let mut lists = ListBuilder::new(StructBuilder::from_fields(removed_fields(), 0));
        for cells in &self.pending {
            let spans = lists.values();
            for Removed { start, end, label, rule } in &cells.removed {
                let fields = spans.field_builder::<Int64Builder>(0).map(|builder| builder.append_value(*start));
                debug_assert!(fields.is_some(), "the builder follows the fields");
                let _ = spans.field_builder::<Int64Builder>(1).map(|builder| builder.append_value(*end));
                let _ = spans.field_builder::<StringBuilder>(2).map(|builder| builder.append_option(*label));
                let _ = spans.field_builder::<StringBuilder>(3).map(|builder| builder.append_value(rule));
                spans.append(true);
            }
            lists.append(true);
        }
        Arc::new(lists.finish())
    }
}

/// The column without bytes of other rows, which views share.
fn unshared(column: &ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Utf8View => Arc::new(column.as_string_view().gc()),
        DataType::BinaryView => Arc::new(column.as_binary_view().gc()),
        _ => Arc::clone(column),
    }
}

/// A column of texts of a type.
fn texts<'t>(kind: &DataType, texts: impl Iterator<Item = Option<&'t str>>) -> ArrayRef {
    let bytes = |text: Option<&'t str>| text.map(str::as_bytes);
    match kind {
        DataType::LargeUtf8 => Arc::new(texts.collect::<LargeStringArray>()),
        DataType::Utf8View => Arc::new(texts.collect::<StringViewArray>()),
        DataType::Binary => Arc::new(texts.map(bytes).collect::<BinaryArray>()),
        DataType::LargeBinary => Arc::new(texts.map(bytes).collect::<LargeBinaryArray>()),
        DataType::BinaryView => Arc::new(texts.map(bytes).collect::<BinaryViewArray>()),
        _ => Arc::new(texts.collect::<StringArray>()),
    }
}
