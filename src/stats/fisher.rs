//! Fisher's exact test of a two by two table, one-sided.

use statrs::distribution::{DiscreteCDF, Hypergeometric};

/// Chance of at least `hits` marked items among `drawn`, if `drawn` are taken blindly of `population` items of which `marked` are marked.
///
/// `None` for counts that do not fit together. Source: Fisher 1935; the tail is statrs'.
///
/// ```
/// // All five documents of one outlet and none of 75 others: 1 / C(80, 5).
/// let p = gleaner::stats::fisher_greater(5, 5, 5, 80).expect("counts that fit");
/// assert!((p - 1.0 / 24_040_016.0).abs() < 1e-15);
/// ```
pub fn fisher_greater(hits: u64, drawn: u64, marked: u64, population: u64) -> Option<f64> {
    if hits > drawn || hits > marked || (marked + drawn).saturating_sub(population) > hits {
        return None;
    }
    let tail = Hypergeometric::new(population, marked, drawn).ok()?;
    Some(if hits == 0 { 1.0 } else { tail.sf(hits - 1).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_worked_out_by_hand() {
        // The lady tasting tea: 4 of 4 cups, 1 / C(8, 4); 3 or more of 4, 17 / 70.
        for (hits, p) in [(4, 1.0 / 70.0), (3, 17.0 / 70.0), (0, 1.0)] {
            assert!((fisher_greater(hits, 4, 4, 8).expect("fits") - p).abs() < 1e-12, "{hits}");
        }
        // Four of five, none elsewhere, of 80: C(5, 4) / C(80, 4).
        assert!((fisher_greater(4, 5, 4, 80).expect("fits") - 5.0 / 1_581_580.0).abs() < 1e-12);
        assert_eq!((fisher_greater(3, 2, 5, 9), fisher_greater(0, 5, 5, 9)), (None, None));
    }
}
