//! Tasks: what a user wants to be left with, as a verdict for each label.

use crate::label::Label;
use std::fmt;
use std::str::FromStr;

/// What should happen to a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is content and must stay.
    Keep,
    /// It is boilerplate (or a source cue) and must go.
    Strip,
    /// Either way is right, and neither way counts.
    Ignore,
}

/// What a user wants to be left with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Task {
    /// The article without the page around it; dates, bylines, captions count neither way. The default.
    #[default]
    Boilerplate,
    /// As `boilerplate`, and without what gives the outlet away: its name, bylines, datelines.
    SourceNeutral,
    /// The prose alone; title and lead count neither way.
    BodyOnly,
}

impl Task {
    /// Every task.
    pub const ALL: &'static [Task] = &[Task::Boilerplate, Task::SourceNeutral, Task::BodyOnly];

    /// The name used in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Task::Boilerplate => "boilerplate",
            Task::SourceNeutral => "source-neutral",
            Task::BodyOnly => "body-only",
        }
    }

    /// The verdict on text with this label.
    ///
    /// ```
    /// use gleaner::{gold::{Task, Verdict}, label::Label};
    /// assert_eq!(Task::Boilerplate.verdict(Label::Outlet), Verdict::Keep);
    /// assert_eq!(Task::SourceNeutral.verdict(Label::Outlet), Verdict::Strip);
    /// ```
    pub const fn verdict(self, label: Label) -> Verdict {
        use Label as L;
        let neutral = matches!(self, Task::SourceNeutral);
        match label {
            L::Body | L::Heading => Verdict::Keep,
            L::Title | L::Lead if matches!(self, Task::BodyOnly) => Verdict::Ignore,
            L::Title | L::Lead => Verdict::Keep,
            L::Outlet if neutral => Verdict::Strip,
            L::Outlet => Verdict::Keep,
            L::Byline | L::Dateline if neutral => Verdict::Strip,
            L::Date | L::Byline | L::Dateline | L::Caption | L::Correction | L::Excerpt => Verdict::Ignore,
            L::Credit | L::Wire | L::Origin | L::Bio | L::Nav | L::Related | L::Rail | L::Share => Verdict::Strip,
            L::Promo | L::Ad | L::Legal | L::Comments | L::Aggregator | L::Duplicate | L::Markup => Verdict::Strip,
        }
    }

    /// Whether a removal with this label is carried out: a strategy says what a stretch is, the task whether it goes.
    /// A removal without a label always is.
    pub fn applies(self, label: Option<Label>) -> bool {
        label.is_none_or(|label| self.verdict(label) == Verdict::Strip)
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Task {
    type Err = String;

    /// Reads a task's name.
    ///
    /// # Errors
    /// A sentence that lists the tasks.
    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|task| task.name() == name);
        found.copied().ok_or_else(|| format!("unknown task `{name}`; the tasks are boilerplate, source-neutral, body-only"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the labelling guide, written out again by hand.
    #[test]
    fn verdicts_are_those_of_the_labelling_guide() {
        let row = |label: Label| Task::ALL.iter().map(|task| format!("{:?}", task.verdict(label))).collect::<Vec<_>>().join(" ");
        for label in [Label::Body, Label::Heading] {
            assert_eq!(row(label), "Keep Keep Keep");
        }
        for label in [Label::Title, Label::Lead] {
            assert_eq!(row(label), "Keep Keep Ignore");
        }
        assert_eq!(row(Label::Outlet), "Keep Strip Keep");
        for label in [Label::Byline, Label::Dateline] {
            assert_eq!(row(label), "Ignore Strip Ignore");
        }
        for label in [Label::Date, Label::Caption, Label::Correction, Label::Excerpt] {
            assert_eq!(row(label), "Ignore Ignore Ignore");
        }
        let strip = Label::ALL.iter().filter(|label| row(**label) == "Strip Strip Strip").count();
        assert_eq!(strip, 15);
    }

    #[test]
    fn a_labelled_removal_is_applied_only_where_the_task_strips_the_label() {
        assert!(Task::Boilerplate.applies(None));
        assert!(Task::Boilerplate.applies(Some(Label::Rail)));
        assert!(!Task::Boilerplate.applies(Some(Label::Byline)));
        assert!(Task::SourceNeutral.applies(Some(Label::Byline)));
    }
}
