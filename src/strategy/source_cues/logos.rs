//! The outlet's name where its id does not tell it, because it is written in another script: the logo at the head of the page.

use crate::document::{Document, is_unspaced};
use crate::span::Span;

/// The logo stands in one of the first lines.
const HEAD: usize = 12;
/// A name in a script without spaces that stands this often on the page is the outlet's.
const OFTEN: usize = 3;
/// Words behind a name for the outlet's web edition or company.
const EDITIONS: &[&str] = &["デジタル", "オンライン", "電子版", "新聞社の", "電子报", "电子版", "在线", "网", "網"];
/// Company words in scripts without spaces.
const COMPANIES: &[&str] = &["社", "株式会社", "有限公司", "集团", "集團", "报社"];
/// Quotation marks in which names of papers stand.
const QUOTES: &[(char, char)] = &[('«', '»'), ('《', '》'), ('「', '」'), ('『', '』'), ('“', '”'), ('„', '“')];
/// Letters that inflected forms share with a word at least.
const SHARED: usize = 4;

/// Names read from the head: those that count in quotation marks, and those that count anywhere.
pub fn of(document: &Document) -> (Vec<String>, Vec<String>) {
    let (mut quoted, mut unspaced) = (Vec::new(), Vec::new());
    for segment in document.segments().iter().take(HEAD) {
        let line = document.inner(segment).trim_start_matches('[');
        let line = line.split_once("](").map_or(line, |(name, _)| name).trim();
        // Letters of ASCII make no foreign name, and most lines have no others.
        if line.is_ascii() {
            continue;
        }
        let letters = || line.chars().filter(|c| c.is_alphabetic());
        let foreign = letters().count() >= 4 && letters().all(|c| !c.is_ascii()) && line.chars().count() <= 30;
        let few =
            line.split_whitespace().count() <= 4 && line.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-') || is_mark(c));
        if !foreign || !few {
            continue;
        }
        let name = EDITIONS.iter().find_map(|edition| line.strip_suffix(edition)).unwrap_or(line);
        // Menus are written in kana or are shorter; the name of a paper has a character of meaning.
        let meant = name.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        let one = meant && letters().all(is_unspaced) && !line.contains(char::is_whitespace) && name.chars().count() >= 4;
        if one && document.text().matches(name).count() >= OFTEN {
            unspaced.push(name.to_string());
        }
        quoted.push(name.to_string());
    }
    for names in [&mut quoted, &mut unspaced] {
        names.sort_unstable();
        names.dedup();
    }
    (quoted, unspaced)
}

/// Vowel signs of Indic scripts are no letters.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{DFF}')
}

/// A name in a copyright line without the word for a company.
pub fn without_company(name: &str) -> &str {
    let cut = COMPANIES.iter().find_map(|company| name.strip_suffix(company)).unwrap_or(name);
    if cut.chars().count() >= 4 { cut } else { name }
}

/// Names of the outlet in quotation marks: as the logo has it, inflected («Деловому полдню»), or its initials («ДП»).
pub fn quoted(line: &str, logos: &[String]) -> Vec<Span> {
    let mut found = Vec::new();
    if logos.is_empty() || !may_open(line.as_bytes()) {
        return found;
    }
    for &(open, close) in QUOTES {
        let mut from = 0;
        while let Some(start) = line[from..].find(open).map(|at| from + at) {
            let inside = start + open.len_utf8();
            let Some(end) = line[inside..].find(close).map(|at| inside + at) else { break };
            if logos.iter().any(|logo| is_form_of(&line[inside..end], logo)) {
                found.push(Span::new(start, end + close.len_utf8()));
            }
            from = end + close.len_utf8();
        }
    }
    found
}

/// A quick look: whether one of [`QUOTES`] opens in a line, by its first byte and its last.
pub fn may_open(line: &[u8]) -> bool {
    let opens = |at: usize| match line[at] {
        0xC2 => line.get(at + 1) == Some(&0xAB),
        // Quotation marks that open, not the apostrophe, which has the same first bytes.
        0xE2 => matches!(line.get(at + 2), Some(0x9C | 0x9E)),
        _ => matches!(line.get(at + 2), Some(0x8A | 0x8C | 0x8E)),
    };
    memchr::memchr3_iter(0xC2, 0xE2, 0xE3, line).any(opens)
}

/// Whether a quoted name is a form of the logo's.
fn is_form_of(quoted: &str, logo: &str) -> bool {
    if quoted == logo {
        return true;
    }
    let initials: String = logo.split_whitespace().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    if quoted == initials && initials.chars().count() >= 2 && !initials.is_ascii() {
        return true;
    }
    let (words, own): (Vec<&str>, Vec<&str>) = (quoted.split_whitespace().collect(), logo.split_whitespace().collect());
    let alike = |(a, b): (&&str, &&str)| {
        let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a.to_lowercase().eq(b.to_lowercase())).count();
        shared >= SHARED && a.chars().count().abs_diff(b.chars().count()) <= 2
    };
    !quoted.is_ascii() && words.len() == own.len() && words.iter().zip(&own).all(alike)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn names_in_other_scripts_come_from_the_head() {
        let text = "[صدى المرفأ](#)\n- [أخبار](#)\n# لقاح جديد ضد حمى المستنقعات\n";
        let document = Document::anonymous(Format::Markdown, text);
        let (quoted_names, unspaced) = of(&document);
        assert!(quoted_names.contains(&"صدى المرفأ".to_string()) && unspaced.is_empty());
        assert_eq!(quoted("قال لـ«صدى المرفأ» إن", &quoted_names).len(), 1);
        let text = "岬新聞デジタル\n社会\n岬新聞の取材\n岬新聞\n";
        assert_eq!(of(&Document::anonymous(Format::Plain, text)).1, Vec::<String>::new(), "three letters are too few");
        let text = "北岬新聞デジタル\n社会\n北岬新聞の取材\n北岬新聞\n";
        assert_eq!(of(&Document::anonymous(Format::Plain, text)).1, ["北岬新聞"]);
    }

    #[test]
    fn inflected_and_shortened_names_count_in_quotes() {
        let logos = ["Утренний вестник".to_string()];
        assert_eq!(quoted("сказала она «Утреннему вестнику» и «УВ», а не «Вечернему вестнику»", &logos).len(), 2);
        assert_eq!(quoted("сказала она", &logos).len(), 0);
    }

    #[test]
    fn no_quotation_mark_is_passed_over() {
        assert!(QUOTES.iter().all(|(open, _)| may_open(format!("a{open}b").as_bytes())));
        assert!(!may_open("it’s a dash – and a space\u{a0}".as_bytes()));
    }

    #[test]
    fn company_words_are_no_part_of_the_name() {
        assert_eq!(without_company("北岬新聞社"), "北岬新聞");
        assert_eq!(without_company("四文字社"), "四文字社");
    }
}
