//! The program serving the example estate, with the secret it makes itself.

use crate::demo::program;
use anyhow::{Context as _, ensure};
use nabat_tests::folder::Folder;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

/// The example estate.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/host/example");

/// A running program; dropping it ends it.
pub struct Serving {
    program: Child,
    /// Kept open: the program may print more.
    _output: BufReader<ChildStdout>,
    /// Where it serves.
    pub base: String,
    folder: Folder,
}

impl Serving {
    /// Starts it in a new data folder, on a free port.
    pub fn start() -> anyhow::Result<Self> {
        let folder = Folder::new();
        let mut program = Command::new(program()?)
            .args(["serve", EXAMPLE, "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("data"))
            .env_remove("NABAT_DESK_SECRET")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = BufReader::new(program.stdout.take().context("its output is piped")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let at = line.find("http://").context("it says where it serves")?;
        Ok(Self { program, _output: output, base: line[at..].trim().to_owned(), folder })
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What a command of the program prints beside it.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let output = Command::new(program()?).args(arguments).arg("--data").arg(self.data()).output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// A sign-in link of a person.
    pub fn link(&self, product: &str, person: &str) -> anyhow::Result<String> {
        self.run(&["token", "--product", product, "--person", person, "--base", &self.base])
    }

    /// What the API answers.
    pub async fn get(&self, token: &str, path: &str) -> anyhow::Result<Value> {
        let client = nabat_connectors::http::loopback().build()?;
        let answer = client.get(format!("{}{path}", self.base)).bearer_auth(token).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
