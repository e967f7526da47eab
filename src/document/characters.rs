//! Classes of characters that many features share: sentence marks, closers, scripts without spaces.

/// Whether the character ends a sentence in some script.
///
/// The set follows `STerm` of Unicode's Sentence_Break property for the scripts news is written in; ASCII-only sets
/// are the most damaging default of published line filters.
#[inline]
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
#[inline]
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
#[inline]
pub const fn is_unspaced(c: char) -> bool {
    unspaced_weight(c) > 0.0
}

/// How many words one character of an unspaced script stands for: Han two characters a word, kana two and a half,
/// Thai, Lao, Khmer and Burmese four and a half; nought for spaced scripts.
#[inline]
pub const fn unspaced_weight(c: char) -> f32 {
    match c as u32 {
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0xF900..=0xFAFF | 0x2_0000..=0x3_134F => 0.5,
        0x3041..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D => 0.4,
        0x0E01..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF => 1.0 / 4.5,
        _ => 0.0,
    }
}

/// Whether the character is a letter or digit; ranges that news is written in are answered without a table look-up.
#[inline]
pub fn is_word_character(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'à'..='ö' | '\u{f8}'..='\u{2c1}' | '\u{400}'..='\u{481}' | '\u{5d0}'..='\u{5ea}' => true,
        '\u{620}'..='\u{657}' | '\u{904}'..='\u{939}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' | '\u{a0}'..='\u{a9}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Whether the character is a letter, or a mark that is read as one; as fast as [`is_word_character`].
#[inline]
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '\u{f8}'..='\u{2c1}' | 'À'..='Ö' | 'Ø'..='ö' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
        '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{657}' | '\u{904}'..='\u{939}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' | '\u{a0}'..='\u{a9}' => false,
        _ => c.is_alphabetic(),
    }
}

/// Whether the character is a capital; scripts without case are answered without a table look-up.
#[inline]
pub fn is_capital(c: char) -> bool {
    !matches!(c, '\u{590}'..='\u{109f}' | '\u{2e80}'..='\u{a63f}' | '\u{ac00}'..='\u{d7a3}') && c.is_uppercase()
}

/// Calls `push` with the lower-case form of the character; as fast as [`is_word_character`].
pub fn push_lower(c: char, out: &mut String) {
    match c {
        '\0'..='\x7f' => out.push(c.to_ascii_lowercase()),
        'à'..='ö' | 'ø'..='ÿ' | 'а'..='я' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}' | '\u{900}'..='\u{963}' => out.push(c),
        '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => out.push(c),
        _ => out.extend(c.to_lowercase()),
    }
}

/// Characters that show nothing: byte-order mark, zero-width and bidirectional marks, soft hyphen, controls.
#[inline]
pub const fn is_invisible(c: char) -> bool {
    matches!(c as u32, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F | 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fast answers are those of the standard library, for every character.
    #[test]
    fn fast_classes_equal_the_slow_ones() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            assert_eq!(is_word_character(c), c.is_alphanumeric(), "{:x}", u32::from(c));
            assert_eq!((is_letter(c), is_capital(c)), (c.is_alphabetic(), c.is_uppercase()), "{:x}", u32::from(c));
            let mut lower = String::new();
            push_lower(c, &mut lower);
            assert_eq!(lower, c.to_lowercase().to_string(), "{:x}", u32::from(c));
        }
    }
}
