//! How far a desk was followed: from when on it is asked, and what was taken since that moment.

use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::time::{At, Length};
use nabat_kit::port::Changed;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// So far back a desk is asked by whoever begins: three days without anybody who starts Nabat again is long.
const MISSED: Length = Length::hours(72);

/// A record may be seen only when its change is whole: so long before the newest one nothing is final.
const OVERLAP: Length = Length::minutes(2);

/// Desks tell seconds: a record may change twice in one, and looks the same in a list.
const SETTLED: Length = Length::seconds(5);

/// Records remembered at most; more are read again, and are no news.
const MOST: usize = 5_000;

/// How far a desk was followed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// Layout of the row.
    schema: u32,
    /// Whose desk it was then: for another product it is asked from the beginning.
    products: BTreeSet<ProductId>,
    /// From when on the desk is asked next, by its own time.
    since: At,
    /// What was taken of the changes since then, by the record's number.
    taken: BTreeMap<DeskId, At>,
}

impl Standing {
    /// Where following goes on, for these products.
    pub(crate) fn of(before: Option<Self>, products: BTreeSet<ProductId>, now: At) -> Self {
        match before {
            Some(before) if before.schema == 1 && before.products.is_superset(&products) => Self { products, ..before },
            Some(_) | None => Self { schema: 1, products, since: now.minus(MISSED), taken: BTreeMap::new() },
        }
    }

    /// From when on the desk is asked now. Where it stands does not move by that: of a quiet desk nothing is written.
    pub(crate) fn asks(&self, now: At) -> At {
        self.since.max(now.minus(MISSED))
    }

    /// Whether exactly this was taken.
    pub(crate) fn is_taken(&self, changed: &Changed) -> bool {
        self.taken.get(&changed.id) == Some(&changed.at)
    }

    /// A change was taken, and all before it. Of what is still to come nothing is older than `newest` by more than
    /// the overlap.
    pub(crate) fn pass(&mut self, changed: &Changed, newest: At) {
        if changed.at <= newest.minus(SETTLED) && self.taken.len() < MOST {
            self.taken.insert(changed.id.clone(), changed.at);
        }
        self.since = self.since.max(changed.at.min(newest.minus(OVERLAP)));
        let since = self.since;
        self.taken.retain(|_, at| *at >= since);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_kit::port::NewsOf;

    const NOW: At = At(1_795_431_600_000);

    fn changed(id: &str, ago: i64) -> Changed {
        Changed { id: DeskId::from(id), about: NewsOf::Incident, at: NOW.minus(Length::seconds(ago)) }
    }

    fn begun() -> Standing {
        Standing::of(None, BTreeSet::from(["clinics".into()]), NOW)
    }

    #[test]
    fn each_record_taken_moves_the_question_on_and_none_of_the_same_second_is_passed_over() {
        let mut standing = begun();
        assert_eq!(standing.since, NOW.minus(MISSED));
        let (one, other) = (changed("1", 7_200), changed("2", 7_200));
        standing.pass(&one, NOW);
        assert_eq!(standing.since, one.at, "the other one of that second is listed again");
        assert!(standing.is_taken(&one) && !standing.is_taken(&other));
    }

    #[test]
    fn near_the_newest_what_was_not_whole_yet_is_listed_again_and_the_rest_is_not_read_again() {
        let mut standing = begun();
        let (slow, old, fresh) = (changed("1", 90), changed("2", 60), changed("3", 0));
        standing.pass(&old, NOW);
        standing.pass(&fresh, NOW);
        assert_eq!(standing.since, NOW.minus(OVERLAP));
        assert!(slow.at >= standing.since && !standing.is_taken(&slow), "it is seen only now");
        assert!(standing.is_taken(&old));
        assert!(!standing.is_taken(&fresh), "it may change once more in this second");
        assert!(!standing.is_taken(&changed("2", 30)), "changed again");
    }

    #[test]
    fn what_is_far_behind_is_forgotten_and_a_quiet_desk_stands_still() {
        let mut standing = begun();
        standing.pass(&changed("1", 7_200), NOW);
        standing.pass(&changed("2", 3_600), NOW);
        assert_eq!(standing.taken.len(), 1);
        assert_eq!(Standing::of(Some(standing.clone()), standing.products.clone(), NOW), standing);
    }

    #[test]
    fn a_record_of_the_future_holds_nothing_up() {
        let mut standing = begun();
        standing.pass(&changed("1", -86_400), NOW);
        assert_eq!(standing.since, NOW.minus(OVERLAP));
    }

    #[test]
    fn another_product_and_a_long_silence_begin_three_days_ago() {
        let mut standing = begun();
        standing.pass(&changed("1", 0), NOW);
        let both = BTreeSet::from(["clinics".into(), "shops".into()]);
        assert_eq!(Standing::of(Some(standing.clone()), both, NOW).since, NOW.minus(MISSED));
        let later = NOW.plus(Length::hours(24 * 30));
        let products = standing.products.clone();
        let stands = Standing::of(Some(standing.clone()), products, later);
        assert_eq!((stands.asks(later), stands), (later.minus(MISSED), standing));
    }
}
