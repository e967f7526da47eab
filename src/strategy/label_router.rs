//! `label-router`: for each label the specialist that knows it best, and a generalist for the rest.
//!
//! - **Idea**: a specialist's word on a label counts if it was right on other sources; then it wins over the generalist.
//! - **Source**: own; veto by purity instead of votes, since most voters cannot see most labels.
//! - **Needs**: labelled documents of other sources; `strip` uses the shipped corpus. **Parameters**: `purity` a specialist
//!   must have had on a label; `generalist` for lines nobody claims.
//! - **Wins**: shows how far learned trust in single strategies goes. **Loses**: labels that are rare in training.
//! - **Cost**: the sum of its members.

use super::contract::{Context, Entry, Example, Family, Needs, Parameter, Properties, Removals, Selected, Training, Wanted};
use super::{
    Document, Strategy, aggregator, boilerpipe, duplicates, headline_rail, justext, link_density, phrase_rules, residue_scrubber,
    section_cut, source_cues, text_bte,
};
use crate::label::Label;
use crate::span::Span;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "label-router",
    version: 2,
    summary: "for each label the specialist that was purest on other sources, and a generalist for the rest",
    loses: "labels that are rare in training",
    family: Family::Ensemble,
    source: "own",
    needs: Needs::Training,
    parameters: &[
        Parameter::number("purity", "0.95", (0.0, 1.0), "share of a specialist's cuts of a label that must have been right"),
        Parameter::word("generalist", &["text-bte", "boilerpipe-numwords", "justext"], "who decides on lines nobody claims"),
    ],
    properties: Properties { idempotent: false, whitespace_blind: true, compositional: false, monotone: &[] },
    build: |parameters| {
        let entry = match parameters.word("generalist") {
            "boilerpipe-numwords" => &boilerpipe::numwords::ENTRY,
            "justext" => &justext::ENTRY,
            _ => &text_bte::ENTRY,
        };
        let generalist = Selected::new(entry, &[]).ok();
        Box::new(LabelRouter {
            members: Arc::new(Members { specialists: specialists(), generalist }),
            purity: parameters.number("purity"),
            routes: None,
        })
    },
};

/// Evidence of fewer characters is none.
const MIN_CHARS: usize = 200;

/// The specialists, in the order in which ties are broken.
fn specialists() -> Vec<Selected> {
    let entries = [
        &residue_scrubber::ENTRY,
        &phrase_rules::ENTRY,
        &headline_rail::ENTRY,
        &aggregator::ENTRY,
        &duplicates::ENTRY,
        &section_cut::ENTRY,
        &source_cues::ENTRY,
        &link_density::ENTRY,
    ];
    entries.into_iter().filter_map(|entry| Selected::new(entry, &[]).ok()).collect()
}

struct Members {
    specialists: Vec<Selected>,
    generalist: Option<Selected>,
}

struct LabelRouter {
    members: Arc<Members>,
    purity: f64,
    /// For each label the trusted specialist; not fitted: every specialist is trusted.
    routes: Option<BTreeMap<Label, usize>>,
}

impl Strategy for LabelRouter {
    fn remove(&self, document: &Document, context: &Context, out: &mut Removals) {
        for (index, specialist) in self.members.specialists.iter().enumerate() {
            // Whoever is trusted with nothing need not be asked.
            if self.routes.as_ref().is_some_and(|routes| routes.values().all(|trusted| *trusted != index)) {
                continue;
            }
            for removal in specialist.run(document, context).take() {
                let trusted = match (&self.routes, removal.label) {
                    (None, _) => true,
                    (Some(routes), Some(label)) => routes.get(&label) == Some(&index),
                    (Some(_), None) => false,
                };
                if trusted {
                    out.push(removal.span, removal.label, removal.rule);
                }
            }
        }
        if let Some(generalist) = &self.members.generalist {
            generalist.run(document, context).take().into_iter().for_each(|removal| out.push(removal.span, removal.label, removal.rule));
        }
    }

    fn fit(&self, training: &Training<'_>) -> Option<Box<dyn Strategy>> {
        self.fit_each(&[training]).pop().flatten()
    }

    fn fit_each(&self, trainings: &[&Training<'_>]) -> Vec<Option<Box<dyn Strategy>>> {
        let mut numbers = FxHashMap::default();
        let mut lessons: Vec<(&Example<'_>, &Context)> = Vec::new();
        let of_training: Vec<Vec<usize>> = trainings
            .iter()
            .map(|training| {
                let number = |example| {
                    let next = lessons.len();
                    let number = *numbers.entry(identity(example, training.context)).or_insert(next);
                    if number == next {
                        lessons.push((example, training.context));
                    }
                    number
                };
                training.examples.iter().map(number).collect()
            })
            .collect();
        let evidence: Vec<Evidence> = lessons.into_par_iter().map(|(example, context)| self.members.evidence(example, context)).collect();
        of_training.iter().map(|own| Some(self.routed(own.iter().map(|&number| &evidence[number])))).collect()
    }
}

/// What an example says about the specialists, by label and specialist.
type Evidence = BTreeMap<(Label, usize), Purity>;

/// The same for two examples only if they are one: addresses of document, spans and context, all of which outlive a fit.
fn identity(example: &Example<'_>, context: &Context) -> [usize; 4] {
    let spans = &example.spans;
    [std::ptr::from_ref(example.document) as usize, spans.as_ptr() as usize, spans.len(), std::ptr::from_ref(context) as usize]
}

impl Members {
    fn evidence(&self, example: &Example<'_>, context: &Context) -> Evidence {
        let mut evidence = Evidence::new();
        for (index, specialist) in self.specialists.iter().enumerate() {
            for removal in specialist.run(example.document, context).iter() {
                if let Some(label) = removal.label {
                    evidence.entry((label, index)).or_default().add(example, removal.span);
                }
            }
        }
        evidence
    }
}

impl LabelRouter {
    /// The router that some evidence makes.
    fn routed<'e>(&self, evidence: impl Iterator<Item = &'e Evidence>) -> Box<dyn Strategy> {
        let mut sums = Evidence::new();
        for (&key, purity) in evidence.flatten() {
            let sum = sums.entry(key).or_default();
            sum.right += purity.right;
            sum.wrong += purity.wrong;
        }
        let mut routes: BTreeMap<Label, (usize, f64)> = BTreeMap::new();
        for ((label, index), purity) in sums {
            let share = purity.share();
            let better = routes.get(&label).is_none_or(|(_, best)| share > *best);
            if share >= self.purity && purity.right + purity.wrong >= MIN_CHARS && better {
                routes.insert(label, (index, share));
            }
        }
        let routes = Some(routes.into_iter().map(|(label, (index, _))| (label, index)).collect());
        Box::new(LabelRouter { members: Arc::clone(&self.members), purity: self.purity, routes })
    }
}

/// Characters that a specialist cut rightly and wrongly.
#[derive(Default)]
struct Purity {
    right: usize,
    wrong: usize,
}

impl Purity {
    fn add(&mut self, example: &Example<'_>, removed: Span) {
        let first = example.spans.partition_point(|(span, ..)| span.end <= removed.start);
        for (span, _, wanted) in example.spans[first..].iter().take_while(|(span, ..)| span.start < removed.end) {
            let shared = span.intersection(removed).slice(example.document.text());
            let chars = shared.chars().filter(|c| !c.is_whitespace()).count();
            match wanted {
                Wanted::Gone => self.right += chars,
                Wanted::Kept => self.wrong += chars,
                Wanted::Either => {}
            }
        }
    }

    fn share(&self) -> f64 {
        let all = self.right + self.wrong;
        if all == 0 { 0.0 } else { self.right as f64 / all as f64 }
    }
}
