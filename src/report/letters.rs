//! Letters that show which strategies cannot be told apart (Piepho 2004, "compact letter display", by insert and absorb).

/// Most letters: a to z, then A to Z.
const MAX_LETTERS: usize = 52;
/// Most groups on the way there.
const MAX_GROUPS: usize = 1000;

/// Letters for `count` strategies, best first: two share a letter exactly where `apart` does not tell them apart, and `a` is the best's.
///
/// `None` where that takes more than 52 letters.
pub fn letters(count: usize, apart: impl Fn(usize, usize) -> bool) -> Option<Vec<String>> {
    let mut groups: Vec<Vec<bool>> = vec![vec![true; count]];
    for first in 0..count {
        for second in first + 1..count {
            if apart(first, second) {
                groups = split(groups, first, second);
                if groups.len() > MAX_GROUPS {
                    return None;
                }
            }
        }
    }
    // In the order of their best members.
    groups.sort_by(|a, b| b.cmp(a));
    (groups.len() <= MAX_LETTERS).then(|| {
        let letter = |at: usize| char::from(if at < 26 { b'a' + at as u8 } else { b'A' + (at - 26) as u8 });
        let of = |strategy: usize| groups.iter().enumerate().filter(|(_, group)| group[strategy]).map(|(at, _)| letter(at)).collect();
        (0..count).map(of).collect()
    })
}

/// Every group that holds both becomes two, without the one and without the other; a group within another goes.
fn split(groups: Vec<Vec<bool>>, first: usize, second: usize) -> Vec<Vec<bool>> {
    let (both, mut kept): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group[first] && group[second]);
    for gone in [first, second] {
        for group in &both {
            let mut part = group.clone();
            part[gone] = false;
            let within = |other: &Vec<bool>| part.iter().zip(other).all(|(own, other)| *other || !own);
            if !kept.iter().any(within) {
                kept.push(part);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn neighbours_share_letters_and_distant_ones_do_not() {
        assert_eq!(letters(4, |a, b| b - a > 1), Some(["a", "ab", "bc", "c"].map(String::from).into()));
        assert_eq!(letters(3, |_, _| false), Some(vec!["a".into(); 3]));
        assert_eq!(letters(3, |_, _| true), Some(["a", "b", "c"].map(String::from).into()));
        assert_eq!(letters(0, |_, _| true), Some(vec![]));
        assert_eq!(letters(53, |_, _| true), None);
    }

    proptest! {
        #[test]
        fn a_letter_is_shared_exactly_where_two_are_not_told_apart(pairs in prop::collection::vec(any::<bool>(), 49)) {
            let apart = |a: usize, b: usize| pairs[a * 7 + b];
            let found = letters(7, apart).expect("few");
            for a in 0..7 {
                prop_assert!(!found[a].is_empty());
                for b in a + 1..7 {
                    prop_assert_eq!(found[a].chars().any(|letter| found[b].contains(letter)), !apart(a, b), "{:?}", found);
                }
            }
        }
    }
}
