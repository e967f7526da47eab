//! The records of a shard without cleaning them: for what looks at documents and writes none.

use super::process::open_inputs;
use super::pump::read_batch;
use super::readers::Readers;
use super::record::Piece;
use super::{BadRecord, Complaint, Options, Record, ShardStats};
use crate::error::Result;
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// Reads inputs (files, or `-`) of one format one after another, in batches: `of` makes something of each record, or says what is wrong
/// with it, on all threads of [`Options::pool`], and `receive` gets it in the order of the input. Bad records are counted, told to
/// [`Options::on_bad`], and passed over.
///
/// # Errors
/// An input that cannot be opened or is of no known format, a disk that fails, what `receive` returns.
pub fn visit<T: Send>(
    inputs: &[PathBuf],
    options: &Options,
    of: impl Fn(Record) -> std::result::Result<T, Complaint> + Sync,
    mut receive: impl FnMut(T) -> Result<()>,
) -> Result<ShardStats> {
    visit_inputs(inputs, options, &Arc::default(), of, &mut receive)
}

/// As [`visit`], through readers that know what was read.
pub(super) fn visit_inputs<T: Send>(
    inputs: &[PathBuf],
    options: &Options,
    readers: &Arc<Readers>,
    of: impl Fn(Record) -> std::result::Result<T, Complaint> + Sync,
    receive: &mut dyn FnMut(T) -> Result<()>,
) -> Result<ShardStats> {
    let mut source = open_inputs(inputs, options, readers)?;
    let (mut stats, mut more, mut seen) = (ShardStats::default(), true, 0);
    while more {
        let batch = read_batch(&mut source, options.batch_bytes, &mut stats, &mut more)?;
        let read = batch.len() as u64;
        let one = |(piece, input)| parsed(piece, input, options, &of);
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
        let now = readers.bytes();
        options.progress.iter().for_each(|tell| tell(read, now - seen));
        seen = now;
    }
    Ok(stats)
}

/// What is made of a record, or nothing where there is none; of a bad one, also the input that it is in.
fn parsed<T>(
    piece: std::result::Result<Piece, BadRecord>,
    input: Option<Arc<str>>,
    options: &Options,
    of: impl Fn(Record) -> std::result::Result<T, Complaint>,
) -> std::result::Result<Option<T>, BadRecord> {
    let made = |Piece { place, unparsed, .. }: Piece| {
        let made = unparsed.parse(options).and_then(|record| record.map(&of).transpose());
        made.map_err(|complaint| BadRecord { place, complaint, last: false })
    };
    piece.and_then(made).map_err(|mut bad| {
        bad.complaint.input = input;
        bad
    })
}
