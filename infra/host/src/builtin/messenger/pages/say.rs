//! What the forms of a room send: words, changes of words, pressed buttons, how far one has read.

use super::{Pages, Refusal};
use crate::builtin::form::is_ours;
use crate::builtin::messenger::people::{Act, Doing};
use crate::builtin::messenger::store;
use crate::builtin::who::Viewer;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use nabat_domain::ids::{PromptId, RoomId};
use nabat_kit::port::{MessageId, Said};
use serde::Deserialize;

/// The script sends forms with this header and wants no page back.
const SCRIPT_HEADER: &str = "x-nabat-script";

/// The composer.
#[derive(Deserialize)]
pub(super) struct Composed {
    csrf: String,
    once: String,
    text: String,
    #[serde(default)]
    prompt: String,
    #[serde(default)]
    edit: String,
}

/// A button under a post.
#[derive(Deserialize)]
pub(super) struct Pressed {
    csrf: String,
    once: String,
    prompt: String,
    answer: String,
}

/// How far somebody has read.
#[derive(Deserialize)]
pub(super) struct Seen {
    csrf: String,
    position: i64,
}

pub(super) async fn say(
    State(pages): State<Pages>,
    Path(room): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Composed>,
) -> Result<Response, Refusal> {
    let viewer = ours(&pages, &headers, &form.csrf)?;
    let act = if form.edit.is_empty() {
        let prompt = (!form.prompt.is_empty()).then(|| PromptId::new(form.prompt));
        Act::Say(Said::Text { text: form.text, prompt })
    } else {
        Act::Correct { message: MessageId(form.edit), text: form.text }
    };
    done(&pages, viewer, &room, form.once, act, &headers).await
}

pub(super) async fn press(
    State(pages): State<Pages>,
    Path(room): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Pressed>,
) -> Result<Response, Refusal> {
    let viewer = ours(&pages, &headers, &form.csrf)?;
    let once = format!("{}\n{}\n{}", form.once, form.prompt, form.answer);
    let act = Act::Say(Said::Button { prompt: PromptId::new(form.prompt), answer: form.answer });
    done(&pages, viewer, &room, once, act, &headers).await
}

pub(super) async fn read(
    State(pages): State<Pages>,
    Path(room): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Seen>,
) -> Result<StatusCode, Refusal> {
    let viewer = ours(&pages, &headers, &form.csrf)?;
    let (room, user) = (RoomId::new(room), viewer.user().to_owned());
    pages.messenger.database.write(move |write| store::seen(write, &room, &user, form.position)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The person, if the form came from their own page.
pub(super) fn ours(pages: &Pages, headers: &HeaderMap, csrf: &str) -> Result<Viewer, Refusal> {
    let viewer = pages.viewer(headers)?;
    if is_ours(&viewer, headers, csrf) { Ok(viewer) } else { Err(Refusal::Forged(viewer)) }
}

async fn done(
    pages: &Pages,
    viewer: Viewer,
    room: &str,
    once: String,
    act: Act,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let room = RoomId::new(room);
    let doing = Doing { user: viewer.user().to_owned(), room: room.clone(), once: Some(once), act };
    if let Err(error) = pages.messenger.act(doing).await {
        return Err(Refusal::Said(Box::new(viewer), Box::new(error)));
    }
    if headers.contains_key(SCRIPT_HEADER) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Redirect::to(&format!("/chat/{room}#end")).into_response())
}
