//! Controls that share what is not the source's doing: length and topic. Labels dealt at random would only show chance.

use super::Settings;
use super::canonical::canonical;
use super::folds::{Design, Scheme};
use super::matrix::Symmetric;
use super::ridge::accuracy;
use super::selection::Selected;
use super::tokens::Token;
use std::collections::BTreeMap;

/// Accuracies of probes that see, or are asked for, something else than the source.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Controls {
    /// The source, told from the numbers of words and paragraphs alone, in the same folds.
    pub length: Option<f64>,
    /// Pseudo-sources: as many groups of documents of like length, told from their text.
    pub pseudo_length: Option<f64>,
    /// The event, told from the text in folds that keep sources together: how loudly the topic speaks. `None` where events are
    /// not crossed with sources. No part of the selectivity, because folds that leave events out do not let the topic help.
    pub event: Option<f64>,
    /// One over the number of events, where [`Controls::event`] is given.
    pub event_chance: Option<f64>,
    /// The source, told from the text once what documents of an event have in common is taken off; `None` where no event is shared.
    pub topic_masked: Option<f64>,
    /// Accuracy on the source less the larger of the two controls of length.
    pub selectivity: Option<f64>,
}

/// Natural logarithms of one more than the numbers of words and of paragraphs.
pub type Size = [f64; 2];

/// The size of a text and its tokens.
pub fn size(tokens: &[Token], text: &str) -> Size {
    let words: f64 = tokens.iter().map(Token::words).sum();
    let paragraphs = canonical(text).lines().count();
    [libm::log(1.0 + words), libm::log(1.0 + paragraphs as f64)]
}

/// Controls beside an accuracy on the source.
pub fn controls(kernel: &Symmetric, selected: &Selected, sizes: Vec<Size>, found: f64, settings: &Settings) -> Controls {
    let lengths = by_length(selected, &sizes);
    let length = accuracy(&of_sizes(&sizes), selected, settings);
    let pseudo = accuracy(kernel, &lengths, settings);
    let swapped = by_event(selected);
    let strata = selected.strata();
    let shared = strata.iter().any(|stratum| *stratum != strata[0]);
    Controls {
        length: Some(length),
        pseudo_length: Some(pseudo),
        event: swapped.as_ref().map(|swapped| accuracy(kernel, swapped, settings)),
        event_chance: swapped.map(|swapped| 1.0 / swapped.count() as f64),
        topic_masked: shared.then(|| accuracy(&kernel.centred(&strata), selected, settings)),
        selectivity: Some(found - length.max(pseudo)),
    }
}

/// Width of the likeness of sizes, in standard deviations.
const WIDTH: f64 = 0.5;

/// Likeness of sizes: Gaussian, after both numbers are brought to mean nought and deviation one.
fn of_sizes(sizes: &[Size]) -> Symmetric {
    let n = sizes.len().max(1) as f64;
    let scaled = [0, 1].map(|part| {
        let mean = sizes.iter().map(|size| size[part]).sum::<f64>() / n;
        let deviation = (sizes.iter().map(|size| (size[part] - mean) * (size[part] - mean)).sum::<f64>() / n).sqrt();
        let scale = if deviation > 0.0 { 1.0 / deviation } else { 0.0 };
        sizes.iter().map(|size| (size[part] - mean) * scale).collect::<Vec<f64>>()
    });
    let likeness = |row: usize, column: usize| {
        let square: f64 = scaled.iter().map(|values| (values[row] - values[column]).powi(2)).sum();
        libm::exp(-square / (2.0 * WIDTH * WIDTH))
    };
    let lower: Vec<Vec<f64>> = (0..sizes.len()).map(|row| (0..=row).map(|column| likeness(row, column)).collect()).collect();
    Symmetric::from_lower(&lower)
}

/// The documents in as many groups of like length as there are sources, the groups within one document of each other in size.
fn by_length(selected: &Selected, sizes: &[Size]) -> Selected {
    let (documents, groups) = (selected.documents.len(), selected.count());
    let mut order: Vec<usize> = (0..documents).collect();
    order.sort_by(|&a, &b| sizes[a][0].total_cmp(&sizes[b][0]).then(a.cmp(&b)));
    let mut labels = vec![0; documents];
    order.into_iter().enumerate().for_each(|(rank, at)| labels[at] = rank * groups / documents.max(1));
    Selected { documents: selected.documents.clone(), labels, sources: (0..groups).collect(), events: None }
}

/// Events in the place of sources, and sources in that of events, where they are crossed.
fn by_event(selected: &Selected) -> Option<Selected> {
    let events = selected.events.as_ref().filter(|_| Design::of(selected).scheme == Scheme::EventsCrossed)?;
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    numbers.extend(events.iter().map(|&event| (event, 0)));
    numbers.values_mut().enumerate().for_each(|(number, value)| *value = number);
    let labels = events.iter().filter_map(|event| numbers.get(event).copied()).collect();
    let sources = numbers.into_keys().collect();
    Some(Selected { documents: selected.documents.clone(), labels, sources, events: Some(selected.labels.clone()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected() -> Selected {
        let labels: Vec<usize> = (0..24).map(|at| at % 4).collect();
        let events = Some((0..24).map(|at| 100 - at / 4).collect());
        Selected { documents: (0..24).collect(), labels, sources: (0..4).collect(), events }
    }

    #[test]
    fn a_source_that_writes_longer_is_told_by_length() {
        let sizes: Vec<Size> = (0..24).map(|at| [f64::from(at % 4), 1.0]).collect();
        let blank = Symmetric::from_lower(&vec![Vec::new(); 24]);
        let found = controls(&blank, &selected(), sizes, 0.9, &Settings::default());
        assert_eq!((found.length, found.pseudo_length), (Some(1.0), Some(0.25)));
        assert!((found.selectivity.expect("controls") + 0.1).abs() < 1e-12);
    }

    #[test]
    fn the_event_is_told_where_documents_of_an_event_are_alike() {
        let lower: Vec<Vec<f64>> =
            (0..24).map(|row| (0..=row).map(|column| f64::from(u8::from(row / 4 == column / 4))).collect()).collect();
        let found = controls(&Symmetric::from_lower(&lower), &selected(), vec![[1.0, 1.0]; 24], 0.25, &Settings::default());
        assert_eq!((found.event, found.event_chance), (Some(1.0), Some(1.0 / 6.0)));
        assert!((found.topic_masked.expect("events") - 0.25).abs() < 1e-12);
    }
}
