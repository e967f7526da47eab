//! The layers of the design, the tables and the files behind them, read from the source.

#![allow(clippy::expect_used, clippy::panic, missing_docs)]

use gleaner::corpus::annotation;
use gleaner::{metric, report, strategy};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the crate with what it may import, lowest first: a module may import only what stands before it.
const LAYERS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("label", &[]),
    ("span", &[]),
    ("document", &["span"]),
    ("random", &[]),
    // Classes and removed bytes only: labels, gold and strategies meet metrics in `score`.
    // Errors are of names that users give.
    ("metric", &["document", "error", "random", "span"]),
    // A reference is what text metrics compare with.
    ("gold", &["label", "metric", "span"]),
    ("strategy", &["document", "error", "label", "span"]),
    // What strategies that compare documents are told, of more documents than fit the memory.
    ("counts", &["document", "error", "random", "strategy"]),
    // The types of documents and gold on disk; no strategy. Of metrics, the agreement of two labellings.
    ("corpus", &["document", "error", "gold", "label", "metric", "span"]),
    // No gold: labelled documents reach it as the strategies' own `Example`.
    ("run", &["document", "error", "label", "span", "strategy"]),
    // Aggregates are of the counts that metrics make.
    ("stats", &["error", "metric", "random"]),
    // Of statistics, how its results are to be resampled.
    ("score", &["corpus", "document", "error", "gold", "label", "metric", "run", "span", "stats", "strategy"]),
    // Files cleaned into files; of the corpus and scores, what strategies that learn are fitted to.
    ("shard", &["corpus", "counts", "document", "error", "gold", "label", "run", "score", "span", "strategy"]),
    // Texts that strategies left, with what an evaluation knows of their documents.
    ("bias", &["corpus", "document", "error", "gold", "label", "metric", "random", "run", "score", "span", "stats", "strategy"]),
    // Files of gold, and a strategy that proposes labels.
    ("labelling", &["corpus", "document", "error", "gold", "label", "span", "strategy"]),
    // Corpus, gold, label and span are the types of what an evaluation holds; a report runs nothing.
    ("report", &["bias", "corpus", "document", "error", "gold", "label", "metric", "score", "span", "stats"]),
    // What reports wrote, read back; the kinds of mistakes are `score`'s.
    ("results", &["error", "metric", "report", "score", "span"]),
    // Of gold and label, what a task wants of a label that a file names.
    ("compare", &["error", "gold", "label", "metric", "report", "results", "score", "span", "stats"]),
    // Of metrics, what a measure makes of pooled counts.
    ("gate", &["error", "metric", "results", "stats"]),
    // Names of tasks and labels, for the page's script.
    ("report_page", &["error", "gold", "label", "report", "results"]),
    (
        "cli",
        &[
            "bias",
            "compare",
            "corpus",
            "counts",
            "document",
            "error",
            "gate",
            "gold",
            "label",
            "labelling",
            "metric",
            "report",
            "report_page",
            "results",
            "run",
            "score",
            "shard",
            "span",
            "stats",
            "strategy",
        ],
    ),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All Rust files under a folder of `src`, with their text.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            found.push((path, text));
        }
    }
    found.sort();
    found
}

/// Names of the modules on the way to a file, folders first: `strategy/default/mod.rs` is `strategy::default`.
fn module_path(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(source()).expect("under src").with_extension("");
    let names = inside.iter().map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name != "mod").collect()
}

fn is_root(module: &[String]) -> bool {
    matches!(module, [name] if name == "lib" || name == "main")
}

/// The code of a file: comments, which link wherever they like, are left out.
fn code(text: &str) -> String {
    let lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    lines.collect::<Vec<&str>>().join("\n")
}

fn first_name(path: &str) -> &str {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
    &path[..end.unwrap_or(path.len())]
}

/// The crate's modules that a piece of code names: `crate::a`, and each of `crate::{a, b::{c, d}}`.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        let own = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let path = &code[at + prefix.len()..];
        match path.strip_prefix('{') {
            _ if !own => {}
            Some(group) => found.extend(group_names(group)),
            None => found.push(first_name(path).to_string()),
        }
    }
    found
}

/// First names of the items of a group whose opening brace is gone.
fn group_names(group: &str) -> Vec<String> {
    let (mut depth, mut item, mut names) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            ',' | '}' if depth == 0 => names.push(first_name(std::mem::take(&mut item).trim()).to_string()),
            _ => item.push(c),
        }
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth < 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn the_reader_of_imports_understands_every_form() {
    let code = "use crate::a::B;\nuse crate::{c, d::{E, f}, g};\nlet x = crate::h::i();\n$crate::j; mycrate::k;";
    assert_eq!(imports(code), ["a", "c", "d", "g", "h", "j"]);
    assert_eq!(imports("use std::fmt;"), Vec::<String>::new());
}

#[test]
fn every_module_imports_only_what_its_layer_may() {
    let allowed = |name: &str| LAYERS.iter().find(|(module, _)| *module == name).map(|(_, allowed)| *allowed);
    let mut broken = Vec::new();
    for (path, text) in files(&source()) {
        let module = module_path(&path);
        if is_root(&module) {
            continue;
        }
        let may = allowed(&module[0]).unwrap_or_else(|| panic!("`{}` has no layer", module[0]));
        let wrong = imports(&code(&text)).into_iter().filter(|name| *name != module[0] && !may.contains(&name.as_str()));
        broken.extend(wrong.map(|name| format!("{} imports {name}", module.join("::"))));
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn no_module_reaches_the_root_of_the_crate_by_super() {
    for (path, text) in files(&source()) {
        let module = module_path(&path);
        if is_root(&module) {
            continue;
        }
        let code = code(&text);
        let (own, tests) = code.split_once("#[cfg(test)]\nmod ").unwrap_or((&code, ""));
        for (part, depth) in [(own, module.len()), (tests, module.len() + 1)] {
            let climbs = part.contains(&"super::".repeat(depth));
            assert!(!climbs, "{} climbs to the root: write `crate::`, which the layers can see", module.join("::"));
        }
    }
}

#[test]
fn layers_point_one_way() {
    let modules: BTreeSet<String> = files(&source())
        .iter()
        .map(|(path, _)| module_path(path))
        .filter(|module| !is_root(module))
        .map(|module| module[0].clone())
        .collect();
    assert_eq!(modules, LAYERS.iter().map(|(name, _)| name.to_string()).collect());
    for (at, (name, allowed)) in LAYERS.iter().enumerate() {
        let lower: Vec<&str> = LAYERS[..at].iter().map(|(name, _)| *name).collect();
        assert!(allowed.iter().all(|import| lower.contains(import)), "`{name}` imports from above");
    }
}

/// The value of `field: "…"` behind a marker in a file.
fn field(text: &str, marker: &str, field: &str) -> Option<String> {
    let (_, row) = text.split_once(marker)?;
    let (_, value) = row.split_once(&format!("{field}: \""))?;
    value.split_once('"').map(|(value, _)| value.to_string())
}

/// Ids of all rows that the files under a folder define.
fn defined(folder: &str, marker: &str, name: &str) -> Vec<(PathBuf, String)> {
    let rows = files(&source().join(folder)).into_iter().filter(|(path, _)| is_built(path));
    rows.filter_map(|(path, text)| field(&text, marker, name).map(|id| (path, id))).collect()
}

/// Whether this build has the file: other people's strategies stand behind a feature.
fn is_built(file: &Path) -> bool {
    cfg!(feature = "peers") || !file.starts_with(source().join("strategy/peers"))
}

fn assert_table(defined: &[(PathBuf, String)], table: Vec<&str>) {
    let unique: BTreeSet<&str> = table.iter().copied().collect();
    assert_eq!(unique.len(), table.len(), "twice in the table");
    assert_eq!(defined.iter().map(|(_, id)| id.as_str()).collect::<BTreeSet<_>>(), unique);
    assert_eq!(defined.len(), table.len(), "two files define one id");
}

const STRATEGY_ROW: &str = "pub static ENTRY: Entry";

#[test]
fn every_strategy_file_is_in_the_table() {
    let ids: Vec<&str> = strategy::ALL.iter().map(|entry| entry.id).collect();
    let kebab =
        |id: &&str| !id.split('-').any(|word| word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    assert!(ids.iter().all(kebab), "{ids:?}");
    let defined = defined("strategy", STRATEGY_ROW, "id");
    assert_table(&defined, ids);
    for (path, id) in &defined {
        let name = module_path(path)[1..].join("-").replace('_', "-").replace("peers-", "peer-");
        assert_eq!(&name, id, "a strategy is named as its file");
    }
    // A file without a row is part of a strategy in a folder; a folder without any row would be dead weight.
    for child in fs::read_dir(source().join("strategy")).expect("exists").map(|entry| entry.expect("readable").path()) {
        let name = child.file_name().expect("named").to_string_lossy().into_owned();
        let other = matches!(name.as_str(), "mod.rs" | "contract" | "html" | "lexicon");
        let other = other || (name == "peers" && !cfg!(feature = "peers"));
        assert!(other || defined.iter().any(|(path, _)| path.starts_with(&child)), "`{name}` defines no strategy");
    }
}

#[test]
fn every_strategy_is_documented_in_the_same_outline() {
    for (path, id) in defined("strategy", STRATEGY_ROW, "id") {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let docs: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        let docs = docs.join("\n");
        assert!(docs.starts_with(&format!("//! `{id}`: ")), "{id}: the first line names it");
        for word in ["Idea", "Source", "Needs", "Parameters", "Wins", "Loses", "Cost"] {
            assert!(docs.contains(&format!("**{word}**: ")), "{id}: {word} is missing");
        }
    }
}

#[test]
fn every_annotation_format_is_in_the_table_and_named_as_its_file() {
    let defined = defined("corpus/annotation", "pub static FORMAT: ", "id");
    assert_table(&defined, annotation::ALL.iter().map(|format| format.id).collect());
    for (path, id) in &defined {
        assert_eq!(&module_path(path)[2].replace('_', "-"), id);
        let text = fs::read_to_string(path).expect("UTF-8");
        assert!(text.starts_with(&format!("//! `{id}`: ")) && text.contains("//! **Read**"), "{id}");
    }
}

#[test]
fn every_metric_and_every_report_is_in_its_table() {
    let metrics = defined("metric", "pub static METRIC: Metric", "id");
    assert_table(&metrics, metric::ALL.iter().map(|metric| metric.id).collect());
    let tables = defined("report", "pub static TABLE: Table", "name");
    assert_table(&tables, report::ALL.iter().map(|table| table.name).collect());
    let measures: Vec<&str> = metric::measures().map(|(_, measure)| measure.name).collect();
    assert_eq!(measures.iter().collect::<BTreeSet<_>>().len(), measures.len(), "{measures:?}");
    for table in report::ALL {
        let fields: Vec<&str> = (table.fields)(&[]).iter().map(|field| field.name).collect();
        assert_eq!(fields.iter().collect::<BTreeSet<_>>().len(), fields.len(), "{}: {fields:?}", table.name);
    }
}
