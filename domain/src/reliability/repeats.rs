//! Repeats: the same service and function failed in the 30 days before.

use super::cascade::in_order;
use super::history::{Dimension, History};
use super::span::Span;
use crate::time::{At, Length};

/// How long a failure is remembered.
pub const REMEMBERED: Length = Length::hours(30 * 24);

/// The incidents, by number, that began in `period` and repeat an earlier one: another incident of the
/// same service and function began no more than [`REMEMBERED`] before. In order of time, each once.
///
/// Rows without a function are compared by their service alone.
pub fn repeats(history: &History, period: Span) -> Vec<u32> {
    let looked_at = Span::new(period.from.minus(REMEMBERED), period.to);
    let (services, functions) = (history.column(Dimension::Service), history.column(Dimension::Function));
    let unknown = history.number(Dimension::Function, "");
    let all = u32::try_from(history.names(Dimension::Function).len()).expect("names are numbered so");
    // A function's name holds its service's, so its number stands for both.
    let place = |row: usize| if Some(functions[row]) == unknown { all + services[row] } else { functions[row] };
    let rows = history.spans().iter().enumerate();
    let began = rows
        .filter(|(_, span)| looked_at.from <= span.from && span.from < looked_at.to)
        .map(|(row, span)| Began { at: span.from, place: place(row), incident: history.incidents()[row] });
    let mut seen = vec![Seen::default(); all as usize + history.names(Dimension::Service).len()];
    let mut told = vec![false; history.incident_names().len()];
    let mut found = Vec::new();
    for Began { at, place, incident } in in_order(began, |began| began.at.0, looked_at) {
        let before = seen[place as usize].before(incident, at);
        let within = before.is_some_and(|before| at.since(before) <= REMEMBERED);
        if within && period.from <= at && !told[incident as usize] {
            told[incident as usize] = true;
            found.push(incident);
        }
    }
    found
}

/// The beginning of a row.
#[derive(Clone, Copy, Default)]
struct Began {
    at: At,
    /// Of its function among all functions and services.
    place: u32,
    incident: u32,
}

/// The last incident of a function, and the last one that was another.
#[derive(Clone, Copy, Default)]
struct Seen {
    last: Option<(u32, At)>,
    other: Option<(u32, At)>,
}

impl Seen {
    /// When the last incident before this one began; this one is seen from now on.
    fn before(&mut self, incident: u32, began: At) -> Option<At> {
        if self.last.is_none_or(|(last, _)| last != incident) {
            self.other = self.last;
        }
        self.last = Some((incident, began));
        self.other.map(|(_, at)| at)
    }
}
