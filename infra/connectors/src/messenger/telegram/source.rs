//! What Telegram posts: one update a call, proved by the token that was given with `setWebhook`.

use super::{Room, room_id};
use http::StatusCode;
use nabat_domain::time::At;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::port::{ChatDelivery, ChatSource, MessageId, Reject, Said};
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

/// Bot API, `setWebhook`: "secret_token".
const TOKEN: &str = "x-telegram-bot-api-secret-token";

/// Reads updates.
pub struct TelegramSource {
    tokens: Vec<String>,
    /// The bot's user name: a command may be addressed to it.
    bot: String,
}

impl TelegramSource {
    /// A source that takes any of these lines for the token.
    pub fn new(tokens: &str, bot: &str) -> Self {
        let tokens = tokens.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        Self { tokens: tokens.collect(), bot: bot.to_owned() }
    }

    fn delivery(&self, update: &Value, now: At) -> Option<ChatDelivery> {
        let id = update["update_id"].as_i64()?.to_string();
        if update["callback_query"].is_object() {
            return press(id, &update["callback_query"], now);
        }
        let changed = update["edited_message"].is_object();
        let message = if changed { &update["edited_message"] } else { &update["message"] };
        let (room, user) = (place(message)?, person(&message["from"])?);
        let when = if changed { &message["edit_date"] } else { &message["date"] };
        let said = self.said(message, changed)?;
        let at = At(when.as_i64()?.checked_mul(1_000)?);
        let message = message["message_id"].as_i64().map(|id| MessageId(id.to_string()));
        Some(ChatDelivery { id, room: room_id(&room), user, message, at, said })
    }

    fn said(&self, message: &Value, changed: bool) -> Option<Said> {
        // A changed caption brings its file once more: that was heard before.
        if changed && message["text"].is_null() {
            return None;
        }
        if message["document"].is_object() {
            let name = message["document"]["file_name"].as_str()?.to_owned();
            let bytes = message["document"]["file_size"].as_u64().unwrap_or_default();
            let source = message["document"]["file_id"].as_str().map(str::to_owned);
            return Some(Said::File { name, bytes, sha256: None, source });
        }
        if let Some(said) = photo(message) {
            return Some(said);
        }
        let text = self.words(message["text"].as_str()?);
        if changed {
            return Some(Said::Edited { text });
        }
        let answered = &message["reply_to_message"];
        // In a topic what answers nothing answers the message that opened it.
        let to = answered["message_id"].as_i64().filter(|_| !answered["forum_topic_created"].is_object());
        Some(match to {
            Some(to) => Said::Reply { to: MessageId(to.to_string()), text },
            None => Said::Text { text, prompt: None },
        })
    }

    /// `/nabat words` and `/nabat@bot words` are the words; other commands stay what they are.
    fn words(&self, text: &str) -> String {
        let rest = text.strip_prefix("/nabat").map(|rest| rest.strip_prefix(&format!("@{}", self.bot)).unwrap_or(rest));
        match rest {
            Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest.trim_start().to_owned(),
            _ => text.replacen(&format!("@{}", self.bot), "", usize::from(text.starts_with('/'))),
        }
    }
}

impl ChatSource for TelegramSource {
    fn read(
        &self,
        headers: &dyn Fn(&str) -> Option<String>,
        body: &[u8],
        now: At,
    ) -> Result<Vec<ChatDelivery>, Reject> {
        let given = headers(TOKEN).unwrap_or_default();
        if !self.tokens.iter().any(|token| bool::from(token.as_bytes().ct_eq(given.as_bytes()))) {
            return Err(Reject::Signature("no token of the webhook's".to_owned()));
        }
        let update: Value = serde_json::from_slice(body).map_err(|error| Reject::Body(error.to_string()))?;
        if !update["update_id"].is_i64() {
            return Err(Reject::Body("it is no update".to_owned()));
        }
        // What is of no interest is taken all the same: it would come again and again.
        Ok(self.delivery(&update, now).into_iter().collect())
    }

    /// A press is acknowledged in the answer to it: until then the button turns.
    fn answer(&self, body: &[u8]) -> Option<Answer> {
        let update: Value = serde_json::from_slice(body).ok()?;
        let press = update["callback_query"]["id"].as_str()?;
        let acknowledged = json!({ "method": "answerCallbackQuery", "callback_query_id": press });
        Some(json_answer(StatusCode::OK, &acknowledged))
    }
}

/// A press: its data names prompt and answer, or else the button's label answers the message.
fn press(id: String, query: &Value, now: At) -> Option<ChatDelivery> {
    let message = &query["message"];
    let (room, user, data) = (place(message)?, person(&query["from"])?, query["data"].as_str()?);
    let to = MessageId(message["message_id"].as_i64()?.to_string());
    let said = match data.split_once(super::content::PARTED) {
        Some((prompt, answer)) => Said::Button { prompt: prompt.into(), answer: answer.to_owned() },
        None => Said::Reply { to, text: label(message, data)? },
    };
    // A press says not when it was: the same one sent again must read the same, so the message's time stands.
    let at = message["date"].as_i64().map_or(now, |date| At(date.saturating_mul(1_000)));
    Some(ChatDelivery { id, room: room_id(&room), user, message: None, at, said })
}

fn label(message: &Value, data: &str) -> Option<String> {
    let rows = message["reply_markup"]["inline_keyboard"].as_array()?;
    let mut buttons = rows.iter().flat_map(|row| row.as_array().into_iter().flatten());
    buttons.find(|button| button["callback_data"] == data)?["text"].as_str().map(str::to_owned)
}

fn place(message: &Value) -> Option<Room> {
    let topic = message["message_thread_id"].as_i64().filter(|_| message["is_topic_message"] == true);
    Some(Room { chat: message["chat"]["id"].as_i64()?, topic })
}

fn person(from: &Value) -> Option<String> {
    from["id"].as_i64().filter(|_| from["is_bot"] != true).map(|id| id.to_string())
}

/// A screenshot sent as a picture comes in several sizes, the largest last, without a name ("Message", `photo`).
fn photo(message: &Value) -> Option<Said> {
    let largest = message["photo"].as_array()?.last()?;
    let source = largest["file_id"].as_str()?.to_owned();
    let name = format!("photo-{}.jpg", message["message_id"].as_i64()?);
    let bytes = largest["file_size"].as_u64().unwrap_or_default();
    Some(Said::File { name, bytes, sha256: None, source: Some(source) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(tokens: &str, given: Option<&str>, by: &Value) -> Result<Vec<ChatDelivery>, Reject> {
        let message = json!({ "message_id": 7, "date": 1, "chat": { "id": 4 }, "from": by, "text": "да" });
        let update = json!({ "update_id": 1, "message": message }).to_string();
        let header = |name: &str| given.filter(|_| name == TOKEN).map(str::to_owned);
        TelegramSource::new(tokens, "nabat").read(&header, update.as_bytes(), At(0))
    }

    #[test]
    fn whoever_has_none_of_the_webhooks_tokens_is_not_heard() {
        let anna = json!({ "id": 5 });
        for given in ["old", "new"] {
            assert_eq!(read("old\n new \n", Some(given), &anna).map(|heard| heard.len()), Ok(1), "{given}");
        }
        for (tokens, given) in [
            ("old\nnew", None),
            ("old\nnew", Some("")),
            ("old\n\nnew\n", Some("")),
            ("", Some("")),
            ("old", Some("ol")),
        ] {
            assert!(matches!(read(tokens, given, &anna), Err(Reject::Signature(_))), "{tokens:?} {given:?}");
        }
    }

    #[test]
    fn bots_are_nobody() {
        assert_eq!(read("t", Some("t"), &json!({ "id": 5, "is_bot": true })), Ok(Vec::new()));
    }

    #[test]
    fn a_screenshot_is_a_file_in_its_largest_size() {
        let sizes = json!([{ "file_id": "s", "file_size": 900 }, { "file_id": "l", "file_size": 90_000 }]);
        let heard = photo(&json!({ "message_id": 7, "photo": sizes }));
        let said =
            Said::File { name: "photo-7.jpg".to_owned(), bytes: 90_000, sha256: None, source: Some("l".to_owned()) };
        assert_eq!(heard, Some(said));
        assert_eq!(photo(&json!({ "message_id": 7, "text": "да" })), None);
    }
}
