//! Repeats: the same service and function failed in the 30 days before.

use super::cascade::in_order;
use super::history::{Dimension, History};
use super::span::Span;
use crate::time::{At, Length};

/// How long a failure is remembered.
pub const REMEMBERED: Length = Length::hours(30 * 24);

/// The incidents, by number, that began in `period` and repeat an earlier one: another incident of the
/// same service and function began before, by no more than [`REMEMBERED`]. In order of time, of those
/// of one moment in order of their names, each once.
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
    // A bit an incident, so that those of millions stay at hand.
    let mut told = vec![0_u64; history.incident_names().len().div_ceil(64)];
    let mut found = Vec::new();
    let names = history.incident_names();
    // What began in one moment is no repeat of each other, in whichever order its rows came in.
    for together in in_order(began, |began| began.at.0, looked_at).chunk_by(|one, two| one.at == two.at) {
        let first = found.len();
        for Began { at, place, incident } in together {
            let before = seen[*place as usize].before(*incident);
            let within = before.is_some_and(|before| at.since(before) <= REMEMBERED);
            let (word, bit) = ((incident / 64) as usize, 1 << (incident % 64));
            if within && period.from <= *at && told[word] & bit == 0 {
                told[word] |= bit;
                found.push(*incident);
            }
        }
        together.iter().for_each(|began| seen[began.place as usize].see(began.incident, began.at));
        found[first..].sort_unstable_by(|one, two| names.get(*one).cmp(names.get(*two)));
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
    /// When the last incident seen that is not this one began.
    fn before(&self, incident: u32) -> Option<At> {
        let is_other = self.last.is_some_and(|(last, _)| last != incident);
        (if is_other { self.last } else { self.other }).map(|(_, at)| at)
    }

    /// This one is seen from now on.
    fn see(&mut self, incident: u32, began: At) {
        if self.last.is_none_or(|(last, _)| last != incident) {
            self.other = self.last;
        }
        self.last = Some((incident, began));
    }
}
