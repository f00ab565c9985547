//! Server-sent events: pieces of the page that have changed, as the viewer would see them anew.

use super::view::{Eyes, changed_room, rooms_nav};
use super::{Pages, Refusal};
use crate::builtin::messenger::live::{Listener, News};
use crate::builtin::messenger::store::{self, Message, Room, RoomLine};
use axum::extract::{Path, Query, State};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, stream};
use http::HeaderMap;
use nabat_domain::ids::RoomId;
use rusqlite::Connection;
use serde::Deserialize;
use std::convert::Infallible;

/// The room's change the page already shows.
#[derive(Deserialize)]
pub(super) struct Since {
    since: Option<i64>,
}

/// An open page.
struct Open {
    pages: Pages,
    headers: HeaderMap,
    news: Listener,
    /// The room shown, and the change of it the page has.
    room: Option<(RoomId, i64)>,
    /// Whether the first look is still to be had: something may have changed before we listened.
    fresh: Fresh,
}

/// Whether the page has had its first look.
#[derive(PartialEq, Eq)]
enum Fresh {
    Yes,
    No,
}

/// What is new on a page.
struct Changed {
    rooms: Vec<RoomLine>,
    room: Option<ChangedRoom>,
}

/// What is new in the room shown.
pub struct ChangedRoom {
    pub room: Room,
    pub people: Vec<String>,
    pub pinned: Vec<Message>,
    pub messages: Vec<Message>,
}

pub(super) async fn rooms(
    State(pages): State<Pages>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    pages.viewer(&headers)?;
    Ok(open(pages, headers, None))
}

pub(super) async fn room(
    State(pages): State<Pages>,
    Path(room): Path<String>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let (room, user) = (RoomId::new(room), viewer.user().to_owned());
    let asked = room.clone();
    let member = pages.messenger.database.read(move |read| store::is_member(read, &asked, &user)).await?;
    if !member {
        return Err(Refusal::NotFound(viewer));
    }
    // A browser that comes back says what it saw last.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let since = last.or(since.since).unwrap_or(0);
    Ok(open(pages, headers, Some((room, since))))
}

fn open(
    pages: Pages,
    headers: HeaderMap,
    room: Option<(RoomId, i64)>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = pages.messenger.live.listen();
    let page = Open { pages, headers, news, room, fresh: Fresh::Yes };
    let events = stream::unfold(page, |mut page| async move {
        let event = page.next().await?;
        Some((Ok(event), page))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

impl Open {
    /// The next event; `None` when the messenger closes or the viewer may no longer look.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let news = if self.fresh == Fresh::Yes { News::Any } else { self.news.next().await? };
            self.fresh = Fresh::No;
            let viewer = self.pages.who.who(&self.headers)?;
            let (shown, user) = (self.room.clone(), viewer.user().to_owned());
            let changed = self.pages.messenger.database.read(move |read| look(read, shown, &user, &news)).await;
            let changed = match changed {
                Ok(changed) => changed?,
                Err(error) => {
                    tracing::error!(%error, "an open page cannot be brought up to date");
                    return None;
                }
            };
            let pages = self.pages.clone();
            let event = self.write(&pages.eyes(&viewer), &changed);
            if event.is_some() {
                return event;
            }
        }
    }

    fn write(&mut self, eyes: &Eyes<'_>, changed: &Changed) -> Option<Event> {
        let here = self.room.as_ref().map(|(room, _)| room.clone());
        let mut html = String::new();
        if !changed.rooms.is_empty() {
            html.push_str(&rooms_nav(eyes, &changed.rooms, here.as_ref()).into_string());
        }
        let mut event = Event::default().event("change");
        if let Some(room) = &changed.room {
            html.push_str(&changed_room(eyes, room).into_string());
            event = event.id(room.room.change.to_string());
            self.room = Some((room.room.id.clone(), room.room.change));
        }
        // Events are lines, and a carriage return would end one.
        (!html.is_empty()).then(|| event.data(html.replace('\r', "")))
    }
}

/// What the user sees otherwise now; `None` once they are no longer in the room shown.
fn look(read: &Connection, shown: Option<(RoomId, i64)>, user: &str, news: &News) -> rusqlite::Result<Option<Changed>> {
    let lines = store::rooms_of(read, user)?;
    let theirs = match news {
        News::Any => true,
        News::Rooms(rooms) => lines.iter().any(|line| rooms.contains(&line.room.id)),
    };
    let Some((room, since)) = shown else {
        return Ok(Some(Changed { rooms: lines, room: None }));
    };
    let Some(found) = store::room_of(read, &room, user)? else { return Ok(None) };
    let room = if found.change > since {
        Some(ChangedRoom {
            people: store::people(read, &room)?,
            pinned: store::pinned(read, &room)?,
            messages: store::changed_since(read, &room, since)?,
            room: found,
        })
    } else {
        None
    };
    Ok(Some(Changed { rooms: if theirs { lines } else { Vec::new() }, room }))
}
