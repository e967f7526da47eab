//! Lines of a document with a margin, brackets and colours.

use anstyle::{AnsiColor, Style};
use std::collections::BTreeSet;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a piece fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It stays, rightly if there is gold.
    Kept,
    /// It goes, rightly if there is gold.
    Gone,
    /// Boilerplate that stays.
    Residue,
    /// Content that goes.
    Damage,
}

impl State {
    const fn brackets(self) -> (&'static str, &'static str) {
        match self {
            State::Kept => ("", ""),
            State::Gone => ("[-", "-]"),
            State::Residue => ("{+", "+}"),
            State::Damage => ("[x-", "-x]"),
        }
    }

    const fn style(self) -> Style {
        match self {
            State::Kept => Style::new(),
            State::Gone => Style::new().dimmed(),
            State::Residue => Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow))),
            State::Damage => Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Blue))).bold(),
        }
    }
}

/// A stretch of a line in one state.
#[derive(Debug)]
pub struct Piece<'t> {
    /// The words.
    pub text: &'t str,
    /// How it fared.
    pub state: State,
    /// Label and rule; shown for what is not plainly kept.
    pub reason: String,
}

impl Piece<'_> {
    /// Characters that are not white space.
    pub fn visible(&self) -> usize {
        self.text.chars().filter(|c| !c.is_whitespace()).count()
    }
}

/// Columns of the margin and of the text.
#[derive(Clone, Copy, Debug)]
pub struct Width {
    margin: usize,
    text: usize,
}

impl Width {
    /// So many columns in all; at least 40.
    pub fn of(columns: usize) -> Self {
        let columns = columns.max(40);
        let margin = (columns / 3).min(30);
        Self { margin, text: columns - margin - 3 }
    }

    /// The terminal's columns; 80 where there is none.
    pub fn of_terminal() -> Self {
        Self::of(terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)).min(160))
    }
}

/// A row of words, each in a state, and its columns.
#[derive(Default)]
struct RowOf {
    words: Vec<(String, State)>,
    columns: usize,
}

/// Writes a line of the document, folded, its reasons in the margin.
pub fn lines(pieces: &[Piece<'_>], width: Width, out: &mut String) {
    let mut reasons: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for piece in pieces.iter().filter(|piece| piece.state != State::Kept && piece.visible() > 0) {
        if seen.insert((&piece.reason, piece.state)) {
            reasons.push(fit(&piece.reason, width.margin));
        }
    }
    let rows = fold(pieces, width.text);
    for at in 0..rows.len().max(reasons.len()).max(1) {
        let reason = reasons.get(at).map_or("", String::as_str);
        let pad = width.margin.saturating_sub(reason.width());
        let mut line = format!("{reason}{} │ ", " ".repeat(pad));
        for (words, state) in rows.get(at).map_or(&[][..], |row| &row.words) {
            let style = state.style();
            line.push_str(&format!("{style}{words}{style:#}"));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// As much of a text as fits into so many columns.
fn fit(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.into();
    }
    let mut left = columns.saturating_sub(1);
    let kept = text.chars().take_while(|c| {
        let width = c.width().unwrap_or(0);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    kept.chain(['…']).collect()
}

/// Folds at spaces; a word wider than a row stands cut.
fn fold(pieces: &[Piece<'_>], columns: usize) -> Vec<RowOf> {
    let mut rows = vec![RowOf::default()];
    for piece in pieces {
        let (open, close) = if piece.visible() > 0 { piece.state.brackets() } else { ("", "") };
        let text = piece.text.trim_end();
        let spaces = &piece.text[text.len()..];
        let front = text.len() - text.trim_start().len();
        let bracketed = format!("{}{open}{}{close}{spaces}", &text[..front], &text[front..]);
        for word in bracketed.split_inclusive(' ') {
            push(&mut rows, word, piece.state, columns);
        }
    }
    rows
}

fn push(rows: &mut Vec<RowOf>, word: &str, state: State, columns: usize) {
    // Terminal controls in a page's text must not reach the terminal.
    let word: String = word.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut rest = word.as_str();
    while !rest.is_empty() {
        let Some(row) = rows.last_mut() else { return };
        let room = columns.saturating_sub(row.columns);
        if rest.trim_end().width() <= room {
            row.columns += rest.width();
            row.words.push((rest.into(), state));
            return;
        }
        if row.columns == 0 {
            let end = rest.char_indices().scan(0, |used, (at, c)| {
                *used += c.width().unwrap_or(0);
                (*used <= columns).then_some(at + c.len_utf8())
            });
            let end = end.last().unwrap_or(rest.len());
            row.columns = columns;
            row.words.push((rest[..end].into(), state));
            rest = &rest[end..];
        }
        rows.push(RowOf::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(pieces: &[Piece<'_>], columns: usize) -> String {
        let mut out = String::new();
        lines(pieces, Width::of(columns), &mut out);
        anstream::adapter::strip_str(&out).to_string()
    }

    fn piece(text: &str, state: State) -> Piece<'_> {
        Piece { text, state, reason: "nav phrase".into() }
    }

    #[test]
    fn brackets_say_what_colours_say() {
        let line =
            [piece("Home ", State::Gone), piece("It sailed. ", State::Damage), piece("Share", State::Residue), piece(" Kept", State::Kept)];
        let shown = plain(&line, 80);
        assert!(shown.contains("[-Home-] [x-It sailed.-x] {+Share+} Kept"), "{shown}");
        assert!(shown.starts_with("nav phrase"), "{shown}");
    }

    #[test]
    fn rows_are_folded_by_columns_not_characters() {
        let wide = "渡し船".repeat(20);
        let shown = plain(&[piece(&wide, State::Kept)], 40);
        assert!(shown.lines().all(|line| line.width() <= 40), "{shown}");
        assert_eq!(shown.matches('渡').count(), 20);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert!(!plain(&[piece("a\u{1b}[31mb", State::Kept)], 40).contains('\u{1b}'));
    }
}
