//! `webanno`: WebAnno TSV 3 (WebAnno, INCEpTION), offsets in UTF-16 units. Read only.
//!
//! **Read**: the columns of span layers. A value may be `_` (none), `*` (a span without value), `name`, `name[1]` (one span
//! over all neighbouring tokens with that number), several of them between `|`. The label of a span is the first of
//! its values that is a label of ours or stands in the label map; of a layer without values its short name. Layers of parts
//! of speech, lemmas and morphology, chains and relations are skipped and counted.
//! The text is the `.txt` of the same name where there is one; else it is put together from the `#Text=` lines,
//! each at the offset of its first token, with line breaks between sentences.
//! **Traps**: reserved characters are written with a backslash; sub-tokens (`1-2.1`) are spans inside a token;
//! sentences of several lines repeat `#Text=` or have form feeds.
//!
//! Source: the format's appendix in the WebAnno and INCEpTION user guides (TSV 3.1 to 3.3).

use super::Format;
use super::anchor::shorten;
use super::draft::{Draft, Mark, Refusal};
use super::facts::Facts;
use super::input::{files, text};
use super::intake::Intake;
use super::offsets::Unit;
use super::webanno_cell::{self as cell, Value};
use crate::error::{Error, Result};
use std::path::Path;

/// The format's row.
pub static FORMAT: Format = Format { id: "webanno", summary: "WebAnno and INCEpTION: WebAnno TSV 3", read: Some(read), write: None };

/// More UTF-16 units between two sentences are a mistake in the offsets.
const MAX_GAP: usize = 100_000;

/// Further layers are skipped, further values of one cell refused.
const MAX_LAYERS: usize = 256;
const MAX_STACKED: usize = 64;

/// Layers that describe tokens, not zones.
const TOKEN_LAYERS: [&str; 4] = [".lexmorph.type.", ".segmentation.type.", ".syntax.type.", ".transform.type."];

fn read(path: &Path, intake: &mut Intake<'_>) -> Result<()> {
    for file in files(path, &["tsv"])? {
        match text(&file) {
            Ok(content) => take(&file, &content, intake)?,
            Err(error) => intake.reject_unreadable(error),
        }
    }
    Ok(())
}

/// Columns of a span layer.
struct Layer {
    name: String,
    columns: std::ops::Range<usize>,
}

/// A token or sub-token.
struct Token {
    /// Number in the file: sub-tokens have that of their token.
    number: usize,
    start: usize,
    end: usize,
    form: String,
}

/// A span that may go on in the next token.
struct Open {
    layer: usize,
    id: usize,
    labels: Vec<String>,
    mark: usize,
    last_token: usize,
}

#[derive(Default)]
struct Sheet {
    layers: Vec<Layer>,
    columns: usize,
    sentences: Vec<(Option<usize>, String)>,
    in_tokens: bool,
    last_name: String,
    tokens: usize,
    open: Vec<Open>,
    marks: Vec<Mark>,
    bad: Vec<(usize, String)>,
    skipped_layers: usize,
}

fn take(file: &Path, content: &str, intake: &mut Intake<'_>) -> Result<()> {
    let content = content.trim_start_matches('\u{feff}');
    if !content.starts_with("#FORMAT=WebAnno TSV 3") {
        let first = shorten(content.lines().next().unwrap_or("")).into_owned();
        let error = Error::data(format!("not WebAnno TSV 3; it begins `{first}`")).at(file, 1);
        intake.reject_unreadable(error.remedy("export it as WebAnno TSV v3"));
        return Ok(());
    }
    let mut sheet = Sheet::default();
    for (index, line) in content.lines().enumerate() {
        sheet.line(line, index + 1, intake);
    }
    (0..sheet.skipped_layers).for_each(|_| intake.skip("layers that are no zones"));
    for (line, bad) in std::mem::take(&mut sheet.bad) {
        intake.reject_mark(file, line, Refusal::new("line", bad));
    }
    let beside = file.with_extension("txt");
    let text = if beside.is_file() { text(&beside) } else { sheet.text().map_err(|error| error.in_file(file)) };
    match text {
        Ok(text) => {
            let draft =
                Draft { file: file.into(), line: 0, facts: Facts::default(), text, page: None, unit: Unit::Utf16, marks: sheet.marks };
            intake.take(draft)
        }
        Err(error) => {
            intake.reject_unreadable(error);
            Ok(())
        }
    }
}

impl Sheet {
    fn line(&mut self, line: &str, number: usize, intake: &Intake<'_>) {
        if let Some(layer) = line.strip_prefix("#T_") {
            self.layer(layer);
        } else if let Some(text) = line.strip_prefix("#Text=") {
            let text = cell::unescape(text).replace('\u{c}', "\n");
            match self.sentences.last_mut().filter(|_| !self.in_tokens) {
                // A sentence of several lines.
                Some((None, open)) => {
                    open.push('\n');
                    open.push_str(&text);
                }
                _ => self.sentences.push((None, text)),
            }
            self.in_tokens = false;
        } else if !line.starts_with('#') && !line.trim().is_empty() {
            self.in_tokens = true;
            match self.token(line) {
                Some(token) => self.cells(&token, line, number, intake),
                None => self.bad.push((number, format!("not a token's line: `{}`", shorten(line)))),
            }
        }
    }

    /// A header: `SP=layer|feature|feature`, one column for each feature and at least one.
    fn layer(&mut self, header: &str) {
        let (kind, rest) = header.split_once('=').unwrap_or((header, ""));
        let mut parts = rest.split('|');
        let name = parts.next().unwrap_or("").to_string();
        let columns = self.columns..self.columns + parts.count().max(1);
        self.columns = columns.end;
        if kind == "SP" && self.layers.len() < MAX_LAYERS && !TOKEN_LAYERS.iter().any(|part| name.contains(part)) {
            self.layers.push(Layer { name, columns });
        } else {
            self.skipped_layers += 1;
        }
    }

    fn token(&mut self, line: &str) -> Option<Token> {
        let mut fields = line.split('\t');
        let (name, offsets, form) = (fields.next()?, fields.next()?, fields.next()?);
        let (start, end) = offsets.split_once('-')?;
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        let (sentence, token) = name.split_once('-')?;
        let whole = token.split_once('.').map_or(token, |(token, _)| token);
        let token_name = format!("{sentence}-{whole}");
        if token_name != self.last_name {
            self.tokens += 1;
            self.last_name = token_name;
        }
        if let Some((offset @ None, _)) = self.sentences.last_mut() {
            *offset = Some(start);
        }
        Some(Token { number: self.tokens, start, end, form: cell::unescape(form) })
    }

    fn cells(&mut self, token: &Token, line: &str, number: usize, intake: &Intake<'_>) {
        self.open.retain(|open| open.last_token + 1 >= token.number);
        let fields: Vec<&str> = line.split('\t').skip(3).collect();
        for index in 0..self.layers.len() {
            let columns = self.layers[index].columns.clone();
            let columns: Vec<Vec<Value>> = columns.map(|column| cell::values(fields.get(column).copied().unwrap_or("_"))).collect();
            let stacked = columns.iter().map(Vec::len).max().unwrap_or(0);
            if stacked > MAX_STACKED {
                self.bad.push((number, format!("{stacked} values in one cell, more than {MAX_STACKED}; the first are taken")));
            }
            for at in 0..stacked.min(MAX_STACKED) {
                let values: Vec<&Value> = columns.iter().filter_map(|column| column.get(at)).collect();
                self.span(index, &values, token, number, intake);
            }
        }
    }

    /// One span of a layer at one token: a new one, or more of an open one.
    fn span(&mut self, layer: usize, values: &[&Value], token: &Token, line: usize, intake: &Intake<'_>) {
        let labels: Vec<String> = values.iter().filter_map(|value| value.name.clone()).collect();
        let id = values.iter().find_map(|value| value.id);
        let same = |open: &&mut Open| Some(open.id) == id && open.layer == layer && open.labels == labels;
        if let Some(open) = self.open.iter_mut().find(same) {
            open.last_token = token.number;
            if let Some(Mark { ranges, quote, .. }) = self.marks.get_mut(open.mark) {
                ranges[0].1 = ranges[0].1.max(token.end);
                quote.get_or_insert_default().push_str(&token.form);
            }
            return;
        }
        let short = self.layers.get(layer).and_then(|layer| layer.name.rsplit('.').next()).unwrap_or("");
        let known = labels.iter().find(|label| intake.knows(label));
        let label = known.or(labels.first()).map_or(short, String::as_str);
        self.marks.push(Mark { line, ..Mark::quoted(label, token.start, token.end, &token.form) });
        if let Some(id) = id {
            self.open.push(Open { layer, id, labels, mark: self.marks.len() - 1, last_token: token.number });
        }
    }

    /// The sentences at their offsets.
    fn text(&self) -> Result<String> {
        let (mut text, mut units) = (String::new(), 0usize);
        for (offset, sentence) in &self.sentences {
            let offset = offset.unwrap_or(units);
            let gap = offset.checked_sub(units).filter(|&gap| gap <= MAX_GAP).ok_or_else(|| {
                let what = Error::data(format!("a sentence begins at {offset}, the one before ends at {units}"));
                what.remedy("put the text as .txt of the same name beside the file")
            })?;
            text.extend(std::iter::repeat_n('\n', gap));
            text.push_str(sentence);
            units = offset + sentence.encode_utf16().count();
        }
        Ok(text)
    }
}
