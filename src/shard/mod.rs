//! Shards: one input file to one output file, as a stream, in constant memory. The unit of work of `gleaner strip --out`, of
//! the Python package and of the Ray runner; whoever schedules shards knows nothing of what is in them.
//!
//! ```text
//! file ──compression──> stream ──format──> records ──clean──> cleaned records ──format, emit──> stream ──> file
//!                                   └────────────────┴──> bad records ──> NAME.errors.jsonl
//! ```
//!
//! A finished shard is never half there: output, errors and the sidecar `NAME.gleaner.json` are written under temporary names in
//! the same folder, flushed to the disk and renamed, the sidecar last. A shard is finished when its sidecar names the same
//! strategy, options and input, and its output has the length that the sidecar says; then it is skipped.
//!
//! To add a format: write `src/shard/<format>.rs` with a `pub static ENTRY: ShardFormat`, add a `mod` line and a row in [`FORMATS`].

mod clean;
mod compression;
mod corpus;
mod counting;
mod delimited;
mod each;
mod emit;
mod errors;
mod files;
mod folder;
mod format;
mod http;
mod json;
mod json_array;
mod json_lines;
mod meter;
mod options;
#[cfg(feature = "parquet")]
mod parquet;
mod plan;
mod process;
mod pump;
mod readers;
mod record;
mod sample;
mod sidecar;
mod split;
mod stats;
mod text;
mod visit;
mod warc;

pub use clean::{Cleaned, Cleaner, fitted, ready};
pub use compression::Compression;
pub use corpus::open_corpus;
pub use counting::{context_of, count_jobs, count_shard, first_pass, write_counts};
pub(crate) use each::each;
pub use emit::{answer, quoted};
pub use errors::{BadRecord, Complaint, Place};
pub use files::{Partial, REPORT, errors_path, sidecar_path, write_whole};
pub(crate) use files::{beside, cannot_write};
pub use format::{Making, Opening, Out, Schema, ShardFormat, Stream, format_named, format_of};
pub use options::{Columns, Emit, Existing, OnBad, OnBatch, Options};
pub use plan::{Job, plan};
pub use process::{process_group, process_shard, process_stream};
pub use record::{Encoder, Made, Original, Parsed, Piece, Record, Row, Sink, Source, Unparsed};
pub use sample::{Draw, Row as SampleRow, Sample, sample};
pub use split::part_path;
pub use stats::{ShardStats, Timing};
pub use visit::visit;

/// Every format of shards, in the order in which lists show them.
pub static FORMATS: &[&ShardFormat] = &[
    &json_lines::ENTRY,
    &json_array::ENTRY,
    &delimited::CSV,
    &delimited::TSV,
    #[cfg(feature = "parquet")]
    &parquet::ENTRY,
    &warc::WARC,
    &warc::WET,
    &text::ENTRY,
    &folder::ENTRY,
];
