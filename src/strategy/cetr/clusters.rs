//! k-means with three clusters and a fixed start: origin, median, largest value.

/// Iterations at most, and the movement of centroids at which they end.
const MAX_ITERATIONS: usize = 50;
const TOLERANCE: f64 = 1e-3;

type Point = (f64, f64);

/// Which values lie outside the cluster with the lowest centroid.
pub fn outside_lowest(values: &[f64]) -> Vec<bool> {
    let points: Vec<Point> = values.iter().map(|&value| (value, 0.0)).collect();
    let (clusters, centroids) = k_means(&points, false);
    let lowest = (0..centroids.len()).min_by(|&a, &b| centroids[a].0.total_cmp(&centroids[b].0)).unwrap_or(0);
    clusters.iter().map(|&cluster| cluster != lowest).collect()
}

/// Which points lie outside the cluster of the origin, whose centroid does not move.
pub fn outside_origin(xs: &[f64], ys: &[f64]) -> Vec<bool> {
    let points: Vec<Point> = xs.iter().copied().zip(ys.iter().copied()).collect();
    k_means(&points, true).0.iter().map(|&cluster| cluster != 0).collect()
}

/// The cluster of each point, and the centroids.
fn k_means(points: &[Point], hold_origin: bool) -> (Vec<usize>, [Point; 3]) {
    let xs: Vec<f64> = points.iter().map(|point| point.0).collect();
    let ys: Vec<f64> = points.iter().map(|point| point.1).collect();
    let ((x_median, x_max), (y_median, y_max)) = (middle_and_end(xs), middle_and_end(ys));
    let mut centroids = [(0.0, 0.0), (x_median, y_median), (x_max, y_max)];
    let mut clusters = vec![0; points.len()];
    for _ in 0..MAX_ITERATIONS {
        for (cluster, point) in clusters.iter_mut().zip(points) {
            *cluster = nearest(&centroids, *point);
        }
        if moved(&mut centroids, points, &clusters, usize::from(hold_origin)) <= TOLERANCE {
            break;
        }
    }
    (clusters, centroids)
}

/// The nearest centroid; ties go to the first.
fn nearest(centroids: &[Point; 3], point: Point) -> usize {
    let mut best = 0;
    for at in 1..centroids.len() {
        if distance(centroids[at], point) < distance(centroids[best], point) {
            best = at;
        }
    }
    best
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)
}

/// Moves the centroids to the means of their points, those before `first` and empty ones aside; the largest step.
fn moved(centroids: &mut [Point; 3], points: &[Point], clusters: &[usize], first: usize) -> f64 {
    let mut sums = [(0.0, 0.0, 0.0); 3];
    for (&cluster, point) in clusters.iter().zip(points) {
        let (x, y, n) = sums[cluster];
        sums[cluster] = (x + point.0, y + point.1, n + 1.0);
    }
    let mut step = 0.0f64;
    for (centroid, (x, y, n)) in centroids.iter_mut().zip(sums).skip(first).filter(|(_, sum)| sum.2 > 0.0) {
        let mean = (x / n, y / n);
        step = step.max(distance(*centroid, mean).sqrt());
        *centroid = mean;
    }
    step
}

/// The median (the lower of two) and the largest value; nought if there are none.
fn middle_and_end(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let middle = values.len().saturating_sub(1) / 2;
    (values.get(middle).copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_heaps_are_found() {
        let values = [0.0, 1.0, 20.0, 21.0, 0.5, 90.0];
        assert_eq!(outside_lowest(&values), [false, false, true, true, false, true]);
    }

    #[test]
    fn the_origin_stays_where_it_is() {
        let found = outside_origin(&[1.0, 2.0, 60.0, 55.0, 1.0], &[1.0, 0.0, 5.0, 0.0, 30.0]);
        assert_eq!(found[..4], [false, false, true, true]);
        assert_eq!(outside_origin(&[], &[]), Vec::<bool>::new());
        assert_eq!(outside_origin(&[0.0, 0.0], &[0.0, 0.0]), [false, false]);
    }
}
