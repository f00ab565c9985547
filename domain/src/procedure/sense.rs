//! Whether a procedure can be followed at all: every stage can end, every condition can hold, and
//! it was approved before it came in force.

use super::{Condition, Kind, Procedure, ProcedureFault, Stage, StageEnd, Step};

/// What would leave somebody waiting for ever, and what nobody approved.
pub(super) fn faults(procedure: &Procedure) -> Vec<ProcedureFault> {
    let stages = procedure.stages.iter().enumerate();
    let mut faults: Vec<_> = stages.flat_map(|(number, stage)| endless(procedure, number, stage)).collect();
    for step in &procedure.steps {
        faults.extend(step.when.iter().chain(&step.unless).filter_map(|condition| never(procedure, step, condition)));
    }
    if procedure.approved_by.trim().is_empty() {
        faults.push(ProcedureFault::NobodyApproved);
    }
    if procedure.in_force_since() < procedure.approved_on {
        faults.push(ProcedureFault::InForceBeforeApproval);
    }
    faults
}

/// A step is asked once its stage is reached: a stage that waits for a later one's step never ends.
fn endless(procedure: &Procedure, number: usize, stage: &Stage) -> Vec<ProcedureFault> {
    let any = |kinds: &[Kind]| kinds.iter().any(|kind| procedure.step_of_kind(*kind).is_some());
    match &stage.ends {
        StageEnd::Registered => Vec::new(),
        StageEnd::Answered(steps) => {
            let is_later = |step: &&Step| procedure.stage_number(&step.stage).is_some_and(|place| place > number);
            let later = steps.iter().filter_map(|id| procedure.step(id)).filter(is_later);
            later.map(|step| ProcedureFault::EndsWithLaterStep(stage.id.clone(), step.id.clone())).collect()
        }
        StageEnd::Restored if any(&[Kind::Restored]) => Vec::new(),
        StageEnd::Verified if any(&[Kind::Works, Kind::Recovered]) => Vec::new(),
        StageEnd::Watched { returns_to, .. } if procedure.stage_number(returns_to).is_none_or(|to| to >= number) => {
            vec![ProcedureFault::ReturnsNowhere(stage.id.clone(), returns_to.clone())]
        }
        StageEnd::Watched { .. } if any(&[Kind::Fixed]) => Vec::new(),
        StageEnd::Restored | StageEnd::Verified | StageEnd::Watched { .. } => {
            vec![ProcedureFault::NeverEnds(stage.id.clone())]
        }
    }
}

fn never(procedure: &Procedure, step: &Step, condition: &Condition) -> Option<ProcedureFault> {
    let other = procedure.step(&condition.step)?;
    let is_no_answer = |answer: &&String| !other.choices.is_empty() && !other.choices.contains(answer);
    if condition.is.is_empty() {
        return Some(ProcedureFault::DependsOnNothing(step.id.clone()));
    }
    let answer = condition.is.iter().find(is_no_answer)?;
    Some(ProcedureFault::NoSuchAnswer(step.id.clone(), answer.clone(), other.id.clone()))
}
