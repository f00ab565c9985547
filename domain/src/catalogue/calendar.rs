//! What duty calendars say: people's turns, as each calendar was last read.

use super::{DutyTurn, OnDutyBy, Role, Rota};
use crate::ids::{ConnectionId, PersonId};
use crate::journal::sha256_hex;
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Read longer ago than that, a calendar is said to be old whatever the reason.
const FRESH: Length = Length::minutes(60);

/// Shifts over one moment whose people are called: a calendar may have thousands there, and each turn names them.
const AT_ONCE: usize = 50;

/// A calendar that says who has a rota's turns; where it says nobody, the rota's own shifts do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RotaCalendar {
    /// Where it is read.
    pub connection: ConnectionId,
    /// Only events of this category; every event where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Who is meant by names that stand in it and are no e-mail address, login or id of people's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, PersonId>,
    /// Whom to call next, in order, if those in it do not answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<PersonId>,
}

impl RotaCalendar {
    /// Names what is known of it for a role: another configuration is another name.
    pub fn key(&self, role: Role) -> String {
        let text = serde_json::to_string(&(role, self)).expect("a calendar has only string keys");
        format!("{}#{}", self.connection, &sha256_hex(text.as_bytes())[..16])
    }
}

/// Which instance of an event a turn is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instance {
    /// Changed for this once: an exception of a series (RECURRENCE-ID).
    Exception,
    /// Added to a series for this once (RDATE).
    Added,
    /// An event that is no series.
    Single,
    /// By the series' rule.
    Recurring,
}

/// An event of a calendar with people in it, as it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalendarShift {
    /// From this moment on.
    pub from: At,
    /// The first moment after it.
    pub until: At,
    /// Who is in it, in order; never nobody.
    pub people: Vec<PersonId>,
    /// The event's id in the calendar.
    pub event: String,
    /// Which instance of it.
    pub instance: Instance,
}

/// Time in which the same people are on duty by the same event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CalendarTurn {
    /// From this moment on.
    pub from: At,
    /// The first moment after it.
    pub until: At,
    /// The one on duty, then whom to call next; never nobody.
    pub people: Vec<PersonId>,
    /// The id of the event that decides, in the calendar.
    pub event: String,
    /// Which instance of it.
    pub instance: Instance,
}

/// A calendar as it was last read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownCalendar {
    /// When.
    pub read_at: At,
    /// It was read up to here.
    pub until: At,
    /// It could not be read since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_since: Option<At>,
    /// Turns in order of time, none over another.
    pub turns: Vec<CalendarTurn>,
}

impl KnownCalendar {
    /// The turn that covers a moment.
    pub fn turn(&self, at: At) -> Option<&CalendarTurn> {
        let after = self.turns.partition_point(|turn| turn.from <= at);
        self.turns[..after].last().filter(|turn| at < turn.until)
    }

    /// When it was read, where that is to be said: it cannot be read now, or was not for an hour.
    pub fn old(&self, now: At) -> Option<At> {
        (self.failed_since.is_some() || now.since(self.read_at) > FRESH).then_some(self.read_at)
    }
}

/// What is known of a product's calendars: each as configured, for which role, and as it was last read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendars(pub Vec<(Role, RotaCalendar, KnownCalendar)>);

impl Calendars {
    /// What is known of a rota's calendar, if it has one that was read.
    pub fn of(&self, rota: &Rota) -> Option<&KnownCalendar> {
        let own = rota.calendar.as_ref()?;
        let found = self.0.iter().find(|(role, calendar, _)| *role == rota.role && calendar == own);
        found.map(|(_, _, known)| known)
    }

    /// Who has a rota's turn by its calendar.
    pub(super) fn on_duty<'a>(&'a self, rota: &'a Rota, at: At) -> Option<DutyTurn<'a>> {
        let (calendar, known) = (rota.calendar.as_ref()?, self.of(rota)?);
        let turn = known.turn(at)?;
        let (person, chain) = turn.people.split_first()?;
        Some(DutyTurn { person, chain, by: OnDutyBy::Calendar { calendar, known, turn } })
    }
}

/// Turns by the shifts of a calendar. Where several cover a moment, an exception goes before what it was made from,
/// what began later before what began earlier; the others are called next, then `chain`.
pub fn turns(shifts: &[CalendarShift], chain: &[PersonId]) -> Vec<CalendarTurn> {
    let mut begins: Vec<&CalendarShift> = shifts.iter().filter(|shift| shift.from < shift.until).collect();
    begins.sort_by_key(|shift| shift.from);
    let edges: BTreeSet<At> = begins.iter().flat_map(|shift| [shift.from, shift.until]).collect();
    let edges: Vec<At> = edges.into_iter().collect();
    let (mut turns, mut running, mut next) = (Vec::<CalendarTurn>::new(), Vec::<&CalendarShift>::new(), 0);
    for pair in edges.windows(2) {
        let (from, until) = (pair[0], pair[1]);
        running.retain(|shift| shift.until > from);
        while let Some(shift) = begins.get(next).filter(|shift| shift.from <= from) {
            running.insert(running.partition_point(|one| order(one) <= order(shift)), shift);
            next += 1;
        }
        let Some(first) = running.first() else { continue };
        let people = called(&running[..running.len().min(AT_ONCE)], chain);
        match turns.last_mut() {
            Some(last) if last.until == from && last.event == first.event && last.people == people => {
                last.until = until
            }
            _ => {
                let (event, instance) = (first.event.clone(), first.instance);
                turns.push(CalendarTurn { from, until, people, event, instance });
            }
        }
    }
    turns
}

/// Exceptions first, then what began later, what ends sooner, and the event's id so that it is always the same.
fn order(shift: &CalendarShift) -> (bool, std::cmp::Reverse<At>, At, &str) {
    let exception = matches!(shift.instance, Instance::Exception | Instance::Added);
    (!exception, std::cmp::Reverse(shift.from), shift.until, &shift.event)
}

fn called(running: &[&CalendarShift], chain: &[PersonId]) -> Vec<PersonId> {
    let mut people = Vec::new();
    for person in running.iter().flat_map(|shift| &shift.people).chain(chain) {
        if !people.contains(person) {
            people.push(person.clone());
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shift(from: i64, until: i64, person: &str, instance: Instance) -> CalendarShift {
        CalendarShift { from: At(from), until: At(until), people: vec![person.into()], event: person.into(), instance }
    }

    #[test]
    fn an_exception_goes_first_and_those_it_is_over_are_called_next() {
        let week = shift(0, 100, "week", Instance::Recurring);
        let swap = shift(20, 40, "swap", Instance::Exception);
        let late = shift(30, 50, "late", Instance::Recurring);
        let told: Vec<_> = turns(&[week, swap, late], &["chief".into(), "week".into()])
            .into_iter()
            .map(|turn| (turn.from.0, turn.until.0, turn.people.iter().map(|p| p.to_string()).collect::<Vec<_>>()))
            .collect();
        let of = |people: &[&str]| people.iter().map(|person| (*person).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told,
            [
                (0, 20, of(&["week", "chief"])),
                (20, 30, of(&["swap", "week", "chief"])),
                (30, 40, of(&["swap", "late", "week", "chief"])),
                (40, 50, of(&["late", "week", "chief"])),
                (50, 100, of(&["week", "chief"])),
            ]
        );
    }

    #[test]
    fn of_thousands_of_shifts_over_one_moment_the_first_are_called() {
        let shifts: Vec<CalendarShift> =
            (0..5_000).map(|n| shift(n, 10_000 + n, &format!("e{n}"), Instance::Single)).collect();
        let turns = turns(&shifts, &["chief".into()]);
        assert!(turns.iter().all(|turn| turn.people.len() <= AT_ONCE + 1));
        assert_eq!(turns[4_999].people.first(), Some(&"e4999".into()));
    }

    proptest! {
        /// At every moment somebody is on duty exactly where a shift covers it, and the turn's person is in one.
        #[test]
        fn turns_cover_what_shifts_cover(spans in prop::collection::vec((0..60_i64, 0..20_i64, 0..4_u8), 0..12)) {
            let shifts: Vec<CalendarShift> = spans.iter().enumerate().map(|(n, (from, length, person))| {
                let instance = if n % 3 == 0 { Instance::Exception } else { Instance::Recurring };
                let mut made = shift(*from, from + length, &format!("e{person}"), instance);
                made.event = format!("{n}");
                made
            }).collect();
            let known = KnownCalendar { read_at: At(0), until: At(100), failed_since: None, turns: turns(&shifts, &[]) };
            for at in -1..85 {
                let covering: Vec<_> = shifts.iter().filter(|s| s.from.0 <= at && at < s.until.0).collect();
                match known.turn(At(at)) {
                    None => prop_assert!(covering.is_empty()),
                    Some(turn) => {
                        prop_assert!(covering.iter().any(|s| s.event == turn.event && s.people[0] == turn.people[0]));
                        prop_assert!(covering.iter().all(|s| turn.people.contains(&s.people[0])));
                    }
                }
            }
        }
    }
}
