//! `cuts.jsonl.gz`: every document with its text, its gold, and what each strategy cut and why. What `gleaner report` draws
//! documents from, so that a results folder needs nothing beside it.
//!
//! One document a line; offsets count Unicode code points of the text, which for a page is its text view. The labels of cuts are
//! kept, whether or not a task carries them out, so that one line serves all tasks.

use super::Assessed;
use crate::corpus::Example;
use crate::error::{Error, Result};
use crate::label::Label;
use crate::score::Contender;
use crate::span::{CodePoints, Span};
use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

/// The file's name.
pub const FILE: &str = "cuts.jsonl.gz";
/// Documents packed together; members of the file are packed side by side on all threads.
const PACK: usize = 32;

/// One document under all strategies.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cuts {
    /// Name of the corpus.
    pub corpus: String,
    /// Id of the document.
    pub doc: String,
    /// Outlet; empty if unknown.
    pub source: String,
    /// Language code; empty if unknown.
    pub lang: String,
    /// plain, markdown or html.
    pub format: String,
    /// The text.
    pub text: String,
    /// Gold spans: start, end, label. What no span covers is body.
    pub gold: Vec<(usize, usize, String)>,
    /// What each strategy did.
    pub strategies: Vec<Cut>,
}

/// What one strategy did with a document.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cut {
    /// Name with parameters.
    pub name: String,
    /// `ok`, or why there is no answer.
    pub status: String,
    /// Removed stretches: start, end, label if the strategy knew one, rule.
    pub removed: Vec<(usize, usize, Option<Name>, Name)>,
}

/// A label's or a rule's name: there are millions of them, and most are the program's own.
pub type Name = Cow<'static, str>;

/// Writes the documents of every corpus, once each.
///
/// # Errors
/// Where the writer fails.
pub fn write(results: &[Assessed<'_>], out: &mut dyn Write) -> Result<()> {
    let failed = |error| Error::io("cannot write", error);
    let mut seen = BTreeSet::new();
    for Assessed { evaluation, contenders, .. } in results {
        let corpus = evaluation.corpus;
        if !seen.insert(&corpus.name) {
            continue;
        }
        let packed = |(pack, examples): (usize, &[Example])| {
            let (mut packer, mut line) = (GzEncoder::new(Vec::new(), Compression::fast()), Vec::new());
            for (at, example) in examples.iter().enumerate() {
                // A line at once: the packer takes much longer for its single words.
                line.clear();
                serde_json::to_writer(&mut line, &cuts(&corpus.name, example, contenders, pack * PACK + at))?;
                line.push(b'\n');
                packer.write_all(&line)?;
            }
            packer.finish()
        };
        let packs: Vec<std::io::Result<Vec<u8>>> = corpus.examples.par_chunks(PACK).enumerate().map(packed).collect();
        packs.into_iter().try_for_each(|pack| out.write_all(&pack?)).map_err(failed)?;
    }
    Ok(())
}

fn cuts(corpus: &str, example: &Example, contenders: &[Contender<'_>], index: usize) -> Cuts {
    let (document, meta) = (&example.document, &example.document.meta);
    let points = CodePoints::new(document.text());
    let ends = |span: Span| (points.from_byte(span.start), points.from_byte(span.end));
    let gold = example.gold.spans().iter().map(|own| (ends(own.span), own.label));
    let cut = |contender: &Contender<'_>| {
        let prediction = contender.predictions.get(index)?;
        let removed = prediction.removals.iter().map(|removal| (ends(removal.span), removal.label, &removal.rule));
        Some(Cut {
            name: contender.name.clone(),
            status: prediction.status.name().into(),
            removed: removed
                .map(|((start, end), label, rule)| (start, end, label.map(|label| label.name().into()), rule.clone()))
                .collect(),
        })
    };
    Cuts {
        corpus: corpus.into(),
        doc: meta.id.clone(),
        source: meta.source.clone(),
        lang: meta.lang.clone(),
        format: meta.format.to_string(),
        text: document.text().into(),
        gold: gold.map(|((start, end), label): (_, Label)| (start, end, label.name().into())).collect(),
        strategies: contenders.iter().filter_map(cut).collect(),
    }
}

/// Reads the documents of a results folder, one by one.
///
/// # Errors
/// No such file, or a line that is no document, with its number.
pub fn read(folder: &Path, mut each: impl FnMut(Cuts) -> Result<()>) -> Result<()> {
    let path = folder.join(FILE);
    let remedy = "run `gleaner eval` with --out to this folder again";
    let file = std::fs::File::open(&path).map_err(|error| Error::io("cannot open", error).in_file(&path).remedy(remedy))?;
    let lines = BufReader::new(MultiGzDecoder::new(BufReader::new(file))).lines();
    for (number, line) in lines.enumerate() {
        let line = line.map_err(|error| Error::io("cannot read", error).at(&path, number + 1).remedy(remedy))?;
        let cuts = serde_json::from_str(&line);
        each(cuts.map_err(|error| Error::data(format!("no document: {error}")).at(&path, number + 1).remedy(remedy))?)?;
    }
    Ok(())
}
