//! The organisation's desk, a real Roundup, as its dispatcher reads it.

use anyhow::{Context as _, ensure};
use nabat_tests::peer::Peer;
use serde_json::Value;

/// The tracker.
pub struct Desk {
    /// The server.
    pub peer: Peer,
}

impl Desk {
    /// A tracker with nothing in it.
    pub fn start() -> anyhow::Result<Self> {
        let python = std::env::var("NABAT_ROUNDUP");
        let python = python.context("NABAT_ROUNDUP names a Python with tests/peers/roundup.txt: scripts/test story")?;
        Ok(Self { peer: Peer::start("roundup.sh", &[&python])? })
    }

    /// A record's fields as the dispatcher gets them: links with the names they stand for.
    pub async fn record(&self, designator: &str) -> anyhow::Result<Value> {
        let class = designator.trim_end_matches(|c: char| c.is_ascii_digit());
        let read = self.get(&format!("{class}/{}?@verbose=2", &designator[class.len()..])).await?;
        Ok(read["attributes"].clone())
    }

    /// What was written on it, oldest first.
    pub async fn words(&self, record: &Value) -> anyhow::Result<Vec<String>> {
        let mut words = Vec::new();
        for message in record["messages"].as_array().into_iter().flatten() {
            let id = message["id"].as_str().context("a message has a number")?;
            let read = self.get(&format!("msg/{id}?@verbose=3")).await?;
            words.push(read["attributes"]["content"].as_str().context("a text")?.to_owned());
        }
        Ok(words)
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let address = format!("{}/rest/data/{path}", self.peer.base());
        let client = nabat_connectors::http::loopback().build()?;
        let request = client.get(&address).basic_auth("dispatcher", Some("dispatcher-pass"));
        let answer = request.header("x-requested-with", "rest").send().await?;
        let status = answer.status();
        let mut read: Value = answer.json().await?;
        ensure!(status.is_success(), "{path}: {status} {read}");
        Ok(read["data"].take())
    }
}
