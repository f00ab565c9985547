//! A search of monitoring, as it is asked for.

use crate::ids::{PersonId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};

/// A search of monitoring.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Search {
    /// The number of the event it follows from: no two searches of an incident share it.
    pub number: u64,
    /// The service in the middle; its neighbours are looked at too.
    pub service: ServiceId,
    /// The last moment looked at: the registration, or what was asked for.
    pub until: At,
    /// Who asked for it; nobody where it was the registration or another failing service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
}
