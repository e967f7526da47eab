//! Holds results against floors: one ruling for each rule, then the controls.

use super::floors::{Absolute, Floor, Floors};
use super::measured::{Mean, Measured, Subject};
use crate::error::{Error, Result};
use crate::results::Results;
use std::collections::BTreeSet;

/// Strategies that must fail in place of any other: one leaves everything, one deletes everything.
pub const CONTROLS: [&str; 2] = ["keep-all", "remove-all"];

/// What kind of rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What the measure was.
    Floor,
    /// What it must be.
    Absolute,
    /// What must not pass.
    Control,
}

impl Rule {
    /// The word in the output.
    pub const fn name(self) -> &'static str {
        match self {
            Rule::Floor => "floor",
            Rule::Absolute => "absolute",
            Rule::Control => "control",
        }
    }
}

/// One rule and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    /// What kind of rule.
    pub rule: Rule,
    /// Corpus, task and strategy (for a control: the one whose place it takes).
    pub about: [String; 3],
    /// Measure and average; for a control its name.
    pub measure: String,
    /// The floor or the limit.
    pub limit: Option<f64>,
    /// The value now.
    pub value: Option<f64>,
    /// Now minus the floor.
    pub difference: Option<f64>,
    /// The difference's 95 % interval, by source.
    pub interval: Option<(f64, f64)>,
    /// Whether the rule is kept.
    pub passed: bool,
    /// Why it is not, or what there is to say.
    pub note: String,
}

/// All rulings.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Floors, absolute rules, controls.
    pub rulings: Vec<Ruling>,
}

impl Verdict {
    /// Whether every rule is kept. Without rules nothing is.
    pub fn passed(&self) -> bool {
        !self.rulings.is_empty() && self.rulings.iter().all(|ruling| ruling.passed)
    }
}

/// Judges results by floors.
///
/// # Errors
/// Another corpus than that of the floors, results without the controls, broken files.
pub fn judge(floors: &Floors, results: &Results) -> Result<Verdict> {
    check_digests(floors, results)?;
    let measured = Measured::load(results, floors.subjects(), &CONTROLS)?;
    let own = |_: &Subject<'_>| None;
    let mut rulings = rulings(floors, &measured, own)?;
    rulings.extend(controls(floors, &measured)?);
    Ok(Verdict { rulings })
}

/// Every floor is of one corpus; another release says nothing about it.
pub(super) fn check_digests(floors: &Floors, results: &Results) -> Result<()> {
    for pinned in &floors.corpus {
        let Some(corpus) = results.corpus(&pinned.name) else {
            let error = Error::data(format!("no corpus `{}` in the results", pinned.name)).in_file(&results.folder);
            return Err(error.remedy("evaluate the corpora that the floors name"));
        };
        if corpus.digest != pinned.digest {
            let short = |digest: &str| digest.chars().take(12).collect::<String>();
            let (then, now) = (short(&pinned.digest), short(&corpus.digest));
            let error = Error::data(format!("the corpus `{}` changed: the floors are of digest {then}, the results of {now}", pinned.name));
            return Err(error.in_file(&results.folder).remedy(
                "take the corpus of the floors; or, if the change is meant, measure all floors anew with `gleaner gate --update --allow-regression`",
            ));
        }
    }
    Ok(())
}

/// Rulings on all rules, with another strategy in place of a rule's own where `instead` names one.
fn rulings<'f>(floors: &'f Floors, measured: &Measured, instead: impl Fn(&Subject<'f>) -> Option<&'f str>) -> Result<Vec<Ruling>> {
    let mut found = Vec::new();
    for floor in &floors.floor {
        let subject = floor.subject();
        found.push(by_floor(floor, measured, instead(&subject).unwrap_or(subject.strategy), floors.run.tolerance)?);
    }
    for rule in &floors.absolute {
        let subject = rule.subject();
        found.push(by_limit(rule, measured, instead(&subject).unwrap_or(subject.strategy))?);
    }
    Ok(found)
}

fn ruling(rule: Rule, subject: &Subject<'_>, limit: f64) -> Ruling {
    Ruling {
        rule,
        about: [subject.corpus, subject.task, subject.strategy].map(String::from),
        measure: format!("{}/{}", subject.metric, subject.average),
        limit: Some(limit),
        value: None,
        difference: None,
        interval: None,
        passed: false,
        note: String::new(),
    }
}

const ABSENT: &str = "no value in the results";

fn by_floor(floor: &Floor, measured: &Measured, strategy: &str, tolerance: f64) -> Result<Ruling> {
    let subject = floor.subject();
    let mean = Mean::of(&subject)?;
    let mut ruling = ruling(Rule::Floor, &subject, floor.value);
    let now = measured.sums(&subject, strategy);
    let Some((now, value)) = now.and_then(|sums| mean.over(sums.iter()).map(|value| (sums, value))) else {
        return Ok(Ruling { note: ABSENT.into(), ..ruling });
    };
    if now.len() != floor.by_source.len() {
        let message = format!("the floor of `{}` has {} sources, the corpus has {}", ruling.measure, floor.by_source.len(), now.len());
        return Err(Error::data(message).remedy("measure it anew with `gleaner gate --update --allow-regression`"));
    }
    ruling.value = Some(value);
    ruling.difference = Some(value - floor.value);
    ruling.interval = mean.difference(&now, &floor.by_source);
    // As gains: below nought is worse, whatever the measure's direction.
    let sign = if measured.higher_is_better(&subject) { 1.0 } else { -1.0 };
    let gain = sign * (value - floor.value);
    let best = ruling.interval.map(|(low, high)| (sign * low).max(sign * high));
    let end = if sign > 0.0 { floor.low } else { floor.high };
    ruling.note = match (best, end) {
        _ if gain >= -tolerance => String::new(),
        (Some(best), _) if best < 0.0 => "worse, beyond the interval of the difference".into(),
        (_, Some(end)) if sign * (value - end) < 0.0 => format!("worse, beyond the floor's own interval, which ends at {end:.4}"),
        (None, _) => "worse; one source has no interval".into(),
        _ => String::new(),
    };
    ruling.passed = ruling.note.is_empty();
    Ok(ruling)
}

fn by_limit(rule: &Absolute, measured: &Measured, strategy: &str) -> Result<Ruling> {
    let subject = rule.subject();
    let mean = Mean::of(&subject)?;
    let mut ruling = ruling(Rule::Absolute, &subject, rule.at_least.or(rule.at_most).unwrap_or(f64::NAN));
    ruling.value = measured.sums(&subject, strategy).and_then(|sums| mean.over(sums.iter()));
    let kept = |value: f64| rule.at_least.is_none_or(|limit| value >= limit) && rule.at_most.is_none_or(|limit| value <= limit);
    ruling.passed = ruling.value.is_some_and(kept);
    let side = if rule.at_least.is_some() { "at least" } else { "at most" };
    ruling.note = if ruling.value.is_some() { side.into() } else { format!("{side}; {ABSENT}") };
    Ok(ruling)
}

/// Every control in the place of every strategy: it must fail a rule.
fn controls(floors: &Floors, measured: &Measured) -> Result<Vec<Ruling>> {
    let groups: BTreeSet<[&str; 3]> = floors.subjects().map(|own| [own.corpus, own.task, own.strategy]).collect();
    let mut found = Vec::new();
    for control in CONTROLS {
        let all = rulings(floors, measured, |_| Some(control))?;
        for group in groups.iter().filter(|group| group[2] != control) {
            let about = group.map(String::from);
            let own: Vec<&Ruling> = all.iter().filter(|ruling| ruling.about == about).collect();
            if own.iter().any(|ruling| ruling.value.is_none()) {
                let error = Error::data(format!("the results lack `{control}`, which must fail the gate, in `{}`", group[0]));
                return Err(error.remedy(format!("evaluate with --strategy {},{}", group[2], CONTROLS.join(","))));
            }
            let failed = own.iter().filter(|ruling| !ruling.passed).count();
            let note = if failed > 0 {
                format!("fails {failed} of {} rules, as it must", own.len())
            } else {
                format!("passes all {} rules: the gate checks nothing; add a rule that it fails", own.len())
            };
            let (passed, measure) = (failed > 0, control.to_string());
            found.push(Ruling {
                rule: Rule::Control,
                about,
                measure,
                limit: None,
                value: None,
                difference: None,
                interval: None,
                passed,
                note,
            });
        }
    }
    Ok(found)
}
