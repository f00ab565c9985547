//! Sorting by moments: one pass into buckets of time, then each bucket by itself.
//!
//! Outages lie all over a period, so a bucket holds about as many as any other and fits the cache.
//! However they lie, no order costs more than one sort of them all.

use super::span::Span;
/// Buckets of one pass: so many that each can be written to without losing the one before.
const BUCKETS: u64 = 4_096;

/// Fewer than this are sorted as they are.
const FEW: usize = 8_192;

/// The items by their moment (milliseconds). They are gone through twice, so that they need not be
/// held but in their order.
pub(super) fn in_order<T: Copy + Default>(
    items: impl Iterator<Item = T> + Clone,
    moment: impl Fn(&T) -> i64,
    within: Span,
) -> Vec<T> {
    in_order_by(items, &moment, within, |few| few.sort_unstable_by_key(&moment))
}

/// The same for items that some `sort` brings into the order of their moments faster.
pub(super) fn in_order_by<T: Copy + Default>(
    items: impl Iterator<Item = T> + Clone,
    moment: impl Fn(&T) -> i64,
    within: Span,
    sort: impl Fn(&mut [T]),
) -> Vec<T> {
    let Buckets { mut places, is_sorted, count, shift } = Buckets::of(items.clone().map(|item| moment(&item)), within);
    if is_sorted || count < FEW {
        let mut few = Vec::with_capacity(count);
        few.extend(items);
        if !is_sorted {
            sort(&mut few);
        }
        return few;
    }
    let mut sorted = vec![T::default(); count];
    for item in items {
        let place = &mut places[bucket(moment(&item), within, shift)];
        sorted[*place] = item;
        *place += 1;
    }
    // Each place has moved on to where its bucket ends.
    let mut from = 0;
    for end in places {
        sort(&mut sorted[from..end]);
        from = end;
    }
    sorted
}

/// Where each bucket begins.
struct Buckets {
    places: Vec<usize>,
    is_sorted: bool,
    count: usize,
    shift: u32,
}

impl Buckets {
    fn of(moments: impl Iterator<Item = i64>, within: Span) -> Self {
        let width = within.to.0.abs_diff(within.from.0);
        let shift = (u64::BITS - width.leading_zeros()).saturating_sub(BUCKETS.ilog2());
        let mut places = vec![0; BUCKETS as usize];
        let (mut is_sorted, mut last) = (true, i64::MIN);
        for moment in moments {
            places[bucket(moment, within, shift)] += 1;
            is_sorted &= last <= moment;
            last = moment;
        }
        let mut count = 0;
        for place in &mut places {
            let own = *place;
            *place = count;
            count += own;
        }
        Self { places, is_sorted, count, shift }
    }
}

fn bucket(moment: i64, within: Span, shift: u32) -> usize {
    (moment.abs_diff(within.from.0) >> shift) as usize
}
