//! What the page shows of one corpus under one task, gathered from the CSV files of a results folder.

use super::rows::{self, Row};
use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A value with the ends of its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// The value.
    pub value: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// What a strategy leaves of one label.
#[derive(Clone, Debug)]
pub struct LabelLeft {
    /// keep, strip or ignore.
    pub verdict: String,
    /// Share that stayed.
    pub left: Value,
}

/// One strategy.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Name with parameters.
    pub name: String,
    /// Whether it is a control or a bound.
    pub control: bool,
    /// Aggregates by measure and average.
    pub values: BTreeMap<(String, String), Value>,
    /// Megabytes of text a second in that run.
    pub mb_per_s: Option<f64>,
    /// What it leaves, by label.
    pub labels: BTreeMap<String, LabelLeft>,
    /// The main measure by source: mean, documents.
    pub sources: BTreeMap<String, (f64, f64)>,
    /// The main measure by language: sum, documents.
    pub languages: BTreeMap<String, (f64, f64)>,
}

impl Standing {
    /// An aggregate; empty where it is not known.
    pub fn value(&self, measure: &str, average: &str) -> Value {
        self.values.get(&(measure.to_string(), average.to_string())).copied().unwrap_or_default()
    }
}

/// One corpus under one task.
#[derive(Debug)]
pub struct Section {
    /// Name of the corpus.
    pub corpus: String,
    /// The task.
    pub task: String,
    /// The measure that ranks.
    pub main: &'static str,
    /// Documents and sources.
    pub documents: usize,
    /// Number of sources.
    pub sources: usize,
    /// Best first.
    pub strategies: Vec<Standing>,
}

/// Measures that rank, the first that is there.
const MAIN: [&str; 2] = ["wcxb.f1.compat", "chars.f1"];

impl Section {
    /// The contenders, best first.
    pub fn contenders(&self) -> impl Iterator<Item = &Standing> {
        self.strategies.iter().filter(|own| !own.control)
    }

    /// The labels of which a verdict wants this, in the order of the labelling guide, with at least one character in gold.
    pub fn labels(&self, verdict: &str) -> Vec<&'static str> {
        let has = |label: &str| self.strategies.iter().any(|own| own.labels.get(label).is_some_and(|left| left.verdict == verdict));
        crate::label::Label::ALL.iter().map(|label| label.name()).filter(|label| has(label)).collect()
    }
}

/// Key of a section, then of a strategy.
type Standings = BTreeMap<(String, String), BTreeMap<String, Standing>>;

/// Reads all sections of a results folder.
///
/// # Errors
/// Files that are missing or broken, or that hold no row.
pub fn read(folder: &Path) -> Result<Vec<Section>> {
    let mut found = Standings::new();
    let mut order: Vec<(String, String)> = Vec::new();
    rows::each(folder, "summary", |row| {
        let key = key(row);
        if !found.contains_key(&key) {
            order.push(key);
        }
        let interval = Value { value: row.number("value"), low: row.number("low"), high: row.number("high") };
        standing(&mut found, row).values.insert((row.text("metric").into(), row.text("average").into()), interval);
    })?;
    rows::each(folder, "timing", |row| standing(&mut found, row).mb_per_s = row.number("mb_per_s"))?;
    rows::each(folder, "labels", |row| {
        let left = Value { value: row.number("left"), low: row.number("low"), high: row.number("high") };
        standing(&mut found, row).labels.insert(row.text("label").into(), left);
    })?;
    let main = if found.values().flat_map(BTreeMap::values).any(|own| own.value(MAIN[0], "documents").value.is_some()) { 0 } else { 1 };
    let counts = by_document(folder, MAIN[main], &mut found)?;
    if order.is_empty() {
        let error = Error::data("the results hold no strategy").in_file(folder.join("summary.csv"));
        return Err(error.remedy("run `gleaner eval` again"));
    }
    let section = |key: (String, String)| {
        let mut strategies: Vec<Standing> = found.remove(&key).unwrap_or_default().into_values().collect();
        let rank = |own: &Standing| own.value(MAIN[main], "documents").value.unwrap_or(-1.0);
        strategies.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
        let (documents, sources) = counts.get(&key).map_or((0, 0), |(documents, sources)| (documents.len(), sources.len()));
        Section { corpus: key.0, task: key.1, main: MAIN[main], documents, sources, strategies }
    };
    Ok(order.into_iter().map(section).collect())
}

/// Ids of documents and names of sources.
type Counted = (BTreeSet<String>, BTreeSet<String>);

fn by_document(folder: &Path, main: &str, found: &mut Standings) -> Result<BTreeMap<(String, String), Counted>> {
    let mut counts: BTreeMap<(String, String), Counted> = BTreeMap::new();
    rows::each(folder, "documents", |row| {
        let own = counts.entry(key(row)).or_default();
        if !own.0.contains(row.text("doc")) {
            own.0.insert(row.text("doc").into());
            own.1.insert(row.text("source").into());
        }
        let Some(value) = row.number(main) else { return };
        let standing = standing(found, row);
        for (groups, name) in [(&mut standing.languages, row.text("lang")), (&mut standing.sources, row.text("source"))] {
            let group = groups.entry(name.into()).or_default();
            group.0 += value;
            group.1 += 1.0;
        }
    })?;
    Ok(counts)
}

fn key(row: &Row<'_>) -> (String, String) {
    (row.text("corpus").into(), row.text("task").into())
}

fn standing<'f>(found: &'f mut Standings, row: &Row<'_>) -> &'f mut Standing {
    let name = row.text("strategy");
    let own = found.entry(key(row)).or_default().entry(name.into()).or_default();
    if own.name.is_empty() {
        own.name = name.into();
        own.control = name.starts_with("bound:") || ["keep-all", "remove-all"].contains(&name);
    }
    own
}
