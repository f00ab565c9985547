//! The real program over a messenger's model: configured by file, called over HTTP, answered in the chat.

use anyhow::{Context as _, ensure};
use nabat::clocks::MachineClock;
use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::http::Request;
use nabat_kit::port::Clock;
use nabat_kit::signature::{SigningSecret, sign};
use nabat_tests::folder::Folder;
use nabat_tests::messengers::{Act, Peer, estate, of_name};
use nabat_tests::port::free_port;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The product of the example whose chats are in English.
pub const PRODUCT: &str = "emergency";
const DESK_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The program, and the messenger it is connected to.
struct Installation {
    folder: Folder,
    port: u16,
    program: Child,
    token: String,
    client: reqwest::Client,
    peer: Arc<dyn Peer>,
    sent: AtomicU64,
}

impl Drop for Installation {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Installation {
    async fn start(messenger: &str) -> anyhow::Result<Self> {
        let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
        let peer = of_name(messenger, &clock).context("a model")?;
        let (folder, port) = (Folder::new(), free_port()?);
        let estate = folder.path().join("estate");
        let callback = format!("http://127.0.0.1:{port}/chat/chats");
        let secrets = estate::write(&estate, PRODUCT, peer.as_ref(), &callback)?;
        let mut command = Command::new(program()?);
        command.arg("serve").arg(&estate).args(["--listen", &format!("127.0.0.1:{port}"), "--data"]);
        command.arg(folder.path().join("data")).env("NABAT_DESK_SECRET", DESK_SECRET).stdout(Stdio::null());
        command.envs(secrets.into_iter().map(|(name, value)| (format!("NABAT_SECRET_{name}"), value)));
        let (program, client) = (command.spawn()?, nabat_connectors::http::loopback().build()?);
        let mut whole = Self { folder, port, program, token: String::new(), client, peer, sent: AtomicU64::new(1) };
        let health = whole.address("/health");
        until(async || Ok(whole.client.get(&health).send().await?.error_for_status().map(drop)?)).await?;
        whole.token = whole.run(&["token", "--product", PRODUCT, "--role", "admin"])?;
        Ok(whole)
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let data = self.folder.path().join("data");
        let output = Command::new(program()?).args(arguments).arg("--data").arg(data).output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    async fn register(&self) -> anyhow::Result<String> {
        let now = MachineClock.now();
        let body = serde_json::json!({
            "type": "incident.registered", "id": "SD-1", "service": "dispatch", "functions": ["assign-crew"],
            "summary": "Crews cannot be assigned", "priority": "P1", "registered_by": "first line",
            "started_at": now.minus(Length::minutes(20)).to_rfc3339(),
        });
        let (bytes, seconds) = (serde_json::to_vec(&body)?, now.0.div_euclid(1_000));
        let signature = sign(SigningSecret::parse(DESK_SECRET)?.bytes(), "msg_1", seconds, &bytes);
        let request = self.client.post(self.address(&format!("/desk/{PRODUCT}/generic"))).body(bytes);
        let request = request.header("webhook-id", "msg_1").header("webhook-timestamp", seconds.to_string());
        let answer = request.header("webhook-signature", signature).send().await?.error_for_status()?;
        answer.json::<Value>().await?["incident"].as_str().map(str::to_owned).context("an incident")
    }

    async fn incident(&self, incident: &str) -> anyhow::Result<Value> {
        let address = self.address(&format!("/api/{PRODUCT}/incidents/{incident}"));
        Ok(self.client.get(address).bearer_auth(&self.token).send().await?.error_for_status()?.json().await?)
    }

    /// Who is asked about a step.
    async fn holder(&self, incident: &str, step: &str) -> anyhow::Result<String> {
        until(async || {
            let shown = self.incident(incident).await?;
            let asked = shown["prompts"].as_array().context("prompts")?.iter().find(|prompt| prompt["step"] == step);
            asked.and_then(|asked| asked["holder"].as_str()).map(str::to_owned).context("nobody is asked yet")
        })
        .await
    }

    /// Waits until a step is not asked about any more.
    async fn answered(&self, incident: &str, step: &str) -> anyhow::Result<()> {
        until(async || {
            let shown = self.incident(incident).await?;
            let open = shown["prompts"].as_array().context("prompts")?.iter().any(|prompt| prompt["step"] == step);
            ensure!(!open, "{step} is still asked about");
            Ok(())
        })
        .await
    }

    /// A person acts, and the messenger tells the program: taken as the messenger wants it.
    async fn does(&self, room: &RoomId, person: &str, act: Act<'_>) -> anyhow::Result<()> {
        for request in self.peer.does(room, person, act) {
            let status = self.sent(&request).await?.status();
            ensure!(status.is_success(), "{status}");
        }
        Ok(())
    }

    async fn sent(&self, request: &Request) -> anyhow::Result<reqwest::Response> {
        let mut address = self.address(&format!("/chat/chats{}", self.peer.path()));
        // A homeserver numbers what it puts.
        if address.ends_with('/') {
            address += &self.sent.fetch_add(1, Ordering::Relaxed).to_string();
        }
        let mut sent = self.client.request(request.method().clone(), address).body(request.body().clone());
        for (name, value) in request.headers() {
            sent = sent.header(name, value);
        }
        // The shortest that anybody waits for is Slack's three seconds.
        Ok(sent.timeout(Duration::from_secs(3)).send().await?)
    }
}

/// Registered, called together, answered by a button and in plain words, both by the messenger's own ways.
async fn is_led_over(messenger: &str) -> anyhow::Result<()> {
    let whole = Installation::start(messenger).await?;
    let incident = whole.register().await?;
    let room = until(async || whole.peer.rooms().into_iter().next().context("no chat yet")).await?;
    let engineer = whole.holder(&incident, "accept").await?;
    let (asked, button) = until(async || {
        let posts = whole.peer.seen(&room).posts;
        let post = posts.into_iter().find(|post| !post.buttons.is_empty()).context("no question with buttons yet")?;
        Ok((post.id, 0))
    })
    .await?;
    ensure!(whole.peer.seen(&room).people.contains(&engineer), "the engineer was brought in");
    let press = whole.peer.does(&room, &engineer, Act::Presses(&asked, button));
    for forged in press.iter().flat_map(|press| whole.peer.forged(press)) {
        let status = whole.sent(&forged).await?.status().as_u16();
        ensure!(matches!(status, 401 | 403), "nothing unproved is taken: {status}");
    }
    for press in &press {
        ensure!(whole.sent(press).await?.status().is_success(), "a press is taken");
        ensure!(whole.sent(press).await?.status().is_success(), "and is taken when it comes again");
    }
    whole.answered(&incident, "accept").await?;
    whole.does(&room, &engineer, Act::Says("restored 1 minute ago")).await?;
    until(async || {
        let shown = whole.run(&["journal", "show", &incident, "--json"])?;
        let shown: Value = serde_json::from_str(&shown)?;
        let restored = |event: &Value| event["type"] == "outage_restored";
        ensure!(shown["events"].as_array().context("events")?.iter().any(restored), "nobody said so yet");
        Ok(())
    })
    .await?;
    let shown = whole.run(&["journal", "verify"])?;
    ensure!(!shown.is_empty(), "the journal is whole");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_led_over_matrix() -> anyhow::Result<()> {
    is_led_over("matrix").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_led_over_mattermost() -> anyhow::Result<()> {
    is_led_over("mattermost").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_led_over_slack() -> anyhow::Result<()> {
    is_led_over("slack").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_led_over_telegram() -> anyhow::Result<()> {
    is_led_over("telegram").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_led_over_express() -> anyhow::Result<()> {
    is_led_over("express").await
}

/// What a look finds, as soon as it finds it.
async fn until<T>(mut look: impl AsyncFnMut() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let mut last = None;
    for _ in 0..600 {
        match look().await {
            Ok(found) => return Ok(found),
            Err(error) => last = Some(error),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(last.context("nothing was looked at")?.context("waited in vain"))
}

/// The program: `NABAT_PROGRAM`, or the one built beside the tests.
pub fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("NABAT_PROGRAM") {
        return Ok(path.into());
    }
    let test = std::env::current_exe()?;
    let path = test.parent().and_then(Path::parent).context("tests are built in a folder")?.join("nabat");
    ensure!(path.exists(), "{} is not there: cargo build -p nabat", path.display());
    Ok(path)
}
