//! Words as jieba 0.42.1 cuts them (`jieba.lcut`, S. Junyi, MIT), which WebMainBench counts by.
//!
//! Runs of Han characters, ASCII letters, digits and `+#&._%-` are cut along the likeliest path through the dictionary, what is left
//! in single characters by a hidden Markov model; everything else is a token a character. The crate `jieba-rs` cuts
//! otherwise (`www.example.com` is one word there), hence this one. Dictionary and model are carried deflated and inflated at first
//! use, in a fraction of a second.

mod dictionary;
mod hidden;

use dictionary::{Dictionary, TOTAL, WORDS};

/// The tokens of a text; together they are the text.
///
/// ```
/// use gleaner::metric::text::jieba::cut;
/// assert_eq!(cut("我们在北京大学"), ["我们", "在", "北京大学"]);
/// assert_eq!(cut("C++ at 3.14%,"), ["C++", " ", "at", " ", "3.14%", ","]);
/// ```
pub fn cut(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let in_run = is_in_run(first);
        let (run, after) = rest.split_at(rest.find(|c| is_in_run(c) != in_run).unwrap_or(rest.len()));
        if in_run {
            cut_run(run, &WORDS, &mut found);
        } else {
            cut_others(run, &mut found);
        }
        rest = after;
    }
    found
}

fn is_in_run(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-')
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FD5}').contains(&c)
}

/// Every character a token, `\r\n` one.
fn cut_others<'a>(run: &'a str, found: &mut Vec<&'a str>) {
    let mut rest = run;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("\r\n") { 2 } else { c.len_utf8() };
        let (token, after) = rest.split_at(length);
        found.push(token);
        rest = after;
    }
}

/// The likeliest path; single characters in a row are looked at again.
fn cut_run<'a>(run: &'a str, words: &Dictionary, found: &mut Vec<&'a str>) {
    // Where each character begins, and the end of the run.
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let ends = path(run, &starts, words);
    let (mut at, mut single) = (0, 0);
    while at < ends.len() {
        let end = ends[at];
        if end > at + 1 {
            cut_singles(&run[starts[single]..starts[at]], words, found);
            found.push(&run[starts[at]..starts[end]]);
            single = end;
        }
        at = end;
    }
    cut_singles(&run[starts[single]..], words, found);
}

/// For each character where the word that begins with it ends, on the likeliest path from there; of equals the longest word.
fn path(run: &str, starts: &[usize], words: &Dictionary) -> Vec<usize> {
    let chars: Vec<char> = run.chars().collect();
    let total = f64::from(TOTAL).ln();
    let mut ends = vec![0; chars.len()];
    let mut scores = vec![0.0; starts.len()];
    for at in (0..chars.len()).rev() {
        let mut prefix = words.prefix(chars[at]);
        let mut best: Option<(f64, usize)> = None;
        let mut end = at + 1;
        while !prefix.is_empty() {
            if let Some(frequency) = prefix.frequency() {
                let score = f64::from(frequency).ln() - total + scores[end];
                if best.is_none_or(|(best, _)| score >= best) {
                    best = Some((score, end));
                }
            }
            let Some(&next) = chars.get(end) else { break };
            prefix.push(next);
            end += 1;
        }
        (scores[at], ends[at]) = best.unwrap_or((1.0_f64.ln() - total + scores[at + 1], at + 1));
    }
    ends
}

/// Characters that the path left single.
fn cut_singles<'a>(singles: &'a str, words: &Dictionary, found: &mut Vec<&'a str>) {
    if singles.chars().nth(1).is_none() || words.contains(singles) {
        found.extend(singles.split_inclusive(|_: char| true));
        return;
    }
    let mut rest = singles;
    while let Some(first) = rest.chars().next() {
        let (run, after) = rest.split_at(rest.find(|c| is_han(c) != is_han(first)).unwrap_or(rest.len()));
        if is_han(first) {
            hidden::cut(run, found)
        } else {
            cut_ascii(run, found)
        }
        rest = after;
    }
}

/// Words and numbers, `[a-zA-Z0-9]+(\.[0-9]+)?%?`, and what stands between them.
fn cut_ascii<'a>(run: &'a str, found: &mut Vec<&'a str>) {
    let mut rest = run;
    while !rest.is_empty() {
        let is_word = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let length = match is_word {
            true => number_or_word(rest),
            false => rest.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        found.push(token);
        rest = after;
    }
}

fn number_or_word(text: &str) -> usize {
    let run = |from: usize, is_in: fn(&u8) -> bool| from + text.as_bytes()[from..].iter().take_while(|b| is_in(b)).count();
    let mut end = run(0, u8::is_ascii_alphanumeric);
    if text[end..].starts_with('.') {
        let decimals = run(end + 1, u8::is_ascii_digit);
        end = if decimals > end + 1 { decimals } else { end };
    }
    end + usize::from(text[end..].starts_with('%'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_and_marks_are_tokens() {
        assert_eq!(cut("a b\r\n\n,。"), ["a", " ", "b", "\r\n", "\n", ",", "。"]);
        assert_eq!(cut("naïve"), ["na", "ï", "ve"]);
        assert_eq!(cut(""), [""; 0]);
    }

    #[test]
    fn addresses_dates_and_compounds_are_taken_apart() {
        assert_eq!(cut("www.huanqiu.com"), ["www", ".", "huanqiu", ".", "com"]);
        assert_eq!(cut("2011-12-09 i-phone x_y"), ["2011", "-", "12", "-", "09", " ", "i", "-", "phone", " ", "x", "_", "y"]);
        assert_eq!(cut("3.14 50% v1.x --"), ["3.14", " ", "50%", " ", "v1", ".", "x", " ", "--"]);
    }

    proptest! {
        #[test]
        fn tokens_together_are_the_text(text in "[一-丠北京大学网易杭研大厦a-c0-3+#&._%, \r\né-]{0,40}") {
            prop_assert_eq!(cut(&text).concat(), text);
        }
    }
}
