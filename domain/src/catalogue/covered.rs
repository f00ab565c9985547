//! Who is on duty over some time, and when nobody is: looked at before the night.

use super::{Calendars, Catalogue, DutyTurn, Role, Rota};
use crate::ids::{PersonId, ServiceId};
use crate::time::At;
use chrono::{Days, NaiveTime, TimeZone as _};
use std::collections::{BTreeMap, BTreeSet};

/// Roles filled from the rota.
pub const ON_DUTY: [Role; 3] = [Role::FirstLine, Role::DutyEngineer, Role::ShiftHead];

/// Time in which a role is nobody's by the rotas: the fallback chain would be called.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Gap {
    /// From this moment on.
    pub from: At,
    /// The first moment after it.
    pub until: At,
    /// The role.
    pub role: Role,
    /// The services it is nobody's for; empty means every service of the product.
    pub services: BTreeSet<ServiceId>,
}

/// Spans of time, each from a moment until before another.
type Spans = Vec<(At, At)>;

/// Who is on duty by a catalogue's rotas and what is known of its calendars.
#[derive(Clone, Copy, Debug)]
pub struct Duty<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// What calendars say.
    pub calendars: &'a Calendars,
}

impl<'a> Duty<'a> {
    /// Who has the turn for a service by the rota closest to it, if anybody: by the rota's calendar first, by its
    /// shifts where that says nobody.
    pub fn on_duty(&self, service: &ServiceId, role: Role, at: At) -> Option<DutyTurn<'a>> {
        let mut rotas: Vec<&Rota> =
            self.catalogue.rotas.iter().filter(|rota| rota.role == role && rota.is_for(service)).collect();
        rotas.sort_by_key(|rota| rota.services.is_empty());
        rotas.iter().find_map(|rota| self.by(rota, at))
    }

    /// Who has the turn of one rota.
    pub fn by(&self, rota: &'a Rota, at: At) -> Option<DutyTurn<'a>> {
        self.calendars.on_duty(rota, at).or_else(|| rota.on_duty(at, self.catalogue.product.zone()))
    }

    /// Everybody who may be called in this time: those whose turn it is, those behind them, and the fallback chain.
    pub fn called_between(&self, from: At, until: At) -> BTreeSet<PersonId> {
        let mut called: BTreeSet<PersonId> = self.catalogue.product.fallback.iter().cloned().collect();
        let edges = self.edges(from, until);
        for rota in &self.catalogue.rotas {
            let turns = edges.iter().filter_map(|at| self.by(rota, *at));
            called.extend(turns.flat_map(|turn| turn.chain.iter().chain([turn.person]).cloned()));
        }
        called
    }

    /// When a role is nobody's, in order of time.
    pub fn gaps(&self, from: At, until: At) -> Vec<Gap> {
        let edges = self.edges(from, until);
        // Services of one set of gaps are told together.
        let mut told: BTreeMap<(Role, Spans), BTreeSet<ServiceId>> = BTreeMap::new();
        for role in ON_DUTY {
            for service in self.catalogue.services.keys() {
                let uncovered = self.uncovered(service, role, &edges, until);
                if !uncovered.is_empty() {
                    told.entry((role, uncovered)).or_default().insert(service.clone());
                }
            }
        }
        let gaps = told.into_iter().flat_map(|((role, spans), services)| {
            let all = services.len() == self.catalogue.services.len();
            let services = if all { BTreeSet::new() } else { services };
            spans.into_iter().map(move |(from, until)| Gap { from, until, role, services: services.clone() })
        });
        let mut gaps: Vec<Gap> = gaps.collect();
        gaps.sort();
        gaps
    }

    fn uncovered(&self, service: &ServiceId, role: Role, edges: &[At], until: At) -> Spans {
        let mut spans = Spans::new();
        for (place, at) in edges.iter().enumerate() {
            if self.on_duty(service, role, *at).is_some() {
                continue;
            }
            let next = edges.get(place + 1).copied().unwrap_or(until);
            match spans.last_mut().filter(|(_, end)| end == at) {
                Some((_, end)) => *end = next,
                None => spans.push((*at, next)),
            }
        }
        spans
    }

    /// Moments between which nothing changes: where a turn of any rota or calendar begins or ends, and midnights.
    fn edges(&self, from: At, until: At) -> Vec<At> {
        let zone = self.catalogue.product.zone();
        let rotas = &self.catalogue.rotas;
        let times = rotas.iter().flat_map(|rota| &rota.shifts).flat_map(|shift| [shift.from, shift.to]);
        let times: BTreeSet<NaiveTime> = times.chain([NaiveTime::MIN]).collect();
        let (first, last) = (from.in_zone(zone).date_naive(), until.in_zone(zone).date_naive());
        let mut edges = BTreeSet::from([from]);
        let mut day = Some(first);
        while let Some(today) = day.filter(|day| *day <= last) {
            let moments = times.iter().filter_map(|time| zone.from_local_datetime(&today.and_time(*time)).earliest());
            edges.extend(moments.map(|moment| At(moment.timestamp_millis())).filter(|at| (from..until).contains(at)));
            day = today.checked_add_days(Days::new(1));
        }
        let known = rotas.iter().filter_map(|rota| self.calendars.of(rota)).flat_map(|known| &known.turns);
        edges.extend(known.flat_map(|turn| [turn.from, turn.until]).filter(|at| (from..until).contains(at)));
        edges.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Language, RotaShift, Service};
    use super::*;
    use chrono::NaiveDate;

    const HOUR: i64 = 3_600_000;

    fn shift(from: &str, to: &str, person: &str, chain: &[&str]) -> RotaShift {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").expect("a time");
        RotaShift {
            from: time(from),
            to: time(to),
            days: BTreeSet::new(),
            people: vec![PersonId::from(person)],
            since: NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day"),
            chain: chain.iter().map(|person| PersonId::from(*person)).collect(),
        }
    }

    /// Midnight of a November day where the catalogue is.
    fn midnight(catalogue: &Catalogue, day: u32) -> At {
        let day = NaiveDate::from_ymd_opt(2026, 11, day).expect("a day").and_time(NaiveTime::MIN);
        At(catalogue.product.zone().from_local_datetime(&day).earliest().expect("a moment").timestamp_millis())
    }

    #[test]
    fn a_night_nobody_took_is_told_and_everybody_who_may_be_called_is_known() {
        let mut catalogue = Catalogue::of_nothing(Language::En, chrono_tz::Europe::Moscow);
        let rota =
            |role: Role, shifts| Rota { role, services: BTreeSet::new(), shifts, calendar: None, responsible: None };
        let whole = || vec![shift("00:00", "00:00", "e1", &[])];
        catalogue.rotas = vec![rota(Role::FirstLine, whole()), rota(Role::ShiftHead, whole())];
        let days = vec![shift("08:00", "20:00", "e2", &["e3"])];
        catalogue.rotas.push(rota(Role::DutyEngineer, days));
        let service: Service = serde_json::from_value(serde_json::json!({
            "id": "kiosk", "name": "Kiosk", "owners": [], "functions": [{ "id": "print", "name": "Print" }],
            "assessment": {
                "scores": { "people": 1, "harm": 0, "workaround": 0, "hours": 1, "money": 0, "dependants": 0 },
                "approved_by": "committee", "valid_until": "2027-03-31",
            },
        }))
        .expect("a service");
        catalogue.services.insert(service.id.clone(), service);
        catalogue.product.fallback = vec![PersonId::from("e9")];
        let (from, until) = (midnight(&catalogue, 10), midnight(&catalogue, 11));
        let none = Calendars::default();
        let duty = Duty { catalogue: &catalogue, calendars: &none };
        let gaps: Vec<(i64, i64)> = duty
            .gaps(from, until)
            .iter()
            .map(|gap| (gap.from.since(from).0 / HOUR, gap.until.since(from).0 / HOUR))
            .collect();
        assert_eq!(gaps, [(0, 8), (20, 24)]);
        assert!(duty.gaps(from, until).iter().all(|gap| gap.role == Role::DutyEngineer && gap.services.is_empty()));
        let called: Vec<String> = duty.called_between(from, until).iter().map(PersonId::to_string).collect();
        assert_eq!(called, ["e1", "e2", "e3", "e9"]);
    }
}
