//! Values of Arrow columns as JSON, for outputs of other formats.

use super::text_at;
use crate::shard::emit;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};
use std::fmt::Display;

/// A value as JSON: texts, numbers, truth values, lists and structures of them; days and times as the numbers that the file holds.
/// `None` for a null, and for types that JSON has nothing for.
pub fn json(column: &dyn Array, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    if let Some(text) = text_at(column, row) {
        return text.ok().map(emit::quoted);
    }
    use DataType as T;
    Some(match column.data_type() {
        T::Boolean => column.as_boolean().value(row).to_string(),
        T::Int8 => number::<Int8Type>(column, row),
        T::Int16 => number::<Int16Type>(column, row),
        T::Int32 => number::<Int32Type>(column, row),
        T::Int64 => number::<Int64Type>(column, row),
        T::UInt8 => number::<UInt8Type>(column, row),
        T::UInt16 => number::<UInt16Type>(column, row),
        T::UInt32 => number::<UInt32Type>(column, row),
        T::UInt64 => number::<UInt64Type>(column, row),
        // JSON has no infinities: they become null.
        T::Float32 => serde_json::to_string(&column.as_primitive::<Float32Type>().value(row)).ok()?,
        T::Float64 => serde_json::to_string(&column.as_primitive::<Float64Type>().value(row)).ok()?,
        T::Date32 => number::<Date32Type>(column, row),
        T::Timestamp(TimeUnit::Second, _) => number::<TimestampSecondType>(column, row),
        T::Timestamp(TimeUnit::Millisecond, _) => number::<TimestampMillisecondType>(column, row),
        T::Timestamp(TimeUnit::Microsecond, _) => number::<TimestampMicrosecondType>(column, row),
        T::Timestamp(TimeUnit::Nanosecond, _) => number::<TimestampNanosecondType>(column, row),
        T::List(_) => list(&column.as_list::<i32>().value(row)),
        T::LargeList(_) => list(&column.as_list::<i64>().value(row)),
        T::Struct(fields) => {
            let columns = column.as_struct().columns();
            let own = fields.iter().zip(columns).map(|(field, column)| format!("{}:{}", emit::quoted(field.name()), or_null(column, row)));
            format!("{{{}}}", own.collect::<Vec<_>>().join(","))
        }
        _ => return None,
    })
}

fn number<T: ArrowPrimitiveType>(column: &dyn Array, row: usize) -> String
where
    T::Native: Display,
{
    column.as_primitive::<T>().value(row).to_string()
}

fn or_null(column: &dyn Array, row: usize) -> String {
    json(column, row).unwrap_or_else(|| "null".into())
}

fn list(values: &dyn Array) -> String {
    let own: Vec<String> = (0..values.len()).map(|row| or_null(values, row)).collect();
    format!("[{}]", own.join(","))
}
