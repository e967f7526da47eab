//! Small patterns over short texts: the syntax and the matches of the crate `regex`, without its automata.
//!
//! `regex` turns every Unicode class into an automaton over bytes and copies it for every counted repetition. A pattern such as
//! `[\p{L}\p{N} ]{1,40}` takes milliseconds to build and fills the cache of its lazy automaton again and again, which costs more
//! than the texts it is asked of: the openings and ends of a few lines. Here a class is a list of ranges, and a search
//! is the bounded backtracking of Thompson's construction (Cox 2010, "Regular expression matching in the wild"): each pair of
//! state and place is visited once, so the time is at most O(states × bytes). Of several matches at one place the preferred one counts, as
//! in Perl and in `regex`; a test holds the two against each other.
//!
//! Only what is used here is read: literals, classes, groups, alternatives, repetitions, `^` and `$`.

use regex_syntax::hir::{Class as HirClass, ClassUnicode, Hir, HirKind, Look};
use std::ops::Range;

/// A compiled pattern.
#[derive(Debug, Default)]
pub struct Pattern {
    states: Vec<State>,
    classes: Vec<Class>,
    start: usize,
    anchored: bool,
    asks_for_start: bool,
    /// ASCII characters with which a match may begin; one that begins with another character is not foretold.
    first: u128,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Class(usize, usize),
    Char(char, usize),
    Either(usize, usize),
    AtStart(usize),
    AtEnd(usize),
    Found,
}

/// A set of characters.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Class {
    ascii: u128,
    wide: Vec<(char, char)>,
}

impl Class {
    /// Whether the character is in the set.
    pub fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> u32::from(c) & 1 == 1;
        }
        let after = self.wide.partition_point(|(_, last)| *last < c);
        self.wide.get(after).is_some_and(|(first, _)| *first <= c)
    }

    /// The set that a class of the syntax names: `\d`, `[\p{L}_]`; the empty set if it names none.
    pub fn named(class: &str) -> Self {
        match regex_syntax::parse(class).map(Hir::into_kind) {
            Ok(HirKind::Class(HirClass::Unicode(class))) => Self::of(&class),
            _ => Self::default(),
        }
    }

    fn of(class: &ClassUnicode) -> Self {
        let narrow = class.ranges().iter().take_while(|range| range.start().is_ascii());
        let bytes = narrow.flat_map(|range| range.start() as u8..=range.end().min('\x7f') as u8);
        let ascii = bytes.fold(0, |bits, byte| bits | 1 << byte);
        let wide = class.ranges().iter().filter(|range| !range.end().is_ascii()).map(|range| (range.start(), range.end())).collect();
        Self { ascii, wide }
    }
}

/// More states than a pattern of this program has; a pattern beyond it is not compiled.
const MAX_STATES: usize = 20_000;

impl Pattern {
    /// Compiles a pattern; `None` if it is not of the kind that is read here.
    pub fn new(pattern: &str) -> Option<Self> {
        let hir = regex_syntax::parse(pattern).ok()?;
        let mut own = Self { states: vec![State::Found], ..Self::default() };
        own.anchored = hir.properties().look_set_prefix().contains(Look::Start);
        own.asks_for_start = hir.properties().look_set().contains(Look::Start);
        own.start = own.compile(&hir, 0)?;
        own.first = own.first(own.start);
        Some(own)
    }

    /// ASCII characters that a state can go on with. Behind `^` nothing is asked: a search always tries the text's start.
    fn first(&self, state: usize) -> u128 {
        match self.states[state] {
            State::Class(class, _) => self.classes[class].ascii,
            State::Char(c, _) if c.is_ascii() => 1 << u32::from(c),
            State::Char(..) | State::AtStart(_) => 0,
            State::Either(first, second) => self.first(first) | self.first(second),
            // The empty match begins anywhere.
            State::AtEnd(_) | State::Found => u128::MAX,
        }
    }

    fn push(&mut self, state: State) -> Option<usize> {
        self.states.push(state);
        (self.states.len() <= MAX_STATES).then(|| self.states.len() - 1)
    }

    /// Adds the states of a part that goes on to `next`; the first of them.
    fn compile(&mut self, hir: &Hir, next: usize) -> Option<usize> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                text.chars().rev().try_fold(next, |next, c| self.push(State::Char(c, next)))
            }
            HirKind::Class(HirClass::Unicode(class)) => {
                let class = self.class(class);
                self.push(State::Class(class, next))
            }
            HirKind::Class(HirClass::Bytes(_)) => None,
            HirKind::Look(Look::Start) => self.push(State::AtStart(next)),
            HirKind::Look(Look::End) => self.push(State::AtEnd(next)),
            HirKind::Look(_) => None,
            // A loop over nothing would need a rule of its own.
            HirKind::Repetition(repetition) if repetition.greedy && repetition.sub.properties().minimum_len() != Some(0) => {
                self.repeat(&repetition.sub, repetition.min as usize, repetition.max.map(|max| max as usize), next)
            }
            HirKind::Repetition(_) => None,
            HirKind::Capture(capture) => self.compile(&capture.sub, next),
            HirKind::Concat(parts) => parts.iter().rev().try_fold(next, |next, part| self.compile(part, next)),
            HirKind::Alternation(parts) => {
                let mut entries = parts.iter().map(|part| self.compile(part, next)).collect::<Option<Vec<usize>>>()?;
                let last = entries.pop()?;
                entries.into_iter().rev().try_fold(last, |rest, entry| self.push(State::Either(entry, rest)))
            }
        }
    }

    /// The index of a class, one for all places at which it stands.
    fn class(&mut self, class: &ClassUnicode) -> usize {
        let class = Class::of(class);
        self.classes.iter().position(|known| *known == class).unwrap_or_else(|| {
            self.classes.push(class);
            self.classes.len() - 1
        })
    }

    fn repeat(&mut self, part: &Hir, min: usize, max: Option<usize>, next: usize) -> Option<usize> {
        // Of a class there may be hundreds of copies.
        if let (HirKind::Class(HirClass::Unicode(class)), Some(max)) = (part.kind(), max) {
            let class = self.class(class);
            let further = (min..max).try_fold(next, |entry, _| {
                let inside = self.push(State::Class(class, entry))?;
                self.push(State::Either(inside, next))
            })?;
            return (0..min).try_fold(further, |entry, _| self.push(State::Class(class, entry)));
        }
        let mut entry = next;
        match max {
            Some(max) => {
                for _ in min..max {
                    let inside = self.compile(part, entry)?;
                    entry = self.push(State::Either(inside, next))?;
                }
            }
            None => {
                let turn = self.push(State::Found)?;
                let inside = self.compile(part, turn)?;
                self.states[turn] = State::Either(inside, next);
                entry = turn;
            }
        }
        (0..min).try_fold(entry, |entry, _| self.compile(part, entry))
    }

    /// The first match in the text, in bytes. Takes time and memory for each state and byte: for short texts.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let mut search = Search { seen: Vec::new(), todo: Vec::new() };
        let may_begin = |byte: u8| if byte < 0x80 { self.first >> byte & 1 == 1 } else { byte >= 0xC0 };
        let inside = text.bytes().enumerate().skip(1).filter(|(_, byte)| may_begin(*byte)).map(|(at, _)| at);
        let further = inside.chain((!text.is_empty()).then_some(text.len()));
        let starts = self.may_begin_text(text).then_some(0).into_iter().chain(further.take(if self.anchored { 0 } else { usize::MAX }));
        starts.into_iter().find_map(|start| self.find_at(text, start, &mut search))
    }

    /// A quick look at the first character, for patterns that do not ask whether they stand at the start.
    fn may_begin_text(&self, text: &str) -> bool {
        let first = text.as_bytes().first();
        self.asks_for_start || first.is_none_or(|byte| !byte.is_ascii() || self.first >> byte & 1 == 1)
    }

    fn find_at(&self, text: &str, start: usize, search: &mut Search) -> Option<Range<usize>> {
        if search.seen.is_empty() {
            search.seen.resize((self.states.len() * (text.len() + 1)).div_ceil(64), 0);
        }
        search.todo.push((self.start, start));
        while let Some((mut state, mut at)) = search.todo.pop() {
            while search.is_new(state * (text.len() + 1) + at) {
                match self.states[state] {
                    State::Found => return Some(start..at),
                    State::Class(class, next) => match text[at..].chars().next() {
                        Some(c) if self.classes[class].contains(c) => (state, at) = (next, at + c.len_utf8()),
                        _ => break,
                    },
                    State::Char(own, next) if text[at..].starts_with(own) => (state, at) = (next, at + own.len_utf8()),
                    State::Char(..) => break,
                    State::Either(first, second) => {
                        search.todo.push((second, at));
                        state = first;
                    }
                    State::AtStart(next) if at == 0 => state = next,
                    State::AtEnd(next) if at == text.len() => state = next,
                    State::AtStart(_) | State::AtEnd(_) => break,
                }
            }
        }
        None
    }
}

/// The pairs of state and place that a search has seen, and those it has to go on with.
struct Search {
    seen: Vec<u64>,
    todo: Vec<(usize, usize)>,
}

impl Search {
    /// Whether a pair of state and place comes up for the first time; notes it.
    fn is_new(&mut self, pair: usize) -> bool {
        let (word, bit) = (pair / 64, 1u64 << (pair % 64));
        let new = self.seen[word] & bit == 0;
        self.seen[word] |= bit;
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;
    use std::sync::LazyLock;

    const PATTERNS: &[&str] = &[
        r"a(?:b|bc)c?$",
        r"^\p{Lu}[\p{L}.'’-]+(?:[ /-]\p{Lu}[\p{L}.'’-]*){0,3}\s?(?:\.-|--|[—–-]|:)\s",
        r"[(\[](?:by|from) [^()\n]{3,20}[)\]]?\.?$",
        r"(?:©|\(c\))\s*(?:\d{4})?,?\s*(?:by\s)?([\p{L}][\p{L}\p{N} .]{1,5})",
        r"(?:^|[.!?] )(?:— ?)?[^.\n]{2,8} was\.?$",
        r"b*?c",
        r"(?:a|b)*c|bc(a)?",
    ];

    /// Each pattern, as `regex` compiles it and as it is compiled here.
    static BOTH: LazyLock<Vec<(&str, Regex, Pattern)>> = LazyLock::new(|| {
        let both = |pattern: &&'static str| Some((*pattern, Regex::new(pattern).expect("a pattern"), Pattern::new(pattern)?));
        PATTERNS.iter().filter_map(both).collect()
    });

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a", "b", "c", "bc", "A", "É", "Zürich", " ", ".", "(", ")", "[by ", "from ", "was", "©", "(c)", "2031", "٢٠٣١", "by ", "—",
            " - ", ".-", ": ", "/", "\n", "’", "日本", "ß", "-",
        ]);
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn matches_are_those_of_regex(text in pieces()) {
            for (pattern, regex, own) in BOTH.iter() {
                prop_assert_eq!(own.find(&text), regex.find(&text).map(|found| found.range()), "{}", pattern);
            }
        }
    }

    #[test]
    fn what_is_not_read_is_refused() {
        let refused = ["b*?c", r"\bword", "(", "(?:a?)*"];
        assert!(refused.iter().all(|pattern| Pattern::new(pattern).is_none()));
        assert_eq!(PATTERNS.iter().filter(|pattern| Pattern::new(pattern).is_none()).count(), 1);
    }

    #[test]
    fn classes_hold_what_they_name() {
        let digits = Class::named(r"\d");
        assert!(digits.contains('7') && digits.contains('٣') && !digits.contains('x') && !digits.contains('²'));
    }
}
