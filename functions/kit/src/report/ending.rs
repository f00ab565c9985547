//! How it ended: notices at the top, the decision with its problem, the journal's head at the bottom.

use super::Told;
use super::part::{Name, Part, Section, View, key};
use crate::document::followed;
use crate::timeline::decided;
use nabat_domain::incident::{Arg, Done, Standing, Wording, value_arg};
use nabat_domain::procedure::Kind;

/// What must not be overlooked: a drill, a false alarm, an incident that goes on.
pub(super) fn notices(told: &Told) -> Section {
    let head = &told.state.head;
    let mut notices = Vec::new();
    if head.drill {
        notices.push(Wording::new("report-drill"));
    }
    if let Some((by, reason)) = &told.walk.annulled {
        let annulled = Wording::new("report-annulled").with("by", Arg::Person(by.clone()));
        notices.push(annulled.with("reason", Arg::Text(reason.clone())));
    }
    if head.standing == Standing::Open {
        notices.push(Wording::new("report-goes-on").with("stage", Arg::Stage(head.stage.clone())));
    }
    Section { view: View::Both, parts: notices.into_iter().map(Part::Notice).collect() }
}

pub(super) fn decision(told: &Told) -> Section {
    let head = &told.state.head;
    let Some(taken) = &head.decided else { return Section::of("report-decision", Vec::new()) };
    let mut facts = vec![(Name::Key("report-decided"), decided(taken))];
    facts.extend(head.decided_by.clone().map(|by| (Name::Key("report-decided-by"), Arg::Person(by))));
    facts.extend(comments(told));
    let mut parts = Vec::new();
    if let Some((problem, url)) = &told.walk.problem {
        facts.push((Name::Key("report-problem"), Arg::Word(problem.to_string())));
        let address = followed(url).map(str::to_owned);
        parts.extend(address.map(|address| Part::Link { key: "report-to-problem", address }));
    }
    parts.insert(0, Part::Facts(facts));
    Section::of("report-decision", parts)
}

/// What was said with the decision: the words of the stage it closes.
fn comments(told: &Told) -> Vec<(Name, Arg)> {
    let Some(procedure) = told.procedure() else { return Vec::new() };
    let Some(decision) = procedure.step_of_kind(Kind::Decision) else { return Vec::new() };
    let words = procedure.steps.iter().filter(|step| step.kind == Kind::Text && step.stage == decision.stage);
    let said = words.filter_map(|step| match told.state.steps.done.get(step.id.as_str())? {
        Done::Answered(answer) => Some((Name::Of(Arg::Step(step.id.clone())), value_arg(&step.id, &answer.value))),
        Done::Waived(_) => Some((Name::Of(Arg::Step(step.id.clone())), key("report-waived"))),
    });
    said.collect()
}

/// The journal's head as of this report: a chain rewritten later does not fit it.
pub(super) fn journal(told: &Told) -> Section {
    let head = &told.state.head;
    let number = Arg::Number(i64::try_from(head.version).unwrap_or(i64::MAX));
    let facts = vec![
        (Name::Key("report-journal-events"), number),
        (Name::Key("report-journal-head"), Arg::Word(head.hash.clone())),
    ];
    Section::of("report-journal", vec![Part::Facts(facts)])
}
