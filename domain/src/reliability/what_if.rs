//! What if: without these services; had every stage kept its budget.

use super::history::{Dimension, History, LASTS};
use super::period::Period;
use super::pieces::Pieces;
use super::ratio::Ratio;
use super::span::Span;
use super::stages::StageRun;
use crate::time::{At, Length};
use std::collections::{BTreeSet, HashMap};

/// The product's share had these services never failed.
pub fn without(history: &History, period: &Period, services: &[&str]) -> Ratio {
    let names: BTreeSet<u32> = services.iter().filter_map(|name| history.number(Dimension::Service, name)).collect();
    let column = history.column(Dimension::Service);
    let pieces = Pieces::of_rows(history, period, |row| !names.contains(&column[row as usize]));
    Ratio { failure: pieces.union().length(), period: period.counted().length() }
}

/// When each outage of a history would have lasted had every stage up to restoration kept its budget, by row: each
/// incident's outages end earlier by what its stages took beyond it, and never before they began.
pub fn within_budgets<'r>(history: &History, runs: impl IntoIterator<Item = &'r StageRun>, now: At) -> Vec<Span> {
    let mut saved: HashMap<&str, i64> = HashMap::new();
    for run in runs {
        let over = run.over_budget().0;
        if over > 0 {
            *saved.entry(run.incident.as_str()).or_default() += over;
        }
    }
    let shorter = |(row, span): (u32, &Span)| {
        let Some(saved) = saved.get(history.incident(row)) else { return *span };
        let end = if span.to == LASTS { span.from.max(now) } else { span.to };
        Span { from: span.from, to: end.minus(Length(*saved)).max(span.from) }
    };
    (0..).zip(history.spans()).map(shorter).collect()
}
