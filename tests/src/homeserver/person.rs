//! A person with an account on the homeserver, doing what their client would do for them.

use crate::peer::until;
use anyhow::{Context as _, ensure};
use reqwest::{Client, Method, Url};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

/// Somebody signed in.
pub struct Person {
    client: Client,
    base: Url,
    token: String,
    /// Where the news it heard ended.
    heard: Mutex<Option<String>>,
    /// Rooms it was asked into, by id, with their names.
    invited: Mutex<BTreeMap<String, String>>,
}

impl Person {
    /// Signs in.
    pub async fn sign_in(base: &str, name: &str) -> anyhow::Result<Self> {
        let client = nabat_connectors::http::loopback().build()?;
        let mut person = Self {
            client,
            base: base.parse()?,
            token: String::new(),
            heard: Mutex::default(),
            invited: Mutex::default(),
        };
        let identifier = json!({ "type": "m.id.user", "user": name });
        let login = json!({ "type": "m.login.password", "identifier": identifier, "password": format!("{name}-pass") });
        let answer = person.call(Method::POST, &["login"], Some(&login)).await?;
        answer["access_token"].as_str().context("a token")?.clone_into(&mut person.token);
        Ok(person)
    }

    /// Takes the invitation into the room of that title; the room's id.
    pub async fn join(&self, title: &str) -> anyhow::Result<String> {
        self.join_named(&|name| name.contains(title)).await
    }

    /// Takes the invitation into the bot's own room with them: it has no name.
    pub async fn join_direct(&self) -> anyhow::Result<String> {
        self.join_named(&str::is_empty).await
    }

    async fn join_named(&self, meant: &dyn Fn(&str) -> bool) -> anyhow::Result<String> {
        let room = until(async || {
            self.hear_of_invitations().await?;
            let invited = self.invited.lock().expect("nothing panics while holding it");
            let found = invited.iter().find(|(_, name)| meant(name)).map(|(room, _)| room.clone());
            found.with_context(|| format!("no invitation into that room, only {invited:?}"))
        })
        .await?;
        self.call(Method::POST, &["join", &room], Some(&json!({}))).await?;
        self.invited.lock().expect("nothing panics while holding it").remove(&room);
        Ok(room)
    }

    /// Takes the invitation into the room of that title and hears news until a label stands under a question there;
    /// when that was.
    pub async fn is_asked(&self, title: &str, label: &str) -> anyhow::Result<Instant> {
        let mut room: Option<String> = None;
        for _ in 0..60 {
            let news = self.news("10000").await?;
            for (invited, state) in news["rooms"]["invite"].as_object().into_iter().flatten() {
                let events = state["invite_state"]["events"].as_array().into_iter().flatten();
                let named = |event: &Value| event["content"]["name"].as_str().is_some_and(|name| name.contains(title));
                if events.filter(|event| event["type"] == "m.room.name").any(named) {
                    self.call(Method::POST, &["join", invited], Some(&json!({}))).await?;
                    room = Some(invited.clone());
                }
            }
            let Some(room) = &room else { continue };
            let said = news["rooms"]["join"][room]["timeline"]["events"].as_array().into_iter().flatten();
            if said.into_iter().any(|event| event["content"]["m.relates_to"]["key"] == label) {
                #[expect(clippy::disallowed_methods, reason = "the test measures time")]
                return Ok(Instant::now());
            }
        }
        anyhow::bail!("nobody asks in a room named {title}")
    }

    /// News since the last time, waited for so many milliseconds.
    async fn news(&self, wait: &str) -> anyhow::Result<Value> {
        let since = self.heard.lock().expect("nothing panics while holding it").clone();
        let mut address = self.address(&["sync"])?;
        // Every message of a room, not the last ten alone.
        address
            .query_pairs_mut()
            .append_pair("filter", r#"{"room":{"timeline":{"limit":200}}}"#)
            .append_pair("timeout", wait);
        if let Some(since) = &since {
            address.query_pairs_mut().append_pair("since", since);
        }
        let answer = self.client.get(address).bearer_auth(&self.token).send().await?.error_for_status()?;
        let news: Value = answer.json().await?;
        *self.heard.lock().expect("nothing panics while holding it") = news["next_batch"].as_str().map(str::to_owned);
        Ok(news)
    }

    /// News since the last time: asked for the whole again, a homeserver gives the answer of before.
    async fn hear_of_invitations(&self) -> anyhow::Result<()> {
        let news = self.news("0").await?;
        let mut invited = self.invited.lock().expect("nothing panics while holding it");
        for (room, state) in news["rooms"]["invite"].as_object().into_iter().flatten() {
            let events = state["invite_state"]["events"].as_array().cloned().unwrap_or_default();
            let name = events.iter().find(|event| event["type"] == "m.room.name");
            let name = name.and_then(|event| event["content"]["name"].as_str()).unwrap_or_default();
            invited.insert(room.clone(), name.to_owned());
        }
        Ok(())
    }

    /// What stands in a room, newest first.
    pub async fn timeline(&self, room: &str) -> anyhow::Result<Vec<Value>> {
        let mut address = self.address(&["rooms", room, "messages"])?;
        address.query_pairs_mut().append_pair("dir", "b").append_pair("limit", "200");
        let answer = self.client.get(address).bearer_auth(&self.token).send().await?.error_for_status()?;
        Ok(answer.json::<Value>().await?["chunk"].as_array().cloned().unwrap_or_default())
    }

    /// The bot's message under which stands that reaction; waits for it.
    pub async fn message_with(&self, room: &str, label: &str) -> anyhow::Result<String> {
        until(async || {
            let events = self.timeline(room).await?;
            let found = events.iter().find(|event| event["content"]["m.relates_to"]["key"] == label);
            let to = found.and_then(|event| event["content"]["m.relates_to"]["event_id"].as_str());
            to.map(str::to_owned).with_context(|| format!("no reaction `{label}`"))
        })
        .await
    }

    /// The newest message of the bot's with these words in it; waits for it.
    pub async fn message_saying(&self, room: &str, words: &str) -> anyhow::Result<Value> {
        until(async || {
            let events = self.timeline(room).await?;
            let says = |event: &&Value| event["content"]["body"].as_str().is_some_and(|body| body.contains(words));
            events.iter().find(says).cloned().with_context(|| format!("nobody says `{words}`"))
        })
        .await
    }

    /// Presses a reaction that stands under a message.
    pub async fn press(&self, room: &str, message: &str, label: &str) -> anyhow::Result<()> {
        let relation = json!({ "rel_type": "m.annotation", "event_id": message, "key": label });
        self.send(room, "m.reaction", &json!({ "m.relates_to": relation })).await.map(drop)
    }

    /// Says something.
    pub async fn say(&self, room: &str, text: &str) -> anyhow::Result<()> {
        self.says(room, text).await.map(drop)
    }

    /// Says something; the message's id.
    pub async fn says(&self, room: &str, text: &str) -> anyhow::Result<String> {
        let sent = self.send(room, "m.room.message", &json!({ "msgtype": "m.text", "body": text })).await?;
        sent["event_id"].as_str().map(str::to_owned).context("an event has an id")
    }

    /// Changes what was said.
    pub async fn changes(&self, room: &str, message: &str, text: &str) -> anyhow::Result<()> {
        let relation = json!({ "rel_type": "m.replace", "event_id": message });
        let new = json!({ "msgtype": "m.text", "body": text });
        let body = format!("* {text}");
        let content = json!({ "msgtype": "m.text", "body": body, "m.new_content": new, "m.relates_to": relation });
        self.send(room, "m.room.message", &content).await.map(drop)
    }

    /// Takes back what was said.
    pub async fn takes_back(&self, room: &str, message: &str) -> anyhow::Result<()> {
        let transaction = format!("gone{}", message.len());
        self.call(Method::PUT, &["rooms", room, "redact", message, &transaction], Some(&json!({}))).await.map(drop)
    }

    /// Goes out of a room.
    pub async fn leave(&self, room: &str) -> anyhow::Result<()> {
        self.invited.lock().expect("nothing panics while holding it").clear();
        self.call(Method::POST, &["rooms", room, "leave"], Some(&json!({}))).await.map(drop)
    }

    /// Answers a message.
    pub async fn reply(&self, room: &str, message: &str, text: &str) -> anyhow::Result<()> {
        let relation = json!({ "m.in_reply_to": { "event_id": message } });
        let body = format!("> <@nabat> the question\n\n{text}");
        self.send(room, "m.room.message", &json!({ "msgtype": "m.text", "body": body, "m.relates_to": relation }))
            .await
            .map(drop)
    }

    /// A piece of the room's state.
    pub async fn state(&self, room: &str, kind: &str) -> anyhow::Result<Value> {
        self.call(Method::GET, &["rooms", room, "state", kind], None).await
    }

    async fn send(&self, room: &str, kind: &str, content: &Value) -> anyhow::Result<Value> {
        static SENT: AtomicU32 = AtomicU32::new(0);
        let transaction = format!("t{}-{}", std::process::id(), SENT.fetch_add(1, Ordering::Relaxed));
        self.call(Method::PUT, &["rooms", room, "send", kind, &transaction], Some(content)).await
    }

    async fn call(&self, method: Method, path: &[&str], body: Option<&Value>) -> anyhow::Result<Value> {
        let mut request = self.client.request(method, self.address(path)?);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let (status, body) = (answer.status(), answer.json::<Value>().await?);
        ensure!(status.is_success(), "{path:?}: {status}: {body}");
        Ok(body)
    }

    /// A file by its `mxc://` address, as only somebody with an account gets it.
    pub async fn media(&self, address: &str) -> anyhow::Result<Vec<u8>> {
        let place = address.strip_prefix("mxc://").context("an mxc address")?;
        let mut url = self.base.clone();
        url.set_path(&format!("/_matrix/client/v1/media/download/{place}"));
        let answer = self.client.get(url).bearer_auth(&self.token).send().await?.error_for_status()?;
        Ok(answer.bytes().await?.to_vec())
    }

    fn address(&self, path: &[&str]) -> anyhow::Result<Url> {
        let mut address = self.base.clone();
        let mut segments = address.path_segments_mut().map_err(|()| anyhow::anyhow!("no base"))?;
        segments.extend(["_matrix", "client", "v3"]).extend(path);
        drop(segments);
        Ok(address)
    }
}
