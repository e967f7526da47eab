//! The share of the kernel without the figures that need training: what `eval` asks for every strategy.

use super::controls::Controls;
use super::features::{Counts, Lines, kernel_of};
use super::refusal::{Minimum, Refusal};
use super::selection::select;
use super::share::kernel_share;
use super::{Figures, Probe, Sample, Settings};
use rayon::prelude::*;

/// As [`super::probe`] for [`Probe::share`]; every other figure is [`Refusal::NotAsked`].
pub fn share_alone(sample: &Sample<'_>, settings: &Settings) -> Probe {
    share_of_version(sample, settings, &lines(sample.texts.len(), settings))
}

/// The reader that [`share_of_version`] needs, for samples of so many documents.
pub fn lines(documents: usize, settings: &Settings) -> Lines {
    Lines::new(documents, settings.hash_bits.max(16))
}

/// [`share_alone`] of one of several versions of the same documents, which have a reader in common.
pub fn share_of_version(sample: &Sample<'_>, settings: &Settings, lines: &Lines) -> Probe {
    let (share, documents, sources) = match select(sample, Minimum::SHARE, settings.seed) {
        Err(refusal) => (Err(refusal), Vec::new(), Vec::new()),
        Ok(selected) => {
            let counts: Vec<Counts> =
                selected.documents.par_iter().map(|&document| lines.counted(document, sample.texts[document])).collect();
            let kernel = kernel_of(&counts, settings.hash_bits.max(16));
            let (count, strata) = (selected.count(), selected.strata());
            let share = kernel_share(&kernel, &selected.labels, count, &strata, settings.permutations, settings.seed);
            (share, selected.documents, selected.sources)
        }
    };
    let none = || Figures { share: Err(Refusal::NotAsked), ridge: Err(Refusal::NotAsked), code: Err(Refusal::NotAsked) };
    Probe {
        documents,
        sources,
        trained_sources: Vec::new(),
        share,
        ridge: Err(Refusal::NotAsked),
        code: Err(Refusal::NotAsked),
        distorted: none(),
        window: none(),
        controls: Controls::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe;
    use super::*;

    #[test]
    fn the_share_is_that_of_the_whole_probe() {
        let texts: Vec<String> = (0..40).map(|at| format!("Report {} of the day by desk {}, as told.", at / 8, at % 8)).collect();
        let texts = texts.iter().map(String::as_str).collect();
        let sample = Sample { texts, sources: (0..40).map(|at| at % 8).collect(), ..Sample::default() };
        let (alone, whole) = (share_alone(&sample, &Settings::default()), probe(&sample, &Settings::default()));
        assert_eq!((alone.share, alone.documents, alone.sources), (whole.share, whole.documents, whole.sources));
        assert_eq!(alone.ridge, Err(Refusal::NotAsked));
    }
}
