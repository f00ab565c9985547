//! Stages by the times people state: no gaps, no overlaps, their sum is the whole.

use super::state::{Done, State};
use crate::ids::{StageId, StepId};
use crate::procedure::{Procedure, StageEnd, Step};
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
/// ends a stage that lasts while the failure does: what is summed up early has not restored anything.
pub(super) fn ends(state: &State, procedure: &Procedure) -> BTreeMap<StageId, At> {
    let stated: Vec<Option<At>> =
        procedure.stages.iter().map(|stage| stated_end(state, procedure, &stage.ends)).collect();
    let mut ends = BTreeMap::new();
    let mut before = state.head.began;
    for (number, stage) in procedure.stages.iter().enumerate() {
        let later = procedure.stages[number..].iter().zip(&stated[number..]);
        let counts = later.map_while(|(stage, end)| (!stage.ends.is_fact() || end.is_some()).then_some(*end));
        let Some(end) = counts.flatten().min() else { break };
        before = before.max(end);
        ends.insert(stage.id.clone(), before);
    }
    ends
}

fn stated_end(state: &State, procedure: &Procedure, end: &StageEnd) -> Option<At> {
    match end {
        StageEnd::Registered => Some(state.head.registered_at),
        StageEnd::Restored => state.restored_at(),
        StageEnd::Answered(steps) => all_done(state, procedure, steps),
        StageEnd::Verified => verified_at(state, procedure),
    }
}

/// The last stated moment of these steps once all that apply are done.
fn all_done(state: &State, procedure: &Procedure, steps: &[StepId]) -> Option<At> {
    let applying: Vec<&Step> =
        steps.iter().filter_map(|id| procedure.step(id)).filter(|step| applies(state, step)).collect();
    let moments: Option<Vec<At>> =
        applying.iter().map(|step| state.steps.done.get(step.id.as_str()).map(Done::moment)).collect();
    moments?.into_iter().max()
}

/// A step applies unless it depends on an answer that was given otherwise, or not at all.
pub(super) fn applies(state: &State, step: &Step) -> bool {
    use super::value::Value;
    let Some(condition) = &step.when else { return true };
    match state.answer(condition.step.as_str()).map(|answer| &answer.value) {
        Some(Value::Choice { choice }) => condition.is.contains(choice),
        _ => false,
    }
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
