//! Checks of `duty.yaml`: who is named in it.

use super::{Known, List};
use crate::configuration::fault::Fault;
use crate::configuration::files::{RotaEntry, ShiftEntry};
use crate::configuration::source::Source;
use crate::configuration::wrong::Wrong;
use nabat_domain::catalogue::Role;

pub fn check(duty: &List<RotaEntry>, known: &Known<'_>, found: &mut Vec<Fault>) {
    for rota in &duty.value {
        for service in &rota.services {
            known.service(&duty.source, service, found);
        }
        if rota.shifts.is_empty() && rota.calendar.is_none() {
            let role = rota.role.value;
            found.push(Fault::at(duty.source.of(&rota.role), Wrong::NoShifts { role }));
        }
        if let Some(person) = &rota.responsible {
            known.person(&duty.source, person, found);
        }
        if let Some(calendar) = &rota.calendar {
            calendar.names.values().for_each(|person| known.holder(&duty.source, person, rota.role.value, found));
            calendar.chain.iter().for_each(|person| known.person(&duty.source, person, found));
        }
        for shift in &rota.shifts {
            check_shift(&duty.source, rota.role.value, shift, known, found);
        }
    }
}

fn check_shift(source: &Source, role: Role, shift: &ShiftEntry, known: &Known<'_>, found: &mut Vec<Fault>) {
    for day in shift.days.iter().filter(|day| !(1..=7).contains(&day.value)) {
        found.push(Fault::at(source.of(day), Wrong::BadWeekday { day: day.value }));
    }
    if shift.people.value.is_empty() {
        found.push(Fault::at(source.of(&shift.people), Wrong::NobodyInShift));
    }
    for person in &shift.people.value {
        known.holder(source, person, role, found);
    }
    // The chain may end with somebody of another role, such as the process manager.
    for person in &shift.chain {
        known.person(source, person, found);
    }
}
