//! People whose accounts an application service makes and speaks for: those of a story that is played on a
//! homeserver, in the namespace its registration reserves for them.

use super::api::{Api, event, said_no};
use super::transaction;
use nabat_domain::ids::RoomId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, MessageId};
use reqwest::Method;
use serde_json::{Value, json};

/// The people of a story, by their ids.
pub struct MatrixPeople {
    api: Api,
    bot: String,
    server_name: String,
}

/// Something said by one of them.
pub struct Act<'a> {
    /// Who, as the homeserver names them.
    pub user: &'a str,
    /// Where.
    pub room: &'a RoomId,
    /// When, by the story's clock.
    pub at: At,
    /// The same key is the same act.
    pub key: &'a str,
}

impl MatrixPeople {
    /// The bot is there; the homeserver says its own name.
    ///
    /// # Errors
    /// The address is none, nobody answers there, or the token is not known.
    pub async fn arrive(base: &str, token: &str, bot: &str) -> Result<Self, CallError> {
        let people = Self { api: Api::new(base, token)?, bot: bot.to_owned(), server_name: String::new() };
        people.make(bot).await?;
        let me = people.api.call(Method::GET, &["account", "whoami"], None).await?;
        let name = me["user_id"].as_str().and_then(|user| user.split_once(':'));
        let (_, server_name) = name.ok_or_else(|| CallError::Permanent(format!("who are we? {me}")))?;
        Ok(Self { server_name: server_name.to_owned(), ..people })
    }

    /// The homeserver's name.
    pub fn server_name(&self) -> &str {
        &self.server_name
    }

    /// Asks the homeserver to call us, as it will with what people say.
    ///
    /// # Errors
    /// It cannot, and says why.
    pub async fn ask_for_a_call(&self, registration: &str) -> Result<(), CallError> {
        let path = ["appservice", registration, "ping"];
        self.api.call_at("v1", Method::POST, &path, &[], Some(&json!({}))).await.map(drop)
    }

    /// How the homeserver names a person of the story.
    pub fn user(&self, person: &str) -> String {
        format!("@{}:{}", self.local(person), self.server_name)
    }

    /// Makes a person's account and says their name there, once.
    ///
    /// # Errors
    /// The homeserver's.
    pub async fn settle(&self, person: &str, name: &str) -> Result<(), CallError> {
        if !self.make(&self.local(person)).await? {
            return Ok(());
        }
        let user = self.user(person);
        let (path, body) = (["profile", &user, "displayname"], json!({ "displayname": name }));
        let as_them = [("user_id", user.as_str())];
        self.api.call_at("v3", Method::PUT, &path, &as_them, Some(&body)).await.map(drop)
    }

    /// Takes an invitation; `false` where there is none.
    ///
    /// # Errors
    /// The homeserver's.
    pub async fn join(&self, user: &str, room: &RoomId) -> Result<bool, CallError> {
        let path = ["join", room.as_str()];
        allowed(self.api.call_at("v3", Method::POST, &path, &[("user_id", user)], Some(&json!({}))).await)
            .map(|done| done.is_some())
    }

    /// Says something, in answer to a message or not; nothing where they may not.
    ///
    /// # Errors
    /// The homeserver's.
    pub async fn say(
        &self,
        act: &Act<'_>,
        text: &str,
        answered: Option<&MessageId>,
    ) -> Result<Option<MessageId>, CallError> {
        let mut content = json!({ "msgtype": "m.text", "body": text, "m.mentions": {} });
        if let Some(message) = answered {
            content["m.relates_to"] = json!({ "m.in_reply_to": { "event_id": message.0 } });
        }
        self.send(act, "m.room.message", &content).await
    }

    /// Presses a label under a message; who pressed it before answers in its words, for a label counts once.
    ///
    /// # Errors
    /// The homeserver's.
    pub async fn press(&self, act: &Act<'_>, message: &MessageId, label: &str) -> Result<Option<MessageId>, CallError> {
        match self.send(act, "m.reaction", &super::content::reaction(message, label)).await {
            Err(error) if said_no(&error, "M_DUPLICATE_ANNOTATION") => self.say(act, label, Some(message)).await,
            other => other,
        }
    }

    async fn send(&self, act: &Act<'_>, kind: &str, content: &Value) -> Result<Option<MessageId>, CallError> {
        let (transaction, at) = (transaction(&format!("{}/{kind}", act.key)), act.at.0.to_string());
        let path = ["rooms", act.room.as_str(), "send", kind, &transaction];
        let query = [("user_id", act.user), ("ts", &at)];
        let sent = allowed(self.api.call_at("v3", Method::PUT, &path, &query, Some(content)).await)?;
        sent.as_ref().map(event).transpose()
    }

    fn local(&self, person: &str) -> String {
        format!("{}.demo.{person}", self.bot)
    }

    /// Makes an account; `false` if there was one.
    async fn make(&self, local: &str) -> Result<bool, CallError> {
        let body = json!({ "type": "m.login.application_service", "username": local, "inhibit_login": true });
        match self.api.call(Method::POST, &["register"], Some(&body)).await {
            Err(error) if said_no(&error, "M_USER_IN_USE") => Ok(false),
            other => other.map(|_| true),
        }
    }
}

/// What they may not do is not done.
fn allowed(answer: Result<Value, CallError>) -> Result<Option<Value>, CallError> {
    match answer {
        Err(error) if said_no(&error, "M_FORBIDDEN") => Ok(None),
        other => other.map(Some),
    }
}
