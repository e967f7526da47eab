//! Other people's extractors, in process, as they ship them: what the strategies here are measured against.
//!
//! Behind the cargo feature `peers`, off by default: they bring some 120 further packages, old parsers among them.
//!
//! | id | crate | licence | state |
//! |---|---|---|---|
//! | `peer-dom-smoothie` | dom_smoothie 0.19.0 | MIT | maintained |
//! | `peer-rs-trafilatura` | rs-trafilatura 0.2.2 | MIT or Apache-2.0 | maintained |
//! | `peer-llm-readability` | llm_readability 0.0.17 | MIT | maintained; forks of html5ever |
//! | `peer-readability` | readability 0.3.0 | MIT | 2023; html5ever 0.26 |
//! | `peer-readable-readability` | readable-readability 0.4.0 | MIT | 2022; html5ever 0.25, kuchiki (archived) |
//! | `peer-boilerpipe` | boilerpipe 0.6.0 | MIT | 2021; scraper 0.12 |
//! | `peer-justext` | justext 0.3.0 | BSD-2-Clause | maintained |
//!
//! A peer is given the page's decoded markup and answers with a text. Text metrics score that text as it is; for spans it is
//! aligned with the view ([`crate::document::Alignment`]). A peer that finds nothing answers with an empty text. On a
//! document that is no page it removes nothing.
//!
//! **Limits.** Most of them walk the tree by recursion, and some take time that grows with the square of the page. So that
//! no page can bring the harness down:
//! - the markup is [tamed](crate::document::html::tame) as for the view, which bounds the depth; ordinary pages pass
//!   unchanged;
//! - pages beyond [`MAX_BYTES`], [`MAX_TAGS`] or [`MAX_NESTING`] are refused ([`Removals::refuse`]): a row with a status,
//!   scored as a full miss; within them the slowest peer took seconds on pages made to hurt;
//! - each page is read on a thread of its own with a stack of [`STACK_BYTES`], of which only what is used is ever touched;
//! - a panic goes on to the caller, as any strategy's does; [`crate::run`] makes a status of it.
//!
//! There is no time limit: a thread cannot be stopped from outside, and an answer that depends on the clock would not be
//! the same twice. Programs that need one belong in a process of their own.
//!
//! To add one: put the crate into `Cargo.toml` with `optional = true` and an exact version (`=1.2.3`: a figure belongs to a
//! version) and into the feature `peers`; write `src/strategy/peers/<crate>.rs` with a `pub static ENTRY` whose id is
//! `peer-<crate>` and whose strategy calls `ask`; add its `mod` line and a line of the table here, and a row under
//! `cfg(feature = "peers")` in [`ALL`](crate::strategy::ALL). `cargo test --features peers --test peers` and `cargo bench
//! --features peers --bench peers` pick it up from there.

pub mod boilerpipe;
pub mod dom_smoothie;
pub mod justext;
mod limits;
pub mod llm_readability;
pub mod readability;
pub mod readable_readability;
pub mod rs_trafilatura;

pub use limits::{MAX_BYTES, MAX_NESTING, MAX_TAGS};

use crate::document::Document;
use crate::document::html::tame;
use crate::strategy::Removals;
use std::panic::resume_unwind;
use std::thread;

/// Stack of the thread that reads a page: 256 MiB.
pub const STACK_BYTES: usize = 256 << 20;

/// An address for peers that ask for one to resolve links with; their text does not depend on it.
const ADDRESS: &str = "https://page.invalid/";

/// Gives the page's markup to a peer and its text to `out`, within the limits.
fn ask(document: &Document, out: &mut Removals, peer: impl FnOnce(&str) -> String + Send) {
    let Some(page) = document.page() else { return };
    if !limits::within(&page.source) {
        return out.refuse();
    }
    let markup = tame(&page.source);
    let markup: &str = &markup;
    let answer = thread::scope(|scope| {
        let builder = thread::Builder::new().name("peer".into()).stack_size(STACK_BYTES);
        builder.spawn_scoped(scope, || peer(markup)).map(|thread| thread.join())
    });
    match answer {
        Ok(Ok(text)) => out.set_output(text),
        Ok(Err(panic)) => resume_unwind(panic),
        // No thread is to be had.
        Err(_) => out.refuse(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn asked(source: &str, peer: fn(&str) -> String) -> Removals {
        let mut out = Removals::new();
        ask(&Document::anonymous(Format::Html, source), &mut out, peer);
        out
    }

    #[test]
    fn a_peer_reads_the_markup_and_its_answer_is_the_output() {
        let out = asked("<p>Ferry<p>Share", |markup| markup.replace("<p>", "|"));
        assert_eq!(out.output(), Some("|Ferry|Share"));
    }

    #[test]
    fn pages_beyond_the_limits_are_refused_unread() {
        let unread = |_: &str| panic!("must not be read");
        assert!(asked(&"<b>".repeat(MAX_TAGS + 1), unread).is_refused());
    }

    #[test]
    fn text_that_is_no_page_is_left_alone() {
        let mut out = Removals::new();
        ask(&Document::anonymous(Format::Plain, "<p>Ferry"), &mut out, |_| String::new());
        assert_eq!(out, Removals::new());
    }

    #[test]
    fn a_deep_recursion_has_room() {
        fn deep(left: usize, word: &str) -> String {
            let word = format!("{word}{}", left % 2);
            if left == 0 { word } else { deep(left - 1, &word[1..]) }
        }
        assert_eq!(asked("<p>", |_| deep(100_000, "00")).output().map(str::len), Some(3));
    }
}
