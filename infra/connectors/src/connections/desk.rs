//! A service desk.

use super::{OpenDesk, Secret};
use crate::desk::jira::{self, Jira};
use crate::desk::roundup::{self, Roundup};
use crate::desk::rt::{self, RequestTracker};
use nabat_domain::ids::SecretId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A service desk, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskConnection {
    /// A project of Jira Service Management Data Center.
    Jira {
        /// Where it is, who Nabat is there, which field holds what.
        settings: jira::Settings,
        /// The user's personal access token.
        token: SecretId,
        /// What its webhooks are signed with; without one none are taken.
        callback_token: Option<SecretId>,
    },
    /// A Roundup tracker.
    Roundup {
        /// Where it is, who Nabat is there, which field holds what.
        settings: roundup::Settings,
        /// The user's password.
        token: SecretId,
    },
    /// A Request Tracker.
    RequestTracker {
        /// Where it is, who Nabat is there, which field holds what.
        settings: rt::Settings,
        /// The user's token.
        token: SecretId,
    },
}

impl DeskConnection {
    pub(super) fn open(&self, secret: Secret<'_>) -> anyhow::Result<OpenDesk> {
        match self {
            Self::Jira { settings, token, callback_token } => {
                let webhook = callback_token.as_ref().map(secret).transpose()?;
                let jira = Arc::new(Jira::new(settings.clone(), &secret(token)?, webhook.as_deref())?);
                Ok(OpenDesk { desk: jira.clone(), listener: Some(jira) })
            }
            Self::Roundup { settings, token } => {
                let roundup = Arc::new(Roundup::new(settings.clone(), &secret(token)?)?);
                Ok(OpenDesk { desk: roundup.clone(), listener: Some(roundup) })
            }
            Self::RequestTracker { settings, token } => {
                let tracker = Arc::new(RequestTracker::new(settings.clone(), &secret(token)?)?);
                Ok(OpenDesk { desk: tracker.clone(), listener: Some(tracker) })
            }
        }
    }
}
