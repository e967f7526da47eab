//! Persons by their names: two to four words, perhaps with a title.

use super::proper::is_name;
use super::roles;

/// A name of two to four words, not all in capitals, perhaps with a title before it.
pub fn is_person(text: &str) -> bool {
    let name = roles::without_title(text.trim());
    name.split_whitespace().nth(1).is_some() && is_name(name, 4) && name.chars().any(char::is_lowercase)
}

/// What follows the person's name that opens a text: two to four words, perhaps with a title; `None` if none does.
pub fn opens_with_person(text: &str) -> Option<&str> {
    let body = roles::without_title(text);
    let mut end = 0;
    for (count, word) in body.split_inclusive(' ').take(4).enumerate() {
        let plain = word.trim_end().trim_end_matches(['*', '_', ':']);
        let bare = without_ends(without_ends(plain, "’s"), "'s");
        // A word with a full stop that is no initial ends a sentence.
        if !is_name(bare, 1) || bare.ends_with('.') && bare.chars().count() > 3 {
            break;
        }
        end += word.len();
        if (bare.len(), word.len()) != (plain.len(), plain.len() + 1) || bare != plain {
            // The name ends with this word.
            let start = end - word.len() + bare.len();
            return (count >= 1 && is_person(&body[..start])).then(|| &body[start..]);
        }
    }
    let name = body[..end].trim_end();
    is_person(name).then(|| body[end..].trim_start())
}

/// [`str::trim_end_matches`], which searches a whole text for a string, by a look at the end.
fn without_ends<'t>(mut text: &'t str, ending: &str) -> &'t str {
    while let Some(rest) = text.strip_suffix(ending) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_open_notes() {
        assert_eq!(opens_with_person("Jane Roe teaches law"), Some("teaches law"));
        assert_eq!(opens_with_person("Dr Jane Roe’s last piece"), Some("’s last piece"));
        assert_eq!(opens_with_person("Jane Roe**: teaches law"), Some("**: teaches law"));
        assert_eq!(opens_with_person("Always. It is the ones who stay"), None);
        assert_eq!(opens_with_person("The ferry sailed"), None);
        assert_eq!(opens_with_person(""), None);
    }
}
