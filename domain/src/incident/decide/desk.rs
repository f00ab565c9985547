//! What the desk says of its own accord: changed, closed by hand, no such problem.

use super::super::advance::owed;
use super::super::command::DeskReport;
use super::super::draft::{Draft, Reply};
use super::super::event::Event;
use super::super::state::Standing;
use super::super::wording::Wording;
use super::change;
use super::facts::over;
use super::standing::lead_if_high;
use crate::catalogue::Priority;
use crate::ids::DeskId;
use crate::procedure::Kind;

pub(super) fn changed(draft: &mut Draft, report: &DeskReport) -> Reply {
    if matches!(draft.state().head.standing, Standing::Closed | Standing::Annulled | Standing::Merged { .. }) {
        return Reply::already_so(Wording::new("already-done"));
    }
    let before = draft.state().clone();
    // Ids were checked against the catalogue at the door; what slipped through changes nothing.
    let _ = change::to(draft, None, report.service.clone(), report.functions.clone(), report.scope.clone());
    times(draft, report);
    raise(draft, report.priority);
    record(draft, report);
    if let Some(summary) = &report.summary {
        description(draft, summary);
    }
    if *draft.state() == before { Reply::already_so(Wording::new("already-done")) } else { Reply::recorded() }
}

/// The desk may raise the priority; only a person lowers it. What becomes high is led from here on.
fn raise(draft: &mut Draft, said: Option<Priority>) {
    let head = &draft.state().head;
    let by_class = Priority::with_function_lost(draft.cx.catalogue.criticality_of(&head.service));
    let (old, new) = (head.priority, head.priority.max(by_class).max(said.unwrap_or(by_class)));
    if new > old {
        draft.push(Event::PriorityChanged { priority: new, old, by: None, reason: None });
    }
    lead_if_high(draft);
}

/// What people stated stands; the desk's times count until then.
fn times(draft: &mut Draft, report: &DeskReport) {
    let state = draft.state();
    let mut steps = draft.cx.procedure.steps.iter().filter(|step| step.kind == Kind::Began);
    let stated = steps.any(|step| state.answer(step.id.as_str()).is_some());
    let ended = state.head.outages.iter().filter_map(|outage| outage.restored).min();
    if let Some(at) = report.began.map(|at| at.min(draft.cx.now))
        && !stated
        && at != state.head.began
        && ended.is_none_or(|ended| at <= ended)
    {
        draft.began(at);
    }
    if let Some(at) = report.restored {
        over(draft, at.min(draft.cx.now));
    }
}

fn record(draft: &mut Draft, report: &DeskReport) {
    let url = report.url.clone().filter(|url| draft.state().head.url.as_ref() != Some(url));
    let description = report.description.as_deref().map(|text| draft.keep(text));
    if url.is_some() || description.is_some() {
        draft.push(Event::RecordChanged { description, url });
    }
}

fn description(draft: &mut Draft, summary: &str) {
    // Texts are salted, so whether the words are new is asked of the words the door kept.
    let summary = draft.keep(summary);
    draft.push(Event::DescriptionChanged { summary });
}

pub(super) fn closed(draft: &mut Draft) -> Reply {
    match draft.state().head.standing {
        Standing::Open | Standing::Linked { .. } | Standing::DuplicateOffered { .. }
            if draft.state().head.desk_closed =>
        {
            Reply::already_so(Wording::new("already-done"))
        }
        Standing::Open => {
            let missing = owed(draft.state(), draft.cx.procedure);
            draft.push(Event::DeskClosedByHand { missing });
            Reply::recorded()
        }
        // What is owed for these is owed in the other incident's chat.
        Standing::Linked { .. } | Standing::DuplicateOffered { .. } => {
            draft.push(Event::DeskClosedByHand { missing: Vec::new() });
            Reply::recorded()
        }
        Standing::RecordedOnly => {
            over(draft, draft.cx.now);
            draft.push(Event::Closed);
            Reply::recorded()
        }
        Standing::Closed | Standing::Annulled | Standing::Merged { .. } => {
            Reply::already_so(Wording::new("already-done"))
        }
    }
}

/// What began as an alert is called by the desk's number from now on. One record is enough.
pub(super) fn record_opened(draft: &mut Draft, desk: &DeskId, url: &str) -> Reply {
    if !draft.state().lacks_record() {
        return Reply::already_so(Wording::new("already-done"));
    }
    let alert = draft.state().head.desk.clone();
    draft.push(Event::RecordOpened { desk: desk.clone(), url: url.to_owned(), alert });
    Reply::recorded()
}

pub(super) fn problem_refused(draft: &mut Draft) -> Reply {
    if draft.state().head.problem.is_none() {
        let steps = draft.cx.procedure.steps.iter().filter(|step| step.kind == Kind::Problem);
        let undone = steps.map(|step| step.id.to_string()).collect();
        draft.push(Event::ProblemRefused { undone });
    }
    Reply::recorded()
}
