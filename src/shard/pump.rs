//! The loop of a shard: read a batch, clean it, write it, in the order of the input, until the end.

use super::record::{Encoder, Made, Parsed, Piece, Record, Row, Source};
use super::{BadRecord, Cleaned, Cleaner, Complaint, Options, Place, ShardStats};
use crate::document::{Document, Format, Meta};
use crate::error::{Error, Result};
use crate::label::Label;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record counts as this much, however small it is: what the program itself needs for it.
const RECORD_BYTES: usize = 256;

/// What is counted of one cleaned document.
struct Counted {
    bytes_in: u64,
    bytes_kept: u64,
    rules: Vec<(Option<Label>, crate::strategy::contract::Rule)>,
}

/// A record when it is done.
enum Done {
    Row(Row, Counted),
    Bad(BadRecord),
    /// A record without a document.
    Nothing,
}

/// Cleans everything; `bad` receives bad records.
///
/// # Errors
/// A disk that fails, an output that takes no more, what `bad` returns.
pub fn pump(
    source: &mut dyn Source,
    made: &mut Made,
    cleaner: Cleaner<'_>,
    options: &Options,
    bad: &mut dyn FnMut(&BadRecord) -> Result<()>,
    tick: &mut dyn FnMut(u64),
) -> Result<ShardStats> {
    let mut stats = ShardStats::default();
    let mut more = true;
    while more {
        let batch = read_batch(source, options.batch_bytes, &mut stats, &mut more)?;
        let read = batch.len() as u64;
        let encoder = &*made.encoder;
        let one = |(piece, input)| match do_one(piece, cleaner, options, encoder) {
            Done::Bad(mut bad) => {
                bad.complaint.input = input;
                Done::Bad(bad)
            }
            done => done,
        };
        let done: Vec<(Done, f64)> = match &options.pool {
            Some(pool) => pool.install(|| batch.into_par_iter().map(|piece| timed(|| one(piece))).collect()),
            None => batch.into_iter().map(|piece| (one(piece), 0.0)).collect(),
        };
        for (done, seconds) in done {
            stats.timing.cpu_seconds += seconds;
            match done {
                Done::Row(row, counted) => {
                    count(&mut stats, counted);
                    made.sink.write(row)?;
                }
                Done::Nothing => stats.passed_over += 1,
                Done::Bad(record) => {
                    stats.errors += 1;
                    stats.truncated |= record.last;
                    if let Some(row) = made.encoder.bad(&record) {
                        made.sink.write(row)?;
                    }
                    bad(&record)?;
                }
            }
        }
        made.sink.batch()?;
        tick(read);
    }
    stats.bytes_removed = stats.bytes_in - stats.bytes_kept;
    Ok(stats)
}

/// Pieces, each with the input that it is in.
type Batch = Vec<(std::result::Result<Piece, BadRecord>, Option<Arc<str>>)>;

/// Pieces up to the batch's size.
///
/// # Errors
/// A disk that fails.
pub fn read_batch(source: &mut dyn Source, limit: usize, stats: &mut ShardStats, more: &mut bool) -> Result<Batch> {
    let (mut batch, mut size) = (Vec::new(), 0);
    while size < limit.max(1) {
        let Some(piece) = source.next()? else {
            *more = false;
            break;
        };
        size += RECORD_BYTES + piece.as_ref().map_or(0, |piece| piece.bytes);
        stats.records += 1;
        stats.last_record = piece.as_ref().map_or_else(|bad| bad.place, |piece| piece.place).record;
        batch.push((piece, source.input()));
    }
    stats.peak_batch_bytes = stats.peak_batch_bytes.max(size as u64);
    Ok(batch)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = thread_seconds();
    let done = work();
    (done, thread_seconds() - start)
}

/// Processor time of this thread in seconds; 0 where the system does not say.
pub fn thread_seconds() -> f64 {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    }
    #[cfg(not(unix))]
    0.0
}

fn do_one(piece: std::result::Result<Piece, BadRecord>, cleaner: Cleaner<'_>, options: &Options, encoder: &dyn Encoder) -> Done {
    let piece = match piece {
        Ok(piece) => piece,
        Err(bad) => return Done::Bad(bad),
    };
    let bad = |complaint| Done::Bad(BadRecord { place: piece.place, complaint, last: false });
    let record = match piece.unparsed.parse(options) {
        Ok(Some(record)) => record,
        Ok(None) => return Done::Nothing,
        Err(complaint) => return bad(complaint),
    };
    match clean(record, cleaner, options, encoder) {
        Ok((row, counted)) => Done::Row(row, counted),
        Err(complaint) => bad(complaint),
    }
}

fn clean(record: Record, cleaner: Cleaner<'_>, options: &Options, encoder: &dyn Encoder) -> std::result::Result<(Row, Counted), Complaint> {
    let Record { id, text, format, lang, source, original } = record;
    let meta = meta(&text, format, lang, source, options);
    let cleaned = cleaner.clean(Document::new(meta, text)).map_err(|complaint| complaint.of(&id))?;
    let counted = counted(&cleaned);
    let known = id.clone();
    let row = encoder.row(Parsed { id, original }, cleaned).map_err(|complaint| complaint.of(&known))?;
    Ok((row, counted))
}

/// What is known of a document: what its record says, else what the options say.
pub fn meta(text: &str, format: Option<Format>, lang: Option<String>, source: Option<String>, options: &Options) -> Meta {
    Meta {
        format: format.or(options.format).unwrap_or_else(|| Format::guess(text)),
        lang: lang.unwrap_or_else(|| options.lang.clone()),
        source: source.unwrap_or_else(|| options.source.clone()),
        ..Meta::default()
    }
}

fn counted(cleaned: &Cleaned) -> Counted {
    let rules = cleaned.removed.iter().map(|removal| (removal.label, removal.rule.clone())).collect();
    Counted { bytes_in: cleaned.document.text().len() as u64, bytes_kept: cleaned.text.len() as u64, rules }
}

fn count(stats: &mut ShardStats, counted: Counted) {
    stats.documents += 1;
    stats.bytes_in += counted.bytes_in;
    stats.bytes_kept += counted.bytes_kept;
    stats.removals += counted.rules.len() as u64;
    stats.changed += u64::from(!counted.rules.is_empty());
    for (label, rule) in &counted.rules {
        add(&mut stats.by_label, label.map_or("-", Label::name));
        add(&mut stats.by_rule, rule);
    }
}

fn add(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_string(), 1)),
    }
}

/// A stream that cannot be read on: a bad record that is the last if the stream is broken, an error if the disk is.
///
/// # Errors
/// What the operating system says.
pub fn broken_off(error: std::io::Error, place: Place) -> Result<BadRecord> {
    if error.raw_os_error().is_some() {
        return Err(Error::io("cannot read", error).remedy("check the disk, then run again"));
    }
    let reason = match error.kind() {
        std::io::ErrorKind::UnexpectedEof => "the stream ends before its end".to_string(),
        _ => format!("the stream is broken: {error}"),
    };
    let remedy = "what came before was cleaned; get the file again and run again";
    Ok(BadRecord { place, complaint: Complaint::new(reason, remedy), last: true })
}
