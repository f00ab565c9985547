//! From what is asked of a problem to its events: raised, come back, fired by time, closed.

use super::assembly::assemble;
use super::chain::ending;
use super::command::{ProblemCommand, Raise};
use super::event::ProblemEvent;
use super::like::{Failure, Known, Like, alike, alike_still, attached};
use super::record::{Attached, Exit};
use super::{committee, in_desk, watch};
use crate::catalogue::Role;
use crate::ids::{IncidentId, PersonId};
use crate::incident::advance::missing;
use crate::incident::draft::{Draft, Refusal, Reply};
use crate::incident::event::{Event, Facts};
use crate::incident::value::{Scope, Value};
use crate::incident::{SCHEMA, Standing, Wording};
use crate::procedure::{Kind, StageEnd};
use crate::time::At;
use std::collections::{BTreeMap, BTreeSet};

/// What a command of a problem comes to.
pub(in super::super) fn problem(draft: &mut Draft, command: &ProblemCommand) -> Result<Reply, Refusal> {
    match command {
        // Whoever carries the command asks again: which words it begins with is no matter of chance.
        ProblemCommand::Raise(raise) if draft.is_new() && raise.after.is_some() => {
            Err(Refusal(Wording::new("refused-no-incident")))
        }
        ProblemCommand::Raise(raise) => {
            raised(draft, raise);
            Ok(Reply::recorded())
        }
        _ if draft.is_new() || draft.state().head.as_problem.is_none() => {
            Err(Refusal(Wording::new("refused-no-incident")))
        }
        ProblemCommand::CameBack { incident, attached } => {
            came_back(draft, incident, attached);
            Ok(Reply::recorded())
        }
        ProblemCommand::InDesk(did) => Ok(in_desk::done(draft, did)),
        ProblemCommand::CommitteeDecided(word) => committee::decided(draft, word),
        ProblemCommand::DecisionDone { place, by } => committee::done(draft, *place, by),
    }
}

/// It begins with its first incidents; later ones are added, and open it again if it was closed.
fn raised(draft: &mut Draft, raise: &Raise) {
    if draft.is_new() {
        let facts = facts(draft, raise);
        draft.push(Event::Registered(Box::new(facts)));
        draft.push(Event::Problem(ProblemEvent::Attached { incidents: raise.incidents.clone() }));
        assemble(draft);
        return;
    }
    let new = unknown(draft, &raise.incidents);
    let Some(first) = new.keys().next().cloned() else { return };
    let since = watch::fixed_at(draft.state());
    let after_fix = new.values().any(|incident| since.is_some_and(|fixed| incident.began > fixed));
    draft.push(Event::Problem(ProblemEvent::Attached { incidents: new }));
    if draft.state().head.standing == Standing::Closed {
        let undone = undone(draft);
        draft.push(Event::Problem(ProblemEvent::Reopened { incident: first, undone }));
    } else if after_fix {
        returns(draft, &first);
    }
}

fn unknown(draft: &Draft, incidents: &BTreeMap<IncidentId, Attached>) -> BTreeMap<IncidentId, Attached> {
    let known = draft.state().head.as_problem.as_ref().map(|record| &record.incidents);
    let new = incidents.iter().filter(|(id, _)| known.is_none_or(|known| !known.contains_key(*id)));
    new.map(|(id, attached)| (id.clone(), attached.clone())).collect()
}

fn facts(draft: &Draft, raise: &Raise) -> Facts {
    let cx = draft.cx;
    Facts {
        schema: SCHEMA,
        // The record people know it by.
        desk: raise.number.as_str().into(),
        alert: false,
        url: Some(raise.url.clone()).filter(|url| !url.is_empty()),
        service: raise.service.clone(),
        functions: raise.functions.clone(),
        scope: Scope::All,
        summary: raise.summary.clone(),
        description: None,
        registered_by: raise.summary.clone(),
        began: cx.now,
        restored: None,
        drill: raise.drill,
        restricted: raise.restricted,
        criticality: raise.criticality,
        priority: raise.priority,
        standing: Standing::Open,
        catalogue: cx.catalogue_version.to_owned(),
        procedure: format!("{}@{}", cx.procedure.id, cx.procedure.version),
        raised_by: Some(raise.raised_by.clone()),
    }
}

/// A like failure while it is watched: the fix did not hold.
fn came_back(draft: &mut Draft, incident: &IncidentId, attached: &Attached) {
    let watched = watch::watched_until(draft.state()).is_some();
    let known = draft.state().head.as_problem.as_ref().is_some_and(|record| record.incidents.contains_key(incident));
    if !watched || known {
        return;
    }
    let incidents = BTreeMap::from([(incident.clone(), attached.clone())]);
    draft.push(Event::Problem(ProblemEvent::Attached { incidents }));
    returns(draft, incident);
}

fn returns(draft: &mut Draft, incident: &IncidentId) {
    let undone = undone(draft);
    draft.push(Event::Problem(ProblemEvent::Returned { incident: incident.clone(), undone }));
}

/// What was promised from the stage on to which the watch returns, and that the root was the root.
/// What was said of the past stands.
pub(super) fn undone(draft: &Draft) -> BTreeSet<String> {
    let (procedure, state) = (draft.cx.procedure, draft.state());
    let from = procedure.stages.iter().find_map(|stage| match &stage.ends {
        StageEnd::Watched { returns_to, .. } => procedure.stage_number(returns_to),
        StageEnd::Registered | StageEnd::Answered(_) | StageEnd::Restored | StageEnd::Verified => None,
    });
    let later = |stage| from.is_some_and(|from| procedure.stage_number(stage).is_some_and(|number| number >= from));
    let mut undone = BTreeSet::new();
    for step in &procedure.steps {
        if step.kind == Kind::Cause {
            undone.extend(ending(state, &step.id));
        } else if later(&step.stage) {
            undone.insert(step.id.to_string());
        }
    }
    undone.retain(|instance| state.steps.done.contains_key(instance));
    undone
}

/// Timers of a problem that are due.
pub(in super::super) fn fired(draft: &mut Draft) {
    let now = draft.cx.now;
    if let Some(day) = watch::fix_overdue_at(draft.state()).filter(|at| *at <= now) {
        let owner = watch::fixer(draft.state());
        draft.push(Event::Problem(ProblemEvent::FixOverdue { day, owner }));
    }
    if let Some(at) = watch::watched_until(draft.state()).filter(|at| *at <= now) {
        draft.push(Event::Problem(ProblemEvent::Watched { at }));
    }
    for (at, place) in watch::decisions_due(draft.state()) {
        let record = draft.state().head.as_problem.as_ref();
        let owner = record.and_then(|record| record.decisions.get(place)).map(|one| one.owner.clone());
        if let (true, Some(owner)) = (at <= now, owner) {
            draft.push(Event::Problem(ProblemEvent::DecisionOverdue { place, owner }));
        }
    }
}

/// Every stage ended and nothing is owed: it ends as was said of it.
pub(in super::super) fn close(draft: &mut Draft) {
    let (state, procedure) = (draft.state(), draft.cx.procedure);
    let all_ended = procedure.stages.iter().all(|stage| state.head.ends.contains_key(&stage.id));
    if !all_ended || !missing(state, procedure).is_empty() {
        return;
    }
    let step = procedure.step_of_kind(Kind::Exit);
    let course = step.and_then(|step| state.answer(step.id.as_str())).map(|answer| answer.value.clone());
    let exit = if let Some(Value::Choice { choice }) = &course { Exit::of_course(choice) } else { None };
    let other = procedure.step_of_kind(Kind::Problem).and_then(|step| state.answer(step.id.as_str()));
    let same_as = match other.map(|answer| &answer.value) {
        Some(Value::Choice { choice }) if exit == Some(Exit::Duplicate) => Some(choice.as_str().into()),
        _ => None,
    };
    draft.push(Event::Problem(ProblemEvent::Exited { exit: exit.unwrap_or(Exit::CauseNotFound), same_as }));
    draft.push(Event::Closed);
}

/// Somebody was named for the fix.
pub(in super::super) fn named(draft: &mut Draft, person: &PersonId) {
    draft.push(Event::Problem(ProblemEvent::FixerNamed { person: person.clone() }));
}

/// Problems like a failure that was just registered.
pub(in super::super) fn like_when_registered(draft: &mut Draft, words: &str) {
    like(draft, |failure, known, _| alike(Failure { words, ..failure }, known));
}

/// The same once somebody says that the problem is known: others may have been raised meanwhile.
pub(in super::super) fn like_when_decided(draft: &mut Draft) {
    like(draft, |failure, known, before| alike_still(before, failure, known));
}

fn like(draft: &mut Draft, sought: impl FnOnce(Failure<'_>, &[Known], &[Like]) -> Vec<Like>) {
    let head = &draft.state().head;
    let failure = Failure { service: &head.service, functions: &head.functions, words: "", drill: head.drill };
    let before = &draft.state().neighbours.known;
    let problems = sought(failure, draft.cx.known, before);
    let is_same = before.iter().map(|one| &one.number).eq(problems.iter().map(|one| &one.number));
    if !problems.is_empty() && !is_same {
        draft.push(Event::Problem(ProblemEvent::Like { problems }));
    }
}

/// What a problem is raised with by an incident.
pub(super) fn raise_of(state: &crate::incident::State, number: &crate::ids::ProblemId, url: &str) -> Raise {
    let head = &state.head;
    Raise {
        number: number.clone(),
        url: url.to_owned(),
        incidents: BTreeMap::from([(head.id.clone(), attached(state))]),
        raised_by: head.id.clone(),
        summary: head.summary.clone(),
        service: head.service.clone(),
        functions: head.functions.clone(),
        criticality: head.criticality,
        priority: head.priority,
        drill: head.drill,
        restricted: head.restricted,
        after: None,
    }
}

/// Who leads the problem, for those who are told of it.
pub(super) fn leader(state: &crate::incident::State) -> Option<PersonId> {
    state.people.holders.get(&Role::ProblemManager).cloned()
}

/// The moment of the day after a promise.
pub(super) const fn last_moment(day: At) -> At {
    At(day.0 - 1)
}
