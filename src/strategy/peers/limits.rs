//! Which pages peers are spared: those on which some of them would run out of stack or take minutes.

use memchr::memchr_iter;

/// Longer pages are refused: 16 MiB of markup.
pub const MAX_BYTES: usize = 16 << 20;
/// Pages with more `<` than this are refused; the 1,497 development pages of WCXB have up to 21,646.
pub const MAX_TAGS: usize = 50_000;
/// Pages on which the open elements, summed over the start tags, come to more than this are refused, because most peers
/// take time in proportion to that sum. WCXB's pages have up to 892,255, all but two less than 400,000.
pub const MAX_NESTING: usize = 2_000_000;

/// Elements that have no end tag, or may go without it, in HTML.
const OPEN_ENDED: &[&str] = &[
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
    "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Whether a page is within the limits.
pub fn within(source: &str) -> bool {
    source.len() <= MAX_BYTES
        && memchr_iter(b'<', source.as_bytes()).take(MAX_TAGS + 1).count() <= MAX_TAGS
        && nesting(source) <= MAX_NESTING
}

/// Open elements, summed over the start tags. Reads tags wherever they stand, in scripts and `noscript` too, because peers
/// differ in what they parse.
fn nesting(source: &str) -> usize {
    let bytes = source.as_bytes();
    let (mut open, mut sum) = (0usize, 0usize);
    for at in memchr_iter(b'<', bytes) {
        let end_tag = bytes.get(at + 1) == Some(&b'/');
        let rest = &bytes[at + 1 + usize::from(end_tag)..];
        let name = &rest[..rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count().min(NAME_BYTES)];
        let counts = !name.is_empty() && !OPEN_ENDED.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name));
        if end_tag {
            open = open.saturating_sub(usize::from(counts));
        } else if !name.is_empty() {
            open += usize::from(counts);
            sum = sum.saturating_add(open);
        }
    }
    sum
}

/// Longer names are cut; none of the known is as long.
const NAME_BYTES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_summed_over_start_tags() {
        // div 1, p in it 1, b 2, br 2; then section 1.
        assert_eq!(nesting("<div><p>x<b>y<br></b></div></div><SECTION>"), 1 + 1 + 2 + 2 + 1);
        assert_eq!(nesting("a < b <<< <!-- --> </"), 0);
        assert_eq!(OPEN_ENDED.iter().filter(|name| name.len() >= NAME_BYTES).count(), 0);
    }

    #[test]
    fn each_limit_is_reached() {
        assert!(within(&"x".repeat(MAX_BYTES)) && !within(&"x".repeat(MAX_BYTES + 1)));
        assert!(within(&"<br>".repeat(MAX_TAGS)) && !within(&"<br>".repeat(MAX_TAGS + 1)));
        // 1 + 2 + … + 1,999 is just below two million, 2,000 more are beyond.
        assert!(within(&"<div>".repeat(1_999)) && !within(&"<div>".repeat(2_000)));
        assert!(within(&"<div>x</div>".repeat(MAX_TAGS / 2)));
    }
}
