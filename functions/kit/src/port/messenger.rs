//! The messenger: rooms, people in them, posts with buttons; and what comes back from it.

use super::{CallError, EffectKey, Reject};
use crate::http::Answer;
use async_trait::async_trait;
use nabat_domain::ids::{PromptId, RoomId};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A message's id in its messenger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub String);

/// How a messenger comes to an incident's room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rooms {
    /// The bot makes one.
    Made,
    /// The bot opens a topic in a group that people made: everybody in the group reads it.
    Topics,
}

/// How people come into a room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entering {
    /// The bot brings them in and takes them out.
    BroughtIn,
    /// The bot asks them in, they have to say yes; it takes them out.
    Invited,
    /// They have to be there: the bot neither brings in nor takes out.
    Already,
}

/// What a messenger can do; what it cannot is done another way or said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Capabilities {
    /// How a room comes to be.
    pub rooms: Rooms,
    /// How people come into it.
    pub entering: Entering,
    /// Longest text of one message, characters: a longer one is cut with a mark, the whole follows as a file.
    pub longest: usize,
    /// Repeating a post with the same key makes no second one.
    pub keyed_posts: bool,
    /// Buttons under a message.
    pub buttons: bool,
    /// Its own messages can be changed.
    pub edits: bool,
    /// Messages can be pinned.
    pub pins: bool,
    /// People's messages can be removed.
    pub erases: bool,
    /// Rooms can be made read-only.
    pub archives: bool,
    /// Files can be posted.
    pub files: bool,
}

/// A room to make.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewRoom {
    /// Deterministic name: the same name is the same room.
    pub name: String,
    /// What people see.
    pub title: String,
    /// One line on what it is about.
    pub topic: String,
}

/// A button under a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Button {
    /// What people see.
    pub label: String,
    /// The prompt it answers.
    pub prompt: PromptId,
    /// The answer it gives.
    pub answer: String,
}

/// A message to post. `text` is plain: lines, no markup of any messenger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outgoing {
    /// The words.
    pub text: String,
    /// Buttons under them.
    #[serde(default)]
    pub buttons: Vec<Button>,
    /// A text answer is expected: the messenger may open a field for it.
    #[serde(default)]
    pub reply_to: Option<PromptId>,
}

/// A file to post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// Its name, with the ending that tells what it is.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// What came of asking for a posted file's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fetched {
    /// The content.
    Content(Vec<u8>),
    /// It is longer than was asked for; nobody read it to its end.
    TooLong,
    /// The messenger does not have it, or not any more.
    Gone,
}

/// Whether somebody can be reached in a messenger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reachable {
    /// The messenger knows them.
    Yes,
    /// It does not, and so it says.
    No(String),
    /// It does not tell.
    Untold,
}

/// What came of trying, before the night, what will have to be done in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rehearsal {
    /// Making a room, or opening a topic.
    pub room: Result<(), CallError>,
    /// Posting in it; not tried where there is no room.
    pub post: Option<Result<(), CallError>>,
    /// Pinning what was posted.
    pub pin: Option<Result<(), CallError>>,
}

/// The messenger.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Makes the room, or finds the one of that name.
    async fn open_room(&self, key: &EffectKey, room: &NewRoom) -> Result<RoomId, CallError>;

    /// The same with people in it from the beginning, where one call does both; who of them is in it for certain.
    /// Everybody else is brought in afterwards.
    async fn open_room_with(
        &self,
        key: &EffectKey,
        room: &NewRoom,
        _users: &[String],
    ) -> Result<(RoomId, Vec<String>), CallError> {
        Ok((self.open_room(key, room).await?, Vec::new()))
    }

    /// Whether the room is there and the bot in it: asked where something was refused there for good, so that a room
    /// the bot was thrown out of is told from words nobody would take.
    async fn stands(&self, room: &RoomId) -> Result<bool, CallError> {
        let _ = room;
        Ok(true)
    }

    /// Brings a person in; one who is in already is no error.
    async fn invite(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError>;

    /// Takes a person out; one who is out already is no error.
    async fn remove(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError>;

    /// Everything posted in the room so far is written down, whoever posted it: a key nobody knows the message of was
    /// never posted, and the room need not be looked at for it. Said by whoever leased the room's chat.
    fn all_is_recorded(&self, room: &RoomId) {
        let _ = room;
    }

    /// Posts a message.
    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError>;

    /// Posts a file.
    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError>;

    /// The content of a file somebody posted, up to `longest` bytes; `file` as [`Said::File`] named it. It changes
    /// nothing: it may be asked for again.
    async fn fetch(&self, room: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError>;

    /// Changes a message posted before.
    async fn edit(&self, key: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError>;

    /// Pins a message.
    async fn pin(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError>;

    /// Pins messages of one room, as many of the first as one call pins: how many.
    async fn pin_together(&self, key: &EffectKey, room: &RoomId, ids: &[MessageId]) -> Result<usize, CallError> {
        match ids.first() {
            Some(id) => self.pin(key, room, id).await.map(|()| 1),
            None => Ok(0),
        }
    }

    /// Removes a person's message.
    async fn erase(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError>;

    /// Makes the room read-only.
    async fn archive(&self, key: &EffectKey, room: &RoomId) -> Result<(), CallError>;

    /// Whether a person can be reached, asked without calling them.
    async fn reaches(&self, _user: &str) -> Result<Reachable, CallError> {
        Ok(Reachable::Untold)
    }

    /// Tries what an incident will need, in a room that is there for it: the same one each time, nobody in it but the
    /// bot, one message in it where posts have keys. What would leave something behind is asked for instead.
    async fn rehearse(&self, room: &NewRoom, message: &Outgoing) -> Rehearsal {
        let key = |what: &str| EffectKey(format!("{}/{what}", room.name));
        let made = match self.open_room(&key("open"), room).await {
            Ok(made) => made,
            Err(error) => return Rehearsal { room: Err(error), post: None, pin: None },
        };
        let posted = self.post(&key("post"), &made, message).await;
        let pin = match &posted {
            Ok(id) => Some(self.pin(&key("pin"), &made, id).await),
            Err(_) => None,
        };
        Rehearsal { room: Ok(()), post: Some(posted.map(drop)), pin }
    }

    /// The room for direct messages with a person.
    async fn direct(&self, key: &EffectKey, user: &str) -> Result<RoomId, CallError>;
}

/// Something a person did in a chat, as a messenger delivers it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChatDelivery {
    /// The messenger's own id of the delivery: the same id is the same delivery.
    pub id: String,
    /// Where.
    pub room: RoomId,
    /// Who, as the messenger names them.
    pub user: String,
    /// Their message, where it can be removed.
    #[serde(default)]
    pub message: Option<MessageId>,
    /// When, by the messenger's clock; 0 where it says nothing of it, so that the same delivery reads the same
    /// whenever it comes.
    pub at: At,
    /// What.
    pub said: Said,
}

/// What a person did in a chat.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Said {
    /// Typed words, perhaps in reply to a prompt.
    Text {
        /// The words.
        text: String,
        /// The prompt replied to.
        #[serde(default)]
        prompt: Option<PromptId>,
    },
    /// Typed words in answer to a message, or reacted to it. Whether a prompt stands there is found out
    /// when it is worked on: the messenger names messages, not prompts.
    Reply {
        /// The message answered.
        to: MessageId,
        /// The words, or the reaction's label.
        text: String,
    },
    /// Pressed a button.
    Button {
        /// The prompt.
        prompt: PromptId,
        /// The answer.
        answer: String,
    },
    /// Posted a file.
    File {
        /// Its name.
        name: String,
        /// Its size in bytes; 0 where the messenger does not tell it.
        bytes: u64,
        /// Lower-case hex SHA-256 of its content, where the messenger sends the content or its hash along.
        #[serde(default)]
        sha256: Option<String>,
        /// The file as the messenger names it: what its content is fetched by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    /// Changed what they had typed before.
    Edited {
        /// The words now.
        text: String,
    },
    /// Took back what they had said before.
    Deleted {
        /// The delivery it was.
        said: String,
    },
    /// Left the room of their own accord.
    Left,
}

/// How a messenger's deliveries arrive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrival {
    /// Posted to the connection's own address.
    Posted,
    /// Put below it, as Matrix homeservers do: `/_matrix/app/v1/transactions/{id}`.
    Transactions,
    /// Posted below it, as servers of eXpress do: `/command`, `/notification/callback`; and asked for at `/status`.
    BotX,
}

/// Reads what a messenger sends to `/chat/{connection}`: authenticity on the raw bytes first. One request
/// may bring several deliveries; they are taken in in their order.
pub trait ChatSource: Send + Sync {
    /// How its deliveries arrive.
    fn arrival(&self) -> Arrival {
        Arrival::Posted
    }

    /// The deliveries, none if nothing is of interest. Header names are lower case.
    ///
    /// # Errors
    /// A bad signature or a body the messenger would not send.
    fn read(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8], now: At)
    -> Result<Vec<ChatDelivery>, Reject>;

    /// What the messenger wants to hear once all a request brought is durable; `None` where 202 and an empty
    /// object will do.
    fn answer(&self, _: &[u8]) -> Option<Answer> {
        None
    }
}

/// Where reading stands in each room, as the listener counts; empty where nothing was read yet.
pub type Heard = BTreeMap<String, i64>;

/// Asks a messenger what people said, where it does not push what is said in closed rooms. What was read
/// before may come again, under the same ids.
#[async_trait]
pub trait ChatListener: Send + Sync {
    /// What was said since, and where reading stands once that is durable.
    async fn listen(&self, heard: &Heard) -> Result<(Vec<ChatDelivery>, Heard), CallError>;
}
