//! Real servers for tests, each started by its script in `scripts/peers`, and waiting for what they do.

use crate::folder::Folder;
use crate::port::free_port;
use anyhow::{Context as _, bail};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server running until it is dropped.
pub struct Peer {
    child: Option<Child>,
    script: &'static str,
    after: Vec<String>,
    state: Folder,
    /// Its port on this machine.
    pub port: u16,
}

impl Peer {
    /// Starts `scripts/peers/SCRIPT STATE PORT AFTER…` and waits until it says READY.
    ///
    /// # Errors
    /// It did not start: with what it said.
    pub fn start(script: &'static str, after: &[&str]) -> anyhow::Result<Self> {
        let after = after.iter().map(|one| (*one).to_owned()).collect();
        let mut peer = Self { child: None, script, after, state: Folder::new(), port: free_port()? };
        peer.run()?;
        Ok(peer)
    }

    /// Its address.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its folder.
    pub fn state(&self) -> &Path {
        self.state.path()
    }

    /// Ends it, its data kept.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // SIGTERM, so that the script ends the server it started.
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
    }

    /// Starts it, again, on its data.
    ///
    /// # Errors
    /// It did not start: with what it said.
    pub fn run(&mut self) -> anyhow::Result<()> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/peers").join(self.script);
        let mut child = Command::new("bash")
            .arg(script)
            .arg(self.state.path())
            .arg(self.port.to_string())
            .args(&self.after)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut told = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut told)?;
        if !told.starts_with("READY") {
            let _ = child.kill();
            let mut why = String::new();
            child.stderr.take().context("its errors are piped")?.read_to_string(&mut why)?;
            bail!("{} did not start: {told}{why}", self.script);
        }
        self.child = Some(child);
        Ok(())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Waits for something real, with a deadline: tries until it works, for at most a minute.
///
/// # Errors
/// What the last attempt said.
pub async fn until<T>(attempt: impl AsyncFn() -> anyhow::Result<T>) -> anyhow::Result<T> {
    for _ in 0..599 {
        if let Ok(done) = attempt().await {
            return Ok(done);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    attempt().await
}
