//! The worker: takes the greeting, then answers questions until there are no more.

use super::messages::{Answer, Copied, Greeting, Lesson, Question, READY, line};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::label::Label;
use crate::run::lessons::training;
use crate::run::runner::predict;
use crate::run::{Prediction, Status};
use crate::span::Span;
use crate::strategy::contract::{Entry, Example, Wanted, parse_in};
use crate::strategy::{Context, Removals, Selected};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Stack of the thread that runs strategies: what Rust gives the threads of a plain run. The main thread's would be the
/// system's, and without bound on some.
pub const STACK_BYTES: usize = 2 << 20;
/// Time for what is still asked when the input ends. Where the harness was killed nobody else would end a loop.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// What could be read, or a sentence on what could not.
type Understood<T> = std::result::Result<T, String>;
const REMEDY: &str = "workers are started by `gleaner eval --isolate`, not by hand";

/// Answers what is asked on `input`, with strategies of `table`, until it ends.
///
/// Lines are not limited: they come from the program that started this one.
///
/// # Errors
/// What is no greeting or no question, or an output that is gone.
pub fn serve(table: &'static [&'static Entry], input: impl BufRead, output: impl Write + Send + 'static) -> Result<()> {
    let (send_line, lines) = channel::<String>();
    let (send_end, end) = channel();
    let work = move || {
        // Nobody listens any more where the input has ended long ago.
        let _ = send_end.send(work(table, &lines, output));
        drop(lines);
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    thread.map_err(|error| Error::io("cannot start a thread", error))?;
    for line in input.lines() {
        let line = line.map_err(|error| Error::io("cannot read a question", error).remedy(REMEDY))?;
        if send_line.send(line).is_err() {
            break;
        }
    }
    drop(send_line);
    end.recv_timeout(LAST_WORDS).unwrap_or(Ok(()))
}

fn work(table: &'static [&'static Entry], lines: &Receiver<String>, mut output: impl Write) -> Result<()> {
    let wrong = |what: &str, why: String| Error::data(format!("{what}: {why}")).remedy(REMEDY);
    let mut say = |answer: &Answer<'_>| {
        let written = output.write_all(line(answer).as_bytes()).and_then(|()| output.flush());
        written.map_err(|error| Error::io("cannot answer", error))
    };
    let Ok(first) = lines.recv() else { return Ok(()) };
    let mut desk = Desk::new(table, &first, lines).map_err(|why| wrong("not a greeting", why))?;
    drop(first);
    say(&Answer::of(READY, &done(Status::Ok, Duration::ZERO)))?;
    for line in lines {
        let question = serde_json::from_str(&line).map_err(|error| wrong("not a question", error.to_string()))?;
        let (id, prediction) = desk.answer(question).map_err(|why| wrong("not a question", why))?;
        say(&Answer::of(&id, &prediction))?;
    }
    Ok(())
}

/// The spans of an example.
type Labelled = Arc<[(Span, Label, Wanted)]>;

/// What the worker knows.
struct Desk {
    strategies: Vec<Selected>,
    context: Context,
    lessons: Vec<(Document, Labelled)>,
    /// The fold in which each lesson's source is tested.
    tested: Vec<Option<usize>>,
    /// By strategy and fold.
    fitted: FxHashMap<(usize, usize), Selected>,
    document: Option<Document>,
}

impl Desk {
    fn new(table: &[&'static Entry], first: &str, lines: &Receiver<String>) -> Understood<Self> {
        let greeting: Greeting<Context> = serde_json::from_str(first).map_err(|error| error.to_string())?;
        let chosen = greeting.strategies.iter().map(|name| parse_in(table, name).map_err(|error| error.to_string()));
        let strategies = chosen.collect::<Understood<Vec<Selected>>>()?;
        let (mut lessons, mut tested) = (Vec::new(), Vec::new());
        for line in lines.iter().take(greeting.lessons) {
            let lesson: Lesson<'_> = serde_json::from_str(&line).map_err(|error| error.to_string())?;
            tested.push(lesson.tested);
            let spans = lesson.spans()?.into();
            lessons.push((lesson.document.document()?, spans));
        }
        Ok(Self { strategies, context: greeting.context, lessons, tested, fitted: FxHashMap::default(), document: None })
    }

    fn answer<'q>(&mut self, question: Question<'q>) -> Understood<(Cow<'q, str>, Prediction)> {
        let Question { id, strategy, fold, fit, document } = question;
        if let Some(copied) = document {
            let document = Copied::document(copied)?;
            // No strategy's time.
            document.features();
            self.document = Some(document);
        }
        let prediction = match (fit, fold, &self.document) {
            (true, Some(fold), _) => self.fit(strategy, fold)?,
            (false, _, Some(document)) => {
                let learned = fold.and_then(|fold| self.fitted.get(&(strategy, fold)));
                let chosen = learned.or(self.strategies.get(strategy)).ok_or("no such strategy")?;
                predict(chosen, document, &self.context)
            }
            _ => return Err("nothing to answer".into()),
        };
        Ok((id, prediction))
    }

    /// Fits a strategy to the lessons of all other folds.
    fn fit(&mut self, strategy: usize, fold: usize) -> Understood<Prediction> {
        let start = Instant::now();
        let chosen = self.strategies.get(strategy).ok_or("no such strategy")?;
        let examples: Vec<Example<'_>> =
            self.lessons.iter().map(|(document, spans)| Example { document, spans: Arc::clone(spans) }).collect();
        let training = training(fold, &examples, &self.tested, &self.context);
        let fitted = catch_unwind(AssertUnwindSafe(|| chosen.fitted(&training)));
        let status = if fitted.is_ok() { Status::Ok } else { Status::Panic };
        if let Ok(Some(fitted)) = fitted {
            self.fitted.insert((strategy, fold), fitted);
        }
        Ok(done(status, start.elapsed()))
    }
}

/// An answer without removals.
fn done(status: Status, elapsed: Duration) -> Prediction {
    Prediction { status, removals: Removals::new(), elapsed }
}
