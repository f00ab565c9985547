//! The procedure: stages and mandatory steps as data, versioned and approved.

mod sense;

use crate::catalogue::Role;
use crate::ids::{StageId, StepId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One approved version of a procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// `incident`, `drill`, `problem` or a name of the product's own.
    pub id: String,
    /// Grows with every approved change.
    pub version: u32,
    /// Role or committee that approved it.
    pub approved_by: String,
    /// Day of approval.
    pub approved_on: NaiveDate,
    /// First day it is followed, if not the day of approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_since: Option<NaiveDate>,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Steps in the order one role is asked them.
    pub steps: Vec<Step>,
}

/// A stage of the procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// What ends it.
    pub ends: StageEnd,
}

/// What ends a stage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageEnd {
    /// The registration itself.
    Registered,
    /// All of these steps are answered or waived; the last stated time is the border.
    Answered(Vec<StepId>),
    /// The last function is restored.
    Restored,
    /// First line has confirmed every function, and every related service asked after
    /// restoration has answered or was waived.
    Verified,
    /// So long after the fix no like failure came.
    Watched {
        /// Whole days.
        days: u32,
        /// The stage from which on everything is asked anew if one comes.
        returns_to: StageId,
    },
}

impl StageEnd {
    /// The world has to have changed for it, not only somebody to have answered.
    pub const fn is_fact(&self) -> bool {
        matches!(self, Self::Restored | Self::Verified | Self::Watched { .. })
    }
}

/// One thing somebody in a given role must do or state.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id; the prompt's wording is the message `step-ID`.
    pub id: StepId,
    /// The stage it belongs to; it is asked once that stage is reached.
    pub stage: StageId,
    /// Who owes it.
    pub role: Role,
    /// What sort of answer it takes.
    pub kind: Kind,
    /// The incident cannot be closed while it is open.
    #[serde(default = "yes")]
    pub mandatory: bool,
    /// Asked only if another step was answered so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Not asked if another step was answered so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<Condition>,
    /// Answers to choose from, for kinds that take them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

const fn yes() -> bool {
    true
}

/// Another step's answer on which a step depends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The other step.
    pub step: StepId,
    /// One of these answers.
    pub is: Vec<String>,
}

/// Sorts of steps. A sort is code (`step/`), a step is data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Taking the incident: "accepted".
    Accept,
    /// When the failure began.
    Began,
    /// When a function, or all of them, worked again.
    Restored,
    /// One of the step's choices.
    Choice,
    /// Words.
    Text,
    /// All organisations or a list of them.
    Scope,
    /// A service and how sure one is.
    Fault,
    /// What is being done and when the next word comes; repeats.
    Word,
    /// Each lost function: does it work? One prompt a function.
    Works,
    /// Each related service, at the start: what does its owner see?
    Impact,
    /// Each related service, after restoration: does it work?
    Recovered,
    /// The closing decision.
    Decision,
    /// A problem the desk has.
    Problem,
    /// Another record of the same service: the same failure? One prompt a record.
    Duplicate,
    /// A neighbour's incident in this chat: keep it here? One prompt an incident.
    Linked,
    /// Why it failed, and why that, down to the root. One prompt a link of the chain.
    Cause,
    /// What becomes of a problem.
    Exit,
    /// Somebody of the catalogue.
    Person,
    /// A day to come.
    Day,
    /// When the fix was done; asked of whoever was named for it.
    Fixed,
    /// What a contractor needs before it can go on. One prompt a request.
    Provided,
    /// What a contractor handed back: is it accepted? One prompt a hand-back.
    HandBack,
    /// A contractor is suspected: is a failure on contractor opened? One prompt a contract.
    OnContractor,
}

/// The built-in procedure of an incident, as YAML.
pub const DEFAULT_INCIDENT: &str = include_str!("../procedures/incident.yaml");

/// The built-in procedure of a problem, as YAML.
pub const DEFAULT_PROBLEM: &str = include_str!("../procedures/problem.yaml");

/// The built-in procedure of a drill, as YAML.
pub const DEFAULT_DRILL: &str = include_str!("../procedures/drill.yaml");

impl Kind {
    /// One prompt for each thing it is asked about.
    pub const fn is_about_several(self) -> bool {
        matches!(
            self,
            Self::Works
                | Self::Impact
                | Self::Recovered
                | Self::Duplicate
                | Self::Linked
                | Self::Cause
                | Self::Provided
                | Self::HandBack
                | Self::OnContractor
        )
    }

    /// Neighbours need not follow the room: they get one message with buttons.
    pub const fn is_asked_directly(self) -> bool {
        matches!(self, Self::Impact | Self::Recovered)
    }

    /// Asked beside the one prompt a role has at a time: it concerns somebody else, or cannot wait.
    pub const fn is_beside(self) -> bool {
        matches!(
            self,
            Self::Impact
                | Self::Recovered
                | Self::Word
                | Self::Duplicate
                | Self::Linked
                | Self::Provided
                | Self::HandBack
                | Self::OnContractor
        )
    }
}

impl Procedure {
    /// The first day it is followed.
    pub fn in_force_since(&self) -> NaiveDate {
        self.in_force_since.unwrap_or(self.approved_on)
    }

    /// The step of that id.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| &step.id == id)
    }

    /// Place of a stage in the order.
    pub fn stage_number(&self, id: &StageId) -> Option<usize> {
        self.stages.iter().position(|stage| &stage.id == id)
    }

    /// The first step of a kind.
    pub fn step_of_kind(&self, kind: Kind) -> Option<&Step> {
        self.steps.iter().find(|step| step.kind == kind)
    }

    /// What is wrong with it, each fault by itself; empty if nothing.
    pub fn faults(&self) -> Vec<ProcedureFault> {
        let mut faults = Vec::new();
        for (number, stage) in self.stages.iter().enumerate() {
            if self.stage_number(&stage.id) != Some(number) {
                faults.push(ProcedureFault::StageTwice(stage.id.clone()));
            }
            if let StageEnd::Answered(steps) = &stage.ends {
                let unknown = steps.iter().filter(|id| self.step(id).is_none());
                faults.extend(unknown.map(|id| ProcedureFault::EndsWithUnknownStep(stage.id.clone(), id.clone())));
            }
        }
        for (number, step) in self.steps.iter().enumerate() {
            faults.extend(self.step_faults(number, step));
        }
        faults.extend(sense::faults(self));
        faults
    }

    fn step_faults(&self, number: usize, step: &Step) -> Vec<ProcedureFault> {
        let mut faults = Vec::new();
        if self.steps.iter().position(|other| other.id == step.id) != Some(number) {
            faults.push(ProcedureFault::StepTwice(step.id.clone()));
        }
        if self.stage_number(&step.stage).is_none() {
            faults.push(ProcedureFault::UnknownStage(step.id.clone(), step.stage.clone()));
        }
        let takes_choices =
            matches!(step.kind, Kind::Choice | Kind::Decision | Kind::Exit | Kind::HandBack | Kind::OnContractor);
        if takes_choices && step.choices.is_empty() {
            faults.push(ProcedureFault::NothingToChoose(step.id.clone()));
        }
        for condition in step.when.iter().chain(&step.unless) {
            // A condition may look back only: that is what makes a cycle impossible.
            let before = self.steps[..number].iter().any(|other| other.id == condition.step);
            if !before {
                faults.push(ProcedureFault::DependsAhead(step.id.clone(), condition.step.clone()));
            }
        }
        faults
    }
}

/// A fault of a procedure's text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProcedureFault {
    /// A stage stands twice.
    #[error("stage `{0}` stands twice")]
    StageTwice(StageId),
    /// A step stands twice.
    #[error("step `{0}` stands twice")]
    StepTwice(StepId),
    /// A stage's end names a step that is not there.
    #[error("stage `{0}` ends with step `{1}`, which is not in the procedure")]
    EndsWithUnknownStep(StageId, StepId),
    /// A step belongs to a stage that is not there.
    #[error("step `{0}` belongs to stage `{1}`, which is not in the procedure")]
    UnknownStage(StepId, StageId),
    /// A choice without choices.
    #[error("step `{0}` is a choice and names no choices")]
    NothingToChoose(StepId),
    /// A condition on a step that does not stand before.
    #[error("step `{0}` depends on step `{1}`, which does not stand before it")]
    DependsAhead(StepId, StepId),
    /// A stage waits for a step that is asked only after it.
    #[error("stage `{0}` ends with step `{1}`, which is asked only in a later stage")]
    EndsWithLaterStep(StageId, StepId),
    /// A stage waits for something no step states.
    #[error("no step of the procedure can end stage `{0}`")]
    NeverEnds(StageId),
    /// A watch that returns to a stage that is not there or not before it.
    #[error("stage `{0}` returns to stage `{1}`, which does not stand before it")]
    ReturnsNowhere(StageId, StageId),
    /// A condition without answers.
    #[error("step `{0}` depends on no answer")]
    DependsOnNothing(StepId),
    /// A condition on an answer the other step does not have.
    #[error("step `{0}` depends on answer `{1}`, which step `{2}` does not have")]
    NoSuchAnswer(StepId, String, StepId),
    /// Nobody stands for it.
    #[error("nobody approved this version")]
    NobodyApproved,
    /// Followed before anybody approved it.
    #[error("this version is in force before it was approved")]
    InForceBeforeApproval,
}
