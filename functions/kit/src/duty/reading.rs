//! What a calendar came to for one rota: turns of people, and what in it nobody can follow.

use super::{People, fault_told};
use crate::port::{CalendarRead, Occurrence};
use nabat_domain::catalogue::{
    CalendarShift, CalendarTurn, Catalogue, PeopleNames, Rota, RotaCalendar, calendar_turns,
};
use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Arg, Wording};
use nabat_domain::time::At;
use std::collections::BTreeSet;

/// Turns kept of a calendar: those of 45 days by the half hour, below what a row of the table holds.
const MOST_TURNS: usize = 2_160;

/// Strangers named in one message.
const MOST_NAMED: usize = 10;

/// Longest id or name shown of what stands in a calendar, characters.
const LONGEST: usize = 80;

/// What a calendar came to.
pub struct Reading {
    /// Turns of people, in order of time.
    pub turns: Vec<CalendarTurn>,
    /// They are known up to here.
    pub until: At,
    /// What is wrong, for whoever is responsible for the rota.
    pub told: Vec<Wording>,
}

/// Reads a calendar for a rota: who is meant, and whether they have the rota's role.
pub fn turns_of(
    read: &CalendarRead,
    until: At,
    (rota, calendar): (&Rota, &RotaCalendar),
    (catalogue, names): (&Catalogue, &PeopleNames),
) -> Reading {
    let people = People::of(catalogue, names, calendar);
    let (mut shifts, mut unknown, mut unable) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for occurrence in read.occurrences.iter().filter(|one| is_meant(calendar, one)) {
        let (mut found, strangers) = people.found(occurrence);
        unknown.extend(strangers);
        found.retain(|person| {
            let able = catalogue.people.get(person).is_some_and(|known| known.roles.contains(&rota.role));
            if !able {
                unable.insert(person.clone());
            }
            able
        });
        if !found.is_empty() {
            let (from, until, instance) = (occurrence.from, occurrence.until, occurrence.instance);
            shifts.push(CalendarShift { from, until, people: found, event: shortened(&occurrence.event), instance });
        }
    }
    let mut turns = calendar_turns(&shifts, &calendar.chain);
    let mut told: Vec<Wording> = read.faults.iter().map(fault_told).collect();
    let mut until = until;
    if turns.len() > MOST_TURNS {
        turns.truncate(MOST_TURNS);
        until = turns.last().map_or(until, |turn| turn.until);
        told.push(Wording::new("duty-fault-many").with("count", Arg::Number(MOST_TURNS as i64)));
    }
    told.extend(strangers(&unknown, rota, &unable));
    if turns.is_empty() {
        told.push(Wording::new("duty-fault-nobody"));
    }
    Reading { turns, until, told }
}

fn is_meant(calendar: &RotaCalendar, occurrence: &Occurrence) -> bool {
    let own = calendar.category.as_ref().map(|category| category.to_lowercase());
    own.is_none_or(|own| occurrence.categories.iter().any(|category| category.to_lowercase() == own))
}

fn strangers(unknown: &BTreeSet<String>, rota: &Rota, unable: &BTreeSet<PersonId>) -> Vec<Wording> {
    let mut told = Vec::new();
    if !unknown.is_empty() {
        let named = unknown.iter().take(MOST_NAMED).map(|name| Arg::Word(shortened(name)));
        told.push(Wording::new("duty-fault-unknown").with("people", Arg::List(named.collect())));
    }
    if !unable.is_empty() {
        let named = unable.iter().take(MOST_NAMED).cloned().map(Arg::Person).collect();
        let wording = Wording::new("duty-fault-role").with("people", Arg::List(named));
        told.push(wording.with("role", Arg::Role(rota.role)));
    }
    told
}

/// Cut, and on one line: others wrote it.
pub(super) fn shortened(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(LONGEST).collect()
}
