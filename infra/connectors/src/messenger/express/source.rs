//! What a corporate server posts: `/command` with messages, presses and what happens in chats; it asks `/status`
//! for the bot's menu, and tells at `/notification/callback` what became of a message. Each with a token.

use super::jwt::{self, Account};
use http::StatusCode;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::port::{Arrival, ChatDelivery, ChatSource, MessageId, Reject, Said};
use serde_json::{Value, json};

/// Version of the bot protocol that is spoken.
const PROTOCOL: i64 = 4;

/// Reads commands.
pub struct ExpressSource {
    account: Account,
    secrets: Vec<String>,
}

impl ExpressSource {
    pub(super) fn of(account: Account, secret: &str) -> Self {
        let secrets = secret.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        Self { account, secrets: secrets.collect() }
    }
}

impl ChatSource for ExpressSource {
    fn arrival(&self) -> Arrival {
        Arrival::BotX
    }

    fn read(
        &self,
        headers: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
        now: At,
    ) -> Result<Vec<ChatDelivery>, Reject> {
        let given = headers("authorization").unwrap_or_default();
        jwt::check(&self.account, &self.secrets, given.strip_prefix("Bearer ").unwrap_or_default(), now)?;
        if body.is_empty() {
            // The menu is asked for.
            return Ok(Vec::new());
        }
        let body: Value = serde_json::from_slice(body).map_err(|error| Reject::Body(error.to_string()))?;
        if !body["command"].is_object() {
            return callback(&body).map(|()| Vec::new());
        }
        if body["proto_version"] != PROTOCOL {
            return Err(Reject::Body("another version of the protocol".to_owned()));
        }
        Ok(deliveries(&body))
    }

    fn answer(&self, body: &[u8]) -> Option<Answer> {
        if body.is_empty() {
            let menu = json!({ "enabled": true, "status_message": "", "commands": [] });
            return Some(json_answer(StatusCode::OK, &json!({ "status": "ok", "result": menu })));
        }
        Some(json_answer(StatusCode::ACCEPTED, &json!({ "result": "accepted" })))
    }
}

/// What became of a message or a call, told afterwards. Ours wait for their results (`direct/sync`), so that nothing
/// hangs on it; what went wrong is for the operator.
fn callback(body: &Value) -> Result<(), Reject> {
    match (body["sync_id"].as_str(), body["status"].as_str()) {
        (Some(_), Some("ok")) => Ok(()),
        (Some(id), Some("error")) => {
            let reason = body["reason"].as_str().unwrap_or("no reason given");
            tracing::warn!(message = id, "the server could not deliver: {}", crate::http::said(reason));
            Ok(())
        }
        _ => Err(Reject::Body("neither a command nor what became of one".to_owned())),
    }
}

fn deliveries(body: &Value) -> Vec<ChatDelivery> {
    let (command, from) = (&body["command"], &body["from"]);
    if command["command_type"] == "system" && command["body"] == "system:left_from_chat" {
        return left(body);
    }
    let (Some(id), Some(room), Some(user), Some(text)) = (
        body["sync_id"].as_str(),
        from["group_chat_id"].as_str(),
        from["user_huid"].as_str(),
        command["body"].as_str(),
    ) else {
        return Vec::new();
    };
    // It is not said when. A change has the id of what was changed.
    let delivery = |id: String, said: Said| ChatDelivery {
        id,
        room: RoomId::from(room),
        user: user.to_owned(),
        message: Some(MessageId(body["sync_id"].as_str().unwrap_or_default().to_owned())),
        at: At(0),
        said,
    };
    match (command["command_type"].as_str(), text) {
        (Some("user"), _) => {
            let mut heard = Vec::new();
            heard.extend(said(body, text).map(|said| delivery(id.to_owned(), said)));
            for file in body["async_files"].as_array().into_iter().flatten() {
                let (Some(file_id), Some(name)) = (file["file_id"].as_str(), file["file_name"].as_str()) else {
                    continue;
                };
                let bytes = file["file_size"].as_u64().unwrap_or_default();
                let source = Some(file_id.to_owned());
                let said = Said::File { name: name.to_owned(), bytes, sha256: None, source };
                heard.push(delivery(format!("{id}/{file_id}"), said));
            }
            heard
        }
        (Some("system"), "system:event_edit") => {
            let Some(text) = command["data"]["body"].as_str() else { return Vec::new() };
            let id = format!("{id}@{}", &sha256_hex(text.as_bytes())[..12]);
            vec![delivery(id, Said::Edited { text: text.to_owned() })]
        }
        (Some("system"), "system:event_deleted") => {
            let gone = command["data"]["sync_ids"].as_array().into_iter().flatten().filter_map(Value::as_str);
            gone.map(|said| delivery(format!("{said}#deleted"), Said::Deleted { said: said.to_owned() })).collect()
        }
        _ => Vec::new(),
    }
}

/// Who left by themselves; it is the server that tells of it.
fn left(body: &Value) -> Vec<ChatDelivery> {
    let (Some(id), Some(room)) = (body["sync_id"].as_str(), body["from"]["group_chat_id"].as_str()) else {
        return Vec::new();
    };
    let members = body["command"]["data"]["left_members"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let gone = |user: &str| ChatDelivery {
        id: format!("{id}/{user}"),
        room: RoomId::from(room),
        user: user.to_owned(),
        message: None,
        at: At(0),
        said: Said::Left,
    };
    members.map(gone).collect()
}

/// A press is a command whose data is what was put on the button.
fn said(body: &Value, text: &str) -> Option<Said> {
    let data = &body["command"]["data"];
    if let (Some(prompt), Some(answer)) = (data["nabat_prompt"].as_str(), data["nabat_answer"].as_str()) {
        return Some(Said::Button { prompt: prompt.into(), answer: answer.to_owned() });
    }
    let words = text.strip_prefix("/nabat").filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let text = words.map_or(text, str::trim_start).to_owned();
    if text.is_empty() {
        return None;
    }
    let entities = body["entities"].as_array().into_iter().flatten();
    let reply = entities.into_iter().find(|entity| entity["type"] == "reply");
    Some(match reply.and_then(|reply| reply["data"]["source_sync_id"].as_str()) {
        Some(to) => Said::Reply { to: MessageId(to.to_owned()), text },
        None => Said::Text { text, prompt: None },
    })
}
