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
mod counting;
mod emit;
mod errors;
mod files;
mod format;
mod json;
mod json_lines;
mod meter;
mod options;
mod process;
mod pump;
mod record;
mod sidecar;
mod stats;
mod visit;

pub use clean::{Cleaned, Cleaner, fitted, ready};
pub use compression::Compression;
pub use counting::{count_shard, count_shards, write_counts};
pub use emit::{answer, quoted};
pub use errors::{BadRecord, Complaint, Place};
pub use files::{errors_path, sidecar_path};
pub use format::{Making, Opening, ShardFormat, format_named, format_of};
pub use options::{Columns, Emit, Existing, Options};
pub use process::{process_shard, process_stream};
pub use record::{Encoder, Made, Original, Parsed, Piece, Record, Row, Sink, Source, Unparsed};
pub use stats::{ShardStats, Timing};
pub use visit::visit;

/// Every format of shards, in the order in which lists show them.
pub static FORMATS: &[&ShardFormat] = &[&json_lines::ENTRY];
