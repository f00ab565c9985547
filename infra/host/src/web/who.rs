//! Who looks at a page: the person of the session's cookie.

use super::at_once::at_once;
use crate::builtin::who::{Viewer, Waits, Who};
use http::HeaderMap;
use http::header::COOKIE;
use nabat_console::pages::counters::{Counters, count};
use nabat_console::viewer::Viewer as Seen;
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
        let (zone, viewer) = (current.version.catalogue.product.zone(), viewer(session, &current, headers));
        Some(Viewer {
            name: viewer.name.clone(),
            language: viewer.language,
            zone,
            csrf: viewer.csrf.clone(),
            product: viewer.product.clone(),
            person: viewer.person.clone(),
            waits: waits(self.env.clone(), viewer),
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

/// What waits for a viewer of the console's pages. A bar that cannot count keeps nobody from a chat.
fn waits(env: Env, viewer: Seen) -> Waits {
    Waits::new(move || {
        at_once(count(&env, &viewer)).unwrap_or_else(|fault| {
            tracing::warn!(product = %viewer.product, "what waits could not be counted: {fault}");
            Counters::default()
        })
    })
}

/// Whoever is signed in, as the console's pages know them.
pub fn viewer(session: Session, current: &Current, headers: &HeaderMap) -> Seen {
    let catalogue = &current.version.catalogue;
    Seen {
        product: session.product,
        product_name: catalogue.product.name.clone(),
        roles: catalogue.people.get(&session.person).map(|person| person.roles.clone()).unwrap_or_default(),
        rights: catalogue.product.rights.clone(),
        name: name(&current.names.people, &session.person),
        language: language(catalogue, &session.person, headers),
        csrf: session.csrf,
        person: session.person,
    }
}

/// The session of a request, with the product it is for.
#[nabat_kit::boxed]
pub async fn signed_in(env: &Env, headers: &HeaderMap) -> Option<(Session, Current)> {
    let secret = cookie(headers, session_cookie(&env.base))?;
    let (session, current) = session(env, &secret).await.ok()??;
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
fn language(catalogue: &Catalogue, person: &PersonId, headers: &HeaderMap) -> Language {
    let chosen =
        cookie(headers, "language").and_then(|code| Language::ALL.into_iter().find(|known| known.as_str() == code));
    let own = || catalogue.people.get(person).and_then(|person| person.language);
    chosen.or_else(own).unwrap_or(catalogue.product.language)
}

/// A person's name as shown.
pub fn name(names: &PeopleNames, person: &PersonId) -> String {
    names.get(person).map_or_else(|| person.to_string(), |name| name.name.clone())
}
