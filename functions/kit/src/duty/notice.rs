//! What is said of a duty calendar, and to whom.

use super::reading::shortened;
use crate::port::{CalendarError, CalendarFault};
use nabat_domain::catalogue::{Catalogue, Role, Rota};
use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Arg, Wording};

/// What in a calendar cannot be followed.
pub fn fault_told(fault: &CalendarFault) -> Wording {
    let word = |text: &str| Arg::Word(shortened(text));
    match fault {
        CalendarFault::UnknownZone { zone } => Wording::new("duty-fault-zone").with("zone", word(zone)),
        CalendarFault::BrokenRule { event } => Wording::new("duty-fault-rule").with("event", word(event)),
        CalendarFault::NoStart { event } => Wording::new("duty-fault-start").with("event", word(event)),
        CalendarFault::TooMany { read } => {
            Wording::new("duty-fault-many").with("count", Arg::Number(i64::try_from(*read).unwrap_or(i64::MAX)))
        }
    }
}

/// Why a calendar cannot be read, and what mends it. What it answered is shown to operators alone.
pub fn why_unread(error: &CalendarError) -> Wording {
    match error {
        CalendarError::Unreachable(_) | CalendarError::Busy { .. } => Wording::new("duty-unread-unreachable"),
        CalendarError::Refused(_) => Wording::new("duty-unread-refused"),
        CalendarError::Missing(_) => Wording::new("duty-unread-missing"),
        CalendarError::NotCalendar(_) => Wording::new("duty-unread-not-calendar"),
        CalendarError::TooLong { most } => {
            let megabytes = i64::try_from(most / 1_000_000).unwrap_or(i64::MAX);
            Wording::new("duty-unread-long").with("megabytes", Arg::Number(megabytes))
        }
    }
}

/// Who hears of a rota: whoever is responsible for it, else the product's owners, else the first of the fallback
/// chain.
pub fn responsible(catalogue: &Catalogue, rota: Option<&Rota>) -> Vec<PersonId> {
    let here = |person: &PersonId| catalogue.people.contains_key(person);
    if let Some(person) = rota.and_then(|rota| rota.responsible.clone()).filter(here) {
        return vec![person];
    }
    let people = catalogue.people.values();
    let owners = people.filter(|person| person.roles.contains(&Role::ProductOwner)).map(|person| person.id.clone());
    let owners: Vec<PersonId> = owners.collect();
    if owners.is_empty() { catalogue.product.fallback.first().cloned().into_iter().collect() } else { owners }
}
