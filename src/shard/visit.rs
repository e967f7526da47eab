//! The records of a shard without cleaning them: for what looks at documents and writes none.

use super::meter::Meter;
use super::process::{Reading, formats};
use super::pump::read_batch;
use super::record::Piece;
use super::sidecar::Input;
use super::{BadRecord, Options, Record, ShardStats};
use crate::error::Result;
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// Reads an input, a file or `-`, in batches: `of` makes something of each record, on all threads of [`Options::pool`], and `receive`
/// gets it in the order of the input. Bad records are counted, told to [`Options::on_bad`], and passed over.
///
/// # Errors
/// An input that cannot be opened or is of no known format, a disk that fails, what `receive` returns.
pub fn visit<T: Send>(
    input: &Path,
    options: &Options,
    of: impl Fn(Record) -> T + Sync,
    mut receive: impl FnMut(T) -> Result<()>,
) -> Result<ShardStats> {
    visit_input(input, options, of, &mut receive).map(|(stats, _)| stats)
}

/// As [`visit`], with what was read.
pub(super) fn visit_input<T: Send>(
    input: &Path,
    options: &Options,
    of: impl Fn(Record) -> T + Sync,
    receive: &mut dyn FnMut(T) -> Result<()>,
) -> Result<(ShardStats, Input)> {
    let (from, _) = formats(input, None, options)?;
    let (reading, meter) = (Reading { input, from, options }, Arc::new(Meter::default()));
    let (mut source, rest) = reading.open(&meter)?;
    let (mut stats, mut more, mut seen) = (ShardStats::default(), true, 0);
    while more {
        let batch = read_batch(&mut *source, options.batch_bytes, &mut stats, &mut more)?;
        let read = batch.len() as u64;
        let one = |piece| parsed(piece, options).map(|record| record.map(&of));
        let done: Vec<std::result::Result<Option<T>, BadRecord>> = match &options.pool {
            Some(pool) => pool.install(|| batch.into_par_iter().map(one).collect()),
            None => batch.into_iter().map(one).collect(),
        };
        for done in done {
            match done {
                Ok(None) => stats.passed_over += 1,
                Ok(Some(made)) => {
                    stats.documents += 1;
                    receive(made)?;
                }
                Err(bad) => {
                    stats.errors += 1;
                    stats.truncated |= bad.last;
                    options.on_bad.iter().for_each(|tell| tell(&bad));
                }
            }
        }
        let now = meter.bytes();
        options.progress.iter().for_each(|tell| tell(read, now - seen));
        seen = now;
    }
    drop(source);
    Ok((stats, reading.read(meter, rest)?))
}

/// A record, or nothing where there is none.
fn parsed(piece: std::result::Result<Piece, BadRecord>, options: &Options) -> std::result::Result<Option<Record>, BadRecord> {
    let Piece { place, unparsed, .. } = piece?;
    unparsed.parse(options).map_err(|complaint| BadRecord { place, complaint, last: false })
}
