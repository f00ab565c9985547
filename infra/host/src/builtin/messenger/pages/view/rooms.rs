//! The list of a person's rooms.

use super::Eyes;
use crate::builtin::messenger::store::{RoomKind, RoomLine};
use crate::builtin::moment;
use maud::{Markup, html};
use nabat_console::pages::bar::foot;
use nabat_domain::ids::RoomId;

/// The list, newest activity first; direct messages and archived rooms apart.
pub fn rooms_nav(eyes: &Eyes<'_>, rooms: &[RoomLine], here: Option<&RoomId>) -> Markup {
    let open = |kind| rooms.iter().filter(move |line| line.room.kind == kind && line.room.archived.is_none());
    let archived: Vec<&RoomLine> = rooms.iter().filter(|line| line.room.archived.is_some()).collect();
    let among_archived = archived.iter().any(|line| Some(&line.room.id) == here);
    html! {
        nav #rooms .rooms aria-label=(eyes.say("messenger-rooms", &[])) {
            (section(eyes, "messenger-section-chats", &open(RoomKind::Chat).collect::<Vec<_>>(), here))
            (section(eyes, "messenger-section-direct", &open(RoomKind::Direct).collect::<Vec<_>>(), here))
            @if !archived.is_empty() {
                details #archived open[among_archived] {
                    summary {
                        (eyes.say("messenger-section-archived", &[])) " "
                        span.count { (archived.len()) }
                    }
                    (list(eyes, &archived, here))
                }
            }
            (foot(eyes.viewer.language, &eyes.viewer.csrf))
        }
    }
}

fn section(eyes: &Eyes<'_>, key: &str, rooms: &[&RoomLine], here: Option<&RoomId>) -> Markup {
    html! {
        @if !rooms.is_empty() {
            h2 { (eyes.say(key, &[])) }
            (list(eyes, rooms, here))
        }
    }
}

fn list(eyes: &Eyes<'_>, rooms: &[&RoomLine], here: Option<&RoomId>) -> Markup {
    html! {
        ul { @for line in rooms { li { (one(eyes, line, here)) } } }
    }
}

fn one(eyes: &Eyes<'_>, line: &RoomLine, here: Option<&RoomId>) -> Markup {
    let current = Some(&line.room.id) == here;
    let unread = if current { 0 } else { line.unread };
    html! {
        a href=(format!("/chat/{}#end", line.room.id)) aria-current=[current.then_some("page")] {
            span.name { (eyes.title_of(&line.room)) }
            span.when { (moment::near(eyes.viewer, line.active, eyes.now)) }
            @if !line.room.topic.is_empty() { span.topic { (line.room.topic) } }
            @if unread > 0 {
                span.unread aria-label=(eyes.say("messenger-unread", &[("count", &unread.to_string())])) { (unread) }
            }
        }
    }
}
