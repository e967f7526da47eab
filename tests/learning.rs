//! Strategies that learn: fitted to several folds at once, and run on what they learned from along with what they did not.

#![allow(clippy::expect_used, missing_docs)]

use gleaner::corpus::{Corpus, Example};
use gleaner::document::{Document, Format, Meta};
use gleaner::gold::{Gold, LabelledSpan, Task};
use gleaner::label::Label;
use gleaner::run::store::{Start, Store};
use gleaner::run::{self, InSample, Options, Prediction, Run};
use gleaner::score::training_examples;
use gleaner::span::Span;
use gleaner::strategy::{Context, Selected, Training, parse};
use std::path::Path;

const SOURCES: usize = 7;

/// Documents of a few sources with buttons, of which gold says what one thinks of them at the source.
fn corpus() -> Corpus {
    let one = |at: usize| {
        let text = format!(
            "The ferry of {at} sailed at dawn with its crew.\n\nShare this\n\nRead more: Fares rise again in spring\n\nSign up for our newsletter\n"
        );
        let source = at % SOURCES;
        let meta = Meta { id: at.to_string(), source: format!("s{source}"), format: Format::Plain, ..Meta::default() };
        let label = |quote: &str, label| {
            let start = text.find(quote).expect("there");
            LabelledSpan { span: Span::new(start, start + quote.len()), label }
        };
        let mut spans = vec![label("Share this", if source == 3 { Label::Body } else { Label::Share })];
        spans.extend(at.is_multiple_of(2).then(|| label("Sign up for our newsletter", Label::Promo)));
        let gold = Gold::new(spans).expect("disjoint");
        Example { document: Document::new(meta, text), gold }
    };
    Corpus { name: "made".into(), digest: "0".into(), examples: (0..60).map(one).collect() }
}

fn documents(corpus: &Corpus) -> Vec<&Document> {
    corpus.examples.iter().map(|example| &example.document).collect()
}

fn strategies() -> [Selected; 3] {
    ["keep-all", "label-router(purity=0.9)", "label-router"].map(|name| parse(name).expect("known"))
}

fn answers(own: &[Prediction]) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
    own.iter().map(|own| (own.status, own.removals.clone())).collect()
}

#[test]
fn fits_at_once_are_those_one_by_one() {
    let corpus = corpus();
    let documents = documents(&corpus);
    let (context, examples) = (Context::of(documents.iter().copied()), training_examples(&corpus, Task::Boilerplate));
    let training = |wanted: &dyn Fn(usize) -> bool| {
        let own = examples.iter().enumerate().filter(|(at, _)| wanted(at % SOURCES)).map(|(_, example)| example.clone()).collect();
        Training { examples: own, context: &context }
    };
    let trainings = [training(&|source| source != 0), training(&|source| source != 3), training(&|_| true), training(&|_| false)];
    for router in &strategies()[1..] {
        let together = router.fitted_each(&trainings.iter().collect::<Vec<_>>());
        assert_eq!(together.len(), trainings.len());
        for (training, together) in trainings.iter().zip(together) {
            let (alone, together) = (router.fitted(training).expect("learns"), together.expect("learns"));
            for document in &documents {
                assert_eq!(alone.run(document, &context), together.run(document, &context));
            }
        }
    }
}

/// A run and what is in sample, with predictions kept in a folder.
fn both_in(folder: &Path, corpus: &Corpus, start: Start) -> (Run, InSample) {
    let (documents, examples) = (documents(corpus), training_examples(corpus, Task::Boilerplate));
    let store = Store::open(folder, start).expect("opened");
    let part = store.part(&documents, &examples);
    let both = run::run_and_in_sample(&documents, &strategies(), Options { examples, kept: Some(&part), ..Options::default() });
    store.finish().expect("written");
    both
}

#[test]
fn a_run_with_what_is_in_sample_is_both_whatever_of_it_is_kept() {
    let (corpus, folder) = (corpus(), tempfile::tempdir().expect("a folder"));
    let documents = documents(&corpus);
    let options = || Options { examples: training_examples(&corpus, Task::Boilerplate), ..Options::default() };
    let (run, apart) = (run::run(&documents, &strategies(), options()), run::in_sample(&documents, &strategies(), options().examples));
    assert_eq!(apart.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1, 2]);
    assert_ne!(answers(&run.predictions[1]), answers(&apart[0].1), "what is held out tells");
    let is_both = |(found, in_sample): (Run, InSample)| {
        for (one, other) in found.predictions.iter().zip(&run.predictions) {
            assert_eq!(answers(one), answers(other));
        }
        assert_eq!(in_sample.len(), apart.len());
        for ((at, one), (own, other)) in in_sample.iter().zip(&apart) {
            assert_eq!((at, answers(one)), (own, answers(other)));
        }
    };
    is_both(run::run_and_in_sample(&documents, &strategies(), options()));
    is_both(both_in(folder.path(), &corpus, Start::Fresh));
    let resume = || Start::Resume { trust_versions: false };
    is_both(both_in(folder.path(), &corpus, resume()));
    // Half of what is kept is gone.
    let file = folder.path().join("predictions-0001.jsonl");
    let bytes = std::fs::read(&file).expect("a file");
    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("cut");
    is_both(both_in(folder.path(), &corpus, resume()));
}
