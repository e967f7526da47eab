//! Arrow arrays of strings in and out. In: by the C data interface, without a copy of the buffers. Out: a new array of the
//! same type. Each document is copied once, into the [`Document`] that strategies read.

use crate::cleaner::{Cleaner, format_of, pool};
use crate::errors::work;
use arrow_array::builder::{LargeStringBuilder, StringBuilder, StringViewBuilder};
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray, make_array};
use arrow_data::ArrayData;
use arrow_pyarrow::{FromPyArrow, ToPyArrow};
use arrow_schema::DataType;
use gleaner::document::{Document, Meta};
use gleaner::error::{Error, Result};
use pyo3::prelude::*;
use rayon::prelude::*;

/// Rows cleaned before their texts go to the builder; bounds what is held twice.
const ROWS: usize = 256;

/// A string array of any of Arrow's three types.
enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    fn of(array: &ArrayRef) -> Result<Self> {
        let data = array.to_data();
        match array.data_type() {
            DataType::Utf8 => Ok(Self::Small(data.into())),
            DataType::LargeUtf8 => Ok(Self::Large(data.into())),
            DataType::Utf8View => Ok(Self::View(data.into())),
            other => Err(Error::usage(format!("an array of {other} is no array of texts")).remedy("cast it to string or large_string")),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Small(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::View(array) => array.len(),
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// A new array, row by row.
enum Built {
    Small(StringBuilder, usize),
    Large(LargeStringBuilder),
    View(StringViewBuilder),
}

impl Built {
    fn like(texts: &Texts) -> Self {
        match texts {
            Texts::Small(_) => Self::Small(StringBuilder::new(), 0),
            Texts::Large(_) => Self::Large(LargeStringBuilder::new()),
            Texts::View(_) => Self::View(StringViewBuilder::new()),
        }
    }

    /// Fails where the offsets of `string`, 32 bits with a sign, run out.
    fn push(&mut self, text: Option<&str>) -> Result<()> {
        match self {
            Self::Small(builder, bytes) => {
                *bytes += text.map_or(0, str::len);
                if i32::try_from(*bytes).is_err() {
                    let error = Error::data("what is left does not fit in one array of type string, which holds 2 GiB");
                    return Err(error.remedy("give smaller batches, or cast to large_string"));
                }
                builder.append_option(text);
            }
            Self::Large(builder) => builder.append_option(text),
            Self::View(builder) => match text {
                Some(text) if u32::try_from(text.len()).is_err() => {
                    return Err(Error::data("a text of 4 GiB does not fit in string_view").remedy("cast to large_string"));
                }
                text => builder.append_option(text),
            },
        }
        Ok(())
    }

    fn finish(self) -> ArrayData {
        match self {
            Self::Small(mut builder, _) => builder.finish().to_data(),
            Self::Large(mut builder) => builder.finish().to_data(),
            Self::View(mut builder) => builder.finish().to_data(),
        }
    }
}

/// A value for all rows, or one for each.
enum PerRow {
    All(String),
    Each(Texts),
}

impl PerRow {
    fn of(value: &Bound<'_, PyAny>, rows: usize) -> PyResult<Self> {
        if let Ok(text) = value.extract::<String>() {
            return Ok(Self::All(text));
        }
        let texts = texts_of(value)?;
        if texts.len() != rows {
            let error = Error::usage(format!("{} values for {rows} texts", texts.len())).remedy("give one for each text, or one string");
            return Err(crate::errors::exception(value.py(), &error));
        }
        Ok(Self::Each(texts))
    }

    fn get(&self, row: usize) -> &str {
        match self {
            Self::All(text) => text,
            Self::Each(texts) => texts.get(row).unwrap_or_default(),
        }
    }
}

/// What is said of the rows.
struct Said {
    format: PerRow,
    lang: PerRow,
    source: PerRow,
}

fn texts_of(array: &Bound<'_, PyAny>) -> PyResult<Texts> {
    let data = ArrayData::from_pyarrow_bound(array)?;
    Texts::of(&make_array(data)).map_err(|error| crate::errors::exception(array.py(), &error))
}

/// Cleans an Arrow array of strings; nulls stay null. Threads: nought is one for each core.
#[pyfunction]
#[pyo3(signature = (array, strategy, task, format, lang, source, threads))]
pub fn strip_array<'py>(
    array: &Bound<'py, PyAny>,
    strategy: &str,
    task: &str,
    format: &Bound<'py, PyAny>,
    lang: &Bound<'py, PyAny>,
    source: &Bound<'py, PyAny>,
    threads: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let py = array.py();
    let texts = texts_of(array)?;
    let rows = texts.len();
    let said = Said { format: PerRow::of(format, rows)?, lang: PerRow::of(lang, rows)?, source: PerRow::of(source, rows)? };
    let data = work(py, || clean_all(&texts, &Cleaner::new(strategy, task)?, &said, threads))?;
    data.to_pyarrow(py)
}

fn clean_all(texts: &Texts, cleaner: &Cleaner, said: &Said, threads: usize) -> Result<ArrayData> {
    let mut built = Built::like(texts);
    let pool = (threads != 1).then(|| pool(threads)).transpose()?;
    let rows: Vec<usize> = (0..texts.len()).collect();
    let one = |&row: &usize| clean_row(texts, row, cleaner, said);
    for rows in rows.chunks(ROWS) {
        let left: Vec<Option<String>> = match &pool {
            Some(pool) => pool.install(|| rows.par_iter().map(one).collect::<Result<_>>())?,
            None => rows.iter().map(one).collect::<Result<_>>()?,
        };
        left.iter().try_for_each(|text| built.push(text.as_deref()))?;
    }
    Ok(built.finish())
}

fn clean_row(texts: &Texts, row: usize, cleaner: &Cleaner, said: &Said) -> Result<Option<String>> {
    let Some(text) = texts.get(row) else { return Ok(None) };
    let format = format_of(Some(said.format.get(row)), text)?;
    let meta = Meta { format, lang: said.lang.get(row).into(), source: said.source.get(row).into(), ..Meta::default() };
    Ok(Some(cleaner.clean(Document::new(meta, text.into()))?.text))
}

/// Where the bytes of an array's texts lie in memory as this side sees them, for the test that they are shared.
#[pyfunction]
pub fn data_addresses(array: &Bound<'_, PyAny>) -> PyResult<Vec<usize>> {
    let address = |bytes: &[u8]| bytes.as_ptr() as usize;
    Ok(match texts_of(array)? {
        Texts::Small(array) => vec![address(array.values())],
        Texts::Large(array) => vec![address(array.values())],
        Texts::View(array) => array.data_buffers().iter().map(|buffer| address(buffer)).collect(),
    })
}
