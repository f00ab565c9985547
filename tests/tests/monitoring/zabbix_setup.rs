//! A real Zabbix filled for one test: hosts and items by its API, values as an agent sends them.

use super::server::Server;
use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

/// A value on its way to the server: host, key, second, value.
pub type Sent = (String, String, i64, f64);

/// Values sent at once, as many as the agent's own sender takes.
const TOGETHER: usize = 250;

/// A Zabbix with an administrator signed in.
pub struct Administered {
    pub server: Server,
    takes: u16,
    client: reqwest::Client,
    session: Option<String>,
}

impl Administered {
    /// Starts one and signs in as its first administrator.
    pub async fn start(name: &str) -> anyhow::Result<Self> {
        let (server, takes) = Server::zabbix(name)?;
        let client = nabat_connectors::http::loopback().build()?;
        let mut new = Self { server, takes, client, session: None };
        let login = json!({ "username": "Admin", "password": "zabbix" });
        new.session = new.call("user.login", &login).await?.as_str().map(str::to_owned);
        Ok(new)
    }

    /// Calls a method of the API.
    pub async fn call(&self, method: &str, params: &Value) -> anyhow::Result<Value> {
        let mut body = json!({ "jsonrpc": "2.0", "method": method, "params": params, "id": 1 });
        if let Some(session) = &self.session {
            body["auth"] = json!(session);
        }
        let request = self.client.post(format!("{}/api_jsonrpc.php", self.server.base)).body(body.to_string());
        let answer: Value = request.header("content-type", "application/json-rpc").send().await?.json().await?;
        answer.get("result").cloned().with_context(|| format!("{method}: {answer}"))
    }

    /// An API token of the administrator.
    pub async fn token(&self) -> anyhow::Result<String> {
        let made = self.call("token.create", &json!({ "name": "nabat", "userid": "1" })).await?;
        let token = self.call("token.generate", &json!([made["tokenids"][0]])).await?;
        token[0]["token"].as_str().map(str::to_owned).context("a token")
    }

    /// A monitored host; its id.
    pub async fn host(&self, name: &str, tag: Option<(&str, &str)>) -> anyhow::Result<String> {
        let tags: Vec<Value> = tag.into_iter().map(|(tag, value)| json!({ "tag": tag, "value": value })).collect();
        let group = json!([{ "groupid": "2" }]);
        let made = self.call("host.create", &json!({ "host": name, "groups": group, "tags": tags })).await?;
        made["hostids"][0].as_str().map(str::to_owned).context("a host")
    }

    /// An item whose values are sent to the server, not fetched by it (type 2, "Zabbix trapper").
    pub async fn item(&self, host: &str, key: &str, value_type: u8) -> anyhow::Result<()> {
        // A value older than its item keeps history is not taken. Twenty-five years are the most.
        let mut item = json!({ "hostid": host, "name": key, "key_": key, "type": 2, "value_type": value_type, "history": "9000d" });
        if [0, 3].contains(&value_type) {
            item["trends"] = json!("9000d");
        }
        self.call("item.create", &item).await.map(|_| ())
    }

    /// Sends values; waits until the server knows their items and has written all of them down.
    pub async fn send(&self, values: &[Sent]) -> anyhow::Result<()> {
        // The server reads its configuration every second; the last item made is known last.
        let probe = values.iter().max_by_key(|sent| (&sent.0, &sent.1)).cloned().into_iter().collect::<Vec<_>>();
        self.until(async || Ok(self.sent(&probe)? == 1)).await?;
        for some in values.chunks(TOGETHER) {
            let taken = self.sent(some)?;
            ensure!(taken == some.len(), "{taken} of {} were taken", some.len());
        }
        let counted = async |sort: u8| -> anyhow::Result<usize> {
            let found = self.call("history.get", &json!({ "history": sort, "countOutput": true })).await?;
            found.as_str().and_then(|count| count.parse().ok()).with_context(|| format!("a number: {found}"))
        };
        self.until(async || Ok(counted(0).await? + counted(3).await? >= values.len())).await
    }

    /// What the housekeeper would have taken by then: history older than a moment, in seconds. Trends are kept.
    pub fn forget_history(&self, before: i64) -> anyhow::Result<()> {
        let deleted =
            format!("delete from history where clock < {before}; delete from history_uint where clock < {before}");
        let sockets = self.server.state().join("sockets");
        let done = Command::new("psql")
            .args(["-q", "-U", "zabbix", "-d", "zabbix", "-c", &deleted, "-h"])
            .arg(sockets)
            .status()?;
        ensure!(done.success(), "{done}");
        Ok(())
    }

    /// The trapper's protocol (Zabbix manual, "Zabbix sender protocol"); how many values it took.
    fn sent(&self, values: &[Sent]) -> anyhow::Result<usize> {
        let one = |(host, key, clock, value): &Sent| json!({ "host": host, "key": key, "clock": clock, "ns": 0, "value": value.to_string() });
        let body = json!({ "request": "sender data", "data": values.iter().map(one).collect::<Vec<_>>() }).to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.takes))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        stream.write_all(&[b"ZBXD\x01", &(body.len() as u64).to_le_bytes()[..], body.as_bytes()].concat())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let told: Value = serde_json::from_slice(answer.get(13..).context("an answer")?)?;
        // "processed: 250; failed: 0; total: 250; seconds spent: 0.002"
        let info = told["info"].as_str().and_then(|info| info.strip_prefix("processed: ")?.split(';').next());
        info.and_then(|taken| taken.parse().ok()).with_context(|| format!("it counts: {told}"))
    }

    /// Until it is so, for at most half a minute.
    pub async fn until(&self, is_so: impl AsyncFn() -> anyhow::Result<bool>) -> anyhow::Result<()> {
        for _ in 0..300 {
            if is_so().await? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        anyhow::bail!("it never came to that: {}", self.server.state().display())
    }
}
