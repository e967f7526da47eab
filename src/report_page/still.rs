//! The worst documents as plain HTML, for readers without scripts.

use crate::gold::{Task, Verdict};
use crate::label::Label;
use crate::report::cuts::{Cut, Cuts, Name};
use serde::Serialize;

/// Documents shown at most, and their characters together.
const MOST: usize = 40;
const MOST_CHARACTERS: usize = 400_000;

/// The documents under one strategy.
#[derive(Debug, Serialize)]
pub struct Still {
    strategy: String,
    #[serde(serialize_with = "as_name")]
    task: Task,
    documents: Vec<Shown>,
}

#[derive(Debug, Serialize)]
struct Shown {
    id: String,
    heading: String,
    facts: String,
    lang: String,
    html: String,
    #[serde(skip)]
    wrong: usize,
}

fn as_name<S: serde::Serializer>(task: &Task, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(task.name())
}

impl Still {
    /// Nothing yet, of a strategy under a task.
    pub fn new(strategy: &str, task: Task) -> Self {
        Self { strategy: strategy.into(), task, documents: Vec::new() }
    }

    /// Looks at one document.
    pub fn add(&mut self, cuts: &Cuts) {
        let Some(cut) = cuts.strategies.iter().find(|cut| cut.name == self.strategy && cut.status == "ok") else { return };
        self.documents.push(shown(cuts, cut, self.task));
        // What can no longer be among the worst is dropped as it comes.
        if self.documents.len() > 4 * MOST {
            self.keep_worst();
        }
    }

    /// Keeps the documents in which the strategy has most characters wrong, as many as the page has room for.
    pub fn finish(mut self) -> Self {
        self.keep_worst();
        let mut left = MOST_CHARACTERS;
        self.documents.retain(|own| {
            let fits = own.html.len() <= left;
            left -= if fits { own.html.len() } else { 0 };
            fits
        });
        self
    }

    fn keep_worst(&mut self) {
        self.documents.sort_by(|a, b| b.wrong.cmp(&a.wrong).then_with(|| a.id.cmp(&b.id)));
        self.documents.truncate(MOST);
    }
}

fn shown(cuts: &Cuts, cut: &Cut, task: Task) -> Shown {
    let (html, residue, damage) = marked(cuts, cut, task);
    Shown {
        id: cuts.doc.clone(),
        heading: cuts.doc.clone(),
        facts: format!("{} · {} · {residue} characters of residue, {damage} of damage", cuts.source, cuts.lang),
        lang: cuts.lang.clone(),
        html,
        wrong: residue + damage,
    }
}

/// How a character counts.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Kept,
    Gone,
    Residue,
    Damage,
    Either(bool),
}

impl State {
    fn tags(self) -> (&'static str, &'static str) {
        match self {
            State::Kept => ("", ""),
            State::Gone => ("<del class=\"gone\">", "</del>"),
            State::Residue => ("<mark class=\"residue\">", "</mark>"),
            State::Damage => ("<del class=\"damage\">", "</del>"),
            State::Either(true) => ("<del class=\"either\">", "</del>"),
            State::Either(false) => ("<span class=\"either\">", "</span>"),
        }
    }
}

/// The text with its states as HTML, and the wrong characters of both kinds.
fn marked(cuts: &Cuts, cut: &Cut, task: Task) -> (String, usize, usize) {
    let label = |name: &str| name.parse().unwrap_or(Label::Body);
    let applied = |own: &&(usize, usize, Option<Name>, Name)| task.applies(own.2.as_deref().map(label));
    let removed: Vec<_> = cut.removed.iter().filter(applied).collect();
    let (mut html, mut open, mut residue, mut damage) = (String::from("<p dir=\"auto\">"), State::Kept, 0, 0);
    let (mut gold, mut gone) = (0, 0);
    for (at, c) in cuts.text.chars().enumerate() {
        gold += usize::from(cuts.gold.get(gold).is_some_and(|own| own.1 <= at));
        gone += usize::from(removed.get(gone).is_some_and(|own| own.1 <= at));
        let verdict = task.verdict(cuts.gold.get(gold).filter(|own| own.0 <= at).map_or(Label::Body, |own| label(&own.2)));
        let cut = removed.get(gone).is_some_and(|own| own.0 <= at);
        let state = match (verdict, cut) {
            _ if c == '\n' => State::Kept,
            _ if c.is_whitespace() => open,
            (Verdict::Keep, true) => State::Damage,
            (Verdict::Keep, false) => State::Kept,
            (Verdict::Strip, true) => State::Gone,
            (Verdict::Strip, false) => State::Residue,
            (Verdict::Ignore, cut) => State::Either(cut),
        };
        if !c.is_whitespace() {
            residue += usize::from(state == State::Residue);
            damage += usize::from(state == State::Damage);
        }
        if state != open {
            html.push_str(open.tags().1);
            html.push_str(state.tags().0);
            open = state;
        }
        push(&mut html, c);
    }
    html.push_str(open.tags().1);
    (html + "</p>", residue, damage)
}

fn push(html: &mut String, c: char) {
    match c {
        '\n' if html.ends_with("<p dir=\"auto\">") => {}
        '\n' => html.push_str("</p>\n<p dir=\"auto\">"),
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        // A page's text may hold what no HTML may.
        c if c.is_control() && c != '\t' => html.push('\u{fffd}'),
        c => html.push(c),
    }
}
