//! What every import does alike: marks are placed, labelled, settled; documents are written; what is refused is counted.

use super::anchor::{place, shorten};
use super::draft::{Draft, MAX_MARKS, Mark, Refusal};
use super::folder::Folder;
use super::label_map::Incoming;
use super::settle::settle;
use super::tally::Tally;
use super::{Placed, Read};
use crate::corpus::brat;
use crate::document::Format;
use crate::error::{Error, Result};
use crate::gold::LabelledSpan;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A longer id is a slip of the export.
const MAX_ID_BYTES: usize = 200;

/// Facts for documents that do not bring their own.
#[derive(Debug, Default, Clone)]
pub struct Defaults {
    /// The outlet.
    pub source: String,
    /// ISO 639-1 code.
    pub lang: String,
    /// Under what right the texts may be used.
    pub licence: String,
    /// How texts are written.
    pub format: Format,
}

/// How an import is done.
#[derive(Debug, Default, Clone)]
pub struct Plan {
    /// What the tool's labels are.
    pub labels: Incoming,
    /// Facts for documents that do not bring their own.
    pub defaults: Defaults,
    /// Whether a corpus that is there is replaced.
    pub force: bool,
}

/// Takes the drafts of a reader.
pub struct Intake<'p> {
    plan: &'p Plan,
    folder: Folder,
    tally: Tally,
    ids: HashSet<String>,
    texts: HashMap<[u8; 32], String>,
}

/// Imports a file or folder as a native corpus at `target`. Nothing is written where no document could be used.
///
/// # Errors
/// What stops the whole: an input that cannot be read, a target that is there, a failed write. What concerns one
/// document or mark is in the tally.
pub fn import(read: Read, input: &Path, target: &Path, plan: &Plan) -> Result<Tally> {
    refuse_nesting(input, target)?;
    let folder = Folder::new(target, plan.force)?;
    let mut intake = Intake { plan, folder, tally: Tally::default(), ids: HashSet::new(), texts: HashMap::new() };
    read(input, &mut intake)?;
    let Intake { folder, tally, .. } = intake;
    if tally.documents > 0 {
        folder.finish()?;
    }
    Ok(tally)
}

/// Replacing a corpus with what is read from inside it would destroy both.
fn refuse_nesting(input: &Path, target: &Path) -> Result<()> {
    let full = |path: &Path| path.canonicalize().ok();
    let above = |path: &Path| {
        Some(full(path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.join(path.file_name()?))
    };
    if let (Some(input), Some(target)) = (full(input), full(target).or_else(|| above(target)))
        && (input.starts_with(&target) || target.starts_with(&input))
    {
        return Err(Error::usage("input and output lie in each other").in_file(target).remedy("write to a folder of its own"));
    }
    Ok(())
}

impl Intake<'_> {
    /// Facts for documents that do not bring their own.
    pub fn defaults(&self) -> &Defaults {
        &self.plan.defaults
    }

    /// Whether a label can be used: one of ours, or in the map.
    pub fn knows(&self, label: &str) -> bool {
        self.plan.labels.label(label).is_ok()
    }

    /// Counts something passed over on purpose.
    pub fn skip(&mut self, kind: &'static str) {
        self.tally.skip(kind);
    }

    /// Counts a document that cannot be used.
    pub fn reject_document(&mut self, file: &Path, line: usize, refusal: Refusal) {
        self.tally.documents_rejected += 1;
        self.reason(file, line, refusal);
    }

    /// Counts a document whose file cannot be read.
    pub fn reject_unreadable(&mut self, error: Error) {
        self.tally.documents_rejected += 1;
        self.tally.reason("unreadable", error);
    }

    /// Counts a mark that cannot be used.
    pub fn reject_mark(&mut self, file: &Path, line: usize, refusal: Refusal) {
        self.tally.rejected += 1;
        self.reason(file, line, refusal);
    }

    fn reason(&mut self, file: &Path, line: usize, refusal: Refusal) {
        let error = Error::data(refusal.message);
        self.tally.reason(refusal.kind, if line == 0 { error.in_file(file) } else { error.at(file, line) });
    }

    /// Takes a document.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn take(&mut self, mut draft: Draft) -> Result<()> {
        self.complete(&mut draft);
        if let Err(refusal) = self.admit(&draft) {
            self.reject_document(&draft.file, draft.line, refusal);
            return Ok(());
        }
        let spans = self.spans(&draft);
        self.tally.documents += 1;
        self.tally.spans += spans.len();
        let annotations = brat::write(&draft.text, &spans);
        match &draft.page {
            // A byte order mark goes before any other word on the encoding.
            Some(page) => self.folder.add(&draft.facts, "html", format!("\u{feff}{page}").as_bytes(), &annotations),
            None => {
                let ending = if draft.facts.format == Some(Format::Markdown) { "md" } else { "txt" };
                self.folder.add(&draft.facts, ending, draft.text.as_bytes(), &annotations)
            }
        }
    }

    /// Fills in what the document does not say.
    fn complete(&self, draft: &mut Draft) {
        let Defaults { source, lang, licence, format } = &self.plan.defaults;
        let Draft { facts, page, file, line, .. } = draft;
        for (own, default) in [(&mut facts.source, source), (&mut facts.lang, lang), (&mut facts.licence, licence)] {
            if own.is_empty() {
                own.clone_from(default);
            }
        }
        // Text that is called HTML is a view of a page that is not here: `Facts::object` says so too.
        let known = facts.format.filter(|&known| known != Format::Html);
        facts.format = Some(if page.is_some() { Format::Html } else { known.unwrap_or(*format) });
        if facts.id.is_empty() {
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            facts.id = if *line == 0 { stem } else { format!("{stem}-{line}") };
        }
    }

    /// Whether a document can be used at all.
    fn admit(&mut self, draft: &Draft) -> std::result::Result<(), Refusal> {
        let id = &draft.facts.id;
        if id.len() > MAX_ID_BYTES || id.contains(char::is_control) {
            return Err(Refusal::new("id", format!("the id `{}` is too long or has control characters", shorten(id))));
        }
        if draft.text.trim().is_empty() {
            return Err(Refusal::new("empty text", format!("the text of `{id}` is empty")));
        }
        if draft.marks.len() > MAX_MARKS {
            return Err(Refusal::new("too many marks", format!("`{id}` has {} marks, more than {MAX_MARKS}", draft.marks.len())));
        }
        if self.ids.contains(id) {
            return Err(Refusal::new("id twice", format!("the id `{id}` stands twice; the first is kept")));
        }
        let key: [u8; 32] = Sha256::digest(draft.text.as_bytes()).into();
        if let Some(other) = self.texts.get(&key) {
            return Err(Refusal::new("text twice", format!("`{id}` has the text of `{other}`; the first is kept")));
        }
        self.texts.insert(key, id.clone());
        self.ids.insert(id.clone());
        Ok(())
    }

    /// The gold spans of a document.
    fn spans(&mut self, draft: &Draft) -> Vec<LabelledSpan> {
        let line = |mark: &Mark| if mark.line == 0 { draft.line } else { mark.line };
        let mut moved = HashSet::new();
        let mut placed = Vec::new();
        for (index, (mark, outcome)) in draft.marks.iter().zip(place(&draft.text, draft.unit, &draft.marks)).enumerate() {
            match (self.plan.labels.label(&mark.label), outcome) {
                (Ok(None), _) => self.skip("labels that the map leaves out"),
                (Err(refusal), _) | (Ok(Some(_)), Err(refusal)) => self.reject_mark(&draft.file, line(mark), refusal),
                (Ok(Some(label)), Ok(Placed { spans, moved: by_quote })) => {
                    if by_quote {
                        moved.insert(index);
                    }
                    placed.push((index, label, spans));
                }
            }
        }
        let settled = settle(&draft.text, &placed);
        for (index, refusal) in settled.refused {
            self.reject_mark(&draft.file, draft.marks.get(index).map_or(draft.line, line), refusal);
        }
        let reanchored = settled.kept.iter().filter(|index| moved.contains(index)).count();
        self.tally.reanchored += reanchored;
        self.tally.placed += settled.kept.len() - reanchored;
        settled.spans
    }
}
