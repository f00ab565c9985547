//! What is registered in the desk, and how Nabat is told of it: the generic webhook.

use nabat_domain::ids::{DeskId, FunctionId, OrganisationId, ProductId, ServiceId};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};

/// A failure as somebody registers it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewRecord {
    /// Whose.
    pub product: ProductId,
    /// What fails.
    pub service: ServiceId,
    /// What users cannot do.
    pub functions: Vec<FunctionId>,
    /// One line.
    pub summary: String,
    /// More words.
    #[serde(default)]
    pub description: Option<String>,
    /// What the desk thinks of its priority.
    #[serde(default)]
    pub priority: Option<String>,
    /// Where it is felt; empty means everywhere.
    #[serde(default)]
    pub scope: Vec<OrganisationId>,
    /// When it began.
    pub started_at: At,
    /// When it was over, for a failure registered afterwards.
    #[serde(default)]
    pub restored_at: Option<At>,
    /// Who registers it: a person's id.
    pub registered_by: String,
    /// In earnest or for practice.
    #[serde(default)]
    pub purpose: Purpose,
}

/// Why something is registered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Something fails.
    #[default]
    Failure,
    /// A drill.
    Drill,
}

/// What happened with a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Happened {
    /// It was made.
    #[serde(rename = "incident.registered")]
    Registered,
    /// It was changed.
    #[serde(rename = "incident.updated")]
    Updated,
    /// It was closed by hand.
    #[serde(rename = "incident.closed")]
    Closed,
}

/// The body of the webhook.
#[derive(Serialize)]
struct Webhook<'a> {
    #[serde(rename = "type")]
    happened: Happened,
    id: &'a DeskId,
    service: &'a ServiceId,
    functions: &'a [FunctionId],
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<&'a str>,
    #[serde(skip_serializing_if = "<[OrganisationId]>::is_empty")]
    scope: &'a [OrganisationId],
    started_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    restored_at: Option<String>,
    registered_by: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    drill: Option<bool>,
}

/// The webhook's body as JSON. `url` is where people open the record.
pub fn webhook(happened: Happened, id: &DeskId, facts: &NewRecord, url: String) -> String {
    let body = Webhook {
        happened,
        id,
        service: &facts.service,
        functions: &facts.functions,
        summary: &facts.summary,
        description: facts.description.as_deref(),
        priority: facts.priority.as_deref(),
        scope: &facts.scope,
        started_at: facts.started_at.to_rfc3339(),
        restored_at: facts.restored_at.map(At::to_rfc3339),
        registered_by: &facts.registered_by,
        url,
        drill: (facts.purpose == Purpose::Drill).then_some(true),
    };
    serde_json::to_string(&body).expect("the body is plain data")
}
