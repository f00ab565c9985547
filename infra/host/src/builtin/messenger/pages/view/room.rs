//! One room: what is pinned, who is in it, what was said.

use super::composer::composer;
use super::message::message;
use super::{Eyes, rooms_nav};
use crate::builtin::messenger::pages::stream::ChangedRoom;
use crate::builtin::messenger::store::{Message, Page, Room, RoomLine};
use crate::builtin::text;
use maud::{Markup, html};
use nabat_domain::ids::PromptId;
use nabat_kit::port::MessageId;

/// What the composer is for.
pub enum Draft {
    /// A new message.
    New,
    /// An answer to a prompt.
    Answer { prompt: PromptId, quoted: String },
    /// Other words for a message.
    Change { message: MessageId, text: String },
}

/// Everything a room's page shows.
pub struct Inside {
    pub room: Room,
    pub rooms: Vec<RoomLine>,
    pub people: Vec<String>,
    pub pinned: Vec<Message>,
    pub page: Page,
    pub draft: Draft,
    pub before: Option<i64>,
}

/// The page between top bar and end.
pub fn room_page(eyes: &Eyes<'_>, inside: &Inside) -> Markup {
    let room = &inside.room;
    // An older stretch stays as it is; only the newest one is live.
    let live = inside.before.is_none().then(|| format!("/chat/{}/live", room.id));
    html! {
        div.chat.inside
            data-live=[live]
            data-since=(room.change)
            data-read=(format!("/chat/{}/read", room.id))
            data-lost=(eyes.say("messenger-lost", &[]))
            data-failed=(eyes.say("messenger-failed", &[]))
            data-large=(eyes.say("messenger-too-long", &[]))
        {
            (rooms_nav(eyes, &inside.rooms, Some(&room.id)))
            main #content .room {
                header.head {
                    a.back href="/chat" aria-label=(eyes.say("messenger-to-rooms", &[])) { "‹" }
                    div.about {
                        h1 { (eyes.title_of(room)) }
                        @if !room.topic.is_empty() { p.topic { (text::linked(&room.topic)) } }
                    }
                    (people(eyes, &inside.people))
                }
                (pinned(eyes, &inside.pinned))
                (log(eyes, inside))
                div #below { (below(eyes, room, &inside.draft)) }
            }
        }
    }
}

/// The pieces of an open page that are other now.
pub fn changed_room(eyes: &Eyes<'_>, changed: &ChangedRoom) -> Markup {
    html! {
        (people(eyes, &changed.people))
        (pinned(eyes, &changed.pinned))
        @for one in &changed.messages { (message(eyes, &changed.room, one)) }
        // The composer itself stays: somebody may be typing in it.
        @if changed.room.archived.is_some() { div #below { (below(eyes, &changed.room, &Draft::New)) } }
    }
}

fn log(eyes: &Eyes<'_>, inside: &Inside) -> Markup {
    let room = &inside.room;
    html! {
        div.scroll #scroll role="region" tabindex="0" aria-label=(eyes.say("messenger-messages", &[])) {
            @if inside.page.more {
                @if let Some(first) = inside.page.messages.first() {
                    p.earlier {
                        a href=(format!("/chat/{}?before={}", room.id, first.position)) {
                            (eyes.say("messenger-earlier", &[]))
                        }
                    }
                }
            }
            ol #log .log role="log" aria-live="polite" aria-relevant="additions" {
                @for one in &inside.page.messages { (message(eyes, room, one)) }
            }
            @if inside.before.is_some() {
                p.earlier { a href=(format!("/chat/{}#end", room.id)) { (eyes.say("messenger-newest", &[])) } }
            }
            div #end {}
        }
        button #newer .newer type="button" hidden { (eyes.say("messenger-new-below", &[])) }
    }
}

fn below(eyes: &Eyes<'_>, room: &Room, draft: &Draft) -> Markup {
    html! {
        p #status .status role="status" {}
        @if room.archived.is_some() {
            p.readonly { (eyes.say("messenger-archived", &[])) }
        } @else {
            (composer(eyes, room, draft))
        }
    }
}

fn people(eyes: &Eyes<'_>, people: &[String]) -> Markup {
    let mut names: Vec<String> = people.iter().map(|user| eyes.who.name_of(user)).collect();
    names.sort();
    html! {
        details #people .people {
            summary { (eyes.say("messenger-people", &[("count", &people.len().to_string())])) }
            ul { @for name in &names { li { (name) } } }
        }
    }
}

/// Pinned messages: the one with columns is the status card and stands open; if none has, the last.
fn pinned(eyes: &Eyes<'_>, pinned: &[Message]) -> Markup {
    let card = pinned.iter().rposition(|message| text::any_columns(&message.text));
    let card = card.or_else(|| pinned.len().checked_sub(1));
    html! {
        section #pinned .pinned aria-label=(eyes.say("messenger-pinned", &[])) {
            @for (place, message) in pinned.iter().enumerate() {
                @let (first, rest) = message.text.split_once('\n').unwrap_or((&message.text, ""));
                details id=(format!("pin-{}", message.position)) open[Some(place) == card] {
                    summary { (first) }
                    div .inside { (text::lines(rest)) }
                }
            }
        }
    }
}
