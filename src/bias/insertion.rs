//! The insertion test: a cue of another outlet is put where such cues stand; a source-neutral strategy takes it out again and changes
//! nothing else.
//!
//! A study of bias classifiers (Seoul National University and Incheon, AAAI 2025) inserts another outlet's pattern and looks whether the
//! verdict flips; here it is a property of cleaners: the output with the cue must be the output without it. No gold is
//! needed but to find the places. Deterministic: documents are taken at even steps, cues in the order of the table.

use crate::corpus::Example;
use crate::document::{Document, Format};
use crate::gold::Task;
use crate::label::Label;
use crate::span::{Span, SpanSet};
use crate::strategy::contract::Needs;
use crate::strategy::{Context, Selected};
use rayon::prelude::*;

/// Documents of a corpus into which cues are put: with all cues about as many calls as one run over the shipped corpus.
pub const DOCUMENTS: usize = 16;

/// Where a cue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On a line of its own behind the title.
    BehindTitle,
    /// Before the first words of the first paragraph.
    Opening,
    /// On a line of its own behind the first paragraph.
    Between,
    /// On a line of its own behind the last paragraph.
    End,
}

/// A cue of an outlet that no corpus has.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// What it is.
    pub label: Label,
    /// Where it goes.
    pub place: Place,
    /// Its text, by language; the first is English and serves every language that is not listed.
    pub texts: &'static [(&'static str, &'static str)],
}

/// The cues; own wording after the forms of the web.
pub static CUES: &[Cue] = &[
    Cue {
        label: Label::Byline,
        place: Place::BehindTitle,
        texts: &[
            ("en", "By Mirela Stant, correspondent"),
            ("de", "Von Jorin Telk, Korrespondent"),
            ("fr", "Par Maëlle Orvan, correspondante"),
            ("es", "Por Inés Calatrón, corresponsal"),
            ("pt", "Por Inês Calatrão, correspondente"),
            ("ru", "Автор: Ирма Стант, корреспондент"),
        ],
    },
    Cue {
        label: Label::Dateline,
        place: Place::Opening,
        texts: &[
            ("en", "SELMOUTH, May 4 (WNB) — "),
            ("de", "SELMUND (wnb) - "),
            ("fr", "SELMONDE (WNB) — "),
            ("es", "Selmonte, 4 may (WNB).- "),
            ("pt", "SELMONTE (WNB) — "),
        ],
    },
    Cue {
        label: Label::Wire,
        place: Place::End,
        texts: &[
            ("en", "(Reporting by Mirela Stant; Editing by Jorin Telk)"),
            ("de", "Mit Material von dpa"),
            ("fr", "(avec AFP)"),
            ("es", "(con EFE)"),
        ],
    },
    Cue {
        label: Label::Promo,
        place: Place::Between,
        texts: &[
            ("en", "Sign up for the Selmouth Weekly newsletter"),
            ("de", "Jetzt den Newsletter abonnieren"),
            ("fr", "Inscrivez-vous à notre newsletter"),
            ("es", "Suscríbete a nuestra newsletter"),
            ("pt", "Assine a nossa newsletter"),
            ("ru", "Подпишитесь на нашу рассылку"),
        ],
    },
    Cue {
        label: Label::Related,
        place: Place::Between,
        texts: &[
            ("en", "Related article: Selmouth council votes on the new pier"),
            ("de", "Lesen Sie auch: Selmund stimmt über die neue Mole ab"),
            ("fr", "Lire aussi : Selmonde vote sur la nouvelle jetée"),
            ("es", "Lea también: Selmonte vota el nuevo muelle"),
            ("pt", "Leia também: Selmonte vota o novo cais"),
            ("ru", "Читайте также: Сельмут голосует за новый причал"),
            ("tr", "Ayrıca okuyun: Selmut yeni iskeleyi oyluyor"),
            ("zh", "相关阅读：塞尔茅斯就新码头投票"),
            ("ja", "関連記事：セルマス、新桟橋を採決"),
            ("ar", "اقرأ أيضا: سلموث تصوت على الرصيف الجديد"),
            ("hi", "यह भी पढ़ें: सेलमाउथ में नए घाट पर मतदान"),
        ],
    },
    Cue { label: Label::Origin, place: Place::End, texts: &[("en", "This article was originally published by the Selmouth Weekly.")] },
];

/// What became of the cues that were put into documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inserted {
    /// Documents that took a cue.
    pub documents: usize,
    /// Cues put in.
    pub insertions: usize,
    /// Visible characters of all cues.
    pub characters: usize,
    /// Of these, how many came out again.
    pub gone: usize,
    /// Insertions after which another visible character of the document had another fate.
    pub changed: usize,
}

impl std::ops::AddAssign for Inserted {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.insertions += other.insertions;
        self.characters += other.characters;
        self.gone += other.gone;
        self.changed += other.changed;
    }
}

/// Bytes of text up to which a document's copies are kept for all strategies; of longer ones each is made when it is wanted.
const KEPT: usize = 1 << 20;

/// Some documents of a corpus, each with every cue that the task strips put into it once: made once for all strategies.
#[derive(Debug)]
pub struct Insertions<'e> {
    task: Task,
    documents: Vec<Copies<'e>>,
}

/// A document and its copies with a cue, by cue; none of a long one.
#[derive(Debug)]
struct Copies<'e> {
    plain: &'e Document,
    places: Places,
    kept: Vec<(Document, Span)>,
}

impl<'e> Copies<'e> {
    fn of(plain: &'e Document, places: Places, task: Task, most: usize) -> Self {
        let mut own = Self { plain, places, kept: Vec::new() };
        if plain.text().len() <= most {
            own.kept = cues(task).map(|cue| own.with(cue)).collect();
        }
        own
    }

    fn with(&self, cue: &Cue) -> (Document, Span) {
        let (text, span) = self.places.with(self.plain, cue);
        (Document::new(self.plain.meta.clone(), text), span)
    }
}

/// The cues that a task strips.
fn cues(task: Task) -> impl Iterator<Item = &'static Cue> {
    CUES.iter().filter(move |cue| task.applies(Some(cue.label)))
}

impl<'e> Insertions<'e> {
    /// Puts the cues in; without plain or Markdown text there is nothing to put them into (a cue needs an element to stand in).
    pub fn of(examples: &'e [Example], task: Task) -> Self {
        Self::keeping(KEPT, examples, task)
    }

    fn keeping(most: usize, examples: &'e [Example], task: Task) -> Self {
        let fit: Vec<(&Example, Places)> = examples.iter().filter_map(|example| Some((example, Places::of(example)?))).collect();
        let step = fit.len().div_ceil(DOCUMENTS).max(1);
        let sample: Vec<(&Example, Places)> = fit.into_iter().step_by(step).collect();
        let one = |(example, places): (&'e Example, Places)| Copies::of(&example.document, places, task, most);
        Self { task, documents: sample.into_par_iter().map(one).collect() }
    }

    /// Runs the strategy over each document, with and without.
    ///
    /// `None` where the test says nothing: strategies that learn or that look at other documents, and where nothing was put in.
    pub fn run(&self, strategy: &Selected) -> Option<Inserted> {
        if matches!(strategy.entry.needs, Needs::Documents | Needs::Training | Needs::Html) {
            return None;
        }
        let counted: Vec<Inserted> = self.documents.par_iter().map(|copies| into_one(strategy, copies, self.task)).collect();
        let mut all = Inserted::default();
        counted.into_iter().for_each(|own| all += own);
        (all.insertions > 0).then_some(all)
    }
}

/// [`Insertions::run`] for one strategy alone.
pub fn insert(strategy: &Selected, examples: &[Example], task: Task) -> Option<Inserted> {
    Insertions::of(examples, task).run(strategy)
}

fn into_one(strategy: &Selected, copies: &Copies<'_>, task: Task) -> Inserted {
    let plain = copies.plain;
    let mut found = Inserted::default();
    let original = removed(strategy, plain, task);
    for (at, cue) in cues(task).enumerate() {
        let made;
        let (document, span) = match copies.kept.get(at) {
            Some(kept) => kept,
            None => {
                made = copies.with(cue);
                &made
            }
        };
        let with = removed(strategy, document, task);
        let gone: usize = with.within(*span).map(|own| visible(own.slice(document.text()))).sum();
        found.insertions += 1;
        found.characters += visible(span.slice(document.text()));
        found.gone += gone;
        found.changed += usize::from(!same_around(plain, &original, document, &with, *span));
    }
    found.documents = usize::from(found.insertions > 0);
    found
}

fn removed(strategy: &Selected, document: &Document, task: Task) -> SpanSet {
    strategy.run(document, &Context::empty()).spans(|label| task.applies(label))
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Whether every visible character outside of the cue had the fate it has without the cue.
fn same_around(original: &Document, before: &SpanSet, with: &Document, after: &SpanSet, cue: Span) -> bool {
    let fates = |document: &Document, removed: &SpanSet, skip: Option<Span>| -> Vec<bool> {
        let outside = |at: usize| skip.is_none_or(|skip| at < skip.start || at >= skip.end);
        let seen = document.text().char_indices().filter(|(at, c)| !c.is_whitespace() && outside(*at));
        seen.map(|(at, _)| removed.contains(at)).collect()
    };
    fates(original, before, None) == fates(with, after, Some(cue))
}

/// Places in one document, as byte offsets at line starts; the opening is where the first paragraph begins.
#[derive(Debug)]
struct Places {
    behind_title: usize,
    opening: usize,
    between: usize,
    end: usize,
}

impl Places {
    /// From gold: behind the title, and around paragraphs of nothing but `body`. `None` without a title and two paragraphs, and for
    /// pages.
    fn of(example: &Example) -> Option<Self> {
        let Example { document, gold } = example;
        if document.meta.format == Format::Html || gold.reference().is_some() {
            return None;
        }
        let text = document.text();
        let line_end = |at: usize| text[at..].find('\n').map(|end| at + end + 1);
        let title = gold.spans().iter().find(|own| own.label == Label::Title)?;
        let is_body = |span: Span| gold.label_at(span.start) == Label::Body && !gold.spans().iter().any(|own| own.span.overlaps(span));
        let lines = document.segments().iter().zip(document.features());
        let paragraphs: Vec<Span> = lines
            .filter(|(segment, own)| own.is_long() && own.is_sentence() && is_body(segment.span))
            .map(|(segment, _)| segment.span)
            .collect();
        let (first, last) = (paragraphs.first()?, paragraphs.last()?);
        if first.start < title.span.end || first == last {
            return None;
        }
        Some(Self {
            behind_title: line_end(title.span.end)?,
            opening: first.start,
            between: line_end(first.end)?,
            end: line_end(last.end)?,
        })
    }

    /// The text with a cue, and where the cue stands in it.
    fn with(&self, document: &Document, cue: &Cue) -> (String, Span) {
        let text = document.text();
        let lang = document.language().code.as_str();
        let first = cue.texts.first().map_or("", |(_, text)| *text);
        let words = cue.texts.iter().find(|(code, _)| *code == lang).map_or(first, |(_, text)| *text);
        let at = match cue.place {
            Place::BehindTitle => self.behind_title,
            Place::Opening => self.opening,
            Place::Between => self.between,
            Place::End => self.end,
        };
        // Blank lines between paragraphs where the text has them.
        let (before, after) = match cue.place {
            Place::Opening => ("", ""),
            _ if text.contains("\n\n") => ("\n", "\n"),
            _ => ("", "\n"),
        };
        let start = at + before.len();
        let with = format!("{}{before}{words}{after}{}", &text[..at], &text[at..]);
        (with, Span::new(start, start + words.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{corpus, strategy};

    #[test]
    fn copies_that_are_not_kept_say_the_same() {
        let corpus = corpus::shipped().expect("the shipped corpus loads");
        let [kept, made] = [KEPT, 0].map(|most| Insertions::keeping(most, &corpus.examples, Task::SourceNeutral));
        assert!(kept.documents.iter().all(|own| !own.kept.is_empty()) && made.documents.iter().all(|own| own.kept.is_empty()));
        let strategy = strategy::parse("phrase-rules").expect("in the table");
        let found = kept.run(&strategy);
        assert!(found.is_some_and(|found| found.insertions > 0 && found.gone > 0));
        assert_eq!(made.run(&strategy), found);
    }
}
