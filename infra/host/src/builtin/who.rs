//! Who looks at a page: answered by the host, asked by every page.

use chrono_tz::Tz;
use http::HeaderMap;
use nabat_console::pages::counters::Counters;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{PersonId, ProductId};
use std::fmt;
use std::sync::Arc;

/// What waits for somebody, counted when a page is shown: forms, files and streams of messages count nothing.
#[derive(Clone, Default)]
pub struct Waits(Option<Arc<dyn Fn() -> Counters + Send + Sync>>);

impl Waits {
    /// Counted so.
    pub fn new(count: impl Fn() -> Counters + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(count)))
    }

    /// How much waits now.
    pub fn counted(&self) -> Counters {
        self.0.as_ref().map(|count| count()).unwrap_or_default()
    }
}

impl fmt::Debug for Waits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Waits")
    }
}

/// Somebody signed in.
#[derive(Clone, Debug)]
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
    /// What waits for them.
    pub waits: Waits,
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
