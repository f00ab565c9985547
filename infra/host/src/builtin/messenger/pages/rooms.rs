//! `GET /chat`: the rooms a person is in.

use super::assets::{SCRIPTS, STYLES};
use super::view::rooms_nav;
use super::{Pages, Refusal};
use crate::builtin::messenger::store;
use crate::builtin::shell::{Frame, Here, page};
use axum::extract::State;
use axum::response::Html;
use http::HeaderMap;
use maud::html;

pub(super) async fn show(State(pages): State<Pages>, headers: HeaderMap) -> Result<Html<String>, Refusal> {
    let viewer = pages.viewer(&headers)?;
    let user = viewer.user().to_owned();
    let rooms = pages.messenger.database.read(move |read| store::rooms_of(read, &user)).await?;
    let eyes = pages.eyes(&viewer);
    let title = eyes.say("messenger-rooms", &[]);
    let frame = Frame {
        language: viewer.language,
        viewer: Some(&viewer),
        here: Here::Chats,
        title: &title,
        styles: &*STYLES,
        scripts: &*SCRIPTS,
    };
    let body = html! {
        div.chat.choosing data-live="/chat/-/live" data-lost=(eyes.say("messenger-lost", &[])) {
            (rooms_nav(&eyes, &rooms, None))
            main #content .room.empty {
                p { (eyes.say(if rooms.is_empty() { "messenger-no-rooms" } else { "messenger-choose" }, &[])) }
                p #status .status role="status" {}
            }
        }
    };
    Ok(Html(page(&frame, &body).into_string()))
}
