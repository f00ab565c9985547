//! The product: one estate under one operator, with its zone, language and rules.

use super::{Committee, Criticality, ReliabilityTerms, Retention, Rights};
use crate::ids::{ConnectionId, PersonId, ProductId, ServiceId};
use crate::time::Length;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Language of the texts people read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

impl Language {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// `ru` or `en`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }
}

/// One estate: the tenant.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Product {
    /// Id: the name of its configuration folder.
    pub id: ProductId,
    /// Name people know it by.
    pub name: String,
    /// IANA zone of its clocks, such as `Europe/Moscow`.
    pub zone: String,
    /// Language of its chats.
    #[serde(default)]
    pub language: Language,
    /// Messenger its chats are made in.
    pub messenger: ConnectionId,
    /// Messenger its chats go on in when the first does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_messenger: Option<ConnectionId>,
    /// Desk its incidents come from.
    pub desk: ConnectionId,
    /// Wiki its reports are published in; none are where there is no wiki.
    #[serde(default)]
    pub wiki: Option<ConnectionId>,
    /// Monitoring that is searched when a service fails; none is where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<ConnectionId>,
    /// Called when nobody is on duty, in order.
    pub fallback: Vec<PersonId>,
    /// Who may do what, where it differs from the default.
    #[serde(default)]
    pub rights: Rights,
    /// Rules that differ between products.
    #[serde(default)]
    pub policy: Policy,
    /// Committees and when they meet.
    #[serde(default = "Committee::usual")]
    pub committees: Vec<Committee>,
    /// What its figures are held against.
    #[serde(default)]
    pub reliability: ReliabilityTerms,
    /// How long what stands beside the journals is kept.
    #[serde(default, skip_serializing_if = "Retention::is_for_good")]
    pub retention: Retention,
    /// Times allowed, by class.
    pub timing: BTreeMap<Criticality, Timing>,
}

impl Product {
    /// Whether its people are spoken to there.
    pub fn speaks_through(&self, connection: &ConnectionId) -> bool {
        self.messenger == *connection || self.second_messenger.as_ref() == Some(connection)
    }

    /// The zone; UTC if the configuration was pushed with a name nobody knows (`check` refuses it).
    pub fn zone(&self) -> Tz {
        self.zone.parse().unwrap_or(Tz::UTC)
    }
}

/// Most related services asked of one failure. Their questions are asked, reminded of and taken back in portions; but
/// those that go on to one person together, or wait for the room, are posted in one transaction, which takes a hundred
/// rows.
pub const MOST_RELATED: u32 = 50;

/// Rules that differ between products.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Related services asked at once, at most; never more than [`MOST_RELATED`].
    pub related_at_once: u32,
    /// The bot's gathered posts stand at least this far apart, seconds.
    pub gather_seconds: u32,
    /// Whether related suppliers are asked even when nobody suspects them.
    pub ask_suppliers: bool,
    /// Labels an alert has to have, all of them, to become an incident at once; where there are none, every alert is
    /// proposed to first line alone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub registered_alerts: BTreeMap<String, String>,
    /// Whose incidents are restricted from the first moment on.
    #[serde(skip_serializing_if = "RestrictedFrom::is_nobody")]
    pub restricted: RestrictedFrom,
    /// A session of the pages nobody used for so long is over, hours.
    #[serde(skip_serializing_if = "is_usual_idle")]
    pub idle_hours: u32,
    /// Times allowed to problems.
    pub problems: ProblemTiming,
}

/// Longer than a meal or a meeting, shorter than the night after a day's shift.
const USUAL_IDLE_HOURS: u32 = 12;

fn is_usual_idle(hours: &u32) -> bool {
    *hours == USUAL_IDLE_HOURS
}

impl Policy {
    /// A session of the pages nobody used for so long is over.
    pub fn idle(&self) -> Length {
        Length::hours(i64::from(self.idle_hours))
    }
}

/// Whose incidents are restricted from the first moment on.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RestrictedFrom {
    /// Services.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub services: BTreeSet<ServiceId>,
    /// Classes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub classes: BTreeSet<Criticality>,
}

impl RestrictedFrom {
    fn is_nobody(&self) -> bool {
        *self == Self::default()
    }
}

/// Times allowed to a problem, in days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct ProblemTiming {
    /// Budget of each stage, by stage id.
    pub stages: BTreeMap<String, u32>,
    /// The problem manager accepts within this, or the next one is called.
    pub accept: u32,
    /// An unanswered prompt is asked again after this.
    pub remind: u32,
}

impl Default for ProblemTiming {
    fn default() -> Self {
        let stages = [("cause", 14), ("workaround", 3), ("planning", 7), ("conclusion", 7)];
        Self { stages: stages.map(|(stage, days)| (stage.to_owned(), days)).into(), accept: 1, remind: 2 }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            related_at_once: 15,
            gather_seconds: 180,
            ask_suppliers: false,
            registered_alerts: BTreeMap::new(),
            restricted: RestrictedFrom::default(),
            idle_hours: USUAL_IDLE_HOURS,
            problems: ProblemTiming::default(),
        }
    }
}

/// Times allowed to incidents of one class, in minutes unless the name says seconds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Timing {
    /// Budget of each stage, by stage id.
    pub stages: BTreeMap<String, u32>,
    /// Budget of the whole failure, began to restored.
    pub incident: u32,
    /// The duty engineer accepts within this, or the chain is called.
    pub accept: u32,
    /// An unanswered prompt is asked again after this.
    pub remind: u32,
    /// "What is being done" is asked at this rhythm.
    pub rhythm: u32,
}

impl Timing {
    /// Minutes as a length.
    pub const fn length(minutes: u32) -> Length {
        Length::minutes(minutes as i64)
    }
}
