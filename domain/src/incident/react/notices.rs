//! What those who are not in the chat are told, and when: began, update, corrected, restored,
//! withdrawn, closed. A drill is told to nobody outside.

use super::super::command::Command;
use super::super::event::{Event, OtherSaid};
use super::super::job::Job;
use super::super::notice::{Notice, NoticeJob};
use super::super::state::{Standing, State};
use super::super::value::{Scope, TextRef, Value};
use super::super::wording::{Arg, Wording};
use super::{incident_args, tell_all};
use crate::catalogue::{NoticeKind, Reach, Role};
use crate::ids::{FunctionId, PersonId, ServiceId};
use crate::procedure::Kind;
use crate::time::At;
use crate::users::MINUTE;
use std::collections::BTreeSet;

/// The notice an event makes due, and who is to be called otherwise than in the chat.
pub(super) fn follow(state: &State, event: &Event) -> Vec<Job> {
    // A problem is no failure: nobody outside its chat is told of it as one.
    if state.head.drill || state.head.as_problem.is_some() {
        return Vec::new();
    }
    let mut jobs = called_out(state, event);
    if let Some((kind, wording)) = said(state, event) {
        let (reach, wording) = (reach(state, event, kind), filled(state, wording));
        jobs.push(Job::Notice(NoticeJob::Spread(Box::new(Notice { kind, reach, wording }))));
    }
    jobs
}

/// How far it reaches. An incident that shares another's chat speaks to few: the other one speaks to all.
fn reach(state: &State, event: &Event, kind: NoticeKind) -> Reach {
    let takes_back = matches!(kind, NoticeKind::Corrected | NoticeKind::Withdrawn);
    match state.head.standing {
        _ if takes_back || matches!(event, Event::Annulled { .. }) => Reach::Told,
        Standing::Linked { .. } => Reach::OfTheService,
        Standing::Closed | Standing::Annulled | Standing::Merged { .. } if !matches!(event, Event::Closed) => {
            Reach::Told
        }
        Standing::Open
        | Standing::RecordedOnly
        | Standing::DuplicateOffered { .. }
        | Standing::Merged { .. }
        | Standing::Closed
        | Standing::Annulled => Reach::Everybody,
    }
}

fn said(state: &State, event: &Event) -> Option<(NoticeKind, Wording)> {
    let linked = matches!(state.head.standing, Standing::Linked { .. });
    // What is not led, and may be the same as another failure, is told of by nobody.
    if matches!(state.head.standing, Standing::RecordedOnly | Standing::DuplicateOffered { .. }) {
        return None;
    }
    match event {
        Event::Registered(_) | Event::StandingChanged { standing: Standing::Linked { .. }, .. } => {
            linked.then(|| began(state))
        }
        Event::Assembled(_) => state.is_open().then(|| began(state)),
        Event::Answered { value, .. } => word(state, value),
        Event::Reminded { prompts, .. } => late(state, prompts),
        Event::OutageRestored { corrected: true, .. } => restored_otherwise(state),
        Event::OutageRestored { .. } => restored(state),
        Event::OutageReopened { service, function, anew, .. } => withdrawn(state, service, function, *anew),
        Event::ServiceChanged { old_service, old_functions, .. } => Some(corrected(old_service, old_functions)),
        Event::OutageBegan { at, was: Some(was) } => start(*was, *at),
        Event::OtherSaid(said) => said_there(state, said),
        Event::Closed | Event::StandingChanged { standing: Standing::Closed, .. } => {
            Some((NoticeKind::Closed, Wording::new("notice-closed")))
        }
        Event::Annulled { .. } | Event::StandingChanged { standing: Standing::Annulled, .. } => {
            Some((NoticeKind::Closed, Wording::new("notice-annulled")))
        }
        Event::StandingChanged { standing: Standing::Merged { into }, desk, .. } => {
            let other = desk.as_ref().map_or_else(|| Arg::Word(into.to_string()), |desk| Arg::Desk(desk.clone()));
            Some((NoticeKind::Closed, Wording::new("notice-merged").with("other", other)))
        }
        Event::StandingChanged { .. }
        | Event::ChatOpened { .. }
        | Event::ChatLost { .. }
        | Event::PeopleInvited { .. }
        | Event::PeopleSentOff { .. }
        | Event::PeopleCalledBack { .. }
        | Event::PeopleLeft { .. }
        | Event::Asked(_)
        | Event::PromptsWithdrawn { .. }
        | Event::Questioned { .. }
        | Event::Corrected { .. }
        | Event::Waived { .. }
        | Event::OutageBegan { .. }
        | Event::StagesMoved { .. }
        | Event::ScopeStated { .. }
        | Event::PriorityChanged { .. }
        | Event::Restricted { .. }
        | Event::NeighbourSuspected { .. }
        | Event::RoleTaken { .. }
        | Event::HandoverOffered { .. }
        | Event::Escalated { .. }
        | Event::CalledOut { .. }
        | Event::Noticed { .. }
        | Event::NoticeWaits { .. }
        | Event::BudgetSpent { .. }
        | Event::DuplicateOffered { .. }
        | Event::NeighbourLinked { .. }
        | Event::OtherAnswered { .. }
        | Event::NeighbourChanged { .. }
        | Event::PersonGone(_)
        | Event::OtherLeft { .. }
        | Event::Decided { .. }
        | Event::ProblemRecorded { .. }
        | Event::ProblemRefused { .. }
        | Event::DeskClosedByHand { .. }
        | Event::DeskReopened
        | Event::DescriptionChanged { .. }
        | Event::RecordChanged { .. }
        | Event::RecordOpened { .. }
        | Event::MessageMasked { .. }
        | Event::Contractor(_)
        | Event::NotCovered { .. }
        | Event::ReportPublished { .. }
        | Event::Problem(_)
        | Event::File(_)
        | Event::Runbook(_) => None,
    }
}

/// A failure that is over already is told as what it is.
fn began(state: &State) -> (NoticeKind, Wording) {
    restored(state).unwrap_or_else(|| (NoticeKind::Began, Wording::new("notice-began")))
}

/// The engineer's word, at the rhythm: engineers read it as it was said.
fn word(state: &State, value: &Value) -> Option<(NoticeKind, Wording)> {
    let Value::Word { text, next } = value else { return None };
    let wording = Wording::new("notice-update").with("word", typed(state, text)).with("next", Arg::Moment(*next));
    state.restored_at().is_none().then_some((NoticeKind::Update, wording))
}

/// What somebody typed; that it was withheld, where those alone read it who take part.
fn typed(state: &State, text: &TextRef) -> Arg {
    if state.head.restricted {
        return Arg::Message(Box::new(Wording::new("notice-word-withheld")));
    }
    Arg::Text(text.clone())
}

/// What was said in the shared chat, for those who wait for the service of this incident.
fn said_there(state: &State, said: &OtherSaid) -> Option<(NoticeKind, Wording)> {
    let wording = match &said.word {
        Some(text) => Wording::new("notice-update").with("word", typed(state, text)),
        None => Wording::new("notice-late"),
    };
    let leads = said.leads.clone().map_or(Arg::Role(Role::DutyEngineer), Arg::Person);
    let wording = wording.with("next", Arg::Moment(said.next)).with("stage", Arg::Stage(said.stage.clone()));
    Some((NoticeKind::Update, wording.with("who", leads)))
}

/// Linked incidents have no word of their own: they pass on the one of the chat they share.
pub(super) fn said_to_linked(state: &State, event: &Event) -> Vec<Job> {
    let is_late = matches!(event, Event::Reminded { prompts, .. } if late(state, prompts).is_some());
    let given = if let Event::Answered { value: Value::Word { text, .. }, .. } = event { Some(text) } else { None };
    // Those who wait for another service take no part in this one.
    let word = given.filter(|_| state.restored_at().is_none() && !state.head.restricted).cloned();
    if word.is_none() && !is_late {
        return Vec::new();
    }
    let said = OtherSaid {
        incident: state.head.id.clone(),
        word,
        next: next(state),
        stage: state.head.stage.clone(),
        leads: state.people.holders.get(&Role::DutyEngineer).cloned(),
    };
    tell_all(state.neighbours.linked.keys().cloned().collect(), Command::SaidWith(Box::new(said)))
}

/// The word that was promised did not come: those who wait for it hear that, once for each word.
fn late(state: &State, prompts: &[crate::ids::PromptId]) -> Option<(NoticeKind, Wording)> {
    let mut reminded = prompts.iter().filter_map(|id| state.steps.open.get(id));
    let first = reminded.any(|prompt| prompt.kind == Kind::Word && prompt.reminders == 1);
    (first && state.restored_at().is_none()).then(|| (NoticeKind::Update, Wording::new("notice-late")))
}

fn restored(state: &State) -> Option<(NoticeKind, Wording)> {
    let at = state.restored_at()?;
    let lasted = Arg::Length(at.since(state.head.began));
    Some((NoticeKind::Restored, Wording::new("notice-restored").with("at", Arg::Moment(at)).with("lasted", lasted)))
}

/// What they were told of its end is corrected: it goes to those who hear of ends.
fn restored_otherwise(state: &State) -> Option<(NoticeKind, Wording)> {
    let (_, told) = restored(state)?;
    Some((NoticeKind::Restored, Wording { key: "notice-restored-otherwise".into(), ..told }))
}

/// Its own interval never ended; a linked incident says so of its own.
fn withdrawn(
    state: &State,
    service: &ServiceId,
    function: &FunctionId,
    anew: Option<At>,
) -> Option<(NoticeKind, Wording)> {
    let named = Arg::Function(service.clone(), function.clone());
    let wording = match anew {
        Some(at) => Wording::new("notice-failed-again").with("at", Arg::Moment(at)),
        None => Wording::new("notice-withdrawn"),
    };
    (*service == state.head.service).then(|| (NoticeKind::Withdrawn, wording.with("function", named)))
}

fn corrected(old_service: &ServiceId, old_functions: &BTreeSet<FunctionId>) -> (NoticeKind, Wording) {
    let wording = Wording::new("notice-corrected")
        .with("old_service", Arg::Service(old_service.clone()))
        .with("old_functions", functions(old_service, old_functions));
    (NoticeKind::Corrected, wording)
}

/// When it began was told otherwise, whoever says so now. People read minutes.
fn start(old: At, new: At) -> Option<(NoticeKind, Wording)> {
    let minute = |at: At| at.0.div_euclid(MINUTE.0);
    let wording = Wording::new("notice-start").with("old", Arg::Moment(old)).with("new", Arg::Moment(new));
    (minute(old) != minute(new)).then_some((NoticeKind::Corrected, wording))
}

fn functions(service: &ServiceId, functions: &BTreeSet<FunctionId>) -> Arg {
    Arg::List(functions.iter().map(|function| Arg::Function(service.clone(), function.clone())).collect())
}

/// What every text may name; each text takes what its readers need.
fn filled(state: &State, wording: Wording) -> Wording {
    let head = &state.head;
    let scope = match &head.scope {
        Scope::All => Arg::Message(Box::new(Wording::new("value-scope-all"))),
        Scope::Organisations(list) => Arg::List(list.iter().cloned().map(Arg::Organisation).collect()),
    };
    let engineer = state.people.holders.get(&Role::DutyEngineer).cloned();
    let wording = incident_args(state, wording)
        .with("functions", functions(&head.service, &head.functions))
        .with("scope", scope)
        .with("began", Arg::Moment(head.began))
        .with("page", Arg::Page(format!("/incidents/{}/{}", head.product, head.id)));
    let own = [
        ("stage", Arg::Stage(head.stage.clone())),
        ("who", engineer.map_or(Arg::Role(Role::DutyEngineer), Arg::Person)),
        ("next", Arg::Moment(next(state))),
    ];
    // What was said in the chat this one shares stands in the words already.
    let missing = |wording: &Wording, name: &str| !wording.args.contains_key(name);
    own.into_iter().fold(
        wording,
        |wording, (name, arg)| {
            if missing(&wording, name) { wording.with(name, arg) } else { wording }
        },
    )
}

/// When the next word is due: as promised, or at the rhythm.
fn next(state: &State) -> At {
    let promised = state.next_word().filter(|next| *next > state.head.at);
    promised.unwrap_or_else(|| state.head.at.plus(state.steps.terms.rhythm))
}

/// Whoever is called because nobody answered, or because nobody was on duty, is called otherwise than
/// in the chat too, at once: they may not be looking there.
fn called_out(state: &State, event: &Event) -> Vec<Job> {
    let one = |person: &PersonId, rung: u32, wording: Wording| {
        let wording = incident_args(state, wording).with("to", Arg::Person(person.clone()));
        Job::Notice(NoticeJob::CallOut { person: person.clone(), rung, wording })
    };
    if let Event::Escalated { to: Some(to), role, .. } = event {
        return vec![one(to, 0, Wording::new("called-out").with("role", Arg::Role(*role)))];
    }
    if let Event::CalledOut { role, person, rung, .. } = event {
        return vec![one(person, *rung, Wording::new("called-out-holder").with("role", Arg::Role(*role)))];
    }
    if !(matches!(event, Event::Assembled(_)) && state.is_open()) {
        return Vec::new();
    }
    let fallback = state.people.fallback.iter();
    let called = fallback.filter_map(|role| state.people.holders.get(role).map(|person| (role, person)));
    let worded = |role: &Role| Wording::new("called-out-fallback").with("role", Arg::Role(*role));
    called.map(|(role, person)| one(person, 0, worded(role))).collect()
}
