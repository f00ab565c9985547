//! Timers fire in the minute they are due in: never early, never twice, and none is left behind. That none is early by a
//! millisecond is shown in `early`, kind by kind.

use crate::sample;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Event, State, next_due, read};
use nabat_domain::time::{At, Length};
use nabat_tests::rig::{Outside, Rig};

/// Hours of silence: accept, reminders, rhythm and all budgets fall due in them.
const SILENCE: i64 = 6 * 60;

#[tokio::test]
async fn promise_08_timers_are_never_early_never_twice_and_late_by_a_minute_at_most() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let mut fired = 0;
    for minute in 0..SILENCE {
        if minute == SILENCE / 2 {
            rig.answer(&incident, "accept", "accepted").await;
        }
        let before = rig.state(&incident).await;
        let earlier = rig.env.now();
        rig.minutes(1).await;
        let now = rig.env.now();
        let after = rig.state(&incident).await;
        let new = fired_since(&rig, &incident, &before).await;
        let due = next_due(&before).is_some_and(|at| at <= now);
        assert!(due || new.is_empty(), "{new:?} came before anything was due, at {now:?}");
        assert!(next_due(&after).is_none_or(|at| at > now), "a timer is left behind at {now:?}");
        assert!(new.iter().all(|(at, _)| *at > earlier && *at <= now), "{new:?}");
        fired += new.len();
        assert_nothing_twice(&new);
        // A table that takes its time is not asked again in the minutes in which nothing happened.
        if !sample::whole() && new.is_empty() {
            continue;
        }
        rig.tick().await;
        rig.tick().await;
        assert_eq!(rig.state(&incident).await.head.version, after.head.version, "ringing again fires nothing again");
    }
    assert!(fired > 20, "six silent hours are full of timers: {fired}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn promise_08_a_clock_that_stood_still_says_each_thing_once() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let before = rig.state(&incident).await;
    rig.outside.clock.move_to(rig.env.now().plus(Length::hours(9)));
    rig.tick().await;
    let new = fired_since(&rig, &incident, &before).await;
    assert_nothing_twice(&new);
    let budgets = new.iter().filter(|(_, event)| matches!(event, Event::BudgetSpent { stage: None, .. })).count();
    assert_eq!(budgets, 1, "the largest share says what the smaller ones would have said: {new:?}");
}

/// Nights and days a calendar makes something of: an ordinary one; clocks set back, and forward, in the product's
/// zone; the eve of a leap day and its end; the turn of a year.
const NIGHTS: [&str; 6] = [
    "2026-11-24T23:30:00Z",
    "2026-10-24T23:30:00Z",
    "2027-03-27T23:30:00Z",
    "2028-02-28T23:30:00Z",
    "2028-02-29T23:30:00Z",
    "2026-12-31T23:30:00Z",
];

#[tokio::test]
async fn promise_08_nights_when_clocks_are_set_and_leap_days_move_no_timer() {
    let mut of_an_ordinary_night = None;
    for night in sample::some(&NIGHTS) {
        let begins = chrono::DateTime::parse_from_rfc3339(night).expect("a moment").timestamp_millis();
        let mut rig = Rig::of(Outside::new(At(begins))).await;
        rig.reconfigure(|catalogue| catalogue.product.zone = "Europe/Berlin".to_owned()).await;
        let incident = rig.register("SD-1", "appointments").await;
        let before = rig.state(&incident).await;
        for _ in 0..SILENCE {
            rig.minutes(1).await;
        }
        let fired = fired_since(&rig, &incident, &before).await;
        // Who is called depends on the hour; when they are does not.
        let name = |event: &Event| format!("{event:?}").split([' ', '(']).next().unwrap_or_default().to_owned();
        let after = |at: At| at.since(At(begins)).in_seconds();
        let fired: Vec<(i64, String)> = fired.iter().map(|(at, event)| (after(*at), name(event))).collect();
        assert!(fired.len() > 5, "{night}: {fired:?}");
        assert_eq!(&fired, of_an_ordinary_night.get_or_insert_with(|| fired.clone()), "{night}");
    }
}

/// What timers made happen since a state.
async fn fired_since(rig: &Rig, incident: &IncidentId, before: &State) -> Vec<(At, Event)> {
    let journal = rig.journal(incident).await;
    let new = journal.iter().filter(|event| event.number > before.head.version);
    let read = new.map(|event| (event.at, read(event).expect("a readable event")));
    let of_timers =
        |event: &Event| matches!(event, Event::Escalated { .. } | Event::Reminded { .. } | Event::BudgetSpent { .. });
    read.filter(|(_, event)| of_timers(event)).collect()
}

fn assert_nothing_twice(fired: &[(At, Event)]) {
    for (place, (_, event)) in fired.iter().enumerate() {
        assert!(!fired[place + 1..].iter().any(|(_, other)| other == event), "{event:?} fired twice");
    }
}
