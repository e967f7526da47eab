//! What a strategy is given, what it gives back, and what it says about itself.

mod context;
mod entry;
mod parameters;
mod removals;
mod selection;
mod templates;
mod training;

pub use context::Context;
pub use entry::{Direction, Entry, Family, Monotone, Needs, Properties, Selected};
pub use parameters::{Allowed, Parameter, Parameters, Value};
pub use removals::{Removal, Removals, Rule};
pub use selection::{parse, parse_in, parse_list, split_outside_brackets};
pub use templates::{PathCounts, path_keys};
pub use training::{Example, Training, Wanted};
