//! The regulation as people read it, written from the very data the bot leads incidents by: a
//! diagram, a BPMN model, a sheet per role, a readable text. Pure: nothing here reads or writes.

pub mod bpmn;
pub mod diagram;
pub mod fallback;
pub mod page;
pub mod paper;
pub mod sheet;
pub mod text;
mod words;

#[cfg(test)]
mod tests;

use nabat_domain::catalogue::{Language, Product, Role};
use nabat_domain::procedure::{Kind, Procedure, Stage, StageEnd, Step};

/// What a regulation is written from.
#[derive(Clone, Copy, Debug)]
pub struct Regulation<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The product that follows it: its times and rights; none for the built-in procedure as such.
    pub product: Option<&'a Product>,
    /// Language to write in.
    pub language: Language,
}

impl<'a> Regulation<'a> {
    /// Roles that owe a step, in the order people list them.
    pub fn roles(&self) -> Vec<Role> {
        let owes = |role: &Role| self.procedure.steps.iter().any(|step| step.role == *role);
        Role::ALL.into_iter().filter(owes).collect()
    }

    /// Steps of a stage in the order they are asked.
    pub fn steps_of(&self, stage: &'a Stage) -> impl Iterator<Item = &'a Step> {
        self.procedure.steps.iter().filter(|step| step.stage == stage.id)
    }
    /// Whether the stage cannot end without this step.
    fn ends_with(stage: &Stage, step: &Step) -> bool {
        match &stage.ends {
            StageEnd::Registered => false,
            StageEnd::Answered(steps) => steps.contains(&step.id),
            StageEnd::Watched { .. } => step.kind == Kind::Fixed,
            StageEnd::Restored => step.kind == Kind::Restored,
            StageEnd::Verified => matches!(step.kind, Kind::Works | Kind::Recovered),
        }
    }
}
