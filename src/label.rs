//! The labels a gold span or a removal may carry.
//!
//! The label says what the text *is*, wherever it stands; what a user wants done with it is the task's business
//! (`gold::Task`). The labelling guide with borderline cases is `corpus/README.md`.

use std::fmt;
use std::str::FromStr;

macro_rules! labels {
    ($($variant:ident $name:literal $meaning:literal;)*) => {
        /// What a stretch of text is. Text that carries no other label is [`Label::Body`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Label { $(#[doc = $meaning] $variant),* }

        impl Label {
            /// Every label, in the order of the labelling guide.
            pub const ALL: &'static [Label] = &[$(Label::$variant),*];

            /// The name used in files and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Label::$variant => $name),* }
            }

            /// One line on what it covers.
            pub const fn meaning(self) -> &'static str {
                match self { $(Label::$variant => $meaning),* }
            }
        }
    };
}

labels! {
    Title "title" "the headline of this document, first time";
    Lead "lead" "standfirst, dek, the outlet's own summary bullets";
    Body "body" "the prose of this document: paragraphs, quotes, lists, tables";
    Heading "heading" "a crosshead inside the body";
    Outlet "outlet" "the outlet's own name inside otherwise kept text";
    Date "date" "publication or update time of this document";
    Byline "byline" "who wrote it, with role, desk or e-mail";
    Dateline "dateline" "place and agency that open a report";
    Caption "caption" "what a picture or video shows";
    Correction "correction" "correction, editor's note, disclosure about this document";
    Excerpt "excerpt" "on an aggregator's page: headline and snippet of another outlet's story";
    Credit "credit" "who made the picture, video or graphic";
    Wire "wire" "who supplied the text";
    Origin "origin" "where the text came from: original address, first appearance";
    Bio "bio" "about the author or about the outlet";
    Nav "nav" "menus, breadcrumbs, section names, topics, search, pagination, footers";
    Related "related" "one pointer to one other story";
    Rail "rail" "a list of other stories with its heading";
    Share "share" "share, print, save, follow, counters, reading time, player controls";
    Promo "promo" "newsletter, app, subscription, donation, paywall, shop prompts";
    Ad "ad" "advertisements and their markers";
    Legal "legal" "copyright, cookies and consent, terms, disclaimers";
    Comments "comments" "readers' comments, their authors, times and forms";
    Aggregator "aggregator" "an aggregator's own furniture: counters, panels, figures";
    Duplicate "duplicate" "a second copy of the title, lead, caption or a paragraph";
    Markup "markup" "conversion residue: link brackets, stray entities, lone bullets";
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Label {
    type Err = String;

    /// Reads a label's name.
    ///
    /// # Errors
    /// A sentence that names the label and lists the known ones.
    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|label| label.name() == name);
        found.copied().ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|label| label.name()).collect();
            format!("unknown label `{name}`; the labels are {}", known.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for &label in Label::ALL {
            assert_eq!(label.name().parse(), Ok(label));
        }
        assert!("banner".parse::<Label>().is_err_and(|why| why.contains("`banner`") && why.contains("related")));
    }
}
