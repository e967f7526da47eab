//! The lines of a page's source, with their characters and tags.

use memchr::{memchr, memmem};

/// Columns at which a source with few line breaks is wrapped (published: 65).
const WRAP: usize = 65;
/// A source counts as such from this mean number of characters in a line: ten wrapped ones (our choice; the paper names none).
const MINIFIED_MEAN: usize = 10 * WRAP;

/// Longer references are none.
const MAX_REFERENCE: usize = 10;

/// The source without scripts, styles, comments and the head, line by line; lines with neither text nor tags are left out.
#[derive(Debug, Default)]
pub struct Lines {
    /// The text between the tags.
    pub text: String,
    lines: Vec<Line>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Line {
    /// Where its text begins.
    start: usize,
    /// Code points outside tags, white space folded.
    chars: u32,
    /// Tags that begin in it.
    tags: u32,
}

impl Lines {
    /// Reads a source.
    pub fn of(source: &str) -> Self {
        let source = visible(source);
        let (lines, chars) =
            source.lines().filter(|line| !line.trim().is_empty()).fold((0, 0), |(lines, bytes), line| (lines + 1, bytes + line.len()));
        Scan { wrap: chars > MINIFIED_MEAN * lines.max(1), ..Scan::default() }.read(&source)
    }

    /// Characters for each tag, line by line.
    pub fn ratios(&self) -> Vec<f64> {
        self.lines.iter().map(|line| f64::from(line.chars) / f64::from(line.tags.max(1))).collect()
    }

    /// The line in which a byte of the text stands.
    pub fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }
}

/// Walks over the source's characters.
#[derive(Default)]
struct Scan {
    lines: Lines,
    line: Line,
    wrap: bool,
    column: usize,
    in_tag: bool,
    quote: Option<char>,
    /// The last character of the line's text was white space, or there was none.
    spaced: bool,
}

impl Scan {
    fn read(mut self, source: &str) -> Lines {
        self.spaced = true;
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            if c == '\n' {
                // The break divides words but counts for no line.
                if !self.spaced {
                    self.lines.text.push(' ');
                    self.spaced = true;
                }
                self.end_line();
            } else if self.wrap && self.column >= WRAP {
                self.end_line();
            }
            self.column += 1;
            if self.in_tag {
                self.tag(c);
            } else if c == '<' && opens_tag(rest) {
                (self.in_tag, self.line.tags) = (true, self.line.tags + 1);
                // Words do not run on over a tag of a block; letting all tags divide them costs no more than a match.
                self.space();
            } else {
                let (c, bytes) = decoded(rest).unwrap_or((c, c.len_utf8()));
                self.character(c);
                rest = &rest[bytes..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
        }
        self.end_line();
        self.lines
    }

    fn tag(&mut self, c: char) {
        match self.quote {
            Some(quote) if c == quote => self.quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => self.quote = Some(c),
            None => self.in_tag = c != '>',
        }
    }

    fn character(&mut self, c: char) {
        if c.is_whitespace() {
            return self.space();
        }
        self.lines.text.push(c);
        self.line.chars += 1;
        self.spaced = false;
    }

    fn space(&mut self) {
        if !self.spaced {
            self.lines.text.push(' ');
            self.line.chars += 1;
            self.spaced = true;
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.chars > 0 || line.tags > 0 {
            self.lines.lines.push(line);
        }
        self.line.start = self.lines.text.len();
        self.column = 0;
    }
}

fn opens_tag(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// The character that a reference at the start of the text stands for, with the reference's bytes. Those that matter to
/// words: numeric ones, and the five of markup.
fn decoded(rest: &str) -> Option<(char, usize)> {
    let behind = rest.strip_prefix('&')?;
    let name = &behind[..behind.bytes().take(MAX_REFERENCE).position(|byte| byte == b';')?];
    let bytes = name.len() + 2;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => ' ',
        "apos" | "rsquo" | "lsquo" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    };
    Some((c, bytes))
}

/// The source without comments, scripts, styles and the first head.
fn visible(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let (mut at, mut copied, mut head_seen) = (0, 0, false);
    while let Some(found) = memchr(b'<', &source.as_bytes()[at..]) {
        at += found;
        let end = match hidden_end(&source[at..], head_seen) {
            Some((bytes, head)) => {
                head_seen |= head;
                at + bytes
            }
            None => {
                at += 1;
                continue;
            }
        };
        out.push_str(&source[copied..at]);
        (at, copied) = (end, end);
    }
    out.push_str(&source[copied..]);
    out
}

/// The bytes of a comment, script, style or head that begins here, and whether it is a head.
fn hidden_end(rest: &str, head_seen: bool) -> Option<(usize, bool)> {
    if rest.starts_with("<!--") {
        return Some((memmem::find(&rest.as_bytes()[4..], b"-->").map_or(rest.len(), |end| end + 7), false));
    }
    let opens = |name: &str| {
        let bytes = rest.as_bytes();
        bytes.len() > name.len() + 1
            && bytes[1..=name.len()].eq_ignore_ascii_case(name.as_bytes())
            && !bytes[name.len() + 1].is_ascii_alphanumeric()
    };
    if let Some(name) = ["script", "style"].into_iter().find(|name| opens(name)) {
        return Some((end_tag(rest, name).unwrap_or(rest.len()), false));
    }
    // A header is no head: the name must end here. Without an end tag the head is left where it is.
    (!head_seen && opens("head")).then(|| end_tag(rest, "head").map(|end| (end, true))).flatten()
}

/// Where the end tag of this name ends.
fn end_tag(rest: &str, name: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"</") {
        at += found + 2;
        if bytes.get(at..at + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(at + memchr(b'>', &bytes[at..]).map_or(bytes.len() - at, |end| end + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_characters_and_tags() {
        let lines =
            Lines::of("<head><title>x</title></head>\n<p>Two <b>words</b></p>\n\n<!-- no -->\n<script>var a;</script>plain &amp; &#x41;\n");
        assert_eq!(lines.text.split_whitespace().collect::<Vec<_>>(), ["Two", "words", "plain", "&", "A"]);
        assert_eq!(lines.lines.iter().map(|line| line.tags).collect::<Vec<_>>(), [4, 0]);
        // "Two words " with the space that the end tag leaves; nought tags count as one.
        assert_eq!(lines.ratios(), [10.0 / 4.0, 9.0 + 0.0]);
        assert_eq!(lines.line_at(lines.text.find("plain").expect("there")), 1);
    }

    #[test]
    fn a_source_of_one_long_line_is_wrapped() {
        let source = format!("<div>{}</div>", "word ".repeat(200));
        assert!(Lines::of(&source).lines.len() >= 1000 / WRAP);
        assert_eq!(Lines::of("<div>word</div>").lines.len(), 1);
    }

    #[test]
    fn broken_sources_are_read_to_the_end() {
        for source in ["<", "<!--", "<script>", "&", "&#;", "<p title=\"x", "&#99999999;", "a<b", "<head>no end"] {
            let _ = Lines::of(source);
        }
        assert_eq!(Lines::of("<head>no end").text.trim(), "no end");
    }
}
