//! A real SMTP server started for one test.

use anyhow::{Context as _, bail};
use nabat_tests::folder::Folder;
use nabat_tests::port::free_port;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Running until it is dropped.
pub struct Server {
    child: Child,
    state: Folder,
    /// Its port on this machine.
    pub port: u16,
}

impl Server {
    /// Starts one that behaves so; `scripts/peers/smtp.py` says how.
    pub fn start(mode: &str) -> anyhow::Result<Self> {
        let python = std::env::var_os("NABAT_SMTP")
            .context("NABAT_SMTP names a Python with tests/tests/mail/requirements.txt: scripts/test mail")?;
        let state = Folder::new();
        let port = free_port()?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/peers/smtp.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(state.path())
            .args([&port.to_string(), mode])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut told = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut told)?;
        if !told.starts_with("READY") {
            let mut why = String::new();
            child.stderr.take().context("its errors are piped")?.read_to_string(&mut why)?;
            bail!("the SMTP server did not start: {why}");
        }
        Ok(Self { child, state, port })
    }

    /// What it took, in order.
    pub fn mails(&self) -> Vec<String> {
        let number = 1..;
        let read = |number: i32| std::fs::read_to_string(self.state.path().join(format!("{number}.eml"))).ok();
        number.map_while(read).collect()
    }

    /// What its clients have to trust.
    pub fn authority(&self) -> PathBuf {
        self.state.path().join("ca.pem")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
