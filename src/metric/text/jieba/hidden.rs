//! jieba's hidden Markov model: words that the dictionary does not know, out of runs of Han characters.
//!
//! Each character begins a word, ends one, is in its middle or is alone; the likeliest sequence cuts. Of equally likely ways the
//! one through the later letter (B, E, M, S) wins, as tuples compare in Python.

use super::dictionary::inflate;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const BEGIN: usize = 0;
const END: usize = 1;
const MIDDLE: usize = 2;
const SINGLE: usize = 3;
/// Logarithm of what was never seen.
const NEVER: f64 = -3.14e100;
/// Logarithms of the first state's probability (jieba's `prob_start.py`).
const START: [f64; 4] = [-0.26268660809250016, NEVER, NEVER, -1.4652633398537678];
/// For each state those that may stand before it, with the logarithm of the step (`prob_trans.py`).
const BEFORE: [[(usize, f64); 2]; 4] = [
    [(END, -0.5897149736854513), (SINGLE, -0.7211965654669841)],
    [(BEGIN, -0.510825623765990), (MIDDLE, -0.33344856811948514)],
    [(BEGIN, -0.916290731874155), (MIDDLE, -1.2603623820268226)],
    [(END, -0.8085250474669937), (SINGLE, -0.6658631448798212)],
];
/// Characters counted for each state.
const TOTALS: [f64; 4] = [33_749_694.0, 33_749_694.0, 6_980_216.0, 29_953_599.0];

/// Logarithms of a character's probability in each state.
static CHARACTERS: LazyLock<FxHashMap<char, [f64; 4]>> = LazyLock::new(|| read(&inflate(include_bytes!("data/characters.zlib"))));

fn read(lines: &str) -> FxHashMap<char, [f64; 4]> {
    let mut characters = FxHashMap::default();
    for line in lines.lines() {
        let mut fields = line.split('\t');
        let Some(c) = fields.next().and_then(|field| field.chars().next()) else { continue };
        let counts: Vec<f64> = fields.filter_map(|count| count.parse().ok()).collect();
        let Ok(counts) = <[f64; 4]>::try_from(counts) else { continue };
        characters.insert(c, std::array::from_fn(|state| if counts[state] > 0.0 { (counts[state] / TOTALS[state]).ln() } else { NEVER }));
    }
    characters
}

/// The words of a run of Han characters.
pub fn cut<'a>(run: &'a str, found: &mut Vec<&'a str>) {
    let states = states(run);
    let (mut begin, mut next) = (0, 0);
    for ((at, c), state) in run.char_indices().zip(states) {
        let end = at + c.len_utf8();
        match state {
            BEGIN => begin = at,
            END => found.push(&run[begin..end]),
            SINGLE => found.push(&run[at..end]),
            _ => {}
        }
        if matches!(state, END | SINGLE) {
            next = end;
        }
    }
    if next < run.len() {
        found.push(&run[next..]);
    }
}

/// The likeliest states of the characters (Viterbi).
fn states(run: &str) -> Vec<usize> {
    let mut chars = run.chars().map(|c| CHARACTERS.get(&c).copied().unwrap_or([NEVER; 4]));
    let Some(first) = chars.next() else { return Vec::new() };
    let mut scores: [f64; 4] = std::array::from_fn(|state| START[state] + first[state]);
    let mut came_from: Vec<[u8; 4]> = Vec::new();
    for seen in chars {
        let mut from = [0; 4];
        scores = std::array::from_fn(|state| {
            let [earlier, later] = BEFORE[state].map(|(before, step)| (scores[before] + step + seen[state], before));
            let (score, before) = if later.0 >= earlier.0 { later } else { earlier };
            from[state] = before as u8;
            score
        });
        came_from.push(from);
    }
    let mut state = if scores[SINGLE] >= scores[END] { SINGLE } else { END };
    let mut states = vec![state];
    for from in came_from.iter().rev() {
        state = usize::from(from[state]);
        states.push(state);
    }
    states.reverse();
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_model_is_read() {
        assert_eq!(CHARACTERS.len(), 14_632);
        // prob_emit.py, first line.
        assert_eq!(CHARACTERS[&'一'][BEGIN], -3.6544978750449433);
        let seen = |state: usize| CHARACTERS.values().filter(|character| character[state] > NEVER).count();
        assert_eq!([BEGIN, END, MIDDLE, SINGLE].map(seen), [6857, 7439, 6409, 14519]);
    }

    #[test]
    fn runs_are_cut_without_loss() {
        for run in ["", "杭", "杭研", "龘龘龘", "他来到了网易杭研大厦"] {
            let mut found = Vec::new();
            cut(run, &mut found);
            assert_eq!(found.concat(), run);
        }
    }
}
