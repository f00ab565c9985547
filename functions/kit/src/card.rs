//! The status card: how the incident stands, in a few aligned lines.

use crate::messages::{Speaker, say};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::{Arg, Scope, State, UserWords, stage_spans};
use nabat_domain::time::{At, Length};

/// Width of the column of stage names.
const NAMES: usize = 15;

/// The card's text in the speaker's language.
pub fn text(speaker: &Speaker, state: &State, now: At) -> String {
    if let Some(record) = &state.head.as_problem {
        return crate::problem_card::text(speaker, state, record, now);
    }
    let mut lines = head(speaker, state);
    lines.extend(clocks(speaker, state, now));
    lines.extend(rest(speaker, state));
    lines.join("\n")
}

fn head(speaker: &Speaker, state: &State) -> Vec<String> {
    let head = &state.head;
    let words = |key: &str, args: &[(&str, &str)]| say(speaker.language, key, args);
    let service = speaker.arg(&Arg::Service(head.service.clone()));
    let functions =
        head.functions.iter().map(|function| Arg::Function(head.service.clone(), function.clone())).collect();
    let title = if head.drill { "card-title-drill" } else { "card-title" };
    let mut lines = vec![
        words(title, &[("priority", head.priority.as_str()), ("desk", head.desk.as_str()), ("service", &service)]),
        words("card-functions", &[("functions", &speaker.arg(&Arg::List(functions)))]),
        match &head.scope {
            Scope::All => words("card-scope-all", &[]),
            Scope::Organisations(list) => {
                let named = Arg::List(list.iter().cloned().map(Arg::Organisation).collect());
                words("card-scope-some", &[("organisations", &speaker.arg(&named))])
            }
        },
        words("card-began", &[("at", &speaker.moment(head.began))]),
    ];
    lines.extend(UserWords::now(state).map(|users| speaker.say(&users)));
    if let Some(at) = state.restored_at() {
        lines.push(words("card-restored", &[("at", &speaker.moment(at))]));
    }
    lines.push(words("card-stage", &[("stage", &speaker.arg(&Arg::Stage(head.stage.clone())))]));
    if let Some(engineer) = state.people.holders.get(&Role::DutyEngineer) {
        lines.push(words("card-holder", &[("who", &speaker.arg(&Arg::Person(engineer.clone())))]));
    }
    lines
}

/// One line a stage, and one for the whole failure: name, time taken, time allowed, a mark.
fn clocks(speaker: &Speaker, state: &State, now: At) -> Vec<String> {
    let until = state.head.closed_at.unwrap_or(now);
    let mut lines: Vec<String> = stage_spans(state)
        .into_iter()
        .map(|span| {
            let name = speaker.arg(&Arg::Stage(span.stage.clone()));
            clock(&name, span.actual(until), span.budget)
        })
        .collect();
    let lasted = state.restored_at().unwrap_or(until).since(state.head.began);
    lines.push(clock(&say(speaker.language, "card-incident", &[]), lasted, Some(state.steps.terms.incident)));
    lines
}

fn clock(name: &str, actual: Length, budget: Option<Length>) -> String {
    let Some(budget) = budget.filter(|budget| budget.0 > 0) else {
        return format!("{name:<NAMES$}  {:>7}", minutes(actual));
    };
    let mark = match actual.0 * 100 / budget.0 {
        200.. => " !!",
        100.. => " !",
        50.. => " ·",
        _ => "",
    };
    format!("{name:<NAMES$}  {:>7} / {}{mark}", minutes(actual), minutes(budget))
}

/// `5:07`, or `2:05:07` from an hour on.
fn minutes(length: Length) -> String {
    let seconds = length.in_seconds().max(0);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn rest(speaker: &Speaker, state: &State) -> Vec<String> {
    let words = |key: &str, args: &[(&str, &str)]| say(speaker.language, key, args);
    let mut lines = Vec::new();
    if let (Some(next), None) = (state.next_word(), state.restored_at()) {
        lines.push(words("card-next-word", &[("at", &speaker.moment(next))]));
    }
    if !state.neighbours.linked.is_empty() {
        let desks: Vec<&str> = state.neighbours.linked.values().map(|linked| linked.desk.as_str()).collect();
        lines.push(words("card-linked", &[("desks", &desks.join(", "))]));
    }
    if let Some(at) = state.head.closed_at {
        lines.push(words("card-closed", &[("at", &speaker.moment(at))]));
    }
    lines
}
