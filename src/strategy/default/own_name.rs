//! Lines in which an outlet speaks of itself to its reader: its name, and "you" or an imperative. Prompts are written so.

use super::evidence::Word;
use crate::document::Document;
use crate::label::Label;
use crate::strategy::source_cues::Reading;

/// A prompt has this many words at most.
const MAX_WORDS: f32 = 60.0;

/// The reader, in lower case.
const YOU: &[&str] = &[
    "you",
    "your",
    "yours",
    "you’re",
    "you're",
    "dein",
    "deine",
    "vous",
    "votre",
    "vos",
    "usted",
    "tu",
    "tus",
    "você",
    "vostro",
    "tuo",
    "tua",
    "siz",
    "sizi",
    "sizin",
    "вы",
    "вас",
    "вам",
    "ваш",
    "ваша",
    "вашу",
    "आप",
    "आपके",
    "आपको",
    "jouw",
    "uw",
];
/// The reader in German: with a capital within a sentence; at its beginning, and in small letters, the words mean somebody else.
const SIE: &[&str] = &["Sie", "Ihr", "Ihre", "Ihren", "Ihnen", "Ihrem", "Ihrer"];

/// What a prompt begins with, in lower case.
const IMPERATIVES: &[&str] = &[
    "get",
    "join",
    "subscribe",
    "follow",
    "support",
    "back",
    "download",
    "claim",
    "become",
    "sign",
    "try",
    "keep",
    "stay",
    "donate",
    "give",
    "send",
    "abonnieren",
    "lesen",
    "folgen",
    "unterstützen",
    "suivez",
    "abonnez",
    "recevez",
    "soutenez",
    "sigue",
    "siga",
    "suscríbete",
    "suscríbase",
    "recibe",
    "reciba",
    "apoya",
    "assine",
    "apoie",
    "receba",
    "ricevi",
    "iscriviti",
    "abbonati",
    "segui",
    "takip",
    "abone",
    "подписывайтесь",
    "читайте",
    "поддержите",
    "следите",
    "volg",
    "steun",
];

/// Text that names the outlet in so many lines of prose beside the prompts is about it: a shop, a service, a manual of its own.
const SUBJECT_LINES: usize = 3;
/// A line of prose has this many words.
const PROSE_WORDS: f32 = 8.0;
/// Prompts make up this share of the unknown words at most; where all speaks to the reader, that is what the text does.
const MAX_SHARE: f32 = 0.2;

/// Marks such lines among those that nobody knows yet, unless the text is about the outlet.
pub fn mark(document: &Document, reading: &Reading, typed: &[Word], special: &mut [Word]) {
    let names = &reading.names;
    if names.is_empty() {
        return;
    }
    let german = document.language().code == "de";
    let (mut prompts, mut subject, mut prompt_words, mut words) = (Vec::new(), 0, 0.0, 0.0);
    for (at, segment) in document.segments().iter().enumerate() {
        let own = &document.features()[at];
        if typed[at].is_some() || special[at].is_some() || own.heading || own.words < 3.0 {
            continue;
        }
        words += own.words;
        if !reading.named[at] {
            continue;
        }
        let line = document.inner(segment);
        if !names.is_in(line) && !names.short_in(line) {
            continue;
        }
        if own.words <= MAX_WORDS && addresses_reader(line, german) {
            prompts.push(at);
            prompt_words += own.words;
        } else if own.words >= PROSE_WORDS {
            subject += 1;
        }
    }
    let is_subject = subject >= SUBJECT_LINES || (words > prompt_words && prompt_words > MAX_SHARE * words);
    if !is_subject {
        prompts.into_iter().for_each(|at| special[at] = Some((Label::Promo, "prose.own_name")));
    }
}

/// Whether a line without a quotation speaks to its reader.
fn addresses_reader(line: &str, german: bool) -> bool {
    if line.contains(['"', '“', '”', '„', '«', '「', '‘']) {
        return false;
    }
    let signs = |c: char| matches!(c, ',' | ';' | '*' | '[' | ']' | '(' | ')') || c.is_whitespace();
    let opens = |sentence: &str| {
        let first = sentence.split(signs).find(|word| !word.is_empty()).unwrap_or("").to_lowercase();
        IMPERATIVES.contains(&first.as_str())
    };
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ':' | '–' | '—');
    let sie = |sentence: &str| sentence.split(signs).filter(|word| !word.is_empty()).skip(1).any(|word| SIE.contains(&word));
    let you = || line.split(|c| signs(c) || ends(c)).any(|word| YOU.contains(&word.to_lowercase().as_str()));
    line.split(ends).any(|sentence| opens(sentence) || german && sie(sentence)) || you()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta};

    fn is_prompt(line: &str) -> bool {
        let meta = Meta { source: "harbour-herald".into(), format: Format::Plain, ..Meta::default() };
        let document = Document::new(Meta { lang: if line.contains(" die ") { "de" } else { "en" }.into(), ..meta }, line.into());
        let mut special = vec![None; document.segments().len()];
        mark(&document, &Reading::of(&document), &vec![None; special.len()], &mut special);
        special[0].is_some()
    }

    #[test]
    fn an_outlet_that_speaks_of_itself_to_its_reader_prompts() {
        assert!(is_prompt("Under 21? You can read the Harbour Herald for nothing."));
        assert!(is_prompt("Get the Harbour Herald every Thursday, free of charge"));
        assert!(is_prompt("All the tides, one letter: get the Harbour Herald on Sundays"));
        assert!(is_prompt("Im Harbour Herald finden Sie die Gezeiten"));
        assert!(!is_prompt("Ihre Ausbildung erhielt die Kapitänin beim Harbour Herald"));
        assert!(!is_prompt("She told the Harbour Herald that she would stay."));
        assert!(!is_prompt("“You read the Harbour Herald, do you,” he said."));
        assert!(!is_prompt("You can walk to the harbour in an hour."));
    }

    #[test]
    fn a_text_about_the_outlet_itself_does_not_prompt() {
        let marked = |text: &str| {
            let meta = Meta { source: "harbour-herald".into(), format: Format::Plain, lang: "en".into(), ..Meta::default() };
            let document = Document::new(meta, text.into());
            let mut special = vec![None; document.segments().len()];
            mark(&document, &Reading::of(&document), &vec![None; special.len()], &mut special);
            special.iter().flatten().count()
        };
        let prose = "The ferry ran aground on the bar at dawn, and all who were aboard had been brought ashore by noon.\n\n".repeat(5);
        let prompt = "You can read the Harbour Herald for nothing.";
        assert_eq!(marked(&format!("{prose}{prompt}")), 1);
        let about = "The Harbour Herald was sold to its readers in the spring of that year.\n\n".repeat(3);
        assert_eq!(marked(&format!("{prose}{about}{prompt}")), 0);
    }
}
