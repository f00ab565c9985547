//! Hours of the next two weeks in which a role that must be reachable is not.

use crate::configuration::fault::Fault;
use crate::configuration::files::{ProductFiles, RotaEntry};
use crate::configuration::source::Place;
use crate::configuration::wrong::Wrong;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use nabat_domain::catalogue::{Role, Rota};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use std::collections::{BTreeMap, BTreeSet};

/// Roles without which no incident can be led.
const NEEDED: [Role; 3] = [Role::DutyEngineer, Role::FirstLine, Role::ShiftHead];
const DAYS: u64 = 14;

pub fn check(files: &ProductFiles, today: NaiveDate, found: &mut Vec<Fault>) {
    for role in NEEDED {
        let entries: Vec<&RotaEntry> = files.duty.value.iter().filter(|entry| entry.role.value == role).collect();
        if entries.is_empty() {
            let start = files.duty.source.start();
            found.push(Fault::at(start, Wrong::NoRota { role }));
        } else if entries.iter().all(|entry| entry.shifts.is_empty() && entry.calendar.is_none()) {
            // Told of where the rota stands: no hour of it needs to be named besides.
        } else if let Ok(zone) = files.product.value.zone.value.parse() {
            check_role(files, role, &entries, Window { today, zone }, found);
        }
    }
}

/// Fourteen days from midnight of `today` in the product's zone.
#[derive(Clone, Copy)]
struct Window {
    today: NaiveDate,
    zone: Tz,
}

/// Services with the same rotas have the same gaps: one warning for all of them.
fn check_role(files: &ProductFiles, role: Role, entries: &[&RotaEntry], window: Window, found: &mut Vec<Fault>) {
    let rotas: Vec<Rota> = entries.iter().map(|entry| entry.rota()).collect();
    let mut groups: BTreeMap<Vec<usize>, Vec<&ServiceId>> = BTreeMap::new();
    for entry in &files.services.value {
        let id = &entry.id.value;
        let covering = (0..rotas.len()).filter(|index| rotas[*index].is_for(id)).collect();
        groups.entry(covering).or_default().push(id);
    }
    for (covering, services) in groups {
        let own: Vec<&Rota> = covering.iter().map(|index| &rotas[*index]).collect();
        if let Some((from, to)) = first_gap(&own, window) {
            let services = services.iter().map(ToString::to_string).collect();
            let place = place_of(files, entries, &covering);
            found.push(Fault::at(place, Wrong::Gap { role, from, to, services }));
        }
    }
}

fn place_of(files: &ProductFiles, entries: &[&RotaEntry], covering: &[usize]) -> Place {
    let first = covering.first().map_or(0, |index| *index);
    files.duty.source.of(&entries[first].role)
}

/// The first gap and its end, wall clock. Duty changes only where a shift begins or ends or a day
/// does, so only those moments are looked at. What a calendar says is asked by `check --live` alone.
fn first_gap(rotas: &[&Rota], window: Window) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let somebody =
        |at: &At| rotas.iter().any(|rota| rota.calendar.is_some() || rota.on_duty(*at, window.zone).is_some());
    let moments = moments(rotas, window);
    let from = moments.iter().find(|at| !somebody(at))?;
    let to = moments.iter().find(|at| *at > from && somebody(at)).or(moments.last())?;
    let wall = |at: &At| at.in_zone(window.zone).naive_local();
    Some((wall(from), wall(to)))
}

fn moments(rotas: &[&Rota], window: Window) -> BTreeSet<At> {
    let shifts = rotas.iter().flat_map(|rota| &rota.shifts);
    let mut times: BTreeSet<NaiveTime> = shifts.flat_map(|shift| [shift.from, shift.to]).collect();
    times.insert(NaiveTime::MIN);
    let days = (0..DAYS).filter_map(|n| window.today.checked_add_days(Days::new(n)));
    let walls = days.flat_map(|day| times.iter().map(move |time| day.and_time(*time)));
    // A wall clock time that a change to summer time leaps over has no moment, and no duty either.
    let moments = walls.filter_map(|wall| window.zone.from_local_datetime(&wall).earliest());
    moments.map(|moment| At(moment.timestamp_millis())).collect()
}
