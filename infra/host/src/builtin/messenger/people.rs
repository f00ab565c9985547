//! What people do: said in a room and put into the outbox in the same commit.

use super::BuiltinMessenger;
use super::store::{self, FileFacts, Kind, NewMessage, Touch, short_hash};
use crate::builtin::outbox::{self, Delivery};
use nabat_domain::ids::{PromptId, RoomId};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use nabat_kit::port::{ChatDelivery, MessageId, Said};
use rusqlite::Transaction;

/// Longest typed message, characters.
pub const MAX_TEXT: usize = 8_000;
/// Largest file, bytes.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// Where deliveries go, below Nabat's address.
const DELIVERED_TO: &str = "/chat/builtin";

/// Why something was not said.
#[derive(Debug, thiserror::Error)]
pub enum SayError {
    /// No such room, or the user is not in it.
    #[error("there is no such room")]
    NoSuchRoom,
    /// The room is read-only.
    #[error("the room is archived")]
    Archived,
    /// Nothing to say.
    #[error("there are no words")]
    Empty,
    /// More than is taken.
    #[error("that is too long")]
    TooLong,
    /// Only one's own typed messages can be changed.
    #[error("there is no such message of this user")]
    NotYours,
    /// A file is sent with its content.
    #[error("a file needs its content")]
    NeedsContent,
    /// SQLite could not.
    #[error("the store failed: {0}")]
    Store(#[from] rusqlite::Error),
}

/// Something a person does in a room.
pub(super) enum Act {
    /// Says it, by one of the ways a messenger has.
    Say(Said),
    /// Changes a message.
    Correct { message: MessageId, text: String },
    /// Posts a file.
    Attach { name: String, content: Vec<u8> },
}

/// Who does it, where, and which doing it is: the same `once` is the same doing.
pub(super) struct Doing {
    pub(super) user: String,
    pub(super) room: RoomId,
    pub(super) once: Option<String>,
    pub(super) act: Act,
}

impl BuiltinMessenger {
    /// Says something as a user, as if they had typed or pressed it. `Edited` changes their last
    /// typed message in the room; a file goes through [`Self::attach_as`].
    ///
    /// # Errors
    /// The room is not theirs, is read-only, or there is nothing to say.
    #[nabat_kit::boxed]
    pub async fn say_as(&self, user: &str, room: &RoomId, said: Said) -> Result<MessageId, SayError> {
        self.act(doing(user, room, Act::Say(said))).await
    }

    /// Changes a message the user typed before.
    ///
    /// # Errors
    /// As [`Self::say_as`]; the message is not theirs.
    #[nabat_kit::boxed]
    pub async fn correct_as(
        &self,
        user: &str,
        room: &RoomId,
        message: &MessageId,
        text: &str,
    ) -> Result<MessageId, SayError> {
        self.act(doing(user, room, Act::Correct { message: message.clone(), text: text.to_owned() })).await
    }

    /// Posts a file as a user.
    ///
    /// # Errors
    /// As [`Self::say_as`]; the file is empty or larger than [`MAX_FILE_BYTES`].
    #[nabat_kit::boxed]
    pub async fn attach_as(
        &self,
        user: &str,
        room: &RoomId,
        name: &str,
        content: Vec<u8>,
    ) -> Result<MessageId, SayError> {
        self.act(doing(user, room, Act::Attach { name: name.to_owned(), content })).await
    }

    pub(super) async fn act(&self, doing: Doing) -> Result<MessageId, SayError> {
        let now = self.clock.now();
        let room = doing.room.clone();
        let message = self.database.write(move |store| perform(store, doing, now)).await?;
        self.live.changed(&room);
        self.outbox.wake();
        Ok(message)
    }
}

/// The message a delivery is about.
pub(super) fn message_of_delivery(id: &str) -> &str {
    id.split_once('.').map_or(id, |(message, _)| message)
}

fn doing(user: &str, room: &RoomId, act: Act) -> Doing {
    Doing { user: user.to_owned(), room: room.clone(), once: None, act }
}

fn perform(store: &Transaction<'_>, doing: Doing, now: At) -> Result<MessageId, SayError> {
    if !store::is_member(store, &doing.room, &doing.user)? {
        return Err(SayError::NoSuchRoom);
    }
    let Doing { user, room, once, act } = doing;
    let place = Place { store, user: &user, room: &room, now };
    match act {
        Act::Say(Said::Text { text, prompt }) => place.text(once, &text, prompt),
        Act::Say(Said::Reply { text, .. }) => place.text(once, &text, None),
        Act::Say(Said::Button { prompt, answer }) => place.button(once, prompt, answer),
        Act::Say(Said::Edited { text }) => {
            let message = store::latest_own_text(store, &room, &user)?.ok_or(SayError::NotYours)?;
            place.correct(message, &text)
        }
        Act::Say(Said::File { .. }) => Err(SayError::NeedsContent),
        // Nobody takes anything back here, and whoever is out was taken out.
        Act::Say(Said::Deleted { .. } | Said::Left) => Err(SayError::Empty),
        Act::Correct { message, text } => place.correct(message, &text),
        Act::Attach { name, content } => place.file(once, &name, &content),
    }
}

/// One user in one room, in one transaction.
struct Place<'a> {
    store: &'a Transaction<'a>,
    user: &'a str,
    room: &'a RoomId,
    now: At,
}

impl Place<'_> {
    fn text(&self, once: Option<String>, text: &str, prompt: Option<PromptId>) -> Result<MessageId, SayError> {
        let text = clean(text)?;
        let quoted = match &prompt {
            Some(prompt) => store::quote_of_prompt(self.store, self.room, prompt)?,
            None => None,
        };
        let new = NewMessage { prompt: prompt.as_ref(), quoted, ..self.message(Kind::Text, &text) };
        self.put(once, new, Said::Text { text: text.clone(), prompt: prompt.clone() })
    }

    fn button(&self, once: Option<String>, prompt: PromptId, answer: String) -> Result<MessageId, SayError> {
        if answer.is_empty() {
            return Err(SayError::Empty);
        }
        if answer.chars().count() > MAX_TEXT || prompt.as_str().len() > MAX_TEXT {
            return Err(SayError::TooLong);
        }
        // A button taken away meanwhile is still a press of the one the person saw.
        let label = store::label_of_button(self.store, self.room, &prompt, &answer)?;
        let label = label.unwrap_or_else(|| answer.clone());
        let new = NewMessage { prompt: Some(&prompt), ..self.message(Kind::Button, &label) };
        self.put(once, new, Said::Button { prompt: prompt.clone(), answer })
    }

    fn file(&self, once: Option<String>, name: &str, content: &[u8]) -> Result<MessageId, SayError> {
        if content.is_empty() {
            return Err(SayError::Empty);
        }
        if content.len() > MAX_FILE_BYTES {
            return Err(SayError::TooLong);
        }
        let name = file_name(name);
        let facts = FileFacts { bytes: content.len() as u64, sha256: sha256_hex(content) };
        let new = NewMessage { file: Some((&facts, content)), ..self.message(Kind::File, &name) };
        // Its message names it.
        let said =
            Said::File { name: name.clone(), bytes: facts.bytes, sha256: Some(facts.sha256.clone()), source: None };
        self.put(once, new, said)
    }

    fn correct(&self, message: MessageId, text: &str) -> Result<MessageId, SayError> {
        let text = clean(text)?;
        let before = store::own_text(self.store, self.room, &message, self.user)?.ok_or(SayError::NotYours)?;
        if before == text {
            return Ok(message);
        }
        let change = self.open()?;
        let edits = store::change_text(self.store, &message, &text, self.now, change)?;
        self.deliver(format!("{}.e{edits}", message.0), &message, Said::Edited { text })?;
        Ok(message)
    }

    fn message<'m>(&'m self, kind: Kind, text: &'m str) -> NewMessage<'m> {
        NewMessage {
            id: &NOT_NAMED_YET,
            room: self.room,
            author: Some(self.user),
            kind,
            text,
            buttons: &[],
            prompt: None,
            quoted: None,
            file: None,
        }
    }

    fn put(&self, once: Option<String>, new: NewMessage<'_>, said: Said) -> Result<MessageId, SayError> {
        let once = match once {
            Some(once) => format!("once {once}"),
            None => format!("number {}", store::said_by(self.store, self.room, self.user)? + 1),
        };
        let id = MessageId(format!("p-{}", short_hash(&format!("{}\n{}\n{once}", self.room, self.user))));
        if store::id_taken(self.store, &id)? {
            return Ok(id);
        }
        let change = self.open()?;
        store::insert(self.store, &NewMessage { id: &id, ..new }, self.now, change)?;
        let said = match said {
            Said::File { name, bytes, sha256, .. } => Said::File { name, bytes, sha256, source: Some(id.0.clone()) },
            other => other,
        };
        self.deliver(id.0.clone(), &id, said)?;
        Ok(id)
    }

    fn open(&self) -> Result<i64, SayError> {
        match store::touch(self.store, self.room, Some(self.now))? {
            Touch::Open(change) => Ok(change),
            Touch::Archived => Err(SayError::Archived),
            Touch::Absent => Err(SayError::NoSuchRoom),
        }
    }

    fn deliver(&self, id: String, message: &MessageId, said: Said) -> Result<(), SayError> {
        let delivery = ChatDelivery {
            id: id.clone(),
            room: self.room.clone(),
            user: self.user.to_owned(),
            message: Some(message.clone()),
            at: self.now,
            said,
        };
        let body = serde_json::to_string(&delivery).expect("a delivery is plain data");
        let lane = self.room.as_str().to_owned();
        outbox::add(self.store, &Delivery { lane, id, path: DELIVERED_TO.to_owned(), body }, self.now)?;
        Ok(())
    }
}

static NOT_NAMED_YET: MessageId = MessageId(String::new());

/// The words without what cannot be seen and without space at the end.
fn clean(text: &str) -> Result<String, SayError> {
    let text: String =
        text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let text = text.trim_end().trim_start_matches('\n');
    if text.trim().is_empty() {
        return Err(SayError::Empty);
    }
    if text.chars().count() > MAX_TEXT {
        return Err(SayError::TooLong);
    }
    Ok(text.to_owned())
}

/// The last part of the name the browser gave, without what cannot be seen.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let name: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name }
}
