//! The readable regulation: who does what, in which order, within which time, by which rules.

use super::Regulation;
use super::diagram::{Title, drawing};
use super::paper::{Block, Paper, StepBlock, Table};
use nabat_domain::catalogue::{Right, Rights, Role};
use nabat_domain::procedure::{Stage, Step};

/// Rules that hold for every procedure: messages `regulation-rule-…`.
const RULES: [&str; 9] = ["order", "times", "early", "correct", "waive", "behalf", "handover", "silence", "personal"];
/// What a role may do, as columns.
const RIGHTS: [Right; 9] = [
    Right::Sees,
    Right::Answers,
    Right::Waives,
    Right::Corrects,
    Right::Closes,
    Right::Annuls,
    Right::Approves,
    Right::Publishes,
    Right::Restricts,
];

impl Regulation<'_> {
    /// The whole regulation.
    pub fn text(&self) -> Paper {
        let mut blocks = vec![Block::Words(self.say("regulation-source", &[]))];
        blocks.push(Block::Picture(drawing(self, Title::LeftOut), self.say("regulation-picture", &[])));
        blocks.extend(self.heading("regulation-roles"));
        blocks.push(Block::Table(self.roles_table()));
        for (number, stage) in self.procedure.stages.iter().enumerate() {
            blocks.extend(self.stage_blocks(number + 1, stage));
        }
        if let Some(times) = self.times() {
            blocks.extend(self.heading("regulation-times"));
            blocks.push(Block::Table(times));
            blocks.push(Block::Remark(self.say("regulation-times-explained", &[])));
        }
        blocks.extend(self.heading("regulation-rights"));
        blocks.push(Block::Table(self.rights()));
        blocks.extend(self.heading("regulation-rules"));
        blocks.push(Block::List(RULES.iter().map(|rule| self.say(&format!("regulation-rule-{rule}"), &[])).collect()));
        self.paper(self.say("regulation-sort", &[]), self.subject(), blocks)
    }

    /// A paper under the regulation's own version, approver and dates.
    pub(super) fn paper(&self, sort: String, title: String, blocks: Vec<Block>) -> Paper {
        let fact = |key: &str, value: String| (self.say(key, &[]), value);
        let mut facts = Vec::new();
        if let Some(product) = self.product {
            facts.push(fact("regulation-product", product.name.clone()));
        }
        facts.push(fact("regulation-version", self.procedure.version.to_string()));
        facts.push(fact("regulation-approved-by", self.approver()));
        facts.push(fact("regulation-approved-on", self.day(self.procedure.approved_on)));
        facts.push(fact("regulation-in-force", self.day(self.procedure.in_force_since())));
        Paper { language: self.language.as_str(), sort, title, facts, links: Vec::new(), blocks }
    }

    fn heading(&self, key: &str) -> [Block; 1] {
        [Block::Heading(self.say(key, &[]))]
    }

    fn roles_table(&self) -> Table {
        let row = |role: Role| vec![self.role_title(role), self.role_does(role)];
        let head = ["regulation-column-role", "regulation-column-does"];
        Table { head: self.columns(&head), rows: self.roles().into_iter().map(row).collect(), room: 0 }
    }

    fn stage_blocks(&self, number: usize, stage: &Stage) -> Vec<Block> {
        let name = self.stage(&stage.id);
        let title = self.say("regulation-stage", &[("number", &number.to_string()), ("name", &name)]);
        let mut blocks = vec![Block::Heading(title), Block::Remark(self.ends(stage))];
        let steps = self.steps_of(stage).enumerate();
        blocks.extend(steps.map(|(place, step)| {
            let who = Some(self.role(step.role));
            Block::Step(StepBlock { who, ..self.step_block(format!("{number}.{}", place + 1), step) })
        }));
        blocks
    }

    /// A step as any paper shows it.
    pub(super) fn step_block(&self, number: String, step: &Step) -> StepBlock {
        let question = self.question(step).unwrap_or_default();
        let condition = step.when.as_ref().map(|condition| self.only_if(condition));
        let exception = step.unless.as_ref().map(|condition| self.not_if(condition));
        let optional = (!step.mandatory).then(|| self.say("regulation-optional", &[]));
        StepBlock {
            number,
            name: self.step(&step.id),
            who: None,
            id: step.id.to_string(),
            question: question.lines().map(str::to_owned).collect(),
            buttons: self.answers(step),
            notes: [condition, exception, self.asked(step.kind), optional].into_iter().flatten().collect(),
        }
    }

    /// Time allowed to a problem, in days of no class.
    fn days(&self) -> Option<Table> {
        let timing = &self.product?.policy.problems;
        let row = |name: String, days: Option<u32>| {
            vec![
                name,
                days.map_or_else(|| "—".to_owned(), |days| self.say("regulation-days", &[("days", &days.to_string())])),
            ]
        };
        let stages = self.procedure.stages.iter();
        let mut rows: Vec<_> =
            stages.map(|stage| row(self.stage(&stage.id), timing.stages.get(stage.id.as_str()).copied())).collect();
        rows.push(row(self.say("regulation-time-lead", &[]), Some(timing.accept)));
        rows.push(row(self.say("regulation-time-remind", &[]), Some(timing.remind)));
        Some(Table { head: self.columns(&["regulation-column-time", "regulation-column-days"]), rows, room: 0 })
    }

    /// Time allowed, by class; none where no product follows the procedure here.
    pub(super) fn times(&self) -> Option<Table> {
        if self.procedure.id == "problem" {
            return self.days();
        }
        let timing = &self.product?.timing;
        let classes: Vec<_> = timing.keys().rev().collect();
        let name = |key: &str| self.say(key, &[]);
        let cells = |title: String, minutes: &dyn Fn(&nabat_domain::catalogue::Timing) -> Option<u32>| {
            let cell = |class: &&nabat_domain::catalogue::Criticality| {
                minutes(&timing[*class]).map_or_else(|| "—".to_owned(), |minutes| self.minutes(minutes))
            };
            std::iter::once(title).chain(classes.iter().map(cell)).collect::<Vec<_>>()
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        for stage in &self.procedure.stages {
            rows.push(cells(self.stage(&stage.id), &|timing| timing.stages.get(stage.id.as_str()).copied()));
        }
        rows.push(cells(name("regulation-time-whole"), &|timing| Some(timing.incident)));
        rows.push(cells(name("regulation-time-accept"), &|timing| Some(timing.accept)));
        rows.push(cells(name("regulation-time-remind"), &|timing| Some(timing.remind)));
        rows.push(cells(name("regulation-time-rhythm"), &|timing| Some(timing.rhythm)));
        let head =
            std::iter::once(name("regulation-column-time")).chain(classes.iter().map(|class| self.class(**class)));
        Some(Table { head: head.collect(), rows, room: 0 })
    }

    fn rights(&self) -> Table {
        let default = Rights::default();
        let rights = self.product.map_or(&default, |product| &product.rights);
        let cell = |role: Role, right: Right| {
            let may = rights.0.get(&role).is_some_and(|rights| rights.contains(&right));
            if may { "+".to_owned() } else { String::new() }
        };
        let row = |role: Role| {
            std::iter::once(self.role_title(role)).chain(RIGHTS.iter().map(|right| cell(role, *right))).collect()
        };
        let named = RIGHTS.iter().map(|right| self.say(right_key(*right), &[]));
        let head = std::iter::once(self.say("regulation-column-role", &[])).chain(named).collect();
        Table { head, rows: Role::ALL.into_iter().map(row).collect(), room: 0 }
    }

    pub(super) fn columns(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.say(key, &[])).collect()
    }
}

/// The column of a right.
pub(super) const fn right_key(right: Right) -> &'static str {
    match right {
        Right::Sees => "regulation-right-sees",
        Right::Answers => "regulation-right-answers",
        Right::Waives => "regulation-right-waives",
        Right::Annuls => "regulation-right-annuls",
        Right::Corrects => "regulation-right-corrects",
        Right::Closes => "regulation-right-closes",
        Right::Approves => "regulation-right-approves",
        Right::Publishes => "regulation-right-publishes",
        Right::Restricts => "regulation-right-restricts",
    }
}
