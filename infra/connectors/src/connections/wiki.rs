//! A wiki.

use super::Secret;
use crate::wiki::confluence::{self, Confluence};
use crate::wiki::dokuwiki::{self, DokuWiki};
use crate::wiki::mediawiki::{self, MediaWiki};
use nabat_domain::ids::SecretId;
use nabat_kit::port::Wiki;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A wiki, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WikiConnection {
    /// A space of Confluence Data Center.
    Confluence {
        /// Where it is, which space, below which page reports stand.
        settings: confluence::Settings,
        /// The user's personal access token.
        token: SecretId,
    },
    /// A MediaWiki.
    MediaWiki {
        /// Where it is, who the bot is, where reports stand.
        settings: mediawiki::Settings,
        /// The secret the bot logs in with.
        token: SecretId,
    },
    /// A DokuWiki.
    DokuWiki {
        /// Where it is, who the user is, where reports stand.
        settings: dokuwiki::Settings,
        /// The user's password.
        token: SecretId,
    },
}

impl WikiConnection {
    pub(super) fn open(&self, secret: Secret<'_>) -> anyhow::Result<Arc<dyn Wiki>> {
        Ok(match self {
            Self::Confluence { settings, token } => Arc::new(Confluence::new(settings, &secret(token)?)?),
            Self::MediaWiki { settings, token } => Arc::new(MediaWiki::new(settings, &secret(token)?)?),
            Self::DokuWiki { settings, token } => Arc::new(DokuWiki::new(settings, &secret(token)?)?),
        })
    }
}
