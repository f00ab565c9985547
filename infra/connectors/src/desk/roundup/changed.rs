//! What people did in the tracker since a moment, in the words of the generic webhook.

use super::api::Refusal;
use super::value::name;
use super::{Roundup, moment};
use crate::desk::fields::Fields;
use async_trait::async_trait;
use nabat_domain::ids::DeskId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Changed, DeskListener, DeskNews, NewsOf};
use serde_json::{Map, Value};

#[async_trait]
impl DeskListener for Roundup {
    async fn listed(&self, since: At) -> Result<Vec<Changed>, CallError> {
        self.look_at_fields().await?;
        let mut listed = self.listed_of(NewsOf::Incident, since).await?;
        listed.extend(self.listed_of(NewsOf::Problem, since).await?);
        listed.sort_by_key(|one: &Changed| one.at);
        Ok(listed)
    }

    async fn read(&self, changed: &Changed) -> Result<Option<DeskNews>, CallError> {
        let class = self.class(changed.about);
        let Some(id) = changed.id.as_str().strip_prefix(class) else { return Ok(None) };
        match self.api.get(&[class, id], &[("@verbose", "2"), ("@protected", "true")]).await {
            Ok(record) => Ok(self.told(changed.about, id, &record)),
            // Gone since the question.
            Err(Refusal::Absent(_)) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }
}

impl Roundup {
    fn class(&self, about: NewsOf) -> &str {
        match about {
            NewsOf::Incident => &self.settings.fields.incidents,
            NewsOf::Problem => &self.settings.fields.problems,
        }
    }

    /// In one answer: by places of pages, what changes meanwhile would move others past the end of one.
    async fn listed_of(&self, about: NewsOf, since: At) -> Result<Vec<Changed>, CallError> {
        let class = self.class(about);
        let range = format!("{};", moment::written(since));
        let query = [("activity", range.as_str()), ("@sort", "activity"), ("@fields", "activity")];
        let found = self.api.get(&[class], &query).await?;
        let mut listed = Vec::new();
        for one in found["collection"].as_array().into_iter().flatten() {
            let Some(id) = one["id"].as_str() else { continue };
            let designator = format!("{class}{id}");
            let at = one["activity"].as_str().and_then(moment::read);
            let at =
                at.ok_or_else(|| CallError::Permanent(format!("Roundup does not say when {designator} changed")))?;
            listed.push(Changed { id: DeskId::new(designator), about, at });
        }
        Ok(listed)
    }

    fn told(&self, about: NewsOf, id: &str, read: &Value) -> Option<DeskNews> {
        let record = &read["attributes"];
        let fields = &self.settings.fields;
        let designator = format!("{}{id}", self.class(about));
        let activity = record["activity"].as_str()?;
        let made_by_nabat = name(&record["creator"]) == Some(&self.settings.bot);
        let mut told = match about {
            NewsOf::Incident => as_sent(fields, record, made_by_nabat),
            NewsOf::Problem => Map::new(),
        };
        told.insert("id".to_owned(), designator.as_str().into());
        told.insert("url".to_owned(), self.api.page(&designator).into());
        Some(DeskNews {
            id: DeskId::new(designator),
            about,
            // Two changes may fall into one second.
            stamp: read["@etag"].as_str()?.trim_matches('"').to_owned(),
            at: moment::read(activity)?,
            fields: told,
            closed: name(&record["status"]) == Some(&fields.closed),
            ours: name(&record["actor"]) == Some(&self.settings.bot),
            made_by_nabat,
        })
    }
}

/// A record in the fields of the generic webhook. Whoever registers a failure by hand does it about when it began;
/// Nabat makes its records later, and knows when it was.
fn as_sent(fields: &Fields, record: &Value, made_by_nabat: bool) -> Map<String, Value> {
    let text = |field: &str| name(&record[field]).map(Value::from);
    let functions = record[&fields.functions].as_array().into_iter().flatten().filter_map(name).map(Value::from);
    let created = Some(&record["creation"]).filter(|_| !made_by_nabat);
    let began = [Some(&record[&fields.started]), created];
    let began = began.into_iter().flatten().find_map(|value| moment::read(value.as_str()?));
    let told = [
        ("service", text(&fields.service)),
        ("functions", Some(functions.collect::<Vec<_>>()).filter(|list| !list.is_empty()).map(Value::from)),
        ("summary", text("title")),
        ("priority", text(&fields.priority)),
        ("started_at", began.map(|at| at.to_rfc3339().into())),
        ("registered_by", text("creator")),
    ];
    told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_is_told_in_the_words_of_the_generic_webhook() {
        let record = json!({
            "title": "Patients cannot book", "service": { "id": "1", "name": "appointments" },
            "functions": [{ "id": "3", "name": "book" }], "priority": { "id": "1", "name": "P1" },
            "started": null, "creation": "2026-11-23.10:00:00.120", "creator": { "id": "4", "username": "dispatcher" },
        });
        let told = Value::Object(as_sent(&Fields::default(), &record, false));
        assert_eq!(
            told,
            json!({
                "service": "appointments", "functions": ["book"], "summary": "Patients cannot book", "priority": "P1",
                "started_at": "2026-11-23T10:00:00Z", "registered_by": "dispatcher",
            })
        );
        assert_eq!(as_sent(&Fields::default(), &record, true).get("started_at"), None, "Nabat made it, and not then");
    }
}
