//! One running program: asked one document at a time, killed where it does not answer.
//!
//! The next document is sent when the last was answered, so that a time-out or a crash is one document's. Standard input is
//! written, and standard output and standard error are read, by threads of their own: no pipe can block the harness.
//!
//! On Unix the program leads a process group, and is killed with all of it. What leaves the group (`setsid`) escapes; it can
//! hold a pipe and with it a thread of the harness, never the run. On Windows only the program itself is killed.

use super::complaints::Complaints;
use super::protocol::shortened;
use crate::run::Status;
use rustc_hash::FxHashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

/// A longer line is garbage. Up to three lines of a program are in memory at a time.
pub const MAX_LINE_BYTES: usize = 64 << 20;
/// Lines that wait to be looked at; then the program waits.
const WAITING_LINES: usize = 1;
/// How often it is looked whether the program still runs.
const POLL: Duration = Duration::from_millis(20);
/// Time for what an ended program left in its pipes, and for a program to end by itself.
const GRACE: Duration = Duration::from_secs(1);
/// What a shell returns for a program that it cannot start.
const NOT_STARTED: [i32; 2] = [126, 127];

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// In a word.
    pub status: Status,
    /// In a sentence.
    pub reason: String,
    /// The last lines of standard error.
    pub complaints: String,
}

impl Failure {
    /// A failure without complaints.
    pub fn new(status: Status, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into(), complaints: String::new() }
    }
}

/// What a line answers: the question's id, and the answer or what is wrong with it. An error: the line is no answer at all.
pub type Reply<T> = Result<(String, Result<T, String>), String>;

/// How a program is started.
#[derive(Clone, Debug)]
pub struct Launch {
    /// Program and arguments; no shell reads them.
    pub command: Vec<String>,
    /// Address space in MiB; see [`super::Description::memory_mb`].
    pub memory_mb: Option<u64>,
}

/// A running program.
#[derive(Debug)]
pub struct Process {
    program: String,
    child: Child,
    lines: Receiver<Line>,
    questions: Option<Sender<Arc<str>>>,
    complaints: Complaints,
    complaints_end: Receiver<()>,
    asked: FxHashSet<String>,
    exited: Option<ExitStatus>,
}

/// What came from standard output.
#[derive(Debug)]
enum Line {
    Bytes(Vec<u8>),
    TooLong,
}

impl Process {
    /// Starts the program.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn start(launch: &Launch) -> Result<Self, Failure> {
        let program = launch.command.first().cloned().unwrap_or_default();
        let mut command = command(launch);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        lead_a_group(&mut command);
        let failed = |error: std::io::Error| not_started(&program, &error.to_string());
        let mut child = command.spawn().map_err(failed)?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (send_line, lines) = sync_channel(WAITING_LINES);
        let (questions, asked) = channel::<Arc<str>>();
        let (send_end, complaints_end) = channel();
        let complaints = Complaints::default();
        let own = complaints.clone();
        // The child is in the struct before any thread can fail to start: dropping the struct ends it.
        let process = Self {
            program: program.clone(),
            child,
            lines,
            questions: Some(questions),
            complaints,
            complaints_end,
            asked: FxHashSet::default(),
            exited: None,
        };
        thread(move || stdin.into_iter().for_each(|pipe| write_questions(pipe, &asked))).map_err(failed)?;
        thread(move || stdout.into_iter().for_each(|pipe| read_lines(pipe, &send_line))).map_err(failed)?;
        let listen = move || {
            stderr.into_iter().for_each(|pipe| own.read(pipe));
            drop(send_end);
        };
        thread(listen).map_err(failed)?;
        Ok(process)
    }

    /// Whether it was asked anything yet.
    pub fn is_fresh(&self) -> bool {
        self.asked.is_empty()
    }

    /// Asks one question, by an id that no other question to this process has; after a failure the process is of no more use.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn ask<T>(
        &mut self,
        id: &str,
        question: impl Into<Arc<str>>,
        timeout: Duration,
        read: impl Fn(&[u8]) -> Reply<T>,
    ) -> Result<T, Failure> {
        let start = Instant::now();
        let fresh = self.is_fresh();
        self.asked.insert(id.into());
        // Where the program went away the end of its output says so.
        let _ = self.questions.as_ref().map(|questions| questions.send(question.into()));
        let mut end = start + timeout;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                if self.exited.is_some() {
                    return Err(self.ended(fresh));
                }
                let reason = format!("no answer within {} s", timeout.as_secs_f64());
                return Err(self.failed(Failure::new(Status::Timeout, reason)));
            }
            match self.lines.recv_timeout(left.min(POLL)) {
                Ok(Line::TooLong) => {
                    let reason = format!("a line longer than {MAX_LINE_BYTES} bytes");
                    return Err(self.failed(Failure::new(Status::Garbage, reason)));
                }
                Ok(Line::Bytes(line)) => match self.answer(&line, id, &read) {
                    Ok(Some(said)) => return Ok(said),
                    Ok(None) => {}
                    // The program ended in the middle of a line.
                    Err(_) if line.last() != Some(&b'\n') => return Err(self.ended(fresh)),
                    Err(reason) => return Err(self.failed(Failure::new(Status::Garbage, reason))),
                },
                Err(RecvTimeoutError::Disconnected) => return Err(self.ended(fresh)),
                // A child that outlived the program holds its output open; without the group the output ends.
                Err(RecvTimeoutError::Timeout) if self.exited.is_none() && self.has_exited() => {
                    self.kill();
                    end = end.min(Instant::now() + GRACE);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Closes its input and lets it end; kills it where it does not.
    pub fn finish(mut self) {
        self.questions = None;
        self.wait_a_little();
    }

    /// Reads a line; `None` where it says nothing of this question.
    fn answer<T>(&self, line: &[u8], id: &str, read: impl Fn(&[u8]) -> Reply<T>) -> Result<Option<T>, String> {
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let (answered, said) = read(line)?;
        if answered != id {
            // A second answer to an earlier question changes nothing; else the result would depend on which came before.
            return if self.asked.contains(&answered) {
                Ok(None)
            } else {
                Err(shortened(&format!("an answer to `{answered}`, not `{id}`")))
            };
        }
        said.map(Some)
    }

    /// The failure of a program that ended, or closed its output.
    fn ended(&mut self, fresh: bool) -> Failure {
        self.wait_a_little();
        let failure = match self.exited {
            None => Failure::new(Status::Silence, "closed its output"),
            Some(status) if status.success() => Failure::new(Status::Silence, "ended without an answer"),
            Some(status) if fresh && status.code().is_some_and(|code| NOT_STARTED.contains(&code)) => {
                not_started(&self.program, &status.to_string())
            }
            Some(status) => Failure::new(Status::Crash, format!("ended: {status}")),
        };
        self.failed(failure)
    }

    /// Kills what is left of the program, and adds what it said last.
    fn failed(&mut self, failure: Failure) -> Failure {
        self.kill();
        // Its end closes standard error, unless somebody outside the group holds it.
        let _ = self.complaints_end.recv_timeout(GRACE);
        Failure { complaints: self.complaints.last_lines(), ..failure }
    }

    fn wait_a_little(&mut self) {
        let end = Instant::now() + GRACE;
        while !self.has_exited() && Instant::now() < end {
            std::thread::sleep(POLL / 4);
        }
    }

    fn has_exited(&mut self) -> bool {
        if self.exited.is_none() {
            self.exited = self.child.try_wait().ok().flatten();
        }
        self.exited.is_some()
    }

    fn kill(&mut self) {
        kill_group(&self.child);
        // Neither can fail in a way that helps: the program is gone, or was never ours to end.
        let _ = self.child.kill();
        if let Ok(status) = self.child.wait() {
            self.exited.get_or_insert(status);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn not_started(program: &str, why: &str) -> Failure {
    Failure::new(Status::NotRun, format!("cannot start `{program}`: {why}"))
}

/// The command, under a limit of its memory where there is one.
fn command(launch: &Launch) -> Command {
    let mut words = launch.command.clone();
    if let Some(memory) = launch.memory_mb.filter(|_| cfg!(unix)) {
        let limit = (memory * 1024).to_string();
        let script = r#"ulimit -v "$1" 2>/dev/null; shift; exec "$@""#;
        words.splice(0..0, ["sh".into(), "-c".into(), script.into(), "sh".into(), limit]);
    }
    let mut command = Command::new(words.first().map_or("", String::as_str));
    command.args(words.iter().skip(1));
    command
}

#[cfg(unix)]
fn lead_a_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn lead_a_group(_: &mut Command) {}

#[cfg(unix)]
fn kill_group(leader: &Child) {
    let id = i32::try_from(leader.id()).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(id) = id {
        // It fails where the group is empty.
        let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_group(_: &Child) {}

fn thread(work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    std::thread::Builder::new().name("external".into()).spawn(work).map(drop)
}

fn write_questions(mut pipe: ChildStdin, questions: &Receiver<Arc<str>>) {
    for question in questions {
        if pipe.write_all(question.as_bytes()).and_then(|()| pipe.flush()).is_err() {
            return;
        }
    }
}

fn read_lines(pipe: impl Read, lines: &SyncSender<Line>) {
    let mut reader = BufReader::with_capacity(1 << 16, pipe);
    loop {
        let mut line = Vec::new();
        let line = match reader.by_ref().take(MAX_LINE_BYTES as u64 + 1).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(length) if length > MAX_LINE_BYTES => Line::TooLong,
            Ok(_) => Line::Bytes(line),
        };
        let last = matches!(line, Line::TooLong);
        if lines.send(line).is_err() || last {
            return;
        }
    }
}
