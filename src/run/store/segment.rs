//! The files of a store: `predictions-0001.jsonl` and so on, each written by one process.

use super::Found;
use super::record::{self, FORMAT, Key, Line, MAX_RECORD_BYTES, Stored};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

const START: &str = "predictions-";
const ENDING: &str = ".jsonl";
const READ_BYTES: usize = 1 << 20;

/// One file.
#[derive(Clone, Debug)]
pub struct Segment {
    pub path: PathBuf,
    pub number: u32,
}

/// A line that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.reason)
    }
}

/// The file of a number.
pub fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{START}{number:04}{ENDING}"))
}

/// The files of a folder in the order in which they were begun. Other files are none of ours.
pub fn list(folder: &Path) -> Result<Vec<Segment>> {
    let failed = |error| Error::io("cannot list the run", error).in_file(folder).remedy("check its permissions");
    let mut segments = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let digits = name.and_then(|name| name.strip_prefix(START)?.strip_suffix(ENDING));
        let number = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).and_then(|digits| digits.parse().ok());
        segments.extend(number.map(|number| Segment { path, number }));
    }
    segments.sort_unstable_by(|a, b| (a.number, &a.path).cmp(&(b.number, &b.path)));
    Ok(segments)
}

/// Deletes files, the last of them last: it says whether the run came to its end.
pub fn remove(segments: &mut Vec<Segment>) -> Result<()> {
    for Segment { path, .. } in std::mem::take(segments) {
        let removed = std::fs::remove_file(&path);
        removed.map_err(|error| Error::io("cannot delete the old predictions", error).in_file(&path).remedy("check its permissions"))?;
    }
    Ok(())
}

/// Whether the last run came to its end: the last file ends in the mark. Without files there is nothing to be broken off.
pub fn is_finished(segments: &[Segment]) -> Result<bool> {
    let Some(last) = segments.last() else { return Ok(true) };
    let failed = unreadable(&last.path);
    let mut end = record::seal(record::FINISHED.to_vec());
    let mut file = File::open(&last.path).map_err(&failed)?;
    let length = file.metadata().map_err(&failed)?.len();
    let Some(start) = length.checked_sub(end.len() as u64) else { return Ok(false) };
    let expected = end.clone();
    file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(&mut end)).map_err(&failed)?;
    Ok(end == expected)
}

/// Reads all files; of two records with one key the later stays.
pub fn read_all(segments: &[Segment], known: &mut FxHashMap<Key, Stored>, found: &mut Found) -> Result<()> {
    for segment in segments {
        read(segment, known, found)?;
    }
    Ok(())
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> Error {
    move |error| Error::io("cannot read the predictions", error).in_file(path).remedy("--fresh begins anew")
}

fn read(segment: &Segment, known: &mut FxHashMap<Key, Stored>, found: &mut Found) -> Result<()> {
    let path = &segment.path;
    let mut lines = BufReader::with_capacity(READ_BYTES, File::open(path).map_err(unreadable(path))?);
    let mut line = Vec::new();
    found.finished = false;
    for number in 1.. {
        let ended = next_line(&mut lines, &mut line, MAX_RECORD_BYTES).map_err(unreadable(path))?;
        if line.is_empty() && !ended {
            return Ok(());
        }
        found.finished = false;
        match record::read(&line) {
            // Without its line break the last write may still be whole, but then it costs one prediction to be sure.
            _ if !ended => {
                found.torn += 1;
                return Ok(());
            }
            Ok(Line::Header(FORMAT)) => {}
            Ok(Line::Header(other)) => {
                let error = Error::data(format!("predictions in format {other}; this program reads format {FORMAT}")).at(path, number);
                return Err(error.remedy("--fresh begins anew; --run takes another folder"));
            }
            Ok(Line::Answer(key, stored)) => {
                known.insert(key, stored);
                found.records += 1;
            }
            Ok(Line::Failure) => found.records += 1,
            Ok(Line::Finished) => found.finished = true,
            Err(reason) => found.damaged.push(Damage { path: path.clone(), line: number, reason }),
        }
    }
    Ok(())
}

/// Reads a line without its line break; whether it ended in one. Of a line over `limit` bytes only so many are kept.
fn next_line(lines: &mut impl BufRead, line: &mut Vec<u8>, limit: usize) -> std::io::Result<bool> {
    line.clear();
    lines.by_ref().take(limit as u64).read_until(b'\n', line)?;
    let mut ended = line.pop_if(|byte| *byte == b'\n').is_some();
    if !ended && line.len() >= limit {
        ended = lines.skip_until(b'\n')? > 0;
    }
    Ok(ended)
}

/// What records are written to.
trait Sink: Write + Send {
    fn sync(&self) -> std::io::Result<()>;
}

impl Sink for File {
    fn sync(&self) -> std::io::Result<()> {
        self.sync_data()
    }
}

/// Adds records to a file of its own, which is made with the first.
pub struct Writer {
    path: PathBuf,
    state: Mutex<State>,
    failed: AtomicBool,
}

enum State {
    Unused,
    Open(Box<dyn Sink>),
    Failed(std::io::ErrorKind, String),
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())
    }
}

impl Writer {
    pub fn new(path: PathBuf) -> Self {
        Self { path, state: Mutex::new(State::Unused), failed: AtomicBool::new(false) }
    }

    /// Seals a line and adds it in one write. After a failed write nothing more is written: a record behind a torn one would
    /// be lost with it.
    pub fn append(&self, line: &[u8]) {
        let line = record::seal(line.to_vec());
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Unused) {
            *state = match self.create() {
                Ok(sink) => State::Open(sink),
                Err(error) => State::Failed(error.kind(), error.to_string()),
            };
        }
        if let State::Open(sink) = &mut *state
            && let Err(error) = sink.write_all(&line)
        {
            *state = State::Failed(error.kind(), error.to_string());
        }
        if matches!(*state, State::Failed(..)) {
            self.failed.store(true, Ordering::Relaxed);
        }
    }

    fn create(&self) -> std::io::Result<Box<dyn Sink>> {
        let mut file = OpenOptions::new().append(true).create_new(true).open(&self.path)?;
        file.write_all(&record::seal(record::header()))?;
        Ok(Box::new(file))
    }

    /// Stops writing for a reason of the caller's.
    pub fn fail(&self, error: std::io::Error) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::Failed(error.kind(), error.to_string());
        self.failed.store(true, Ordering::Relaxed);
    }

    /// Waits until all is on the disk.
    pub fn sync(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Open(sink) = &*state
            && let Err(error) = sink.sync()
        {
            *state = State::Failed(error.kind(), error.to_string());
        }
    }

    pub fn is_unused(&self) -> bool {
        matches!(*self.state.lock().unwrap_or_else(PoisonError::into_inner), State::Unused)
    }

    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Says whether all could be written.
    pub fn check(&self) -> Result<()> {
        match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Failed(kind, why) => {
                let error = Error::io("cannot write predictions", std::io::Error::new(*kind, why.clone())).in_file(&self.path);
                Err(error.remedy("make room or choose another folder with --run; --resume goes on"))
            }
            State::Unused | State::Open(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::label::Label;
    use crate::run::store::identity::Author;
    use crate::run::{Prediction, Status};
    use crate::span::{CodePoints, Span};
    use crate::strategy::Removals;
    use std::time::Duration;

    const TEXT: &str = "Ménü 😀\nThe ferry sailed.\nمشاركة";

    fn author(name: &str) -> Author {
        Author { name: name.into(), version: "1".into(), code: "x".into(), context: String::new() }
    }

    /// A prediction whose record is full of characters of several bytes.
    fn prediction() -> Prediction {
        let mut removals = Removals::new();
        removals.push(Span::new(0, 6), Some(Label::Nav), "menü.\"rule\"");
        removals.push(Span::new(7, 11), None, "other");
        removals.push(Span::new(30, 42), Some(Label::Nav), "menü.\"rule\"");
        removals.set_output("The \u{0}ferry\n😀 sailed.".into());
        removals.settle(TEXT);
        Prediction { status: Status::Ok, removals, elapsed: Duration::new(3, 141_592_653) }
    }

    fn line(name: &str) -> Vec<u8> {
        let document = Document::anonymous(Format::Plain, TEXT);
        let points = CodePoints::new(document.text());
        record::write(&author(name), ("print", "id ü"), &points, &prediction()).expect("JSON")
    }

    fn whole(lines: &[Vec<u8>]) -> Vec<u8> {
        let header = [record::header()];
        header.iter().chain(lines).flat_map(|line| record::seal(line.clone())).collect()
    }

    /// Reads bytes as one file.
    fn read_bytes(bytes: &[u8]) -> (FxHashMap<Key, Stored>, Found) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(path(folder.path(), 1), bytes).expect("written");
        let (mut known, mut found) = (FxHashMap::default(), Found::default());
        read_all(&list(folder.path()).expect("listed"), &mut known, &mut found).expect("read");
        (known, found)
    }

    #[test]
    fn a_prediction_comes_back_as_it_went() {
        let (known, found) = read_bytes(&whole(&[line("a")]));
        assert_eq!((found.records, found.torn, found.damaged.len()), (1, 0, 0));
        let back = known[&record::key(&author("a"), "print")].prediction(&CodePoints::new(TEXT)).expect("fits");
        let went = prediction();
        assert_eq!((back.status, back.removals, back.elapsed), (went.status, went.removals, went.elapsed));
        assert!(known[&record::key(&author("a"), "print")].prediction(&CodePoints::new("Menu")).is_none(), "another text");
    }

    #[test]
    fn refusals_and_panics_answer_and_other_failures_do_not() {
        let points = CodePoints::new("");
        for (status, answers) in
            [(Status::Refused, true), (Status::Panic, true), (Status::Timeout, false), (Status::Error, false), (Status::NotRun, false)]
        {
            let written = record::write(&author("a"), ("p", "i"), &points, &Prediction::missing(status, Duration::ZERO)).expect("JSON");
            let (known, found) = read_bytes(&whole(&[written]));
            assert_eq!((known.len(), found.records), (usize::from(answers), 1), "{status:?}");
            let back = known.values().next().map(|stored| stored.prediction(&points).expect("fits").status);
            assert_eq!(back, answers.then_some(status));
        }
    }

    #[test]
    fn a_file_cut_off_at_any_byte_loses_the_record_it_was_cut_in_and_no_other() {
        let bytes = whole(&[line("a"), line("b")]);
        let first = whole(&[line("a")]).len();
        for end in first..bytes.len() {
            let (known, found) = read_bytes(&bytes[..end]);
            let torn = usize::from(end > first);
            assert_eq!((known.len(), found.torn, found.damaged.len()), (1, torn, 0), "cut at {end}");
            // After a power cut the rest may be nought bytes.
            let (known, found) = read_bytes(&[&bytes[..end], &[0; 5000]].concat());
            assert_eq!((known.len(), found.torn, found.damaged.len()), (1, 1, 0), "nought from {end}");
        }
        assert_eq!(read_bytes(&bytes).0.len(), 2);
    }

    #[test]
    fn no_byte_can_change_unnoticed() {
        let (sound, start) = (whole(&[line("a"), line("b"), line("c")]), whole(&[line("a")]).len());
        let end = whole(&[line("a"), line("b")]).len();
        for at in start..end {
            for flip in [1, 0x80] {
                let mut bytes = sound.clone();
                bytes[at] ^= flip;
                let (known, found) = read_bytes(&bytes);
                // A line break changed joins two records, one made cuts one into two pieces: all of them are reported.
                assert!(known.len() < 3 && !found.damaged.is_empty() && found.damaged[0].line == 3, "byte {at}: {found:?}");
                assert!(known.contains_key(&record::key(&author("a"), "print")), "byte {at}");
            }
        }
    }

    #[test]
    fn files_that_hold_nothing_of_ours_are_no_obstacle() {
        for bytes in [&b""[..], &[0; 1 << 16], b"\n", b"{\"a\":1}\n", b"\xff\xfe\n\n"] {
            let (known, found) = read_bytes(bytes);
            assert_eq!((known.len(), found.records, found.finished), (0, 0, false));
        }
        let (_, found) = read_bytes(b"\n");
        assert_eq!(
            found.damaged[0].to_string().rsplit('/').next(),
            Some("predictions-0001.jsonl:1: not what was written: its sum does not fit")
        );
    }

    #[test]
    fn a_line_without_an_end_takes_no_memory() {
        let mut line = Vec::new();
        let mut rest = BufReader::new(&b"0123456789\nab\ncd"[..]);
        assert!(next_line(&mut rest, &mut line, 4).expect("read"));
        assert_eq!(line, b"0123");
        assert!(next_line(&mut rest, &mut line, 4).expect("read"));
        assert_eq!(line, b"ab");
        assert!(!next_line(&mut rest, &mut line, 4).expect("read"));
        assert_eq!(line, b"cd");
        assert!(!next_line(&mut rest, &mut line, 4).expect("read") && line.is_empty());
    }

    #[test]
    fn another_format_is_refused_with_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(path(folder.path(), 7), record::seal(br#"{"store":2}"#.to_vec())).expect("written");
        let (mut known, mut found) = (FxHashMap::default(), Found::default());
        let error = read_all(&list(folder.path()).expect("listed"), &mut known, &mut found).expect_err("refused");
        assert!(error.to_string().contains("predictions-0007.jsonl:1: predictions in format 2; this program reads format 1"), "{error}");
    }

    #[test]
    fn only_the_mark_at_the_end_of_the_last_file_says_that_a_run_is_finished() {
        let folder = tempfile::tempdir().expect("a folder");
        let finished = || is_finished(&list(folder.path()).expect("listed")).expect("read");
        assert!(finished(), "nothing was begun");
        std::fs::write(path(folder.path(), 1), whole(&[line("a"), record::FINISHED.to_vec()])).expect("written");
        std::fs::write(folder.path().join("predictions-x.jsonl"), "mine").expect("written");
        assert!(finished());
        std::fs::write(path(folder.path(), 2), whole(&[line("b")])).expect("written");
        assert!(!finished());
        remove(&mut list(folder.path()).expect("listed")).expect("removed");
        assert!(folder.path().join("predictions-x.jsonl").exists());
    }

    /// A disk with room for so many bytes.
    struct Small(usize);

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let room = bytes.len().min(self.0);
            self.0 -= room;
            if room == 0 { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(room) }
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Sink for Small {
        fn sync(&self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_an_error_with_a_place_and_nothing_follows_it() {
        let writer = Writer::new("run/predictions-0001.jsonl".into());
        *writer.state.lock().expect("whole") = State::Open(Box::new(Small(line("a").len())));
        writer.append(br#"{"a":1}"#);
        assert!(writer.check().is_ok() && !writer.has_failed());
        writer.append(&line("a"));
        assert!(writer.has_failed());
        writer.append(br#"{"a":1}"#);
        writer.sync();
        let error = writer.check().expect_err("full").to_string();
        assert!(error.contains("run/predictions-0001.jsonl: cannot write predictions: ") && error.contains("--resume goes on"), "{error}");
    }
}
