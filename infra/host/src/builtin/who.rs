//! Who looks at a page: answered by the host, asked by every page.

use chrono_tz::Tz;
use http::HeaderMap;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{PersonId, ProductId};

/// Somebody signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Viewer {
    /// The product the session is of: the same id may be somebody else in another.
    pub product: ProductId,
    /// The person; in the built-in messenger this is their user name as well.
    pub person: PersonId,
    /// Their name as shown.
    pub name: String,
    /// The language of the pages.
    pub language: Language,
    /// The zone of the clocks on the pages.
    pub zone: Tz,
    /// The session's token that every form carries.
    pub csrf: String,
}

impl Viewer {
    /// The user name in the built-in messenger.
    pub fn user(&self) -> &str {
        self.person.as_str()
    }
}

/// Knows people and sessions.
pub trait Who: Send + Sync {
    /// Who sent a request with these headers; `None` if nobody is signed in.
    fn who(&self, headers: &HeaderMap) -> Option<Viewer>;

    /// The name of a user of the messenger as others see it.
    fn name_of(&self, user: &str) -> String;
}
