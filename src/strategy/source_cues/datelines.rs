//! Datelines: "MOSCOW" alone, "PARIS, June 4 (AFP) —", "Madrid, 3 mar (EFE).-", "BERLIN (dpa) -", "KOBE –".

use super::pattern::Pattern;
use crate::document::Document;
use crate::label::Label;
use crate::span::Span;
use crate::strategy::contract::Removals;
use std::sync::LazyLock;

/// A dateline stands in one of the first paragraphs.
const MAX_PARAGRAPHS: usize = 4;

/// A dateline takes this many bytes of a paragraph at most.
const OPENING_BYTES: usize = 120;

static OPENING: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns().iter().filter_map(|pattern| Pattern::new(pattern)).collect());

/// How paragraphs open; a dateline is the longest that any of these finds.
pub fn patterns() -> [String; 8] {
    let upper = r"\p{Lu}[\p{Lu}.'’-]+(?:[ /-]\p{Lu}[\p{Lu}.'’-]*){0,3}";
    let place = r"\p{Lu}[\p{L}.'’-]+(?:[ /-]\p{Lu}[\p{L}.'’-]*){0,3}";
    let date = r"(?:,? (?:\d{1,2}\.? )?(?:\p{L}{3,12}\.?)(?: \d{1,2})?(?:,? \d{4})?)";
    let region = r"(?:, [\p{Lu}][\p{L}.]*(?: [\p{Lu}][\p{L}.]*)?)";
    let agency = r"(?: ?[(/\[][\p{L}][\p{L}\p{N} .,/&-]{1,40}[)/\]])";
    let dash = r"\s?(?:\.-|--|[—–-]|:)\s";
    [
        // The place in capitals, with or without more.
        format!(r"^{upper}{region}?{date}?{agency}?{dash}"),
        // The place in small letters needs a date or an agency.
        format!(r"^{place}{region}?(?:{date}{agency}|{agency}|,{date}){dash}"),
        // "ORRIN, April 8 (MNA)." and "/PRESSLANE/ --"
        format!(r"^{place}{region}?{date}?,? ?/[^/\n]{{2,30}}/{dash}?"),
        // "Orrin/Auenfeld. Beim Gesundheitsdienst …" and "ORRIN—The man …"
        r"^\p{Lu}\p{L}+(?:[ -]\p{Lu}\p{L}+)?/\p{Lu}\p{L}+(?:[ -]\p{Lu}\p{L}+)?\.\s".to_string(),
        format!(r"^{upper}{region}?{date}?{agency}?—"),
        r"^[^\s,।]{2,24}, (?:एजेंसी|संवाददाता|ब्यूरो|भाषा|वार्ता)\s?[।:]".to_string(),
        r"^【[^】\n]{1,30}】".to_string(),
        r"^[^\s，。]{0,12}(?:社|网|报)[^\s，。]{0,8}\d{1,2}月\d{1,2}日[电讯]".to_string(),
    ]
}

/// Finds datelines before the first sentences, and a place alone in capitals on a line among the first.
pub fn find(document: &Document, kept: &[bool], out: &mut Removals) {
    let mut paragraphs = 0;
    for (at, (segment, features)) in document.segments().iter().zip(document.features()).enumerate() {
        if !kept.get(at).is_some_and(|kept| *kept) {
            continue;
        }
        let line = document.inner(segment);
        if features.is_long() {
            paragraphs += 1;
            if let Some(end) = opening(line).or_else(|| if paragraphs == 1 { place_and_stop(document, line) } else { None }) {
                out.push(Span::new(segment.inner.start, segment.inner.start + end), Some(Label::Dateline), "dateline.opening");
            }
            if paragraphs >= MAX_PARAGRAPHS {
                return;
            }
        } else if at > 0 && at < 12 && is_place_line(line) && follows_title(document, at) {
            out.push(segment.span, Some(Label::Dateline), "dateline.alone");
        }
    }
}

/// Bytes of the dateline that opens a paragraph, the dash included.
fn opening(line: &str) -> Option<usize> {
    let head = &line[..line.floor_char_boundary(OPENING_BYTES)];
    // Every dateline ends in a dash, a slash, a bracket or the character for a telegram.
    let dashed =
        head.contains(['—', '–', '【', '电', '讯', '/', '।']) || ["--", " - ", ".- ", "): "].iter().any(|sign| head.contains(sign));
    if !dashed || head.starts_with(char::is_lowercase) {
        return None;
    }
    let end = OPENING.iter().filter_map(|pattern| pattern.find(head)).map(|found| found.end).max()?;
    let rest = line[end..].trim_start();
    let sentence =
        rest.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic() || crate::document::is_unspaced(c)) && rest.len() >= 30;
    sentence.then(|| line[..end].trim_end().len())
}

/// "Halvern. Es war noch keine acht Uhr …": how German papers open a report. The text must speak of the place again.
fn place_and_stop(document: &Document, line: &str) -> Option<usize> {
    let (place, rest) = line.split_once(". ")?;
    let word = place.chars().count() >= 3 && place.chars().all(|c| c.is_alphabetic() || c == '-') && place.starts_with(char::is_uppercase);
    let again = || document.text().matches(place).count() >= 2;
    (document.language().code == "de" && word && rest.len() >= 30 && again()).then_some(place.len() + 1)
}

/// "MOSCOW", "NAPA COUNTY, Calif."
fn is_place_line(line: &str) -> bool {
    let letters = || line.chars().filter(|c| c.is_alphabetic());
    let upper = letters().count() >= 3 && letters().all(char::is_uppercase);
    upper && line.chars().count() <= 30 && line.split_whitespace().count() <= 3 && !line.contains(['|', ':', '&'])
}

/// The line before is the title, perhaps with a line with the time between: otherwise capitals are a kicker or a menu.
fn follows_title(document: &Document, at: usize) -> bool {
    let features = document.features();
    let timed = features[at - 1].digits >= 4 && features[at - 1].words <= 10.0 && at >= 2;
    let before = &features[if timed { at - 2 } else { at - 1 }];
    let after = features.get(at + 1);
    before.is_title() && before.link_density() < 0.5 && after.is_some_and(|after| after.chars > 60)
}

/// What one of the patterns finds.
#[cfg(test)]
pub fn matched(pattern: usize, text: &str) -> Option<(usize, usize)> {
    OPENING[pattern].find(text).map(|found| (found.start, found.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dateline(line: &str) -> Option<&str> {
        opening(line).map(|end| &line[..end])
    }

    #[test]
    fn datelines_of_many_agencies_are_found() {
        let rest = "The ferry ran aground on Monday with 214 people aboard.";
        for opening in [
            "MOSCOW, June 4 (AFP) —",
            "KOBE –",
            "NAPA COUNTY, Calif. (KGO) --",
            "BERLIN (dpa) -",
            "Madrid, 3 mar (EFE).-",
            "ORRIN, April 8 (MNA) —",
            "Orrin/Auenfeld.",
        ] {
            let line = format!("{opening} {rest}");
            assert_eq!(dateline(&line), Some(opening), "{line}");
        }
    }

    #[test]
    fn dashes_without_spaces_and_german_openings_are_found() {
        assert_eq!(dateline("ORRIN—The man who won the cup on Saturday once had to borrow boots."), Some("ORRIN—"));
        let document = |text: &str| Document::anonymous(crate::document::Format::Plain, text);
        let text = "Halvern. Es war noch keine acht Uhr, als die Nachricht kam und das Telefon nicht mehr still stand.\nDie Bank hat ihren Sitz in Halvern, und dort soll er auch bleiben, sagte der Sprecher.";
        assert_eq!(place_and_stop(&document(text), text), Some("Halvern.".len()));
        let text = "Nein. Es war noch keine acht Uhr, als die Nachricht kam und das Telefon nicht mehr still stand.";
        assert_eq!(place_and_stop(&document(text), text), None);
    }

    #[test]
    fn sentences_are_not_datelines() {
        assert_eq!(dateline("KNIME — short for a longer name — is a tool that many people use."), None);
        assert_eq!(dateline("The minister said on Monday — not for the first time — that she would stay."), None);
        assert_eq!(dateline("Police said: The road is closed until further notice to everyone."), None);
    }
}
