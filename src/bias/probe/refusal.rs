//! Why a figure is not printed: fewer sources or documents than it needs, or nothing to tell apart.

use std::fmt;

/// The least collection for which a figure says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// Sources.
    pub sources: usize,
    /// Documents of each of them.
    pub documents: usize,
}

impl Minimum {
    /// For the share of the kernel, its permutation p and its jackknife.
    pub const SHARE: Minimum = Minimum { sources: 8, documents: 3 };
    /// For the trained probe, the code length and paired tests of them.
    pub const TRAINED: Minimum = Minimum { sources: 8, documents: 5 };
    /// For an accuracy that is read by itself, with an interval.
    pub const ABSOLUTE: Minimum = Minimum { sources: 10, documents: 20 };
}

/// Why there is no figure.
///
/// ```
/// use gleaner::bias::probe::{Minimum, Refusal};
/// let refusal = Refusal::TooFew { sources: 5, needed: Minimum::SHARE };
/// assert_eq!(refusal.to_string(), "5 sources have 3 documents or more in one language; it takes 8");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Too few sources have enough documents.
    TooFew {
        /// Sources that have `needed.documents`.
        sources: usize,
        /// What the figure needs.
        needed: Minimum,
    },
    /// The texts, once what their events share is taken off, do not differ, so there is no variance to share out: every
    /// text is empty, or all are the same.
    NothingVaries,
    /// The figure was not asked for.
    NotAsked,
    /// Texts, sources, events and languages are not as many as each other.
    Uneven {
        /// Texts.
        texts: usize,
        /// Entries of the first list that differs.
        others: usize,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::TooFew { sources, needed } => {
                let (noun, verb) = if *sources == 1 { ("source", "has") } else { ("sources", "have") };
                let Minimum { sources: least, documents } = needed;
                write!(f, "{sources} {noun} {verb} {documents} documents or more in one language; it takes {least}")
            }
            Refusal::NotAsked => f.write_str("not asked for"),
            Refusal::NothingVaries => f.write_str("the texts do not differ, so there is nothing to tell sources by"),
            Refusal::Uneven { texts, others } => write!(f, "{texts} texts but {others} sources, events or languages"),
        }
    }
}
