//! The emulated workspace: a process of its own, started for a test and ended with it.

use anyhow::{Context as _, ensure};
use nabat::clocks::MachineClock;
use nabat_connectors::messenger::slack::Slack;
use nabat_connectors::picture::Pictures;
use nabat_tests::port::free_port;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// A workspace with a bot and some people.
pub struct Workspace {
    base: String,
    client: reqwest::Client,
    process: Child,
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Workspace {
    /// `NABAT_EMULATE` is the folder its packages are in.
    pub async fn start(people: &[&str]) -> anyhow::Result<Self> {
        let folder = std::env::var("NABAT_EMULATE").context("NABAT_EMULATE: run it by `scripts/test slack`")?;
        let node = PathBuf::from(&folder).join("node_modules/node/bin/node");
        let script = Path::new(&folder).join("emulator.mjs");
        std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/slack/emulator.mjs"), &script)?;
        let port = free_port()?;
        let mut command = Command::new(node);
        command.arg(script).arg(port.to_string()).args(people).stdout(Stdio::null());
        let process = command.spawn().context("the emulator starts")?;
        // It names itself so in the addresses it gives out for files.
        let base = format!("http://localhost:{port}/api");
        let workspace = Self { base, client: nabat_connectors::http::loopback().build()?, process };
        for _ in 0..600 {
            if workspace.asked("auth.test", &[]).await.is_ok_and(|answer| answer["ok"] == true) {
                return Ok(workspace);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the emulator does not answer")
    }

    /// A connector that knows nothing of what others did.
    pub fn connect(&self) -> anyhow::Result<Slack> {
        Ok(Slack::new(&self.base, "xoxb-test", Arc::new(MachineClock), Pictures::DRAWN)?)
    }

    /// The ids of people.
    pub async fn people(&self, names: &[&str]) -> anyhow::Result<Vec<String>> {
        let all = self.call("users.list", &[]).await;
        let all = all["members"].as_array().cloned().unwrap_or_default();
        let id = |name: &&str| all.iter().find(|user| user["name"] == **name)?["id"].as_str().map(str::to_owned);
        let found: Vec<String> = names.iter().filter_map(id).collect();
        ensure!(found.len() == names.len(), "{found:?}");
        Ok(found)
    }

    /// One method, asked past the connector.
    ///
    /// # Panics
    /// There is no answer.
    pub async fn call(&self, method: &str, fields: &[(&str, &str)]) -> Value {
        self.asked(method, fields).await.expect("it answers")
    }

    async fn asked(&self, method: &str, fields: &[(&str, &str)]) -> anyhow::Result<Value> {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.post(format!("{}/{method}", self.base)).bearer_auth("xoxb-test");
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        Ok(request.send().await?.json().await?)
    }
}
