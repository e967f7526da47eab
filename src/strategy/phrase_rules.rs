//! `phrase-rules`: typed phrases of the web's furniture, in many languages.
//!
//! - **Idea**: "Related article:", "Most read", "Sign up for our newsletter" say what a line is.
//! - **Source**: own lexicon (data files in `lexicon/`, each rule with its origin); what sites need is documented by
//!   fundus' publisher parsers, trafilatura's filters and boilerpipe's terminating blocks.
//! - **Needs**: text. **Parameters**: `max-words`, no rule takes longer lines.
//! - **Wins**: the residue that extractors leave; explains itself. **Loses**: new wording; bare addresses and recommended
//!   products that are the content. **Cost**: O(bytes of short lines), a look-up for the line and one at each word.

use super::contract::{Context, Direction, Entry, Family, Monotone, Needs, Parameter, Properties, Removals};
use super::lexicon::{Hit, Lexicon, PlainLine};
use super::{Document, Strategy};
use crate::document::{Features, FoldedLine, Kind, Segment, fold_into};
use crate::label::Label;
use std::cell::OnceCell;

/// Row in the table.
pub static ENTRY: Entry = Entry {
    id: "phrase-rules",
    version: 2,
    summary: "typed phrases of the web's furniture, in many languages",
    loses: "new wording; addresses and recommendations that are the content",
    family: Family::Rules,
    source: "own lexicon; needs documented by fundus, trafilatura, boilerpipe",
    needs: Needs::Text,
    parameters: &[Parameter::number("max-words", "40", (0.0, 1000.0), "no rule takes a longer line")],
    properties: Properties {
        idempotent: true,
        whitespace_blind: true,
        compositional: false,
        monotone: &[Monotone { parameter: "max-words", direction: Direction::RemovesMore }],
    },
    build: |parameters| Box::new(PhraseRules { max_words: parameters.number("max-words") as f32 }),
};

struct PhraseRules {
    max_words: f32,
}

impl Strategy for PhraseRules {
    fn remove(&self, document: &Document, _: &Context, out: &mut Removals) {
        let mut reader = Reader::of(document);
        for (at, segment) in document.segments().iter().enumerate() {
            // Few lines are a rule's, and only those are measured.
            let own = OnceCell::new();
            let features = || own.get_or_init(|| document.features_at(at).unwrap_or_default());
            let typed = reader.read::<false>(segment, &features).0;
            if let Some(typed) = typed.filter(|_| features().words <= self.max_words) {
                out.push(segment.span, Some(typed.label), typed.rule);
            }
        }
    }
}

/// What the lexicon says of a line.
#[derive(Clone, Copy, Debug)]
pub struct Typed {
    /// What the line is.
    pub label: Label,
    /// The rule that says so.
    pub rule: &'static str,
    /// Whether the phrase is the whole line.
    pub whole: bool,
}

/// What the lexicon says of every line of a document.
pub fn typed_lines(document: &Document) -> Vec<Option<Typed>> {
    let mut reader = Reader::of(document);
    let lines = document.segments().iter().zip(document.features());
    lines.map(|(segment, features)| reader.read::<false>(segment, || features).0).collect()
}

/// In how many places of each line a cue may begin, as far as that was seen on the way.
pub struct Cues(Vec<u8>);

/// Stands for lines that were not read to their end.
const UNREAD: u8 = u8::MAX;

impl Cues {
    /// Whether a line may hold so many cues; never wrong when it says no.
    pub fn may_be(&self, at: usize, least: usize) -> bool {
        self.0.get(at).is_none_or(|&places| usize::from(places) >= least || places == UNREAD)
    }
}

/// The same as [`typed_lines`], and where cues may stand.
pub fn typed_lines_and_cues(document: &Document) -> (Vec<Option<Typed>>, Cues) {
    let mut reader = Reader::of(document);
    let lines = document.segments().iter().zip(document.features());
    let (typed, cues) = lines.map(|(segment, features)| reader.read::<true>(segment, || features)).unzip();
    (typed, Cues(cues))
}

/// Lines of more bytes are running text and are not folded.
const MAX_BYTES: usize = 400;

/// Reads a document's lines by its lexicon.
struct Reader<'d> {
    document: &'d Document,
    lexicon: &'static Lexicon,
    /// Buffers to reuse.
    line: FoldedLine,
    plain: PlainLine,
}

impl<'d> Reader<'d> {
    fn of(document: &'d Document) -> Self {
        let lexicon = Lexicon::of(document.language());
        Self { document, lexicon, line: FoldedLine::default(), plain: PlainLine::default() }
    }

    /// What the lexicon says of a line, which is measured only if that matters; with `CUES` also at how many places cues may begin, or
    /// [`UNREAD`].
    #[inline]
    fn read<'f, const CUES: bool>(&mut self, segment: &Segment, features: impl Fn() -> &'f Features) -> (Option<Typed>, u8) {
        let document = self.document;
        let too_long = || segment.span.len() > MAX_BYTES && segment.span.len() > MAX_BYTES + link_targets(document, segment);
        if segment.kind == Kind::Code || too_long() {
            return (None, UNREAD);
        }
        let is_shown = || features().chars > 0;
        let raw = document.inner(segment);
        if let Some(rule) = self.lexicon.find_glued(raw) {
            return (is_shown().then_some(Typed { label: rule.label, rule: rule.id, whole: false }), UNREAD);
        }
        let plain = segment.links.is_empty() && self.plain.read(raw.as_bytes());
        if !plain {
            fold_into(document.text(), segment, document.links(), &mut self.line);
        }
        if plain || self.plain.read_folded(&self.line.text) {
            let passed = if CUES { self.lexicon.places_of_cues(&self.plain) } else { (!self.lexicon.may_hold(&self.plain)).then_some(0) };
            if let Some(places) = passed {
                return (None, at_most_unread(places));
            }
        }
        if plain {
            self.plain.write_to(&mut self.line);
        }
        let found = if CUES {
            self.lexicon.find_or_places_of_cues(&self.line, features())
        } else {
            self.lexicon.find_measuring(&self.line, &features).ok_or(0)
        };
        let places = found.as_ref().err().map_or(UNREAD, |&places| at_most_unread(places));
        let hit = found.ok().filter(|hit| is_shown() && is_safe(hit, features()));
        (hit.map(|hit| Typed { label: hit.rule.label, rule: hit.rule.id, whole: hit.whole }), places)
    }
}

/// A number of places, as far as it is kept.
fn at_most_unread(places: usize) -> u8 {
    places.min(usize::from(UNREAD)) as u8
}

/// Bytes of link syntax, which a reader does not see.
fn link_targets(document: &Document, segment: &Segment) -> usize {
    document.links_of(segment).iter().map(|link| link.whole.len() - link.text.len()).sum()
}

/// A line of two sentences is dropped by a phrase inside it only where such lines are prose: prompts, notices, forms.
fn is_safe(hit: &Hit, features: &Features) -> bool {
    let prose = matches!(
        hit.rule.label,
        Label::Promo | Label::Legal | Label::Comments | Label::Bio | Label::Origin | Label::Share | Label::Correction
    );
    hit.whole || features.sentences < 2 || (prose && features.sentences <= 4)
}
