//! An issue as it stands, and its fields set: asked of Jira's own account of the screen first, read back after.

use super::field::{Field, Wanted, fields};
use super::{Jira, is_key, left};
use crate::own;
use nabat_domain::ids::ProblemId;
use nabat_kit::port::{CallError, DeskProblem, FieldFault, Lacking};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Ids of fields with their names.
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    /// The id of a field that is called so, or has this id.
    pub(super) fn id(&self, field: &str) -> Result<&str, FieldFault> {
        if let Some((id, _)) = self.0.iter().find(|(id, _)| id == field) {
            return Ok(id);
        }
        let mut named = self.0.iter().filter(|(_, name)| name.eq_ignore_ascii_case(field));
        match (named.next(), named.next()) {
            (Some((id, _)), None) => Ok(id),
            (Some(_), Some(_)) => Err(FieldFault::Ambiguous),
            (None, _) => Err(FieldFault::Absent),
        }
    }
}

impl Jira {
    /// Which field has which name; asked anew where a name is not among those known.
    pub(super) async fn names(&self, needed: &[&str]) -> Result<Arc<Names>, CallError> {
        let kept = || self.names.lock().map_or_else(|poisoned| poisoned.into_inner().clone(), |names| names.clone());
        if let Some(names) = kept().filter(|names| needed.iter().all(|field| names.id(field).is_ok())) {
            return Ok(names);
        }
        let told = self.api.read(&["field"], &[]).await?;
        let one = |field: &Value| Some((field["id"].as_str()?.to_owned(), field["name"].as_str()?.to_owned()));
        let told = told.as_array().ok_or_else(|| own::without("fields", &told))?;
        let names = Arc::new(Names(told.iter().filter_map(one).collect()));
        if let Ok(mut kept) = self.names.lock() {
            *kept = Some(Arc::clone(&names));
        }
        Ok(names)
    }

    /// An issue with all its fields.
    pub(super) async fn issue(&self, id: &str) -> Result<Value, CallError> {
        let told = self.api.issue(id, &[("fields", "*all")]).await?;
        told.ok_or_else(|| CallError::Permanent(format!("Jira has no issue {id}, or not for Nabat to see")))
    }

    /// Sets fields of an issue, unless they stand so, and looks whether they were taken.
    pub(super) async fn set(&self, id: &str, wanted: &[(&str, Wanted<'_>)]) -> Result<(), CallError> {
        let told = self.api.read(&["issue", id, "editmeta"], &[]).await?;
        let screen = told["fields"].as_object().map(fields).unwrap_or_default();
        let mut body = Map::new();
        let mut chosen = Vec::new();
        for (name, value) in wanted {
            let field = named(&screen, name).map_err(|fault| CallError::Permanent(refused(id, name, fault)))?;
            body.insert(field.id.clone(), field.written(*value).map_err(CallError::Permanent)?);
            chosen.push((field, *value));
        }
        let lost = |issue: &Value| -> Vec<String> {
            let stands = |field: &Field, value| field.holds(&issue["fields"][&field.id], value);
            let left = chosen.iter().filter(|(field, value)| !stands(field, *value));
            left.map(|(field, _)| field.name.clone()).collect()
        };
        if lost(&self.issue(id).await?).is_empty() {
            return Ok(());
        }
        self.api.call(Method::PUT, &["issue", id], &json!({ "fields": body })).await?;
        let lost = lost(&self.issue(id).await?);
        if lost.is_empty() { Ok(()) } else { Err(left(id, &lost.iter().map(String::as_str).collect::<Vec<_>>())) }
    }

    /// Links two issues once: `from` is what the kind of link names outward.
    pub(super) async fn link(&self, kind: &str, from: &str, to: &str) -> Result<(), CallError> {
        if is_linked(&self.issue(from).await?, to) {
            return Ok(());
        }
        let body = json!({ "type": { "name": kind }, "inwardIssue": { "key": from }, "outwardIssue": { "key": to } });
        self.api.call(Method::POST, &["issueLink"], &body).await?;
        if is_linked(&self.issue(from).await?, to) { Ok(()) } else { Err(left(from, &[kind])) }
    }

    /// A problem as it stands; `None` where the project has none of that number.
    pub(super) async fn standing(&self, problem: &ProblemId) -> Result<Option<DeskProblem>, CallError> {
        let id = problem.as_str();
        if !is_key(id) {
            return Ok(None);
        }
        let told = self.api.issue(id, &[("fields", "status,issuetype,project")]).await?;
        let Some(fields) = told.as_ref().map(|told| &told["fields"]) else { return Ok(None) };
        let is_problem = fields["issuetype"]["name"] == self.settings.fields.problems.as_str();
        let state = fields["status"]["name"].as_str().unwrap_or_default().to_owned();
        Ok(is_problem.then(|| DeskProblem { id: problem.clone(), url: self.api.page(id), state }))
    }

    /// What is configured and the project does not have, or does not let Nabat set.
    pub(super) async fn looked_through(&self) -> Result<Option<Vec<Lacking>>, CallError> {
        let told = &self.settings.fields;
        let read = [&told.service, &told.functions, &told.priority, &told.started];
        let names = self.names(&read.map(String::as_str)).await?;
        let mut lacking = Vec::new();
        for field in read {
            lacking.extend(names.id(field).err().map(|fault| Lacking { field: field.clone(), fault }));
        }
        for kind in [&told.incidents, &told.problems] {
            let Some(screen) = self.creation(kind).await? else {
                lacking.push(Lacking { field: kind.clone(), fault: FieldFault::Absent });
                continue;
            };
            let written: Vec<&String> = match kind == &told.incidents {
                true => told.work_group.iter().chain(&told.due).collect(),
                false => Vec::new(),
            };
            let labels = super::made::LABELS.to_owned();
            for field in written.into_iter().chain([&labels]) {
                lacking.extend(named(&screen, field).err().map(|fault| Lacking { field: field.clone(), fault }));
            }
            let given = |field: &&Field| super::made::GIVEN.contains(&field.id.as_str());
            let needed = screen.iter().filter(|field| field.needed && !given(field));
            lacking.extend(needed.map(|field| Lacking { field: field.name.clone(), fault: FieldFault::Needed }));
        }
        self.looked_at_links(&mut lacking).await?;
        Ok(Some(lacking))
    }

    async fn looked_at_links(&self, lacking: &mut Vec<Lacking>) -> Result<(), CallError> {
        let told = self.api.read(&["issueLinkType"], &[]).await?;
        let kinds = own::list(&told, "issueLinkTypes")?;
        let there: Vec<&str> = kinds.iter().filter_map(|kind| kind["name"].as_str()).collect();
        let fields = &self.settings.fields;
        for kind in [fields.problem.as_str(), fields.related.as_deref().unwrap_or("Relates")] {
            if !there.contains(&kind) {
                lacking.push(Lacking { field: kind.to_owned(), fault: FieldFault::Absent });
            }
        }
        Ok(())
    }
}

/// The field of a screen that is called so, or has this id.
pub(super) fn named<'f>(screen: &'f [Field], name: &str) -> Result<&'f Field, FieldFault> {
    if let Some(field) = screen.iter().find(|field| field.id == name) {
        return Ok(field);
    }
    let mut found = screen.iter().filter(|field| field.name.eq_ignore_ascii_case(name));
    match (found.next(), found.next()) {
        (Some(field), None) => Ok(field),
        (Some(_), Some(_)) => Err(FieldFault::Ambiguous),
        (None, _) => Err(FieldFault::NotOnScreen),
    }
}

fn refused(id: &str, field: &str, fault: FieldFault) -> String {
    match fault {
        FieldFault::Ambiguous => format!("two fields of {id} are called `{field}`: say its id under `fields`"),
        FieldFault::Absent | FieldFault::NotOnScreen | FieldFault::Needed => {
            format!(
                "`{field}` of {id} cannot be set: it is not on the screen Jira edits it by, or not for Nabat to edit"
            )
        }
    }
}

/// Whether an issue is linked to another one, either way.
fn is_linked(issue: &Value, to: &str) -> bool {
    let links = issue["fields"]["issuelinks"].as_array().into_iter().flatten();
    links
        .into_iter()
        .any(|link| [&link["inwardIssue"]["key"], &link["outwardIssue"]["key"]].iter().any(|key| **key == to))
}
