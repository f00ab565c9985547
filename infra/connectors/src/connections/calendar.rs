//! A duty calendar.

use super::Secret;
use crate::duty::caldav::CalDav;
use crate::duty::feed::{Feed, File};
use anyhow::ensure;
use nabat_domain::ids::SecretId;
use nabat_kit::port::DutyCalendar;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// A duty calendar, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarConnection {
    /// An iCalendar by its address.
    Feed {
        /// Its address.
        address: String,
        /// The user it asks for.
        user: String,
        /// The user's password, where one is asked for.
        token: Option<SecretId>,
    },
    /// An iCalendar whose address nobody is to know: whoever does can read it.
    SecretFeed {
        /// The secret that is the address.
        address: SecretId,
        /// It may be called without TLS.
        private: bool,
    },
    /// An iCalendar in a file.
    File {
        /// The file.
        file: PathBuf,
    },
    /// A calendar on a CalDAV server.
    Caldav {
        /// The collection's address.
        address: String,
        /// The user.
        user: String,
        /// The user's password.
        token: SecretId,
    },
}

impl CalendarConnection {
    pub(super) fn open(&self, secret: Secret<'_>) -> anyhow::Result<Arc<dyn DutyCalendar>> {
        Ok(match self {
            Self::Feed { address, user, token } => {
                let password = token.as_ref().map(secret).transpose()?;
                Arc::new(Feed::new(address, password.map(|password| (user.clone(), password.trim().to_owned())))?)
            }
            Self::SecretFeed { address, private } => {
                let name = address;
                let address = secret(name)?;
                let closed = ["https://", "webcal://"].into_iter().any(|scheme| address.trim().starts_with(scheme));
                let open = *private && address.trim().starts_with("http://");
                ensure!(closed || open, "the secret `{name}` has to be an address that begins with https://");
                Arc::new(Feed::new(&address, None)?)
            }
            Self::File { file } => Arc::new(File::new(file.clone())),
            Self::Caldav { address, user, token } => Arc::new(CalDav::new(address, user, &secret(token)?)?),
        })
    }
}
