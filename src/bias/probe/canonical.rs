//! One form for every text before it is probed, whatever program left it: a stripper's habits with white space and bullets
//! are its own, not the outlet's.

use crate::document::is_invisible;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Marks that open a list item or a Markdown heading, with a space behind them.
const LINE_MARKS: &[char] = &['-', '*', '+', '•', '·', '‣', '◦', '▪', '●', '○', '■', '–', '—', '#', '>'];

/// The text in composed form (NFC), its lines trimmed and not empty, white space of any kind one space, marks that show nothing
/// taken out, and bullets, heading and quote marks at the start of a line taken off.
///
/// Quotation marks, dashes, ellipses and capitals stay: they are the outlet's style.
///
/// ```
/// use gleaner::bias::probe::canonical;
/// assert_eq!(canonical("  •\u{a0}One  two\r\n\r\n\r\n## “Three” —\tfour"), "One two\n“Three” — four");
/// ```
pub fn canonical(text: &str) -> String {
    let composed: String;
    let text = if is_nfc(text) {
        text
    } else {
        composed = text.nfc().collect();
        &composed
    };
    let mut out = String::with_capacity(text.len());
    for line in text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let from = out.len();
        let separator = if from == 0 { "" } else { "\n" };
        out.push_str(separator);
        let words = line.split(|c: char| c.is_whitespace() || c.is_control());
        let mut opened = false;
        for word in words.filter(|word| !word.is_empty()) {
            if !opened && word.chars().all(|c| LINE_MARKS.contains(&c)) {
                continue;
            }
            let before = out.len();
            out.extend(word.chars().filter(|&c| !is_invisible(c)));
            if out.len() == before {
                continue;
            }
            if opened {
                out.insert(before, ' ');
            }
            opened = true;
        }
        if !opened {
            out.truncate(from);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_habits_of_strippers_leave_no_trace() {
        let variants = ["* One\n* two", "- One\r\n- two\r\n", "\u{feff}One\n\n\n\ntwo", "•  One \n\t— two\u{200b}", "> One\u{2028}# - two"];
        for variant in variants {
            assert_eq!(canonical(variant), "One\ntwo", "{variant:?}");
        }
        assert_eq!(canonical("\n -\n\u{200b}\n"), "");
    }

    #[test]
    fn typography_stays() {
        let text = "“Yes” – she said… 'No' - he 3-4";
        assert_eq!(canonical(text), text);
        assert_eq!(canonical("e\u{301}"), "é");
    }

    #[test]
    fn it_changes_nothing_twice() {
        let once = canonical("- - a\n b  c\u{a0}d\n## \n- e");
        assert_eq!(canonical(&once), once);
    }
}
