//! What people do to a problem's record in the desk, behind Nabat's back: followed, or refused in words.

use super::command::InDesk;
use super::decide::undone;
use super::event::ProblemEvent;
use crate::incident::advance::owed;
use crate::incident::draft::{Draft, Reply};
use crate::incident::event::Event;
use crate::incident::{Standing, Wording};

pub(super) fn done(draft: &mut Draft, did: &InDesk) -> Reply {
    let before = draft.state().clone();
    match did {
        InDesk::Closed => closed(draft),
        InDesk::Reopened => reopened(draft),
        InDesk::Changed { summary, url } => changed(draft, summary.as_deref(), url.as_deref()),
    }
    if *draft.state() == before { Reply::already_so(Wording::new("already-done")) } else { Reply::recorded() }
}

/// An open problem goes on, and its record is opened again; our own closing comes back as news, too.
fn closed(draft: &mut Draft) {
    if draft.state().is_open() && !draft.state().head.desk_closed {
        let missing = owed(draft.state(), draft.cx.procedure);
        draft.push(Event::DeskClosedByHand { missing });
    }
}

fn reopened(draft: &mut Draft) {
    if draft.state().head.standing == Standing::Closed {
        let undone = undone(draft);
        draft.push(Event::Problem(ProblemEvent::ReopenedInDesk { undone }));
    } else if draft.state().head.desk_closed {
        draft.push(Event::DeskReopened);
    }
}

fn changed(draft: &mut Draft, summary: Option<&str>, url: Option<&str>) {
    if let Some(url) = url.filter(|url| draft.state().head.url.as_deref() != Some(url)) {
        draft.push(Event::RecordChanged { description: None, url: Some(url.to_owned()) });
    }
    // Texts are salted: whether the words are new was seen at the door, where they can be read.
    if let Some(summary) = summary {
        let summary = draft.keep(summary);
        draft.push(Event::DescriptionChanged { summary });
    }
}
