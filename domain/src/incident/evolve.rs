//! From one event to the next state. Total: whatever was recorded can be read.
#![deny(clippy::wildcard_enum_match_arm)]

use super::beginning::registered;
use super::contractor::{self, ContractorEvent};
use super::event::{Assembly, Event, Filled, OtherStanding};
use super::outage::{self, Outage};
use super::prompt::{Prompt, instance};
use super::runbook::Runbook;
use super::state::{Answer, Done, Linked, NeighbourState, Published, Standing, State, Waiver};
use super::value::TextRef;
use super::wording::Wording;
use crate::catalogue::Role;
use crate::ids::{FunctionId, IncidentId, PersonId, ProductId, PromptId, ServiceId, StageId};
use crate::procedure::Kind;
use crate::time::At;
use std::collections::{BTreeMap, BTreeSet};

/// The state after one more event, recorded at `now`.
///
/// # Panics
/// If the first event is not a registration: no journal begins otherwise.
pub fn evolve(state: Option<State>, event: &Event, incident: &IncidentId, product: &ProductId, now: At) -> State {
    if let Event::Registered(facts) = event {
        return registered(facts, incident, product, now);
    }
    let mut state = state.expect("a journal begins with a registration");
    apply(&mut state, event, now);
    state
}

fn apply(state: &mut State, event: &Event, now: At) {
    match event {
        Event::Registered(_) | Event::OtherSaid(_) => {}
        Event::DeskClosedByHand { .. } => state.head.desk_closed = true,
        Event::DeskReopened => state.head.desk_closed = false,
        Event::Assembled(assembly) => assembled(state, assembly),
        Event::ChatOpened { room, invited, failed } => {
            state.head.room = Some(room.clone());
            state.head.called_at.get_or_insert(now);
            people_in(state, invited, failed, now);
        }
        Event::ChatLost { why, to, .. } => super::chat::evolve(state, *why, to.as_ref()),
        Event::PeopleInvited { invited, failed } => people_in(state, invited, failed, now),
        Event::PeopleSentOff { people } => {
            let sent = state.people.members.iter_mut().filter(|(person, _)| people.contains(person));
            sent.for_each(|(_, member)| member.sent_off_at = Some(now));
        }
        Event::PeopleCalledBack { people } => {
            let called = state.people.members.iter_mut().filter(|(person, _)| people.contains(person));
            called.for_each(|(_, member)| member.sent_off_at = None);
        }
        Event::PeopleLeft { people, .. } => people_out(state, people, now),
        Event::Asked(prompt) => asked(state, prompt, now),
        Event::PromptsWithdrawn { prompts } => state.steps.open.retain(|id, _| !prompts.contains_key(id)),
        Event::Answered { .. } => answered(state, event, now),
        Event::Questioned { prompt, said, .. } => questioned(state, prompt, said.as_ref()),
        Event::Corrected { instance, by, new, stated_at, .. } => {
            if let Some(Done::Answered(answer)) = state.steps.done.get_mut(instance) {
                answer.value = new.clone();
                answer.stated_at = *stated_at;
                contractor::answered(&mut state.contractors, answer);
            }
            super::problem::corrected(state, new);
            acted(state, by);
        }
        Event::Waived { instance, step, role, by, reason, .. } => {
            close_prompts(state, instance);
            let waiver = Waiver { step: step.clone(), role: *role, by: by.clone(), at: now, reason: reason.clone() };
            state.steps.done.insert(instance.clone(), Done::Waived(waiver));
            acted(state, by);
        }
        Event::OutageBegan { at, .. } => {
            state.head.began = *at;
            outage::begin(&mut state.head.outages, *at);
        }
        Event::OutageRestored { functions, at, .. } => outage::restore(&mut state.head.outages, functions, *at),
        Event::OutageReopened { service, function, undone, anew } => {
            outage::reopen(&mut state.head.outages, service, function, *anew);
            // What was verified was done: a contractor has not had it all the time since.
            if anew.is_none() {
                contractor::reopened(&mut state.contractors);
            }
            undo(state, undone);
        }
        Event::StagesMoved { stage, ends } => moved(state, stage, ends),
        Event::ScopeStated { scope, .. } => state.head.scope = scope.clone(),
        Event::ServiceChanged { service, functions, undone, class, same_as, .. } => {
            if *service != state.head.service {
                state.findings.users = Default::default();
                state.neighbours.same_as.clone_from(same_as);
            }
            service_changed(state, service, functions);
            state.head.criticality = class.unwrap_or(state.head.criticality);
            undo(state, undone);
        }
        Event::PriorityChanged { priority, .. } => state.head.priority = *priority,
        Event::Restricted { restricted, .. } => state.head.restricted = *restricted,
        Event::NeighbourSuspected { service } => {
            if let Some(neighbour) = state.neighbours.related.get_mut(service) {
                neighbour.asked = true;
            }
        }
        Event::HandoverOffered { role, to, .. } => {
            state.people.offered.insert(*role, to.clone());
        }
        Event::RoleTaken { role, to, .. } => role_taken(state, *role, to),
        Event::CalledOut { prompt, rung, .. } => {
            state.steps.rungs.insert(prompt.clone(), rung.saturating_add(1));
        }
        Event::Escalated { prompt, level, to, role } => {
            state.steps.escalated.insert(prompt.clone(), *level);
            state.steps.rungs.remove(prompt);
            if let Some(person) = to {
                let called = state.people.members.entry(person.clone()).or_default();
                called.roles.insert(*role);
                if !called.is_in() {
                    called.called_for = Some(prompt.clone());
                }
            }
        }
        Event::Reminded { prompts, room, notices } => {
            noticed(state, notices);
            reminded(state, prompts, *room, now);
        }
        Event::Noticed { notices } => {
            noticed(state, notices);
            state.steps.nudged_room = Some(now);
        }
        Event::PersonGone(gone) => super::gone::evolve(state, gone, now),
        Event::NoticeWaits { notice } => state.steps.unsaid.push(notice.clone()),
        Event::BudgetSpent { stage, percent, .. } => {
            // A larger share says what the smaller ones would have said.
            let spent = super::budget::SHARES.into_iter().filter(|share| share <= percent);
            state.steps.spent.extend(spent.map(|share| super::budget::share_name(stage.as_ref(), share)));
        }
        Event::DuplicateOffered { incident, desk } => {
            state.neighbours.duplicates.insert(incident.clone(), desk.clone());
        }
        Event::NeighbourLinked { incident, desk, service, functions } => {
            let linked = Linked { desk: desk.clone(), service: service.clone(), functions: functions.clone() };
            state.neighbours.linked.insert(incident.clone(), linked);
        }
        Event::NeighbourChanged { incident, desk, service, functions } => {
            if let Some(linked) = state.neighbours.linked.get_mut(incident) {
                linked.desk = desk.clone();
                linked.service = service.clone();
                linked.functions.clone_from(functions);
            }
        }
        Event::OtherLeft { incident, .. } => other_answered(state, incident, OtherStanding::Separate),
        Event::OtherAnswered { incident, standing } => other_answered(state, incident, *standing),
        Event::StandingChanged { standing, .. } => standing_changed(state, standing, now),
        Event::Decided { decided, by } => {
            state.head.decided = Some(decided.clone());
            state.head.decided_by = Some(by.clone());
        }
        Event::ProblemRecorded { problem, .. } => state.head.problem = Some(problem.clone()),
        Event::ProblemRefused { undone } => undo(state, undone),
        Event::DescriptionChanged { summary } => {
            state.head.summary = summary.clone();
            state.head.desk_closed = false;
        }
        Event::RecordChanged { description, url } => {
            state.head.description = description.clone().or(state.head.description.take());
            state.head.url = url.clone().or(state.head.url.take());
        }
        Event::RecordOpened { desk, url, .. } => {
            (state.head.desk, state.head.url) = (desk.clone(), Some(url.clone()));
        }
        Event::MessageMasked { by, .. } => acted(state, by),
        Event::File(fact) => state.files.apply(fact, now),
        Event::Runbook(did) => {
            state.findings.apply(did, now);
            if let Runbook::Asked { by, .. } | Runbook::Marked { by, .. } | Runbook::ActionAsked { by: Some(by), .. } =
                did
            {
                acted(state, by);
            }
        }
        Event::Closed => standing_changed(state, &Standing::Closed, now),
        Event::Annulled { by, .. } => {
            acted(state, by);
            standing_changed(state, &Standing::Annulled, now);
        }
        Event::Problem(event) => super::problem::evolve(state, event, now, undo),
        Event::ReportPublished { address, revision, upto } => {
            let times = state.head.report.as_ref().map_or(0, |report| report.times) + 1;
            let report = Published { address: address.clone(), revision: *revision, upto: *upto, times };
            state.head.report = Some(report);
        }
        Event::Contractor(fact) => {
            if let ContractorEvent::HandedOver { undone, .. } | ContractorEvent::BackRefused { undone, .. } =
                &fact.event
            {
                undo(state, undone);
            }
            contractor::apply(&mut state.contractors, fact, now);
        }
        Event::NotCovered { service, .. } => {
            state.contractors.uncovered.insert(service.clone());
        }
    }
}

fn assembled(state: &mut State, assembly: &Assembly) {
    state.steps.stages.clone_from(&assembly.stages);
    state.steps.terms = assembly.terms.clone();
    state.people.chains.clone_from(&assembly.chains);
    for member in &assembly.team {
        let Some(person) = &member.person else { continue };
        state.people.holders.insert(member.role, person.clone());
        state.people.members.entry(person.clone()).or_default().roles.insert(member.role);
    }
    let fallback = assembly.team.iter().filter(|member| member.filled == Filled::Fallback);
    state.people.fallback = fallback.map(|member| member.role).collect();
    let given = assembly.team.iter().filter_map(|member| Some((member.role, member.calendar.clone()?)));
    state.people.calendars = given.collect();
    let held = |role| assembly.team.iter().any(|member| member.role == role && member.person.is_some());
    state.people.holders.retain(|role, _| held(*role));
    let neighbour = |related: &super::event::RelatedService| NeighbourState {
        direction: related.direction,
        hard: related.hard,
        owner: related.owner.clone(),
        asked: related.asked,
    };
    state.neighbours.related =
        assembly.neighbours.iter().map(|related| (related.service.clone(), neighbour(related))).collect();
    state.neighbours.not_asked.clone_from(&assembly.not_asked);
    // An open prompt follows its role to the new holder.
    let holders = state.people.holders.clone();
    for prompt in state.steps.open.values_mut() {
        if let Some(holder) = holders.get(&prompt.role) {
            prompt.holder = Some(holder.clone());
        }
    }
}

fn people_in(state: &mut State, invited: &[PersonId], failed: &[PersonId], now: At) {
    for person in invited {
        let member = state.people.members.entry(person.clone()).or_default();
        member.invited_at.get_or_insert(now);
        member.left_at = None;
        member.sent_off_at = None;
        member.unreachable = false;
    }
    for person in failed {
        state.people.members.entry(person.clone()).or_default().unreachable = true;
    }
}

fn people_out(state: &mut State, people: &[PersonId], now: At) {
    for person in people {
        if let Some(member) = state.people.members.get_mut(person) {
            member.left_at = Some(now);
        }
    }
}

fn asked(state: &mut State, prompt: &Prompt, now: At) {
    *state.steps.asked.entry(prompt.instance()).or_default() += 1;
    if let Some(owner) = &prompt.holder
        && prompt.kind.is_beside()
    {
        let member = state.people.members.entry(owner.clone()).or_default();
        member.roles.insert(prompt.role);
    }
    // A repeated word is a gathered post: the next one keeps its distance from it.
    if prompt.kind == Kind::Word && state.steps.asked[&prompt.instance()] > 1 {
        state.steps.nudged_room = Some(now);
    }
    state.steps.open.insert(prompt.id.clone(), prompt.clone());
}

fn answered(state: &mut State, event: &Event, now: At) {
    let Event::Answered { instance, step, role, by, on_behalf_of, stated_at, value, .. } = event else { return };
    close_prompts(state, instance);
    let answer = Answer {
        step: step.clone(),
        role: *role,
        by: by.clone(),
        on_behalf_of: on_behalf_of.clone(),
        stated_at: *stated_at,
        recorded_at: now,
        value: value.clone(),
    };
    contractor::answered(&mut state.contractors, &answer);
    state.steps.done.insert(instance.clone(), Done::Answered(answer));
    acted(state, by);
}

fn questioned(state: &mut State, prompt: &PromptId, said: Option<&TextRef>) {
    let earlier = state.steps.questioned.insert(prompt.clone(), said.cloned());
    if said.is_none() && matches!(earlier, Some(Some(_))) {
        state.steps.was_talk.insert(prompt.clone());
    } else {
        state.steps.was_talk.remove(prompt);
    }
}

fn moved(state: &mut State, stage: &StageId, ends: &BTreeMap<StageId, At>) {
    state.head.stage = stage.clone();
    state.head.ends.clone_from(ends);
}

fn service_changed(state: &mut State, service: &ServiceId, functions: &BTreeSet<FunctionId>) {
    let restored = state.restored_at();
    let kept: Vec<Outage> = std::mem::take(&mut state.head.outages);
    let (kept, began) = (&kept, state.head.began);
    let of = |function: &FunctionId| -> Vec<Outage> {
        let was = kept.iter().filter(|outage| &outage.service == service && &outage.function == function);
        let was: Vec<Outage> = was.cloned().collect();
        let new = || Outage { service: service.clone(), function: function.clone(), began, restored };
        if was.is_empty() { vec![new()] } else { was }
    };
    state.head.outages = functions.iter().flat_map(of).collect();
    state.head.service = service.clone();
    state.head.functions.clone_from(functions);
}

/// Open prompts move with the role.
fn role_taken(state: &mut State, role: Role, to: &PersonId) {
    state.people.offered.remove(&role);
    state.people.fallback.remove(&role);
    state.people.calendars.remove(&role);
    state.people.holders.insert(role, to.clone());
    state.people.members.entry(to.clone()).or_default().roles.insert(role);
    let open = state.steps.open.values_mut().filter(|prompt| prompt.role == role);
    open.for_each(|prompt| prompt.holder = Some(to.clone()));
}

fn noticed(state: &mut State, notices: &[Wording]) {
    state.steps.unsaid.retain(|waiting| !notices.contains(waiting));
}

fn reminded(state: &mut State, prompts: &[PromptId], room: bool, now: At) {
    let steps = &mut *state.steps;
    for id in prompts {
        let Some(prompt) = steps.open.get_mut(id) else { continue };
        prompt.reminders += 1;
        prompt.reminded_at = Some(now);
        if let (false, Some(holder)) = (room, &prompt.holder) {
            steps.nudged.insert(holder.clone(), now);
        }
    }
    if room {
        steps.nudged_room = Some(now);
    }
}

fn other_answered(state: &mut State, incident: &IncidentId, standing: OtherStanding) {
    match standing {
        OtherStanding::Merged => {
            state.neighbours.duplicates.remove(incident);
        }
        OtherStanding::Separate => {
            state.neighbours.duplicates.remove(incident);
            state.neighbours.linked.remove(incident);
        }
        OtherStanding::Kept => {
            state.neighbours.duplicates.remove(incident);
        }
    }
}

fn standing_changed(state: &mut State, standing: &Standing, now: At) {
    state.head.standing = standing.clone();
    if matches!(standing, Standing::Closed | Standing::Annulled | Standing::Merged { .. }) {
        state.head.closed_at = Some(now);
        if *standing != Standing::Closed {
            contractor::over(&mut state.contractors, now);
        }
        state.steps.open.clear();
        state.head.stage = StageId::from(match standing {
            Standing::Annulled => "annulled",
            Standing::Merged { .. } => "merged",
            Standing::Open
            | Standing::RecordedOnly
            | Standing::DuplicateOffered { .. }
            | Standing::Linked { .. }
            | Standing::Closed => "closed",
        });
    }
}

fn undo(state: &mut State, instances: &BTreeSet<String>) {
    for name in instances {
        state.steps.done.remove(name);
        close_prompts(state, name);
    }
}

fn close_prompts(state: &mut State, name: &str) {
    state.steps.open.retain(|_, prompt| instance(&prompt.step, prompt.subject.as_deref()) != name);
}

fn acted(state: &mut State, person: &PersonId) {
    state.people.members.entry(person.clone()).or_default().acted += 1;
}
