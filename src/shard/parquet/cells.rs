//! Values of Arrow columns as JSON, for outputs of other formats.

use super::text_at;
use crate::shard::{Complaint, emit};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};
use std::fmt::Display;

/// A value as JSON: texts, numbers, truth values, lists, structures and dictionaries of them; days and times as the numbers that the
/// file holds, decimals with their digits.
///
/// # Errors
/// Types that JSON has nothing for, bytes that are no text.
pub fn json(column: &dyn Array, row: usize) -> Result<String, Complaint> {
    if column.is_null(row) {
        return Ok("null".into());
    }
    if let Some(text) = text_at(column, row) {
        return text.map(emit::quoted);
    }
    use DataType as T;
    Ok(match column.data_type() {
        T::Null => "null".into(),
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
        T::Float32 => serde_json::json!(column.as_primitive::<Float32Type>().value(row)).to_string(),
        T::Float64 => serde_json::json!(column.as_primitive::<Float64Type>().value(row)).to_string(),
        T::Decimal128(..) => column.as_primitive::<Decimal128Type>().value_as_string(row),
        T::Date32 => number::<Date32Type>(column, row),
        T::Timestamp(TimeUnit::Second, _) => number::<TimestampSecondType>(column, row),
        T::Timestamp(TimeUnit::Millisecond, _) => number::<TimestampMillisecondType>(column, row),
        T::Timestamp(TimeUnit::Microsecond, _) => number::<TimestampMicrosecondType>(column, row),
        T::Timestamp(TimeUnit::Nanosecond, _) => number::<TimestampNanosecondType>(column, row),
        T::List(_) => list(&column.as_list::<i32>().value(row))?,
        T::LargeList(_) => list(&column.as_list::<i64>().value(row))?,
        T::Struct(fields) => {
            let columns = column.as_struct().columns();
            let own =
                fields.iter().zip(columns).map(|(field, column)| Ok(format!("{}:{}", emit::quoted(field.name()), json(column, row)?)));
            format!("{{{}}}", own.collect::<Result<Vec<_>, Complaint>>()?.join(","))
        }
        T::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            let key = json(dictionary.keys(), row)?.parse().map_err(|_| unknown(column))?;
            json(dictionary.values(), key)?
        }
        _ => return Err(unknown(column)),
    })
}

fn unknown(column: &dyn Array) -> Complaint {
    Complaint::new(format!("a column of type {} cannot be written as JSON", column.data_type()), "write --to parquet, or drop the column")
}

fn number<T: ArrowPrimitiveType>(column: &dyn Array, row: usize) -> String
where
    T::Native: Display,
{
    column.as_primitive::<T>().value(row).to_string()
}

fn list(values: &dyn Array) -> Result<String, Complaint> {
    let own = (0..values.len()).map(|row| json(values, row)).collect::<Result<Vec<_>, Complaint>>()?;
    Ok(format!("[{}]", own.join(",")))
}
