//! `gleaner strip`: clean text with one strategy.

mod json_lines;
mod shards;

use super::output;
use crate::corpus::{self, brat};
use crate::document::{Document, Format, Meta, html};
use crate::error::{Error, Result};
use crate::gold::{LabelledSpan, Task};
use crate::label::Label;
use crate::shard::{self, Cleaned, Cleaner};
use crate::strategy::contract::Needs;
use crate::strategy::{Context, Removal, Selected};
use clap::{Args, ValueEnum};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Cleans text with one strategy: from stdin or files to stdout. Text in, text out; or JSON lines in, JSON lines out.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Strip {
    /// Files to clean (with --out also folders and patterns); none or `-`: stdin
    files: Vec<PathBuf>,
    /// The strategy, with parameters if need be
    #[arg(long, short, default_value = "default")]
    strategy: String,
    /// What to be left with: boilerplate, source-neutral, body-only
    #[arg(long, short, value_parser = parse_task, default_value = "boilerplate")]
    task: Task,
    /// Read and write JSON lines (files ending in .jsonl are read so anyway)
    #[arg(long)]
    jsonl: bool,
    /// How the text is written; auto: by the file's ending, else by its look
    #[arg(long, value_enum, default_value_t = TextFormat::Auto)]
    format: TextFormat,
    /// Language of the text (ISO 639-1); unknown: guessed
    #[arg(long, default_value = "")]
    lang: String,
    /// The outlet the text comes from, for strategies that look for its name
    #[arg(long, default_value = "")]
    source: String,
    /// What to write for text input
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    /// With JSON lines: add the text that the offsets refer to
    #[arg(long)]
    view: bool,
    /// Threads for JSON lines and --out; 0: one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    #[command(flatten)]
    shards: shards::ShardArguments,
}

const EXAMPLES: &str = "\
Examples:
  gleaner strip page.md > article.md
  curl … | to-markdown | gleaner strip --task source-neutral
  gleaner strip --output spans page.md          what was cut, and why
  gleaner strip --jsonl < pages.jsonl > articles.jsonl
  gleaner strip --out clean crawl/*.warc.gz     file by file; run again with --resume after a crash
  gleaner strip --out clean --emit both --text-column content pages.parquet

JSON lines in:   {\"id\", \"text\", \"format\", \"lang\", \"source\"}; only text is required
JSON lines out:  {\"id\", \"status\", \"strategy\", \"text\", \"removed\": [{\"start\", \"end\", \"label\", \"rule\"}]}
Offsets count Unicode code points of the input text; for HTML of the rendered text, which --view adds. Memory does not grow with the number of lines.

With --out each input file (JSON lines, JSON arrays, CSV, TSV, Parquet, WARC, WET, texts; .gz and .zst) becomes a file of the same name
in DIR that is there whole or not at all; other columns stay as they are. Bad records are rows of NAME.errors.jsonl; DIR/strip.csv has the counts.

Strategies that compare documents (source-repetition, cross-source-repetition, site-templates) read the input twice: once to count lines
and places by source (the column `source`) into DIR/counts, a file each and all.counts for all, and once to clean. With --resume neither
pass is done again for what is finished. On several machines: `gleaner count` on each, `gleaner count` to merge, then --counts FILE.";

/// How the text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TextFormat {
    Auto,
    Plain,
    Markdown,
    Html,
}

/// What to write for text input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// The clean text
    Text,
    /// One JSON line with text and removed spans
    Json,
    /// One line for each cut: offsets, label, rule, the words
    Spans,
    /// brat standoff of the cuts
    Ann,
}

/// Reads a task's name for clap.
pub fn parse_task(name: &str) -> std::result::Result<Task, String> {
    name.parse()
}

/// A word to the user about a strategy that finds nothing in single documents.
fn remark_on(strategy: &Selected) {
    if strategy.entry.needs == Needs::Documents {
        let remedy = "Use `strip --out DIR`, which counts all files first, or `eval`";
        output::remark(&format!("{} compares documents of a source; one at a time it finds nothing. {remedy}", strategy.name));
    }
}

impl Strip {
    /// Runs the command.
    ///
    /// # Errors
    /// Wrong arguments, unreadable input, stdout gone.
    pub fn run(self) -> Result<ExitCode> {
        let strategy = shard::ready(&self.strategy)?;
        if let Some(out) = &self.shards.out {
            return shards::strip(&self, &strategy, out);
        }
        remark_on(&strategy);
        let stdin = [PathBuf::from("-")];
        let files: &[PathBuf] = if self.files.is_empty() { &stdin } else { &self.files };
        let mut failed = false;
        for file in files {
            if self.jsonl || file.extension().is_some_and(|ending| ending == "jsonl" || ending == "ndjson") {
                failed |= json_lines::strip(file, &strategy, &self)?;
            } else {
                self.strip_text(file, &strategy)?;
            }
        }
        Ok(if failed { ExitCode::from(3) } else { ExitCode::SUCCESS })
    }

    fn strip_text(&self, file: &Path, strategy: &Selected) -> Result<()> {
        let ending = file.extension().and_then(std::ffi::OsStr::to_str);
        let (bytes, name) = read_bytes(file)?;
        let page = self.is_page(&bytes, ending);
        let text = if page { html::decode(&bytes, None).text } else { corpus::decode(bytes).map_err(|error| error.in_file(&name))? };
        let format = if page { Format::Html } else { self.format_of(&text, ending) };
        let meta = Meta { id: file.display().to_string(), format, lang: self.lang.clone(), source: self.source.clone(), ..Meta::default() };
        let context = Context::empty();
        let cleaner = Cleaner { strategy, task: self.task, context: &context };
        let cleaned = cleaner.clean(Document::new(meta, text)).map_err(|complaint| complaint.error().in_file(&name))?;
        output::print(&match self.output {
            Output::Text => cleaned.text,
            Output::Json => shard::answer(&shard::quoted(&cleaned.document.meta.id), &strategy.name, &cleaned, self.view) + "\n",
            Output::Spans => spans(&cleaned),
            Output::Ann => annotations(&cleaned),
        })
    }

    /// Pages come in any encoding, so they are known before they are decoded.
    fn is_page(&self, bytes: &[u8], ending: Option<&str>) -> bool {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        self.format_of(&start, ending) == Format::Html
    }

    fn format_of(&self, text: &str, ending: Option<&str>) -> Format {
        match (self.format, ending) {
            (TextFormat::Plain, _) => Format::Plain,
            (TextFormat::Html, _) | (TextFormat::Auto, Some("html" | "htm" | "xhtml")) => Format::Html,
            (TextFormat::Markdown, _) | (TextFormat::Auto, Some("md" | "markdown")) => Format::Markdown,
            (TextFormat::Auto, _) => Format::guess(text),
        }
    }
}

fn read_bytes(file: &Path) -> Result<(Vec<u8>, PathBuf)> {
    let mut bytes = Vec::new();
    let limit = corpus::MAX_FILE_BYTES;
    let (mut source, name) = open(file)?;
    let read = source.by_ref().take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::io("cannot read", error).in_file(&name).remedy("check the file and its permissions"))?;
    if bytes.len() as u64 > limit {
        return Err(Error::data(format!("more than {limit} bytes in one text")).in_file(&name).remedy("split it, or use --jsonl"));
    }
    Ok((bytes, name))
}

/// A file or stdin, with the name for messages.
fn open(file: &Path) -> Result<(Box<dyn Read>, PathBuf)> {
    if file == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), "<stdin>".into()));
    }
    match std::fs::File::open(file) {
        Ok(open) => Ok((Box::new(open), file.to_path_buf())),
        Err(error) => Err(Error::io("cannot open the file", error).in_file(file).remedy("check the name and its permissions")),
    }
}

fn spans(cleaned: &Cleaned) -> String {
    let document = &cleaned.document;
    let points = crate::span::CodePoints::new(document.text());
    let line = |removal: &Removal| {
        let (start, end) = (points.from_byte(removal.span.start), points.from_byte(removal.span.end));
        let label = removal.label.map_or("-", Label::name);
        format!("{start}\t{end}\t{label}\t{}\t{}\n", removal.rule, document.slice(removal.span).replace(['\n', '\r', '\t'], " "))
    };
    cleaned.removed.iter().map(line).collect()
}

/// Removals without a label are written as `nav`, the most general of what is stripped.
fn annotations(cleaned: &Cleaned) -> String {
    let labelled = |removal: &Removal| LabelledSpan { span: removal.span, label: removal.label.unwrap_or(Label::Nav) };
    let spans: Vec<LabelledSpan> = cleaned.removed.iter().map(labelled).collect();
    brat::write(cleaned.document.text(), &spans)
}
