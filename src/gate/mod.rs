//! The gate: measures of strategies held against floors in a file. It fails when a measure falls, not when it wobbles.
//!
//! A rule is a **floor** (what a measure was), an **absolute** limit (what it must be, whatever it was), or a **control**.
//!
//! A floor fails where the measure is worse by more than the tolerance, and either
//! - the 95 % interval of the paired difference, now minus then, lies wholly on the bad side: many sources got worse; or
//! - the measure lies beyond the floor's own interval: few sources got much worse. Resamples that miss those few keep the paired
//!   interval at nought, so the first criterion alone would let one source break.
//!
//! For the paired difference the file keeps, beside each floor, its sums by source; sources are resampled. Both values must be of
//! one corpus: a digest that differs is refused.
//!
//! A control checks the gate itself: `keep-all` and `remove-all` in place of a strategy must fail at least one of its rules. A
//! check that was switched off lets them pass, and that fails the gate; floors that sank over the years do so too.
//!
//! Models: the pinned floors of trafilatura's `eval_gate.py` (corpus digest, no lowering without a word, tolerance 0.0005).

mod floors;
mod judge;
mod measured;
mod text;
mod update;

pub use floors::{Absolute, FILE, Floor, Floors, Pinned, Run, TOLERANCE};
pub use judge::{CONTROLS, Rule, Ruling, Verdict, judge};
pub use measured::Subject;
pub use update::{Updated, init, update};
