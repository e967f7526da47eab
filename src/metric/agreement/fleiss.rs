//! Fleiss' kappa: any number of annotators, the same for each item (Fleiss 1971; equal to statsmodels' `fleiss_kappa`).

/// Kappa of a table of items by classes that holds how often each class was given.
///
/// `None` without items, with fewer than two annotators, where items differ in the number of annotators or classes, or where
/// one class was given throughout.
///
/// ```
/// use gleaner::metric::agreement::fleiss::kappa;
/// assert_eq!(kappa(&[vec![2, 0], vec![0, 2]]), Some(1.0));
/// assert_eq!(kappa(&[vec![2, 0], vec![2, 0]]), None);
/// ```
pub fn kappa(table: &[Vec<u32>]) -> Option<f64> {
    let first = table.first()?;
    let annotators: u64 = first.iter().map(|&count| u64::from(count)).sum();
    let regular = |row: &Vec<u32>| row.len() == first.len() && row.iter().map(|&count| u64::from(count)).sum::<u64>() == annotators;
    if annotators < 2 || !table.iter().all(regular) {
        return None;
    }
    let (items, annotators) = (table.len() as f64, annotators as f64);
    let squares = |row: &Vec<u32>| row.iter().map(|&count| f64::from(count).powi(2)).sum::<f64>();
    let agreed = table.iter().map(|row| (squares(row) - annotators) / (annotators * (annotators - 1.0))).sum::<f64>() / items;
    let share = |class: usize| table.iter().map(|row| f64::from(row[class])).sum::<f64>() / (items * annotators);
    let chance: f64 = (0..first.len()).map(|class| share(class).powi(2)).sum();
    (chance < 1.0).then(|| (agreed - chance) / (1.0 - chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irregular_tables_have_no_kappa() {
        assert_eq!(kappa(&[]), None);
        assert_eq!(kappa(&[vec![1, 0]]), None);
        assert_eq!(kappa(&[vec![2, 0], vec![1, 2]]), None);
        assert_eq!(kappa(&[vec![2, 0], vec![2]]), None);
    }
}
