//! `product.yaml`: zone, language, rules and times allowed. The id is the folder's name.

use super::ReliabilityEntry;
#[cfg(test)]
use crate::configuration::schema;
use crate::host::BUILTIN;
use chrono::{NaiveDate, NaiveTime};
use nabat_domain::catalogue::{
    Announced, Committee, Criticality, Language, Policy, ProblemTiming, Product, RestrictedFrom, Retention, Right,
    Rights, Role, Subject, Timing,
};
use nabat_domain::ids::{ChannelId, ConnectionId, PersonId, ProductId, ServiceId};
use nabat_domain::time::Length;
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// The product.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductEntry {
    /// What people call it.
    pub name: String,
    /// Zone of its clocks: an IANA name such as `Europe/Moscow`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub zone: Spanned<String>,
    /// Language of its chats.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<schema::Word<Language>>"))]
    pub language: Language,
    /// Where its chats are made: a connection of `connections.yaml`; `builtin` is Nabat's own.
    #[cfg_attr(test, schemars(with = "String"))]
    pub messenger: Spanned<ConnectionId>,
    /// Where its chats go on when the messenger does not answer: another connection of `connections.yaml`, or `builtin`.
    /// They wait where this is absent.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub second_messenger: Option<Spanned<ConnectionId>>,
    /// Where its incidents come from; `builtin` is Nabat's own.
    #[cfg_attr(test, schemars(with = "String"))]
    pub desk: Spanned<ConnectionId>,
    /// Where its reports are published; `builtin` is Nabat's own and the default.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub wiki: Option<Spanned<ConnectionId>>,
    /// Work groups the desk knows; a contract's has to be one of them, where any is named here.
    #[serde(default)]
    pub work_groups: Vec<String>,
    /// What is searched when a service fails: a connection of `connections.yaml`; `builtin` is Nabat's own, invented
    /// one. Nothing is where this is absent.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub monitoring: Option<Spanned<ConnectionId>>,
    /// Whom to call, in order, when nobody is on duty.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub fallback: Spanned<Vec<Spanned<PersonId>>>,
    /// What a role may do, where it differs from the usual.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "schema::Table<Role, Vec<schema::Word<Right>>>"))]
    pub rights: BTreeMap<Role, BTreeSet<Right>>,
    /// Rules that differ between products.
    #[serde(default)]
    pub policy: PolicyEntry,
    /// Committees and when they meet; a weekly one for problems and a monthly one for reliability unless said.
    #[serde(default)]
    pub committees: Option<Vec<CommitteeEntry>>,
    /// What the figures are held against: targets, works, what counts.
    #[serde(default)]
    pub reliability: ReliabilityEntry,
    /// How long what stands beside the journals is kept, days after an incident is over; what is not named is kept for
    /// good. Erased once a day, for good.
    #[serde(default)]
    pub retention: RetentionEntry,
    /// Time allowed, by class of the service.
    #[cfg_attr(test, schemars(with = "schema::Table<Criticality, TimingEntry>"))]
    pub timing: Spanned<BTreeMap<Criticality, TimingEntry>>,
}

/// Rules that differ between products; what is not said stays as it is by default.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PolicyEntry {
    /// Related services asked at once, at most.
    #[cfg_attr(test, schemars(with = "Option<NonZeroU32>"))]
    pub related_at_once: Option<Spanned<NonZeroU32>>,
    /// The bot's gathered posts stand at least this far apart, seconds.
    pub gather_seconds: Option<u32>,
    /// Whether suppliers are asked even when nobody suspects them.
    pub ask_suppliers: Option<bool>,
    /// Labels an alert has to have, all of them, to become an incident at once, such as `{severity: critical}`;
    /// every other one is proposed to first line.
    pub registered_alerts: BTreeMap<String, String>,
    /// Whose incidents those alone read who take part in them, are on duty for the service or may restrict.
    pub restricted: RestrictedEntry,
    /// A session of the pages nobody used for so long is over, hours; 12 unless said. It is over after 16 anyway.
    pub idle_hours: Option<NonZeroU32>,
    /// Times allowed to problems.
    pub problems: ProblemTimingEntry,
}

/// Whose incidents are restricted from the first moment on.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RestrictedEntry {
    /// Services of `services.yaml`.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub services: Vec<Spanned<ServiceId>>,
    /// Classes.
    #[cfg_attr(test, schemars(with = "Vec<schema::Word<Criticality>>"))]
    pub classes: BTreeSet<Criticality>,
}

impl RestrictedEntry {
    fn restricted(&self) -> RestrictedFrom {
        let services = self.services.iter().map(|named| named.value.clone()).collect();
        RestrictedFrom { services, classes: self.classes.clone() }
    }
}

/// Times allowed to a problem, days; what is not said stays as it is by default.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ProblemTimingEntry {
    /// Budget of each stage of the problem's procedure, days.
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, NonZeroU32>"))]
    pub stages: BTreeMap<String, Spanned<NonZeroU32>>,
    /// The problem manager accepts within this, or the next one is called, days.
    pub accept: Option<NonZeroU32>,
    /// A prompt without an answer is asked again after this, days.
    pub remind: Option<NonZeroU32>,
}

impl ProblemTimingEntry {
    fn timing(&self, mut timing: ProblemTiming) -> ProblemTiming {
        timing.stages.extend(self.stages.iter().map(|(stage, days)| (stage.clone(), days.value.get())));
        timing.accept = self.accept.map_or(timing.accept, NonZeroU32::get);
        timing.remind = self.remind.map_or(timing.remind, NonZeroU32::get);
        timing
    }
}

/// Times allowed to one class, minutes.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TimingEntry {
    /// Budget of each stage of the procedure, minutes.
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, NonZeroU32>"))]
    pub stages: Spanned<BTreeMap<String, Spanned<NonZeroU32>>>,
    /// Budget of the whole failure, began to restored, minutes.
    pub incident: NonZeroU32,
    /// The duty engineer accepts within this, or the next one is called, minutes.
    pub accept: NonZeroU32,
    /// A prompt without an answer is asked again after this, minutes.
    pub remind: NonZeroU32,
    /// How often to ask what is being done, minutes.
    pub rhythm: NonZeroU32,
}

impl ProductEntry {
    /// The product of the catalogue, under its folder's name.
    pub fn product(&self, id: &ProductId) -> Product {
        let mut rights = Rights::default();
        rights.0.extend(self.rights.clone());
        Product {
            id: id.clone(),
            name: self.name.clone(),
            zone: self.zone.value.clone(),
            language: self.language,
            messenger: self.messenger.value.clone(),
            second_messenger: self.second_messenger.as_ref().map(|named| named.value.clone()),
            desk: self.desk.value.clone(),
            wiki: Some(self.wiki.as_ref().map_or_else(|| BUILTIN.into(), |wiki| wiki.value.clone())),
            monitoring: self.monitoring.as_ref().map(|named| named.value.clone()),
            fallback: self.fallback.value.iter().map(|person| person.value.clone()).collect(),
            rights,
            policy: self.policy.policy(),
            committees: self.committees(),
            reliability: self.reliability.terms(),
            retention: self.retention.retention(),
            timing: self.timing.value.iter().map(|(class, timing)| (*class, timing.timing())).collect(),
        }
    }
}

/// How long what stands beside the journals is kept, days.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RetentionEntry {
    /// What people typed, and what repeats it; the names of files with the files.
    pub words: Option<NonZeroU32>,
    /// Content of files people posted.
    pub files: Option<NonZeroU32>,
    /// Samples behind findings.
    pub samples: Option<NonZeroU32>,
    /// What was given up for good, from then on.
    pub discarded: Option<NonZeroU32>,
    /// Registrations that were refused, from then on.
    pub refused: Option<NonZeroU32>,
}

impl RetentionEntry {
    fn retention(&self) -> Retention {
        let days = |said: Option<NonZeroU32>| said.map(NonZeroU32::get);
        let (words, files) = (days(self.words), days(self.files));
        let (discarded, refused) = (days(self.discarded), days(self.refused));
        Retention { words, files, samples: days(self.samples), discarded, refused }
    }
}

/// A committee.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CommitteeEntry {
    /// Its id: letters, digits, hyphens.
    pub id: String,
    /// What people call it; `problems` and `reliability` have names of their own.
    #[serde(default)]
    pub name: Option<String>,
    /// What it looks at.
    #[cfg_attr(test, schemars(with = "schema::Word<Subject>"))]
    pub subject: Subject,
    /// A day on which it met or will meet: `2026-01-15`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub since: NaiveDate,
    /// Days from one meeting to the next.
    pub every_days: NonZeroU32,
    /// When it begins, by the product's clock: `11:00:00`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub at: NaiveTime,
    /// The standing room of `notices.yaml` its agenda is announced in.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub channel: Option<Spanned<ChannelId>>,
    /// How many hours before the meeting; 24 unless said.
    #[serde(default)]
    pub announced_hours: Option<NonZeroU32>,
}

/// How long before a meeting its agenda is announced unless said.
const ANNOUNCED_HOURS: u32 = 24;

impl CommitteeEntry {
    fn announced(&self) -> Option<Announced> {
        let hours = self.announced_hours.map_or(ANNOUNCED_HOURS, NonZeroU32::get);
        let channel = self.channel.as_ref()?.value.clone();
        Some(Announced { channel, before: Length::hours(i64::from(hours)) })
    }
}

impl ProductEntry {
    fn committees(&self) -> Vec<Committee> {
        let Some(entries) = &self.committees else { return Committee::usual() };
        let one = |entry: &CommitteeEntry| Committee {
            id: entry.id.clone(),
            name: entry.name.clone(),
            subject: entry.subject,
            since: entry.since,
            every_days: entry.every_days.get(),
            at: entry.at,
            announced: entry.announced(),
        };
        entries.iter().map(one).collect()
    }
}

impl PolicyEntry {
    fn policy(&self) -> Policy {
        let default = Policy::default();
        Policy {
            related_at_once: self.related_at_once.as_ref().map_or(default.related_at_once, |most| most.value.get()),
            gather_seconds: self.gather_seconds.unwrap_or(default.gather_seconds),
            ask_suppliers: self.ask_suppliers.unwrap_or(default.ask_suppliers),
            registered_alerts: self.registered_alerts.clone(),
            restricted: self.restricted.restricted(),
            idle_hours: self.idle_hours.map_or(default.idle_hours, NonZeroU32::get),
            problems: self.problems.timing(default.problems),
        }
    }
}

impl TimingEntry {
    fn timing(&self) -> Timing {
        let stages = self.stages.value.iter();
        Timing {
            stages: stages.map(|(stage, minutes)| (stage.clone(), minutes.value.get())).collect(),
            incident: self.incident.get(),
            accept: self.accept.get(),
            remind: self.remind.get(),
            rhythm: self.rhythm.get(),
        }
    }
}
