//! Quantiles of sorted numbers, and the median distance from their median without sorting again.

/// The quantile of numbers in ascending order, linear between neighbours; `None` of nothing.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let part = place - below as f64;
    Some(sorted[below] + (sorted[above] - sorted[below]) * part)
}

/// The median of `|x - median|` of numbers in ascending order: the distances of the lower and of
/// the upper half are sorted already, so they only have to be merged as far as the middle.
pub fn median_distance(sorted: &[f64], median: f64) -> f64 {
    let half = sorted.partition_point(|value| *value < median);
    let (mut low, mut high) = (half, half);
    let mut next = || {
        let down = low.checked_sub(1).map_or(f64::INFINITY, |at| median - sorted[at]);
        let up = sorted.get(high).map_or(f64::INFINITY, |value| value - median);
        if down < up {
            low -= 1;
            down
        } else {
            high += 1;
            up
        }
    };
    let count = sorted.len();
    let before = (0..count.saturating_sub(1) / 2).map(|_| next()).last();
    let middle = if count == 0 { return 0.0 } else { next() };
    debug_assert!(before.is_none_or(|before| before <= middle), "distances come in ascending order");
    if count % 2 == 1 { middle } else { (middle + next()) / 2.0 }
}

/// Sorts numbers none of which is NaN.
pub fn sort(values: &mut [f64]) {
    values.sort_unstable_by(f64::total_cmp);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn between_neighbours_it_is_linear() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 5.0], 0.5), Some(2.5));
        assert_eq!(quantile(&[1.0], 0.95), Some(1.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    proptest! {
        #[test]
        fn the_median_distance_is_that_of_the_sorted_distances(mut values in prop::collection::vec(-1e6f64..1e6, 1..60)) {
            sort(&mut values);
            let median = quantile(&values, 0.5).expect("there is one at least");
            let mut distances: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
            sort(&mut distances);
            let expected = quantile(&distances, 0.5).expect("as many as values");
            prop_assert!((median_distance(&values, median) - expected).abs() <= 1e-9 * expected.abs().max(1.0));
        }
    }
}
