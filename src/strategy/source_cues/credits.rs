//! Picture credits: `/ AP`, `(AP Photo/J. Roe)`, `Photo: Jane Roe`, `Jane Roe/Agency`, `© J. Roe`, `Credit...J. Roe`.

use crate::document::Document;
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;
use regex::Regex;
use std::sync::LazyLock;

/// A credit line, or a caption with its credit, has this many words at most.
const MAX_WORDS: f32 = 130.0;

/// Words that announce a credit inside a caption line, in the languages of the lexicon.
const CUE: &str = r"(?:photos?|photograph|picture|pictures|image|images|pic|video|graphic|illustration|credit|credits|foto|fotos|fotografie|bild|bilder|grafik|archivfoto|symbolbild|photo d'archives|crédits?(?: photo)?|imagen|crédito|fotografía|fotoğraf|görsel|фото|снимок|صورة|تصوير|الصورة|图片来源|图片|摄影|图|写真|撮影|提供|사진|फोटो|तस्वीर|zdjęcie|fot|kuva|kuvaaja|billede)";

/// A kind of credit at a line's end: a quick look at the tail, and the pattern.
struct Credit {
    may_hold: fn(&str) -> bool,
    pattern: Regex,
}

static TRAILING: LazyLock<Vec<Credit>> = LazyLock::new(|| {
    let name = r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’&+-]*(?:[ /][\p{L}\p{M}.'’&+-]+){0,6}";
    let bracketed: fn(&str) -> bool = |tail| tail.trim_end_matches('.').ends_with([')', ']', '）']);
    let credits: [(fn(&str) -> bool, String); 5] = [
        // "(Photo: Jane Roe/Agency)", "（写真：…）"
        (bracketed, format!(r"(?i:[(（\[]\s*{CUE}\s*(?:by|von|par|de|:|：|/|courtesy|=|-)[^()（）\[\]]{{1,80}}[)）\]])\.?$")),
        // "(Jane Roe/Boston Herald)"
        (bracketed, format!(r"[(（](?:{name}/{name}|AP Photo[^()]{{0,60}}|{name} via {name})[)）]\.?$")),
        // "… in Ohio. / AP", "… kapılar / Ajans"
        (|tail| tail.contains(" / "), format!(r"\s/\s{name}\.?$")),
        // "Photo: Jane Roe", "Credit...Jane Roe", "Foto – Jane Roe", "Picture by Jane Roe"
        (
            |tail| {
                tail.contains([':', '：', '=', '©', '–'])
                    || ["...", " by ", " By ", " - ", " von ", " par "].iter().any(|sign| tail.contains(sign))
            },
            format!(
                r"(?i:(?:^|[\s.|])(?:{CUE}|image copyright|image credit|photo credit|picture credit|image source|getty images)\s*(?:by\s|von\s|par\s|:|：|\.\.\.|=|–|-\s|©)\s*)[^\n]{{1,80}}$"
            ),
        ),
        // "… © Jane Roe", "– © agency.example"
        (
            |tail| tail.contains('©') || tail.contains("(c)") || tail.contains("(C)"),
            r"(?:^|[\s–|-]+)(?:©|\(c\)|\(C\))\s?[^\n©]{2,70}$".to_string(),
        ),
    ];
    credits.into_iter().filter_map(|(may_hold, pattern)| Some(Credit { may_hold, pattern: Regex::new(&pattern).ok()? })).collect()
});

/// A line that is nothing but a name and an agency: "Jane Roe/TASS", "Getty Images", "Reuters".
static ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3}";
    let agencies = r"(?:AP|AFP|Reuters|REUTERS|TASS|EPA|EPA-EFE|EFE|dpa|DPA|ANSA|AA|PA|PTI|ANI|UPI|Xinhua|Kyodo|Yonhap|Keystone|Getty Images|iStock|Shutterstock|imago|IMAGO|picture alliance|Alamy|Adobe Stock|stock\.adobe\.com|Unsplash|Lehtikuva|NurPhoto|ZUMA Press|Associated Press|Agence France-Presse)";
    Regex::new(&format!(r"^(?:{name} ?/ ?{name}|(?:{name} ?[/,|] ?)*{agencies}(?: ?/ ?{name})*|{name} via {name})\.?$")).ok()
});

/// Finds credits at the end of caption-like lines, and lines that are a credit alone.
pub fn find(document: &Document, out: &mut Removals) {
    for (segment, features) in document.segments().iter().zip(document.features()) {
        if features.words > MAX_WORDS || features.chars == 0 || features.heading {
            continue;
        }
        let line = document.slice(segment.span);
        if features.words <= 8.0 && ALONE.as_ref().is_some_and(|alone| alone.is_match(line)) {
            out.push(segment.span, Some(Label::Credit), "credit.alone");
        } else if features.link_density() < 0.9 {
            trailing(document, segment.span, out);
        }
    }
}

/// Bytes at the end of a line in which a credit stands.
const TAIL_BYTES: usize = 140;

/// The end of a line.
fn tail(line: &str) -> (usize, &str) {
    let mut from = line.len().saturating_sub(TAIL_BYTES);
    while !line.is_char_boundary(from) {
        from -= 1;
    }
    (from, &line[from..])
}

fn trailing(document: &Document, line: Span, out: &mut Removals) {
    let (from, text) = tail(document.slice(line));
    let found = TRAILING
        .iter()
        .filter(|credit| (credit.may_hold)(text))
        .filter_map(|credit| credit.pattern.find(text))
        .min_by_key(regex::Match::start);
    if let Some(found) = found {
        let start = line.start + from;
        let span = Span::new(start + found.start(), start + found.end()).trimmed(document.text());
        let own = document.slice(span);
        // A full stop or bar before the credit belongs to the caption.
        let lead = own.len() - own.trim_start_matches(['.', '|', ' ']).len();
        out.push(Span::new(span.start + lead, span.end), Some(Label::Credit), "credit.trailing");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn credit(line: &str) -> Option<String> {
        let document = Document::anonymous(Format::Plain, line);
        let mut out = Removals::new();
        find(&document, &mut out);
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
    }

    #[test]
    fn sentences_keep_their_words() {
        assert_eq!(credit("He paid 5 marks and/or 6 for the photo, she said."), None);
        assert_eq!(credit("The minister spoke of two things: money and time."), None);
    }
}
