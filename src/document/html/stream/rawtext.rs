//! Where text ends that is no markup: in scripts, styles, titles and the like.

use super::tag::is_space;
use memchr::{memchr, memmem};

/// Where the text from `from` ends: at the `<` of the element's end tag, or at the end of the source.
///
/// For `title`, `textarea`, `style`, `xmp`, `iframe`, `noembed`, `noframes`.
pub fn end(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        if is_end_tag(&bytes[at..], name) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// As [`end`], for `script`: between `<!--` and `-->` a `<script` hides one `</script`, as the standard has it.
pub fn script_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        if is_end_tag(&bytes[at..], b"script") {
            return at;
        }
        at = if bytes[at..].starts_with(b"<!--") {
            match escaped(bytes, at) {
                Ok(behind) => behind,
                Err(end) => return end,
            }
        } else {
            at + 1
        };
    }
    bytes.len()
}

/// Goes through an escaped stretch of script: to behind its `-->`, or to the end of the script.
fn escaped(bytes: &[u8], from: usize) -> Result<usize, usize> {
    // The dashes of `<!--` may be those of `-->`.
    let (mut at, mut double) = (from + 2, false);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        if byte == b'-' && rest.starts_with(b"-->") {
            return Ok(at + 3);
        }
        if byte == b'<' {
            if !double && is_end_tag(rest, b"script") {
                return Err(at);
            }
            if !double && names_script(&rest[1..]) {
                double = true;
            } else if double && rest.get(1) == Some(&b'/') && names_script(&rest[2..]) {
                double = false;
            }
        }
        let behind = &bytes[at + 1..];
        at = memchr::memchr2(b'-', b'<', behind).map_or(bytes.len(), |found| at + 1 + found);
    }
    Err(bytes.len())
}

/// `script` and a character that ends a tag's name.
fn names_script(rest: &[u8]) -> bool {
    rest.len() > 6 && rest[..6].eq_ignore_ascii_case(b"script") && (is_space(rest[6]) || matches!(rest[6], b'/' | b'>'))
}

fn is_end_tag(rest: &[u8], name: &[u8]) -> bool {
    let behind = 2 + name.len();
    rest.len() > behind
        && rest[1] == b'/'
        && rest[2..behind].eq_ignore_ascii_case(name)
        && (is_space(rest[behind]) || matches!(rest[behind], b'/' | b'>'))
}

/// Where a comment ends whose `<!--` stands at `from`: behind its `-->` or `--!>`.
pub fn comment_end(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from + 4..];
    if rest.starts_with(b">") {
        return from + 5;
    }
    if rest.starts_with(b"->") {
        return from + 6;
    }
    let mut at = 0;
    while let Some(found) = memmem::find(&rest[at..], b"--") {
        at += found + 2;
        // Of a row of dashes the last two count.
        match &rest[at..] {
            [b'>', ..] => return from + 4 + at + 1,
            [b'!', b'>', ..] => return from + 4 + at + 2,
            _ => at -= 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_ends_as_in_the_standard() {
        for (comment, behind) in [
            ("<!-->x", "x"),
            ("<!--->x", "x"),
            ("<!---->x", "x"),
            ("<!-- a --!>x", "x"),
            ("<!-- a --- -->x", "x"),
            ("<!-- a --->x", "x"),
            ("<!--a--!-->x", "x"),
            ("<!-- <!-->x", "x"),
            ("<!----!>x", "x"),
            ("<!-- a -- > x", ""),
            ("<!---!>x", ""),
        ] {
            assert_eq!(&comment[comment_end(comment.as_bytes(), 0)..], behind, "{comment}");
        }
    }

    #[test]
    fn an_escaped_script_hides_the_end_tag_of_a_script_within() {
        for (script, text) in [
            ("a</script>b", "a"),
            ("a</scripts></script >b", "a</scripts>"),
            ("<!-- <script> </script> --></script>b", "<!-- <script> </script> -->"),
            ("<!-- </script>b", "<!-- "),
            ("<!--><script></script>b", "<!--><script>"),
            ("<!-- <script> </script> </script>b", "<!-- <script> </script> "),
            ("<!-- <script> --> </script>b", "<!-- <script> --> "),
            ("<!-- <scripts> </script>b", "<!-- <scripts> "),
        ] {
            assert_eq!(&script[..script_end(script.as_bytes(), 0)], text, "{script}");
        }
    }
}
