//! From an incident's state and journal to what its page shows.

use super::answers::{owed, related};
use super::files::shown;
use super::view::{Beside, DecisionTaken, Heading, JournalCheck, Member, OneIncident, OutageLine};
use super::walk::{Walk, walk};
use crate::pages::address;
use crate::pages::eyes::Eyes;
use crate::pages::stage::{stages, whole};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Arg, Done, Outage, Scope, Standing, State, union_length, value_arg};
use nabat_domain::journal::{Breach, Sealed, verify};
use nabat_domain::procedure::{Kind, Procedure};
use nabat_domain::time::{At, Length};
use nabat_kit::document::followed;
use nabat_kit::messages::Speaker;
use nabat_kit::timeline::{decided, standing_key};

/// What a page is made from.
pub(super) struct Sources<'a> {
    pub(super) eyes: &'a Eyes,
    pub(super) speaker: &'a Speaker<'a>,
    pub(super) state: &'a State,
    /// The journal, up to the state's last event.
    pub(super) events: &'a [Sealed],
    /// The incident whose chat this one shares.
    pub(super) owner: Option<&'a State>,
    /// Whether an incident it met is hidden from whoever looks.
    pub(super) hides: &'a dyn Fn(&IncidentId) -> bool,
}

impl Sources<'_> {
    /// The procedure it began with, if the pinned catalogue has it.
    pub(super) fn procedure(&self) -> Option<&Procedure> {
        let (id, _) = self.state.head.procedure.split_once('@')?;
        self.speaker.catalogue.procedures.get(id)
    }
}

/// What every case's page shows, for the page of a problem.
pub(in crate::pages) fn view_of(eyes: &Eyes, speaker: &Speaker, state: &State, events: &[Sealed]) -> OneIncident {
    view(&Sources { eyes, speaker, state, events, owner: None, hides: &|_| false })
}

pub(super) fn view(from: &Sources) -> OneIncident {
    let state = from.state;
    let head = &state.head;
    let over = head.closed_at.unwrap_or(from.eyes.now);
    let walked = walk(from);
    OneIncident {
        stages: stages(from.speaker, state, from.eyes.now),
        whole: whole(state, from.eyes.now),
        called: head.called_at.map(|at| at.since(head.registered_at)),
        answered: answered(from),
        outages: head.outages.iter().map(|outage| outage_line(from.speaker, outage, over)).collect(),
        outage: union_length(&head.outages, over),
        owed: owed(from, &walked.narrator),
        people: people(from),
        related: related(from),
        not_asked: state
            .neighbours
            .not_asked
            .iter()
            .map(|service| from.speaker.arg(&Arg::Service(service.clone())))
            .collect(),
        others: others(from, &walked),
        decision: decision(from, &walked),
        contractors: crate::pages::contractors::parts(from.eyes, from.speaker, state),
        journal: check(from),
        head: heading(from, &walked),
        timeline: walked.timeline,
        waivers: walked.waivers,
        corrections: walked.corrections,
        told: Vec::new(),
        files: shown(from.speaker, state),
        monitored: Default::default(),
    }
}

fn heading(from: &Sources, walked: &Walk) -> Heading {
    let (speaker, head) = (from.speaker, &from.state.head);
    let room = from.owner.map_or(head.room.as_ref(), |owner| owner.head.room.as_ref());
    let said = |text: &Option<_>| text.as_ref().map(|text| speaker.arg(&Arg::Text(Clone::clone(text))));
    Heading {
        desk: head.desk.to_string(),
        record: head.url.as_deref().and_then(address::outside).map(str::to_owned),
        report: head.report.as_ref().and_then(|report| followed(&report.address)).map(str::to_owned),
        chat: room.map(address::chat),
        service: speaker.arg(&Arg::Service(head.service.clone())),
        criticality: from.eyes.say(&format!("criticality-{}", head.criticality.as_str()), &[]),
        functions: head
            .functions
            .iter()
            .map(|id| speaker.arg(&Arg::Function(head.service.clone(), id.clone())))
            .collect(),
        scope: scope(from, &head.scope),
        summary: speaker.arg(&Arg::Text(head.summary.clone())),
        description: said(&walked.description),
        registered_by: said(&walked.registered_by).map(|by| person_or(speaker, by)),
        priority: head.priority,
        drill: head.drill,
        restricted: head.restricted.then(|| address::reads(&head.product, &head.id)),
        standing: standing(from),
        began: head.began,
        registered: head.registered_at,
        restored: from.state.restored_at(),
        closed: head.closed_at,
        procedure: head.procedure.clone(),
    }
}

/// The name of somebody the catalogue knows by what a desk said; a desk says any words it likes.
fn person_or(speaker: &Speaker, said: String) -> String {
    let id = PersonId::new(&said);
    if speaker.names.contains_key(&id) { speaker.arg(&Arg::Person(id)) } else { said }
}

/// The stage while it is led, the standing otherwise; with the class of its badge.
fn standing(from: &Sources) -> (String, String) {
    let head = &from.state.head;
    match head.standing {
        Standing::Open => (from.speaker.arg(&Arg::Stage(head.stage.clone())), head.stage.to_string()),
        Standing::Closed => (from.eyes.say(standing_key(&head.standing), &[]), "good".to_owned()),
        Standing::RecordedOnly
        | Standing::DuplicateOffered { .. }
        | Standing::Merged { .. }
        | Standing::Linked { .. }
        | Standing::Annulled => (from.eyes.say(standing_key(&head.standing), &[]), "warn".to_owned()),
    }
}

fn scope(from: &Sources, scope: &Scope) -> String {
    match scope {
        Scope::All => from.eyes.say("value-scope-all", &[]),
        Scope::Organisations(list) => {
            from.speaker.arg(&Arg::List(list.iter().cloned().map(Arg::Organisation).collect()))
        }
    }
}

/// Registered to accepted: the duty engineer's first acceptance.
fn answered(from: &Sources) -> Option<Length> {
    let steps = from.procedure()?.steps.iter();
    let accept = steps.filter(|step| step.kind == Kind::Accept && step.role == Role::DutyEngineer);
    let answer = accept.filter_map(|step| from.state.answer(step.id.as_str())).next()?;
    Some(Length(answer.stated_at.since(from.state.head.registered_at).0.max(0)))
}

fn outage_line(speaker: &Speaker, outage: &Outage, over: At) -> OutageLine {
    OutageLine {
        service: speaker.arg(&Arg::Service(outage.service.clone())),
        function: speaker.arg(&Arg::Function(outage.service.clone(), outage.function.clone())),
        began: outage.began,
        restored: outage.restored,
        length: Length(outage.restored.unwrap_or(over).since(outage.began).0.max(0)),
    }
}

/// Those who acted most stand first, then those who were invited first.
fn people(from: &Sources) -> Vec<Member> {
    let mut people: Vec<Member> = from
        .state
        .people
        .members
        .iter()
        .map(|(person, member)| Member {
            name: from.speaker.arg(&Arg::Person(person.clone())),
            roles: member.roles.iter().map(|role| from.speaker.arg(&Arg::Role(*role))).collect(),
            invited: member.invited_at,
            unreachable: member.unreachable,
            left: member.left_at,
            acted: member.acted,
        })
        .collect();
    people.sort_by(|one, other| other.acted.cmp(&one.acted).then_with(|| one.name.cmp(&other.name)));
    people
}

fn others(from: &Sources, walked: &Walk) -> Vec<Beside> {
    let product = &from.state.head.product;
    let parent = from.owner.map(|owner| Beside {
        standing: from.eyes.say(standing_key(&from.state.head.standing), &[]),
        desk: owner.head.desk.to_string(),
        address: address::incident(product, &owner.head.id),
        service: Some(from.speaker.arg(&Arg::Service(owner.head.service.clone()))),
    });
    let met = walked.met.iter().filter(|(incident, _)| !(from.hides)(incident)).map(|(incident, met)| Beside {
        standing: from.eyes.say(met.key, &[]),
        desk: met.desk.to_string(),
        address: address::incident(product, incident),
        service: met.service.clone().map(|service| from.speaker.arg(&Arg::Service(service))),
    });
    parent.into_iter().chain(met).collect()
}

fn decision(from: &Sources, walked: &Walk) -> Option<DecisionTaken> {
    let head = &from.state.head;
    let taken = head.decided.as_ref()?;
    Some(DecisionTaken {
        words: from.speaker.arg(&decided(taken)),
        by: head.decided_by.clone().map(|person| from.speaker.arg(&Arg::Person(person))),
        comment: comment(from),
        problem: walked.problem.clone(),
    })
}

/// What was said with the decision: the words answered in the stage it closes.
fn comment(from: &Sources) -> Option<String> {
    let procedure = from.procedure()?;
    let stage = &procedure.step_of_kind(Kind::Decision)?.stage;
    let words = procedure.steps.iter().filter(|step| step.kind == Kind::Text && &step.stage == stage);
    let said = words.filter_map(|step| match from.state.steps.done.get(step.id.as_str())? {
        Done::Answered(answer) => Some(from.speaker.arg(&value_arg(&step.id, &answer.value))),
        Done::Waived(_) => None,
    });
    said.reduce(|all, one| format!("{all}\n{one}"))
}

fn check(from: &Sources) -> JournalCheck {
    let head = &from.state.head;
    let broken_at = verify(from.events, head.version, &head.hash).err().map(|breach| match breach {
        Breach::Bytes(number)
        | Breach::Chain(number)
        | Breach::Head(number)
        | Breach::State(number)
        | Breach::Words(number)
        | Breach::Unreadable(number) => number,
    });
    JournalCheck { events: head.version, head: head.hash.clone(), broken_at }
}
