//! The files of a labelling: read, compared with what is on disk, replaced whole.

use super::sheet::{self, Listed, Mark, Sheet};
use crate::corpus::{Row, brat, unlabelled};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::gold::LabelledSpan;
use crate::label::Label;
use crate::strategy::{Context, Selected};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Whose labels are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The gold beside the texts.
    First,
    /// A labelling of its own in `second/`, blind to the first: nothing of the first is shown.
    Second,
    /// The first, with the second beside it to settle where they differ.
    Compare,
}

/// What became of a save.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    /// The file is written; this is its new version.
    Written(String),
    /// The file is not what the page had read; nothing was written.
    Changed,
}

/// A corpus under the hands of one annotator.
pub struct Desk {
    folder: PathBuf,
    pass: Pass,
    rows: Vec<Row>,
    documents: Vec<Document>,
    context: Context,
    strategy: Option<Selected>,
}

impl Desk {
    /// Opens a corpus folder; its texts need no labels yet. `strategy` proposes labels for documents without.
    ///
    /// # Errors
    /// What is no corpus, with file and line.
    pub fn open(folder: &Path, pass: Pass, strategy: Option<Selected>) -> Result<Self> {
        let (rows, documents): (Vec<Row>, Vec<Document>) = unlabelled(folder)?.into_iter().unzip();
        let context = Context::of(&documents);
        Ok(Self { folder: folder.into(), pass, rows, documents, context, strategy })
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Every document, with whether it is done.
    pub fn list(&self) -> Vec<Listed> {
        let one = |(index, document): (usize, &Document)| Listed {
            id: document.meta.id.clone(),
            source: document.meta.source.clone(),
            labelled: self.file(index).is_some_and(|file| file.is_file()),
            differing: (self.pass == Pass::Compare).then(|| self.differing(index)).flatten(),
        };
        self.documents.iter().enumerate().map(one).collect()
    }

    /// A document with its marks; `None` where there is no such document.
    ///
    /// # Errors
    /// Labels on disk that cannot be read, with file and line.
    pub fn sheet(&self, index: usize) -> Result<Option<Sheet>> {
        let (Some(document), Some(file)) = (self.documents.get(index), self.file(index)) else { return Ok(None) };
        let text = document.text();
        let stored = stored(&file)?;
        let read = |annotations: &str, file: &Path| Ok::<_, Error>(sheet::marks(text, brat::read(text, annotations, file)?.spans()));
        let marks = stored.as_deref().map_or(Ok(Vec::new()), |annotations| read(annotations, &file))?;
        let other = match self.second(index).filter(|_| self.pass == Pass::Compare) {
            Some(file) => self::stored(&file)?.map(|annotations| read(&annotations, &file)).transpose()?,
            None => None,
        };
        let proposed = if stored.is_some() { Vec::new() } else { self.proposed(document) };
        Ok(Some(Sheet {
            id: document.meta.id.clone(),
            source: document.meta.source.clone(),
            lang: document.meta.lang.clone(),
            text: text.into(),
            marks,
            proposed,
            other,
            version: version(stored.as_deref()),
        }))
    }

    /// The version of a document's file now.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn version(&self, index: usize) -> Result<Option<String>> {
        self.file(index).map(|file| Ok(version(stored(&file)?.as_deref()))).transpose()
    }

    /// Replaces a document's labels, if its file is still in the state that `version` names.
    ///
    /// # Errors
    /// Marks that do not fit the text (then nothing is written), or a file that cannot be written.
    pub fn save(&self, index: usize, version: &str, marks: &[Mark]) -> Result<Saved> {
        let (Some(document), Some(file)) = (self.documents.get(index), self.file(index)) else {
            return Err(Error::usage(format!("there is no document {index}")));
        };
        let gold = sheet::gold(document.text(), marks).map_err(|why| Error::data(why).in_file(&file))?;
        let before = stored(&file)?;
        if self::version(before.as_deref()) != version {
            return Ok(Saved::Changed);
        }
        let annotations = brat::rewrite(document.text(), before.as_deref().unwrap_or(""), gold.spans());
        replace(&file, &annotations)?;
        Ok(Saved::Written(self::version(Some(&annotations))))
    }

    /// The file that this pass writes.
    fn file(&self, index: usize) -> Option<PathBuf> {
        match self.pass {
            Pass::Second => self.second(index),
            Pass::First | Pass::Compare => self.rows.get(index).map(|row| self.folder.join(row.annotations())),
        }
    }

    /// The second labelling's file. Ids are names of files here, as the shipped corpus has them.
    fn second(&self, index: usize) -> Option<PathBuf> {
        let name: String = self.rows.get(index)?.id.chars().map(|c| if matches!(c, '/' | '\\' | ':' | '\0') { '_' } else { c }).collect();
        Some(self.folder.join("second").join(format!("{name}.ann")))
    }

    fn proposed(&self, document: &Document) -> Vec<Mark> {
        let Some(strategy) = &self.strategy else { return Vec::new() };
        let removals = strategy.run(document, &self.context);
        let labelled =
            |removal: &crate::strategy::contract::Removal| LabelledSpan { span: removal.span, label: removal.label.unwrap_or(Label::Nav) };
        sheet::marks(document.text(), &removals.iter().map(labelled).collect::<Vec<_>>())
    }

    /// Visible characters that the two labellings call differently; `None` where one is missing or unreadable.
    fn differing(&self, index: usize) -> Option<usize> {
        let text = self.documents.get(index)?.text();
        let gold = |file: PathBuf| brat::read(text, &stored(&file).ok()??, &file).ok();
        let (first, second) = (gold(self.file(index)?)?, gold(self.second(index)?)?);
        let mut agreement = crate::corpus::agreement::Agreement::default();
        agreement.add(text, &first, &second);
        Some(agreement.disagreements().iter().map(|(_, characters)| *characters as usize).sum())
    }
}

/// A file's text; `None` if there is no file.
fn stored(file: &Path) -> Result<Option<String>> {
    match std::fs::read(file) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| Error::data("the labels are not UTF-8").in_file(file).remedy("convert the file, or move it away to label anew")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("cannot read the labels", error).in_file(file).remedy("check its permissions")),
    }
}

fn version(annotations: Option<&str>) -> String {
    annotations.map_or(String::new(), |text| Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Writes beside the file, then takes its name: whoever reads it sees the old or the new labels, never half of them.
fn replace(file: &Path, text: &str) -> Result<()> {
    let failed = |error| Error::io("cannot write the labels", error).in_file(file).remedy("check the permissions and the space left");
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let partial = folder.join(format!(".{name}.{}.partial", std::process::id()));
    let write = || {
        let mut out = std::fs::File::create(&partial)?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        std::fs::rename(&partial, file)
    };
    write().map_err(|error| {
        // What could not take its name is of no use to anybody.
        let _ = std::fs::remove_file(&partial);
        failed(error)
    })
}
