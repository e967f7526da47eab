//! External strategies: any program, in any language, that reads documents as JSON lines and writes text or spans.
//!
//! ```text
//! Description ──> pool ──> process ──> protocol ──> Prediction
//! (TOML file)     workers  one child   JSON lines
//! ```
//!
//! - [`Description`]: how to start the program, and its limits.
//! - [`run()`]: all documents through it, some workers at a time.
//! - [`Predictions`]: the same answers read from a file, made elsewhere.
//!
//! Every document gets a prediction; one without an answer says why ([`super::Status`]) and is scored as a full miss.
//! The result depends on the number of workers only as far as the program's answers depend on the documents it saw before.

mod complaints;
mod description;
pub(super) mod keeper;
mod pool;
mod predictions;
pub(super) mod process;
mod protocol;

pub use description::{DEFAULT_TIMEOUT, Description, Input, MAX_MEMORY_MB, MAX_TIMEOUT_SECONDS, Output};
pub use keeper::TRIAL_DOCUMENTS;
pub use pool::{Answers, MAX_JOBS, run, run_kept};
pub use predictions::Predictions;
pub use process::{Failure, MAX_LINE_BYTES};
pub use protocol::{Said, question};
