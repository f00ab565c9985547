//! One page for one role: what it will be asked, in order, and what it may do.

use super::Regulation;
use super::paper::{Block, Paper};
use super::text::right_key;
use nabat_domain::catalogue::{Right, Rights, Role};
use nabat_domain::procedure::Step;

/// Rights beyond reading and answering, which need no words on a sheet.
const BEYOND: [Right; 7] =
    [Right::Waives, Right::Corrects, Right::Closes, Right::Annuls, Right::Approves, Right::Publishes, Right::Restricts];

impl Regulation<'_> {
    /// The role's sheet.
    pub fn sheet(&self, role: Role) -> Paper {
        let mut blocks = vec![Block::Words(self.role_does(role))];
        let mut number = 0;
        for stage in &self.procedure.stages {
            let steps: Vec<&Step> = self.steps_of(stage).filter(|step| step.role == role).collect();
            if steps.is_empty() {
                continue;
            }
            blocks.push(Block::Heading(self.stage(&stage.id)));
            for step in steps {
                number += 1;
                blocks.push(Block::Step(self.step_block(number.to_string(), step)));
            }
        }
        blocks.push(Block::Heading(self.say("regulation-at-any-time", &[])));
        blocks.push(Block::List(self.reminders(role)));
        let sort = self.say("regulation-sheet", &[("subject", &self.subject())]);
        self.paper(sort, self.role_title(role), blocks)
    }

    /// Every sheet, in the order people list roles.
    pub fn sheets(&self) -> Vec<(Role, Paper)> {
        self.roles().into_iter().map(|role| (role, self.sheet(role))).collect()
    }

    fn reminders(&self, role: Role) -> Vec<String> {
        let default = Rights::default();
        let rights = self.product.map_or(&default, |product| &product.rights);
        let own = [role].into();
        let may: Vec<String> = BEYOND
            .into_iter()
            .filter(|right| rights.allow(&own, *right))
            .map(|right| self.say(right_key(right), &[]).to_lowercase())
            .collect();
        let mut lines = vec![self.say("regulation-sheet-answers", &[]), self.say("regulation-sheet-help", &[])];
        if !may.is_empty() {
            lines.push(self.say("regulation-sheet-may", &[("rights", &may.join(", "))]));
        }
        lines
    }
}
