//! What of two sides belongs together: corpora, tasks, strategies, measures. Refuses what does not.

use super::{Side, Wanted};
use crate::error::{Error, Result};
use crate::report::{CorpusEntry, StrategyEntry};
use crate::results::Results;

/// The measures compared unless others are named.
const USUAL: [&str; 7] = ["chars.f1", "chars.precision", "chars.recall", "residue", "damage", "docs.clean", "docs.damaged"];
/// Comes first where gold was derived from reference texts, as in the table of `eval`.
const OF_REFERENCES: &str = "wcxb.f1.compat";
/// Names shown in an error.
const MAX_SHOWN: usize = 8;

/// One corpus under one task, on both sides.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The corpus as each side has it.
    pub corpora: [CorpusEntry; 2],
    /// The task.
    pub task: String,
    /// Strategies to compare.
    pub strategies: Vec<[StrategyEntry; 2]>,
    /// Measures, with whether more is better.
    pub metrics: Vec<(String, bool)>,
}

/// Everything that can be compared, and remarks on what cannot.
pub fn matches(a: &Side, b: &Side, wanted: &Wanted) -> Result<(Vec<Matched>, Vec<String>)> {
    let mut notes = Vec::new();
    let tasks = tasks(&a.results, &b.results, &mut notes)?;
    let corpora = corpora(&a.results, &b.results, &mut notes)?;
    let mut found = Vec::new();
    for (one, two) in corpora {
        let strategies = strategies([a, b], [one, two], wanted);
        if strategies.is_empty() {
            continue;
        }
        let metrics = metrics(&a.results, &b.results, &wanted.metrics, one)?;
        for task in &tasks {
            let corpora = [one.clone(), two.clone()];
            found.push(Matched { corpora, task: task.clone(), strategies: strategies.clone(), metrics: metrics.clone() });
        }
    }
    if found.is_empty() {
        return Err(no_strategies(a, b, wanted));
    }
    check_named(&found, wanted, [a, b])?;
    Ok((found, notes))
}

fn tasks(a: &Results, b: &Results, notes: &mut Vec<String>) -> Result<Vec<String>> {
    let [one, two] = [a, b].map(|side| &side.manifest.tasks);
    let common: Vec<String> = one.iter().filter(|task| two.contains(task)).cloned().collect();
    if common.is_empty() {
        let error = Error::data(format!("no task in common: A has {}, B has {}", one.join(", "), two.join(", "))).in_file(&b.folder);
        return Err(error.remedy("evaluate both sides with the same --task"));
    }
    note_absent(notes, "task", one, two);
    Ok(common)
}

/// Remarks on what only one side has.
fn note_absent(notes: &mut Vec<String>, what: &str, one: &[String], two: &[String]) {
    for (side, own, other) in [("A", one, two), ("B", two, one)] {
        let only: Vec<&str> = own.iter().filter(|name| !other.contains(name)).map(String::as_str).collect();
        if !only.is_empty() {
            notes.push(format!("{what} only in {side}, left out: {}", shown(&only)));
        }
    }
}

fn shown(names: &[&str]) -> String {
    let more = names.len().saturating_sub(MAX_SHOWN);
    let list = names.iter().take(MAX_SHOWN).copied().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

/// Corpora of one digest belong together, then those of one name, then what is left over if that is one on each side.
fn corpora<'r>(a: &'r Results, b: &'r Results, notes: &mut Vec<String>) -> Result<Vec<(&'r CorpusEntry, &'r CorpusEntry)>> {
    let (mut one, mut two): (Vec<&CorpusEntry>, Vec<&CorpusEntry>) =
        (a.manifest.corpora.iter().collect(), b.manifest.corpora.iter().collect());
    let mut pairs = Vec::new();
    for same in [|x: &CorpusEntry, y: &CorpusEntry| x.digest == y.digest, |x: &CorpusEntry, y: &CorpusEntry| x.name == y.name] {
        one.retain(|own| match two.iter().position(|other| same(own, other)) {
            Some(place) => {
                pairs.push((*own, two.remove(place)));
                false
            }
            None => true,
        });
    }
    if let ([own], [other], true) = (one.as_slice(), two.as_slice(), pairs.is_empty()) {
        return Ok(vec![(own, other)]);
    }
    let names = |list: &[&CorpusEntry]| list.iter().map(|corpus| corpus.name.clone()).collect::<Vec<String>>();
    if pairs.is_empty() {
        let [one, two] = [&a.manifest, &b.manifest].map(|own| own.corpora.iter().map(|corpus| corpus.name.as_str()).collect::<Vec<_>>());
        let error = Error::data(format!("no corpus in common: A has {}, B has {}", shown(&one), shown(&two))).in_file(&b.folder);
        return Err(error.remedy("evaluate both sides on the same corpus"));
    }
    note_absent(notes, "corpus", &names(&one), &names(&two));
    Ok(pairs)
}

fn strategies(sides: [&Side; 2], corpora: [&CorpusEntry; 2], wanted: &Wanted) -> Vec<[StrategyEntry; 2]> {
    let find = |corpus: &CorpusEntry, name: &str| corpus.strategies.iter().find(|own| own.name == name).cloned();
    let both = |one: &str, two: &str| Some([find(corpora[0], one)?, find(corpora[1], two)?]);
    match sides.map(|side| side.strategy.as_deref()) {
        [Some(one), Some(two)] => both(one, two).into_iter().collect(),
        [Some(name), None] | [None, Some(name)] => both(name, name).into_iter().collect(),
        [None, None] => {
            let asked = |own: &&StrategyEntry| match wanted.strategies.as_slice() {
                [] => !own.control,
                names => names.contains(&own.name),
            };
            corpora[0].strategies.iter().filter(asked).filter_map(|own| both(&own.name, &own.name)).collect()
        }
    }
}

/// Names of all strategies of a side.
fn names(side: &Side) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for strategy in side.results.manifest.corpora.iter().flat_map(|corpus| &corpus.strategies).filter(|own| !own.control) {
        if !names.contains(&strategy.name.as_str()) {
            names.push(&strategy.name);
        }
    }
    names
}

fn no_strategies(a: &Side, b: &Side, wanted: &Wanted) -> Error {
    let has = |side: &Side| shown(&names(side));
    let named = [a, b].iter().filter_map(|side| side.strategy.clone()).chain(wanted.strategies.iter().cloned()).collect::<Vec<_>>();
    let what =
        if named.is_empty() { "no strategy in common".to_string() } else { format!("no corpus has {} on both sides", named.join(", ")) };
    let error = Error::usage(format!("{what}: A has {}; B has {}", has(a), has(b)));
    error.remedy("name one on each side: FOLDER:STRATEGY FOLDER:STRATEGY")
}

/// Every strategy asked for by name must be compared somewhere.
fn check_named(found: &[Matched], wanted: &Wanted, sides: [&Side; 2]) -> Result<()> {
    let compared = |name: &String| found.iter().flat_map(|own| &own.strategies).any(|[one, _]| one.name == *name);
    if sides.iter().all(|side| side.strategy.is_none())
        && let Some(missing) = wanted.strategies.iter().find(|name| !compared(name))
    {
        let lacks = if names(sides[0]).contains(&missing.as_str()) { "B" } else { "A" };
        let error = Error::usage(format!("`{missing}` is not on both sides: {lacks} lacks it"));
        return Err(error.remedy("name another, or one on each side: FOLDER:STRATEGY FOLDER:STRATEGY"));
    }
    Ok(())
}

fn metrics(a: &Results, b: &Results, wanted: &[String], corpus: &CorpusEntry) -> Result<Vec<(String, bool)>> {
    let common = a.manifest.metrics.iter().filter(|metric| b.has_metric(&metric.name));
    if wanted.iter().any(|name| name == "all") {
        return Ok(common.map(|metric| (metric.name.clone(), metric.higher_is_better)).collect());
    }
    let names: Vec<&str> = if wanted.is_empty() {
        let first = Some(OF_REFERENCES).filter(|_| corpus.gold.iter().any(|kind| kind == "derived"));
        first.into_iter().chain(USUAL).filter(|name| a.has_metric(name) && b.has_metric(name)).collect()
    } else {
        wanted.iter().map(String::as_str).collect()
    };
    let find = |name: &str| {
        let metric = common.clone().find(|metric| metric.name == name);
        metric.map(|metric| (metric.name.clone(), metric.higher_is_better)).ok_or_else(|| missing_metric(a, b, name))
    };
    let found = names.into_iter().map(find).collect::<Result<Vec<_>>>()?;
    if found.is_empty() {
        return Err(missing_metric(a, b, USUAL[0]));
    }
    Ok(found)
}

fn missing_metric(a: &Results, b: &Results, name: &str) -> Error {
    let sides = match (a.has_metric(name), b.has_metric(name)) {
        (true, _) => "B lacks",
        (_, true) => "A lacks",
        _ => "neither side has",
    };
    Error::usage(format!("{sides} the measure `{name}`")).remedy("evaluate both with the same --metrics; summary.csv lists what there is")
}
