//! Models of other people's messengers: servers that hold to their documented rules, and people in them.
//!
//! Each rule cites where it stands. A model gives way to a recorded exchange.

mod builtin;
pub mod estate;
pub mod express;
pub mod limits;
pub mod matrix;
pub mod mattermost;
pub(crate) mod server;
pub mod slack;
pub mod telegram;

use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::http::Request;
use nabat_kit::port::{ChatListener, ChatSource, Clock, MessageId, Messenger};
use std::collections::BTreeSet;
use std::sync::Arc;

pub use server::{Trouble, Written};

/// A message as people see it: no markup, no invisible letters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenPost {
    /// Its id.
    pub id: MessageId,
    /// The key it was posted under, where the messenger keeps it.
    pub key: Option<String>,
    /// What it says now.
    pub text: String,
    /// What stands on its buttons.
    pub buttons: Vec<String>,
    /// It is pinned.
    pub pinned: bool,
    /// How often it was changed.
    pub edits: u32,
    /// What is in the file it brings.
    pub file: Option<Vec<u8>>,
}

/// A room as people see it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SeenRoom {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub topic: String,
    /// Who is in it, the bot aside.
    pub people: BTreeSet<String>,
    /// The bot's messages.
    pub posts: Vec<SeenPost>,
    /// Nobody can write in it any more.
    pub archived: bool,
}

/// Something a person does.
#[derive(Clone, Copy, Debug)]
pub enum Act<'a> {
    /// Types a message.
    Says(&'a str),
    /// Answers a message.
    Replies(&'a MessageId, &'a str),
    /// Presses a button under a message, counted from 0.
    Presses(&'a MessageId, usize),
    /// Types a command of the bot's.
    Commands(&'a str),
    /// Changes what they typed last.
    Changes(&'a str),
    /// Posts a file of this name with this in it.
    Posts(&'a str, &'a [u8]),
    /// Takes back what they typed last.
    TakesBack,
    /// Leaves the room of their own accord.
    WalksOut,
}

/// Something somebody does to a room past Nabat.
#[derive(Clone, Copy, Debug)]
pub enum Meddling<'a> {
    /// The bot is thrown out.
    ThrowsOut,
    /// It is let in again.
    LetsIn,
    /// The room is closed, as whoever runs the messenger can.
    Closes,
    /// And opened again.
    Opens,
    /// A message of the bot's is deleted.
    Deletes(&'a MessageId),
}

/// The messenger the environment names: `NABAT_MESSENGER=mattermost` leads scenarios over its model.
///
/// # Panics
/// There is no such model.
pub fn of_environment(clock: &Arc<dyn Clock>) -> Option<Arc<dyn Peer>> {
    let name = std::env::var("NABAT_MESSENGER").ok().filter(|name| !name.is_empty())?;
    Some(of_name(&name, clock).unwrap_or_else(|| panic!("no model of a messenger is named {name}")))
}

/// Names of the messengers there are models of.
pub const NAMES: [&str; 6] = ["builtin", "matrix", "mattermost", "slack", "telegram", "express"];

/// The model of a messenger, with nothing in it.
pub fn of_name(name: &str, clock: &Arc<dyn Clock>) -> Option<Arc<dyn Peer>> {
    match name {
        "builtin" => Some(Arc::new(builtin::BuiltinPeer::new(Arc::clone(clock)))),
        "matrix" => Some(Arc::new(matrix::MatrixPeer::new(Arc::clone(clock)))),
        "mattermost" => Some(Arc::new(mattermost::MattermostPeer::new(Arc::clone(clock)))),
        "express" => Some(Arc::new(express::ExpressPeer::new(Arc::clone(clock)))),
        "slack" => Some(Arc::new(slack::SlackPeer::new(Arc::clone(clock)))),
        "telegram" => Some(Arc::new(telegram::TelegramPeer::new(Arc::clone(clock)))),
        _ => None,
    }
}

/// A messenger with people in it.
pub trait Peer: Send + Sync {
    /// Nabat's way to it.
    fn messenger(&self) -> Arc<dyn Messenger>;

    /// What reads its callbacks.
    fn source(&self) -> Arc<dyn ChatSource> {
        self.source_by(&str::to_owned)
    }

    /// The same by other secrets: each is made of the messenger's own.
    fn source_by(&self, secret: &dyn Fn(&str) -> String) -> Arc<dyn ChatSource>;

    /// What asks it, where it does not push everything.
    fn listener(&self) -> Option<Arc<dyn ChatListener>> {
        None
    }

    /// The lines of `connections.yaml` for it under the id `chats`, where it finds Nabat at this address; and the
    /// secrets they name.
    fn configured(&self, callback: &str) -> (String, Vec<(&'static str, &'static str)>);

    /// Where below Nabat's address it posts to.
    fn path(&self) -> &'static str {
        ""
    }

    /// A copy that goes its own way from here, in a time of its own.
    fn fork(&self, clock: Arc<dyn Clock>) -> Arc<dyn Peer>;

    /// How the messenger names somebody who is called so here.
    fn user(&self, name: &str) -> String {
        name.to_owned()
    }

    /// Somebody has an account.
    fn add_person(&self, name: &str);

    /// Somebody comes into a room past Nabat, as whoever runs the messenger can let them.
    fn enters(&self, room: &RoomId, name: &str);

    /// The rooms Nabat made, direct chats aside.
    fn rooms(&self) -> Vec<RoomId>;

    /// The room Nabat made under a name.
    fn room_named(&self, name: &str) -> Option<RoomId>;

    /// The direct chat of the bot and a person.
    fn direct(&self, name: &str) -> RoomId;

    /// A room as people see it now.
    fn seen(&self, room: &RoomId) -> SeenRoom;

    /// Messages of people that Nabat removed.
    fn erased(&self) -> Vec<(RoomId, MessageId)>;

    /// A person does something; what the messenger sends to Nabat for it.
    fn does(&self, room: &RoomId, name: &str, act: Act<'_>) -> Vec<Request>;

    /// Somebody does something to a room past Nabat; whether that is possible there.
    fn meddle(&self, _room: &RoomId, _meddling: Meddling<'_>) -> bool {
        false
    }

    /// So many of the next calls that change something are carried out, and their answers never heard.
    fn lose_answers(&self, calls: u32);

    /// The next call is told to wait so many seconds, and not carried out.
    fn ask_to_wait(&self, seconds: u32);

    /// Whether it tells of what was taken back.
    fn tells_of_taking_back(&self) -> bool {
        true
    }

    /// Whether it tells who left a room.
    fn tells_of_leaving(&self) -> bool {
        true
    }

    /// Whether it says how long to wait.
    fn says_how_long(&self) -> bool {
        true
    }

    /// The connector itself keeps to what it was asked.
    fn paces_itself(&self) -> bool {
        !self.invites_anybody() && !self.knows_everybody()
    }

    /// Calls that came so far.
    fn calls(&self) -> u64;

    /// What goes wrong at its server on request; nothing where the model is none.
    fn trouble(&self) -> Option<&Trouble> {
        None
    }

    /// Calls it takes at least to make a room.
    fn calls_a_room(&self) -> u64 {
        1
    }

    /// Calls it takes at least to open a chat with a person.
    fn calls_a_direct_chat(&self) -> u64 {
        1
    }

    /// Calls it takes at least to bring so many people into a new room.
    fn calls_to_call_together(&self, people: u64) -> u64 {
        people
    }

    /// Calls an answer below a message takes, where it is not sent with it.
    fn calls_an_answer(&self) -> u64 {
        0
    }

    /// Calls it takes at least to post a file.
    fn calls_a_file(&self) -> u64 {
        1
    }

    /// After lost answers: the process is started anew, where it died of them.
    fn recover(&self) {}

    /// Anybody can be written to.
    fn knows_everybody(&self) -> bool {
        false
    }

    /// Whoever is named is invited, whether anybody is called so or not.
    fn invites_anybody(&self) -> bool {
        false
    }

    /// What somebody could send in a request's place who does not know the secret.
    fn forged(&self, request: &Request) -> Vec<Request>;

    /// The headers a body is proved with, where the proof is in headers.
    fn proof(&self, body: &[u8]) -> Vec<(&'static str, String)>;

    /// How long what it sends is taken, where it says when it was sent.
    fn window(&self) -> Option<Length>;
}
