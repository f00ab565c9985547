//! What people did in RT since a moment, in the words of the generic webhook.

use super::RequestTracker;
use super::ticket::{Ticket, read, written};
use async_trait::async_trait;
use nabat_domain::ids::DeskId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, DeskListener, DeskNews, NewsOf};
use serde_json::{Map, Value};

#[async_trait]
impl DeskListener for RequestTracker {
    async fn changed(&self, since: At) -> Result<Vec<DeskNews>, CallError> {
        let mut news = self.changed_of(NewsOf::Incident, since).await?;
        news.extend(self.changed_of(NewsOf::Problem, since).await?);
        news.sort_by_key(|one: &DeskNews| one.at);
        Ok(news)
    }
}

impl RequestTracker {
    async fn changed_of(&self, about: NewsOf, since: At) -> Result<Vec<DeskNews>, CallError> {
        let queue = match about {
            NewsOf::Incident => &self.settings.fields.incidents,
            NewsOf::Problem => &self.settings.fields.problems,
        };
        let query = format!("Queue = '{}' AND LastUpdated > '{}'", super::quoted(queue), written(since));
        let mut news = Vec::new();
        for id in self.api.found(&query, "LastUpdated").await? {
            // Merged away or hidden since the question.
            let Some(told) = self.api.ticket(&id).await? else { continue };
            news.extend(self.told(about, &id, &told));
        }
        Ok(news)
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
