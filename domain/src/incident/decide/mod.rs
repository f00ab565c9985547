//! From a command to events: one file a command, one for each thing a person can say.

mod action;
mod annul;
mod answer;
mod asked;
mod assembly;
mod change;
mod contractor;
mod correct;
mod desk;
mod facts;
mod file;
mod handover;
mod notices;
mod others;
mod plain;
mod register;
mod restrict;
mod rights;
mod runbook;
mod said;
mod standing;
mod waive;
mod wake;

pub(super) use contractor::follow as follow_contractors;

use super::advance::advance;
use super::command::Command;
use super::context::Context;
use super::draft::{Decision, Draft, Refusal, Reply};
use super::event::Event;
use super::state::State;

/// What a command comes to.
///
/// # Errors
/// A refusal the person can act on; nothing is recorded.
pub fn decide(state: Option<&State>, command: &Command, cx: Context) -> Result<Decision, Refusal> {
    let mut draft = Draft::new(state.cloned(), cx);
    let reply = match command {
        Command::Register(registration) => register::register(&mut draft, registration),
        Command::Problem(command) => super::problem::problem(&mut draft, command)?,
        _ if draft.is_new() => return Err(rights::refuse("refused-no-incident")),
        Command::DeskChanged(report) => desk::changed(&mut draft, report),
        Command::DeskClosed => desk::closed(&mut draft),
        Command::Say(speech) => said::said(&mut draft, speech)?,
        Command::Posted(file) => file::posted(&mut draft, file)?,
        Command::FileCame { number, came } => file::came(&mut draft, *number, came),
        Command::Wake => wake::wake(&mut draft),
        Command::ChatOpened { room, invited, failed } => {
            let (room, invited, failed) = (room.clone(), invited.clone(), failed.clone());
            once(&mut draft, |state| state.head.room.is_some(), Event::ChatOpened { room, invited, failed })
        }
        Command::ChatLost { room, why } => super::chat::lost(&mut draft, room.as_ref(), *why),
        Command::PeopleInvited { invited, failed } => {
            draft.push(Event::PeopleInvited { invited: invited.clone(), failed: failed.clone() });
            Reply::recorded()
        }
        Command::PeopleLeft { people, failed } => {
            draft.push(Event::PeopleLeft { people: people.clone(), failed: failed.clone() });
            Reply::recorded()
        }
        Command::WalkedOut { person } => super::chat::walked_out(&mut draft, person),
        Command::ProblemRecorded { problem, url, state, with } => {
            let (url, state, with) = (url.clone(), state.clone(), with.clone());
            let event = Event::ProblemRecorded { problem: problem.clone(), url, state, with };
            let problem = problem.clone();
            once(&mut draft, move |state| state.head.problem.as_ref() == Some(&problem), event)
        }
        Command::ProblemRefused => desk::problem_refused(&mut draft),
        Command::ReportPublished { address, revision, upto } => {
            let shown = *upto;
            let event = Event::ReportPublished { address: address.clone(), revision: *revision, upto: shown };
            once(&mut draft, |state| state.head.report.as_ref().is_some_and(|report| report.upto >= shown), event)
        }
        Command::Runbook(report) => runbook::reported(&mut draft, report),
        Command::DeskReopened => once(&mut draft, |state| !state.head.desk_closed, Event::DeskReopened),
        Command::RecordOpened { desk, url } => desk::record_opened(&mut draft, desk, url),
        Command::Contractor(came) => contractor::came(&mut draft, came),
        Command::DuplicateOffered { .. }
        | Command::NeighbourLinked { .. }
        | Command::StandBy { .. }
        | Command::OtherLeft { .. }
        | Command::ChatMoved { .. }
        | Command::RestoredWith { .. }
        | Command::ReopenedWith { .. }
        | Command::SaidWith(_)
        | Command::RestrictedWith { .. }
        | Command::ClosedWith { .. } => others::other(&mut draft, command),
    };
    super::gone::follow(&mut draft);
    notices::gather(&mut draft);
    advance(&mut draft);
    Ok(draft.finish(reply))
}

/// Records an event unless what it says already is so.
fn once(draft: &mut Draft, already: impl Fn(&State) -> bool, event: Event) -> Reply {
    if !already(draft.state()) {
        draft.push(event);
    }
    Reply::recorded()
}
