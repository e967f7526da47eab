//! Files of a benchmark's folders: by name, as pages, as pairs of page and gold.

use super::gather::Gathering;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Names and paths of the files in a folder whose name ends so; the name lacks the ending. Sorted; none if there is no folder.
pub fn files(folder: &Path, ending: &str) -> BTreeMap<String, PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| !entry.path().is_dir());
    let named = entries.filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        Some((name.strip_suffix(ending)?.to_string(), entry.path())).filter(|(name, _)| !name.is_empty() && !name.starts_with('.'))
    });
    named.collect()
}

/// Whether one of the first files of a folder ends so.
pub fn holds(folder: &Path, ending: &str) -> bool {
    let mut entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(64);
    entries.any(|entry| entry.file_name().to_string_lossy().ends_with(ending))
}

/// Pages, packed or not, by name: `.html`, `.htm`, `.html.gz`.
pub fn pages(folder: &Path) -> BTreeMap<String, PathBuf> {
    [".htm", ".html.gz", ".html"].into_iter().flat_map(|ending| files(folder, ending)).collect()
}

/// A page and its gold.
#[derive(Debug)]
pub struct Pair {
    /// The name that both files share.
    pub id: String,
    /// The page.
    pub page: PathBuf,
    /// The gold.
    pub gold: PathBuf,
}

/// Pairs pages and golds by name; rejects those that have no counterpart.
pub fn pairs(gathering: &mut Gathering, pages: BTreeMap<String, PathBuf>, mut golds: BTreeMap<String, PathBuf>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (id, page) in pages {
        match golds.remove(&id) {
            Some(gold) => pairs.push(Pair { id, page, gold }),
            None => gathering.reject(missing_gold(&page)),
        }
    }
    for gold in golds.values() {
        gathering.reject(Error::data("the gold has no page").in_file(gold).remedy("add the page or drop the gold"));
    }
    pairs
}

/// A page that nobody labelled.
pub fn missing_gold(page: &Path) -> Error {
    Error::data("the page has no gold").in_file(page).remedy("add the gold or drop the page")
}

/// Finds a page by the name an entry gives, inside the folder.
///
/// # Errors
/// A name that leads out of the folder; a page that is not there.
pub fn page_of(folder: &Path, name: &str) -> Result<PathBuf> {
    if name.is_empty() || !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(Error::data(format!("`{name}` is no file name")).in_file(folder).remedy("names stay inside the folder"));
    }
    let found =
        ["", ".html", ".html.gz", ".htm"].into_iter().map(|ending| folder.join(format!("{name}{ending}"))).find(|path| path.is_file());
    found.ok_or_else(|| Error::data(format!("the page of `{name}` is missing")).in_file(folder).remedy("add the page or drop the entry"))
}
