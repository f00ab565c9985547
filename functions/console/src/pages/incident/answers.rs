//! Prompts open now, and what owners of related services said.

use super::read::Sources;
use super::view::{Owed, Related, Reply};
use nabat_domain::answer::Verdict;
use nabat_domain::ids::ServiceId;
use nabat_domain::incident::{Answer, Arg, Done, Prompt, Value, value_arg};
use nabat_domain::procedure::Kind;
use nabat_kit::timeline::Narrator;

/// Open prompts, those asked first first.
pub(super) fn owed(from: &Sources, narrator: &Narrator) -> Vec<Owed> {
    let mut open: Vec<&Prompt> = from.state.steps.open.values().collect();
    open.sort_by_key(|prompt| (prompt.asked_at, &prompt.id));
    let one = |prompt: &Prompt| Owed {
        step: from.speaker.arg(&narrator.step(&prompt.step, prompt.subject.as_deref())),
        role: from.speaker.arg(&Arg::Role(prompt.role)),
        holder: prompt.holder.clone().map(|person| from.speaker.arg(&Arg::Person(person))),
        asked: prompt.asked_at,
        reminders: prompt.reminders,
        mandatory: prompt.mandatory,
    };
    open.into_iter().map(one).collect()
}

/// Related services with both answers; those that were asked stand first.
pub(super) fn related(from: &Sources) -> Vec<Related> {
    let mut related: Vec<(bool, Related)> = from
        .state
        .neighbours
        .related
        .iter()
        .map(|(service, neighbour)| {
            let line = Related {
                service: from.speaker.arg(&Arg::Service(service.clone())),
                direction: neighbour.direction,
                hard: neighbour.hard,
                owner: neighbour.owner.clone().map(|person| from.speaker.arg(&Arg::Person(person))),
                at_start: reply(from, Kind::Impact, service),
                afterwards: reply(from, Kind::Recovered, service),
            };
            (!neighbour.asked, line)
        })
        .collect();
    related.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.service.cmp(&other.1.service)));
    related.into_iter().map(|(_, line)| line).collect()
}

fn reply(from: &Sources, kind: Kind, service: &ServiceId) -> Reply {
    let Some(step) = from.procedure().and_then(|procedure| procedure.step_of_kind(kind)) else {
        return Reply::NotAsked;
    };
    let instance = format!("{}.{service}", step.id);
    match from.state.steps.done.get(&instance) {
        Some(Done::Answered(answer)) => {
            Reply::Said(from.speaker.arg(&value_arg(&step.id, &answer.value)), class(answer))
        }
        Some(Done::Waived(_)) => Reply::Waived,
        None if from.state.steps.open.values().any(|prompt| prompt.instance() == instance) => Reply::Waiting,
        None => Reply::NotAsked,
    }
}

fn class(answer: &Answer) -> &'static str {
    let Value::Verdict { verdict, .. } = answer.value else { return "" };
    match verdict {
        Verdict::Works => "good",
        Verdict::Degraded => "warn",
        Verdict::DoesNotWork => "bad",
    }
}
