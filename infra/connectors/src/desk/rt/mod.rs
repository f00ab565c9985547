//! Request Tracker 5 and 6: tickets of two queues by REST 2, with a token.
//!
//! RT keeps no key of a comment, so keys stand in a custom field of the ticket, set by the very call they name. A PUT
//! answers 200 even where part of it was refused: what was written is read back.

mod api;
mod changed;
mod ticket;
mod words;

use super::elsewhere;
use super::fields::Fields;
use crate::http::said;
use api::{Api, text};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabat_domain::ids::{DeskId, ProblemId, ProductId};
use nabat_domain::incident::DeskAct;
use nabat_domain::time::At;
use nabat_kit::port::{
    CallError, Desk, DeskFile, DeskProblem, DeskProblemChange, DeskRecord, DeskRecordChange, EffectKey, FieldFault,
    Lacking, NewDeskIncident, NewDeskProblem, NewDeskRecord,
};
use reqwest::Method;
use serde_json::{Map, Value, json};
use ticket::{Ticket, written};
use words::{header_words, quoted};

/// The custom field that keeps Nabat's keys: freeform, several values.
const KEYS: &str = "Nabat";

/// Two queues, as one user.
pub struct RequestTracker {
    api: Api,
    settings: Settings,
}

/// What RT's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// RT's address, what stands before `/REST/2.0`.
    pub base: String,
    /// The user the token is of.
    pub bot: String,
    /// Which queue and custom field holds what.
    pub fields: Fields,
}

impl RequestTracker {
    /// A connection by a token; nothing is called yet.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: Settings, token: &str) -> Result<Self, CallError> {
        Ok(Self { api: Api::new(&settings.base, token)?, settings })
    }

    async fn read(&self, id: &str) -> Result<Value, CallError> {
        self.api.ticket(id).await?.ok_or_else(|| CallError::Permanent(format!("Request Tracker has no ticket {id}")))
    }

    /// A comment, once; its key is set by the same call.
    async fn comment(&self, key: &EffectKey, id: &str, words: &str, attached: Option<Value>) -> Result<(), CallError> {
        let told = self.read(id).await?;
        let mut keys = Ticket(&told).values(KEYS);
        if keys.contains(&key.0) {
            return Ok(());
        }
        keys.push(key.0.clone());
        let mut body = json!({ "Content": words, "ContentType": "text/plain", "CustomFields": { KEYS: keys } });
        if let Some(attached) = attached {
            body["Attachments"] = attached;
        }
        self.api.call(Method::POST, &["ticket", id, "comment"], &body).await?;
        let after = self.read(id).await?;
        match Ticket(&after).values(KEYS).contains(&key.0) {
            true => Ok(()),
            false => Err(left(id, &[KEYS])),
        }
    }

    async fn set_status(&self, id: &str, status: &str) -> Result<(), CallError> {
        let told = self.read(id).await?;
        if Ticket(&told).status() == status {
            return Ok(());
        }
        self.api.call(Method::PUT, &["ticket", id], &json!({ "Status": status })).await?;
        let after = self.read(id).await?;
        if Ticket(&after).status() == status { Ok(()) } else { Err(left(id, &["Status"])) }
    }

    async fn refer(&self, id: &str, to: &str) -> Result<(), CallError> {
        let told = self.read(id).await?;
        if Ticket(&told).refers_to(to) {
            return Ok(());
        }
        self.api.call(Method::PUT, &["ticket", id], &json!({ "AddRefersTo": [to] })).await?;
        let after = self.read(id).await?;
        if Ticket(&after).refers_to(to) { Ok(()) } else { Err(left(id, &["RefersTo"])) }
    }

    async fn assign(&self, id: &str, work_group: &str, due: At) -> Result<(), CallError> {
        let mut body = json!({ "Due": written(due) });
        if let Some(field) = &self.settings.fields.work_group {
            body["CustomFields"] = json!({ field: work_group });
        }
        self.api.call(Method::PUT, &["ticket", id], &body).await?;
        let after = self.read(id).await?;
        let after = Ticket(&after);
        let group = self.settings.fields.work_group.as_deref();
        let stands = |field: &&str| after.value(field).as_deref() == Some(work_group);
        let mut refused: Vec<&str> = group.filter(|field| !stands(field)).into_iter().collect();
        if after.moment("Due").is_none_or(|stands| stands.0 / 1_000 != due.0 / 1_000) {
            refused.push("Due");
        }
        if refused.is_empty() { Ok(()) } else { Err(left(id, &refused)) }
    }

    /// A ticket of a queue under a key: the one there is, or a new one with these custom fields, which refers to where
    /// it came from.
    async fn open(
        &self,
        key: &EffectKey,
        queue: &str,
        told: (&str, &str),
        known: Map<String, Value>,
        from: Option<&DeskId>,
    ) -> Result<String, CallError> {
        let by_key = format!("Queue = '{}' AND 'CF.{{{KEYS}}}' = '{}'", quoted(queue), quoted(&key.0));
        if let Some(id) = self.api.found(&by_key, "id").await?.into_iter().next() {
            return Ok(id);
        }
        let mut body = json!({
            "Queue": queue, "Subject": told.0, "Content": told.1, "ContentType": "text/plain",
            "Status": self.settings.fields.open, "CustomFields": known,
        });
        body["CustomFields"][KEYS] = json!([key.0]);
        if let Some(from) = from.filter(|from| is_number(from.as_str())) {
            body["RefersTo"] = json!([from]);
        }
        let made = self.api.call(Method::POST, &["ticket"], &body).await?;
        let without =
            || CallError::Permanent(format!("a ticket was made without a number: {}", said(&made.to_string())));
        text(&made["id"]).ok_or_else(without)
    }

    /// The problem as it stands; `None` where there is none.
    async fn standing(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError> {
        let id = problem.as_str();
        if !is_number(id) {
            return Ok(None);
        }
        let query = format!("id = {id} AND Queue = '{}'", quoted(&self.settings.fields.problems));
        if self.api.found(&query, "id").await?.is_empty() {
            return Ok(None);
        }
        let told = self.api.ticket(id).await?;
        let told = told.as_ref().map(Ticket);
        let made = |ticket: Ticket| DeskProblem {
            id: problem.clone(),
            url: self.api.page(id),
            state: ticket.status().to_owned(),
        };
        Ok(told.map(made))
    }
}

/// What is known of an incident, in RT's custom fields.
fn known(fields: &Fields, new: &NewDeskIncident) -> Map<String, Value> {
    let functions: Vec<&str> = new.functions.iter().map(|function| function.as_str()).collect();
    Map::from_iter([
        (fields.service.clone(), json!(new.service)),
        (fields.functions.clone(), json!(functions)),
        (fields.priority.clone(), json!(new.priority.as_str())),
        (fields.started.clone(), json!(written(new.began))),
    ])
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn left(id: &str, fields: &[&str]) -> CallError {
    CallError::Permanent(format!("the desk answered well and left {} of {id} as before", fields.join(", ")))
}

#[async_trait]
impl Desk for RequestTracker {
    async fn change(
        &self,
        key: &EffectKey,
        _: &ProductId,
        desk: &DeskId,
        change: &DeskRecordChange,
    ) -> Result<(), CallError> {
        let (id, fields) = (desk.as_str(), &self.settings.fields);
        if !is_number(id) {
            elsewhere(desk);
            return Ok(());
        }
        match change {
            DeskRecordChange::Comment { text } => self.comment(key, id, text, None).await,
            DeskRecordChange::Close { text } => {
                self.comment(key, id, text, None).await?;
                self.set_status(id, &fields.closed).await
            }
            DeskRecordChange::Reopen { text } => {
                self.comment(key, id, text, None).await?;
                self.set_status(id, &fields.open).await
            }
            DeskRecordChange::Link { to } => self.refer(id, to).await,
            DeskRecordChange::Assign { work_group, due } => self.assign(id, work_group, *due).await,
        }
    }

    /// A comment that brings the file along (`Attachments` of a comment's JSON), under the comment's key.
    async fn attach(&self, key: &EffectKey, _: &ProductId, desk: &DeskId, file: &DeskFile) -> Result<(), CallError> {
        if !is_number(desk.as_str()) {
            elsewhere(desk);
            return Ok(());
        }
        let content = STANDARD.encode(&file.content);
        let file_type = file.media_type.split(';').next().unwrap_or_default();
        let attached = json!([{ "FileName": header_words(&file.name), "FileType": file_type, "FileContent": content }]);
        self.comment(key, desk.as_str(), &file.text, Some(attached)).await
    }

    /// What RT does not take of what is known stands in the text: the record is there all the same.
    async fn open_incident(&self, key: &EffectKey, new: &NewDeskIncident) -> Result<DeskRecord, CallError> {
        let fields = &self.settings.fields;
        let known = known(fields, new);
        let id = self.open(key, &fields.incidents, (&new.title, &new.text), known.clone(), None).await?;
        let told = self.read(&id).await?;
        let left: Vec<&str> =
            known.keys().map(String::as_str).filter(|field| Ticket(&told).values(field).is_empty()).collect();
        if !left.is_empty() {
            tracing::error!("Request Tracker took no {} for {id}", left.join(", "));
        }
        Ok(DeskRecord { url: self.api.page(&id), id: DeskId::new(id) })
    }

    async fn open_record(&self, key: &EffectKey, new: &NewDeskRecord) -> Result<DeskRecord, CallError> {
        let (queue, told) = (&self.settings.fields.incidents, (new.title.as_str(), new.text.as_str()));
        let id = self.open(key, queue, told, Map::new(), Some(&new.from)).await?;
        self.assign(&id, &new.work_group, new.due).await?;
        Ok(DeskRecord { url: self.api.page(&id), id: DeskId::new(id) })
    }

    async fn open_problem(&self, key: &EffectKey, problem: &NewDeskProblem) -> Result<DeskProblem, CallError> {
        let queue = &self.settings.fields.problems;
        let told = (problem.title.as_str(), problem.text.as_str());
        let id = self.open(key, queue, told, Map::new(), Some(&problem.from)).await?;
        self.link_problem(key, &problem.product, &problem.from, &ProblemId::from(id.as_str())).await
    }

    async fn change_problem(
        &self,
        key: &EffectKey,
        problem: &ProblemId,
        change: &DeskProblemChange,
    ) -> Result<(), CallError> {
        let (fields, id) = (&self.settings.fields, problem.as_str());
        let absent = || CallError::Permanent(format!("there is no problem {problem}"));
        self.standing(problem).await?.ok_or_else(absent)?;
        self.comment(key, id, &change.text, None).await?;
        match change.act {
            DeskAct::Comment => Ok(()),
            DeskAct::Close => self.set_status(id, &fields.closed).await,
            DeskAct::Reopen => self.set_status(id, &fields.open).await,
        }
    }

    async fn link_problem(
        &self,
        _: &EffectKey,
        _: &ProductId,
        desk: &DeskId,
        problem: &ProblemId,
    ) -> Result<DeskProblem, CallError> {
        let (fields, id) = (&self.settings.fields, problem.as_str());
        let absent = || CallError::Permanent(format!("there is no problem {problem}"));
        let found = self.standing(problem).await?.ok_or_else(absent)?;
        if found.state == fields.closed {
            self.set_status(id, &fields.open).await?;
        }
        match is_number(desk.as_str()) {
            true => self.refer(desk.as_str(), id).await?,
            false => elsewhere(desk),
        }
        self.standing(problem).await?.ok_or_else(absent)
    }

    async fn problem(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError> {
        self.standing(problem).await
    }

    /// Needs one ticket to look at.
    async fn lacking(&self) -> Result<Option<Vec<Lacking>>, CallError> {
        let fields = &self.settings.fields;
        let some = self.api.found(&format!("Queue = '{}'", quoted(&fields.incidents)), "id").await?;
        let Some(id) = some.first() else { return Ok(None) };
        let told = self.read(id).await?;
        let named = [&fields.service, &fields.functions, &fields.priority, &fields.started];
        let named = named.into_iter().chain(&fields.work_group).map(String::as_str).chain([KEYS]);
        let missing = named.filter(|field| !Ticket(&told).has(field));
        Ok(Some(missing.map(|field| Lacking { field: field.to_owned(), fault: FieldFault::Absent }).collect()))
    }
}
