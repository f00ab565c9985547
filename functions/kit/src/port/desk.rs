//! The service desk: where incidents come from and go back to.

use super::{CallError, EffectKey};
use crate::http::Request;
use async_trait::async_trait;
use nabat_domain::catalogue::Priority;
use nabat_domain::ids::{DeskId, FunctionId, ProblemId, ProductId, ServiceId};
use nabat_domain::incident::DeskAct;
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What is changed on a desk record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DeskRecordChange {
    /// A comment, as text.
    Comment {
        /// The words.
        text: String,
    },
    /// Closed with these words.
    Close {
        /// The words.
        text: String,
    },
    /// Opened again: closing by hand did not end the incident.
    Reopen {
        /// The words.
        text: String,
    },
    /// Linked to another record of the desk.
    Link {
        /// The other record.
        to: String,
    },
    /// Given to a work group, to be done by a moment.
    Assign {
        /// The group's name.
        work_group: String,
        /// By when.
        due: At,
    },
}

/// What is changed on a problem's record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeskProblemChange {
    /// What is done to it.
    pub act: DeskAct,
    /// The words.
    pub text: String,
}

/// What sort of record is to be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordCategory {
    /// A failure on contractor.
    OnContractor,
}

/// A record to open in the desk on somebody's work group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewDeskRecord {
    /// The product.
    pub product: ProductId,
    /// What sort of record.
    pub category: RecordCategory,
    /// Whose work it is.
    pub work_group: String,
    /// One line.
    pub title: String,
    /// What is known.
    pub text: String,
    /// By when it is to be done.
    pub due: At,
    /// The incident's desk record.
    pub from: DeskId,
}

/// An incident to open in the desk: it began as an alert, and the desk knows nothing of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewDeskIncident {
    /// The product.
    pub product: ProductId,
    /// The failing service.
    pub service: ServiceId,
    /// Functions lost.
    pub functions: BTreeSet<FunctionId>,
    /// Urgency.
    pub priority: Priority,
    /// When it began.
    pub began: At,
    /// One line.
    pub title: String,
    /// What is known.
    pub text: String,
}

/// A record as the desk keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeskRecord {
    /// The desk's number.
    pub id: DeskId,
    /// Where people open it.
    pub url: String,
}

/// A problem to open in the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewDeskProblem {
    /// The product.
    pub product: ProductId,
    /// One line.
    pub title: String,
    /// What is known.
    pub text: String,
    /// The incident's desk record.
    pub from: DeskId,
}

/// A problem as the desk keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeskProblem {
    /// The desk's number.
    pub id: ProblemId,
    /// Where people open it.
    pub url: String,
    /// The desk's word for its state.
    pub state: String,
}

/// A file to put on a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskFile {
    /// Its name.
    pub name: String,
    /// What it is, as a media type.
    pub media_type: String,
    /// What is in it.
    pub content: Vec<u8>,
    /// What is written beside it: who posted it, its hash, where it stands.
    pub text: String,
}

/// The desk.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Changes a record of a product's; keyed. A desk of several products keeps equal numbers of theirs apart by it.
    async fn change(
        &self,
        key: &EffectKey,
        product: &ProductId,
        record: &DeskId,
        change: &DeskRecordChange,
    ) -> Result<(), CallError>;

    /// Puts a file on a record, with the words beside it; keyed. A desk that takes no files has the words alone: they
    /// say where the file is.
    async fn attach(
        &self,
        key: &EffectKey,
        product: &ProductId,
        record: &DeskId,
        file: &DeskFile,
    ) -> Result<(), CallError> {
        self.change(key, product, record, &DeskRecordChange::Comment { text: file.text.clone() }).await
    }

    /// Opens the record of an incident, with as much of what is known in fields of their own as the desk has fields
    /// for; keyed: the same key finds the one opened before.
    async fn open_incident(&self, key: &EffectKey, incident: &NewDeskIncident) -> Result<DeskRecord, CallError>;

    /// Opens a record on a work group; keyed: the same key finds the one opened before.
    async fn open_record(&self, key: &EffectKey, record: &NewDeskRecord) -> Result<DeskRecord, CallError>;

    /// Opens a problem; keyed: the same key finds the one opened before.
    async fn open_problem(&self, key: &EffectKey, problem: &NewDeskProblem) -> Result<DeskProblem, CallError>;

    /// Changes a problem's record; keyed. `Permanent` where there is no such problem.
    async fn change_problem(
        &self,
        key: &EffectKey,
        problem: &ProblemId,
        change: &DeskProblemChange,
    ) -> Result<(), CallError>;

    /// Links an incident's record to a problem; a closed problem is reopened. `Permanent` where
    /// there is no such problem of the product's.
    async fn link_problem(
        &self,
        key: &EffectKey,
        product: &ProductId,
        record: &DeskId,
        problem: &ProblemId,
    ) -> Result<DeskProblem, CallError>;

    /// Whether the desk has that problem.
    async fn problem(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError>;

    /// What the desk says of its own accord, in its own words. A desk that never does proves nothing.
    async fn pushed(&self, _request: &Request) -> Result<Pushed, CallError> {
        Ok(Pushed::Unproved)
    }

    /// What is configured and the desk does not have, or asks for and will not be given. `None` where that cannot be
    /// told yet: some desks tell a record's fields only of a record.
    async fn lacking(&self) -> Result<Option<Vec<Lacking>>, CallError>;
}

/// What a call that came from a desk is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pushed {
    /// Nothing proves that it came from there.
    Unproved,
    /// It is about no incident.
    Nothing,
    /// These records changed, as they stand now.
    News(Vec<DeskNews>),
}

/// Something the configuration names that is not in the desk as it is named, or the other way round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lacking {
    /// The field, class, issue type or kind of link.
    pub field: String,
    /// What is wrong with it.
    pub fault: FieldFault,
}

/// What may be wrong with a field of a desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldFault {
    /// There is none of that name.
    Absent,
    /// There are two of that name.
    Ambiguous,
    /// It is there, but not where Nabat could set it.
    NotOnScreen,
    /// The desk wants it given, and Nabat has nothing to give.
    Needed,
}

/// A record of the desk that changed, as it stands now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskNews {
    /// The desk's number.
    pub id: DeskId,
    /// What it is a record of.
    pub about: NewsOf,
    /// Another one after each change.
    pub stamp: String,
    /// When it changed, UTC.
    pub at: At,
    /// The record in the fields of the generic webhook, without `type`; of a problem its number alone.
    pub fields: Map<String, Value>,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether the last change was Nabat's own.
    pub ours: bool,
    /// Whether Nabat made the record: then it is known, or about to be.
    pub made_by_nabat: bool,
}

/// What a record is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewsOf {
    /// An incident, or a failure on contractor.
    Incident,
    /// A problem: whether it is closed is heard, what is written there stays there.
    Problem,
}

/// A record of the desk that changed, before it is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The desk's number.
    pub id: DeskId,
    /// What it is a record of.
    pub about: NewsOf,
    /// When it changed, UTC.
    pub at: At,
}

/// What asks a desk that does not push everything: most never push again what was missed.
///
/// After a weekend it may be hundreds of records: they are listed in few calls and read one by one, so that whoever
/// has no time for all of them gets somewhere.
#[async_trait]
pub trait DeskListener: Send + Sync {
    /// Records of incidents and problems that changed at a moment or later, the oldest change first: every one.
    async fn listed(&self, since: At) -> Result<Vec<Changed>, CallError>;

    /// Such a record as it stands now; nothing where it has gone or is hidden since.
    async fn read(&self, changed: &Changed) -> Result<Option<DeskNews>, CallError>;
}
