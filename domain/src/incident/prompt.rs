//! A prompt: one step asked of one person.

use crate::catalogue::Role;
use crate::ids::{PersonId, PromptId, StageId, StepId};
use crate::procedure::Kind;
use crate::time::At;
use serde::{Deserialize, Serialize};

/// One step asked of one person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prompt {
    /// `step.n`, or `step.subject.n`.
    pub id: PromptId,
    /// The step asked.
    pub step: StepId,
    /// What the step is asked about: `service:function`, a service, an incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The step's stage.
    pub stage: StageId,
    /// Who owes it.
    pub role: Role,
    /// Who is asked; nobody while the role is not filled.
    pub holder: Option<PersonId>,
    /// What sort of answer it takes.
    pub kind: Kind,
    /// Answers to choose from.
    pub choices: Vec<String>,
    /// Closing waits for it.
    pub mandatory: bool,
    /// When it was asked.
    pub asked_at: At,
    /// How often it was asked again.
    #[serde(default)]
    pub reminders: u32,
    /// When it was last asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded_at: Option<At>,
}

impl Prompt {
    /// The step with its subject: what is done once, however often it is asked.
    pub fn instance(&self) -> String {
        instance(&self.step, self.subject.as_deref())
    }
}

/// Name of a step, or of a step about a subject.
pub fn instance(step: &StepId, subject: Option<&str>) -> String {
    subject.map_or_else(|| step.to_string(), |subject| format!("{step}.{subject}"))
}
