//! Stages by the times people state: no gaps, no overlaps, their sum is the whole.

use super::state::{Done, State};
use super::value::Value;
use crate::ids::{StageId, StepId};
use crate::procedure::{Condition, Kind, Procedure, Stage, StageEnd, Step};
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One stage as it went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StageSpan {
    /// The stage.
    pub stage: StageId,
    /// Where it began: the end of the one before, or the beginning of the failure.
    pub began: At,
    /// Where it ended; `None` for the current one.
    pub ended: Option<At>,
    /// Time allowed, where a budget is set.
    pub budget: Option<Length>,
}

impl StageSpan {
    /// How long it took, or has taken so far.
    pub fn actual(&self, now: At) -> Length {
        Length(self.ended.unwrap_or(now).since(self.began).0.max(0))
    }
}

/// Stages that have begun, in order.
pub fn stage_spans(state: &State) -> Vec<StageSpan> {
    let mut began = state.head.began;
    let mut spans = Vec::new();
    for stage in &state.steps.stages {
        let ended = state.head.ends.get(stage).copied().map(|end| end.max(began));
        // What came back has its times anew.
        let returned = state.head.as_problem.as_ref().and_then(|record| record.returned_at);
        if let Some(at) = returned.filter(|at| began < *at && ended.is_none_or(|end| end > *at)) {
            began = at;
        }
        spans.push(StageSpan {
            stage: stage.clone(),
            began,
            ended,
            budget: state.steps.terms.stages.get(stage).copied(),
        });
        match ended {
            Some(end) => began = end,
            None => break,
        }
    }
    spans
}

/// Ends of stages as stated: an end stated for a later stage ends the earlier ones too, but no answer
/// ends a stage that lasts while the failure does: what is summed up early has not restored anything,
/// nor has it been looked at whether that holds.
pub(super) fn ends(state: &State, procedure: &Procedure) -> BTreeMap<StageId, At> {
    let stated: Vec<Stated> = procedure.stages.iter().map(|stage| stated_end(state, procedure, &stage.ends)).collect();
    let mut ends = BTreeMap::new();
    let mut before = state.head.began;
    for (number, stage) in procedure.stages.iter().enumerate() {
        if stated[number] != Stated::Passed {
            let Some(end) = earliest(procedure, &procedure.stages[number..], &stated[number..]) else { break };
            before = before.max(end);
        }
        ends.insert(stage.id.clone(), before);
    }
    ends
}

/// The earliest end stated of these stages, as far as the first that no later answer ends.
fn earliest(procedure: &Procedure, stages: &[Stage], stated: &[Stated]) -> Option<At> {
    let mut earliest: Option<At> = None;
    for (stage, end) in stages.iter().zip(stated) {
        if let Stated::At(at) = end {
            earliest = Some(earliest.map_or(*at, |earlier| earlier.min(*at)));
        }
        if *end != Stated::Passed && lasts(procedure, &stage.ends) {
            break;
        }
    }
    earliest
}

/// The world has to have changed, or the cause to be known: no later answer ends it.
fn lasts(procedure: &Procedure, end: &StageEnd) -> bool {
    let StageEnd::Answered(steps) = end else { return end.is_fact() };
    steps.iter().filter_map(|id| procedure.step(id)).any(|step| step.kind == Kind::Cause)
}

/// What is stated of a stage's end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stated {
    /// It ended then.
    At(At),
    /// Nothing of it is asked, as other steps were answered: it ends with the stage before.
    Passed,
    /// Nothing so far.
    NotYet,
}

impl From<Option<At>> for Stated {
    fn from(at: Option<At>) -> Self {
        at.map_or(Self::NotYet, Self::At)
    }
}

fn stated_end(state: &State, procedure: &Procedure, end: &StageEnd) -> Stated {
    match end {
        StageEnd::Registered => Stated::At(state.head.registered_at),
        StageEnd::Restored => state.restored_at().into(),
        StageEnd::Answered(steps) => all_done(state, procedure, steps),
        StageEnd::Verified => verified_at(state, procedure).into(),
        StageEnd::Watched { .. } => watched(state, procedure),
    }
}

/// The last stated moment of these steps once all that apply are done.
fn all_done(state: &State, procedure: &Procedure, steps: &[StepId]) -> Stated {
    let steps: Vec<&Step> = steps.iter().filter_map(|id| procedure.step(id)).collect();
    if !steps.is_empty() && steps.iter().all(|step| is_ruled_out(state, procedure, step)) {
        return Stated::Passed;
    }
    let applying = steps.into_iter().filter(|step| applies(state, step));
    let instances: Vec<String> = applying.flat_map(|step| instances(state, step)).collect();
    let moments: Option<Vec<At>> =
        instances.iter().map(|instance| state.steps.done.get(instance).map(Done::moment)).collect();
    moments.and_then(|moments| moments.into_iter().max()).into()
}

/// What has to be done of a step for its stage to end: each link of a chain, else the step itself.
fn instances(state: &State, step: &Step) -> Vec<String> {
    if step.kind != Kind::Cause {
        return vec![step.id.to_string()];
    }
    let links = super::problem::links(state, &step.id);
    links.iter().map(|link| super::prompt::instance(&step.id, link.as_deref())).collect()
}

/// The watch after a fix; there is none where nothing is fixed.
fn watched(state: &State, procedure: &Procedure) -> Stated {
    let mut fixes = procedure.steps.iter().filter(|step| step.kind == Kind::Fixed);
    if fixes.all(|step| is_ruled_out(state, procedure, step)) {
        return Stated::Passed;
    }
    state.head.as_problem.as_ref().and_then(|record| record.watched_at).into()
}

/// A step applies unless it depends on an answer that was given otherwise, or not at all.
pub(super) fn applies(state: &State, step: &Step) -> bool {
    step.when.as_ref().is_none_or(|condition| holds(state, condition) == Some(true))
        && step.unless.as_ref().is_none_or(|condition| holds(state, condition) != Some(true))
}

/// Whether the answer is one of the condition's; nothing while there is no answer.
fn holds(state: &State, condition: &Condition) -> Option<bool> {
    match &state.answer(condition.step.as_str())?.value {
        Value::Choice { choice } => Some(condition.is.contains(choice)),
        _ => Some(false),
    }
}

/// It will not be asked, by what was answered; not only because nothing was answered yet.
fn is_ruled_out(state: &State, procedure: &Procedure, step: &Step) -> bool {
    let is_done_otherwise = |condition: &Condition| match holds(state, condition) {
        Some(holds) => !holds,
        None => {
            let waived = state.steps.done.contains_key(condition.step.as_str());
            let other = procedure.step(&condition.step);
            waived || other.is_some_and(|other| is_ruled_out(state, procedure, other))
        }
    };
    step.when.as_ref().is_some_and(is_done_otherwise)
        || step.unless.as_ref().is_some_and(|condition| holds(state, condition) == Some(true))
}

fn verified_at(state: &State, procedure: &Procedure) -> Option<At> {
    let restored = state.restored_at()?;
    let mut last = restored;
    for instance in super::advance::verification_instances(state, procedure) {
        last = last.max(state.steps.done.get(&instance)?.moment());
    }
    Some(last)
}

impl Done {
    /// The moment stated, or of the waiver.
    pub(super) fn moment(&self) -> At {
        match self {
            Self::Answered(answer) => answer.stated_at,
            Self::Waived(waiver) => waiver.at,
        }
    }
}
