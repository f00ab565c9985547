//! What things of a procedure are called, asked and answered, in the language of the regulation.

use super::Regulation;
use chrono::{Datelike, NaiveDate};
use nabat_domain::catalogue::{Criticality, Role};
use nabat_domain::ids::{StageId, StepId};
use nabat_domain::procedure::{Condition, Kind, Stage, StageEnd, Step};
use nabat_kit::messages::{has, say};

impl Regulation<'_> {
    /// A message of the catalogues.
    pub(super) fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        say(self.language, key, args)
    }

    /// A message; `otherwise` where a product's own procedure has none.
    fn named(&self, key: &str, otherwise: &str) -> String {
        if has(self.language, key) { self.say(key, &[]) } else { otherwise.to_owned() }
    }

    /// What the procedure is of: "High-priority incident".
    pub fn subject(&self) -> String {
        let id = &self.procedure.id;
        self.named(&format!("regulation-subject-{id}"), id)
    }

    /// A stage's name.
    pub(super) fn stage(&self, id: &StageId) -> String {
        self.named(&format!("stage-{id}"), id.as_str())
    }

    /// A step's name.
    pub(super) fn step(&self, id: &StepId) -> String {
        self.named(&format!("step-{id}"), id.as_str())
    }

    /// A role's name, as it stands inside a sentence.
    pub(super) fn role(&self, role: Role) -> String {
        self.say(&format!("role-{}", role.as_str()), &[])
    }

    /// A role's name at the beginning of a line.
    pub(super) fn role_title(&self, role: Role) -> String {
        capital(&self.role(role))
    }

    /// What a role does in the process.
    pub(super) fn role_does(&self, role: Role) -> String {
        self.say(&format!("regulation-role-{}", role.as_str()), &[])
    }

    /// A class's name.
    pub(super) fn class(&self, class: Criticality) -> String {
        self.say(&format!("criticality-{}", class.as_str()), &[])
    }

    /// An answer as its button shows it.
    pub(super) fn choice(&self, step: &StepId, choice: &str) -> String {
        self.named(&format!("choice-{step}-{choice}"), choice)
    }

    /// Who approved it: a role by its name, a committee as written.
    pub(super) fn approver(&self) -> String {
        let written = self.procedure.approved_by.trim();
        Role::read(written).map_or_else(|| written.to_owned(), |role| self.role_title(role))
    }

    /// A day in words, with its year.
    pub(super) fn day(&self, day: NaiveDate) -> String {
        let (number, month) = (day.day().to_string(), format!("m{}", day.month()));
        self.say("shell-day", &[("day", &number), ("month", &month), ("year", &day.year().to_string())])
    }

    /// So many minutes, short.
    pub(super) fn minutes(&self, minutes: u32) -> String {
        let hours = (minutes / 60).to_string();
        let rest = format!("{:02}", minutes % 60);
        match (minutes / 60, minutes % 60) {
            (0, _) => self.say("length-minutes", &[("minutes", &minutes.to_string())]),
            (_, 0) => self.say("regulation-hours", &[("hours", &hours)]),
            _ => self.say("length-hours", &[("hours", &hours), ("minutes", &rest)]),
        }
    }

    /// What ends a stage, as the end of "ends when…".
    pub(super) fn ends(&self, stage: &Stage) -> String {
        match &stage.ends {
            StageEnd::Registered => self.say("regulation-ends-registered", &[]),
            StageEnd::Answered(steps) => {
                let names: Vec<String> = steps.iter().map(|step| self.quoted(step)).collect();
                self.say(
                    "regulation-ends-answered",
                    &[("count", &steps.len().to_string()), ("steps", &names.join(", "))],
                )
            }
            StageEnd::Restored => self.say("regulation-ends-restored", &[]),
            StageEnd::Verified => self.say("regulation-ends-verified", &[]),
            StageEnd::Watched { days, .. } => self.say("regulation-ends-watched", &[("days", &days.to_string())]),
        }
    }

    fn quoted(&self, step: &StepId) -> String {
        self.say("regulation-quoted", &[("name", &self.step(step))])
    }

    /// The prompt as people get it, with placeholders where an incident's own facts stand.
    pub(super) fn question(&self, step: &Step) -> Option<String> {
        let key = format!("ask-step-{}", step.id);
        if !has(self.language, &key) {
            return None;
        }
        let names = ["who", "desk", "service", "priority", "began", "subject"];
        let blank = |name: &str| self.say(&format!("regulation-blank-{}", subject_of(name, step.kind)), &[]);
        let filled: Vec<(&str, String)> = names.iter().map(|name| (*name, blank(name))).collect();
        let args: Vec<(&str, &str)> = filled.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let prompt = self.say(&key, &args);
        // On paper nobody in particular is spoken to.
        let spoken_to = format!("{}, ", self.say("regulation-blank-who", &[]));
        Some(prompt.strip_prefix(&spoken_to).map_or_else(|| prompt.clone(), capital))
    }

    /// Its buttons, if it has any.
    pub(super) fn answers(&self, step: &Step) -> Vec<String> {
        step.choices.iter().map(|choice| self.choice(&step.id, choice)).collect()
    }

    /// When it is asked at all, if not always.
    pub(super) fn only_if(&self, condition: &Condition) -> String {
        let step = self.quoted(&condition.step);
        self.say("regulation-only-if", &[("step", &step), ("answers", &self.answers_of(condition))])
    }

    /// When it is not asked.
    pub(super) fn not_if(&self, condition: &Condition) -> String {
        let step = self.quoted(&condition.step);
        self.say("regulation-not-if", &[("step", &step), ("answers", &self.answers_of(condition))])
    }

    /// The answers a condition waits for.
    pub(super) fn answers_of(&self, condition: &Condition) -> String {
        let quoted =
            |choice: &String| self.say("regulation-quoted", &[("name", &self.choice(&condition.step, choice))]);
        let answers = condition.is.iter().map(quoted);
        answers.collect::<Vec<_>>().join(&self.say("regulation-or", &[]))
    }

    /// How often it is asked, if not once.
    pub(super) fn asked(&self, kind: Kind) -> Option<String> {
        let key = match kind {
            Kind::Word => "regulation-asked-rhythm",
            Kind::Works => "regulation-asked-functions",
            Kind::Impact => "regulation-asked-impact",
            Kind::Recovered => "regulation-asked-recovered",
            Kind::Duplicate => "regulation-asked-records",
            Kind::Linked => "regulation-asked-incidents",
            Kind::Cause => "regulation-asked-causes",
            Kind::Provided => "regulation-asked-requests",
            Kind::HandBack => "regulation-asked-hand-backs",
            Kind::OnContractor => "regulation-asked-suspected",
            Kind::Accept
            | Kind::Began
            | Kind::Restored
            | Kind::Choice
            | Kind::Text
            | Kind::Scope
            | Kind::Fault
            | Kind::Decision
            | Kind::Exit
            | Kind::Person
            | Kind::Day
            | Kind::Fixed
            | Kind::Problem => return None,
        };
        Some(self.say(key, &[]))
    }

    /// The same in two words.
    pub(super) fn asked_short(&self, kind: Kind) -> Option<String> {
        let key = match kind {
            Kind::Word => "regulation-short-rhythm",
            Kind::Works => "regulation-short-function",
            Kind::Impact | Kind::Recovered => "regulation-short-service",
            Kind::Duplicate | Kind::Linked => "regulation-short-record",
            Kind::Cause => "regulation-short-cause",
            Kind::Provided => "regulation-short-request",
            Kind::HandBack => "regulation-short-hand-back",
            Kind::OnContractor => "regulation-short-contract",
            Kind::Accept
            | Kind::Began
            | Kind::Restored
            | Kind::Choice
            | Kind::Text
            | Kind::Scope
            | Kind::Fault
            | Kind::Decision
            | Kind::Exit
            | Kind::Person
            | Kind::Day
            | Kind::Fixed
            | Kind::Problem => return None,
        };
        Some(self.say(key, &[]))
    }
}

/// Which blank stands for a variable: a subject is a function, a service or a record.
fn subject_of(name: &str, kind: Kind) -> &str {
    match (name, kind) {
        ("subject", Kind::Works) => "function",
        ("subject", Kind::Duplicate | Kind::Linked) => "record",
        ("subject", Kind::Provided) => "request",
        ("subject", Kind::HandBack | Kind::OnContractor) => "contractor",
        ("subject", _) => "related",
        (name, _) => name,
    }
}

/// The text with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
