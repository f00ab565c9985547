//! The messenger's pages: a person's rooms, one room, and what can be done there.

mod assets;
mod file;
mod refusal;
mod room;
mod rooms;
mod say;
mod stream;
mod view;

use super::{BuiltinMessenger, MAX_FILE_BYTES};
use crate::builtin::shell::guarded;
use crate::builtin::who::{Viewer, Who};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::map_response;
use axum::routing::{get, post};
use http::HeaderMap;
use refusal::Refusal;
use std::sync::Arc;
use view::Eyes;

/// What every page has at hand.
#[derive(Clone)]
struct Pages {
    messenger: Arc<BuiltinMessenger>,
    who: Arc<dyn Who>,
}

impl Pages {
    fn eyes<'a>(&'a self, viewer: &'a Viewer) -> Eyes<'a> {
        Eyes { viewer, who: self.who.as_ref(), now: self.messenger.clock.now() }
    }

    fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Refusal> {
        self.who.who(headers).ok_or_else(|| Refusal::SignIn(crate::builtin::shell::asked_language(headers)))
    }
}

/// The pages under `/chat`, with whole paths: to be merged, not nested. Everything but the style
/// and the script asks `who` first.
pub fn router(messenger: Arc<BuiltinMessenger>, who: Arc<dyn Who>) -> Router {
    let attach = post(file::attach).layer(DefaultBodyLimit::max(MAX_FILE_BYTES));
    Router::new()
        .route("/chat", get(rooms::show))
        .route("/chat/-/live", get(stream::rooms))
        .route("/chat/-/style.css", get(assets::style))
        .route("/chat/-/chat.css", get(assets::chat_style))
        .route("/chat/-/chat.js", get(assets::script))
        .route("/chat/{room}", get(room::show))
        .route("/chat/{room}/live", get(stream::room))
        .route("/chat/{room}/say", post(say::say))
        .route("/chat/{room}/press", post(say::press))
        .route("/chat/{room}/read", post(say::read))
        .route("/chat/{room}/files", attach)
        .route("/chat/{room}/files/{message}", get(file::download))
        .layer(map_response(guarded))
        .with_state(Pages { messenger, who })
}
