//! A person with an account on the homeserver, doing what their client would do for them.

use crate::until::until;
use anyhow::{Context as _, ensure};
use reqwest::{Client, Method, Url};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// Somebody signed in.
pub struct Person {
    client: Client,
    base: Url,
    token: String,
}

impl Person {
    /// Signs in.
    pub async fn sign_in(base: &str, name: &str) -> anyhow::Result<Self> {
        let client = Client::builder().no_proxy().build()?;
        let mut person = Self { client, base: base.parse()?, token: String::new() };
        let identifier = json!({ "type": "m.id.user", "user": name });
        let login = json!({ "type": "m.login.password", "identifier": identifier, "password": format!("{name}-pass") });
        let answer = person.call(Method::POST, &["login"], Some(&login)).await?;
        answer["access_token"].as_str().context("a token")?.clone_into(&mut person.token);
        Ok(person)
    }

    /// Takes the invitation into the room of that title; the room's id.
    pub async fn join(&self, title: &str) -> anyhow::Result<String> {
        let invited = || async {
            let news = self.call(Method::GET, &["sync"], None).await?;
            let invited = news["rooms"]["invite"].as_object().cloned().unwrap_or_default();
            let named = |state: &Value| {
                let events = state["invite_state"]["events"].as_array().cloned().unwrap_or_default();
                let is_name = |event: &Value| event["type"] == "m.room.name";
                let names = |event: &Value| event["content"]["name"].as_str().is_some_and(|name| name.contains(title));
                events.iter().any(|event| is_name(event) && names(event))
            };
            let room = invited.iter().find(|(_, state)| named(state)).map(|(room, _)| room.clone());
            room.with_context(|| format!("no invitation into a room named {title}"))
        };
        let room = until(async || invited().await).await?;
        self.call(Method::POST, &["join", &room], Some(&json!({}))).await?;
        Ok(room)
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
        self.send(room, "m.reaction", &json!({ "m.relates_to": relation })).await
    }

    /// Says something.
    pub async fn say(&self, room: &str, text: &str) -> anyhow::Result<()> {
        self.send(room, "m.room.message", &json!({ "msgtype": "m.text", "body": text })).await
    }

    /// Answers a message.
    pub async fn reply(&self, room: &str, message: &str, text: &str) -> anyhow::Result<()> {
        let relation = json!({ "m.in_reply_to": { "event_id": message } });
        let body = format!("> <@nabat> the question\n\n{text}");
        self.send(room, "m.room.message", &json!({ "msgtype": "m.text", "body": body, "m.relates_to": relation })).await
    }

    /// A piece of the room's state.
    pub async fn state(&self, room: &str, kind: &str) -> anyhow::Result<Value> {
        self.call(Method::GET, &["rooms", room, "state", kind], None).await
    }

    async fn send(&self, room: &str, kind: &str, content: &Value) -> anyhow::Result<()> {
        static SENT: AtomicU32 = AtomicU32::new(0);
        let transaction = format!("t{}-{}", std::process::id(), SENT.fetch_add(1, Ordering::Relaxed));
        self.call(Method::PUT, &["rooms", room, "send", kind, &transaction], Some(content)).await.map(drop)
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

    fn address(&self, path: &[&str]) -> anyhow::Result<Url> {
        let mut address = self.base.clone();
        let mut segments = address.path_segments_mut().map_err(|()| anyhow::anyhow!("no base"))?;
        segments.extend(["_matrix", "client", "v3"]).extend(path);
        drop(segments);
        Ok(address)
    }
}
