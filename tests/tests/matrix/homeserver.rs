//! A real Synapse started for one test.

use anyhow::{Context as _, bail};
use nabat_tests::folder::Folder;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The homeserver's name.
pub const NAME: &str = "nabat.test";

/// Running until it is dropped.
pub struct Homeserver {
    child: Option<Child>,
    state: Folder,
    python: OsString,
    port: u16,
    callback: String,
}

impl Homeserver {
    /// Starts one that pushes to `callback`, with these accounts.
    pub fn start(callback: &str, users: &[String]) -> anyhow::Result<Self> {
        let python = std::env::var_os("NABAT_SYNAPSE");
        let python =
            python.context("NABAT_SYNAPSE names a Python with tests/peers/synapse.txt: scripts/test matrix")?;
        let port = free_port()?;
        let mut server = Self { child: None, state: Folder::new(), python, port, callback: callback.to_owned() };
        server.run(users)?;
        Ok(server)
    }

    /// Its address.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
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
            .args([self.port.to_string(), self.callback.clone()])
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

/// A port nobody has now; nobody else asks for one between here and its use.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
