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
    let (mut open, mut sum, mut drawing) = (0usize, 0usize, false);
    for piece in source.split('<').skip(1) {
        let (ends, piece) = piece.strip_prefix('/').map_or((false, piece), |piece| (true, piece));
        let length = piece.bytes().take(NAME_BYTES).take_while(u8::is_ascii_alphanumeric).count();
        let name = &piece[..length];
        if name.is_empty() {
            continue;
        }
        if ["svg", "math"].iter().any(|known| known.eq_ignore_ascii_case(name)) {
            drawing = !ends;
        }
        // `/>` ends an element in drawings and formulas only.
        let whole = drawing && piece.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        let counts = usize::from(!whole && !OPEN_ENDED.iter().any(|known| known.eq_ignore_ascii_case(name)));
        if ends {
            open = open.saturating_sub(counts);
        } else {
            open += counts;
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
        // svg 1, path 1, g 2, path 2.
        assert_eq!(nesting("<svg><path d='M0'/><g><path/></g></svg>"), 1 + 1 + 2 + 2);
        assert_eq!(nesting("<div/><div/>"), 1 + 2);
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
