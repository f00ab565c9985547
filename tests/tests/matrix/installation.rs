//! The program serving one product whose chats are on Matrix.

use crate::proxy::Proxy;
use anyhow::{Context as _, ensure};
use nabat_kit::port::Clock as _;
use nabat_kit::signature::{SigningSecret, sign};
use nabat_tests::folder::Folder;
use nabat_tests::homeserver::readme;
use nabat_tests::homeserver::{Homeserver, NAME};
use nabat_tests::peer::until;
use nabat_tests::port::free_port;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The product: the one of the example whose chats are in English.
pub const PRODUCT: &str = "emergency";

/// A service without neighbours, by its number.
pub fn lone_service(number: usize) -> String {
    format!("lone-{number}")
}

const DESK_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The program, the homeserver and what both are made from.
pub struct Installation {
    folder: Folder,
    port: u16,
    program: Option<Child>,
    token: String,
    client: reqwest::Client,
    /// The homeserver.
    pub homeserver: Homeserver,
}

impl Installation {
    /// Both, with everybody of the product having an account.
    pub async fn start() -> anyhow::Result<Self> {
        let (folder, port) = (Folder::new(), free_port()?);
        let homeserver = Self::homeserver(&folder, port)?;
        let base = homeserver.base();
        Self::serving(folder, port, homeserver, &base).await
    }

    /// The same with services that have no neighbours, and a proxy before the homeserver.
    pub async fn with_lone_services(number: usize) -> anyhow::Result<(Self, Proxy)> {
        let (folder, port) = (Folder::new(), free_port()?);
        let homeserver = Self::homeserver(&folder, port)?;
        let file = folder.path().join("estate").join(PRODUCT).join("services.yaml");
        let mut services = std::fs::read_to_string(&file)?;
        for number in 0..number {
            let id = lone_service(number);
            services += &format!(
                "\n- id: {id}\n  name: Lone service {number}\n  assessment:\n    scores: \
                 {{ people: 3, harm: 3, workaround: 3, hours: 3, money: 1, dependants: 0 }}\n    threat_to_life: true\n    \
                 approved_by: Reliability committee\n    valid_until: 2099-06-30\n  owners: [e1639]\n  functions:\n    \
                 - {{ id: work, name: Work }}\n"
            );
        }
        std::fs::write(file, services)?;
        let proxy = Proxy::before(&homeserver.base()).await?;
        let served = Self::serving(folder, port, homeserver, &proxy.base).await?;
        Ok((served, proxy))
    }

    fn homeserver(folder: &Folder, port: u16) -> anyhow::Result<Homeserver> {
        let people = configured(&folder.path().join("estate"))?;
        Homeserver::start(&format!("http://127.0.0.1:{port}/chat/matrix"), &people)
    }

    async fn serving(folder: Folder, port: u16, homeserver: Homeserver, base: &str) -> anyhow::Result<Self> {
        let connection = format!("{}- {{id: night, kind: recording, file: night.csv}}\n", readme::connection(base)?);
        std::fs::write(folder.path().join("estate/connections.yaml"), connection)?;
        std::fs::write(folder.path().join("estate/night.csv"), night())?;
        let client = nabat_connectors::http::loopback().build()?;
        let mut whole = Self { folder, port, program: None, token: String::new(), client, homeserver };
        whole.serve().await?;
        whole.token = whole.run(&["token", "--product", PRODUCT, "--role", "admin", "--act-as"])?;
        Ok(whole)
    }

    /// Starts the program on its data, and waits until it answers.
    pub async fn serve(&mut self) -> anyhow::Result<()> {
        let program = Command::new(program()?)
            .arg("serve")
            .arg(self.folder.path().join("estate"))
            .args(["--listen", &format!("127.0.0.1:{}", self.port), "--data"])
            .arg(self.data())
            .env("NABAT_DESK_SECRET", DESK_SECRET)
            .env("NABAT_SECRET_MATRIX_AS", "as-token-of-the-tests")
            .env("NABAT_SECRET_MATRIX_HS", "hs-token-of-the-tests")
            .stdout(Stdio::null())
            .spawn()?;
        self.program = Some(program);
        let health = format!("http://127.0.0.1:{}/health", self.port);
        until(async || Ok(self.client.get(&health).send().await?.error_for_status().map(drop)?)).await
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        if let Some(mut program) = self.program.take() {
            let _ = program.kill();
            let _ = program.wait();
        }
    }

    /// What a command of the program prints.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let output = Command::new(program()?).args(arguments).arg("--data").arg(self.data()).output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Registers a failure as a desk does; the incident's id.
    pub async fn register(&self, desk: &str) -> anyhow::Result<String> {
        self.register_of(desk, "dispatch", "assign-crew").await
    }

    /// The same of some service.
    pub async fn register_of(&self, desk: &str, service: &str, function: &str) -> anyhow::Result<String> {
        let now = nabat::clocks::MachineClock.now();
        let body = serde_json::json!({
            "type": "incident.registered", "id": desk, "service": service, "functions": [function],
            "summary": "Crews cannot be assigned", "priority": "P1", "registered_by": "first line",
            "started_at": now.minus(nabat_domain::time::Length::minutes(20)).to_rfc3339(),
        });
        let bytes = serde_json::to_vec(&body)?;
        let (id, seconds) = (format!("msg_{desk}"), now.0.div_euclid(1_000));
        let secret = SigningSecret::parse(DESK_SECRET)?;
        let answer = self
            .client
            .post(format!("http://127.0.0.1:{}/desk/{PRODUCT}/generic", self.port))
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

    /// Says something for a person, from elsewhere than the chat.
    pub async fn say_as(&self, incident: &str, person: &str, text: &str) -> anyhow::Result<()> {
        let address = format!("http://127.0.0.1:{}/api/{PRODUCT}/incidents/{incident}/messages", self.port);
        let body = serde_json::json!({ "as": person, "text": text });
        self.client.post(address).bearer_auth(&self.token).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    /// The incident as the API tells it.
    pub async fn incident(&self, incident: &str) -> anyhow::Result<Value> {
        let address = format!("http://127.0.0.1:{}/api/{PRODUCT}/incidents/{incident}", self.port);
        let answer = self.client.get(address).bearer_auth(&self.token).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Waits until somebody is asked about a step; the holder.
    pub async fn holder(&self, incident: &str, step: &str) -> anyhow::Result<String> {
        until(async || {
            let shown = self.incident(incident).await?;
            let prompts = shown["prompts"].as_array().context("prompts")?;
            let asked = prompts.iter().find(|prompt| prompt["step"] == step).context("nobody is asked yet")?;
            asked["holder"].as_str().map(str::to_owned).context("it has a holder")
        })
        .await
    }

    /// Waits until a step is not asked about any more.
    pub async fn answered(&self, incident: &str, step: &str) -> anyhow::Result<()> {
        until(async || {
            let shown = self.incident(incident).await?;
            let open = shown["prompts"].as_array().context("prompts")?.iter().any(|prompt| prompt["step"] == step);
            ensure!(!open, "{step} is still asked about");
            Ok(())
        })
        .await
    }

    /// Waits until the journal has an answer to a step, asked about or not.
    pub async fn until_answered(&self, incident: &str, step: &str) -> anyhow::Result<()> {
        until(async || {
            let shown = self.run(&["journal", "show", incident, "--json"])?;
            let shown: Value = serde_json::from_str(&shown)?;
            let events = shown["events"].as_array().context("events")?;
            let answers = |event: &Value| event["type"] == "answered" && event["data"]["step"] == step;
            ensure!(events.iter().any(answers), "nobody answered {step}");
            Ok(())
        })
        .await
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A recording of the last six hours, a row a minute: errors of the failing service rise twenty minutes ago.
fn night() -> String {
    let now = nabat::clocks::MachineClock.now().0.div_euclid(1_000);
    let row = |minute: i64| {
        let (noise, failing) = (minute * 37 % 11, minute < 20);
        let errors = if failing { 900 + noise } else { 20 + noise };
        format!("{},{errors},{}\n", now - minute * 60, 5_000 + noise)
    };
    let rows: String = (0..360).rev().map(row).collect();
    format!("time,dispatch|errors_per_minute,dispatch|requests_per_minute\n{rows}")
}

/// The example's product with its chats on Matrix; the people's ids, which are their accounts' names too.
fn configured(estate: &Path) -> anyhow::Result<Vec<String>> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/example").join(PRODUCT);
    let product = estate.join(PRODUCT);
    std::fs::create_dir_all(&product)?;
    for file in std::fs::read_dir(&example)? {
        let file = file?;
        std::fs::copy(file.path(), product.join(file.file_name()))?;
    }
    let change = |file: &str, changed: &dyn Fn(&str) -> String| {
        let text = std::fs::read_to_string(product.join(file))?;
        std::fs::write(product.join(file), changed(&text)).map(|()| text)
    };
    change("product.yaml", &|text| text.replace("messenger: builtin", "messenger: matrix\nmonitoring: night"))?;
    let mut people = Vec::new();
    let text = std::fs::read_to_string(product.join("people.yaml"))?;
    let mut lines = Vec::new();
    for line in text.lines() {
        lines.push(line.to_owned());
        if let Some(id) = line.strip_prefix("- id: ") {
            people.push(id.trim().to_owned());
        }
        if let (Some(id), "contacts:") = (people.last(), line.trim()) {
            lines.push(format!("    - messenger: {{ connection: matrix, user: \"@{id}:{NAME}\" }}"));
        }
    }
    std::fs::write(product.join("people.yaml"), lines.join("\n"))?;
    Ok(people)
}

/// The program: `NABAT_PROGRAM`, or the one built beside the tests.
pub fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("NABAT_PROGRAM") {
        return Ok(path.into());
    }
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(Path::parent).context("tests are built in a folder")?;
    Ok(folder.join("nabat"))
}
