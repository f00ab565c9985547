//! Comments: each with its key as a property, seen by customers or by the project's people alone.

use super::words::escaped;
use super::{Jira, left};
use crate::own;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{CallError, EffectKey};
use reqwest::Method;
use serde_json::{Value, json};

/// The property with the key.
const KEY: &str = "nabat";
/// The property by which Jira Service Management tells comments for customers from others.
const PUBLIC: &str = "sd.public.comment";
/// Characters of a comment at most (`jira.text.field.character.limit`, 32,767 unless changed), less a margin.
pub(super) const LONGEST: usize = 32_000;
/// So many pages of comments are looked through for a key: a server that gives the same one again and again is not
/// asked for ever.
const PAGES: usize = 50;
/// Characters that are left of a longer one; the whole text follows as a file.
const LEFT: usize = 8_000;

impl Jira {
    /// A comment, once.
    pub(super) async fn comment(&self, key: &EffectKey, id: &str, text: &str) -> Result<(), CallError> {
        if self.is_said(key, id).await? {
            return Ok(());
        }
        let written = self.cut(id, text).await?;
        let body = json!({
            "body": written,
            "properties": [
                { "key": KEY, "value": { "key": key.0 } },
                { "key": PUBLIC, "value": { "internal": !self.settings.public } },
            ],
        });
        self.api.call(Method::POST, &["issue", id, "comment"], &body).await?;
        if self.is_said(key, id).await? { Ok(()) } else { Err(left(id, &["Comment"])) }
    }

    /// Whether a comment with this key stands there.
    pub(super) async fn is_said(&self, key: &EffectKey, id: &str) -> Result<bool, CallError> {
        let mut begin = 0;
        for _ in 0..PAGES {
            let from = begin.to_string();
            // The newest first: what is repeated was written just before.
            let asked =
                [("startAt", from.as_str()), ("maxResults", "100"), ("orderBy", "-created"), ("expand", "properties")];
            let told = self.api.read(&["issue", id, "comment"], &asked).await?;
            let page = own::list(&told, "comments")?;
            if page.iter().any(|comment| has(comment, key)) {
                return Ok(true);
            }
            begin += page.len();
            // A server that does not tell how many there are told all of them.
            if page.is_empty() || told["total"].as_u64().is_none_or(|all| begin as u64 >= all) {
                break;
            }
        }
        Ok(false)
    }

    /// The text as Jira takes it: one that is too long is cut with a mark, and attached whole before that.
    pub(super) async fn cut(&self, id: &str, text: &str) -> Result<String, CallError> {
        let written = escaped(text);
        if written.chars().count() <= LONGEST {
            return Ok(written);
        }
        let name = format!("nabat-{}.txt", &sha256_hex(text.as_bytes())[..12]);
        self.put(id, &name, "text/plain; charset=utf-8", text.as_bytes()).await?;
        let begin: String = text.chars().take(LEFT).collect();
        Ok(format!("{}\u{2026}\n\n[^{name}]", escaped(&begin)))
    }

    /// A file, once: one of that name and size is that one.
    pub(super) async fn put(&self, id: &str, name: &str, media: &str, content: &[u8]) -> Result<(), CallError> {
        let there = async || -> Result<bool, CallError> {
            let issue = self.issue(id).await?;
            let files = issue["fields"]["attachment"].as_array().into_iter().flatten();
            let is_it = |file: &Value| file["filename"] == name && file["size"] == content.len();
            Ok(files.into_iter().any(is_it))
        };
        if there().await? {
            return Ok(());
        }
        self.api.attach(id, name, media, content).await?;
        if there().await? { Ok(()) } else { Err(left(id, &["Attachment"])) }
    }
}

fn has(comment: &Value, key: &EffectKey) -> bool {
    let properties = comment["properties"].as_array().into_iter().flatten();
    properties.into_iter().any(|one| one["key"] == KEY && one["value"]["key"] == key.0.as_str())
}
