//! The words that stand before, between and behind the names of a byline: "By", "and", "in".

use super::persons::is_person;
use super::proper::is_name;
use super::roles;

/// Words before a name.
const BY: &[&str] = &[
    "By ",
    "BY ",
    "by ",
    "Von ",
    "Par ",
    "Por ",
    "Di ",
    "Door ",
    "Av ",
    "Af ",
    "With ",
    "Autor: ",
    "Autora: ",
    "Автор: ",
    "Текст: ",
    "بقلم ",
    "بقلم: ",
    "文/",
    "文 ",
    "Words by ",
    "Written by ",
    "Reporting by ",
    "Answers by ",
    "Questions by ",
    "Interview by ",
    "Checked by ",
    "Reviewed by ",
    "Fact checked by ",
    "Compiled by ",
    "Edited by ",
    "Exclusive by ",
    "EXCLUSIVE by ",
    "Story by ",
    "Interview: ",
    "Text: ",
    "Live: ",
    "Live reporting: ",
    "Reporting: ",
];
/// Where the first word between names begins, or, if asked for, the first that tells where somebody is. All begin with a space, a comma or a
/// point (a test looks).
fn first_sign(text: &str, places: bool) -> Option<usize> {
    let begins = |at: &usize| {
        let rest = &text[*at..];
        // Behind a space most words begin with another letter.
        let may_be = |sign: &&&str| sign.as_bytes().get(1).is_none_or(|second| rest.as_bytes().get(1) == Some(second));
        let begins = |signs: &[&str]| signs.iter().filter(may_be).any(|sign| rest.starts_with(sign));
        begins(AND) || places && begins(IN)
    };
    memchr::memchr3_iter(b' ', b',', b'.', text.as_bytes()).find(begins)
}

/// For a quick look: for each byte with which one of [`BY`] begins, bits for the low six bits of what may stand behind it.
static BY_BEGINS: [u64; 256] = {
    let mut begins = [0; 256];
    let mut at = 0;
    while at < BY.len() {
        begins[BY[at].as_bytes()[0] as usize] |= 1 << (BY[at].as_bytes()[1] & 63);
        at += 1;
    }
    begins
};

/// Whether the line opens with one of [`BY`], or is the word alone.
pub fn begins_by(line: &str) -> bool {
    let Some(&[first, second]) = line.as_bytes().first_chunk() else { return false };
    may_begin_by(first, second)
        && BY.iter().filter(|by| by.as_bytes().first_chunk() == Some(&[first, second])).any(|by| line.starts_with(by.trim_end()))
}

/// Whether one of [`BY`] may begin with these bytes; never wrong when it says no.
fn may_begin_by(first: u8, second: u8) -> bool {
    BY_BEGINS[usize::from(first)] >> (second & 63) & 1 != 0
}

/// Words between two names.
const AND: &[&str] = &[" and ", " und ", " et ", " y ", " e ", " ve ", " & ", ", ", " (", ". ", " with ", " avec ", " mit "];
/// Words behind a name that tell where its bearer is.
const IN: &[&str] = &[" in ", " at ", " à ", " en ", " em ", " a ", " aus ", " из ", " avec ", " (", ", "];

/// Whether one of [`BY`] is all of a line.
pub fn is_alone(line: &str) -> bool {
    BY.iter().any(|by| line == by.trim_end())
}

/// What stands behind the first of [`BY`] that opens a text.
pub fn behind(text: &str) -> Option<&str> {
    let [first, second] = *text.as_bytes().first_chunk()?;
    if may_begin_by(first, second) { BY.iter().find_map(|by| text.strip_prefix(by)) } else { None }
}

/// "By Jane Roe", "Von Jana Roh und Jo Ink", with a role or place behind a comma or bar.
pub fn names_follow(line: &str) -> bool {
    let line = line.trim_start_matches('*');
    let longest = BY.iter().filter_map(|by| line.strip_prefix(by)).min_by_key(|rest| rest.len());
    let Some(rest) = longest else { return false };
    let end = first_sign(rest, false).into_iter().chain(rest.find('|')).min().unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches(['.', '*', ':']);
    let with = line.starts_with("With ");
    is_name(roles::without_title(name), 4) && (!with || is_person(name))
}

/// "Ottilie Crane, banking editor, and Sefton Marsh in Tollmouth"; a name alone is not enough.
pub fn names_and_roles(line: &str) -> bool {
    if roles::is_unspaced_role(line) {
        return true;
    }
    // "Jane Roe (now) and Jo Ink (earlier)"
    if memchr::memchr(b'(', line.as_bytes()).is_some()
        && let Some((before, rest)) = line.split_once(" (")
        && let Some((_, after)) = rest.split_once(')')
        && is_person(before)
        && AND.iter().filter_map(|and| after.strip_prefix(and)).any(|next| is_person(next.split(" (").next().unwrap_or(next)))
    {
        return true;
    }
    let end = first_sign(line, true).unwrap_or(line.len());
    if end == line.len() || !is_person(&line[..end]) {
        return false;
    }
    let rest = line[end..].trim_start_matches([',', ' ', '(']);
    let other = AND.iter().filter_map(|and| line[end..].strip_prefix(and)).any(|rest| {
        let end = first_sign(rest, true).unwrap_or(rest.len());
        is_person(&rest[..end])
    });
    let placed = line[end..]
        .strip_prefix(" in ")
        .is_some_and(|place| is_name(place.trim_start_matches("the ").split([',', ' ']).next().unwrap_or(""), 3));
    other || placed || roles::is_role(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sign_is_the_first_of_all() {
        assert!(AND.iter().chain(IN).all(|sign| sign.starts_with([' ', ',', '.'])));
        for text in [
            "Jane Roe and Jo Ink",
            "Jane Roe, Orrin",
            "Jane Roe. And (Jo)",
            "Jane из Сарна",
            "Jane  e y a",
            "Jane, ",
            "Jane",
            "à en à x",
            "",
        ] {
            let slow = |signs: &[&[&str]]| signs.iter().copied().flatten().filter_map(|sign| text.find(sign)).min();
            assert_eq!((first_sign(text, false), first_sign(text, true)), (slow(&[AND]), slow(&[AND, IN])), "{text}");
        }
    }
}
