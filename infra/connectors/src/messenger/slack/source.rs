//! What Slack posts: events as JSON, presses and commands as forms, all of them signed.

use super::{content, signature};
use http::StatusCode;
use nabat_domain::ids::RoomId;
use nabat_domain::time::At;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::port::{ChatDelivery, ChatSource, MessageId, Reject, Said};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Reads events, presses and commands.
pub struct SlackSource {
    secrets: Vec<String>,
}

impl SlackSource {
    /// A source that takes what is signed with any of the secret's lines.
    pub fn new(secret: &str) -> Self {
        let secrets = secret.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        Self { secrets: secrets.collect() }
    }
}

/// What one request holds.
enum Body {
    Event(Value),
    Press(Value),
    Command(BTreeMap<String, String>),
}

fn body_of(body: &[u8]) -> Result<Body, Reject> {
    let json = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(|error| Reject::Body(error.to_string()));
    if body.trim_ascii_start().starts_with(b"{") {
        return Ok(Body::Event(json(body)?));
    }
    let form: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    match form.get("payload") {
        Some(payload) => Ok(Body::Press(json(payload.as_bytes())?)),
        None if form.contains_key("command") => Ok(Body::Command(form)),
        None => Err(Reject::Body("it is no event, press or command".to_owned())),
    }
}

impl ChatSource for SlackSource {
    fn read(
        &self,
        headers: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
        now: At,
    ) -> Result<Vec<ChatDelivery>, Reject> {
        let sent = signature::check(&self.secrets, headers, body, now)?;
        match body_of(body)? {
            Body::Event(event) => Ok(events(&event)),
            Body::Press(press) => Ok(presses(&press)),
            Body::Command(form) => command(&form, sent).map(|delivery| vec![delivery]),
        }
    }

    /// Everything is taken with 200 at once; Slack waits three seconds. A new address is asked for its challenge.
    fn answer(&self, body: &[u8]) -> Option<Answer> {
        match body_of(body).ok()? {
            Body::Event(event) if event["type"] == "url_verification" => {
                Some(json_answer(StatusCode::OK, &json!({ "challenge": event["challenge"] })))
            }
            Body::Event(_) | Body::Press(_) => Some(Answer::new(Vec::new())),
            Body::Command(_) => {
                Some(json_answer(StatusCode::OK, &json!({ "response_type": "ephemeral", "text": "✓" })))
            }
        }
    }
}

/// `1700000000.000100` in milliseconds.
fn moment(ts: &str) -> Option<At> {
    let (seconds, parts) = ts.split_once('.').unwrap_or((ts, "0"));
    let millis: i64 = format!("{parts:0<3}").get(..3)?.parse().ok()?;
    Some(At(seconds.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(millis)?))
}

/// What an event says: words, files, a change, something taken back, somebody leaving. The bot's own messages and the
/// server's are nobody's words.
fn events(outer: &Value) -> Vec<ChatDelivery> {
    let event = &outer["event"];
    match (outer["event_id"].as_str(), event["type"].as_str()) {
        (Some(id), Some("message")) => message_event(id, event),
        (Some(id), Some("member_left_channel")) => left(id, outer).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn message_event(id: &str, event: &Value) -> Vec<ChatDelivery> {
    match event["subtype"].as_str() {
        // A message has its moment for a name, by which it is told of when it is taken back.
        None | Some("file_share" | "thread_broadcast") => {
            message(event["ts"].as_str().unwrap_or(id), event, event, None)
        }
        Some("message_deleted") => taken_back(id, event).into_iter().collect(),
        Some("message_changed") => {
            let changed = &event["message"];
            match changed["edited"]["ts"].as_str() {
                Some(edited) => message(id, event, changed, Some(edited)),
                // A link's picture came: nobody changed anything.
                None => Vec::new(),
            }
        }
        Some(_) => Vec::new(),
    }
}

/// It is not told who did it: for all that is known whoever wrote it.
fn taken_back(id: &str, event: &Value) -> Option<ChatDelivery> {
    let was = &event["previous_message"];
    let (user, gone) = (was["user"].as_str().filter(|_| was["bot_id"].is_null())?, event["deleted_ts"].as_str()?);
    Some(ChatDelivery {
        id: id.to_owned(),
        room: RoomId::from(event["channel"].as_str()?),
        user: user.to_owned(),
        message: None,
        at: moment(event["ts"].as_str()?)?,
        said: Said::Deleted { said: gone.to_owned() },
    })
}

/// Also whoever was put out: the incident knows whom it sent off.
fn left(id: &str, outer: &Value) -> Option<ChatDelivery> {
    let event = &outer["event"];
    Some(ChatDelivery {
        id: id.to_owned(),
        room: RoomId::from(event["channel"].as_str()?),
        user: event["user"].as_str()?.to_owned(),
        message: None,
        at: At(outer["event_time"].as_i64()?.checked_mul(1_000)?),
        said: Said::Left,
    })
}

fn message(id: &str, event: &Value, message: &Value, edited: Option<&str>) -> Vec<ChatDelivery> {
    let (Some(user), Some(room), Some(ts)) =
        (message["user"].as_str(), event["channel"].as_str(), message["ts"].as_str())
    else {
        return Vec::new();
    };
    let Some(at) = moment(edited.unwrap_or(ts)).filter(|_| message["bot_id"].is_null()) else { return Vec::new() };
    let delivery = |id: String, said: Said| ChatDelivery {
        id,
        room: RoomId::from(room),
        user: user.to_owned(),
        message: Some(MessageId(ts.to_owned())),
        at,
        said,
    };
    let text = content::typed(message["text"].as_str().unwrap_or_default());
    let mut heard = Vec::new();
    let thread = message["thread_ts"].as_str().filter(|thread| *thread != ts);
    match (edited, thread) {
        _ if text.is_empty() => {}
        (Some(_), _) => heard.push(delivery(id.to_owned(), Said::Edited { text })),
        (None, Some(to)) => heard.push(delivery(id.to_owned(), Said::Reply { to: MessageId(to.to_owned()), text })),
        (None, None) => heard.push(delivery(id.to_owned(), Said::Text { text, prompt: None })),
    }
    for file in message["files"].as_array().into_iter().flatten().filter(|_| edited.is_none()) {
        let (Some(file_id), Some(name)) = (file["id"].as_str(), file["name"].as_str()) else { continue };
        let bytes = file["size"].as_u64().unwrap_or_default();
        let said = Said::File { name: name.to_owned(), bytes, sha256: None, source: Some(file_id.to_owned()) };
        heard.push(delivery(format!("{id}/{file_id}"), said));
    }
    heard
}

fn presses(press: &Value) -> Vec<ChatDelivery> {
    let actions = press["actions"].as_array().into_iter().flatten();
    actions.filter(|_| press["type"] == "block_actions").filter_map(|action| pressed(press, action)).collect()
}

fn pressed(press: &Value, action: &Value) -> Option<ChatDelivery> {
    let (user, room) = (press["user"]["id"].as_str()?, press["container"]["channel_id"].as_str()?);
    let (message, ts) = (press["container"]["message_ts"].as_str()?, action["action_ts"].as_str()?);
    let (prompt, answer) = action["value"].as_str()?.split_once(content::PARTED)?;
    Some(ChatDelivery {
        id: format!("press-{message}-{ts}-{user}"),
        room: RoomId::from(room),
        user: user.to_owned(),
        message: None,
        at: moment(ts)?,
        said: Said::Button { prompt: prompt.into(), answer: answer.to_owned() },
    })
}

fn command(form: &BTreeMap<String, String>, sent: At) -> Result<ChatDelivery, Reject> {
    let field = |name: &str| match form.get(name).filter(|value| !value.is_empty()) {
        Some(value) => Ok(value.clone()),
        None => Err(Reject::Body(format!("it holds no {name}"))),
    };
    Ok(ChatDelivery {
        id: format!("command-{}", field("trigger_id")?),
        room: RoomId::new(field("channel_id")?),
        user: field("user_id")?,
        message: None,
        at: sent,
        said: Said::Text { text: content::typed(&form.get("text").cloned().unwrap_or_default()), prompt: None },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_address_is_asked_for_its_challenge() {
        let source = SlackSource::new("secret");
        let asked = br#"{"type":"url_verification","challenge":"abc"}"#;
        let answer = source.answer(asked).expect("an answer");
        assert_eq!((answer.status(), answer.body().as_slice()), (StatusCode::OK, br#"{"challenge":"abc"}"#.as_slice()));
        assert_eq!(source.answer(br#"{"type":"event_callback"}"#).expect("an answer").body(), b"");
    }

    #[test]
    fn moments_have_milliseconds() {
        assert_eq!(moment("1700000000.000100"), Some(At(1_700_000_000_000)));
        assert_eq!(moment("1700000000.25"), Some(At(1_700_000_000_250)));
        assert_eq!(moment("x"), None);
    }
}
