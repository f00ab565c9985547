//! Files of a room: taken as raw bytes from the script, given back only to people in the room.

use super::{Pages, Refusal, say};
use crate::builtin::form::CSRF_HEADER;
use crate::builtin::messenger::SayError;
use crate::builtin::messenger::people::{Act, Doing};
use crate::builtin::messenger::store;
use crate::builtin::saved::disposition;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use nabat_domain::ids::RoomId;
use nabat_kit::port::MessageId;
use serde::Deserialize;

/// What the address says of the file in the body.
#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
    once: String,
}

pub(super) async fn attach(
    State(pages): State<Pages>,
    Path(room): Path<String>,
    Query(named): Query<Named>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Refusal> {
    let csrf = headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let viewer = say::ours(&pages, &headers, csrf)?;
    let Ok(content) = body else { return Err(Refusal::Said(Box::new(viewer), Box::new(SayError::TooLong))) };
    let doing = Doing {
        user: viewer.user().to_owned(),
        room: RoomId::new(room),
        once: Some(named.once),
        act: Act::Attach { name: named.name, content: content.to_vec() },
    };
    match pages.messenger.act(doing).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(Refusal::Said(Box::new(viewer), Box::new(error))),
    }
}

pub(super) async fn download(
    State(pages): State<Pages>,
    Path((room, message)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let (room, message, user) = (RoomId::new(room), MessageId(message), viewer.user().to_owned());
    let found = pages
        .messenger
        .database
        .read(move |read| {
            if !store::is_member(read, &room, &user)? {
                return Ok(None);
            }
            store::file_content(read, &room, &message)
        })
        .await?;
    let Some(file) = found else { return Err(Refusal::NotFound(viewer)) };
    // Never shown in our own origin, whatever is in it: only the bot's own drawings are pictures, within a message.
    let sort =
        if is_drawing(file.author.as_deref(), &file.name) { "image/svg+xml" } else { "application/octet-stream" };
    let headers = [(CONTENT_TYPE, sort.to_owned()), (CONTENT_DISPOSITION, disposition(&file.name))];
    Ok((headers, file.content).into_response())
}

/// Whether a file is a drawing the bot made.
pub(super) fn is_drawing(author: Option<&str>, name: &str) -> bool {
    author.is_none() && name.ends_with(".svg")
}
