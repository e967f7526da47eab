//! Cells of a WebAnno TSV line.

/// A value in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its name; `None` for `*`, a span without value.
    pub name: Option<String>,
    /// The number that links the tokens of one span.
    pub id: Option<usize>,
}

/// The values of a cell; none for `_`.
pub fn values(cell: &str) -> Vec<Value> {
    split(cell).into_iter().filter(|part| !matches!(*part, "_" | "")).map(value).collect()
}

/// The parts between `|` that no backslash precedes.
fn split(cell: &str) -> Vec<&str> {
    let (mut parts, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in cell.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '|' => {
                parts.push(&cell[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&cell[from..]);
    parts
}

fn value(part: &str) -> Value {
    let (name, id) = match part.strip_suffix(']').and_then(|open| open.rsplit_once('[')) {
        Some((name, id)) if !name.ends_with('\\') => match id.parse() {
            Ok(id) => (name, Some(id)),
            Err(_) => (part, None),
        },
        _ => (part, None),
    };
    Value { name: (name != "*").then(|| unescape(name)), id }
}

/// Takes the backslashes off reserved characters.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(reserved) => out.push(reserved),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str) -> Vec<(Option<String>, Option<usize>)> {
        values(cell).into_iter().map(|value| (value.name, value.id)).collect()
    }

    #[test]
    fn cells_are_read_in_every_form() {
        let name = |name: &str| Some(name.to_string());
        assert_eq!(shown("_"), []);
        assert_eq!(shown("*"), [(None, None)]);
        assert_eq!(shown("*[3]"), [(None, Some(3))]);
        assert_eq!(shown("nav[1]|ad[12]"), [(name("nav"), Some(1)), (name("ad"), Some(12))]);
        assert_eq!(shown(r"a\|b\_c"), [(name("a|b_c"), None)]);
        assert_eq!(shown(r"x\[1\]"), [(name("x[1]"), None)]);
        assert_eq!(shown(r"\*"), [(name("*"), None)]);
        assert_eq!(shown("nav[99999999999999999999999]").len(), 1);
        assert_eq!(unescape(r"a\\b\->c\;d\"), r"a\b->c;d\");
    }
}
