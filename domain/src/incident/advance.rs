//! What follows by itself once something was recorded: ends of stages, the next prompts, the end.

use super::borders::{applies, ends};
use super::contractor;
use super::decide::follow_contractors;
use super::draft::Draft;
use super::event::Event;
use super::leaving::{called_back, leaving, waits_for_contractor};
use super::prompt::{Prompt, instance};
use super::state::State;
use super::value::Decided;
use super::withdraw::withdraw;
use crate::catalogue::Role;
use crate::ids::{PersonId, PromptId, StageId};
use crate::procedure::{Kind, Procedure, Step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many related services are asked, asked again or asked no longer by one command, the rest by the next, at once:
/// each is an event and a post, and one transaction has to take them all. As many as are asked unless a product says
/// otherwise.
pub(super) const PORTION: usize = 15;

/// So many this command may still ask, or ask no longer: nobody where it wrote to many already, or has to find out first
/// who is asked in place of people who are gone. The next one is at once.
pub(super) fn portion(draft: &Draft) -> usize {
    let wrote = |event: &Event| matches!(event, Event::PersonGone(_) | Event::Reminded { room: false, .. });
    if draft.events().iter().any(wrote) { 0 } else { PORTION }
}

/// Carries an open incident on after whatever was just recorded.
pub(super) fn advance(draft: &mut Draft) {
    if !draft.state().is_open() || draft.state().steps.stages.is_empty() {
        follow_contractors(draft);
        return;
    }
    move_stages(draft);
    follow_contractors(draft);
    withdraw(draft);
    send_off(draft);
    ask(draft);
    close(draft);
}

fn move_stages(draft: &mut Draft) {
    let procedure = draft.cx.procedure;
    let ends = ends(draft.state(), procedure);
    let stage = current_stage(procedure, &ends);
    if ends != draft.state().head.ends || stage != draft.state().head.stage {
        draft.push(Event::StagesMoved { stage, ends });
    }
}

/// The first stage that has not ended; the last one once all have.
fn current_stage(procedure: &Procedure, ends: &std::collections::BTreeMap<StageId, crate::time::At>) -> StageId {
    let open = procedure.stages.iter().find(|stage| !ends.contains_key(&stage.id));
    open.or(procedure.stages.last()).map_or_else(|| StageId::from("closure"), |stage| stage.id.clone())
}

fn send_off(draft: &mut Draft) {
    let people = called_back(draft.state(), draft.cx.procedure);
    if !people.is_empty() {
        draft.push(Event::PeopleCalledBack { people });
    }
    let people = leaving(draft.state(), draft.cx.procedure);
    if !people.is_empty() {
        draft.push(Event::PeopleSentOff { people });
    }
}

fn ask(draft: &mut Draft) {
    let mut busy: BTreeSet<Role> =
        draft.state().steps.open.values().filter(|prompt| !prompt.kind.is_beside()).map(|prompt| prompt.role).collect();
    let mut wanted = wanted(draft);
    let stage = draft.state().head.stage.clone();
    wanted.sort_by_key(|(step, _)| step.stage != stage);
    let mut portion = 0..portion(draft);
    for (step, subject) in wanted {
        let may_ask = match step.kind {
            // Sixty neighbours are asked about one after another.
            // and no sooner than the room has heard of them.
            Kind::Linked if !draft.state().steps.unsaid.is_empty() => false,
            Kind::Duplicate | Kind::Linked => draft.state().steps.open.values().all(|open| open.kind != step.kind),
            kind => kind.is_beside() || busy.insert(step.role),
        };
        if may_ask && step.kind.is_asked_directly() && portion.next().is_none() {
            draft.goes_on();
        } else if may_ask {
            let prompt = prompt(draft, step, subject);
            draft.push(Event::Asked(prompt));
        }
    }
}

/// Steps of the stages reached that apply, are not done and not asked yet, in the procedure's order.
pub(super) fn wanted<'a>(draft: &Draft<'a>) -> Vec<(&'a Step, Option<String>)> {
    let procedure = draft.cx.procedure;
    let state = draft.state();
    let reached = procedure.stage_number(&state.head.stage).unwrap_or(procedure.stages.len());
    // A word given before its stage sets the rhythm from there on.
    let given_early = |step: &Step| step.kind == Kind::Word && state.steps.done.contains_key(step.id.as_str());
    let is_reached =
        |step: &&Step| given_early(step) || procedure.stage_number(&step.stage).is_some_and(|number| number <= reached);
    let steps = procedure.steps.iter().filter(is_reached).filter(|step| applies(state, step));
    let steps = steps.filter(|step| !waits_for_contractor(state, procedure, step));
    let each = steps.flat_map(|step| subjects(state, step).into_iter().map(move |subject| (step, subject)));
    each.filter(|(step, subject)| is_owed(draft, step, subject.as_deref())).collect()
}

/// Not done, and not asked yet.
fn is_owed(draft: &Draft, step: &Step, subject: Option<&str>) -> bool {
    let state = draft.state();
    let name = instance(&step.id, subject);
    if state.steps.open.values().any(|prompt| prompt.instance() == name) {
        return false;
    }
    if step.kind == Kind::Word {
        let first = !state.steps.done.contains_key(&name);
        let waived = matches!(state.steps.done.get(&name), Some(super::state::Done::Waived(_)));
        return state.restored_at().is_none()
            && !waived
            && (first || super::due::next_word(state).is_some_and(|at| at <= draft.cx.now));
    }
    !state.steps.done.contains_key(&name)
}

/// What a step is asked about: nothing in particular, or each of several things.
pub(super) fn subjects(state: &State, step: &Step) -> Vec<Option<String>> {
    let restored = state.restored_at().is_some();
    match step.kind {
        Kind::Works if restored => lost_functions(state).into_iter().map(Some).collect(),
        Kind::Recovered if restored => asked_services(state),
        Kind::Impact if !restored => asked_services(state),
        Kind::Works | Kind::Recovered | Kind::Impact => Vec::new(),
        Kind::Duplicate => state.neighbours.duplicates.keys().map(|id| Some(id.to_string())).collect(),
        Kind::Linked => state.neighbours.linked.keys().map(|id| Some(id.to_string())).collect(),
        Kind::Provided => contractor::requests(state),
        Kind::HandBack => contractor::hand_backs(state),
        Kind::OnContractor => contractor::suspected(state),
        // What is restored already, by whatever way, is not asked about.
        Kind::Word | Kind::Restored if restored => Vec::new(),
        Kind::Accept
        | Kind::Began
        | Kind::Restored
        | Kind::Choice
        | Kind::Text
        | Kind::Scope
        | Kind::Fault
        | Kind::Word
        | Kind::Decision
        | Kind::Exit
        | Kind::Person
        | Kind::Day
        | Kind::Fixed
        | Kind::Problem => vec![None],
        Kind::Cause => super::problem::links(state, &step.id),
    }
}

/// Functions lost here and in linked incidents, as `service:function`.
pub(super) fn lost_functions(state: &State) -> Vec<String> {
    let own = state.head.outages.iter().map(|outage| format!("{}:{}", outage.service, outage.function));
    let linked = state
        .neighbours
        .linked
        .values()
        .flat_map(|linked| linked.functions.iter().map(move |function| format!("{}:{function}", linked.service)));
    // A function may have failed more than once.
    let mut seen = BTreeSet::new();
    own.chain(linked).filter(|subject| seen.insert(subject.clone())).collect()
}

fn asked_services(state: &State) -> Vec<Option<String>> {
    let asked = state.neighbours.related.iter().filter(|(_, neighbour)| neighbour.asked);
    asked.map(|(service, _)| Some(service.to_string())).collect()
}

/// Everything verification waits for.
pub(super) fn verification_instances(state: &State, procedure: &Procedure) -> Vec<String> {
    let of_kind = |kind: Kind| procedure.steps.iter().filter(move |step| step.kind == kind);
    let works = of_kind(Kind::Works)
        .flat_map(|step| lost_functions(state).into_iter().map(|subject| instance(&step.id, Some(&subject))));
    let recovered = of_kind(Kind::Recovered)
        .flat_map(|step| asked_services(state).into_iter().map(|subject| instance(&step.id, subject.as_deref())));
    works.chain(recovered).collect()
}

fn prompt(draft: &Draft, step: &Step, subject: Option<String>) -> Prompt {
    let state = draft.state();
    let name = instance(&step.id, subject.as_deref());
    let count = state.steps.asked.get(&name).copied().unwrap_or(0) + 1;
    Prompt {
        id: PromptId::new(format!("{name}.{count}")),
        step: step.id.clone(),
        stage: step.stage.clone(),
        role: step.role,
        holder: holder(state, step, subject.as_deref()),
        kind: step.kind,
        choices: crate::step::choices(draft.cx.catalogue, state, step, subject.as_deref()),
        mandatory: step.mandatory,
        asked_at: draft.cx.now,
        reminders: 0,
        reminded_at: None,
        subject,
    }
}

pub(super) fn holder(state: &State, step: &Step, subject: Option<&str>) -> Option<PersonId> {
    match (step.kind, subject) {
        (Kind::Impact | Kind::Recovered, Some(service)) => {
            state.neighbours.related.get(&service.into()).and_then(|neighbour| neighbour.owner.clone())
        }
        // The fix is asked of whoever was named for it.
        (Kind::Fixed, _) => {
            let named = state.head.as_problem.as_ref().and_then(|record| record.fixer.clone());
            named.or_else(|| state.people.holders.get(&step.role).cloned())
        }
        _ => state.people.holders.get(&step.role).cloned(),
    }
}

/// A mandatory step still open, and who owes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Missing {
    /// The step.
    pub step: crate::ids::StepId,
    /// What it is asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What sort of answer it takes.
    pub kind: Kind,
    /// Whose it is.
    pub role: Role,
    /// Who owes it; nobody while the role is not filled.
    pub holder: Option<PersonId>,
}

/// Every mandatory step still open, the decision among them.
pub(super) fn owed(state: &State, procedure: &Procedure) -> Vec<Missing> {
    let mandatory = procedure.steps.iter().filter(|step| step.mandatory && applies(state, step));
    mandatory.flat_map(|step| missing_of(state, step)).collect()
}

/// Mandatory steps that closing still waits for, those of the last stage aside.
pub(super) fn missing(state: &State, procedure: &Procedure) -> Vec<Missing> {
    let last = procedure.stages.last().map(|stage| &stage.id);
    let before_last = procedure.steps.iter().filter(|step| Some(&step.stage) != last);
    before_last.filter(|step| step.mandatory && applies(state, step)).flat_map(|step| missing_of(state, step)).collect()
}

fn missing_of(state: &State, step: &Step) -> Vec<Missing> {
    let open = subjects(state, step)
        .into_iter()
        .filter(|subject| !state.steps.done.contains_key(&instance(&step.id, subject.as_deref())));
    open.map(|subject| Missing {
        step: step.id.clone(),
        kind: step.kind,
        role: step.role,
        holder: holder(state, step, subject.as_deref()),
        subject,
    })
    .collect()
}

fn close(draft: &mut Draft) {
    if draft.state().head.as_problem.is_some() {
        return super::problem::close(draft);
    }
    let state = draft.state();
    let all_ended = draft.cx.procedure.stages.iter().all(|stage| state.head.ends.contains_key(&stage.id));
    let linked = match &state.head.decided {
        Some(Decided::KnownProblem { .. }) => state.head.problem.is_some(),
        Some(Decided::NoProblem | Decided::NewProblem) => true,
        None => false,
    };
    if all_ended && linked && missing(state, draft.cx.procedure).is_empty() {
        draft.push(Event::Closed);
    }
}
