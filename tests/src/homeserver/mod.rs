//! A real Synapse started for one test, and people with accounts there.

mod person;
pub mod readme;

pub use person::Person;

use crate::folder::Folder;
use crate::port::free_port;
use anyhow::{Context as _, bail};
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The homeserver's name.
pub const NAME: &str = "nabat.test";

/// Running until it is dropped.
pub struct Homeserver {
    child: Option<Child>,
    state: Folder,
    python: OsString,
    port: u16,
    registration: PathBuf,
}

impl Homeserver {
    /// Starts one with the README's registration, that pushes to `callback`, with these accounts.
    pub fn start(callback: &str, users: &[String]) -> anyhow::Result<Self> {
        let state = Folder::new();
        let registration = state.path().join("registration.yaml");
        std::fs::write(&registration, readme::registration(callback)?)?;
        Self::open(state, registration, users)
    }

    /// The same with a registration somebody else wrote.
    pub fn with(registration: &Path, users: &[String]) -> anyhow::Result<Self> {
        Self::open(Folder::new(), registration.to_owned(), users)
    }

    fn open(state: Folder, registration: PathBuf, users: &[String]) -> anyhow::Result<Self> {
        let python = std::env::var_os("NABAT_SYNAPSE");
        let python =
            python.context("NABAT_SYNAPSE names a Python with tests/peers/synapse.txt: scripts/test matrix")?;
        let port = free_port()?;
        let mut server = Self { child: None, state, python, port, registration };
        server.run(users)?;
        Ok(server)
    }

    /// Its address.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The bot is out of a room, as if somebody above it had put it out: nobody below can.
    pub async fn bot_leaves(&self, room: &str) -> anyhow::Result<()> {
        let client = nabat_connectors::http::loopback().build()?;
        let mut address: reqwest::Url = self.base().parse()?;
        let mut path = address.path_segments_mut().map_err(|()| anyhow::anyhow!("no base"))?;
        path.extend(["_matrix", "client", "v3", "rooms", room, "leave"]);
        drop(path);
        let asked = client.post(address).bearer_auth("as-token-of-the-tests").json(&serde_json::json!({}));
        asked.send().await?.error_for_status()?;
        Ok(())
    }

    /// Ends it, its data kept.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // SIGTERM, so that the script ends the server it started.
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
    }

    /// Starts it again on its data.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.run(&[])
    }

    fn run(&mut self, users: &[String]) -> anyhow::Result<()> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/peers/synapse.sh");
        let mut child = Command::new("bash")
            .arg(script)
            .arg(self.state.path())
            .arg(self.port.to_string())
            .arg(&self.registration)
            .arg(&self.python)
            .args(users)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut told = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut told)?;
        if !told.starts_with("READY") {
            let _ = child.kill();
            let mut why = String::new();
            child.stderr.take().context("its errors are piped")?.read_to_string(&mut why)?;
            bail!("Synapse did not start: {why}");
        }
        self.child = Some(child);
        Ok(())
    }
}

impl Drop for Homeserver {
    fn drop(&mut self) {
        self.stop();
    }
}
