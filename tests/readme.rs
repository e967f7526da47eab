//! The README's table is what the program prints; `GLEANER_BLESS=1 cargo test --test readme` writes it anew.

#![allow(clippy::expect_used)] // set-up outside test functions

use gleaner::corpus::{self, Corpus};
use gleaner::document::Document;
use gleaner::gold::Task;
use gleaner::run::{Options, run};
use gleaner::strategy::Selected;
use gleaner::strategy::contract::{Family, Needs};
use gleaner::{report, score, strategy};
use std::path::Path;

const BEGIN: &str = "<!-- table -->\n";
const END: &str = "<!-- end of table -->";

/// Two tables: all strategies that read text on the texts; on the pages those that read pages, beside the default.
fn tables() -> String {
    let parts = corpus::shipped().expect("the shipped corpus loads").by_medium();
    let of_pages = |own: &Selected| own.entry.needs == Needs::Html || matches!(own.entry.id, "default" | "keep-all");
    let tables = [table(&parts[0], |own| own.entry.needs != Needs::Html), table(&parts[1], of_pages)];
    format!("```text\n{}```\n", tables.join("\n"))
}

fn table(corpus: &Corpus, wanted: impl Fn(&Selected) -> bool) -> String {
    let mut strategies = strategy::parse_list("all").expect("the table");
    // The table is the one of a build without features.
    strategies.retain(|strategy| strategy.entry.family != Family::Peer && wanted(strategy));
    let documents: Vec<&Document> = corpus.examples.iter().map(|example| &example.document).collect();
    let examples = score::training_examples(corpus, Task::Boilerplate);
    let predictions = run(&documents, &strategies, Options { examples, ..Options::default() });
    let evaluation = score::score(corpus, Task::Boilerplate, &strategies, &predictions, &[]);
    report::overview(&evaluation).text()
}

#[test]
fn the_table_of_the_readme_is_the_one_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let (before, rest) = readme.split_once(BEGIN).expect("a mark before the table");
    let (printed, after) = rest.split_once(END).expect("a mark behind the table");
    let table = tables();
    if std::env::var_os("GLEANER_BLESS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).expect("written");
        return;
    }
    assert_eq!(printed, table, "run GLEANER_BLESS=1 cargo test --test readme");
}

#[test]
fn the_readme_is_short_and_names_nothing_outside_the_project() {
    let readme = include_str!("../README.md");
    assert!(readme.lines().count() <= 200);
    assert!(["../shared", "/work/", "/tmp/"].iter().all(|outside| !readme.contains(outside)));
}
