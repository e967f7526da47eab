//! A strategy and a task, ready to clean documents. Strategies that were built once are kept.

use gleaner::corpus;
use gleaner::document::{Document, Format, html};
use gleaner::error::{Error, Result};
use gleaner::gold::Task;
use gleaner::shard::{self, Cleaned};
use gleaner::strategy::{Context, Selected};
use rustc_hash::FxHashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Strategies kept. A loop over rows names one or two; a sweep that names more builds them anew.
const MAX_KEPT: usize = 64;

/// Strategies that were built, by what the user wrote: some compile long lists of phrases.
static KEPT: LazyLock<Mutex<FxHashMap<String, Arc<Selected>>>> = LazyLock::new(Mutex::default);

/// Cleans documents one by one.
pub struct Cleaner {
    strategy: Arc<Selected>,
    task: Task,
    context: Context,
}

impl Cleaner {
    /// For a strategy and a task by name.
    ///
    /// # Errors
    /// Unknown names or unfit parameters.
    pub fn new(specification: &str, task: &str) -> Result<Self> {
        let task = task.parse().map_err(|why: String| Error::usage(why))?;
        Ok(Self { strategy: selected(specification)?, task, context: Context::empty() })
    }

    /// A document with what is left of it and what was taken out.
    ///
    /// # Errors
    /// A strategy that does not take the document, or failed on it.
    pub fn clean(&self, document: Document) -> Result<Cleaned> {
        let cleaner = shard::Cleaner { strategy: &self.strategy, task: self.task, context: &self.context };
        cleaner.clean(document).map_err(|complaint| Error::data(complaint.reason).remedy(complaint.remedy))
    }
}

/// A strategy by name, fitted to the shipped corpus if it learns, as `gleaner strip` does.
///
/// # Errors
/// As [`gleaner::strategy::parse`].
pub fn selected(specification: &str) -> Result<Arc<Selected>> {
    let kept = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = kept().get(specification) {
        return Ok(found.clone());
    }
    // Fitting works on several threads.
    let made = Arc::new(pool(1)?.install(|| shard::ready(specification))?);
    let mut kept = kept();
    if kept.len() >= MAX_KEPT {
        kept.clear();
    }
    kept.insert(specification.to_string(), made.clone());
    Ok(made)
}

/// A pool of its own for each call: rayon's global one does not survive `fork`, by which Python starts workers.
///
/// # Errors
/// As [`gleaner::cli::thread_pool`].
pub fn pool(threads: usize) -> Result<rayon::ThreadPool> {
    gleaner::cli::thread_pool(threads)
}

/// The format that was named; none, `""` or `auto`: by the text's look.
///
/// # Errors
/// An unknown one.
pub fn format_of(named: Option<&str>, text: &str) -> Result<Format> {
    match named {
        None | Some("" | "auto") => Ok(Format::guess(text)),
        Some(name) => name.parse().map_err(|why: String| Error::usage(why)),
    }
}

/// Decodes a page, as a browser would; or a text, which must be UTF-8.
///
/// # Errors
/// A text in another encoding, an unknown format.
pub fn decode(bytes: &[u8], format: Option<&str>) -> Result<String> {
    // Pages come in any encoding, so they are known before they are decoded.
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    if format_of(format, &start)? == Format::Html { Ok(html::decode(bytes, None).text) } else { corpus::decode(bytes.to_vec()) }
}
