//! Proper names by their look: capitalised words, particles between them, nothing else.

use crate::document::{is_unspaced, is_word_character};

/// Words in small letters that stand inside names.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "del", "della", "di", "la", "le", "van", "von", "der", "den", "al", "el", "bin", "ibn", "of", "the", "for",
    "y", "e", "und", "and", "&",
];

/// Whether the text is a name of one to `most` words.
///
/// Every word begins with a capital (or is of a script without them), but for particles inside; digits and sentence marks
/// other than the point of an initial are no names.
pub fn is_name(text: &str, most: usize) -> bool {
    let (mut count, mut ends_in_particle) = (0, false);
    for word in text.split_whitespace() {
        let name = is_name_word(word);
        if count == most || !name && (count == 0 || !PARTICLES.contains(&word)) {
            return false;
        }
        (count, ends_in_particle) = (count + 1, !name);
    }
    count > 0 && !ends_in_particle
}

fn is_name_word(word: &str) -> bool {
    let word = word.trim_matches(['*', '_', ',']);
    let first = word.chars().next();
    let begins = first.is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()) || is_unspaced(c));
    begins
        && word.chars().all(|c| {
            (is_word_character(c) && !c.is_numeric()) || !c.is_ascii() && !c.is_numeric() || matches!(c, '.' | '\'' | '-' | '&' | '+')
        })
}

/// Two names or more joined by slashes: "Jane Roe/AFP", "Jana Roh / dpa".
pub fn is_slashed(text: &str) -> bool {
    let parts = || text.trim_end_matches('.').split('/').map(str::trim);
    let is_part = |part: &str| is_name(part, 5) || is_agency(part);
    (2..=4).contains(&parts().take(5).count()) && parts().all(is_part)
}

/// Agencies that write themselves in small letters, or that stand alone as a credit.
pub const AGENCIES: &[&str] = &[
    "AP",
    "AFP",
    "Reuters",
    "REUTERS",
    "TASS",
    "EPA",
    "EPA-EFE",
    "EFE",
    "dpa",
    "DPA",
    "ANSA",
    "AA",
    "PA",
    "PTI",
    "ANI",
    "UPI",
    "Xinhua",
    "Kyodo",
    "Yonhap",
    "Keystone",
    "Getty Images",
    "iStock",
    "Shutterstock",
    "imago",
    "IMAGO",
    "picture alliance",
    "Alamy",
    "Adobe Stock",
    "stock.adobe.com",
    "Unsplash",
    "Lehtikuva",
    "NurPhoto",
    "ZUMA Press",
    "Associated Press",
    "Agence France-Presse",
    "AP Photo",
];

/// Whether the text is the name of one of [`AGENCIES`].
pub fn is_agency(text: &str) -> bool {
    let text = text.trim();
    let sized = |first: &u8| text.len() < 32 && AGENCY_LENGTHS[usize::from(*first)] >> text.len() & 1 != 0;
    text.as_bytes().first().is_some_and(sized) && AGENCIES.contains(&text)
}

/// For each byte, how long the agencies are that begin with it: a bit for each length.
static AGENCY_LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < AGENCIES.len() {
        let agency = AGENCIES[at].as_bytes();
        // One of 32 bytes or more would not compile.
        lengths[agency[0] as usize] |= 1 << agency.len();
        at += 1;
    }
    lengths
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_like_names() {
        assert!(is_name("Jane Roe", 4) && is_name("J. R. van der Roe", 5) && is_name("Ольга Седова", 4) && is_name("O’Hara", 4));
        assert!(!is_name("the ferry", 4) && !is_name("Room 12", 4) && !is_name("", 4) && !is_name("Jane went home", 4));
        assert!(is_slashed("Jana Roh / dpa") && is_slashed("Alexander Ryu/TASS") && !is_slashed("and/or") && !is_slashed("Jane Roe"));
    }
}
