//! Shards side by side.

use super::Options;
use super::split::located;
use crate::error::{Error, Result};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// What `work` makes of each item: one outcome an item, in the items' order, whatever becomes of the others. As many items at a time as
/// [`Options::pool`] has threads. Work that panics is an error of its item. Errors that name no file name the item's `place`.
pub fn each<I: Sync, T: Send + Sync>(
    items: &[I],
    options: &Options,
    place: impl Fn(&I) -> &Path,
    work: impl Fn(&I) -> Result<T> + Sync,
) -> Vec<Result<T>> {
    let outcomes: Vec<OnceLock<Result<T>>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let run = || {
        loop {
            let at = next.fetch_add(1, Relaxed);
            let Some((item, outcome)) = items.get(at).zip(outcomes.get(at)) else { return };
            let _ = outcome.set(caught(|| work(item)));
        }
    };
    let threads = options.pool.as_ref().map_or(1, |pool| pool.current_num_threads()).min(items.len());
    // Plain threads, which share the pool for their batches: a task of the pool would begin a second shard while it waits.
    std::thread::scope(|scope| {
        // Where the system gives no more threads, those that there are do the work.
        (1..threads).for_each(|_| drop(std::thread::Builder::new().spawn_scoped(scope, run)));
        run();
    });
    let outcomes = outcomes.into_iter().map(|outcome| outcome.into_inner().unwrap_or_else(|| Err(defect(&()))));
    outcomes.zip(items).map(|(outcome, item)| outcome.map_err(|error| located(error, place(item)))).collect()
}

/// As [`each`], until one fails: nothing is begun after that.
///
/// # Errors
/// That of the first item, in their order, that failed.
pub fn try_each<I: Sync>(
    items: &[I],
    options: &Options,
    place: impl Fn(&I) -> &Path,
    work: impl Fn(&I) -> Result<()> + Sync,
) -> Result<()> {
    let failed = AtomicBool::new(false);
    let one = |item: &I| {
        if failed.load(Relaxed) {
            return Ok(());
        }
        caught(|| work(item)).inspect_err(|_| failed.store(true, Relaxed))
    };
    each(items, options, place, one).into_iter().collect()
}

/// What work gives; if it panics, that is its error.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(defect(&*panic)))
}

/// The error for work that panicked.
fn defect(panic: &(dyn Any + Send)) -> Error {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Error::data(format!("a defect of gleaner: {}", said.unwrap_or("it panicked"))).remedy("please report it with the input")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn with_threads(threads: usize) -> Options {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        Options { pool: Some(Arc::new(pool)), ..Options::default() }
    }

    fn work(item: &usize) -> Result<usize> {
        match item {
            7 => std::panic::panic_any("seven".to_string()),
            9 => Err(Error::data("nine")),
            item => Ok(item * 2),
        }
    }

    #[test]
    fn every_item_has_its_own_outcome_whoever_panics() {
        let items: Vec<usize> = (0..50).collect();
        for options in [Options::default(), with_threads(3)] {
            let outcomes = each(&items, &options, |_| Path::new("x"), work);
            assert_eq!(outcomes.len(), 50);
            for (item, outcome) in outcomes.into_iter().enumerate() {
                match item {
                    7 => assert!(outcome.expect_err("a defect").to_string().starts_with("x: a defect of gleaner: seven")),
                    9 => assert_eq!(outcome.expect_err("an error").to_string(), "x: nine"),
                    item => assert_eq!(outcome.expect("fine"), item * 2),
                }
            }
        }
    }

    #[test]
    fn nothing_is_begun_after_a_failure() {
        let items: Vec<usize> = (0..50).collect();
        for (panicking, message, most) in [(8, "x: nine", 10), (7, "x: a defect of gleaner: seven", 8)] {
            let begun = AtomicUsize::new(0);
            let one = |item: &usize| {
                begun.fetch_add(1, Relaxed);
                work(if *item == 7 { &panicking } else { item }).map(drop)
            };
            let error = try_each(&items, &Options::default(), |_| Path::new("x"), one).expect_err("an error").to_string();
            assert!(error.starts_with(message), "{error}");
            assert_eq!(begun.into_inner(), most);
        }
    }
}
