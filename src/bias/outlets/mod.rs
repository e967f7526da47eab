//! Fictional outlets that report on the same events: a collection whose leakage is known, the test bed of the probe.
//!
//! Every outlet covers every event once, so events are crossed with outlets. Bodies are drawn from wordings that all outlets share;
//! what gives an outlet away is put in by two dials: cues (section, byline, slug, credits, promos) and style (quotation marks,
//! dashes). With both dials at nought nothing tells the outlet.

mod events;
mod house;

pub use events::EVENTS;
pub use house::{Cue, OUTLETS, Outlet, Style, THIRD_PARTIES};

use crate::corpus::Example;
use crate::document::{Document, Format, Meta};
use crate::gold::{Gold, LabelledSpan};
use crate::label::Label;
use crate::random::Random;
use crate::span::Span;
use events::{DAYS, Event, FACTS, HOURS, LEADS, TITLES};
use house::{DASHES, QUOTES, WRITERS};

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Dials {
    /// Seed; same dials, same documents.
    pub seed: u64,
    /// Chance that a document carries a cue, for each of its outlet's cues: 0 to 1.
    pub cues: f64,
    /// Chance that a document is punctuated as its outlet does; otherwise marks are drawn. 0 to 1.
    pub style: f64,
    /// Events; each outlet covers each once. Beyond the twelve of [`EVENTS`] their parts are mixed.
    pub events: usize,
    /// Number of an outlet in [`OUTLETS`] that uses another template: its other cues, which no rule for the usual ones finds.
    pub other_template: Option<usize>,
}

impl Default for Dials {
    fn default() -> Self {
        Self { seed: 1, cues: 1.0, style: 1.0, events: EVENTS.len(), other_template: None }
    }
}

/// One document.
#[derive(Clone, Debug, PartialEq)]
pub struct Fictional {
    /// `outlet-event`.
    pub id: String,
    /// Number of the outlet in [`OUTLETS`].
    pub outlet: usize,
    /// Number of the event.
    pub event: usize,
    /// The text.
    pub text: String,
    /// Gold: title and cues; the rest is body.
    pub spans: Vec<LabelledSpan>,
    /// Mentions of other papers in the body, which must stay.
    pub protected: Vec<Span>,
}

/// Most events; 200 of them are 2,400 documents.
pub const MAX_EVENTS: usize = 200;

/// Draws the documents, outlet by outlet.
///
/// ```
/// use gleaner::bias::outlets::{Dials, documents};
/// let drawn = documents(&Dials { cues: 0.0, ..Dials::default() });
/// assert_eq!(drawn.len(), 144);
/// // Nothing but the title is labelled.
/// assert!(drawn.iter().all(|document| document.spans.len() == 1));
/// ```
pub fn documents(dials: &Dials) -> Vec<Fictional> {
    let events = dials.events.min(MAX_EVENTS);
    let pairs = (0..OUTLETS.len()).flat_map(|outlet| (0..events).map(move |event| (outlet, event)));
    pairs.map(|(outlet, event)| document(dials, outlet, event)).collect()
}

impl Fictional {
    /// The text without the spans whose label is asked for; lines that are left empty go.
    pub fn without(&self, strip: impl Fn(Label) -> bool) -> String {
        let mut kept = String::with_capacity(self.text.len());
        let mut from = 0;
        for labelled in self.spans.iter().filter(|labelled| strip(labelled.label)) {
            kept.push_str(&self.text[from..labelled.span.start]);
            from = labelled.span.end;
        }
        kept.push_str(&self.text[from..]);
        let lines: Vec<&str> = kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        lines.join("\n\n")
    }

    /// What a perfect stripper leaves: title and body.
    pub fn cleaned(&self) -> String {
        self.without(|label| label != Label::Title)
    }

    /// As a document of a corpus with its gold.
    pub fn example(&self) -> Example {
        let meta = Meta {
            id: self.id.clone(),
            source: OUTLETS[self.outlet].name.to_lowercase().replace(' ', "-"),
            event: format!("event-{:03}", self.event),
            lang: "en".into(),
            format: Format::Plain,
        };
        let gold = Gold::new(self.spans.clone()).unwrap_or_default();
        Example { document: Document::new(meta, self.text.clone()), gold }
    }
}

/// Random numbers of a document's part: the body's must not depend on whether cues are drawn.
fn stream(dials: &Dials, outlet: usize, event: usize, part: u64) -> Random {
    Random::new(dials.seed.wrapping_mul(1_000_003) ^ ((outlet * MAX_EVENTS + event) as u64 * 8 + part) << 20)
}

/// The event numbered `event`: beyond the list, its subject meets the place and people of another.
fn story(event: usize) -> [&'static Event; 2] {
    let (turn, first) = (event / EVENTS.len(), event % EVENTS.len());
    [&EVENTS[first], &EVENTS[(first + turn) % EVENTS.len()]]
}

fn pick<T: Copy>(list: &'static [T], random: &mut Random) -> T {
    list[random.below(list.len() as u64) as usize]
}

fn document(dials: &Dials, outlet: usize, event: usize) -> Fictional {
    let house = &OUTLETS[outlet];
    let mut random = stream(dials, outlet, event, 0);
    let own = Style { quotes: pick(QUOTES, &mut random), dash: pick(DASHES, &mut random) };
    let style = if random.unit() < dials.style { house.style } else { own };
    let told = story(event);
    let mut filler = Filler { told, style, random };
    let title = filler.title();
    let sentences = filler.sentences();
    let cues = Cues::draw(dials, outlet, event);
    let mut page = Page::default();
    page.cue(cues.of(Label::Nav));
    page.line(&[(Some(Label::Title), title)]);
    page.cue(cues.of(Label::Byline));
    for (number, paragraph) in sentences.chunks(3).enumerate() {
        let body = (None, paragraph.join(" "));
        match cues.of(Label::Dateline).filter(|_| number == 0) {
            Some(slug) => page.line(&[slug, (None, " ".into()), body]),
            None => page.line(&[body]),
        }
        if number == 0 {
            page.cue(cues.of(Label::Credit));
        }
    }
    [Label::Wire, Label::Related, Label::Promo].into_iter().for_each(|label| page.cue(cues.of(label)));
    let id = format!("{}-{}-{event:03}", house.name.to_lowercase().replace(' ', "-"), told[0].slug);
    let protected = THIRD_PARTIES.iter().flat_map(|name| page.text.match_indices(name)).map(|(at, name)| Span::new(at, at + name.len()));
    let mut protected: Vec<Span> = protected.collect();
    protected.sort_unstable();
    Fictional { id, outlet, event, text: page.text, spans: page.spans, protected }
}

/// The cues that a document carries.
struct Cues(Vec<(Label, String)>);

impl Cues {
    fn draw(dials: &Dials, outlet: usize, event: usize) -> Self {
        let mut random = stream(dials, outlet, event, 1);
        let house = &OUTLETS[outlet];
        let cues = if dials.other_template == Some(outlet) { house.others } else { house.cues };
        let mut drawn = Vec::new();
        for cue in cues {
            let chance = random.unit();
            let elsewhere = story(event + 1 + random.below(EVENTS.len() as u64 - 1) as usize);
            let mut filler = Filler { told: elsewhere, style: house.style, random: Random::new(random.bits()) };
            let headline = filler.title();
            let text = cue.text.replace("{p}", story(event)[1].place).replace("{w}", pick(WRITERS, &mut random)).replace("{h}", &headline);
            if chance < dials.cues {
                drawn.push((cue.label, text));
            }
        }
        Self(drawn)
    }

    fn of(&self, label: Label) -> Option<(Option<Label>, String)> {
        self.0.iter().find(|(own, _)| *own == label).map(|(label, text)| (Some(*label), text.clone()))
    }
}

/// The page as it grows: lines with a blank line between them.
#[derive(Default)]
struct Page {
    text: String,
    spans: Vec<LabelledSpan>,
}

impl Page {
    fn line(&mut self, parts: &[(Option<Label>, String)]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for (label, part) in parts {
            let start = self.text.len();
            self.text.push_str(part);
            let span = Span::new(start, self.text.len());
            self.spans.extend(label.map(|label| LabelledSpan { span, label }));
        }
        self.text.push('\n');
    }

    fn cue(&mut self, cue: Option<(Option<Label>, String)>) {
        cue.into_iter().for_each(|cue| self.line(&[cue]));
    }
}

/// Fills the gaps of a wording.
struct Filler {
    told: [&'static Event; 2],
    style: Style,
    random: Random,
}

/// Chance that a thing that may be told is told.
const TOLD: f64 = 0.75;

impl Filler {
    fn title(&mut self) -> String {
        let wording = pick(TITLES, &mut self.random);
        self.fill(wording)
    }

    /// Opening and facts in random order.
    fn sentences(&mut self) -> Vec<String> {
        let opening = pick(LEADS, &mut self.random);
        let mut facts: Vec<&'static str> = Vec::new();
        for wordings in FACTS {
            let wording = pick(wordings, &mut self.random);
            if self.random.unit() < TOLD {
                facts.push(wording);
            }
        }
        self.random.shuffle(&mut facts);
        [opening].into_iter().chain(facts).map(|wording| self.fill(wording)).collect()
    }

    fn fill(&mut self, wording: &str) -> String {
        let [first, second] = self.told;
        let number = (2 + self.random.below(97)).to_string();
        let few = ["two", "three", "four", "five", "six", "seven"][self.random.below(6) as usize];
        let words = [
            ("subject", first.subject),
            ("did", first.did),
            ("topic", first.topic),
            ("cause", first.cause),
            ("place", second.place),
            ("official", second.official),
            ("name", second.name),
            ("body", second.body),
            ("people", second.people),
            ("critics", second.critics),
            ("next", second.next),
            ("n", &number),
            ("few", few),
            ("day", pick(DAYS, &mut self.random)),
            ("hour", pick(HOURS, &mut self.random)),
            ("other", pick(THIRD_PARTIES, &mut self.random)),
        ];
        let mut text = wording.to_string();
        for (gap, word) in words {
            text = text.replace(&format!("{{{gap}}}"), word).replace(&format!("{{{}}}", capital(gap)), &capital(word));
        }
        let Style { quotes: (open, close), dash } = self.style;
        text = text.replace(" ~ ", dash).replace('<', open).replace('>', close);
        capital(&text)
    }
}

/// With its first letter a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_is_filled_and_spans_are_the_cues() {
        let drawn = documents(&Dials { events: 30, ..Dials::default() });
        assert_eq!(drawn.len(), 360);
        for document in &drawn {
            assert!(!document.text.contains(['{', '}', '~', '<']), "{}", document.text);
            let labels: Vec<Label> = document.spans.iter().map(|labelled| labelled.label).collect();
            let all = [Label::Nav, Label::Title, Label::Byline, Label::Dateline, Label::Credit, Label::Wire, Label::Related, Label::Promo];
            assert_eq!(labels, all, "{}", document.id);
        }
        let ids: std::collections::BTreeSet<&str> = drawn.iter().map(|document| document.id.as_str()).collect();
        assert_eq!(ids.len(), drawn.len());
    }

    #[test]
    fn cues_leave_the_body_as_it_is() {
        let (on, off) = (documents(&Dials::default()), documents(&Dials { cues: 0.0, ..Dials::default() }));
        for (on, off) in on.iter().zip(&off) {
            assert_eq!(on.cleaned(), off.cleaned());
            assert!(on.text.len() > off.text.len());
        }
    }

    #[test]
    fn mentions_of_other_papers_are_protected_and_stay() {
        let drawn = documents(&Dials::default());
        let mentions = drawn.iter().map(|document| document.protected.len()).sum::<usize>();
        assert!(mentions > 50, "{mentions}");
        for document in &drawn {
            for mention in &document.protected {
                assert!(
                    THIRD_PARTIES.contains(&mention.slice(&document.text)) && document.cleaned().contains(mention.slice(&document.text))
                );
            }
        }
    }

    #[test]
    fn half_the_dial_gives_half_the_cues() {
        let cues =
            |dial| documents(&Dials { cues: dial, ..Dials::default() }).iter().map(|document| document.spans.len() - 1).sum::<usize>();
        let (half, all) = (cues(0.5), cues(1.0));
        assert_eq!(all, 144 * 7);
        assert!((430..580).contains(&half), "{half}");
    }

    #[test]
    fn an_example_carries_the_gold() {
        let drawn = documents(&Dials::default());
        let example = drawn[17].example();
        assert_eq!((example.document.text(), example.gold.spans()), (drawn[17].text.as_str(), drawn[17].spans.as_slice()));
    }
}
