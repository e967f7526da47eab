//! Lines in which an outlet speaks of itself to its reader: its name, and "you" or an imperative. Prompts are written so.

use super::evidence::Word;
use crate::document::Document;
use crate::label::Label;
use crate::strategy::source_cues::Names;

/// A prompt has this many words at most.
const MAX_WORDS: f32 = 40.0;

/// The reader, in lower case.
const YOU: &[&str] = &[
    "you", "your", "yours", "you’re", "you're", "ihr", "ihre", "ihren", "ihnen", "du", "dein", "deine", "dir", "vous", "votre", "vos", "usted",
    "tu", "tus", "te", "você", "seu", "sua", "vostro", "tuo", "tua", "siz", "sizi", "sizin", "вы", "вас", "вам", "ваш", "ваша", "вашу", "आप",
    "आपके", "आपको", "je", "jouw", "uw", "din", "ditt", "dig",
];

/// What a prompt begins with, in lower case.
const IMPERATIVES: &[&str] = &[
    "get", "join", "subscribe", "follow", "support", "back", "download", "claim", "become", "sign", "try", "keep", "stay", "donate", "give",
    "send", "abonnieren", "lesen", "folgen", "unterstützen", "suivez", "abonnez", "recevez", "soutenez", "sigue", "siga", "suscríbete",
    "suscríbase", "recibe", "reciba", "apoya", "assine", "apoie", "receba", "ricevi", "iscriviti", "abbonati", "segui", "takip", "abone",
    "подписывайтесь", "читайте", "поддержите", "следите", "volg", "steun",
];

/// Marks such lines among those that nobody knows yet.
pub fn mark(document: &Document, typed: &[Word], special: &mut [Word]) {
    let names = Names::of(document);
    if names.is_empty() {
        return;
    }
    for (at, segment) in document.segments().iter().enumerate() {
        let own = &document.features()[at];
        if typed[at].is_some() || special[at].is_some() || own.heading || own.words > MAX_WORDS || own.words < 3.0 {
            continue;
        }
        let line = document.inner(segment);
        if addresses_reader(line) && !names.in_line(line).is_empty() {
            special[at] = Some((Label::Promo, "prose.own_name"));
        }
    }
}

/// Whether a line without a quotation speaks to its reader.
fn addresses_reader(line: &str) -> bool {
    if line.contains(['"', '“', '”', '„', '«', '「', '‘']) {
        return false;
    }
    let mut words = line.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '*' | '[' | ']' | '(' | ')'));
    let first = words.clone().find(|word| !word.is_empty()).unwrap_or("").to_lowercase();
    IMPERATIVES.contains(&first.as_str()) || words.any(|word| YOU.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Meta};

    fn is_prompt(line: &str) -> bool {
        let meta = Meta { source: "harbour-herald".into(), format: Format::Plain, ..Meta::default() };
        let document = Document::new(meta, line.into());
        let mut special = vec![None; document.segments().len()];
        mark(&document, &vec![None; special.len()], &mut special);
        special[0].is_some()
    }

    #[test]
    fn an_outlet_that_speaks_of_itself_to_its_reader_prompts() {
        assert!(is_prompt("Under 21? You can read the Harbour Herald for nothing."));
        assert!(is_prompt("Get the Harbour Herald every Thursday, free of charge"));
        assert!(!is_prompt("She told the Harbour Herald that she would stay."));
        assert!(!is_prompt("“You read the Harbour Herald, do you,” he said."));
        assert!(!is_prompt("You can walk to the harbour in an hour."));
    }
}
