//! A recurrence rule on the wall clock, worked out in one window and no further.
//!
//! `calcard` works rules out from the beginning on; here the beginning is moved near the window first where the rule
//! allows it, and the rule is made to end with the window.

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarValue,
};
use chrono::{NaiveDateTime, TimeDelta};
use std::sync::atomic::{AtomicBool, Ordering};

/// Times a day a rule may give: by the half hour.
const MOST_A_DAY: usize = 48;

/// Dates one rule may give before and in the window.
const MOST: usize = 20_000;

/// Days, weeks and months a rule may name: each is looked at in every year, and all days of a year are fewer.
const MOST_NAMED: usize = 400;

/// What a rule came to.
pub struct Dates {
    /// Dates, some of them before the window.
    pub dates: Vec<NaiveDateTime>,
    /// There would be more in the window.
    pub cut: bool,
}

/// A rule that cannot be followed, or is not any more.
pub struct Broken;

/// Dates of a rule that begins at `start` and ends at `last` (included, where it says), in a window, all of one wall
/// clock; none once it is `given_up`.
pub fn dates(
    rule: &ICalendarRecurrenceRule,
    start: NaiveDateTime,
    last: Option<NaiveDateTime>,
    (from, until): (NaiveDateTime, NaiveDateTime),
    given_up: &AtomicBool,
) -> Result<Dates, Broken> {
    if is_too_fine(rule) || given_up.load(Ordering::Relaxed) {
        return Err(Broken);
    }
    let last = last.map_or(until, |last| last.min(until));
    let mut rule = rule.clone();
    let mut start = start;
    if rule.count.is_none() {
        if last < start || last < from {
            return Ok(Dates { dates: Vec::new(), cut: false });
        }
        rule.until = Some(partial(last));
        start = nearer(&rule, start, from);
    } else {
        rule.until = None;
    }
    let made = one_event(rule, start).expand_dates(Tz::Floating, MOST);
    if !made.errors.is_empty() {
        return Err(Broken);
    }
    let cut = made.events.len() >= MOST;
    let dates = made.events.iter().map(|event| event.start.naive_local()).filter(|date| *date <= last);
    Ok(Dates { dates: dates.collect(), cut })
}

/// Nobody takes over by the minute: such a rule is a mistake, and a costly one.
fn is_too_fine(rule: &ICalendarRecurrenceRule) -> bool {
    let times = [rule.byhour.len(), rule.byminute.len(), rule.bysecond.len()];
    let days = rule.byday.len() + rule.bymonthday.len() + rule.byyearday.len();
    let named = days + rule.byweekno.len() + rule.bymonth.len() + rule.bysetpos.len();
    matches!(rule.freq, ICalendarFrequency::Minutely | ICalendarFrequency::Secondly)
        || named > MOST_NAMED
        || times.into_iter().map(|number| number.max(1)).product::<usize>() > MOST_A_DAY
}

/// The same rule begun later gives the same dates from there on, if it is moved by whole periods of the same length.
fn nearer(rule: &ICalendarRecurrenceRule, start: NaiveDateTime, from: NaiveDateTime) -> NaiveDateTime {
    let interval = i64::from(rule.interval.unwrap_or(1).max(1));
    let period = match rule.freq {
        ICalendarFrequency::Weekly => TimeDelta::days(7 * interval),
        ICalendarFrequency::Daily => TimeDelta::days(interval),
        ICalendarFrequency::Hourly => TimeDelta::hours(interval),
        // Months and years are not of one length, and there are few of them.
        _ => return start,
    };
    let periods = (from - start).num_seconds() / period.num_seconds() - 1;
    let by = TimeDelta::try_seconds(period.num_seconds().saturating_mul(periods.max(0)));
    by.and_then(|by| start.checked_add_signed(by)).unwrap_or(start)
}

fn one_event(rule: ICalendarRecurrenceRule, start: NaiveDateTime) -> ICalendar {
    let entry = |name, value| ICalendarEntry { name, params: Vec::new(), values: vec![value] };
    let entries = vec![
        entry(ICalendarProperty::Dtstart, ICalendarValue::PartialDateTime(Box::new(partial(start)))),
        entry(ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(Box::new(rule))),
    ];
    let component_type = ICalendarComponentType::VEvent;
    ICalendar { components: vec![ICalendarComponent { component_type, entries, component_ids: Vec::new() }] }
}

fn partial(date: NaiveDateTime) -> PartialDateTime {
    PartialDateTime::from_naive_timestamp(date.and_utc().timestamp())
}
