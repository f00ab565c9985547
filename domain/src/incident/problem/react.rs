//! What follows from a problem's events: its chat, those it concerns, other problems.

use super::command::{ProblemCommand, Raise};
use super::decide::{last_moment, leader, raise_of};
use super::event::ProblemEvent;
use super::like::{Like, Phase, attached};
use super::record::Exit;
use super::watch::watched_until;
use crate::ids::{IncidentId, PersonId, ProblemId};
use crate::incident::State;
use crate::incident::advance::Missing;
use crate::incident::command::Command;
use crate::incident::job::{DeskAct, Job};
use crate::incident::react::{bring_in, card, in_room, incident_args, missing_list, tell, to_person};
use crate::incident::wording::{Arg, Wording};

/// Jobs that follow from an event of a problem, or of an incident because of problems.
pub(in super::super) fn react(state: &State, event: &ProblemEvent) -> Vec<Job> {
    match event {
        ProblemEvent::Like { problems } => came_back(state, problems),
        ProblemEvent::Attached { .. } => attached_said(state, event),
        ProblemEvent::Returned { .. } => came_back_said(state, event, "problem-returned"),
        ProblemEvent::Reopened { .. } => came_back_said(state, event, "problem-reopened"),
        ProblemEvent::ReopenedInDesk { .. } => said_to_leader(state, named(state, "problem-reopened-in-desk")),
        ProblemEvent::FixerNamed { person } => bring_in(state, person),
        ProblemEvent::FixOverdue { day, owner } => overdue(state, last_moment(*day), owner.as_ref()),
        ProblemEvent::Watched { at } => {
            let mut jobs = card(state);
            jobs.push(in_room(named(state, "problem-watched").with("at", Arg::Moment(*at))));
            jobs
        }
        ProblemEvent::Exited { same_as: Some(number), .. } => handed_on(state, number),
        ProblemEvent::Exited { .. } | ProblemEvent::DecisionDone { .. } => card(state),
        ProblemEvent::CommitteeDecided { words, owner, due, .. } => {
            let wording = named(state, "problem-committee-decided")
                .with("words", Arg::Text(words.clone()))
                .with("owner", Arg::Person(owner.clone()))
                .with("due", Arg::Moment(last_moment(*due)));
            vec![in_room(wording.clone()), to_person(owner, wording)]
        }
        ProblemEvent::DecisionOverdue { place, owner } => decision_overdue(state, *place, owner),
    }
}

/// Desk and wiki know nothing of a problem's steps, and its chat stays open: it may come back.
pub(in super::super) fn is_for_problem(job: &Job) -> bool {
    !matches!(
        job,
        Job::DeskComment { .. }
            | Job::DeskClose { .. }
            | Job::DeskReopen { .. }
            | Job::DeskLink { .. }
            | Job::OpenRecord
            | Job::OpenProblem
            | Job::LinkProblem { .. }
            | Job::DeskFile { .. }
            | Job::PublishReport { .. }
            | Job::Archive { .. }
    )
}

/// Sentences that call the case an incident, with what they are called where it is a problem.
const OWN: [(&str, &str); 6] = [
    ("team", "problem-team"),
    ("reminder-owner", "problem-reminder-owner"),
    ("escalated-to-you", "problem-escalated-to-you"),
    ("escalated-nobody", "problem-escalated-nobody"),
    ("budget-stage-spent", "problem-stage-spent"),
    ("budget-stage-escalated", "problem-stage-escalated"),
];

/// The job in a problem's own words.
pub(in super::super) fn in_own_words(mut job: Job) -> Job {
    if let Job::Post(post) = &mut job
        && let Some((_, own)) = OWN.iter().find(|(key, _)| *key == post.wording.key)
    {
        post.wording.key = (*own).to_owned();
    }
    job
}

fn named(state: &State, key: &str) -> Wording {
    incident_args(state, Wording::new(key))
}

/// The problems an incident is like, for its chat; nothing where there are none.
pub(in super::super) fn known(state: &State) -> Option<Job> {
    let list: Vec<Arg> = state.neighbours.known.iter().map(|like| known_line(state, like)).collect();
    (!list.is_empty()).then(|| in_room(Wording::new("known-problems").with("problems", Arg::List(list))))
}

fn known_line(state: &State, like: &Like) -> Arg {
    let key = match (like.phase, &like.workaround) {
        (Phase::Open, None) => "known-problem-open",
        (Phase::Open, Some(_)) => "known-problem-open-workaround",
        (Phase::Watched, _) => "known-problem-watched",
        (Phase::KnownError, None) => "known-problem-error",
        (Phase::KnownError, Some(_)) => "known-problem-error-workaround",
    };
    let page = format!("/problems/{}/{}", state.head.product, like.case);
    let mut wording =
        Wording::new(key).with("problem", Arg::Word(like.number.to_string())).with("address", Arg::Page(page));
    if let Some(workaround) = &like.workaround {
        wording = wording.with("workaround", Arg::Text(workaround.clone()));
    }
    let because = match (like.same, like.named) {
        (true, _) => "known-problem-because-function",
        (false, true) => "known-problem-because-named",
        (false, false) => "known-problem-because-service",
    };
    let because = Wording::new(because)
        .with("known", Arg::Message(Box::new(wording)))
        .with("words", Arg::Number(i64::from(like.words)));
    Arg::Message(Box::new(because))
}

/// Problems whose watch this failure ends hear of it.
fn came_back(state: &State, problems: &[Like]) -> Vec<Job> {
    let watched = problems.iter().filter(|like| like.phase == Phase::Watched && like.same);
    let told = ProblemCommand::CameBack { incident: state.head.id.clone(), attached: attached(state) };
    watched.map(|like| tell(&like.case, Command::Problem(told.clone()))).collect()
}

/// The desk has the problem: its case begins, or has one incident more.
pub(in super::super) fn raise(state: &State, number: &ProblemId, url: &str, with: Option<&IncidentId>) -> Job {
    let case = IncidentId::of_problem(&state.head.product, number);
    let raise = Raise { after: with.cloned(), ..raise_of(state, number, url) };
    tell(&case, Command::Problem(ProblemCommand::Raise(Box::new(raise))))
}

/// A later incident is said in the chat; the first ones are why there is one.
fn attached_said(state: &State, event: &ProblemEvent) -> Vec<Job> {
    let ProblemEvent::Attached { incidents } = event else { return Vec::new() };
    let mut jobs = card(state);
    if state.head.room.is_some() {
        let desks = incidents.values().map(|incident| Arg::Desk(incident.desk.clone())).collect();
        jobs.push(in_room(named(state, "problem-attached").with("incidents", Arg::List(desks))));
    }
    jobs
}

fn came_back_said(state: &State, event: &ProblemEvent, key: &str) -> Vec<Job> {
    let (ProblemEvent::Returned { incident, .. } | ProblemEvent::Reopened { incident, .. }) = event else {
        return Vec::new();
    };
    let record = state.head.as_problem.as_ref();
    let desk = record.and_then(|record| record.incidents.get(incident)).map(|one| Arg::Desk(one.desk.clone()));
    let wording = named(state, key).with("incident", desk.unwrap_or_else(|| Arg::Word(incident.to_string())));
    let mut jobs = said_to_leader(state, wording.clone());
    jobs.push(Job::DeskProblem { act: DeskAct::Comment, wording });
    jobs
}

/// In the chat, and to whoever leads the problem and may not be looking there.
fn said_to_leader(state: &State, wording: Wording) -> Vec<Job> {
    let mut jobs = card(state);
    jobs.push(in_room(wording.clone()));
    jobs.extend(leader(state).map(|person| to_person(&person, wording)));
    jobs
}

fn overdue(state: &State, day: crate::time::At, owner: Option<&PersonId>) -> Vec<Job> {
    let who = owner.cloned().map_or(Arg::Role(crate::catalogue::Role::ProblemManager), Arg::Person);
    let wording = named(state, "problem-fix-overdue").with("day", Arg::Moment(day)).with("who", who);
    let mut jobs = card(state);
    jobs.push(in_room(wording.clone()));
    jobs.extend(owner.map(|person| to_person(person, wording.clone())));
    jobs.extend(leader(state).filter(|person| Some(person) != owner).map(|person| to_person(&person, wording)));
    jobs
}

fn decision_overdue(state: &State, place: usize, owner: &PersonId) -> Vec<Job> {
    let decisions = state.head.as_problem.iter().flat_map(|record| &record.decisions);
    let Some(decision) = decisions.into_iter().nth(place) else { return Vec::new() };
    let wording = named(state, "problem-decision-overdue")
        .with("words", Arg::Text(decision.words.clone()))
        .with("due", Arg::Moment(last_moment(decision.due)));
    let mut jobs = vec![to_person(owner, wording.clone())];
    jobs.extend(leader(state).filter(|person| person != owner).map(|person| to_person(&person, wording)));
    jobs
}

/// Another problem has it: its incidents are that one's.
fn handed_on(state: &State, number: &ProblemId) -> Vec<Job> {
    let Some(record) = &state.head.as_problem else { return Vec::new() };
    if *number == record.number {
        return Vec::new();
    }
    let mut raise = raise_of(state, number, "");
    raise.incidents = record.incidents.clone();
    raise.raised_by = record.raised_by.clone();
    let case = IncidentId::of_problem(&state.head.product, number);
    vec![tell(&case, Command::Problem(ProblemCommand::Raise(Box::new(raise))))]
}

/// How it ended, in its chat; the chat stays, for it may come back.
pub(in super::super) fn closed(state: &State) -> Vec<Job> {
    let exit = state.head.as_problem.as_ref().and_then(|record| record.exit);
    let key = match exit {
        Some(Exit::FixedAndWatched) => "problem-closed-fixed",
        Some(Exit::KnownError) => "problem-closed-known-error",
        Some(Exit::Duplicate) => "problem-closed-duplicate",
        Some(Exit::CauseNotFound) | None => "problem-closed-not-found",
    };
    let mut jobs = card(state);
    jobs.push(in_room(named(state, key)));
    jobs.push(Job::DeskProblem { act: DeskAct::Close, wording: named(state, key) });
    jobs
}

/// Closing its record by hand in the desk ends no problem: desk and chat hear what it waits for.
pub(in super::super) fn desk_closed_by_hand(state: &State, missing: &[Missing]) -> Vec<Job> {
    let wording = |place: &str| match watched_until(state) {
        Some(until) => named(state, &format!("problem-{place}-watched")).with("until", Arg::Moment(until)),
        None => named(state, &format!("problem-{place}")).with("missing", Arg::List(missing_list(state, missing))),
    };
    let reopen = Job::DeskProblem { act: DeskAct::Reopen, wording: wording("desk-reopened") };
    vec![in_room(wording("desk-closed-by-hand")), reopen]
}

/// The end of the watch, for the chat once the fix is stated.
pub(in super::super) fn watching(state: &State) -> Option<Job> {
    let until = watched_until(state)?;
    Some(in_room(named(state, "problem-watching").with("until", Arg::Moment(until))))
}
