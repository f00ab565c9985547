//! The schema of `procedure.yaml`: the domain reads the file itself and knows no schemas, so its form
//! stands here once more, and a test compares the two key by key.

use super::words::{Word, keys, words};
use chrono::NaiveDate;
use nabat_domain::catalogue::Role;
use nabat_domain::procedure::{Condition, Kind, Procedure, Stage, StageEnd, Step};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A procedure: stages and mandatory steps, of one approved version.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureForm {
    /// `incident` or `drill`, as the file's name promises.
    id: String,
    /// Grows with every approved change.
    version: u32,
    /// The role or committee that approved it.
    approved_by: String,
    /// Day of approval.
    approved_on: NaiveDate,
    /// First day it is followed, if not the day of approval.
    in_force_since: Option<NaiveDate>,
    /// Stages in order.
    stages: Vec<StageForm>,
    /// Steps in the order one role is asked them.
    steps: Vec<StepForm>,
}

/// A stage of the procedure.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageForm {
    /// Its id.
    id: String,
    /// What ends it.
    ends: StageEndForm,
}

/// What ends a stage.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageEndForm {
    /// The registration itself.
    Registered,
    /// All of these steps are answered or waived; the last stated time is the border.
    Answered(Vec<String>),
    /// The last function is restored.
    Restored,
    /// First line has confirmed every function, and every related service asked has answered.
    Verified,
    /// So long after the fix no like failure came.
    Watched {
        /// Whole days.
        days: u32,
        /// The stage from which on everything is asked anew if one comes; it stands before this one.
        returns_to: String,
    },
}

/// One thing somebody in a given role must do or state.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepForm {
    /// Its id; its name is the message `step-ID`, its prompt `ask-step-ID`.
    id: String,
    /// The stage it belongs to; it is asked once that stage is reached.
    stage: String,
    /// Who owes it.
    #[schemars(with = "Word<Role>")]
    role: String,
    /// What sort of answer it takes.
    #[schemars(with = "Word<Kind>")]
    kind: String,
    /// The incident cannot be closed while it is open; so unless said otherwise.
    #[serde(default = "yes")]
    mandatory: bool,
    /// Asked only if another step was answered so.
    #[serde(default)]
    when: Option<ConditionForm>,
    /// Not asked if another step was answered so.
    #[serde(default)]
    unless: Option<ConditionForm>,
    /// Answers to choose from, for kinds that take them; each is the message `choice-ID-ANSWER`.
    #[serde(default)]
    choices: Vec<String>,
}

const fn yes() -> bool {
    true
}

/// Another step's answer on which a step depends.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionForm {
    /// The other step; it stands before this one.
    step: String,
    /// One of these answers.
    is: Vec<String>,
}

#[test]
fn the_form_is_the_one_the_domain_reads() {
    assert_eq!(keys::<ProcedureForm>(), keys::<Procedure>());
    assert_eq!(keys::<StageForm>(), keys::<Stage>());
    assert_eq!(words::<StageEndForm>(), words::<StageEnd>());
    assert_eq!(keys::<StepForm>(), keys::<Step>());
    assert_eq!(keys::<ConditionForm>(), keys::<Condition>());
}
