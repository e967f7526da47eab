//! Languages of the Latin script: the guess of the crate whatlang (0.18, MIT), with counts in flat tables. The same text gets
//! the same answer, about seven times as fast; a test holds the two against each other.
//!
//! The method is Cavnar and Trenkle's (1994): the text's commonest trigrams of letters are ranked, and a language's distance is
//! the sum of the differences between their ranks and those of its own commonest trigrams; mixed with the share of letters that
//! are in its alphabet. `tables.tsv` is whatlang's data, one language a line: its code (ISO 639-3), its alphabet, its trigrams
//! in order.

mod counts;

use counts::{Counts, TRIGRAMS, Trigram, packed};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::ops::Range;
use std::sync::OnceLock;

/// The tables.
const DATA: &str = include_str!("tables.tsv");
/// Trigrams of a profile, and the distance of one that is missing.
const PROFILE: u32 = 300;
/// A guess is reliable above this confidence.
const RELIABLE: f64 = 0.9;

/// What the profiles say.
struct Tables {
    codes: Vec<&'static str>,
    /// Which languages (bits) have the letter.
    alphabets: FxHashMap<char, u64>,
    /// Where in `places` those of each trigram of ASCII letters begin, and one more for the end of the last. Small numbers, as the table
    /// is looked into at random: there are fewer than 65,536 places, wide ones included (a test says so).
    starts: Vec<u16>,
    /// Where those of other trigrams stand.
    wide: FxHashMap<u64, Range<u16>>,
    /// Language and rank.
    places: Vec<Place>,
}

/// Language and rank of a trigram.
type Place = (u8, u16);

impl Tables {
    fn get() -> &'static Tables {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(Tables::new)
    }

    fn new() -> Self {
        let mut codes = Vec::new();
        let mut alphabets: FxHashMap<char, u64> = FxHashMap::default();
        let mut dense: Vec<(usize, Place)> = Vec::with_capacity(DATA.len() / 3);
        let mut wide: Vec<(u64, Place)> = Vec::new();
        for line in DATA.lines() {
            let mut fields = line.split('\t');
            let (Some(code), Some(alphabet), Some(profile)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let lang = codes.len();
            codes.push(code);
            alphabet.chars().for_each(|letter| *alphabets.entry(letter).or_default() |= 1 << lang);
            let mut letters = profile.chars();
            for rank in 0u16.. {
                let (Some(one), Some(two), Some(three)) = (letters.next(), letters.next(), letters.next()) else { break };
                let (key, place) = (packed([one, two, three]), (lang as u8, rank));
                match counts::dense(key) {
                    Some(index) => dense.push((index, place)),
                    None => wide.push((key, place)),
                }
            }
        }
        let (starts, mut places) = by_trigram(&dense);
        let wide = append(wide, &mut places);
        Self { codes, alphabets, starts, wide, places }
    }

    /// Languages and ranks of a trigram of ASCII letters and spaces, by its place in the table.
    #[inline]
    fn places(&self, place: usize) -> &[Place] {
        match self.starts.get(place..place + 2) {
            Some(&[start, end]) => self.places.get(usize::from(start)..usize::from(end)).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// The same of other trigrams, by their characters.
    fn wide_places(&self, key: u64) -> &[Place] {
        let range = self.wide.get(&key).map(|range| usize::from(range.start)..usize::from(range.end));
        range.and_then(|range| self.places.get(range)).unwrap_or(&[])
    }
}

/// Places in the order of their trigrams, and where those of each trigram begin: a counting sort (Knuth, The Art of Computer
/// Programming 3, 5.2), as a program that reads one short text should not wait for its table.
fn by_trigram(dense: &[(usize, Place)]) -> (Vec<u16>, Vec<Place>) {
    let mut starts = vec![0u16; TRIGRAMS + 1];
    dense.iter().for_each(|(index, _)| starts[index + 1] += 1);
    let mut before = 0;
    for start in &mut starts {
        before += *start;
        *start = before;
    }
    // Each trigram's next place; behind all, that is where the next trigram's begin.
    let mut next = starts.clone();
    let mut places = vec![(0, 0); dense.len()];
    for (index, place) in dense {
        places[usize::from(next[*index])] = *place;
        next[*index] += 1;
    }
    (starts, places)
}

/// Adds the places of trigrams with other letters; returns where those of each stand.
fn append(mut wide: Vec<(u64, Place)>, places: &mut Vec<Place>) -> FxHashMap<u64, Range<u16>> {
    wide.sort_unstable();
    let mut ranges = FxHashMap::with_capacity_and_hasher(wide.len(), FxBuildHasher);
    for group in wide.chunk_by(|a, b| a.0 == b.0) {
        let start = places.len() as u16;
        places.extend(group.iter().map(|(_, place)| *place));
        ranges.insert(group[0].0, start..places.len() as u16);
    }
    ranges
}

/// What is known of a text's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// It is in this language (ISO 639-3).
    Reliable(&'static str),
    /// Its letters are Latin, and no guess is reliable.
    Unsure,
    /// It may be in another script.
    NotLatin,
}

/// Guesses the language of a text whose letters are mostly ASCII.
pub fn guess(text: &str) -> Guess {
    let ascii = count(text.as_bytes(), |byte| byte.is_ascii_alphabetic());
    // Bytes that continue a character aside: no other script can then have as many letters as Latin.
    if ascii <= count(text.as_bytes(), |byte| byte >= 0xC0) {
        return Guess::NotLatin;
    }
    let tables = Tables::get();
    let counts = Counts::of(text);
    let alphabet = alphabet_scores(tables, &counts);
    let ranked = counts.ranked();
    let trigram = trigram_scores(tables, &ranked, &counts.wide_trigrams());
    let weight = (-(f64::from(counts.letters) / 300.0) + 2.0 / 3.0).clamp(1.0 / 3.0, 2.0 / 3.0);
    let (mut best, mut first, mut second) = (0, -1.0f64, -1.0f64);
    for (lang, (a, t)) in alphabet.into_iter().zip(trigram).enumerate() {
        let score = a * weight + t * (1.0 - weight);
        if score > first {
            (best, second, first) = (lang, first, score);
        } else if score > second {
            second = score;
        }
    }
    if confidence(first, second, ranked.len()) > RELIABLE { Guess::Reliable(tables.codes[best]) } else { Guess::Unsure }
}

/// How many bytes are of a class: sums of one byte are what many at a time are added up in.
fn count(bytes: &[u8], class: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(255).map(|some| usize::from(some.iter().fold(0u8, |sum, byte| sum + u8::from(class(*byte))))).sum()
}

/// For each language, the share of letters in its alphabet over that of letters that are not, from 0 to 1.
fn alphabet_scores(tables: &Tables, counts: &Counts) -> Vec<f64> {
    let langs = tables.codes.len();
    let every = (1u64 << langs) - 1;
    let mut known = 0u32;
    let mut absent = vec![0u32; langs];
    counts.each_letter(|letter, count| {
        let Some(&mask) = tables.alphabets.get(&letter) else { return };
        known += count;
        let mut missing = every & !mask;
        while missing != 0 {
            absent[missing.trailing_zeros() as usize] += count;
            missing &= missing - 1;
        }
    });
    let score = |absent: u32| (2 * (known - absent)).saturating_sub(counts.letters);
    absent.into_iter().map(|absent| f64::from(score(absent)) / f64::from(counts.letters)).collect()
}

/// For each language, how near the ranks of its trigrams are to the text's, from 0 to 1.
fn trigram_scores(tables: &Tables, ranked: &[Trigram], wide: &[u64]) -> Vec<f64> {
    let mut distances = [(PROFILE * PROFILE) as i32; u8::MAX as usize + 1];
    for (&trigram, rank) in ranked.iter().zip(0i32..) {
        let places = match (trigram as usize).checked_sub(TRIGRAMS).and_then(|number| wide.get(number)) {
            None => tables.places(trigram as usize),
            Some(&key) => tables.wide_places(key),
        };
        for &(lang, place) in places {
            distances[usize::from(lang)] += (rank - i32::from(place)).abs() - PROFILE as i32;
        }
    }
    let count = ranked.len() as u32;
    let most = count * PROFILE;
    let score = |distance: i32| {
        let distance = distance.max(0) as u32;
        let missing = PROFILE.saturating_sub(count) * PROFILE;
        let distance = distance.saturating_sub(missing).min(PROFILE * PROFILE);
        f64::from(most.saturating_sub(distance)) / f64::from(most)
    };
    distances.into_iter().take(tables.codes.len()).map(score).collect()
}

/// whatlang's confidence: how far the best score is ahead of the second.
fn confidence(first: f64, second: f64, trigrams: usize) -> f64 {
    if first == 0.0 || second == 0.0 {
        return first;
    }
    let enough = 3.0 / trigrams as f64 + 0.015;
    let lead = (first - second) / second;
    if lead > enough { 1.0 } else { lead / enough }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_trigram_has_its_places() {
        let tables = Tables::get();
        for (lang, line) in DATA.lines().enumerate() {
            let letters: Vec<char> = line.split('\t').nth(2).expect("a profile").chars().collect();
            for (rank, three) in letters.chunks_exact(3).enumerate() {
                let key = packed([three[0], three[1], three[2]]);
                let places = counts::dense(key).map_or_else(|| tables.wide_places(key), |place| tables.places(place));
                assert!(places.contains(&(lang as u8, rank as u16)) && places.is_sorted(), "{line} {three:?}");
            }
        }
        let of_all = DATA.lines().filter_map(|line| Some(line.split('\t').nth(2)?.chars().count() / 3)).sum::<usize>();
        assert_eq!(tables.places.len(), of_all);
        assert!(of_all < 65_536, "starts have 16 bits");
        assert_eq!(tables.wide_places(packed(['q', 'x', 'é'])), &[]);
    }

    fn whatlang(text: &str) -> Guess {
        match whatlang::detect(text).filter(whatlang::Info::is_reliable) {
            Some(info) => {
                Tables::get().codes.iter().find(|code| **code == info.lang().code()).map_or(Guess::NotLatin, |c| Guess::Reliable(c))
            }
            None => Guess::Unsure,
        }
    }

    const TEXTS: &[&str] = &[
        "The ferry ran aground off the point in the fog on Monday morning, and everybody was taken off by noon.",
        "Die Fähre lief am Montag vor der Küste auf Grund, wie die Behörden am Abend mitteilten.",
        "Le traversier s'est échoué lundi matin près de la pointe, a indiqué la préfecture dans un communiqué.",
        "El transbordador encalló el lunes por la mañana frente a la punta, según las autoridades del puerto.",
        "Promem uderzył w poniedziałek rano w skały; służby ewakuowały wszystkich pasażerów przed południem.",
        "Feribot pazartesi sabahı sisli havada karaya oturdu, yetkililer öğlene kadar herkesi tahliye etti.",
        "Trajekt najel v pondělí ráno v mlze na mělčinu, uvedly úřady; všichni cestující jsou v bezpečí.",
        "Phà mắc cạn vào sáng thứ Hai trong sương mù dày đặc ngoài khơi mũi đất, nhà chức trách cho biết.",
        "Tax 12 %",
        "ok",
        "a",
        "Ünïcödé",
        "x\u{7f}y \u{7f}",
        "İSTANBUL ΣΑΣ",
    ];

    #[test]
    fn every_profile_is_whole() {
        let tables = Tables::get();
        assert_eq!((tables.codes.len(), tables.places.len()), (37, 37 * PROFILE as usize));
        assert_eq!(guess(TEXTS[0]), Guess::Reliable("eng"));
        assert_eq!(guess("渡轮搁浅 ok"), Guess::NotLatin);
    }

    #[test]
    fn known_texts_get_whatlangs_answer() {
        for text in TEXTS {
            // What is not mostly plain letters is whatlang's to answer.
            assert!([whatlang(text), Guess::NotLatin].contains(&guess(text)), "{text}");
        }
        for sentence in &TEXTS[..8] {
            assert_ne!(guess(sentence), Guess::NotLatin, "{sentence}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        /// Mixtures of words of several languages, repeated and cut anywhere, with odd characters between.
        #[test]
        fn the_guess_is_whatlangs(parts in proptest::collection::vec((0..TEXTS.len(), 0usize..60, 1usize..90, "\\PC{0,3}|[a-z ]{0,20}"), 1..30)) {
            let mut text = String::new();
            for (which, from, length, odd) in parts {
                text.extend(TEXTS[which].chars().skip(from).take(length));
                text.push_str(&odd);
            }
            let own = guess(&text);
            prop_assert!(own == Guess::NotLatin || own == whatlang(&text), "{own:?} {:?}", whatlang(&text));
        }
    }
}
