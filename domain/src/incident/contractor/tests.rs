//! Laws of the contractor's clock: nothing of it is lost or counted twice, whatever happens in it.

use super::*;
use crate::catalogue::{ServiceHours, ServiceWindow, WorkGroup};
use crate::incident::TextRef;
use crate::time::{At, Length};
use chrono::NaiveTime;
use proptest::prelude::*;

/// 2026-11-27T00:00:00Z, a Friday.
const FRIDAY: i64 = 1_795_737_600_000;

fn deal(hours: ServiceHours) -> Deal {
    Deal {
        contract: "D-1".into(),
        contractor: "A".to_owned(),
        work_group: WorkGroup("g".to_owned()),
        people: vec!["x1".into()],
        zone: "Europe/Berlin".to_owned(),
        hours,
        reaction: Length::minutes(20),
        restoration: Length::minutes(120),
        report: Length::hours(72),
    }
}

fn matter(hours: ServiceHours, delivered: i64) -> Matter {
    let (at, by) = (At(delivered - 1), "e1".into());
    let handed = Some(HandOver { at, by, delivered: Some(At(delivered)), received: None });
    Matter { handed, ..Matter::new(deal(hours)) }
}

fn asked(at: i64, met: Option<i64>) -> Request {
    Request { at: At(at), by: "x1".into(), text: TextRef("t".to_owned()), met: met.map(At) }
}

fn back(at: i64, accepted: Option<i64>) -> Back {
    Back { at: At(at), by: None, text: None, claim: BackClaim::Returned, accepted: accepted.map(At) }
}

fn figures(clock: &Clock) -> (i64, i64, i64) {
    (clock.of(Hand::Held).0, clock.of(Hand::Paused).0, clock.of(Hand::Waiting).0)
}

#[test]
fn it_begins_with_the_delivery_pauses_while_asked_and_stops_where_it_was_handed_back() {
    let mut matter = matter(ServiceHours::default(), 1_000);
    assert_eq!(figures(&clock(&matter, At(5_000)).expect("delivered")), (4_000, 0, 0));
    matter.requests = vec![asked(2_000, Some(3_500)), asked(3_000, Some(4_000))];
    assert_eq!(figures(&clock(&matter, At(5_000)).expect("delivered")), (2_000, 2_000, 0));
    matter.back = Some(back(4_500, None));
    assert_eq!(clock(&matter, At(9_000)).expect("delivered").until, At(9_000), "offered is not accepted");
    matter.back = Some(back(4_500, Some(8_000)));
    let stopped = clock(&matter, At(9_000)).expect("delivered");
    assert_eq!((stopped.until, figures(&stopped), stopped.now), (At(4_500), (1_500, 2_000, 0), None));
}

#[test]
fn nothing_counts_before_the_delivery_and_outside_the_hours() {
    let mut matter = matter(ServiceHours::default(), 0);
    matter.handed.as_mut().expect("handed over").delivered = None;
    assert_eq!(clock(&matter, At(9_000)), None);
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    let office = ServiceWindow { days: (1..=5).collect(), from: time(9), to: time(18) };
    // Friday 17:00 to Monday 10:00 in Berlin: an hour on each of the two days.
    let (from, until) = (FRIDAY + 16 * 3_600_000, FRIDAY + (3 * 24 + 9) * 3_600_000);
    let matter = super::tests::matter(ServiceHours(vec![office]), from);
    let clock = clock(&matter, At(until)).expect("delivered");
    assert_eq!(figures(&clock), (2 * 3_600_000, 0, 63 * 3_600_000));
    assert_eq!(overruns(&matter, At(until)).restoration.expect("a clock").over(), Length(0));
    assert_eq!(overruns(&matter, At(until)).reaction.expect("a clock").over(), Length::minutes(100));
}

#[test]
fn the_moments_and_terms_of_a_pack_may_be_any() {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    let daily = ServiceWindow { days: [].into(), from: time(9), to: time(18) };
    for hours in [ServiceHours::default(), ServiceHours(vec![daily])] {
        let mut matter = super::tests::matter(hours, i64::MIN + 1);
        (matter.deal.reaction, matter.deal.restoration) = (Length(i64::MIN), Length(i64::MIN));
        assert_eq!(clock(&matter, At(i64::MAX)).expect("delivered").until, At(i64::MAX));
        assert_eq!(overruns(&matter, At(i64::MAX)).total(), Length(i64::MAX));
    }
}

fn hours() -> impl Strategy<Value = ServiceHours> {
    let window = (prop::collection::btree_set(1..=7_u8, 0..=7), 0..24_u32, 0..24_u32).prop_map(|(days, from, to)| {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
        ServiceWindow { days, from: time(from), to: time(to) }
    });
    prop::collection::vec(window, 0..3).prop_map(ServiceHours)
}

prop_compose! {
    fn any_matter()(
        hours in hours(),
        delivered in FRIDAY..FRIDAY + 200 * 24 * 3_600_000,
        requests in prop::collection::vec((-9_000_000..900_000_000_i64, prop::option::of(0..90_000_000_i64)), 0..6),
        ended in prop::option::of((0..900_000_000_i64, 0..9_000_000_i64)),
    ) -> Matter {
        let mut matter = matter(hours, delivered);
        matter.requests = requests
            .into_iter()
            .map(|(at, length)| asked(delivered + at, length.map(|length| delivered + at + length)))
            .collect();
        matter.back = ended.map(|(at, later)| back(delivered + at, Some(delivered + at + later)));
        matter
    }
}

proptest! {
    #[test]
    fn held_paused_and_waiting_are_the_whole(matter in any_matter(), read in 0..900_000_000_i64) {
        let from = matter.handed.as_ref().and_then(|handed| handed.delivered).expect("delivered");
        let clock = clock(&matter, from.plus(Length(read))).expect("delivered");
        let (held, paused, waiting) = figures(&clock);
        prop_assert_eq!(held + paused + waiting, clock.until.since(clock.from).0);
        prop_assert!(held >= 0 && paused >= 0 && waiting >= 0);
        let mut last = clock.from;
        for pair in clock.spans.windows(2) {
            prop_assert_ne!(pair[0].hand, pair[1].hand);
        }
        for span in &clock.spans {
            prop_assert!(span.from == last && span.from < span.to, "no gap, nothing twice, nothing empty");
            last = span.to;
        }
        prop_assert_eq!(last, clock.until);
    }

    #[test]
    fn a_clock_read_later_never_takes_anything_back(matter in any_matter(), read in 0..900_000_000_i64, more in 0..900_000_000_i64) {
        let from = matter.handed.as_ref().and_then(|handed| handed.delivered).expect("delivered");
        let early = clock(&matter, from.plus(Length(read))).expect("delivered");
        let late = clock(&matter, from.plus(Length(read + more))).expect("delivered");
        prop_assert!(early.of(Hand::Held) <= late.of(Hand::Held));
        prop_assert_eq!(early.of(Hand::Held), late.held_until(early.until));
        let over = |at: i64| overruns(&matter, from.plus(Length(at))).total();
        prop_assert!(over(read) <= over(read + more));
    }

    #[test]
    fn an_open_request_stops_what_counts(matter in any_matter(), read in 1..900_000_000_i64) {
        let from = matter.handed.as_ref().and_then(|handed| handed.delivered).expect("delivered");
        let mut asking = matter.clone();
        asking.requests = vec![asked(from.0, None)];
        let clock = clock(&asking, from.plus(Length(read))).expect("delivered");
        prop_assert_eq!(clock.of(Hand::Held), Length(0));
    }
}
