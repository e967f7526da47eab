//! Labelling by hand: a page on this machine alone, on which a person sets, mends and checks gold spans.
//!
//! [`Desk`] knows the files and keeps them whole; [`serve`] shows them to a browser. Only `.ann` files are ever written.

mod desk;
mod guard;
mod server;
mod sheet;

pub use desk::{Desk, Pass, Saved};
pub use guard::Guard;
pub use server::{Server, serve};
pub use sheet::{Listed, Mark, Sheet};
