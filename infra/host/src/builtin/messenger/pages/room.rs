//! `GET /chat/{room}`: one room.

use super::assets::{SCRIPTS, STYLES};
use super::view::{Draft, Inside, room_page};
use super::{Pages, Refusal};
use crate::builtin::form::is_led_here;
use crate::builtin::messenger::store;
use crate::builtin::shell::{Frame, Here, page};
use axum::extract::{Path, Query, State};
use axum::response::Html;
use http::HeaderMap;
use nabat_domain::ids::{PromptId, RoomId};
use nabat_kit::port::MessageId;
use rusqlite::Connection;
use serde::Deserialize;

/// What the address says beside the room.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// Messages before this position.
    before: Option<i64>,
    /// The prompt to answer.
    answer: Option<String>,
    /// The message to change.
    edit: Option<String>,
}

pub(super) async fn show(
    State(pages): State<Pages>,
    Path(room): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let (room, user, before) = (RoomId::new(room), viewer.user().to_owned(), asked.before);
    let found = pages.messenger.database.read(move |read| inside(read, &room, &user, &asked)).await?;
    let Some(inside) = found else { return Err(Refusal::NotFound(viewer)) };
    // Another site's link may open it unseen; what was read is then told by the page itself.
    if before.is_none() && !is_led_here(&headers) {
        mark_seen(&pages, &inside, viewer.user()).await?;
    }
    let eyes = pages.eyes(&viewer);
    let title = eyes.title_of(&inside.room);
    let frame = Frame {
        language: viewer.language,
        viewer: Some(&viewer),
        here: Here::Chats,
        title: &title,
        styles: &*STYLES,
        scripts: &*SCRIPTS,
    };
    Ok(Html(page(&frame, &room_page(&eyes, &inside)).into_string()))
}

/// Everything the page shows, of one moment; `None` if the user is not in the room.
fn inside(read: &Connection, room: &RoomId, user: &str, asked: &Asked) -> rusqlite::Result<Option<Inside>> {
    let Some(found) = store::room_of(read, room, user)? else { return Ok(None) };
    Ok(Some(Inside {
        rooms: store::rooms_of(read, user)?,
        people: store::people(read, room)?,
        pinned: store::pinned(read, room)?,
        page: store::page(read, room, asked.before)?,
        draft: draft(read, room, user, asked)?,
        before: asked.before,
        room: found,
    }))
}

fn draft(read: &Connection, room: &RoomId, user: &str, asked: &Asked) -> rusqlite::Result<Draft> {
    if let Some(message) = asked.edit.clone().map(MessageId) {
        let text = store::own_text(read, room, &message, user)?;
        return Ok(text.map_or(Draft::New, |text| Draft::Change { message, text }));
    }
    if let Some(prompt) = asked.answer.clone().map(PromptId::new) {
        let quoted = store::quote_of_prompt(read, room, &prompt)?;
        return Ok(quoted.map_or(Draft::New, |quoted| Draft::Answer { prompt, quoted }));
    }
    Ok(Draft::New)
}

async fn mark_seen(pages: &Pages, inside: &Inside, user: &str) -> Result<(), Refusal> {
    let Some(last) = inside.page.messages.last().map(|message| message.position) else { return Ok(()) };
    let unread = inside.rooms.iter().any(|line| line.room.id == inside.room.id && line.unread > 0);
    if !unread {
        return Ok(());
    }
    let (room, user) = (inside.room.id.clone(), user.to_owned());
    Ok(pages.messenger.database.write(move |write| store::seen(write, &room, &user, last)).await?)
}
