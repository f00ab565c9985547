//! Repeats: the same service and function failed in the 30 days before.

use super::cascade::in_order;
use super::history::{Dimension, History};
use super::span::Span;
use crate::time::Length;
use std::collections::{BTreeSet, HashMap};

/// How long a failure is remembered.
pub const REMEMBERED: Length = Length::hours(30 * 24);

/// The incidents that began in `period` and repeat an earlier one: another incident of the same
/// service and function began no more than [`REMEMBERED`] before. In order of time, each once.
///
/// Rows without a function are compared by their service alone.
pub fn repeats(history: &History, period: Span) -> Vec<&str> {
    let rows: Vec<u32> = (0..).take(history.len()).collect();
    let began = |row: &u32| history.spans()[*row as usize].from;
    let (services, functions) = (history.column(Dimension::Service), history.column(Dimension::Function));
    // The last incident of each pair, and the last one before it that was another.
    let mut last: HashMap<(u32, u32), [Option<u32>; 2]> = HashMap::new();
    let (mut told, mut found) = (BTreeSet::new(), Vec::new());
    for row in in_order(rows, |row| began(row).0) {
        let seen = last.entry((services[row as usize], functions[row as usize])).or_default();
        let incident = history.incident(row);
        let same = |other: &u32| history.incident(*other) == incident;
        let before = if seen[0].as_ref().is_some_and(same) { seen[1] } else { seen[0] };
        let within = before.is_some_and(|before| began(&row).since(began(&before)) <= REMEMBERED);
        if within && period.from <= began(&row) && began(&row) < period.to && told.insert(incident) {
            found.push(incident);
        }
        *seen = if seen[0].as_ref().is_some_and(same) { [Some(row), seen[1]] } else { [Some(row), seen[0]] };
    }
    found
}
