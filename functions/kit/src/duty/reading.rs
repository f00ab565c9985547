//! What a calendar came to for one rota: turns of people, and what in it nobody can follow.

use super::{People, fault_told};
use crate::port::{CalendarRead, Occurrence};
use nabat_domain::catalogue::{
    CalendarShift, CalendarTurn, Catalogue, PeopleNames, Rota, RotaCalendar, calendar_turns,
};
use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Arg, Wording};
use nabat_domain::masking::{Allowed, mask};
use nabat_domain::time::At;
use std::collections::BTreeSet;

/// Turns kept of a calendar, bytes: a row of the table holds no more with what is around them.
const MOST: usize = 300_000;

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
    let kept = fitting(&turns);
    if kept < turns.len() {
        turns.truncate(kept);
        until = turns.last().map_or(until, |turn| turn.until);
        let count = Arg::Number(i64::try_from(kept).unwrap_or(i64::MAX));
        told.push(Wording::new("duty-fault-many").with("count", count));
    }
    told.extend(strangers(&unknown, rota, &unable));
    if turns.is_empty() {
        told.push(Wording::new("duty-fault-nobody"));
    }
    Reading { turns, until, told }
}

/// How many turns are kept, from the first on.
fn fitting(turns: &[CalendarTurn]) -> usize {
    let mut bytes = 0;
    let fits = |turn: &&CalendarTurn| {
        bytes += serde_json::to_string(turn).expect("a turn has only string keys").len() + 1;
        bytes <= MOST
    };
    turns.iter().take_while(fits).count()
}

fn is_meant(calendar: &RotaCalendar, occurrence: &Occurrence) -> bool {
    let own = calendar.category.as_ref().map(|category| category.to_lowercase());
    own.is_none_or(|own| occurrence.categories.iter().any(|category| category.to_lowercase() == own))
}

fn strangers(unknown: &BTreeSet<String>, rota: &Rota, unable: &BTreeSet<PersonId>) -> Vec<Wording> {
    let mut told = Vec::new();
    if !unknown.is_empty() {
        let named = unknown.iter().take(MOST_NAMED).map(|name| Arg::Word(shortened(&named_in_full(name))));
        told.push(Wording::new("duty-fault-unknown").with("people", Arg::List(named.collect())));
    }
    if !unable.is_empty() {
        let named = unable.iter().take(MOST_NAMED).cloned().map(Arg::Person).collect();
        let wording = Wording::new("duty-fault-role").with("people", Arg::List(named));
        told.push(wording.with("role", Arg::Role(rota.role)));
    }
    told
}

/// Somebody as the calendar names them: by an address whole, or by words, in which personal data is masked.
fn named_in_full(name: &str) -> String {
    let is_address = name.contains('@') && !name.contains(char::is_whitespace);
    if is_address { name.to_owned() } else { mask(name, &Allowed { contacts: &BTreeSet::new() }).text }
}

/// Cut, and on one line: others wrote it.
pub(super) fn shortened(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::DutyRow;
    use crate::messages::{estate_of_tests, people_of_tests};
    use crate::port::Participant;
    use crate::table::limits;
    use crate::table::{Action, Condition};
    use nabat_domain::catalogue::{Instance, Role};
    use nabat_domain::time::Length;

    #[test]
    fn personal_data_in_a_title_is_masked_and_whose_address_it_is_is_said() {
        assert_eq!(named_in_full("new@clinics.example"), "new@clinics.example");
        assert_eq!(named_in_full("Zakharov, SNILS 112-233-445 95"), "Zakharov, SNILS [snils ***]");
        assert_eq!(named_in_full("ask new@clinics.example"), "ask [email ***]");
    }

    #[test]
    fn turns_of_every_minute_are_cut_to_what_a_row_holds_and_that_is_said() {
        let (mut catalogue, names) = (estate_of_tests(), people_of_tests());
        let person =
            nabat_domain::catalogue::Person { id: "e1001".into(), roles: [Role::DutyEngineer].into(), language: None };
        catalogue.people.insert(person.id.clone(), person);
        let calendar = RotaCalendar {
            connection: "oncall".into(),
            category: None,
            names: [("x@example.org".to_owned(), "e1001".into())].into(),
            chain: Vec::new(),
        };
        let rota = Rota {
            role: Role::DutyEngineer,
            services: BTreeSet::new(),
            shifts: Vec::new(),
            calendar: Some(calendar.clone()),
            responsible: None,
        };
        let minute = |number: i64| Occurrence {
            from: At(number * 60_000),
            until: At((number + 1) * 60_000),
            event: format!("{number}-{}", "\"ж".repeat(100)),
            instance: Instance::Recurring,
            title: String::new(),
            categories: Vec::new(),
            attendees: vec![Participant { address: Some("X@example.org".to_owned()), name: None }],
            organizer: None,
        };
        let read = CalendarRead { tag: None, occurrences: (0..20_000).map(minute).collect(), faults: Vec::new() };
        let until = At(0).plus(Length::minutes(20_000));
        let reading = turns_of(&read, until, (&rota, &calendar), (&catalogue, &names));
        assert!(reading.until < until && reading.turns.len() > 1_000, "{}", reading.turns.len());
        assert_eq!(reading.told.iter().map(|told| told.key.as_str()).collect::<Vec<_>>(), ["duty-fault-many"]);
        let mut row = DutyRow::unread(&rota, &calendar);
        row.known.turns = reading.turns;
        let action = Action::Put(row.row(&catalogue.product.id, 1), Condition::Any);
        assert_eq!(limits::check(&[action]), Ok(()));
    }
}
