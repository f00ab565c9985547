//! The figures against the worked example, against a slow recount, and by their laws.

mod allowed;
mod calendar;
mod edges;
mod example;
mod figures;
mod laws;
mod targets;

use super::history::{Fact, History};
use super::period::Period;
use super::span::Span;
use crate::time::At;

/// A history of (service, from, to) in milliseconds, each row an incident of its own.
pub(super) fn history(rows: &[(&str, i64, i64)]) -> History {
    let mut history = History::default();
    for (number, (service, from, to)) in rows.iter().enumerate() {
        history.push(&row(&format!("i{number}"), service, *from, Some(*to)));
    }
    history
}

fn row<'a>(incident: &'a str, service: &'a str, from: i64, to: Option<i64>) -> Fact<'a> {
    Fact { incident, service, function: "", contractor: "", class: "", began: At(from), restored: to.map(At) }
}

fn span(from: i64, to: i64) -> Span {
    Span::new(At(from), At(to))
}

/// A period that is over.
pub(super) fn over(from: i64, to: i64) -> Period {
    Period::new(span(from, to), At(i64::MAX - 1))
}
