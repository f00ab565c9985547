//! The timeline: every event of a journal in words. The match has no wildcard, so a new event has
//! to be given its sentence here.

mod contractor;
mod file;
mod parts;
mod problem;
mod runbook;
#[cfg(test)]
mod tests;

use nabat_domain::ids::{ContractId, DeskId, FunctionId, IncidentId, PromptId, ServiceId, StepId};
use nabat_domain::incident::problem::ProblemEvent;
use nabat_domain::incident::{Arg, ChatLost, Event, OtherStanding, Runbook, Standing, Wording, value_arg};
use nabat_domain::time::{At, Length};
use parts::{
    by_or_desk, failed, masked, optional, part, people, priority, restricted, standing, still_in, team, words,
};
pub use parts::{decided, masked_key, scope, standing_key};
use runbook::runbook;
use std::collections::{BTreeMap, BTreeSet};

/// An answer about another moment than the one it was recorded at says so, from this difference on.
const APART: Length = Length::minutes(1);

/// How an event reads among the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// What the machinery did by itself.
    Quiet,
    /// A fact.
    Plain,
    /// A turn for the better.
    Good,
    /// A turn for the worse.
    Bad,
}

/// An event in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The sentence; typed words and names still by hash and id.
    pub wording: Wording,
    /// How it reads.
    pub tone: Tone,
}

/// Tells a journal from its first event on, and remembers what later events only point to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Narrator {
    service: ServiceId,
    others: BTreeMap<IncidentId, DeskId>,
    /// Names of contractors by contract.
    contractors: BTreeMap<ContractId, String>,
}

impl Narrator {
    /// Begins with the desk records of incidents known already.
    pub fn new(others: BTreeMap<IncidentId, DeskId>) -> Self {
        Self { service: ServiceId::from(""), others, contractors: BTreeMap::new() }
    }

    /// The next event in words; `at` is when it was recorded.
    pub fn tell(&mut self, event: &Event, at: At) -> Told {
        self.remember(event);
        Told { wording: self.wording(event, at), tone: tone(event) }
    }

    fn remember(&mut self, event: &Event) {
        if let Event::Registered(facts) = event {
            self.service = facts.service.clone();
        }
        if let Event::Problem(ProblemEvent::Attached { incidents }) = event {
            let desks = incidents.iter().map(|(id, attached)| (id.clone(), attached.desk.clone()));
            self.others.extend(desks);
        }
        if let Event::ServiceChanged { service, .. } = event {
            self.service = service.clone();
        }
        if let Event::Contractor(fact) = event {
            self.meet(fact);
        }
        if let Event::DuplicateOffered { incident, desk }
        | Event::NeighbourLinked { incident, desk, .. }
        | Event::NeighbourChanged { incident, desk, .. } = event
        {
            self.others.insert(incident.clone(), desk.clone());
        }
    }

    fn wording(&self, event: &Event, at: At) -> Wording {
        let (kind, _) = event.to_journal();
        let said = Wording::new(&format!("event-{kind}"));
        match event {
            Event::Problem(event) => problem::wording(self, event),
            Event::Registered(facts) if facts.raised_by.is_some() => problem::raised(facts),
            Event::Contractor(fact) => self.contracted(fact),
            Event::NotCovered { service, day } => said
                .with("service", Arg::Service(service.clone()))
                .with("day", Arg::Word(day.format("%d.%m.%Y").to_string())),
            Event::Registered(facts) => said
                .with("desk", Arg::Desk(facts.desk.clone()))
                .with("service", Arg::Service(facts.service.clone()))
                .with("functions", functions(&facts.service, &facts.functions))
                .with("priority", priority(facts.priority))
                .with("drill", part(facts.drill.then(|| Wording::new("timeline-drill"))))
                .with("standing", standing(&facts.standing))
                .with("other", self.other_of(&facts.standing))
                .with("summary", words(&facts.summary)),
            Event::Assembled(assembly) => said.with("team", team(&assembly.team)),
            Event::ChatOpened { invited, failed: out, .. } | Event::PeopleInvited { invited, failed: out } => {
                said.with("invited", people(invited)).with("failed", failed(out))
            }
            Event::ChatLost { why, to, .. } => {
                let why = match why {
                    ChatLost::Unreachable => "chat-lost-unreachable",
                    ChatLost::ThrownOut => "chat-lost-thrown-out",
                };
                let to = to.as_ref().map(|to| Arg::Word(to.to_string()));
                said.with("why", Arg::Message(Box::new(Wording::new(why))))
                    .with("to", optional("chat-lost-to", "messenger", to))
            }
            Event::PeopleSentOff { people: gone } => said.with("people", people(gone)),
            Event::PeopleCalledBack { people: back } => said.with("people", people(back)),
            Event::PeopleLeft { people: left, failed: still } => {
                said.with("people", people(left)).with("failed", still_in(still))
            }
            Event::Asked(prompt) => {
                let who = prompt.holder.clone().map_or(Arg::Role(prompt.role), Arg::Person);
                said.with("step", self.step(&prompt.step, prompt.subject.as_deref())).with("who", who)
            }
            Event::PromptsWithdrawn { prompts } => {
                said.with("steps", Arg::List(prompts.keys().map(|prompt| self.asked(prompt)).collect()))
            }
            Event::Answered { instance, step, by, on_behalf_of, stated_at, value, .. } => said
                .with("by", Arg::Person(by.clone()))
                .with("step", self.instance(step, instance))
                .with("value", value_arg(step, value))
                .with("stated", stated(at, *stated_at))
                .with("owner", optional("timeline-for", "person", on_behalf_of.clone().map(Arg::Person))),
            Event::Questioned { prompt, by, said: text } => said
                .with("by", Arg::Person(by.clone()))
                .with("step", self.asked(prompt))
                .with("said", optional("timeline-said", "text", text.as_ref().map(words))),
            Event::Corrected { instance, by, old, new, reason, .. } => {
                let step = step_of(instance);
                said.with("by", Arg::Person(by.clone()))
                    .with("old", value_arg(&step, old))
                    .with("new", value_arg(&step, new))
                    .with("step", self.instance(&step, instance))
                    .with("reason", words(reason))
            }
            Event::Waived { instance, step, owed_by, by, reason, .. } => said
                .with("by", Arg::Person(by.clone()))
                .with("step", self.instance(step, instance))
                .with("owed", optional("timeline-owed", "person", owed_by.clone().map(Arg::Person)))
                .with("reason", words(reason)),
            Event::OutageBegan { at, .. } => said.with("at", Arg::Moment(*at)),
            Event::OutageRestored { functions: restored, at, .. } => {
                said.with("at", Arg::Moment(*at)).with("functions", functions(&self.service, restored))
            }
            Event::OutageReopened { service, function, anew, .. } => anew
                .map_or(said, |at| Wording::new("timeline-failed-again").with("at", Arg::Moment(at)))
                .with("service", Arg::Service(service.clone()))
                .with("function", Arg::Function(service.clone(), function.clone())),
            Event::StagesMoved { stage, .. } => said.with("stage", Arg::Stage(stage.clone())),
            Event::ScopeStated { scope: stated, .. } => said.with("scope", scope(stated)),
            Event::ServiceChanged { service, functions: new, old_service, old_functions, by, .. } => said
                .with("by", by_or_desk(by.as_ref()))
                .with("service", Arg::Service(service.clone()))
                .with("functions", functions(service, new))
                .with("old_service", Arg::Service(old_service.clone()))
                .with("old_functions", functions(old_service, old_functions)),
            Event::PriorityChanged { priority: new, old, by, reason } => said
                .with("by", by_or_desk(by.as_ref()))
                .with("priority", priority(*new))
                .with("old", priority(*old))
                .with("reason", optional("timeline-reason", "text", reason.as_ref().map(words))),
            Event::Restricted { restricted: is, by, reason } => restricted(*is, by.as_ref(), reason.as_ref()),
            Event::NeighbourSuspected { service } => said.with("service", Arg::Service(service.clone())),
            Event::RoleTaken { role, from, to } => said
                .with("role", Arg::Role(*role))
                .with("to", Arg::Person(to.clone()))
                .with("from", optional("timeline-instead", "person", from.clone().map(Arg::Person))),
            Event::HandoverOffered { role, from, to } => said
                .with("role", Arg::Role(*role))
                .with("from", Arg::Person(from.clone()))
                .with("to", Arg::Person(to.clone())),
            Event::Escalated { role, to, .. } => {
                let nobody = || Arg::Message(Box::new(Wording::new("timeline-nobody-left")));
                said.with("role", Arg::Role(*role)).with("to", to.clone().map_or_else(nobody, Arg::Person))
            }
            Event::CalledOut { role, person, .. } => {
                said.with("role", Arg::Role(*role)).with("to", Arg::Person(person.clone()))
            }
            Event::Reminded { prompts, .. } => {
                said.with("steps", Arg::List(prompts.iter().map(|prompt| self.about(prompt)).collect()))
            }
            Event::Noticed { notices } => said.with("notices", news(notices)),
            Event::OtherSaid(there) => {
                let key = if there.word.is_some() { "timeline-word-given" } else { "timeline-word-late" };
                said.with("desk", self.desk(&there.incident))
                    .with("word", Arg::Message(Box::new(Wording::new(key))))
                    .with("next", Arg::Moment(there.next))
            }
            Event::PersonGone(gone) => {
                let next: Vec<_> = gone.roles.values().chain(gone.services.values()).flatten().cloned().collect();
                said.with("person", Arg::Person(gone.person.clone())).with("people", people(&next))
            }
            Event::NoticeWaits { notice } => said.with("notices", news(std::slice::from_ref(notice))),
            Event::BudgetSpent { stage, percent, to } => {
                let whole = || Arg::Message(Box::new(Wording::new("timeline-whole")));
                said.with("percent", Arg::Number(*percent))
                    .with("what", stage.clone().map_or_else(whole, Arg::Stage))
                    .with("to", optional("timeline-called", "person", to.clone().map(Arg::Person)))
            }
            Event::DuplicateOffered { desk, .. } => said.with("desk", Arg::Desk(desk.clone())),
            Event::NeighbourLinked { desk, service, functions: lost, .. } => said
                .with("desk", Arg::Desk(desk.clone()))
                .with("service", Arg::Service(service.clone()))
                .with("functions", functions(service, lost)),
            Event::NeighbourChanged { desk, service, functions: lost, .. } => said
                .with("desk", Arg::Desk(desk.clone()))
                .with("service", Arg::Service(service.clone()))
                .with("functions", functions(service, lost)),
            Event::OtherLeft { desk, .. } => said.with("desk", Arg::Desk(desk.clone())),
            Event::OtherAnswered { incident, standing } => {
                let key = match standing {
                    OtherStanding::Merged => "timeline-merged",
                    OtherStanding::Kept => "timeline-kept",
                    OtherStanding::Separate => "timeline-separate",
                };
                said.with("desk", self.desk(incident)).with("standing", Arg::Message(Box::new(Wording::new(key))))
            }
            Event::StandingChanged { standing: new, .. } => {
                said.with("standing", standing(new)).with("other", self.other_of(new))
            }
            Event::Decided { decided: taken, by } => {
                said.with("by", Arg::Person(by.clone())).with("decided", decided(taken))
            }
            Event::ProblemRecorded { problem, state, .. } => {
                said.with("problem", Arg::Word(problem.to_string())).with("state", Arg::Word(state.clone()))
            }
            Event::ProblemRefused { .. } | Event::DeskClosedByHand { .. } | Event::DeskReopened | Event::Closed => said,
            Event::RecordChanged { description, .. } => {
                said.with("description", optional("timeline-said", "text", description.as_ref().map(words)))
            }
            Event::RecordOpened { desk, alert, .. } => {
                said.with("desk", Arg::Desk(desk.clone())).with("alert", Arg::Desk(alert.clone()))
            }
            Event::DescriptionChanged { summary } => said.with("summary", words(summary)),
            Event::MessageMasked { by, found, .. } => {
                said.with("by", Arg::Person(by.clone())).with("found", masked(found))
            }
            Event::Runbook(did) => runbook(did),
            Event::File(fact) => file::told(fact),
            Event::ReportPublished { address, revision, .. } => said
                .with("revision", Arg::Number(i64::try_from(*revision).unwrap_or(i64::MAX)))
                .with("address", Arg::Page(address.clone())),
            Event::Annulled { by, reason, .. } => {
                said.with("by", Arg::Person(by.clone())).with("reason", words(reason))
            }
        }
    }

    /// A step by name, with what it was asked about.
    pub fn step(&self, step: &StepId, subject: Option<&str>) -> Arg {
        let Some(subject) = subject else { return Arg::Step(step.clone()) };
        let about = match subject.split_once(':') {
            Some((service, function)) => Arg::Function(ServiceId::from(service), FunctionId::from(function)),
            None => self
                .others
                .get(&IncidentId::from(subject))
                .map_or_else(|| Arg::Service(ServiceId::from(subject)), |desk| Arg::Desk(desk.clone())),
        };
        Arg::Message(Box::new(Wording::new("step-about").with("step", Arg::Step(step.clone())).with("subject", about)))
    }

    /// A step by the name of its instance: the step, or `step.subject`.
    pub fn instance(&self, step: &StepId, instance: &str) -> Arg {
        self.step(step, instance.strip_prefix(step.as_str()).and_then(|rest| rest.strip_prefix('.')))
    }

    /// A step by the id of one asking of it: the instance and a number.
    fn asked(&self, prompt: &PromptId) -> Arg {
        let instance = prompt.as_str().rsplit_once('.').map_or(prompt.as_str(), |(instance, _)| instance);
        self.instance(&step_of(instance), instance)
    }

    /// The same as an item of a list of sentences.
    fn about(&self, prompt: &PromptId) -> Arg {
        Arg::Message(Box::new(Wording::new("timeline-item").with("what", self.asked(prompt))))
    }

    fn desk(&self, incident: &IncidentId) -> Arg {
        self.others.get(incident).map_or_else(|| Arg::Word(incident.to_string()), |desk| Arg::Desk(desk.clone()))
    }

    fn other_of(&self, standing: &Standing) -> Arg {
        let other = match standing {
            Standing::DuplicateOffered { of: other }
            | Standing::Merged { into: other }
            | Standing::Linked { to: other } => Some(self.desk(other)),
            Standing::Open | Standing::RecordedOnly | Standing::Closed | Standing::Annulled => None,
        };
        optional("timeline-other", "desk", other)
    }
}

/// The step an instance belongs to.
pub fn step_of(instance: &str) -> StepId {
    StepId::from(instance.split_once('.').map_or(instance, |(step, _)| step))
}

/// Functions of a service by name.
pub fn functions(service: &ServiceId, functions: &BTreeSet<FunctionId>) -> Arg {
    Arg::List(functions.iter().map(|function| Arg::Function(service.clone(), function.clone())).collect())
}

/// What the room was told, one below another.
fn news(notices: &[Wording]) -> Arg {
    Arg::List(notices.iter().map(|notice| Arg::Message(Box::new(notice.clone()))).collect())
}

fn stated(recorded: At, stated: At) -> Arg {
    let apart = recorded.since(stated).0.abs() >= APART.0;
    optional("timeline-stated", "at", apart.then_some(Arg::Moment(stated)))
}

fn tone(event: &Event) -> Tone {
    match event {
        Event::Problem(event) => problem::tone(event),
        Event::File(fact) => file::tone(fact),
        Event::Assembled(_)
        | Event::PeopleInvited { .. }
        | Event::PeopleSentOff { .. }
        | Event::PeopleCalledBack { .. }
        | Event::PeopleLeft { .. }
        | Event::Asked(_)
        | Event::PromptsWithdrawn { .. }
        | Event::Questioned { .. }
        | Event::StagesMoved { .. }
        | Event::Reminded { .. }
        | Event::Noticed { .. }
        | Event::NoticeWaits { .. }
        | Event::OtherSaid(_)
        | Event::OutageBegan { .. }
        | Event::ScopeStated { .. }
        | Event::ReportPublished { .. } => Tone::Quiet,
        Event::Runbook(Runbook::Asked { .. } | Runbook::Counted { .. } | Runbook::Offered { .. }) => Tone::Quiet,
        Event::BudgetSpent { percent, .. } if *percent < 100 => Tone::Quiet,
        Event::Contractor(fact) => contractor::tone(&fact.event),
        Event::OutageRestored { .. } | Event::Closed => Tone::Good,
        Event::OutageReopened { .. }
        | Event::Escalated { .. }
        | Event::CalledOut { .. }
        | Event::ChatLost { .. }
        | Event::BudgetSpent { .. }
        | Event::ProblemRefused { .. }
        | Event::DeskClosedByHand { .. }
        | Event::NotCovered { .. }
        | Event::MessageMasked { .. } => Tone::Bad,
        Event::Registered(_)
        | Event::ChatOpened { .. }
        | Event::Answered { .. }
        | Event::Corrected { .. }
        | Event::Waived { .. }
        | Event::ServiceChanged { .. }
        | Event::PriorityChanged { .. }
        | Event::Restricted { .. }
        | Event::NeighbourSuspected { .. }
        | Event::RoleTaken { .. }
        | Event::PersonGone(_)
        | Event::HandoverOffered { .. }
        | Event::DuplicateOffered { .. }
        | Event::NeighbourLinked { .. }
        | Event::NeighbourChanged { .. }
        | Event::OtherLeft { .. }
        | Event::DeskReopened
        | Event::OtherAnswered { .. }
        | Event::StandingChanged { .. }
        | Event::Decided { .. }
        | Event::ProblemRecorded { .. }
        | Event::DescriptionChanged { .. }
        | Event::RecordChanged { .. }
        | Event::RecordOpened { .. }
        | Event::Annulled { .. }
        | Event::Runbook(
            Runbook::Searched { .. }
            | Runbook::Marked { .. }
            | Runbook::ActionAsked { .. }
            | Runbook::ActionCame { .. },
        ) => Tone::Plain,
    }
}
