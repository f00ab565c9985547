//! Sorting by moments: one pass into buckets of time, one into drawers of a bucket, then each drawer.
//!
//! Outages lie all over a period, so a bucket holds about as many as any other and fits the cache, and
//! a drawer holds a handful however many there are: the time taken grows as they do. However they
//! lie, no order costs more than one sort of them all.

use super::span::Span;

/// Buckets of one pass: so many that each can be written to without losing the one before.
const BUCKETS: u64 = 4_096;

/// Items of a bucket that share a drawer, at least: few enough to be put in order one by one.
const TOGETHER: usize = 8;

/// Bits of a moment that part a bucket into drawers, at most.
const DRAWER_BITS: u32 = 9;

/// Fewer than this are sorted as they are.
const FEW: usize = 8_192;

/// The items by their moment (milliseconds). They are gone through twice, so that they need not be
/// held but in their order.
pub(super) fn in_order<T: Copy + Default>(
    items: impl Iterator<Item = T> + Clone,
    moment: impl Fn(&T) -> i64,
    within: Span,
) -> Vec<T> {
    let mut sorted = Vec::new();
    put_in_order(&mut sorted, items, &moment, within, |few| few.sort_unstable_by_key(&moment));
    sorted
}

/// The same for items that some `sort` brings into the order of their moments faster, in the place of what
/// `sorted` held.
pub(super) fn put_in_order<T: Copy + Default>(
    sorted: &mut Vec<T>,
    items: impl Iterator<Item = T> + Clone,
    moment: impl Fn(&T) -> i64,
    within: Span,
    sort: impl Fn(&mut [T]),
) {
    let Buckets { mut places, is_sorted, count, shift } = Buckets::of(items.clone().map(|item| moment(&item)), within);
    sorted.clear();
    if is_sorted || count < FEW {
        sorted.reserve_exact(count);
        sorted.extend(items);
        if !is_sorted {
            sort(sorted);
        }
        return;
    }
    sorted.resize(count, T::default());
    for item in items {
        let place = &mut places[bucket(moment(&item), within, shift)];
        sorted[*place] = item;
        *place += 1;
    }
    let since = |item: &T| moment(item).abs_diff(within.from.0);
    let mut drawers = Drawers::default();
    // Each place has moved on to where its bucket ends.
    let mut from = 0;
    for end in places {
        drawers.settle(&mut sorted[from..end], since, shift, &sort);
        from = end;
    }
}

/// One bucket at a time is parted by the next bits of its moments.
struct Drawers<T> {
    places: [u32; 1 << DRAWER_BITS],
    spare: Vec<T>,
}

impl<T> Default for Drawers<T> {
    fn default() -> Self {
        Self { places: [0; 1 << DRAWER_BITS], spare: Vec::new() }
    }
}

impl<T: Copy> Drawers<T> {
    /// Puts a bucket in order, whose items have moments alike but for the last `shift` bits.
    fn settle(&mut self, bucket: &mut [T], since: impl Fn(&T) -> u64, shift: u32, sort: impl Fn(&mut [T])) {
        let wanted = (bucket.len() / TOGETHER).checked_ilog2().unwrap_or(0);
        let bits = wanted.min(DRAWER_BITS).min(shift);
        if bits == 0 || u32::try_from(bucket.len()).is_err() {
            return sort(bucket);
        }
        let drawer = |item: &T| ((since(item) >> (shift - bits)) & ((1 << bits) - 1)) as usize;
        let places = &mut self.places[..1 << bits];
        places.fill(0);
        bucket.iter().for_each(|item| places[drawer(item)] += 1);
        let mut count = 0;
        for place in places.iter_mut() {
            count += std::mem::replace(place, count);
        }
        self.spare.clear();
        self.spare.extend_from_slice(bucket);
        for item in &self.spare {
            let place = &mut places[drawer(item)];
            bucket[*place as usize] = *item;
            *place += 1;
        }
        let mut from = 0;
        for end in places.iter().map(|end| *end as usize) {
            sort(&mut bucket[from..end]);
            from = end;
        }
    }
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
            count += std::mem::replace(place, count);
        }
        Self { places, is_sorted, count, shift }
    }
}

fn bucket(moment: i64, within: Span, shift: u32) -> usize {
    (moment.abs_diff(within.from.0) >> shift) as usize
}
