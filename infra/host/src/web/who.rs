//! Who looks at a page: the person of the session's cookie.

use super::at_once::at_once;
use crate::builtin::who::{Viewer, Who};
use http::HeaderMap;
use http::header::COOKIE;
use nabat_domain::catalogue::{Catalogue, Language, PeopleNames};
use nabat_domain::ids::PersonId;
use nabat_kit::access::{Session, session};
use nabat_kit::configuration::{self, Current, products};
use nabat_kit::env::Env;

/// Name of the session's cookie. Over https a browser takes it under its prefix from this very host alone, and sends
/// it nowhere else.
pub fn session_cookie(base: &str) -> &'static str {
    if is_encrypted(base) { "__Host-nabat" } else { "nabat" }
}

/// Whether people reach the pages by https.
pub fn is_encrypted(base: &str) -> bool {
    base.starts_with("https://")
}

/// Sessions of the table.
pub struct Sessions {
    env: Env,
}

impl Sessions {
    /// Sessions as the table has them.
    pub const fn new(env: Env) -> Self {
        Self { env }
    }
}

impl Who for Sessions {
    fn who(&self, headers: &HeaderMap) -> Option<Viewer> {
        let (session, current) = at_once(signed_in(&self.env, headers))?;
        let catalogue = &current.version.catalogue;
        Some(Viewer {
            name: name(&current.names.people, &session.person),
            language: language(catalogue, &session.person, headers),
            zone: catalogue.product.zone(),
            csrf: session.csrf,
            product: session.product,
            person: session.person,
        })
    }

    fn name_of(&self, user: &str) -> String {
        let person = PersonId::from(user);
        let found = async {
            for (product, _) in products(&self.env).await.ok()? {
                let current = configuration::current(&self.env, &product).await.ok()??;
                if let Some(name) = current.names.people.get(&person) {
                    return Some(name.name.clone());
                }
            }
            None
        };
        at_once(found).unwrap_or_else(|| user.to_owned())
    }
}

/// The session of a request, with the product it is for.
pub async fn signed_in(env: &Env, headers: &HeaderMap) -> Option<(Session, Current)> {
    let secret = cookie(headers, session_cookie(&env.base))?;
    let session = session(env, &secret).await.ok()??;
    let current = configuration::current(env, &session.product).await.ok()??;
    // Somebody who has left the catalogue is nobody here.
    current.version.catalogue.people.contains_key(&session.person).then_some((session, current))
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

/// The language of the pages: chosen on the page, the person's own, or the product's.
pub fn language(catalogue: &Catalogue, person: &PersonId, headers: &HeaderMap) -> Language {
    let chosen =
        cookie(headers, "language").and_then(|code| Language::ALL.into_iter().find(|known| known.as_str() == code));
    let own = || catalogue.people.get(person).and_then(|person| person.language);
    chosen.or_else(own).unwrap_or(catalogue.product.language)
}

/// A person's name as shown.
pub fn name(names: &PeopleNames, person: &PersonId) -> String {
    names.get(person).map_or_else(|| person.to_string(), |name| name.name.clone())
}
