//! Issues Nabat makes: each with a label that is its key, so that a repeat finds it.

use super::field::{Field, Wanted};
use super::standing::named;
use super::words::{escaped, line, quoted};
use super::{Jira, comment};
use crate::own;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{CallError, EffectKey, FieldFault};
use reqwest::Method;
use serde_json::{Value, json};

/// Characters of a summary at most.
const LONGEST_SUMMARY: usize = 255;
/// The field that keeps the key.
pub(super) const LABELS: &str = "labels";
/// What Nabat gives whenever it makes an issue.
pub(super) const GIVEN: [&str; 5] = ["project", "issuetype", "summary", "description", LABELS];

/// Pages of a list, a hundred of it a page.
const PAGES: usize = 100;

/// What becomes of a value Jira does not take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NotTaken {
    /// Then nothing is made: somebody is told why.
    Refused,
    /// The issue is made without it.
    LeftOut,
}

impl Jira {
    /// An issue of a kind under a key: the one there is, or a new one. `told` are its title and what is known;
    /// of what is wanted in fields is given what the screen of creation has.
    pub(super) async fn make(
        &self,
        key: &EffectKey,
        kind: &str,
        told: (&str, &str),
        (wanted, not_taken): (&[(&str, Wanted<'_>)], NotTaken),
    ) -> Result<String, CallError> {
        let label = format!("nabat-{}", &sha256_hex(key.0.as_bytes())[..24]);
        if let Some(id) = self.labelled(&label).await? {
            return Ok(id);
        }
        let screen = self.creation(kind).await?;
        let screen =
            screen.ok_or_else(|| CallError::Permanent(format!("{} has no `{kind}`", self.settings.project)))?;
        let mut description: String = escaped(told.1);
        if description.chars().count() > comment::LONGEST {
            description = escaped(&told.1.chars().take(comment::LONGEST / 4).collect::<String>());
            description.push('\u{2026}');
        }
        let mut fields = json!({
            "project": { "key": self.settings.project }, "issuetype": { "name": kind },
            "summary": line(told.0, LONGEST_SUMMARY), "description": description, LABELS: [label],
        });
        for (name, value) in wanted {
            let Ok(field) = named(&screen, name) else { continue };
            match (field.written(*value), not_taken) {
                (Ok(value), _) => fields[&field.id] = value,
                (Err(why), NotTaken::Refused) => return Err(CallError::Permanent(why)),
                (Err(why), NotTaken::LeftOut) => tracing::error!("left out of a new `{kind}`: {why}"),
            }
        }
        able(kind, &screen, &fields)?;
        let made = self.api.call(Method::POST, &["issue"], &json!({ "fields": fields })).await?;
        let made = made["key"].as_str().map(str::to_owned);
        made.ok_or_else(|| CallError::Permanent(format!("a `{kind}` was made without a key")))
    }

    /// The issue with a label. Jira's index lags behind by moments, and a repeat comes later than that.
    async fn labelled(&self, label: &str) -> Result<Option<String>, CallError> {
        let jql = format!("project = \"{}\" AND labels = \"{label}\" ORDER BY key ASC", quoted(&self.settings.project));
        let found = self.api.read(&["search"], &[("jql", &jql), ("maxResults", "1"), ("fields", "summary")]).await?;
        let first = own::list(&found, "issues")?.first();
        Ok(first.and_then(|issue| issue["key"].as_str()).map(str::to_owned))
    }

    /// The fields of a kind's screen of creation; `None` where the project has no such kind, or not for Nabat to make.
    pub(super) async fn creation(&self, kind: &str) -> Result<Option<Vec<Field>>, CallError> {
        let project = self.settings.project.as_str();
        let kinds = self.every(&["issue", "createmeta", project, "issuetypes"]).await?;
        let found = kinds.iter().find(|one| one["name"] == kind).and_then(|one| one["id"].as_str());
        let Some(id) = found else { return Ok(None) };
        let told = self.every(&["issue", "createmeta", project, "issuetypes", id]).await?;
        let field = |one: &Value| Some(Field::read(one["fieldId"].as_str()?, one));
        Ok(Some(told.iter().filter_map(field).collect()))
    }

    /// Everything of a list Jira tells in pages.
    async fn every(&self, path: &[&str]) -> Result<Vec<Value>, CallError> {
        let mut all = Vec::new();
        for _ in 0..PAGES {
            let from = all.len().to_string();
            let told = self.api.read(path, &[("startAt", &from), ("maxResults", "100")]).await?;
            let page = own::list(&told, "values")?;
            let is_last = page.is_empty() || told["isLast"] == true;
            all.extend_from_slice(page);
            if is_last || told["total"].as_u64().is_some_and(|total| all.len() as u64 >= total) {
                return Ok(all);
            }
        }
        // Whoever tells some pages again and again would be asked for ever.
        Err(CallError::Permanent(format!("Jira comes to no end with {}", path.join("/"))))
    }
}

/// Whether the screen has what Nabat gives, and asks for nothing else.
fn able(kind: &str, screen: &[Field], given: &Value) -> Result<(), CallError> {
    let lacks: Vec<&str> = ["summary", "description", LABELS]
        .into_iter()
        .filter(|field| named(screen, field) == Err(FieldFault::NotOnScreen))
        .collect();
    if !lacks.is_empty() {
        let told = format!("the screen on which Jira makes a `{kind}` has no {}: put it there", lacks.join(", "));
        return Err(CallError::Permanent(told));
    }
    let asked: Vec<&str> = screen
        .iter()
        .filter(|field| field.needed && given.get(&field.id).is_none())
        .map(|field| field.name.as_str())
        .collect();
    if asked.is_empty() {
        return Ok(());
    }
    let cure = "make it optional there, or give it a default";
    Err(CallError::Permanent(format!("Jira asks for {} when a `{kind}` is made: {cure}", asked.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Fields;
    use crate::desk::jira::Settings;
    use crate::partner::answering;
    use std::sync::atomic::Ordering;

    #[tokio::test]
    async fn two_pages_that_follow_each_other_are_not_asked_for_for_ever() {
        let page = |called: usize| json!({ "values": [{ "id": (called % 2).to_string() }] }).to_string();
        let (base, called) = answering(page).await;
        let settings = Settings {
            base,
            bot: "nabat".to_owned(),
            project: "OPS".to_owned(),
            fields: Fields::of_jira(),
            resolution: None,
            public: false,
        };
        let jira = Jira::new(settings, "token", None).expect("a client");
        assert!(matches!(jira.every(&["list"]).await, Err(CallError::Permanent(_))));
        assert_eq!(called.load(Ordering::SeqCst), PAGES);
    }
}
