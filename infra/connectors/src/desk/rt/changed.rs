//! What people did in RT since a moment, in the words of the generic webhook.

use super::RequestTracker;
use super::ticket::{Ticket, read, written};
use super::words::quoted;
use async_trait::async_trait;
use nabat_domain::ids::DeskId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CallError, Changed, DeskListener, DeskNews, NewsOf};
use serde_json::{Map, Value};

#[async_trait]
impl DeskListener for RequestTracker {
    async fn listed(&self, since: At) -> Result<Vec<Changed>, CallError> {
        let mut listed = self.listed_of(NewsOf::Incident, since).await?;
        listed.extend(self.listed_of(NewsOf::Problem, since).await?);
        listed.sort_by_key(|one: &Changed| one.at);
        Ok(listed)
    }

    async fn read(&self, changed: &Changed) -> Result<Option<DeskNews>, CallError> {
        let id = changed.id.as_str();
        // Merged away or hidden since the question.
        let Some(told) = self.api.ticket(id).await? else { return Ok(None) };
        Ok(self.told(changed.about, id, &told))
    }
}

impl RequestTracker {
    async fn listed_of(&self, about: NewsOf, since: At) -> Result<Vec<Changed>, CallError> {
        let queue = quoted(match about {
            NewsOf::Incident => &self.settings.fields.incidents,
            NewsOf::Problem => &self.settings.fields.problems,
        });
        // What RT has is told in seconds and asked for after a second.
        let after = written(since.minus(Length::seconds(1)));
        let (mut listed, mut last) = (Vec::new(), "0".to_owned());
        loop {
            // By numbers and not by places: what changes meanwhile moves nothing past the end of a page.
            let query = format!("Queue = '{queue}' AND LastUpdated > '{after}' AND id > {last}");
            let page = self.api.tickets(&query, "id", "LastUpdated").await?;
            let Some((id, _)) = page.last() else { return Ok(listed) };
            // Whoever does not keep to the question would be asked for ever.
            if last == *id {
                return Err(CallError::Permanent(format!(
                    "Request Tracker lists {id} again among what comes after it"
                )));
            }
            last.clone_from(id);
            for (id, told) in page {
                let at = Ticket(&told).moment("LastUpdated");
                let at =
                    at.ok_or_else(|| CallError::Permanent(format!("Request Tracker does not say when {id} changed")))?;
                listed.push(Changed { id: DeskId::new(id), about, at });
            }
        }
    }

    fn told(&self, about: NewsOf, id: &str, told: &Value) -> Option<DeskNews> {
        let (ticket, fields) = (Ticket(told), &self.settings.fields);
        let text = |field: &str| ticket.value(field).map(Value::from);
        let mut functions = ticket.values(&fields.functions);
        // RT tells them in any order.
        functions.sort();
        let made_by_nabat = told["Creator"]["id"] == self.settings.bot.as_str();
        // Whoever registers a failure by hand does it about when it began; Nabat makes its records later, and knows
        // when it was.
        let created = || ticket.moment("Created").filter(|_| !made_by_nabat);
        let began = ticket.value(&fields.started).and_then(|text| read(&text)).or_else(created);
        let sent = [
            ("id", Some(id.into())),
            ("url", Some(self.api.page(id).into())),
            ("service", text(&fields.service)),
            ("functions", Some(functions).filter(|list| !list.is_empty()).map(Value::from)),
            ("summary", told["Subject"].as_str().map(Value::from)),
            ("priority", text(&fields.priority)),
            ("started_at", began.map(|at| at.to_rfc3339().into())),
            ("registered_by", told["Creator"]["id"].as_str().map(Value::from)),
        ];
        // Of a problem its number and address.
        let sent = sent.into_iter().filter(|(name, _)| about == NewsOf::Incident || ["id", "url"].contains(name));
        let sent: Map<String, Value> = sent.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        let by = told["LastUpdatedBy"]["id"].as_str().unwrap_or_default();
        let (updated, status) = (told["LastUpdated"].as_str()?, ticket.status());
        // Two changes may fall into one second.
        let stamp = sha256_hex(format!("{updated} {by} {status} {}", Value::Object(sent.clone())).as_bytes());
        Some(DeskNews {
            id: DeskId::new(id),
            about,
            stamp: stamp[..24].to_owned(),
            at: ticket.moment("LastUpdated")?,
            fields: sent,
            closed: status == fields.closed,
            ours: by == self.settings.bot,
            made_by_nabat,
        })
    }
}
