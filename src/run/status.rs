//! How a strategy fared with a document.

/// How a strategy fared with a document. Whatever is not [`Status::Ok`] is scored as a full miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It answered.
    Ok,
    /// It panicked.
    Panic,
    /// It would not take the document ([`crate::strategy::Removals::refuse`]).
    Refused,
    /// The program ended with an error, or by a signal, before it answered.
    Crash,
    /// The program did not answer in time and was killed.
    Timeout,
    /// What it answered is no answer: no JSON, another document's id, wrong types, spans outside the text.
    Garbage,
    /// The program ended, or closed its output, without a word; or a file of predictions lacks the document.
    Silence,
    /// It answered that it failed.
    Error,
    /// It could not be started, had failed too often, or does not read this kind of document.
    NotRun,
}

impl Status {
    /// The word in the CSV files.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Panic => "panic",
            Status::Refused => "refused",
            Status::Crash => "crash",
            Status::Timeout => "timeout",
            Status::Garbage => "garbage",
            Status::Silence => "silence",
            Status::Error => "error",
            Status::NotRun => "not-run",
        }
    }
}
