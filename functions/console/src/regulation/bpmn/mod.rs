//! The procedure as BPMN 2.0 with its picture: one lane a role and one for the bot, one group a
//! stage. A step that does not end its stage runs on by itself and is waited for before the decision.

mod chain;
mod ids;
mod picture;
mod place;
mod plan;
mod route;
mod xml;

use super::Regulation;

impl Regulation<'_> {
    /// The model as an XML document.
    pub fn bpmn(&self) -> String {
        xml::document(self, &plan::plan(self))
    }
}
