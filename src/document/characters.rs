//! Classes of characters that many features share: sentence marks, closers, scripts without spaces.

/// Whether the character ends a sentence in some script.
///
/// The set follows `STerm` of Unicode's Sentence_Break property for the scripts news is written in; ASCII-only sets
/// are the most damaging default of published line filters.
pub const fn is_sentence_mark(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '｡'
            | '．'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '።'
            | '៕'
            | '។'
            | '။'
            | '։'
            | '჻'
            | '׃'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
            | '‽'
    )
}

/// Whether the character may follow a sentence mark and still belong to the sentence: quotes and brackets.
pub const fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '‘'
            | '»'
            | '«'
            | '›'
            | '‹'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '】'
            | '）'
            | '〉'
            | '》'
            | '〟'
            | '*'
            | '_'
    )
}

/// Whether the character belongs to a script written without spaces, so that words must be estimated from characters.
pub const fn is_unspaced(c: char) -> bool {
    unspaced_weight(c) > 0.0
}

/// How many words one character of an unspaced script stands for: Han two characters a word, kana two and a half,
/// Thai, Lao, Khmer and Burmese four and a half; nought for spaced scripts.
pub const fn unspaced_weight(c: char) -> f32 {
    match c as u32 {
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x2_0000..=0x3_134F => 0.5,
        0x3041..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D => 0.4,
        0x0E01..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF => 1.0 / 4.5,
        _ => 0.0,
    }
}

/// Characters that show nothing: byte-order mark, zero-width and bidirectional marks, soft hyphen, controls.
pub const fn is_invisible(c: char) -> bool {
    matches!(c as u32, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F | 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFEFF)
}
