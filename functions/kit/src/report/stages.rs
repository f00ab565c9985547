//! Stages against their budgets, and the intervals in which functions did not work.

use super::Told;
use super::part::{Part, Section, key, message, nothing};
use nabat_domain::incident::{Arg, Outage, StageSpan, Wording, stage_spans};
use nabat_domain::time::{At, Length};

/// The stages that have begun, and the failure as a whole.
pub(super) fn section(told: &Told) -> Section {
    let state = told.state;
    let until = state.head.closed_at.unwrap_or(state.head.at);
    let mut rows: Vec<Vec<Arg>> = stage_spans(state).iter().map(|span| stage(span, until)).collect();
    let restored = state.restored_at();
    let lasted = Length(restored.unwrap_or(until).since(state.head.began).0.max(0));
    rows.push(row(key("report-whole"), state.head.began, restored, lasted, Some(state.steps.terms.incident)));
    let head =
        &["report-stage", "report-began", "report-ended", "report-actual", "report-budget", "report-against-budget"];
    Section::of("report-stages", vec![Part::Table { head, rows }])
}

fn stage(span: &StageSpan, until: At) -> Vec<Arg> {
    row(Arg::Stage(span.stage.clone()), span.began, span.ended, span.actual(until), span.budget)
}

fn row(name: Arg, began: At, ended: Option<At>, actual: Length, budget: Option<Length>) -> Vec<Arg> {
    let budget = budget.filter(|budget| budget.0 > 0);
    vec![
        name,
        Arg::Moment(began),
        ended.map_or_else(|| key("report-lasts"), Arg::Moment),
        Arg::Length(actual),
        budget.map_or_else(nothing, Arg::Length),
        budget.map_or_else(nothing, |budget| against(actual, budget)),
    ]
}

/// Within what was allowed, or by how much over it.
pub(super) fn against(actual: Length, allowed: Length) -> Arg {
    if actual <= allowed {
        return key("report-within");
    }
    message(Wording::new("report-over").with("over", Arg::Length(Length(actual.0 - allowed.0))))
}

/// Each function with when it did not work.
pub(super) fn outages(told: &Told) -> Section {
    let head = &told.state.head;
    let until = head.closed_at.unwrap_or(head.at);
    let one = |outage: &Outage| {
        vec![
            Arg::Service(outage.service.clone()),
            Arg::Function(outage.service.clone(), outage.function.clone()),
            Arg::Moment(outage.began),
            outage.restored.map_or_else(|| key("report-lasts"), Arg::Moment),
            Arg::Length(Length(outage.restored.unwrap_or(until).since(outage.began).0.max(0))),
        ]
    };
    let rows: Vec<Vec<Arg>> = head.outages.iter().map(one).collect();
    let columns = &["report-service", "report-function", "report-began", "report-restored", "report-length"];
    let table = (!rows.is_empty()).then_some(Part::Table { head: columns, rows });
    Section::of("report-outages", table.into_iter().collect())
}
