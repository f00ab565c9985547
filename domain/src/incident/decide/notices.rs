//! News of other incidents and of the desk: told at once where the room was quiet, else gathered.

use super::super::draft::Draft;
use super::super::due::room_from;
use super::super::event::Event;
use super::super::react::notice;

/// Tells the room what was decided without anybody there, or lets it wait for the next gathered post.
pub(super) fn gather(draft: &mut Draft) {
    if !draft.state().is_open() {
        return;
    }
    let new: Vec<_> = draft.events().iter().filter_map(notice).collect();
    let may_speak = room_from(draft.state()).is_some_and(|at| at <= draft.cx.now);
    if !may_speak {
        new.into_iter().for_each(|notice| draft.push(Event::NoticeWaits { notice }));
        return;
    }
    let notices: Vec<_> = draft.state().steps.unsaid.iter().cloned().chain(new).collect();
    if !notices.is_empty() {
        draft.push(Event::Noticed { notices });
    }
}
