//! A duty calendar.

use super::Secret;
use crate::duty::caldav::CalDav;
use crate::duty::feed::{Feed, File, of_calendar};
use crate::webhook::address::{self, Refused};
use anyhow::bail;
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
                let address = of_calendar(&secret(name)?);
                if let Err(why) = address::check(&address, *private) {
                    // Where it leads is the secret.
                    let why = if let Refused::NotPublic(_) = why {
                        "it is not a public address".into()
                    } else {
                        why.to_string()
                    };
                    bail!("the secret `{name}` has to be an address that may be called, such as https://…: {why}");
                }
                Arc::new(Feed::new(&address, None)?)
            }
            Self::File { file } => Arc::new(File::new(file.clone())),
            Self::Caldav { address, user, token } => Arc::new(CalDav::new(address, user, &secret(token)?)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(address: &str, private: bool) -> Result<(), String> {
        let calendar = CalendarConnection::SecretFeed { address: "feed".into(), private };
        calendar.open(&|_| Ok(address.to_owned())).map(drop).map_err(|why| format!("{why:#}"))
    }

    #[test]
    fn a_secret_address_is_held_to_what_every_address_is() {
        for address in ["https://calendar.example/secret.ics\n", "webcal://calendar.example/secret.ics"] {
            assert_eq!(opened(address, false), Ok(()), "{address}");
        }
        assert_eq!(opened("http://127.0.0.1:9/x.ics", true), Ok(()));
        for address in [
            "http://calendar.example/x.ics",
            "https://127.0.0.1/x.ics",
            "https://10.0.0.1/x.ics",
            "https://[::ffff:169.254.169.254]/x.ics",
            "webcal://localhost/x.ics",
            "https://user:hush@calendar.example/x.ics",
            "file:///etc/passwd",
            "calendar",
        ] {
            let refused = opened(address, false).expect_err(address);
            let told = refused.split_once("https://…: ").map(|(_, why)| why).unwrap_or_default();
            assert!(refused.contains("`feed`") && !told.is_empty(), "{refused}");
            assert!(
                !["127.0.0.1", "10.0.0.1", "localhost", "hush", "passwd"].iter().any(|part| refused.contains(part)),
                "{refused}"
            );
        }
        assert!(opened("http://169.254.169.254/latest", true).is_err(), "metadata never");
    }
}
