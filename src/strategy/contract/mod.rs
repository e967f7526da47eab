//! What a strategy is given, what it gives back, and what it says about itself.

mod context;
mod entry;
mod facts;
mod parameters;
mod removals;
mod selection;
mod stories;
mod templates;
mod training;

pub use context::Context;
pub use entry::{Direction, Entry, Family, Monotone, Needs, Properties, Selected};
pub use facts::{Facts, Place};
pub use parameters::{Allowed, Parameter, Parameters, Value};
pub use removals::{Removal, Removals, Rule};
pub use selection::{parse, parse_in, parse_list, split_outside_brackets};
pub use stories::Told;
pub use templates::{PathCounts, path_keys};
pub use training::{Example, Training, Wanted};
