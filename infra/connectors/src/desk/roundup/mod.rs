//! Roundup: records of its own classes by its REST API, 2.x.
//!
//! What is written once carries its key in a message's `messageid`, so that a repeat finds it. A change is read back:
//! a tracker's auditors may take a change and leave a field as it was, and then the operator is told which.

mod api;
mod changed;
mod moment;
mod value;

use super::elsewhere;
use super::fields::Fields;
use api::{Api, Refusal};
use async_trait::async_trait;
use nabat_domain::ids::{DeskId, ProblemId, ProductId};
use nabat_domain::incident::DeskAct;
use nabat_kit::port::{
    CallError, Desk, DeskFile, DeskProblem, DeskProblemChange, DeskRecord, DeskRecordChange, EffectKey, FieldFault,
    Lacking, NewDeskIncident, NewDeskProblem, NewDeskRecord,
};
use serde_json::{Map, Value, json};
use tokio::sync::OnceCell;
use value::{name, number};

/// A tracker, as one user.
pub struct Roundup {
    api: Api,
    settings: Settings,
    /// The fields were looked at once.
    looked_at: OnceCell<()>,
}

/// What the tracker's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// The tracker's address: `https://desk.example.org/incidents`.
    pub base: String,
    /// The user Nabat is.
    pub bot: String,
    /// Which field holds what.
    pub fields: Fields,
}

/// Class and number of a record: `incident12` is number 12 of the class `incident`.
struct Record<'d> {
    class: &'d str,
    id: &'d str,
}

impl Roundup {
    /// A connection by a user's password; nothing is called yet.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: Settings, password: &str) -> Result<Self, CallError> {
        let api = Api::new(&settings.base, &settings.bot, password)?;
        Ok(Self { api, settings, looked_at: OnceCell::new() })
    }

    async fn looked_through(&self) -> Result<Option<Vec<String>>, CallError> {
        let fields = &self.settings.fields;
        let Some(id) = self.any(&fields.incidents).await? else { return Ok(None) };
        let record = self.api.get(&[&fields.incidents, &id], &[]).await.map_err(CallError::from)?;
        let there = |field: &&str| record["attributes"].get(*field).is_some();
        Ok(Some(fields.of_incidents().into_iter().filter(|field| !there(field)).map(str::to_owned).collect()))
    }

    /// Tells the operator once which fields the tracker does not have.
    async fn look_at_fields(&self) -> Result<(), CallError> {
        if self.looked_at.initialized() {
            return Ok(());
        }
        let Some(missing) = self.looked_through().await? else { return Ok(()) };
        // Whoever was quicker told the same.
        if self.looked_at.set(()).is_ok() && !missing.is_empty() {
            let told = missing.join(", ");
            tracing::error!("incidents of {} have no {told}: say under `fields` what it is called", self.settings.base);
        }
        Ok(())
    }

    async fn any(&self, class: &str) -> Result<Option<String>, CallError> {
        let found = self.api.get(&[class], &[("@page_size", "1")]).await?;
        Ok(found["collection"][0]["id"].as_str().map(str::to_owned))
    }

    /// A message under a key: made once. With its colon the field's name asks for the whole text, without for a part.
    async fn message(&self, key: &EffectKey, text: &str) -> Result<String, CallError> {
        if let Some(id) = self.api.first("msg", "messageid:", &key.0).await? {
            return Ok(id);
        }
        let message = json!({ "content": text, "author": self.settings.bot, "messageid": key.0 });
        Ok(self.api.make("msg", &message).await?)
    }

    /// A record with a message of this key: the one there is, or a new one.
    async fn open(&self, key: &EffectKey, class: &str, text: &str, mut fields: Value) -> Result<String, CallError> {
        let message = self.message(key, text).await?;
        if let Some(id) = self.api.first(class, "messages", &message).await? {
            return Ok(id);
        }
        fields["messages"] = json!([message]);
        fields["status"] = self.settings.fields.open.clone().into();
        Ok(self.api.make(class, &fields).await?)
    }

    /// Sets fields and looks whether they were taken.
    async fn set(&self, record: &Record<'_>, fields: Map<String, Value>) -> Result<(), CallError> {
        let mut body = Value::Object(fields.clone());
        body["@op"] = "replace".into();
        let after = self.api.change(record.class, record.id, &body).await?;
        let stands = |field: &str, wanted: &Value| {
            let value = &after["attributes"][field];
            [name(value), number(value)].contains(&wanted.as_str())
        };
        let refused: Vec<&str> =
            fields.iter().filter(|(field, wanted)| !stands(field, wanted)).map(|(field, _)| field.as_str()).collect();
        if refused.is_empty() {
            return Ok(());
        }
        let told = format!(
            "the desk answered well and left {} of {}{} as before",
            refused.join(", "),
            record.class,
            record.id
        );
        Err(CallError::Permanent(told))
    }

    async fn set_status(&self, record: &Record<'_>, status: &str) -> Result<(), CallError> {
        self.set(record, Map::from_iter([("status".to_owned(), status.into())])).await
    }

    async fn comment(&self, key: &EffectKey, record: &Record<'_>, text: &str) -> Result<(), CallError> {
        let message = self.message(key, text).await?;
        let added = json!({ "@op": "add", "messages": [message] });
        Ok(self.api.change(record.class, record.id, &added).await.map(drop)?)
    }

    fn assigned(&self, work_group: &str, due: nabat_domain::time::At) -> Map<String, Value> {
        let fields = &self.settings.fields;
        let group = fields.work_group.clone().map(|field| (field, work_group.into()));
        let due = fields.due.clone().map(|field| (field, moment::written(due).into()));
        group.into_iter().chain(due).collect()
    }

    /// The problem as it stands; `None` where there is none.
    async fn standing(&self, id: &str) -> Result<Option<DeskProblem>, CallError> {
        let class = &self.settings.fields.problems;
        match self.api.get(&[class, id], &[("@verbose", "2")]).await {
            Ok(record) => {
                let state = name(&record["attributes"]["status"]).unwrap_or_default().to_owned();
                let designator = format!("{class}{id}");
                let url = self.api.page(&designator);
                Ok(Some(DeskProblem { id: ProblemId::from(designator.as_str()), url, state }))
            }
            Err(Refusal::Absent(_)) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    fn problem_number<'p>(&self, problem: &'p ProblemId) -> Option<&'p str> {
        let number = problem.as_str().strip_prefix(&self.settings.fields.problems)?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(number).filter(|number| !number.is_empty())
    }
}

/// What is known of an incident, in the tracker's fields; links by the names they lead to.
fn known(fields: &Fields, new: &NewDeskIncident) -> Value {
    let functions: Vec<&str> = new.functions.iter().map(|function| function.as_str()).collect();
    let known = [
        ("title", json!(new.title)),
        (&fields.service, json!(new.service)),
        (&fields.functions, json!(functions)),
        (&fields.priority, json!(new.priority.as_str())),
        (&fields.started, json!(moment::written(new.began))),
    ];
    known.into_iter().map(|(field, value)| (field.to_owned(), value)).collect::<Map<_, _>>().into()
}

/// The class and the number of a designator; nothing of a record that is elsewhere, as that of an alert is.
fn record(designator: &str) -> Option<Record<'_>> {
    let class = designator.trim_end_matches(|c: char| c.is_ascii_digit());
    let id = &designator[class.len()..];
    let is_one = !class.is_empty() && !id.is_empty() && class.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_one.then_some(Record { class, id })
}

#[async_trait]
impl Desk for Roundup {
    async fn change(
        &self,
        key: &EffectKey,
        _: &ProductId,
        desk: &DeskId,
        change: &DeskRecordChange,
    ) -> Result<(), CallError> {
        let fields = &self.settings.fields;
        let Some(record) = record(desk.as_str()) else {
            elsewhere(desk);
            return Ok(());
        };
        match change {
            DeskRecordChange::Comment { text } => self.comment(key, &record, text).await,
            DeskRecordChange::Close { text } => {
                self.comment(key, &record, text).await?;
                self.set_status(&record, &fields.closed).await
            }
            DeskRecordChange::Reopen { text } => {
                self.comment(key, &record, text).await?;
                self.set_status(&record, &fields.open).await
            }
            DeskRecordChange::Link { to } => match fields.related.as_ref().zip(self::record(to)) {
                Some((related, other)) => {
                    let added =
                        Map::from_iter([("@op".to_owned(), "add".into()), (related.clone(), json!([other.id]))]);
                    Ok(self.api.change(record.class, record.id, &Value::Object(added)).await.map(drop)?)
                }
                // A designator in a message is a link to Roundup.
                None => self.comment(key, &record, to).await,
            },
            DeskRecordChange::Assign { work_group, due } => {
                let group = self.assigned(work_group, *due);
                match group.is_empty() {
                    true => self.comment(key, &record, &format!("{work_group}, {}", moment::written(*due))).await,
                    false => self.set(&record, group).await,
                }
            }
        }
    }

    /// Words and file come onto the record by one change: where the words are, the file is. A repeat after the upload
    /// leaves a file that is on no record.
    async fn attach(&self, key: &EffectKey, _: &ProductId, desk: &DeskId, file: &DeskFile) -> Result<(), CallError> {
        let Some(record) = record(desk.as_str()) else {
            elsewhere(desk);
            return Ok(());
        };
        let message = self.message(key, &file.text).await?;
        let now = self.api.get(&[record.class, record.id], &[("@verbose", "2")]).await.map_err(CallError::from)?;
        let standing = now["attributes"]["messages"].as_array().into_iter().flatten();
        if standing.filter_map(number).any(|id| id == message) {
            return Ok(());
        }
        let uploaded = self.api.upload(file).await?;
        let added = json!({ "@op": "add", "files": [uploaded], "messages": [message] });
        Ok(self.api.change(record.class, record.id, &added).await.map(drop)?)
    }

    /// A tracker that does not know the service or a function has the record all the same: they stand in the text.
    async fn open_incident(&self, key: &EffectKey, new: &NewDeskIncident) -> Result<DeskRecord, CallError> {
        let class = &self.settings.fields.incidents;
        let id = match self.open(key, class, &new.text, known(&self.settings.fields, new)).await {
            Err(CallError::Permanent(why)) => {
                tracing::error!("a record of {} is opened with its title alone: {why}", new.service);
                self.open(key, class, &new.text, json!({ "title": new.title })).await?
            }
            opened => opened?,
        };
        let designator = format!("{class}{id}");
        Ok(DeskRecord { url: self.api.page(&designator), id: DeskId::new(designator) })
    }

    async fn open_record(&self, key: &EffectKey, new: &NewDeskRecord) -> Result<DeskRecord, CallError> {
        let class = &self.settings.fields.incidents;
        let group = self.assigned(&new.work_group, new.due);
        let mut fields = Value::Object(group.clone());
        fields["title"] = new.title.clone().into();
        let text = format!("{}\n\n{}", new.text, new.from);
        let id = self.open(key, class, &text, fields).await?;
        if !group.is_empty() {
            self.set(&Record { class, id: &id }, group).await?;
        }
        let designator = format!("{class}{id}");
        Ok(DeskRecord { url: self.api.page(&designator), id: DeskId::new(designator) })
    }

    async fn open_problem(&self, key: &EffectKey, problem: &NewDeskProblem) -> Result<DeskProblem, CallError> {
        let class = &self.settings.fields.problems;
        let id = self.open(key, class, &problem.text, json!({ "title": problem.title })).await?;
        self.link_problem(key, &problem.product, &problem.from, &ProblemId::from(format!("{class}{id}").as_str())).await
    }

    async fn change_problem(
        &self,
        key: &EffectKey,
        problem: &ProblemId,
        change: &DeskProblemChange,
    ) -> Result<(), CallError> {
        let fields = &self.settings.fields;
        let absent = || CallError::Permanent(format!("there is no problem {problem}"));
        let id = self.problem_number(problem).ok_or_else(absent)?;
        self.standing(id).await?.ok_or_else(absent)?;
        let record = Record { class: &fields.problems, id };
        self.comment(key, &record, &change.text).await?;
        match change.act {
            DeskAct::Comment => Ok(()),
            DeskAct::Close => self.set_status(&record, &fields.closed).await,
            DeskAct::Reopen => self.set_status(&record, &fields.open).await,
        }
    }

    async fn link_problem(
        &self,
        _: &EffectKey,
        _: &ProductId,
        desk: &DeskId,
        problem: &ProblemId,
    ) -> Result<DeskProblem, CallError> {
        let fields = &self.settings.fields;
        let absent = || CallError::Permanent(format!("there is no problem {problem}"));
        let id = self.problem_number(problem).ok_or_else(absent)?;
        let found = self.standing(id).await?.ok_or_else(absent)?;
        if found.state == fields.closed {
            self.set_status(&Record { class: &fields.problems, id }, &fields.open).await?;
        }
        match record(desk.as_str()) {
            Some(record) => self.set(&record, Map::from_iter([(fields.problem.clone(), id.into())])).await?,
            None => elsewhere(desk),
        }
        self.standing(id).await?.ok_or_else(absent)
    }

    async fn problem(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError> {
        match self.problem_number(problem) {
            Some(id) => self.standing(id).await,
            None => Ok(None),
        }
    }

    /// Needs one incident to look at.
    async fn lacking(&self) -> Result<Option<Vec<Lacking>>, CallError> {
        let absent = |field| Lacking { field, fault: FieldFault::Absent };
        Ok(self.looked_through().await?.map(|missing| missing.into_iter().map(absent).collect()))
    }
}
