//! What a shard is to be read as and what is to be written.

use super::{BadRecord, Compression, ShardFormat};
use crate::document::Format;
use crate::strategy::Context;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A longer record is no document; it becomes a row of the error file.
const MAX_RECORD_BYTES: usize = 64 << 20;
/// Bytes of a batch; a few times this much is in memory at a time, whatever the length of the shard.
const BATCH_BYTES: usize = 4 << 20;

/// Names of the columns (fields, of JSON) that matter. Only the text must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The text, or the markup of a page.
    pub text: String,
    /// The id.
    pub id: String,
    /// The language, ISO 639-1.
    pub lang: String,
    /// The outlet.
    pub source: String,
    /// How the text is written: plain, markdown, html.
    pub format: String,
}

impl Default for Columns {
    /// `text`, `id`, `lang`, `source`, `format`.
    fn default() -> Self {
        let [text, id, lang, source, format] = ["text", "id", "lang", "source", "format"].map(String::from);
        Self { text, id, lang, source, format }
    }
}

/// What is written of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emit {
    /// The record with the clean text for its text. The default.
    #[default]
    Text,
    /// The record as it was, and what was removed: start, end (code points), label, rule.
    Spans,
    /// The record with the clean text for its text, and what was removed.
    Both,
    /// Id, strategy and what was removed, nothing else.
    Attributes,
    /// Dolma's span attributes: `{"id", "attributes": {"gleaner__STRATEGY__LABEL": [[start, end, score], …]}}`, one line a record, bad
    /// ones included, so that lines match those of the documents file.
    Dolma,
    /// An answer in gleaner's own words: id, status, strategy, text, removed; bad records are rows among the others.
    Answers,
}

impl Emit {
    /// All of them.
    pub const ALL: &'static [Emit] = &[Emit::Text, Emit::Spans, Emit::Both, Emit::Attributes, Emit::Dolma, Emit::Answers];

    /// The name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Emit::Text => "text",
            Emit::Spans => "spans",
            Emit::Both => "both",
            Emit::Attributes => "attributes",
            Emit::Dolma => "dolma",
            Emit::Answers => "answers",
        }
    }

    /// Whether the record's own columns are written.
    pub const fn keeps_columns(self) -> bool {
        matches!(self, Emit::Text | Emit::Spans | Emit::Both)
    }

    /// Whether the clean text is written.
    pub const fn has_text(self) -> bool {
        matches!(self, Emit::Text | Emit::Both | Emit::Answers)
    }

    /// Whether removed spans are written in gleaner's form.
    pub const fn has_removed(self) -> bool {
        matches!(self, Emit::Spans | Emit::Both | Emit::Attributes | Emit::Answers)
    }
}

impl FromStr for Emit {
    type Err = String;

    /// Reads a name.
    ///
    /// # Errors
    /// A sentence that lists them.
    fn from_str(name: &str) -> Result<Self, String> {
        let names = || Emit::ALL.iter().map(|emit| emit.name()).collect::<Vec<_>>().join(", ");
        Emit::ALL.iter().find(|emit| emit.name() == name).copied().ok_or_else(|| format!("unknown `{name}`; there are {}", names()))
    }
}

/// What to do where the output is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// Skip the shard if it is finished with the same strategy, options and input; else do it again. The default.
    #[default]
    Resume,
    /// An error.
    Refuse,
    /// Do it again in any case.
    Redo,
}

/// How to read, clean and write a shard.
#[derive(Clone)]
pub struct Options {
    /// Names of columns.
    pub columns: Columns,
    /// Format of the input; `None`: by the name's ending.
    pub from: Option<&'static ShardFormat>,
    /// Format of the output; `None`: by the name's ending.
    pub to: Option<&'static ShardFormat>,
    /// How the output is packed; `None`: by the name's ending. Packed input is known by its first bytes.
    pub compression: Option<Compression>,
    /// How texts are written whose record does not say; `None`: by their look.
    pub format: Option<Format>,
    /// Language of records that do not say.
    pub lang: String,
    /// Outlet of records that do not say.
    pub source: String,
    /// What is written.
    pub emit: Emit,
    /// A column of its own for the clean text; the text stays. `None`: it replaces the text.
    pub text_to: Option<String>,
    /// The column for removed spans.
    pub removed_to: String,
    /// Adds the column `view`: the text that offsets refer to, which for a page is its rendering.
    pub view: bool,
    /// A longer record becomes a row of the error file. Bytes.
    pub max_record_bytes: usize,
    /// Cuts the output into files of about this many bytes; `None`: one file.
    pub shard_bytes: Option<u64>,
    /// Records are cleaned in batches of about this many bytes of input.
    pub batch_bytes: usize,
    /// What to do where the output is there already.
    pub existing: Existing,
    /// Threads that clean a batch together; `None`: the thread that calls. The output is the same.
    pub pool: Option<Arc<rayon::ThreadPool>>,
    /// What is known of other documents, for strategies that compare; with a name for it, which becomes part of the shard's key.
    pub context: Option<(Arc<Context>, String)>,
    /// Called after each batch with what it added: records, and bytes of input read (of the file, packed as it is).
    pub progress: Option<Arc<dyn Fn(u64, u64) + Send + Sync>>,
    /// Called for each bad record, in order.
    pub on_bad: Option<Arc<dyn Fn(&BadRecord) + Send + Sync>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            columns: Columns::default(),
            from: None,
            to: None,
            compression: None,
            format: None,
            lang: String::new(),
            source: String::new(),
            emit: Emit::default(),
            text_to: None,
            removed_to: "removed".into(),
            view: false,
            max_record_bytes: MAX_RECORD_BYTES,
            shard_bytes: None,
            batch_bytes: BATCH_BYTES,
            existing: Existing::default(),
            pool: None,
            context: None,
            progress: None,
            on_bad: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Options").field(&self.decisive()).finish()
    }
}

impl Options {
    /// What the bytes of the output depend on, beside input, strategy and task; field by field, for the shard's key.
    pub fn decisive(&self) -> Vec<String> {
        let named = |format: Option<&ShardFormat>| format.map_or(String::new(), |format| format.name.to_string());
        let Columns { text, id, lang, source, format } = self.columns.clone();
        let look = self.format.map_or(String::new(), |format| format.name().to_string());
        let packed = self.compression.map_or(String::new(), |compression| compression.name().to_string());
        let context = self.context.as_ref().map_or(String::new(), |(_, name)| name.clone());
        let own = [named(self.from), named(self.to), packed, look, self.lang.clone(), self.source.clone(), self.emit.name().into()];
        let columns = [text, id, lang, source, format, self.text_to.clone().unwrap_or_default(), self.removed_to.clone()];
        let rest = [self.view.to_string(), self.max_record_bytes.to_string(), self.shard_bytes.unwrap_or(0).to_string(), context];
        own.into_iter().chain(columns).chain(rest).collect()
    }
}
