//! New floors: a first file, and floors that rise. None sinks by itself.

use super::floors::{Absolute, Floor, Floors, Pinned};
use super::judge::{CONTROLS, check_digests};
use super::measured::{Mean, Measured, Subject, Sums};
use crate::error::{Error, Result};
use crate::results::Results;

/// The measures of a first file, with their averages.
const FIRST: [(&str, &str); 3] = [("chars.f1", "documents"), ("residue", "micro"), ("damage", "micro")];
/// Comes in front of them where gold was derived from reference texts.
const OF_REFERENCES: (&str, &str) = ("wcxb.f1.compat", "documents");

/// What an update did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// Floors that rose.
    pub raised: usize,
    /// Floors that stayed, the value being the same or worse.
    pub kept: usize,
    /// Floors that sank, which was allowed.
    pub lowered: usize,
}

/// Raises every floor whose measure is better now; with `allow_regression` measures all anew, on another corpus too.
///
/// # Errors
/// Another corpus without leave, results that lack a measure or a strategy of the floors.
pub fn update(floors: &mut Floors, results: &Results, allow_regression: bool) -> Result<Updated> {
    if !allow_regression {
        check_digests(floors, results)?;
    }
    let measured = Measured::load(results, floors.floor.iter().map(Floor::subject), &[])?;
    let mut done = Updated::default();
    for floor in &mut floors.floor {
        let new = measure(&measured, &floor.subject(), results)?;
        let better = measured.higher_is_better(&floor.subject());
        let gain = if better { new.value - floor.value } else { floor.value - new.value };
        let same_corpus = new.by_source.len() == floor.by_source.len();
        match gain {
            gain if gain > 0.0 => done.raised += 1,
            gain if allow_regression && gain < 0.0 => done.lowered += 1,
            _ if allow_regression && !same_corpus => done.kept += 1,
            _ => {
                done.kept += 1;
                continue;
            }
        }
        *floor = new;
    }
    if allow_regression {
        let names: Vec<String> = floors.corpus.iter().map(|own| own.name.clone()).collect();
        floors.corpus = names.iter().map(|name| pinned(results, name)).collect::<Result<_>>()?;
    }
    Ok(done)
}

/// Fills a file that has no rules yet: floors for every strategy, and one absolute rule each, on the first measure.
///
/// # Errors
/// Results without the strategies.
pub fn init(mut floors: Floors, results: &Results) -> Result<Floors> {
    let manifest = &results.manifest;
    for corpus in &manifest.corpora {
        let derived =
            Some(OF_REFERENCES).filter(|(metric, _)| corpus.gold.iter().any(|kind| kind == "derived") && results.has_metric(metric));
        let measures: Vec<(&str, &str)> = derived.into_iter().chain(FIRST).collect();
        let own = corpus.strategies.iter().filter(|own| !own.control && !CONTROLS.contains(&own.name.as_str()));
        for strategy in own {
            for task in &manifest.tasks {
                let subject = |(metric, average)| Subject { corpus: &corpus.name, task, strategy: &strategy.name, metric, average };
                let measured = Measured::load(results, measures.iter().copied().map(subject), &[])?;
                let new = measures.iter().map(|&own| measure(&measured, &subject(own), results)).collect::<Result<Vec<Floor>>>()?;
                floors.absolute.extend(new.first().map(limit));
                floors.floor.extend(new);
            }
        }
        if floors.floor.iter().any(|floor| floor.corpus == corpus.name) {
            floors.corpus.push(pinned(results, &corpus.name)?);
        }
    }
    if floors.floor.is_empty() {
        return Err(Error::usage("controls alone make no gate").remedy("name a strategy to guard"));
    }
    Ok(floors)
}

/// The lower end of a floor's interval, rounded down to hundredths: far enough for chance, near enough to notice ruin.
fn limit(floor: &Floor) -> Absolute {
    let end = floor.low.unwrap_or(floor.value);
    Absolute {
        corpus: floor.corpus.clone(),
        task: floor.task.clone(),
        strategy: floor.strategy.clone(),
        metric: floor.metric.clone(),
        average: floor.average.clone(),
        at_least: Some((end * 100.0).floor() / 100.0),
        at_most: None,
    }
}

fn measure(measured: &Measured, subject: &Subject<'_>, results: &Results) -> Result<Floor> {
    let mean = Mean::of(subject)?;
    let found = measured.sums(subject, subject.strategy).map(|sums: Sums| (mean.estimate(&sums), sums));
    let Some(((Some(value), interval), by_source)) = found else {
        let Subject { corpus, task, strategy, metric, .. } = *subject;
        let error = Error::data(format!("no value of {metric} for `{strategy}` in {corpus}, {task}")).in_file(&results.folder);
        return Err(error.remedy("evaluate it, or take its floor out of the file"));
    };
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    let [corpus, task, strategy, metric, average] =
        [subject.corpus, subject.task, subject.strategy, subject.metric, subject.average].map(String::from);
    let (low, high) = (interval.map(|(low, _)| rounded(low)), interval.map(|(_, high)| rounded(high)));
    Ok(Floor { corpus, task, strategy, metric, average, value: rounded(value), low, high, by_source })
}

fn pinned(results: &Results, name: &str) -> Result<Pinned> {
    let corpus = results.corpus(name).ok_or_else(|| {
        let error = Error::data(format!("no corpus `{name}` in the results")).in_file(&results.folder);
        error.remedy("evaluate the corpora that the floors name")
    })?;
    Ok(Pinned { name: corpus.name.clone(), digest: corpus.digest.clone(), documents: corpus.documents, sources: corpus.sources })
}
