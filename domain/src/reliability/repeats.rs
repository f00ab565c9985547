//! Repeats: the same service and function failed in the 30 days before.

use super::cascade::in_order;
use super::history::{Dimension, History};
use super::span::Span;
use crate::time::{At, Length};

/// How long a failure is remembered.
pub const REMEMBERED: Length = Length::hours(30 * 24);

/// The incidents that began in `period` and repeat an earlier one: another incident of the same
/// service and function began no more than [`REMEMBERED`] before. In order of time, each once.
///
/// Rows without a function are compared by their service alone.
pub fn repeats(history: &History, period: Span) -> Vec<&str> {
    let rows: Vec<Row> = (0..).zip(history.spans()).map(|(row, span)| Row { row, began: span.from }).collect();
    let mut seen = vec![Seen::default(); history.names(Dimension::Service).len() + functions(history).len()];
    let mut told = vec![false; history.incident_names().len()];
    let mut found = Vec::new();
    for Row { row, began } in in_order(rows, |row| row.began.0) {
        let incident = history.incidents()[row as usize];
        let before = seen[place(history, row)].before(incident, began);
        let within = before.is_some_and(|before| began.since(before) <= REMEMBERED);
        if within && period.from <= began && began < period.to && !told[incident as usize] {
            told[incident as usize] = true;
            found.push(history.incident(row));
        }
    }
    found
}

#[derive(Clone, Copy)]
struct Row {
    row: u32,
    began: At,
}

fn functions(history: &History) -> &[std::sync::Arc<str>] {
    history.names(Dimension::Function)
}

/// A function's name holds its service's, so its number stands for both.
fn place(history: &History, row: u32) -> usize {
    let function = history.column(Dimension::Function)[row as usize] as usize;
    let service = history.column(Dimension::Service)[row as usize] as usize;
    if functions(history)[function].is_empty() { functions(history).len() + service } else { function }
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
