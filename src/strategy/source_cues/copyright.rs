//! Whom copyright lines name: "© 2031 Kontorblick GmbH", "Copyright 2020–2031 by The Harbour Herald".

use super::pattern::Class;
use crate::document::Document;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// A line with more words speaks of copyright without being a notice, unless it has the sign.
const MAX_WORDS: f32 = 20.0;
/// A name has this many further characters at most.
const MAX_CHARS: usize = 50;

/// What every notice holds; the letter before the last is checked where it is found.
static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Of this kind, few patterns are looked for sixteen bytes at a time.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(["©", "(c)", "opyright"]).ok()
});

struct Classes {
    letters: Class,
    digits: Class,
    /// What names are made of.
    names: Class,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| Classes {
    letters: Class::named(r"\p{L}"),
    digits: Class::named(r"\d"),
    names: Class::named(r"[\p{L}\p{M}\p{N} .&'’-]"),
});

/// What stands behind the first notice of each line, in order: one pass over the text for the signs, and a closer look at each.
pub fn holders(document: &Document) -> Vec<&str> {
    let (segments, features) = (document.segments(), document.features());
    let (mut found, mut done) = (Vec::new(), None);
    for sign in SIGNS.iter().flat_map(|signs| signs.find_iter(document.text())) {
        let at = segments.partition_point(|segment| segment.inner.end < sign.end());
        let (Some(segment), Some(own)) = (segments.get(at), features.get(at)) else { break };
        if done == Some(at) || sign.start() < segment.inner.start || !(own.copyright || own.words <= MAX_WORDS) {
            continue;
        }
        if let Some(name) = holder(document.inner(segment), sign.start() - segment.inner.start, sign.end() - segment.inner.start) {
            found.push(name);
            done = Some(at);
        }
    }
    found
}

/// Whom the notice names whose sign stands at a place of the line.
fn holder(line: &str, start: usize, end: usize) -> Option<&str> {
    let spelled = line[start..].starts_with('o');
    if spelled && !line[..start].ends_with(['c', 'C']) {
        return None;
    }
    let mut rest = &line[end..];
    if spelled {
        rest = rest.strip_prefix(" ©").unwrap_or(rest);
    }
    rest = rest.trim_start();
    rest = past_years(rest).unwrap_or(rest);
    rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    let by = rest.strip_prefix("by").and_then(|rest| rest.strip_prefix(char::is_whitespace));
    by.and_then(name).or_else(|| name(rest))
}

/// What stands behind a year or a range of years.
fn past_years(text: &str) -> Option<&str> {
    let rest = past_year(text)?;
    let joined = || {
        let rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest).strip_prefix(['-', '–'])?;
        past_year(rest.strip_prefix(char::is_whitespace).unwrap_or(rest))
    };
    Some(joined().unwrap_or(rest))
}

fn past_year(text: &str) -> Option<&str> {
    let mut rest = text;
    for _ in 0..4 {
        rest = rest.strip_prefix(|c: char| CLASSES.digits.contains(c))?;
    }
    Some(rest)
}

/// The name that opens a text: a letter, and at least one further character of a name.
fn name(text: &str) -> Option<&str> {
    let mut characters = text.char_indices();
    characters.next().filter(|(_, c)| CLASSES.letters.contains(*c))?;
    let mut further = characters.take_while(|(_, c)| CLASSES.names.contains(*c)).take(MAX_CHARS);
    let end = further.by_ref().last().map(|(at, c)| at + c.len_utf8())?;
    Some(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use proptest::prelude::*;
    use regex::Regex;

    /// What [`holders`] does, said as a pattern.
    static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern =
            r"(?:©|\(c\)|[Cc]opyright(?: ©)?)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*(?:by\s)?([\p{L}][\p{L}\p{M}\p{N} .&'’-]{1,50})";
        Regex::new(pattern).expect("a pattern")
    });

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "©",
            "(c)",
            "(C)",
            "Copyright",
            "copyright",
            "opyright",
            " ",
            "  ",
            "\u{a0}",
            "2031",
            "203",
            "20312",
            "٢٠٣١",
            "-",
            "–",
            " - ",
            ",",
            "by ",
            "by",
            "The Herald",
            "É",
            "日本新聞社",
            "Деловой полдень",
            "नाम",
            ".",
            "&",
            "’s",
            "x",
            "|",
            "\n",
            "GmbH. All rights reserved",
        ]);
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn holders_are_those_of_the_pattern(text in pieces()) {
            let document = Document::anonymous(Format::Plain, text);
            let lines = document.segments().iter().zip(document.features()).filter(|(_, own)| own.copyright || own.words <= MAX_WORDS);
            let slow = lines.filter_map(|(segment, _)| NOTICE.captures(document.inner(segment))?.get(1).map(|name| name.as_str()));
            prop_assert_eq!(holders(&document), slow.collect::<Vec<_>>());
        }
    }

    #[test]
    fn years_and_articles_are_passed_over() {
        let of = |text: &str| holders(&Document::anonymous(Format::Plain, text)).join("|");
        assert_eq!(of("© 2031 Kontorblick GmbH\nCopyright © 2020 – 2031, by The Herald (c) Jo"), "Kontorblick GmbH|The Herald ");
        assert_eq!(of("opyright 2031 Herald; © 2031"), "");
    }
}
