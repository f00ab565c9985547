//! The status card of a problem: how far it is, who owes what by when.

use crate::messages::{Speaker, say};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::problem::{ProblemRecord, fix_day, overdue, watched_until};
use nabat_domain::incident::{Arg, State};
use nabat_domain::time::At;

/// The card's text in the speaker's language.
pub(crate) fn text(speaker: &Speaker, state: &State, record: &ProblemRecord, now: At) -> String {
    let head = &state.head;
    let words = |key: &str, args: &[(&str, &str)]| say(speaker.language, key, args);
    let service = speaker.arg(&Arg::Service(head.service.clone()));
    let title = if head.drill { "problem-card-title-drill" } else { "problem-card-title" };
    let desks: Vec<&str> = record.incidents.values().map(|incident| incident.desk.as_str()).collect();
    let mut lines = vec![
        words(title, &[("problem", head.desk.as_str()), ("service", &service), ("priority", head.priority.as_str())]),
        words("problem-card-summary", &[("summary", &speaker.arg(&Arg::Text(head.summary.clone())))]),
        words("problem-card-incidents", &[("incidents", &desks.join(", "))]),
        words("card-stage", &[("stage", &speaker.arg(&Arg::Stage(head.stage.clone())))]),
    ];
    if let Some(leader) = state.people.holders.get(&Role::ProblemManager) {
        lines.push(words("problem-card-leader", &[("who", &speaker.arg(&Arg::Person(leader.clone())))]));
    }
    if let (Some(day), Some(fixer)) = (fix_day(state), &record.fixer) {
        let (day, who) = (speaker.moment(At(day.0 - 1)), speaker.arg(&Arg::Person(fixer.clone())));
        lines.push(words("problem-card-fix", &[("who", &who), ("day", &day)]));
    }
    if let Some(until) = watched_until(state) {
        lines.push(words("problem-card-watch", &[("until", &speaker.moment(until))]));
    }
    if let Some(since) = overdue(state, now) {
        lines.push(words("problem-card-overdue", &[("since", &speaker.moment(since))]));
    }
    if let Some(exit) = record.exit {
        let exit = words(&format!("problem-exit-{}", exit.as_str()), &[]);
        lines.push(words("problem-card-exit", &[("exit", &exit)]));
    }
    lines.join("\n")
}
