//! Sorting by moments: one pass into buckets of time, then each bucket by itself.
//!
//! Outages lie all over a period, so a bucket holds about as many as any other and fits the cache.
//! However they lie, no order costs more than one sort of them all.

use std::cmp::Ordering;

/// Buckets of one pass: so many that each can be written to without losing the one before.
const BUCKETS: u64 = 2_048;

/// Fewer than this are sorted as they are.
const FEW: usize = 8_192;

/// The items by their moment (milliseconds).
pub(super) fn in_order<T: Copy>(mut items: Vec<T>, moment: impl Fn(&T) -> i64) -> Vec<T> {
    let by_moment = |one: &T, two: &T| -> Ordering { moment(one).cmp(&moment(two)) };
    if items.is_sorted_by(|one, two| moment(one) <= moment(two)) {
        return items;
    }
    if items.len() < FEW {
        items.sort_unstable_by(by_moment);
        return items;
    }
    let first = items.iter().map(&moment).min().expect("there are many");
    let last = items.iter().map(&moment).max().expect("there are many");
    let shift = shift(last.abs_diff(first));
    let bucket = |item: &T| (moment(item).abs_diff(first) >> shift) as usize;
    let (mut sorted, ends) = scatter(&items, bucket);
    let mut from = 0;
    for end in ends {
        sorted[from..end].sort_unstable_by(by_moment);
        from = end;
    }
    sorted
}

/// How far a distance is shifted to the right to become the number of its bucket.
fn shift(width: u64) -> u32 {
    (u64::BITS - width.leading_zeros()).saturating_sub(BUCKETS.ilog2())
}

/// The items bucket after bucket, and where each bucket ends.
fn scatter<T: Copy>(items: &[T], bucket: impl Fn(&T) -> usize) -> (Vec<T>, Vec<usize>) {
    let mut places = vec![0; BUCKETS as usize];
    for item in items {
        places[bucket(item)] += 1;
    }
    let mut before = 0;
    for place in &mut places {
        let count = *place;
        *place = before;
        before += count;
    }
    let mut sorted = items.to_vec();
    for item in items {
        let place = &mut places[bucket(item)];
        sorted[*place] = *item;
        *place += 1;
    }
    // Each place has moved on to where its bucket ends.
    (sorted, places)
}
