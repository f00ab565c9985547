//! Who was told what of an incident: one row a recipient and notice, kept with the incident.
//!
//! The rows are what makes a notice go out once, the cursor of spreading it, and what a withdrawal goes by.

use crate::fault::Fault;
use crate::keys;
use crate::table::{Key, Query, Row, Table};
use nabat_domain::catalogue::{Language, NoticeKind, NoticeText, Recipient};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};

/// One notice to one recipient.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// To whom.
    pub to: Recipient,
    /// What it says.
    pub kind: NoticeKind,
    /// Which of the texts.
    pub text: NoticeText,
    /// In which language.
    pub language: Language,
    /// Number of the event it tells of.
    pub number: u64,
    /// When it was put down.
    pub at: At,
    /// When it was handed over; the messenger's are handed over with its other posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<At>,
}

impl Told {
    /// The row's place. "Began" is told once, however often the incident is assembled.
    pub fn key(&self, product: &ProductId, incident: &IncidentId) -> Key {
        let number = if self.kind == NoticeKind::Began { 0 } else { self.number };
        let name = self.to.name();
        Key::new(keys::incident(product, incident), format!("N#{name}#{number:08}#{}", self.kind.as_str()))
    }

    /// The row.
    pub fn row(&self, key: Key) -> Row {
        let body = serde_json::to_string(self).expect("what was told has only string keys");
        Row { key, body, version: 1, due: None, listed: None, expires: None }
    }
}

/// Everything told of an incident, by recipient, then in order.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn told(table: &dyn Table, product: &ProductId, incident: &IncidentId) -> Result<Vec<Told>, Fault> {
    let rows = table.query(&Query::prefix(keys::incident(product, incident), "N#")).await?;
    let read = |row: &Row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("what was told", error));
    rows.iter().map(read).collect()
}
