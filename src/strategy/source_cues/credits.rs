//! Picture credits: `/ AP`, `(AP Photo/J. Roe)`, `Photo: Jane Roe`, `Jane Roe/Agency`, `© J. Roe`, `Credit...J. Roe`.

use super::proper::{is_agency, is_name, is_slashed};
use super::signs::{CLOSE, COLON, GENERAL, HIGH, LATIN, MARK, OPEN, SLASH, Signs};
use crate::document::Document;
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// A credit line, or a caption with its credit, has this many words at most.
const MAX_WORDS: f32 = 200.0;
/// A caption that ends in a bare name has this many words at most.
const CAPTION_WORDS: f32 = 45.0;
/// A credit alone on a line has this many words at most.
const ALONE_WORDS: f32 = 8.0;
/// Bytes at the end of a line in which a credit stands.
const TAIL_BYTES: usize = 140;
/// Characters of whoever is credited.
const MAX_CREDITED: usize = 80;

/// Words in capitals that make a run of capitals a credit, not a slogan.
const SHOUTED: &[&str] = &["ARCHIVE", "ARCHIVES", "ARCHIV", "ARCHIVO", "ARQUIVO", "AGENCY", "PHOTO", "FOTO", "VIDEO", "PRESS"];

/// Words that announce a credit, as stems, in the languages of the lexicon.
static STEMS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let stems = [
        "photo",
        "picture",
        "image",
        "pic",
        "video",
        "graphic",
        "illustration",
        "figures",
        "vídeo",
        "vidéo",
        "credit",
        "foto",
        "bild",
        "grafik",
        "archivfoto",
        "symbolbild",
        "crédit",
        "crédito",
        "imagen",
        "fotograf",
        "görsel",
        "фото",
        "снимок",
        "صورة",
        "تصوير",
        "الصورة",
        "图片来源",
        "图片",
        "摄影",
        "图",
        "写真",
        "撮影",
        "提供",
        "사진",
        "फोटो",
        "तस्वीर",
        "zdjęcie",
        "fot.",
        "kuva",
        "billede",
        "getty images",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(aho_corasick::MatchKind::LeftmostLongest).build(stems).ok()
});

/// Finds credits at the end of caption-like lines, and lines that are a credit alone.
pub fn find(document: &Document, signs: &Signs, kept: &[bool], out: &mut Removals) {
    let lines = document.segments().iter().zip(document.features()).zip(signs.iter());
    for (((segment, features), signs), _) in lines.zip(kept).filter(|(_, kept)| **kept) {
        if features.words > MAX_WORDS || features.chars == 0 || features.heading || features.link_density() >= 0.9 {
            continue;
        }
        let line = document.slice(segment.span);
        if features.words <= ALONE_WORDS && is_alone(line, signs) {
            out.push(segment.span, Some(Label::Credit), "credit.alone");
            continue;
        }
        let (from, tail) = tail(line);
        let bare = || (features.words <= CAPTION_WORDS && !features.item).then(|| unannounced(tail, signs)).flatten();
        if let Some(start) = trailing(tail, signs).or_else(bare) {
            let span = Span::new(segment.span.start + from + start, segment.span.end).trimmed(document.text());
            out.push(span, Some(Label::Credit), "credit.trailing");
        }
    }
}

/// A line that is nothing but a name and an agency: "Jane Roe/TASS", "Getty Images", "Jane Roe via AP".
fn is_alone(line: &str, signs: u16) -> bool {
    let line = line.trim_end_matches('.');
    let via = || has_via(line) && line.split_once(" via ").is_some_and(|(left, right)| is_name(left, 4) && is_name(right, 4));
    signs & SLASH != 0 && is_slashed(line) || is_agency(line) || via()
}

/// A quick look for " via ".
fn has_via(line: &str) -> bool {
    memchr::memchr_iter(b'v', line.as_bytes()).any(|at| at > 0 && line.as_bytes()[at - 1..].starts_with(b" via "))
}

/// "Archivo municipal", "Archives de la ville".
fn is_archive(fragment: &str) -> bool {
    ["Archivo", "Archiv", "Arquivo", "Archivio", "Archive"].iter().any(|word| fragment.starts_with(word))
}

/// Words and where they begin.
fn words_with_places(text: &str) -> Vec<(usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split_whitespace().map(|word| (word.as_ptr() as usize - base, word)).collect()
}

/// The end of a line, and where it begins.
fn tail(line: &str) -> (usize, &str) {
    let from = line.floor_char_boundary(line.len().saturating_sub(TAIL_BYTES));
    (from, &line[from..])
}

/// Where in the tail of a line with these signs the credit begins.
fn trailing(tail: &str, signs: u16) -> Option<usize> {
    let if_any = |of: u16, found: fn(&str) -> Option<usize>| if signs & of != 0 { found(tail) } else { None };
    let wide = || signs & (LATIN | GENERAL | HIGH) != 0 && tail.contains(['©', '–', '：']);
    let announced = if signs & (COLON | SLASH) != 0 || wide() || may_announce(tail) { announced(tail) } else { None };
    // A closing bracket is one of two ASCII signs or a wide form.
    let found = [if_any(CLOSE | HIGH, bracketed), if_any(SLASH, slashed), announced, if_any(LATIN | OPEN, copyright)];
    found.into_iter().flatten().min()
}

/// Whether "..", "- " or a word for "by" stands in a text: without one of these and without a sign nothing is announced. Compares all places
/// at once, without a branch.
fn may_announce(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shifted = |by: usize| bytes.get(by..).unwrap_or(&[]);
    let places = bytes.iter().zip(shifted(1)).zip(shifted(2)).zip(shifted(3));
    let hit = places.fold(0u8, |hit, (((a, b), c), d)| {
        let is = |byte: &u8, sign: u8| u8::from(*byte == sign);
        let points = is(a, b'.') & is(b, b'.');
        let dash = is(a, b'-') & is(b, b' ');
        let by = is(a, b'b') & is(b, b'y') & is(c, b' ');
        let von = is(a, b'v') & is(b, b'o') & is(c, b'n') & is(d, b' ');
        let par = is(a, b'p') & is(b, b'a') & is(c, b'r') & is(d, b' ');
        let right = is(a, b'g') & is(b, b'h') & is(c, b't') & is(d, b' ');
        hit | points | dash | by | von | par | right
    });
    // The last places have no three bytes behind them.
    hit != 0
        || ["..", "- ", "by "]
            .iter()
            .any(|sign| bytes[bytes.len().saturating_sub(4)..].windows(sign.len()).any(|part| part == sign.as_bytes()))
}

/// "(Photo: Jane Roe/Agency)", "(Jane Roe/Harbour Herald)", "(AP Photo/Jane Roe)", "（写真：…）"
fn bracketed(tail: &str) -> Option<usize> {
    let closed = tail.trim_end_matches('.').strip_suffix([')', ']', '）'])?;
    let open = closed.rfind(['(', '[', '（'])?;
    let inside = closed[open..].trim_start_matches(['(', '[', '（']).trim_start();
    let named = inside.contains('/') && is_slashed(inside)
        || inside.split_once(" via ").is_some_and(|(left, right)| is_name(left, 5) && is_name(right, 5));
    let few = inside.split_whitespace().count() <= 4 && inside.contains([':', '：']);
    let announced = stem_at(inside, 0).is_some_and(|end| few || is_announcement(inside, end));
    let shot = ["撮影", "摄影", "攝影"].iter().any(|word| inside.ends_with(word)) && inside.chars().count() <= 12;
    (named || announced || shot).then_some(open)
}

/// "… in Ohio. / AP", "… kapılar / Ajans"
fn slashed(tail: &str) -> Option<usize> {
    let bytes = tail.as_bytes();
    let apart = |at: usize| at > 0 && bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b' ');
    let at = memchr::memrchr_iter(b'/', bytes).find(|&at| apart(at))? - 1;
    let name = tail[at + 3..].trim_end_matches('.');
    if !(is_name(name, 6) || is_agency(name)) {
        return None;
    }
    // "… on Monday. Edda Rowe / MNA": who took it stands before the agency.
    let sentence = [". ", "? ", "! "].iter().filter_map(|mark| tail[..at].rfind(mark)).max().map(|end| end + 2);
    Some(sentence.filter(|&from| is_name(tail[from..at].trim(), 5)).unwrap_or(at + 1))
}

/// A caption that ends in a name without a word to announce it: "… on Monday. Jane Roe", "… 1,150 people Jane Roe/Agency", "… MNA VIDEO".
fn unannounced(tail: &str, signs: u16) -> Option<usize> {
    if tail.ends_with(['.', '!', '?', ':', ',', ';', '”', '"', '»', '…']) {
        return None;
    }
    // Without a slash and without the end of a sentence, only capitals tell.
    if signs & (SLASH | MARK) == 0 && !tail.split_whitespace().next_back().is_some_and(is_shouted) {
        return None;
    }
    let words: Vec<(usize, &str)> = words_with_places(tail);
    let last = words.len().checked_sub(1)?;
    if words.len() < 5 {
        return None;
    }
    // All in capitals, behind a caption that is not.
    let shouted = words.iter().rev().take_while(|(_, word)| is_shouted(word)).count();
    let credited = |word: &str| word.contains('/') || is_agency(word) || SHOUTED.contains(&word);
    let crediting = words[words.len() - shouted..].iter().any(|(_, word)| credited(word));
    if (2..=6).contains(&shouted)
        && crediting
        && words[..words.len() - shouted].iter().any(|(_, word)| word.chars().all(char::is_lowercase))
    {
        return Some(words[words.len() - shouted].0);
    }
    // Name and agency joined by a slash.
    if let Some(slash) = words.iter().rposition(|(_, word)| word.contains('/')).filter(|slash| last - slash <= 3 && *slash > 2) {
        let before = words[..slash].iter().rev().take(2).take_while(|(_, word)| capital(word) && !word.ends_with(['.', ','])).count();
        let from = words[slash - before].0;
        return (before >= 1 && is_slashed(&tail[from..])).then_some(from);
    }
    // A last sentence that is nothing but a name.
    let end =
        words.iter().rposition(|(_, word)| word.ends_with(['.', '?', '!']) && word.chars().filter(|c| c.is_alphabetic()).count() >= 3)?;
    let (from, fragment) = (words.get(end + 1)?.0, &tail[words.get(end + 1)?.0..]);
    let named = ["handout", "archive", "video"].iter().find_map(|word| fragment.strip_suffix(word)).unwrap_or(fragment).trim_end();
    let count = fragment.split_whitespace().count();
    (end >= 2 && (2..=4).contains(&count) && (is_name(named, 4) || is_archive(fragment))).then_some(from)
}

/// "Photo: Jane Roe", "Credit...Jane Roe", "Foto – Jane Roe", "Picture by Jane Roe"
fn announced(tail: &str) -> Option<usize> {
    let stems = STEMS.as_ref()?;
    let begins = |at: usize| tail[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '.' | '|' | ']' | '”' | '"'));
    let found = stems.find_iter(tail).find(|found| begins(found.start()) && is_announcement(tail, found.end()))?;
    Some(found.start())
}

/// The end of the stem that stands at a place.
fn stem_at(text: &str, at: usize) -> Option<usize> {
    STEMS.as_ref()?.find(&text[at..]).filter(|found| found.start() == 0).map(|found| at + found.end())
}

/// Whether a separator and somebody to credit follow a stem, up to the end.
fn is_announcement(text: &str, stem_end: usize) -> bool {
    let word_end = text[stem_end..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |at| stem_end + at);
    let mut rest = text[word_end..].trim_start();
    // "image copyright", "photo credit", "photo d'archives"
    for second in ["still", "copyright", "credit", "source", "by", "von", "par", "d'archives"] {
        rest = rest.strip_prefix(second).map_or(rest, str::trim_start);
    }
    let joined = text[word_end..].trim_start().len() != rest.len()
        && text[word_end..].contains("by ")
            | text[word_end..].contains("copyright ")
            | text[word_end..].contains("von ")
            | text[word_end..].contains("par ");
    let credited = ["...", ":", "：", "=", "–", "- ", "©", "/"].iter().find_map(|sign| rest.strip_prefix(sign)).or(joined.then_some(rest));
    credited.is_some_and(|credited| {
        let credited = credited.trim();
        // Whoever is credited is named, not described: a sentence goes on in small letters.
        let named =
            credited.chars().next().is_some_and(|c| !c.is_lowercase() || is_agency(credited.split_whitespace().next().unwrap_or("")));
        !credited.is_empty() && credited.chars().count() <= MAX_CREDITED && named
    })
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A word of two letters or more, all in capitals.
fn is_shouted(word: &str) -> bool {
    capital(word) && !word.chars().any(char::is_lowercase) && word.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// "… © Jane Roe", "– © agency.example"
fn copyright(tail: &str) -> Option<usize> {
    // Looked for by its second byte: that of the sign is rare, and a tail with a parenthesis too.
    let last = |sign: &str| {
        let places = memchr::memrchr_iter(sign.as_bytes()[1], tail.as_bytes()).filter_map(|at| at.checked_sub(1));
        places.into_iter().find(|&at| tail.as_bytes()[at..].starts_with(sign.as_bytes()))
    };
    let spelled = || if tail.contains('(') { last("(c) ").or_else(|| last("(C) ")) } else { None };
    let at = last("©").or_else(spelled)?;
    let before = tail[..at].trim_end_matches([' ', '–', '|', '-', '\u{a0}']);
    let rest = tail[at..].trim_start_matches(['©', ' ']);
    let apart = before.is_empty() || before.len() < at;
    (apart && (2..=MAX_CREDITED).contains(&rest.chars().count())).then_some(before.len())
}

/// What is found of a line with its own signs is what is found where every look says yes.
#[cfg(test)]
pub fn assert_quick_looks(line: &str) {
    let (own, tail) = (super::signs::signs(line), tail(line).1);
    assert_eq!(is_alone(line, own), is_alone(line, u16::MAX), "{line}");
    assert_eq!(trailing(tail, own), trailing(tail, u16::MAX), "{line}");
    assert_eq!(unannounced(tail, own), unannounced(tail, u16::MAX), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn credit(line: &str) -> Option<String> {
        let document = Document::anonymous(Format::Plain, line);
        let mut out = Removals::new();
        find(&document, &Signs::of(&document), &[true], &mut out);
        out.iter().next().map(|removal| document.slice(removal.span).to_string())
    }

    #[test]
    fn credits_are_cut_from_captions() {
        assert_eq!(credit("The crane in the harbour on Monday. / MNA").as_deref(), Some("/ MNA"));
        assert_eq!(credit("Mourners at dawn. (Jane Roe/Harbour Herald)").as_deref(), Some("(Jane Roe/Harbour Herald)"));
        assert_eq!(
            credit("The grid centre in Folsom.Credit...Jane Roe/Associated Press").as_deref(),
            Some("Credit...Jane Roe/Associated Press")
        );
        assert_eq!(credit("Alexander Ryu/TASS").as_deref(), Some("Alexander Ryu/TASS"));
        assert_eq!(credit("Der Kran am Montag. Foto: Jana Roh / dpa").as_deref(), Some("Foto: Jana Roh / dpa"));
        assert_eq!(credit("Der Kran. – © jollier - stock.adobe.com").as_deref(), Some("– © jollier - stock.adobe.com"));
        assert_eq!(credit("Picture by Jane Roe").as_deref(), Some("Picture by Jane Roe"));
        assert_eq!(credit("The crane in the harbour on Monday. Jane Roe / MNA").as_deref(), Some("Jane Roe / MNA"));
        assert_eq!(credit("The crane in the harbour on Monday. Jane Roe").as_deref(), Some("Jane Roe"));
        assert_eq!(credit("The company in Folsom employs 1,150 people Jane Roe/Agency").as_deref(), Some("Jane Roe/Agency"));
        assert_eq!(credit("El muro del río crecerá hasta los 79. MNA / SIL HARROW").as_deref(), Some("MNA / SIL HARROW"));
        assert_eq!(credit("Thorne à saída, na quinta-feira ODA RHYS/MNA").as_deref(), Some("ODA RHYS/MNA"));
        assert_eq!(credit("La mudanza de los vecinos, en agosto. Archivo municipal").as_deref(), Some("Archivo municipal"));
        assert_eq!(credit("Choir members at the station (Photo: submitted)").as_deref(), Some("(Photo: submitted)"));
        assert_eq!(credit("東浜港を出る船＝27日（安岡里佳撮影）").as_deref(), Some("（安岡里佳撮影）"));
    }

    #[test]
    fn sentences_keep_their_words() {
        assert_eq!(credit("He paid 5 marks and/or 6 for the photo, she said."), None);
        assert_eq!(credit("The minister spoke of two things: money and time."), None);
        assert_eq!(credit("The video shows a man: he runs to the door and falls."), None);
        assert_eq!(credit("One placard at the gate said DIRECTORS PAY DOUBLE"), None);
        assert_eq!(credit("2. Jane Roe"), None);
        assert_eq!(credit("She won it twice before, against Dr. Jane Roe"), None);
        assert_eq!(credit("“We were lucky that night.” Jane Roe"), None);
        assert_eq!(credit("He drove from Halvern to the old harbour of New Brackwater"), None);
    }
}
