//! Jira Service Management Data Center: issues of one project by its REST API, version 2, with a personal access token.
//!
//! A comment carries its key as a property, an issue that was made a label. What Jira's screens and workflows ask for
//! is asked of Jira before anything is written, and what was written is read back: an answer of 204 keeps no promise.

mod api;
mod changed;
mod comment;
mod field;
mod made;
mod priority;
mod signature;
mod standing;
mod status;
mod words;

use super::elsewhere;
use super::fields::Fields;
use api::Api;
use async_trait::async_trait;
use field::Wanted;
use made::NotTaken;
use nabat_domain::ids::{DeskId, ProblemId, ProductId};
use nabat_domain::incident::DeskAct;
use nabat_domain::time::At;
use nabat_kit::http::Request;
use nabat_kit::port::{
    CallError, Desk, DeskFile, DeskProblem, DeskProblemChange, DeskRecord, DeskRecordChange, EffectKey, Lacking,
    NewDeskIncident, NewDeskProblem, NewDeskRecord, Pushed,
};
use standing::Names;
use status::End;
use std::sync::{Arc, Mutex};

/// A project, as one user.
pub struct Jira {
    api: Api,
    settings: Settings,
    /// What webhooks are proved with, the newest first; none where none are taken.
    secrets: Vec<Vec<u8>>,
    /// Which field has which name; forgotten when one is missing.
    names: Mutex<Option<Arc<Names>>>,
}

/// What Jira's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// Jira's address, what stands before `/rest/api/2`.
    pub base: String,
    /// The user the token is of.
    pub bot: String,
    /// The project's key.
    pub project: String,
    /// Which issue type, field, status and kind of link is what.
    pub fields: Fields,
    /// The resolution of what is closed, where the workflow asks for one.
    pub resolution: Option<String>,
    /// Whether customers of the service project see what Nabat writes.
    pub public: bool,
}

impl Jira {
    /// A connection by a token; nothing is called yet. Without a webhook's secret none is taken.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: Settings, token: &str, webhook: Option<&str>) -> Result<Self, CallError> {
        let api = Api::new(&settings.base, &settings.bot, token)?;
        Ok(Self {
            api,
            settings,
            secrets: webhook.map(signature::secrets).unwrap_or_default(),
            names: Mutex::default(),
        })
    }

    /// The work group and the deadline of a record, as far as the project has fields for them.
    fn assigned<'w>(&'w self, work_group: &'w str, due: At) -> Vec<(&'w str, Wanted<'w>)> {
        let fields = &self.settings.fields;
        let group = fields.work_group.as_deref().map(|field| (field, Wanted::Word(work_group)));
        let due = fields.due.as_deref().map(|field| (field, Wanted::Moment(due)));
        group.into_iter().chain(due).collect()
    }

    async fn closed_or_open(&self, key: &EffectKey, id: &str, text: &str, end: End) -> Result<(), CallError> {
        self.comment(key, id, text).await?;
        self.carry(id, end).await
    }

    async fn assign(&self, key: &EffectKey, id: &str, work_group: &str, due: At) -> Result<(), CallError> {
        let wanted = self.assigned(work_group, due);
        match wanted.is_empty() {
            true => self.comment(key, id, &format!("{work_group}, {}", due.to_rfc3339())).await,
            false => self.set(id, &wanted).await,
        }
    }
}

/// Whether this looks like an issue's key: `OPS-12`.
fn is_key(text: &str) -> bool {
    let Some((project, number)) = text.rsplit_once('-') else { return false };
    let letters = project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    letters && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn left(id: &str, fields: &[&str]) -> CallError {
    CallError::Permanent(format!("the desk answered well and left {} of {id} as before", fields.join(", ")))
}

fn no_problem(problem: &ProblemId) -> CallError {
    CallError::Permanent(format!("there is no problem {problem}"))
}

#[async_trait]
impl Desk for Jira {
    async fn change(
        &self,
        key: &EffectKey,
        _: &ProductId,
        desk: &DeskId,
        change: &DeskRecordChange,
    ) -> Result<(), CallError> {
        let id = desk.as_str();
        if !is_key(id) {
            elsewhere(desk);
            return Ok(());
        }
        match change {
            DeskRecordChange::Comment { text } => self.comment(key, id, text).await,
            DeskRecordChange::Close { text } => self.closed_or_open(key, id, text, End::Closed).await,
            DeskRecordChange::Reopen { text } => self.closed_or_open(key, id, text, End::Open).await,
            DeskRecordChange::Link { to } if is_key(to) => {
                self.link(self.settings.fields.related.as_deref().unwrap_or("Relates"), id, to).await
            }
            DeskRecordChange::Link { to } => self.comment(key, id, to).await,
            DeskRecordChange::Assign { work_group, due } => self.assign(key, id, work_group, *due).await,
        }
    }

    /// The file and then the words: where the words are, the file is.
    async fn attach(&self, key: &EffectKey, _: &ProductId, desk: &DeskId, file: &DeskFile) -> Result<(), CallError> {
        let id = desk.as_str();
        if !is_key(id) {
            elsewhere(desk);
            return Ok(());
        }
        if self.is_said(key, id).await? {
            return Ok(());
        }
        self.put(id, &file.name, &file.media_type, &file.content).await?;
        self.comment(key, id, &file.text).await
    }

    /// What the screen of creation does not have or take stands in the text: the record is there all the same.
    async fn open_incident(&self, key: &EffectKey, new: &NewDeskIncident) -> Result<DeskRecord, CallError> {
        let fields = &self.settings.fields;
        let functions: Vec<&str> = new.functions.iter().map(|function| function.as_str()).collect();
        let known = [
            (fields.service.as_str(), Wanted::Word(new.service.as_str())),
            (&fields.functions, Wanted::Words(&functions)),
            (&fields.priority, Wanted::Rank(new.priority)),
            (&fields.started, Wanted::Moment(new.began)),
        ];
        let told = (new.title.as_str(), new.text.as_str());
        let id = self.make(key, &fields.incidents, told, (&known, NotTaken::LeftOut)).await?;
        Ok(DeskRecord { url: self.api.page(&id), id: DeskId::new(id) })
    }

    async fn open_record(&self, key: &EffectKey, new: &NewDeskRecord) -> Result<DeskRecord, CallError> {
        let wanted = self.assigned(&new.work_group, new.due);
        let kind = &self.settings.fields.incidents;
        let id = self.make(key, kind, (&new.title, &new.text), (&wanted, NotTaken::Refused)).await?;
        if wanted.is_empty() {
            self.assign(&EffectKey(format!("{}/assigned", key.0)), &id, &new.work_group, new.due).await?;
        } else {
            // Whatever the screen of creation did not have.
            self.set(&id, &wanted).await?;
        }
        match is_key(new.from.as_str()) {
            true => {
                let kind = self.settings.fields.related.as_deref().unwrap_or("Relates");
                self.link(kind, &id, new.from.as_str()).await?;
            }
            false => elsewhere(&new.from),
        }
        Ok(DeskRecord { url: self.api.page(&id), id: DeskId::new(id) })
    }

    async fn open_problem(&self, key: &EffectKey, problem: &NewDeskProblem) -> Result<DeskProblem, CallError> {
        let kind = &self.settings.fields.problems;
        let id = self.make(key, kind, (&problem.title, &problem.text), (&[], NotTaken::Refused)).await?;
        self.link_problem(key, &problem.product, &problem.from, &ProblemId::from(id.as_str())).await
    }

    async fn change_problem(
        &self,
        key: &EffectKey,
        problem: &ProblemId,
        change: &DeskProblemChange,
    ) -> Result<(), CallError> {
        let id = problem.as_str();
        self.standing(problem).await?.ok_or_else(|| no_problem(problem))?;
        match change.act {
            DeskAct::Comment => self.comment(key, id, &change.text).await,
            DeskAct::Close => self.closed_or_open(key, id, &change.text, End::Closed).await,
            DeskAct::Reopen => self.closed_or_open(key, id, &change.text, End::Open).await,
        }
    }

    async fn link_problem(
        &self,
        _: &EffectKey,
        _: &ProductId,
        desk: &DeskId,
        problem: &ProblemId,
    ) -> Result<DeskProblem, CallError> {
        let id = problem.as_str();
        self.standing(problem).await?.ok_or_else(|| no_problem(problem))?;
        self.carry(id, End::Open).await?;
        match is_key(desk.as_str()) {
            // Outward from the problem: it causes the incident.
            true => self.link(&self.settings.fields.problem, id, desk.as_str()).await?,
            false => elsewhere(desk),
        }
        self.standing(problem).await?.ok_or_else(|| no_problem(problem))
    }

    async fn problem(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError> {
        self.standing(problem).await
    }

    async fn pushed(&self, request: &Request) -> Result<Pushed, CallError> {
        self.heard(request).await
    }

    async fn lacking(&self) -> Result<Option<Vec<Lacking>>, CallError> {
        self.looked_through().await
    }
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn only_a_key_is_asked_for() {
        for key in ["OPS-1", "A_B2-100"] {
            assert!(is_key(key), "{key}");
        }
        for other in ["", "OPS", "OPS-", "-1", "ops-1", "1OPS-1", "OPS-1/../2", "OPS-1?x", "OPS-1 OR key > 0", "OPS-١"]
        {
            assert!(!is_key(other), "{other}");
        }
    }
}
