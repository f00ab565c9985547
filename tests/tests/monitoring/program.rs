//! The program that was built for this run, serving an estate whose monitoring the tests choose.

use anyhow::{Context as _, ensure};
use nabat_kit::port::Clock as _;
use nabat_kit::signature::{SigningSecret, sign};
use nabat_tests::folder::Folder;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The product: the one of the example whose chats are in English.
pub const PRODUCT: &str = "emergency";

const DESK_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The program: `NABAT_PROGRAM`, or the one built beside the tests.
pub fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("NABAT_PROGRAM") {
        return Ok(path.into());
    }
    let own = std::env::current_exe()?;
    Ok(own.ancestors().nth(2).context("tests stand two folders below the profile's")?.join("nabat"))
}

/// The program, serving; dropping it kills it.
pub struct Serving {
    folder: Folder,
    child: Child,
    /// Kept open: the program may print more.
    _output: BufReader<ChildStdout>,
    address: String,
    client: reqwest::Client,
}

impl Serving {
    /// Serves the product with these connections, its monitoring the one named `monitored`.
    pub fn start(connections: &str, secrets: &[(&str, &str)]) -> anyhow::Result<Self> {
        Self::changed(connections, secrets, |_| Ok(()))
    }

    /// The same, with the product's folder changed before.
    pub fn changed(
        connections: &str,
        secrets: &[(&str, &str)],
        change: impl FnOnce(&Path) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let folder = Folder::new();
        let estate = folder.path().join("estate");
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/example").join(PRODUCT);
        std::fs::create_dir_all(estate.join(PRODUCT))?;
        for file in std::fs::read_dir(&example)? {
            let file = file?;
            std::fs::copy(file.path(), estate.join(PRODUCT).join(file.file_name()))?;
        }
        let product = estate.join(PRODUCT).join("product.yaml");
        let text = std::fs::read_to_string(&product)?;
        std::fs::write(&product, text.replace("wiki: builtin", "wiki: builtin\nmonitoring: monitored"))?;
        change(&estate.join(PRODUCT))?;
        std::fs::write(estate.join("connections.yaml"), connections)?;
        let mut child = Command::new(program()?)
            .arg("serve")
            .arg(&estate)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("data"))
            .env("NABAT_DESK_SECRET", DESK_SECRET)
            .envs(secrets.iter().copied())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().context("its output is piped")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let address = line.find("http://").map(|at| line[at..].trim().to_owned());
        let client = nabat_connectors::http::loopback().build()?;
        let address = address.context("it serves")?;
        Ok(Self { folder, child, _output: output, address, client })
    }

    /// What a command of the program prints.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let data = self.folder.path().join("data");
        let output = Command::new(program()?).args(arguments).arg("--data").arg(data).output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Registers a failure of the dispatch as a desk does, signed; the incident's id.
    pub async fn register(&self, desk: &str) -> anyhow::Result<String> {
        let now = nabat::clocks::MachineClock.now();
        let body = json!({
            "type": "incident.registered", "id": desk, "service": "dispatch", "functions": ["assign-crew"],
            "summary": "Crews cannot be assigned", "priority": "P1", "registered_by": "first line",
            "started_at": now.minus(nabat_domain::time::Length::minutes(3)).to_rfc3339(),
        });
        let bytes = serde_json::to_vec(&body)?;
        let (id, seconds) = (format!("msg_{desk}"), now.0.div_euclid(1_000));
        let secret = SigningSecret::parse(DESK_SECRET)?;
        let answer = self
            .client
            .post(format!("{}/desk/{PRODUCT}/generic", self.address))
            .header("webhook-id", &id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", sign(secret.bytes(), &id, seconds, &bytes))
            .body(bytes)
            .send()
            .await?;
        let (status, body) = (answer.status(), answer.json::<Value>().await?);
        ensure!(status.as_u16() == 202, "{status}: {body}");
        body["incident"].as_str().map(str::to_owned).context("it names the incident")
    }

    /// Calls the API as the product's administrator who speaks for its people.
    pub async fn api(&self, token: &str, path: &str, body: Option<&Value>) -> anyhow::Result<Value> {
        let address = format!("{}/api/{PRODUCT}/{path}", self.address);
        let request = match body {
            Some(body) => self.client.post(address).json(body),
            None => self.client.get(address),
        };
        Ok(request.bearer_auth(token).send().await?.error_for_status()?.json().await?)
    }

    /// Signs a person in by a one-time link; the session's cookie.
    pub async fn signed_in(&self, person: &str) -> anyhow::Result<String> {
        let link = self.run(&["token", "--product", PRODUCT, "--person", person])?;
        let secret = link.rsplit_once("/in/").context("a link")?.1.lines().next().unwrap_or_default().to_owned();
        let answer = self.client.post(format!("{}/in/{secret}", self.address)).header("origin", &self.address);
        let answer = answer.send().await?;
        let cookie = answer.headers().get("set-cookie").with_context(|| format!("{}", answer.status()))?;
        Ok(cookie.to_str()?.split(';').next().unwrap_or_default().to_owned())
    }

    /// A page, or a file, as somebody signed in sees it.
    pub async fn page(&self, cookie: &str, path: &str) -> anyhow::Result<Vec<u8>> {
        let request = self.client.get(format!("{}{path}", self.address)).header("cookie", cookie);
        Ok(request.send().await?.error_for_status()?.bytes().await?.to_vec())
    }
}

/// Tries until it works, for at most so many seconds.
pub async fn within<T>(seconds: u32, attempt: impl AsyncFn() -> anyhow::Result<T>) -> anyhow::Result<T> {
    for _ in 0..10 * seconds {
        if let Ok(done) = attempt().await {
            return Ok(done);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    attempt().await
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
