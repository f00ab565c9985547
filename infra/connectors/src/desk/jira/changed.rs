//! What people did in Jira, in the words of the generic webhook: what Jira pushed, and what a search finds it did not.
//!
//! Jira sends a webhook once. What it sends says only which issue: the issue is read, so that neither the order in
//! which they come nor a repeated one matters.

use super::field::{read, words};
use super::priority::ranked;
use super::signature::is_signed;
use super::standing::Names;
use super::status::End;
use super::words::quoted;
use super::{Jira, is_key};
use crate::own;
use async_trait::async_trait;
use nabat_domain::ids::DeskId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use nabat_kit::http::Request;
use nabat_kit::port::{CallError, Changed, DeskListener, DeskNews, NewsOf, Pushed};
use serde_json::{Map, Value};

/// Issues of one answer; a server may give fewer.
const PAGE: &str = "100";

#[async_trait]
impl DeskListener for Jira {
    async fn listed(&self, since: At) -> Result<Vec<Changed>, CallError> {
        let mut listed = self.listed_of(NewsOf::Incident, since).await?;
        listed.extend(self.listed_of(NewsOf::Problem, since).await?);
        listed.sort_by_key(|one: &Changed| one.at);
        Ok(listed)
    }

    async fn read(&self, changed: &Changed) -> Result<Option<DeskNews>, CallError> {
        self.news(changed.id.as_str()).await
    }
}

impl Jira {
    fn read_fields(&self) -> [&str; 4] {
        let fields = &self.settings.fields;
        [&fields.service, &fields.functions, &fields.priority, &fields.started].map(String::as_str)
    }

    fn kind(&self, about: NewsOf) -> &str {
        match about {
            NewsOf::Incident => &self.settings.fields.incidents,
            NewsOf::Problem => &self.settings.fields.problems,
        }
    }

    async fn listed_of(&self, about: NewsOf, since: At) -> Result<Vec<Changed>, CallError> {
        let (project, kind) = (quoted(&self.settings.project), quoted(self.kind(about)));
        let mut listed = Vec::new();
        let mut after = String::new();
        loop {
            // A number without quotes is milliseconds since 1970: no zone of anybody's profile is asked. By keys and
            // not by places: what changes meanwhile moves nothing past the end of a page.
            let jql = format!(
                "project = \"{project}\" AND issuetype = \"{kind}\" AND updated >= {}{after} ORDER BY key ASC",
                since.0
            );
            let asked = [("jql", jql.as_str()), ("maxResults", PAGE), ("fields", "updated")];
            let told = self.api.read(&["search"], &asked).await?;
            let issues = own::list(&told, "issues")?;
            let Some(last) = issues.last().and_then(|issue| issue["key"].as_str()) else { break };
            let next = format!(" AND key > \"{}\"", quoted(last));
            // Whoever does not keep to the question would be asked for ever.
            if next == after {
                return Err(CallError::Permanent(format!("Jira lists {last} again among what comes after it")));
            }
            after = next;
            let one = |issue: &Value| {
                let at = read(issue["fields"]["updated"].as_str()?)?;
                Some(Changed { id: DeskId::new(issue["key"].as_str()?), about, at })
            };
            listed.extend(issues.iter().filter_map(one));
        }
        Ok(listed)
    }

    /// What a webhook says, once it is proved.
    pub(super) async fn heard(&self, request: &Request) -> Result<Pushed, CallError> {
        if !is_signed(&self.secrets, request) {
            return Ok(Pushed::Unproved);
        }
        let said: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let is_about_an_issue = said["webhookEvent"].as_str().is_some_and(|event| event.starts_with("jira:issue_"));
        let key = said["issue"]["key"].as_str().filter(|key| is_about_an_issue && is_key(key));
        let Some(key) = key else { return Ok(Pushed::Nothing) };
        Ok(self.news(key).await?.map_or(Pushed::Nothing, |news| Pushed::News(vec![news])))
    }

    /// An issue as it stands now, if it is one of those that are followed.
    async fn news(&self, key: &str) -> Result<Option<DeskNews>, CallError> {
        let asked = [("fields", "*all"), ("expand", "changelog")];
        // Deleted, or hidden, since it was told of.
        let Some(issue) = self.api.issue(key, &asked).await? else { return Ok(None) };
        let fields = &issue["fields"];
        let kinds = [NewsOf::Incident, NewsOf::Problem];
        let about = kinds.into_iter().find(|about| fields["issuetype"]["name"] == self.kind(*about));
        let Some(about) = about.filter(|_| fields["project"]["key"] == self.settings.project.as_str()) else {
            return Ok(None);
        };
        let names = self.names(&self.read_fields()).await?;
        Ok(self.told(about, &names, &issue))
    }

    fn told(&self, about: NewsOf, names: &Names, issue: &Value) -> Option<DeskNews> {
        let (key, fields) = (issue["key"].as_str()?, &issue["fields"]);
        let updated = fields["updated"].as_str()?;
        let made_by_nabat = fields["creator"]["name"] == self.settings.bot.as_str();
        let mut sent = match about {
            NewsOf::Incident => as_sent(self.read_fields(), names, fields, made_by_nabat),
            NewsOf::Problem => Map::new(),
        };
        sent.insert("id".to_owned(), key.into());
        sent.insert("url".to_owned(), self.api.page(key).into());
        let closed = End::of(&fields["status"]) == End::Closed;
        // Two changes may fall into one moment.
        let stamp = sha256_hex(format!("{updated} {closed} {}", Value::Object(sent.clone())).as_bytes());
        Some(DeskNews {
            id: DeskId::new(key),
            about,
            stamp: stamp[..24].to_owned(),
            at: read(updated)?,
            fields: sent,
            closed,
            ours: last_by(issue).as_deref() == Some(self.settings.bot.as_str()),
            made_by_nabat,
        })
    }
}

/// Who did what was done last: Jira says it of no issue, but of every change and comment.
fn last_by(issue: &Value) -> Option<String> {
    let fields = &issue["fields"];
    let changes = issue["changelog"]["histories"].as_array().into_iter().flatten();
    let changes = changes.map(|one| (&one["created"], &one["author"]));
    let comments = fields["comment"]["comments"].as_array().into_iter().flatten();
    let comments = comments.map(|one| (&one["updated"], &one["updateAuthor"]));
    let made = std::iter::once((&fields["created"], &fields["creator"]));
    let all = made.chain(changes).chain(comments);
    let dated = all.filter_map(|(when, who)| Some((read(when.as_str()?)?, who["name"].as_str()?)));
    dated.max_by_key(|(at, _)| *at).map(|(_, who)| who.to_owned())
}

/// An issue in the fields of the generic webhook. Whoever registers a failure by hand does it about when it began;
/// Nabat makes its records later, and knows when it was.
fn as_sent(read_fields: [&str; 4], names: &Names, fields: &Value, made_by_nabat: bool) -> Map<String, Value> {
    let value = |field: &str| names.id(field).map_or(&Value::Null, |id| &fields[id]);
    let [service, functions, priority, started] = read_fields.map(value);
    let text = |value: &Value| words(value).into_iter().next().map(Value::from);
    let created = Some(&fields["created"]).filter(|_| !made_by_nabat);
    let began = [Some(started), created].into_iter().flatten().find_map(|value| read(value.as_str()?));
    let told = [
        ("service", text(service)),
        ("functions", Some(words(functions)).filter(|list| !list.is_empty()).map(Value::from)),
        ("summary", text(&fields["summary"])),
        ("priority", words(priority).first().and_then(|name| ranked(name)).map(|rank| rank.as_str().into())),
        ("started_at", began.map(|at| at.to_rfc3339().into())),
        ("registered_by", fields["creator"]["name"].as_str().map(Value::from)),
    ];
    told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_last_hand_is_that_of_the_latest_change_or_comment() {
        let person = |name: &str| json!({ "name": name });
        let mut issue = json!({
            "fields": { "created": "2026-11-23T10:00:00.000+0000", "creator": person("dispatcher") },
        });
        assert_eq!(last_by(&issue).as_deref(), Some("dispatcher"));
        issue["fields"]["comment"] = json!({ "comments": [{ "updated": "2026-11-23T10:02:00.000+0000",
            "updateAuthor": person("nabat") }] });
        assert_eq!(last_by(&issue).as_deref(), Some("nabat"));
        issue["changelog"] =
            json!({ "histories": [{ "created": "2026-11-23T13:03:00.000+0300", "author": person("anna") }] });
        assert_eq!(last_by(&issue).as_deref(), Some("anna"));
    }
}
