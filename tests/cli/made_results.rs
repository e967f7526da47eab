//! Results folders written by hand: a manifest and the three CSV files that `compare` and `gate` read.

use crate::support::*;
use serde_json::{Value, json};
use std::path::Path;

/// One document under one strategy: strategy, id, source, language, and tp, fp, fn, tn over characters.
pub type Line<'a> = (&'a str, &'a str, &'a str, &'a str, [u32; 4]);

/// A wrong stretch: strategy, document, kind, label, rule, start, end, excerpt.
pub type Wrong<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, u32, u32, &'a str);

/// What a folder holds.
#[derive(Clone)]
pub struct Made<'a> {
    pub corpus: &'a str,
    pub digest: &'a str,
    pub task: &'a str,
    pub lines: Vec<Line<'a>>,
    /// Digests of documents that are not `same`.
    pub changed: Vec<(&'a str, &'a str)>,
    /// strategy, document, label, gold, left.
    pub labels: Vec<(&'a str, &'a str, &'a str, u32, u32)>,
    pub errors: Vec<Wrong<'a>>,
}

impl<'a> Made<'a> {
    pub fn of(lines: Vec<Line<'a>>) -> Self {
        let (changed, labels, errors) = (Vec::new(), Vec::new(), Vec::new());
        Self { corpus: "c", digest: "d1", task: "boilerplate", lines, changed, labels, errors }
    }

    /// Writes the folder.
    pub fn write(&self, folder: impl AsRef<Path>) {
        let folder = folder.as_ref();
        write(folder.join("manifest.json"), format!("{:#}\n", self.manifest()));
        let mut documents = "corpus,doc,doc_digest,source,lang,page_kind,task,strategy,tp,fp,fn,tn,chars.f1,residue,damage\n".to_string();
        for (strategy, doc, source, lang, [tp, fp, lost, tn]) in &self.lines {
            let digest = self.changed.iter().find(|(own, _)| own == doc).map_or("same", |(_, digest)| digest);
            let share = |part: u32, all: u32| if all == 0 { "NA".into() } else { format!("{:.6}", f64::from(part) / f64::from(all)) };
            let measures = [share(2 * tp, 2 * tp + fp + lost), share(*fp, fp + tn), share(*lost, lost + tp)].join(",");
            let (corpus, task) = (self.corpus, self.task);
            documents += &format!("{corpus},{doc},{digest},{source},{lang},NA,{task},{strategy},{tp},{fp},{lost},{tn},{measures}\n");
        }
        write(folder.join("documents.csv"), documents);
        let mut labels = "corpus,doc,source,lang,task,strategy,label,gold_chars,left_chars\n".to_string();
        for (strategy, doc, label, gold, left) in &self.labels {
            labels += &format!("{},{doc},s,en,{},{strategy},{label},{gold},{left}\n", self.corpus, self.task);
        }
        write(folder.join("doc_labels.csv"), labels);
        let mut errors = "corpus,doc,source,lang,task,strategy,kind,label,rule,start,end,excerpt\n".to_string();
        for (strategy, doc, kind, label, rule, start, end, excerpt) in &self.errors {
            let (corpus, task) = (self.corpus, self.task);
            errors += &format!("{corpus},{doc},s,en,{task},{strategy},{kind},{label},{rule},{start},{end},{excerpt}\n");
        }
        write(folder.join("errors.csv"), errors);
    }

    fn manifest(&self) -> Value {
        let distinct = |pick: fn(&Line<'a>) -> &'a str| {
            let mut found: Vec<&str> = Vec::new();
            self.lines.iter().map(pick).for_each(|name| {
                if !found.contains(&name) {
                    found.push(name)
                }
            });
            found
        };
        let control = |name: &str| name.ends_with("-all");
        let strategies: Vec<Value> =
            distinct(|line| line.0).into_iter().map(|name| json!({"name": name, "version": "1", "control": control(name)})).collect();
        json!({
            "format": 1, "gleaner": "0.1.0", "view": "html-view-1", "seed": 1, "resamples": 1000, "tasks": [self.task],
            "metrics": [
                {"name": "chars.f1", "higher_is_better": true},
                {"name": "residue", "higher_is_better": false},
                {"name": "damage", "higher_is_better": false},
            ],
            "corpora": [{
                "name": self.corpus, "digest": self.digest, "documents": distinct(|line| line.1).len(),
                "sources": distinct(|line| line.2).len(), "gold": ["spans"], "strategies": strategies,
            }],
            "machine": {"os": "linux", "arch": "x", "cores": 2, "cpu": null, "rust": null},
            "a field of a later version": true,
        })
    }
}
