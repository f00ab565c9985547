//! What the server posts to us: presses, which it does not sign, and slash commands, which carry a token.
//!
//! A press is authentic by the seal that was given out with its button; a command by the token the server
//! made for it (developers' documentation, "Custom slash commands": `Authorization: Token …`).

use crate::messenger::seal::Seal;
use http::StatusCode;
use nabat_domain::ids::{PromptId, RoomId};
use nabat_domain::time::At;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::port::{CallError, ChatDelivery, ChatSource, MessageId, Reject, Said};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq as _;

/// Reads presses and commands.
pub struct MattermostSource {
    seal: Seal,
    commands: Vec<String>,
}

/// A press (server/public/model/integration_action.go, `PostActionIntegrationRequest`).
#[derive(Deserialize)]
struct Press {
    user_name: String,
    channel_id: String,
    trigger_id: String,
    context: Context,
}

#[derive(Deserialize)]
struct Context {
    prompt: String,
    answer: String,
    until: i64,
    seal: String,
}

impl MattermostSource {
    /// A source that takes presses under any of the secret's lines, and commands with any of these tokens.
    ///
    /// # Errors
    /// The secret is empty.
    pub fn new(secret: &str, commands: &str) -> Result<Self, CallError> {
        let commands = commands.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        Ok(Self { seal: Seal::new(secret)?, commands: commands.collect() })
    }

    fn press(&self, body: &[u8], now: At) -> Result<ChatDelivery, Reject> {
        let press: Press = serde_json::from_slice(body).map_err(|error| Reject::Body(error.to_string()))?;
        let context = press.context;
        let parts = [press.channel_id.as_str(), &context.prompt, &context.answer];
        self.seal.check(&parts, At(context.until), &context.seal, now)?;
        Ok(ChatDelivery {
            id: format!("press-{}", press.trigger_id),
            room: RoomId::from(press.channel_id.as_str()),
            user: press.user_name,
            message: None,
            at: At(0),
            said: Said::Button { prompt: PromptId::new(context.prompt), answer: context.answer },
        })
    }

    fn command(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<ChatDelivery, Reject> {
        let form: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        let field = |name: &str| form.get(name).cloned().unwrap_or_default();
        let header = headers("authorization").unwrap_or_default();
        let given = header.strip_prefix("Token ").map_or_else(|| field("token"), str::to_owned);
        if !self.commands.iter().any(|token| bool::from(token.as_bytes().ct_eq(given.as_bytes()))) {
            return Err(Reject::Signature("no token of a command's".to_owned()));
        }
        let needed = |name: &str| match form.get(name).filter(|value| !value.is_empty()) {
            Some(value) => Ok(value.clone()),
            None => Err(Reject::Body(format!("it holds no {name}"))),
        };
        let text = field("text");
        let said = match field("root_id") {
            root if root.is_empty() => Said::Text { text, prompt: None },
            root => Said::Reply { to: MessageId(root), text },
        };
        Ok(ChatDelivery {
            id: format!("command-{}", needed("trigger_id")?),
            room: RoomId::new(needed("channel_id")?),
            user: needed("user_name")?,
            message: None,
            at: At(0),
            said,
        })
    }
}

impl ChatSource for MattermostSource {
    fn read(
        &self,
        headers: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
        now: At,
    ) -> Result<Vec<ChatDelivery>, Reject> {
        let read = if is_json(body) { self.press(body, now) } else { self.command(headers, body) };
        read.map(|delivery| vec![delivery])
    }

    /// Anything but 200 is shown as an error, and so is an empty answer to a command.
    fn answer(&self, body: &[u8]) -> Option<Answer> {
        let heard = if is_json(body) { json!({}) } else { json!({ "response_type": "ephemeral", "text": "✓" }) };
        Some(json_answer(StatusCode::OK, &heard))
    }
}

fn is_json(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"{")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn source() -> MattermostSource {
        MattermostSource::new("secret", "command-token\n").expect("a secret")
    }

    fn press(room: &str, until: At) -> Value {
        let seal = Seal::new("secret").expect("a key").over(&["room", "inc-1/accept.1", "yes"], until);
        json!({ "user_id": "u1", "user_name": "anna", "channel_id": room, "team_id": "t", "post_id": "p",
                "trigger_id": "tr1", "type": "button",
                "context": { "prompt": "inc-1/accept.1", "answer": "yes", "until": until.0, "seal": seal } })
    }

    fn read(body: &Value, now: At) -> Result<Vec<ChatDelivery>, Reject> {
        source().read(&|_| None, &serde_json::to_vec(body).expect("JSON"), now)
    }

    #[test]
    fn a_press_is_taken_for_its_room_and_in_its_time() {
        let (now, until) = (At(1_000), Seal::until(At(1_000)));
        let taken = read(&press("room", until), now).expect("ours");
        assert_eq!((taken[0].id.as_str(), taken[0].user.as_str()), ("press-tr1", "anna"));
        let prompt = PromptId::from("inc-1/accept.1");
        assert_eq!(taken[0].said, Said::Button { prompt, answer: "yes".to_owned() });
        assert!(matches!(read(&press("other", until), now), Err(Reject::Signature(_))));
        assert!(matches!(read(&press("room", until), At(until.0 + 1)), Err(Reject::Signature(_))));
        let mut changed = press("room", until);
        changed["context"]["answer"] = "no".into();
        assert!(matches!(read(&changed, now), Err(Reject::Signature(_))));
        assert!(matches!(read(&json!({ "context": {} }), now), Err(Reject::Body(_))));
    }

    #[test]
    fn a_command_is_taken_with_its_token_alone() {
        let form = |token: &str, root: &str| {
            format!(
                "token={token}&channel_id=room&user_name=anna&command=%2Fnabat&text=14%3A32&trigger_id=t&root_id={root}"
            )
        };
        let read = |body: &str| source().read(&|_| None, body.as_bytes(), At(0));
        let said = |body: &str| read(body).expect("ours")[0].said.clone();
        assert_eq!(said(&form("command-token", "")), Said::Text { text: "14:32".to_owned(), prompt: None });
        let to = MessageId("p7".to_owned());
        assert_eq!(said(&form("command-token", "p7")), Said::Reply { to, text: "14:32".to_owned() });
        assert!(matches!(read(&form("", "")), Err(Reject::Signature(_))));
        assert!(matches!(read("token=command-token"), Err(Reject::Body(_))));
    }
}
