//! The program, serving the story's configuration, and its API.

use crate::estate::PRODUCT;
use crate::servers::Servers;
use anyhow::{Context as _, ensure};
use nabat_tests::peer::until;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

/// `nabat serve`, running until it is dropped.
pub struct Program {
    child: Child,
    base: String,
    /// Its data folder.
    pub data: PathBuf,
    token: String,
    client: reqwest::Client,
}

impl Program {
    /// Checks the configuration, serves it and waits until it answers.
    pub async fn serve(servers: &Servers) -> anyhow::Result<Self> {
        let (estate, data) = (servers.folder.path().join("estate"), servers.folder.path().join("data"));
        let base = format!("http://127.0.0.1:{}", servers.port);
        let checked = Command::new(program()?).arg("check").arg(&estate).output()?;
        ensure!(checked.status.success(), "{}", told(&checked));
        let child = Command::new(program()?)
            .arg("serve")
            .arg(&estate)
            .args(["--listen", &format!("127.0.0.1:{}", servers.port), "--data"])
            .arg(&data)
            .env("NABAT_SECRET_MATRIX_AS", "as-token-of-the-tests")
            .env("NABAT_SECRET_MATRIX_HS", "hs-token-of-the-tests")
            .env("NABAT_SECRET_DESK_PASSWORD", "nabat-pass")
            .env("NABAT_SECRET_DUTY_PASSWORD", "nabat-pass")
            .env("NABAT_SECRET_MW_BOT", "nabat0bot0password000000000tests")
            .stdout(Stdio::null())
            .spawn()?;
        let client = nabat_connectors::http::loopback().build()?;
        let mut program = Self { child, base, data, token: String::new(), client };
        let health = format!("{}/health/ready", program.base);
        until(async || Ok(program.client.get(&health).send().await?.error_for_status().map(drop)?)).await?;
        program.token = program.run(&["token", "--product", PRODUCT, "--role", "admin", "--act-as"])?;
        Ok(program)
    }

    /// What a command of the program prints, beside the running one.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let output = Command::new(program()?).args(arguments).arg("--data").arg(&self.data).output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", told(&output));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// What a command prints that needs no data, and whether it ended well.
    pub fn run_alone(arguments: &[&str]) -> anyhow::Result<(bool, String)> {
        let output = Command::new(program()?).args(arguments).output()?;
        Ok((output.status.success(), told(&output)))
    }

    /// What the API tells of the product.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let address = format!("{}/api/{PRODUCT}/{path}", self.base);
        let answer = self.client.get(address).bearer_auth(&self.token).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// A case as the API tells it, an incident or a problem.
    pub async fn case(&self, id: &str) -> anyhow::Result<Value> {
        match self.get(&format!("incidents/{id}")).await {
            Ok(shown) => Ok(shown),
            Err(_) => self.get(&format!("problems/{id}")).await,
        }
    }

    /// An incident as the API tells it.
    pub async fn incident(&self, id: &str) -> anyhow::Result<Value> {
        self.get(&format!("incidents/{id}")).await
    }

    /// Waits until somebody is asked about a step; the holder.
    pub async fn holder(&self, id: &str, step: &str) -> anyhow::Result<String> {
        until(async || {
            let shown = self.case(id).await?;
            let prompts = shown["prompts"].as_array().context("prompts")?;
            let asked = prompts.iter().find(|prompt| prompt["step"] == step);
            let asked = asked.with_context(|| format!("nobody is asked about {step} yet: {prompts:?}"))?;
            asked["holder"].as_str().map(str::to_owned).context("it has a holder")
        })
        .await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Both outputs.
fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The program: `NABAT_PROGRAM`, or the one built beside the tests.
fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("NABAT_PROGRAM") {
        return Ok(path.into());
    }
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(std::path::Path::parent).context("tests are built in a folder")?;
    Ok(folder.join("nabat"))
}
