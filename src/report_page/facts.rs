//! What the page shows of one corpus under one task, gathered from the CSV files of a results folder.

use crate::error::{Error, Result};
use crate::report::Manifest;
use crate::results::{Cells, Results, each};
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

/// A strategy's place among all.
#[derive(Clone, Debug, PartialEq)]
pub struct Rank {
    /// Mean over sources of its rank; 1 is best.
    pub mean: f64,
    /// Mean ranks further apart than this differ by Nemenyi's test.
    pub critical_difference: Option<f64>,
    /// Letters of the groups of strategies that cannot be told apart.
    pub groups: String,
    /// Whether it is the best, or not to be told apart from it.
    pub with_best: bool,
}

/// What a strategy keeps and what it gives away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tradeoff {
    /// Share of the content kept.
    pub retention: f64,
    /// Between-source share of the n-gram kernel.
    pub leakage: f64,
    /// Whether nobody keeps more and leaks less.
    pub on_front: bool,
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
    /// The main measure by source: sum, documents.
    pub sources: BTreeMap<String, (f64, f64)>,
    /// The main measure by language: sum, documents.
    pub languages: BTreeMap<String, (f64, f64)>,
    /// Where it stands among all by the main measure; `None` for controls.
    pub rank: Option<Rank>,
    /// Leakage against content kept; `None` where it was refused.
    pub tradeoff: Option<Tradeoff>,
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
    /// Leakage of gold with words deleted at random, by content kept.
    pub random_deletion: Vec<(f64, f64)>,
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

/// The sections of a results folder while they are read.
struct Reader<'f> {
    folder: &'f Path,
    manifest: &'f Manifest,
    found: Standings,
    order: Vec<(String, String)>,
    curves: BTreeMap<(String, String), Vec<(f64, f64)>>,
}

/// Reads all sections of a results folder.
///
/// # Errors
/// Files that are missing or broken, or that hold no row.
pub fn read(folder: &Path) -> Result<Vec<Section>> {
    let results = Results::open(folder)?;
    let mut reader = Reader { folder, manifest: &results.manifest, found: Standings::new(), order: Vec::new(), curves: BTreeMap::new() };
    reader.aggregates()?;
    let main = MAIN.iter().find(|name| results.has_metric(name)).copied().unwrap_or(MAIN[1]);
    reader.places(main)?;
    let counts = reader.documents(main)?;
    if reader.order.is_empty() {
        let error = Error::data("the results hold no strategy").in_file(folder.join("summary.csv"));
        return Err(error.remedy("run `gleaner eval` again"));
    }
    let Reader { mut found, order, mut curves, .. } = reader;
    let section = |key: (String, String)| {
        let mut strategies: Vec<Standing> = found.remove(&key).unwrap_or_default().into_values().collect();
        let rank = |own: &Standing| own.value(main, "documents").value.unwrap_or(-1.0);
        strategies.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
        let (documents, sources) = counts.get(&key).map_or((0, 0), |(documents, sources)| (documents.len(), sources.len()));
        let mut random_deletion = curves.remove(&key).unwrap_or_default();
        random_deletion.sort_by(|a, b| a.0.total_cmp(&b.0));
        Section { corpus: key.0, task: key.1, main, documents, sources, strategies, random_deletion }
    };
    Ok(order.into_iter().map(section).collect())
}

/// Ids of documents and names of sources.
type Counted = (BTreeSet<String>, BTreeSet<String>);

/// The columns that every file begins with.
const KEY: [&str; 3] = ["corpus", "task", "strategy"];

impl Reader<'_> {
    /// Sends the rows of a file with their strategies; `columns` follow the key's.
    fn each(&mut self, file: &str, columns: &[&str], mut row: impl FnMut(&mut Standing, &Cells<'_>) -> Result<()>) -> Result<()> {
        let columns: Vec<&str> = KEY.iter().chain(columns).copied().collect();
        let folder = self.folder;
        each(folder, file, &columns, |cells| row(self.standing(cells), cells))
    }

    fn standing(&mut self, cells: &Cells<'_>) -> &mut Standing {
        let key = (cells.text(0), cells.text(1));
        if !self.found.contains_key(&key) {
            self.order.push(key.clone());
        }
        let (manifest, name) = (self.manifest, cells.text(2));
        let corpus = manifest.corpora.iter().find(|corpus| corpus.name == key.0);
        let listed = corpus.and_then(|corpus| corpus.strategies.iter().find(|own| own.name == name));
        let control = listed.is_none_or(|own| own.control);
        self.found.entry(key).or_default().entry(name.clone()).or_insert_with(|| Standing { name, control, ..Standing::default() })
    }

    fn aggregates(&mut self) -> Result<()> {
        self.each("summary", &["metric", "average", "value", "low", "high"], |own, cells| {
            let value = Value { value: cells.number(5)?, low: cells.number(6)?, high: cells.number(7)? };
            own.values.insert((cells.text(3), cells.text(4)), value);
            Ok(())
        })?;
        self.each("timing", &["mb_per_s"], |own, cells| {
            own.mb_per_s = cells.number(3)?;
            Ok(())
        })?;
        self.each("labels", &["label", "verdict", "left", "low", "high"], |own, cells| {
            let left = Value { value: cells.number(5)?, low: cells.number(6)?, high: cells.number(7)? };
            own.labels.insert(cells.text(3), LabelLeft { verdict: cells.text(4), left });
            Ok(())
        })
    }

    /// Ranks by the main measure, and the trade-off of leakage.
    fn places(&mut self, main: &str) -> Result<()> {
        self.each("ranks", &["metric", "mean_rank", "critical_difference", "group", "with_best"], |own, cells| {
            if cells.raw(3) == main {
                let (mean, critical_difference) = (cells.number(4)?, cells.number(5)?);
                let (groups, with_best) = (cells.text(6), cells.raw(7) == "yes");
                own.rank = mean.map(|mean| Rank { mean, critical_difference, groups, with_best });
            }
            Ok(())
        })?;
        let columns: Vec<&str> = KEY.iter().chain(&["role", "retention", "leakage", "standing"]).copied().collect();
        let folder = self.folder;
        each(folder, "tradeoff", &columns, |cells| {
            match (cells.raw(3), cells.number(4)?, cells.number(5)?) {
                ("strategy", Some(retention), Some(leakage)) => {
                    self.standing(cells).tradeoff = Some(Tradeoff { retention, leakage, on_front: cells.raw(6) == "front" });
                }
                ("random-deletion", Some(retention), Some(leakage)) => {
                    self.curves.entry((cells.text(0), cells.text(1))).or_default().push((retention, leakage));
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// The main measure by source and language.
    fn documents(&mut self, main: &str) -> Result<BTreeMap<(String, String), Counted>> {
        let mut counts: BTreeMap<(String, String), Counted> = BTreeMap::new();
        self.each("documents", &["doc", "source", "lang", main], |own, cells| {
            let counted = counts.entry((cells.text(0), cells.text(1))).or_default();
            if !counted.0.contains(cells.raw(3)) {
                counted.0.insert(cells.raw(3).into());
                counted.1.insert(cells.text(4));
            }
            let Some(value) = cells.number(6)? else { return Ok(()) };
            for (groups, name) in [(&mut own.languages, cells.text(5)), (&mut own.sources, cells.text(4))] {
                let group = groups.entry(name).or_default();
                group.0 += value;
                group.1 += 1.0;
            }
            Ok(())
        })?;
        Ok(counts)
    }
}
