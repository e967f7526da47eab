//! Which files are cleaned into which: files, folders and patterns given, one shard for each file found, named after it.

use super::folder::{MAX_DEPTH, listed};
use super::format::format_of;
use super::process::{input_format, is_standard};
use super::{Compression, Emit, Options, ShardFormat, folder, json_array, json_lines, text, warc};
use crate::document::Format;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One shard to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The inputs, mostly one; `-` is stdin.
    pub inputs: Vec<PathBuf>,
    /// The output.
    pub output: PathBuf,
}

/// Shards for some files, folders and patterns, ordered by their outputs' names. Folders are searched for files of known formats, and the
/// way to a file inside its folder (of a pattern: behind the last folder without a wildcard) is kept inside `out`. With
/// [`Options::to`] JSON, a folder's texts become one shard; else each text is one.
///
/// # Errors
/// Something that is not there, a folder that cannot be listed, a file of no known format, two inputs with one output.
pub fn plan(inputs: &[PathBuf], out: &Path, options: &Options) -> Result<Vec<Job>> {
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    for input in inputs {
        find(input, options, &mut found)?;
    }
    let mut jobs: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for (input, name) in found {
        let output = out.join(output_name(&input, &name, options)?);
        match jobs.get(&output) {
            Some(other) if *other != input => {
                let error = Error::usage(format!("{} and {} would have one output", other.display(), input.display())).in_file(&output);
                return Err(error.remedy("clean them into two folders"));
            }
            _ => drop(jobs.insert(output, input)),
        }
    }
    let jobs = jobs.into_iter().map(|(output, input)| Job { inputs: vec![input], output }).collect();
    match options.shard_bytes {
        Some(bytes) => merged(jobs, bytes, options),
        None => Ok(jobs),
    }
}

/// Small inputs of one folder that would be written alike become one shard until they have so many bytes together: `merged-00000`,
/// `merged-00001` and so on in each folder. The grouping depends on names and lengths alone.
fn merged(jobs: Vec<Job>, bytes: u64, options: &Options) -> Result<Vec<Job>> {
    let length = |job: &Job| job.inputs.iter().map(|path| std::fs::metadata(path).map_or(0, |metadata| metadata.len())).sum::<u64>();
    let mut groups: Vec<(Job, u64)> = Vec::new();
    let mut open: BTreeMap<(PathBuf, String, &'static str), usize> = BTreeMap::new();
    for job in jobs {
        let own = length(&job);
        let format = job.inputs.first().map_or(Ok(""), |input| input_format(input, options).map(|format| format.name))?;
        let like = (folder_of(&job.output), endings(&job.output), format);
        match open.get(&like).and_then(|place| groups.get_mut(*place)) {
            Some((group, size)) if own > 0 && *size + own <= bytes => {
                group.inputs.extend(job.inputs);
                *size += own;
            }
            _ => {
                open.insert(like, groups.len());
                groups.push((job, own));
            }
        }
    }
    let mut number: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let named = groups.into_iter().map(|(mut job, _)| {
        if job.inputs.len() > 1 {
            let folder = folder_of(&job.output);
            let count = number.entry(folder.clone()).or_default();
            job.output = folder.join(format!("merged-{count:05}.{}", endings(&job.output)));
            *count += 1;
        }
        job
    });
    Ok(named.collect())
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_path_buf()
}

/// All that stands behind the first dot of a file's name.
fn endings(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.split_once('.').map_or(String::new(), |(_, endings)| endings.to_string())
}

/// Files with their names inside the output folder.
fn find(input: &Path, options: &Options, found: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    let file_name = |path: &Path| PathBuf::from(path.file_name().unwrap_or_default());
    if is_standard(input) {
        found.push((input.to_path_buf(), "stdin".into()));
        return Ok(());
    }
    if input.is_dir() {
        return search(input, options, found);
    }
    if input.exists() {
        found.push((input.to_path_buf(), file_name(input)));
        return Ok(());
    }
    let pattern = input.to_string_lossy();
    let missing = || Error::usage("there is no such file").in_file(input).remedy("check the name; patterns take *, ?, [ab] and **");
    if !pattern.contains(['*', '?', '[']) {
        return Err(missing());
    }
    let paths = glob::glob(&pattern).map_err(|error| Error::usage(format!("wrong pattern `{pattern}`: {error}")))?;
    let fixed: PathBuf = input.iter().take_while(|part| !part.to_string_lossy().contains(['*', '?', '['])).collect();
    let before = found.len();
    for path in paths.flatten().filter(|path| path.is_file()) {
        let inside = path.strip_prefix(&fixed).unwrap_or(&path).to_path_buf();
        found.push((path, inside));
    }
    if found.len() == before { Err(missing()) } else { Ok(()) }
}

fn search(root: &Path, options: &Options, found: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    let before = found.len();
    let together = options.to.is_some_and(is_json) || !options.emit.keeps_columns();
    let mut has_texts = false;
    let mut waiting = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        for path in listed(&folder)? {
            if path.is_dir() && depth < MAX_DEPTH {
                waiting.push((path, depth + 1));
                continue;
            }
            let Some(format) = format_of(&path).filter(|_| path.is_file() && !is_own(&path)) else { continue };
            if together && format.name == text::ENTRY.name {
                has_texts = true;
            } else {
                found.push((path.clone(), path.strip_prefix(root).unwrap_or(&path).to_path_buf()));
            }
        }
    }
    if has_texts {
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
        found.push((root.to_path_buf(), PathBuf::from(absolute.file_name().unwrap_or("folder".as_ref()))));
    }
    if found.len() == before {
        return Err(Error::usage("no file of a known format in this folder")
            .in_file(root)
            .remedy("name the files, and their format with --from"));
    }
    Ok(())
}

/// What earlier runs wrote beside outputs is no input.
fn is_own(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".gleaner.json") || name.ends_with(".errors.jsonl")
}

fn is_json(format: &ShardFormat) -> bool {
    format.name == json_lines::ENTRY.name || format.name == json_array::ENTRY.name
}

/// The name of an output: the input's, with the endings of what is written.
fn output_name(input: &Path, name: &Path, options: &Options) -> Result<PathBuf> {
    let from = input_format(input, options)?;
    let own = match from.name {
        _ if !options.emit.keeps_columns() => &json_lines::ENTRY,
        name if name == folder::ENTRY.name => &json_lines::ENTRY,
        // What is left of a page is plain text, and WET is the name for that.
        name if name == warc::WARC.name => &warc::WET,
        _ => from,
    };
    let to = options.to.unwrap_or(own);
    let file = name.file_name().unwrap_or_default().to_string_lossy();
    let packed = if input.is_dir() { Compression::None } else { Compression::of_name(&file) };
    // Dolma's files are gzip by its own rules.
    let packed = options.compression.unwrap_or(if options.emit == Emit::Dolma { Compression::Gzip } else { packed });
    let stem = stem(&file, from, to);
    // Clean Markdown is Markdown; of a page, plain text is left.
    let own = to.name == text::ENTRY.name && text::format_of_name(input) == Some(Format::Markdown);
    let ending = if own { "md" } else { to.endings.first().copied().unwrap_or("jsonl") };
    let packing = if to.name == "parquet" || packed == Compression::None { String::new() } else { format!(".{}", packed.name()) };
    Ok(name.with_file_name(format!("{stem}.{ending}{packing}")))
}

/// The name without its endings; of a WARC file, as Common Crawl has it, with that of the format.
fn stem(file: &str, from: &ShardFormat, to: &ShardFormat) -> String {
    let lower = file.to_lowercase();
    let unpacked = &file[..Compression::unpacked_name(&lower).len().min(file.len())];
    if from.name == warc::WARC.name && to.name == warc::WET.name {
        return unpacked.to_string();
    }
    let ending = from.endings.iter().find(|ending| unpacked.to_lowercase().ends_with(&format!(".{ending}")));
    ending.map_or(unpacked, |ending| &unpacked[..unpacked.len() - ending.len() - 1]).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::format_named;
    use super::*;

    fn named(file: &str, change: impl FnOnce(&mut Options)) -> String {
        let mut options = Options::default();
        change(&mut options);
        output_name(Path::new(file), Path::new(file), &options).expect("a name").display().to_string()
    }

    #[test]
    fn outputs_are_named_after_inputs_with_the_endings_of_what_they_hold() {
        assert_eq!(named("a/x.jsonl.gz", |_| {}), "a/x.jsonl.gz");
        assert_eq!(named("x.NDJSON.zst", |_| {}), "x.jsonl.zst");
        assert_eq!(named("x.warc.gz", |_| {}), "x.warc.wet.gz");
        assert_eq!(named("x.warc.gz", |options| options.to = format_named("jsonl").ok()), "x.jsonl.gz");
        assert_eq!(named("x.parquet", |options| options.emit = Emit::Dolma), "x.jsonl.gz");
        assert_eq!(named("x.csv", |options| options.compression = Some(Compression::Zstd)), "x.csv.zst");
        assert_eq!(named("page.html", |_| {}), "page.txt");
    }
}
