//! Bytes to text, in the order a browser asks (WHATWG Encoding and HTML standards): byte order mark, the transport's header,
//! the page's own `meta`, then detection by content (chardetng, as in Firefox).

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// A page's `meta` counts only within its first bytes.
const PRESCAN_BYTES: usize = 1024;

/// A decoded page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text; bytes that fit no character are U+FFFD.
    pub text: String,
    /// The encoding's standard name.
    pub encoding: &'static str,
    /// Whether any byte fitted no character.
    pub malformed: bool,
}

/// Decodes a page. `declared` is the charset label of the transport (`charset` of Content-Type), if any.
///
/// ```
/// use gleaner::document::html::decode;
/// let page = decode(b"<meta charset=iso-8859-1><p>caf\xe9", None);
/// assert_eq!((page.encoding, page.malformed), ("windows-1252", false));
/// assert!(page.text.ends_with("café"));
/// ```
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let header = || declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let bom = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = bom.or_else(header).or_else(|| declared_in(bytes)).unwrap_or_else(|| detected(bytes));
    // `decode` looks for a byte order mark first and drops it.
    let (text, encoding, malformed) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), malformed }
}

/// The encoding that the page's `meta` names.
fn declared_in(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(PRESCAN_BYTES)].to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &head[at..]) {
        at += found;
        let rest = &head[at..];
        if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(&rest[4..], b"-->").map_or(rest.len(), |end| end + 7);
        } else if rest.starts_with(b"<meta") {
            let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
            if let Some(encoding) = label_in(tag) {
                return Some(encoding);
            }
            at += tag.len();
        } else {
            at += 1;
        }
        if at >= head.len() {
            break;
        }
    }
    None
}

/// The label after `charset=` in a lower-case `meta` tag. UTF-16 cannot be written so that this is readable: it means UTF-8.
fn label_in(tag: &[u8]) -> Option<&'static Encoding> {
    let after = &tag[memchr::memmem::find(tag, b"charset")? + b"charset".len()..];
    let after = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let label: &[u8] = match after.first()? {
        quote @ (b'"' | b'\'') => after[1..].split(|byte| byte == quote).next()?,
        _ => after.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b';' | b'"' | b'\'' | b'/' | b'>')).next()?,
    };
    match Encoding::for_label(label)? {
        utf_16 if utf_16 == UTF_16LE || utf_16 == UTF_16BE => Some(UTF_8),
        user_defined if user_defined == X_USER_DEFINED => Some(WINDOWS_1252),
        encoding => Some(encoding),
    }
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], declared: Option<&str>) -> (String, &'static str) {
        let page = decode(bytes, declared);
        (page.text, page.encoding)
    }

    #[test]
    fn a_byte_order_mark_beats_the_header_and_the_header_beats_the_meta() {
        assert_eq!(of(b"\xef\xbb\xbf\xc3\xa9", Some("latin1")), ("é".into(), "UTF-8"));
        assert_eq!(of(b"\xff\xfea\0", None), ("a".into(), "UTF-16LE"));
        assert_eq!(of(b"<meta charset=utf-8>\xe9", Some("latin1")).1, "windows-1252");
        assert_eq!(of(b"<meta charset='windows-1251'>\xe9", Some("no-such")).1, "windows-1251");
    }

    #[test]
    fn the_meta_is_found_in_both_spellings_but_not_in_comments_or_late() {
        assert_eq!(of(b"<META http-equiv=Content-Type content='text/html; CHARSET = Shift_JIS'>", None).1, "Shift_JIS");
        assert_eq!(of(b"<!-- <meta charset=gbk> --><meta charset=\"euc-kr\" />", None).1, "EUC-KR");
        assert_eq!(of(b"<!-- <meta charset=gbk>", None).1, "UTF-8");
        let late = [vec![b' '; 1024], b"<meta charset=gbk>".to_vec()].concat();
        assert_eq!(of(&late, None).1, "UTF-8");
        assert_eq!(of(b"<meta charset=utf-16>a", None).1, "UTF-8");
    }

    #[test]
    fn undeclared_bytes_are_detected() {
        assert_eq!(of("naïve café".as_bytes(), None), ("naïve café".into(), "UTF-8"));
        let (text, encoding) = of(b"<p>Le ma\xeetre du caf\xe9 a \xe9t\xe9 pay\xe9 en pi\xe8ces</p>", None);
        assert_eq!((text.as_str(), encoding), ("<p>Le maître du café a été payé en pièces</p>", "windows-1252"));
    }

    #[test]
    fn broken_bytes_are_marked_and_read_on() {
        let page = decode(b"<meta charset=utf-8>a\xffb\xc3", None);
        assert!(page.malformed && page.text.ends_with("a\u{fffd}b\u{fffd}"));
    }
}
