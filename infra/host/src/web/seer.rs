//! Who asks for a page, with the ports as they may see them: no handler of a page is given others.

use super::console::html;
use super::who::signed_in;
use crate::builtin::form::is_ours;
use crate::builtin::shell::asked_language;
use crate::builtin::who::{Viewer as Session, Waits};
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use nabat_console::pages::{notices, sees};
use nabat_console::viewer::Viewer;
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::restricted::{ReadBy, Reader, for_reader};

/// Somebody signed in.
pub struct Seer {
    /// Who.
    pub viewer: Viewer,
    /// The ports, with the table as they may see it.
    pub env: Env,
    /// Whether they see incidents.
    pub sees: bool,
    headers: HeaderMap,
}

impl FromRequestParts<Env> for Seer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, env: &Env) -> Result<Self, Response> {
        let Some((viewer, current)) = viewer(env, &parts.headers).await else {
            let page = notices::sign_in_needed(asked_language(&parts.headers));
            return Err((StatusCode::UNAUTHORIZED, html(page)).into_response());
        };
        let reader = Reader {
            by: ReadBy::Person(viewer.person.clone()),
            roles: viewer.roles.clone(),
            what: format!("{} {}", parts.method, parts.uri.path()),
        };
        let seen = for_reader(env, &current, reader).await;
        let env = seen.map_err(|fault| super::console::failed(&viewer, &fault))?;
        Ok(Self { sees: sees(&viewer, &current), viewer, env, headers: parts.headers.clone() })
    }
}

impl Seer {
    /// The same, if what came is a form of our own pages; else the answer.
    pub fn sent(self, fields: &[(String, String)]) -> Result<Self, Box<Response>> {
        let session = Session {
            product: self.viewer.product.clone(),
            person: self.viewer.person.clone(),
            name: self.viewer.name.clone(),
            language: self.viewer.language,
            zone: chrono_tz::Tz::UTC,
            csrf: self.viewer.csrf.clone(),
            waits: Waits::default(),
        };
        let csrf = super::console::value(fields, "csrf").unwrap_or_default();
        if is_ours(&session, &self.headers, &csrf) {
            return Ok(self);
        }
        Err(Box::new((StatusCode::FORBIDDEN, html(notices::forged(&self.viewer))).into_response()))
    }
}

/// The person of the session's cookie, with their product's configuration.
async fn viewer(env: &Env, headers: &HeaderMap) -> Option<(Viewer, Current)> {
    let (session, current) = signed_in(env, headers).await?;
    Some((super::who::viewer(session, &current, headers), current))
}
