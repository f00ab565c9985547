//! Who is on duty: weekly turns in the product's own zone, with a chain behind each.

use super::Role;
use super::calendar::{CalendarTurn, KnownCalendar, RotaCalendar};
use crate::ids::{PersonId, ServiceId};
use crate::time::At;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A rota of one role over some services (all, where none are named).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rota {
    /// The role it fills.
    pub role: Role,
    /// Services it is for; empty means every service of the product.
    #[serde(default)]
    pub services: BTreeSet<ServiceId>,
    /// Turns of the day, each with the people who take it in turn.
    pub shifts: Vec<RotaShift>,
    /// The calendar that says who has the turns; the shifts are for when it says nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<RotaCalendar>,
    /// Who is written to when nobody is on duty, or when the calendar cannot be read; the product's owners where there
    /// is nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<PersonId>,
}

/// One turn of the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RotaShift {
    /// When it begins, wall clock of the product's zone.
    pub from: NaiveTime,
    /// When it ends; not after `from` means the next day.
    pub to: NaiveTime,
    /// ISO weekdays (1 Monday to 7 Sunday) on which it begins; empty means every day.
    #[serde(default)]
    pub days: BTreeSet<u8>,
    /// People who take it, one a day in turn, counted from `since`.
    pub people: Vec<PersonId>,
    /// The day the first of `people` takes it.
    pub since: NaiveDate,
    /// Whom to call next if the one on duty does not answer, in order.
    #[serde(default)]
    pub chain: Vec<PersonId>,
}

/// Somebody on duty at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DutyTurn<'a> {
    /// The one on duty.
    pub person: &'a PersonId,
    /// Whom to call next, in order.
    pub chain: &'a [PersonId],
    /// Why.
    pub by: OnDutyBy<'a>,
}

/// Why somebody is on duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OnDutyBy<'a> {
    /// By the rota's shifts.
    Rota,
    /// By a calendar.
    Calendar {
        /// Which.
        calendar: &'a RotaCalendar,
        /// How it was read.
        known: &'a KnownCalendar,
        /// The turn.
        turn: &'a CalendarTurn,
    },
}

impl Rota {
    /// Whether the rota speaks of this service; a rota that names it is closer than one for all.
    pub fn is_for(&self, service: &ServiceId) -> bool {
        self.services.is_empty() || self.services.contains(service)
    }

    /// Who has the turn at a moment by the shifts, if anybody.
    pub fn on_duty(&self, at: At, zone: Tz) -> Option<DutyTurn<'_>> {
        let local = at.in_zone(zone).naive_local();
        self.shifts.iter().find_map(|shift| shift.taken_by(local.date(), local.time()))
    }
}

impl RotaShift {
    fn taken_by(&self, day: NaiveDate, time: NaiveTime) -> Option<DutyTurn<'_>> {
        self.begun_on(self.day_begun(day, time)?)
    }

    /// Who has the turn that begins on a day, if anybody.
    pub fn begun_on(&self, began: NaiveDate) -> Option<DutyTurn<'_>> {
        let weekday = began.weekday().number_from_monday() as u8;
        if self.people.is_empty() || !(self.days.is_empty() || self.days.contains(&weekday)) {
            return None;
        }
        let turn = (began - self.since).num_days().rem_euclid(self.people.len() as i64);
        Some(DutyTurn { person: &self.people[turn as usize], chain: &self.chain, by: OnDutyBy::Rota })
    }

    /// The day on which the turn that covers `time` of `day` began.
    fn day_begun(&self, day: NaiveDate, time: NaiveTime) -> Option<NaiveDate> {
        let time = time.with_nanosecond(0).unwrap_or(time);
        if self.from < self.to {
            return (self.from <= time && time < self.to).then_some(day);
        }
        if time >= self.from {
            return Some(day);
        }
        (time < self.to).then(|| day.pred_opt()).flatten()
    }
}
