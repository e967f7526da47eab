//! `--keep-outputs`: what each strategy left of each document, in files that other programs score.

use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::gold::Task;
use crate::score::{Contender, left};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes `<strategy>.jsonl` for each contender: a line `{"id", "text"}` for each document, without `text` where there was no
/// answer. Where there are `several` corpora, each has a folder of its name; where there are several tasks, so has each of them.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn write(folder: &Path, (corpus, several): (&Corpus, bool), tasks: &[Task], contenders: &[Contender<'_>]) -> Result<()> {
    for &task in tasks {
        let mut folder = folder.to_path_buf();
        folder.extend(several.then(|| file_name(&corpus.name)));
        folder.extend((tasks.len() > 1).then(|| task.name()));
        let made = std::fs::create_dir_all(&folder);
        made.map_err(|error| Error::io("cannot make the folder", error).in_file(&folder).remedy("choose another with --keep-outputs"))?;
        let mut taken = BTreeSet::new();
        for contender in contenders {
            let file = folder.join(format!("{}.jsonl", free_name(&contender.name, &mut taken)));
            write_one(&file, corpus, task, contender)?;
        }
    }
    Ok(())
}

fn write_one(file: &PathBuf, corpus: &Corpus, task: Task, contender: &Contender<'_>) -> Result<()> {
    let failed = |error| Error::io("cannot write what was kept", error).in_file(file).remedy("check the space left and the permissions");
    let mut out = BufWriter::new(std::fs::File::create(file).map_err(failed)?);
    for (example, prediction) in corpus.examples.iter().zip(contender.predictions) {
        let id = &example.document.meta.id;
        let line = match left(&example.document, prediction, task) {
            Some(text) => json!({"id": id, "text": text}),
            None => json!({"id": id}),
        };
        writeln!(out, "{line}").map_err(failed)?;
    }
    out.flush().map_err(failed)
}

/// A name as part of a file name: characters outside `[A-Za-z0-9._-]` become `_`, and so does a dot at the beginning.
pub fn file_name(name: &str) -> String {
    let fit = |(at, c): (usize, char)| match c {
        '.' if at == 0 => '_',
        'A'..='Z' | 'a'..='z' | '0'..='9' | '.' | '_' | '-' => c,
        _ => '_',
    };
    name.chars().enumerate().map(fit).collect()
}

/// The file name of a strategy; where an earlier one has it (in any case of letters, as some systems see it), `_2`, `_3` follows.
fn free_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let name = file_name(name);
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_fit_for_files() {
        let mut taken = BTreeSet::new();
        let names = ["default", "link-density(max=0.25)", "ext:a.b", "../x", "é/", "a:b", "a/b", "A b"];
        let found = names.map(|name| free_name(name, &mut taken));
        assert_eq!(found, ["default", "link-density_max_0.25_", "ext_a.b", "_._x", "__", "a_b", "a_b_2", "A_b_3"]);
    }
}
