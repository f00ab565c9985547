//! What if: without these services; had every stage kept its budget.

use super::history::{Dimension, Fact, History, LASTS};
use super::period::Period;
use super::pieces::Pieces;
use super::ratio::Ratio;
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

/// The history had every stage up to restoration kept its budget: each incident's outages end
/// earlier by what its stages took beyond it, and never before they began.
pub fn within_budgets(history: &History, runs: &[StageRun], now: At) -> History {
    let mut saved: HashMap<&str, i64> = HashMap::new();
    for run in runs {
        *saved.entry(run.incident.as_str()).or_default() += run.over_budget().0;
    }
    let mut shorter = History::default();
    for (row, span) in (0..).zip(history.spans()) {
        let saved = Length(saved.get(history.incident(row)).copied().unwrap_or(0));
        let end = if span.to == LASTS && saved.0 > 0 { span.from.max(now) } else { span.to };
        let restored = (end != LASTS).then(|| end.minus(saved).max(span.from));
        let name = |by: Dimension| &*history.names(by)[history.column(by)[row as usize] as usize];
        let service = name(Dimension::Service);
        let function = name(Dimension::Function);
        shorter.push(&Fact {
            incident: history.incident(row),
            service,
            function: function.strip_prefix(service).map_or("", |rest| rest.trim_start_matches('/')),
            contractor: name(Dimension::Contractor),
            class: name(Dimension::Class),
            began: span.from,
            restored,
        });
    }
    shorter
}
