//! Which files are cleaned into which: files, folders and patterns given, one shard for each file found, named after it.

use super::files::{PARTIAL, REPORT};
use super::folder::{MAX_DEPTH, listed};
use super::format::format_of;
use super::process::{input_format, is_standard};
use super::{Compression, Emit, Options, ShardFormat, folder, json_array, json_lines, text, warc};
use crate::document::Format;
use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// So many inputs a shard at most: its sidecar names each.
const MAX_INPUTS: usize = 10_000;

/// One shard to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The inputs, mostly one; `-` is stdin.
    pub inputs: Vec<PathBuf>,
    /// The output.
    pub output: PathBuf,
}

impl Job {
    /// The first of its inputs, for messages.
    pub fn first_input(&self) -> &Path {
        self.inputs.first().map_or(&self.output, PathBuf::as_path)
    }

    /// Bytes of its inputs as they are on the disk; of a folder or stdin, which nobody knows, none.
    pub fn bytes(&self) -> u64 {
        let files = self.inputs.iter().filter_map(|input| std::fs::metadata(input).ok().filter(std::fs::Metadata::is_file));
        files.map(|file| file.len()).sum()
    }
}

/// Shards for some files, folders and patterns, ordered by their outputs' names. Folders are searched for files of known formats, and the
/// way to a file inside its folder (of a pattern: behind the last folder without a wildcard) is kept inside `out`. With
/// [`Options::to`] JSON, a folder's texts become one shard; else each text is one. What is hidden and what earlier runs wrote is no input,
/// unless it is named: error files, sidecars, reports, and `out` itself where it lies inside a folder that is searched.
///
/// # Errors
/// Something that is not there, a folder that cannot be listed, a file of no known format, two inputs with one output.
pub fn plan(inputs: &[PathBuf], out: &Path, options: &Options) -> Result<Vec<Job>> {
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    let own = out.canonicalize().ok();
    for input in inputs {
        find(input, own.as_deref(), options, &mut found)?;
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
/// `merged-00001` and so on in each folder, past names that inputs have. The grouping depends on names and lengths alone. Texts stay apart:
/// nothing in their outputs says where one ends.
fn merged(jobs: Vec<Job>, bytes: u64, options: &Options) -> Result<Vec<Job>> {
    let is_text = |job: &Job| options.to.or_else(|| format_of(&job.output)).is_some_and(|to| to.name == text::ENTRY.name);
    let mut groups: Vec<(Job, u64)> = Vec::new();
    let mut open: BTreeMap<(PathBuf, String, &'static str), usize> = BTreeMap::new();
    for job in jobs {
        let own = job.bytes();
        if is_text(&job) {
            groups.push((job, own));
            continue;
        }
        let format = job.inputs.first().map_or(Ok(""), |input| input_format(input, options).map(|format| format.name))?;
        let like = (folder_of(&job.output), endings(&job.output), format);
        match open.get(&like).and_then(|place| groups.get_mut(*place)) {
            Some((group, size)) if own > 0 && *size + own <= bytes && group.inputs.len() < MAX_INPUTS => {
                group.inputs.extend(job.inputs);
                *size += own;
            }
            _ => {
                open.insert(like, groups.len());
                groups.push((job, own));
            }
        }
    }
    Ok(named(groups.into_iter().map(|(job, _)| job).collect()))
}

/// Gives the groups of several inputs their names.
fn named(mut groups: Vec<Job>) -> Vec<Job> {
    let taken: BTreeSet<PathBuf> = groups.iter().filter(|job| job.inputs.len() == 1).map(|job| job.output.clone()).collect();
    let mut number: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for job in groups.iter_mut().filter(|job| job.inputs.len() > 1) {
        let (folder, endings) = (folder_of(&job.output), endings(&job.output));
        let count = number.entry(folder.clone()).or_default();
        loop {
            job.output = folder.join(format!("merged-{count:05}.{endings}"));
            *count += 1;
            if !taken.contains(&job.output) {
                break;
            }
        }
    }
    groups
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_path_buf()
}

/// All that stands behind the first dot of a file's name.
fn endings(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.split_once('.').map_or(String::new(), |(_, endings)| endings.to_string())
}

/// Files with their names inside the output folder; `own` is that folder, if it is there.
fn find(input: &Path, own: Option<&Path>, options: &Options, found: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    let file_name = |path: &Path| PathBuf::from(path.file_name().unwrap_or_default());
    if is_standard(input) {
        found.push((input.to_path_buf(), "stdin".into()));
        return Ok(());
    }
    if input.is_dir() {
        return search(input, own, options, found);
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
    let wrong = |error| Error::usage(format!("wrong pattern `{pattern}`: {error}")).remedy("patterns take *, ?, [ab] and **");
    let matching = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
    let paths = glob::glob_with(&pattern, matching).map_err(wrong)?;
    let fixed: PathBuf = input.iter().take_while(|part| !part.to_string_lossy().contains(['*', '?', '['])).collect();
    let before = found.len();
    // Who looks for inputs in the output folder finds them there.
    let within = |path: &Path, folder: &Path| path.canonicalize().is_ok_and(|path| path.starts_with(folder));
    let start = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
    let own = own.filter(|own| !within(start, own));
    for path in paths {
        let path = path.map_err(unlisted)?;
        if !path.is_file() || is_own(&path) || own.is_some_and(|own| within(&path, own)) {
            continue;
        }
        let inside = path.strip_prefix(&fixed).unwrap_or(&path).to_path_buf();
        found.push((path, inside));
    }
    if found.len() == before { Err(missing()) } else { Ok(()) }
}

/// A folder on the way of a pattern that cannot be listed.
fn unlisted(error: glob::GlobError) -> Error {
    let folder = error.path().to_path_buf();
    Error::io("cannot list the folder", error.into()).in_file(folder).remedy("check its permissions")
}

fn search(root: &Path, own: Option<&Path>, options: &Options, found: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
    let before = found.len();
    let together = options.to.is_some_and(is_json) || options.to.is_none() && !text_alone(options);
    let mut has_texts = false;
    let mut waiting = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        for path in listed(&folder)? {
            if path.is_dir() && depth < MAX_DEPTH {
                if own.is_none() || path.canonicalize().ok().as_deref() != own {
                    waiting.push((path, depth + 1));
                }
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
    [".gleaner.json", ".errors.jsonl", PARTIAL].iter().any(|ending| name.ends_with(ending)) || name == REPORT
}

/// Whether nothing is written but the clean text in the place of the text.
fn text_alone(options: &Options) -> bool {
    options.emit == Emit::Text && options.text_to.is_none() && !options.view
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
        // A text and a record of a crawl have no columns for more than the text.
        name if [text::ENTRY.name, warc::WARC.name, warc::WET.name].contains(&name) && !text_alone(options) => &json_lines::ENTRY,
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
    // Of ASCII letters alone: others may be longer in lower case, and lengths are what is wanted.
    let lower = file.to_ascii_lowercase();
    let lower = Compression::unpacked_name(&lower);
    let unpacked = &file[..lower.len()];
    if from.name == warc::WARC.name && to.name == warc::WET.name {
        return unpacked.to_string();
    }
    let ending = from.endings.iter().find(|ending| lower.ends_with(&format!(".{ending}")));
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
        assert_eq!(named("page.md.gz", |_| {}), "page.md.gz");
        assert_eq!(named("x.warc.gz", |options| options.emit = Emit::Both), "x.jsonl.gz");
        // The sign of the kelvin takes three bytes, its small letter one; İ two, and three.
        assert_eq!(named("300\u{212A}\u{212A}.JSONL.GZ", |_| {}), "300\u{212A}\u{212A}.jsonl.gz");
        assert_eq!(named("\u{130}\u{130}.csv", |_| {}), "\u{130}\u{130}.csv");
        assert_eq!(named("x\u{212A}\u{212A}.jsonl", |options| options.emit = Emit::Dolma), "x\u{212A}\u{212A}.jsonl.gz");
    }
}
