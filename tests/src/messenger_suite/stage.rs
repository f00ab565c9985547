//! A messenger with a room and somebody in it.

use crate::messengers::{self, Act, Peer, SeenPost};
use crate::rig::BEGINS;
use nabat::clocks::StoryClock;
use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::http::{Request, header};
use nabat_kit::port::{
    Button, Capabilities, ChatDelivery, ChatSource, Clock, EffectKey, Entering, Heard, MessageId, Messenger, NewRoom,
    Outgoing, Reject,
};
use std::sync::{Arc, Mutex};

/// Somebody with an account, who is let into every room that is made.
pub const ANNA: &str = "anna";

/// The messenger, its clock, and where reading stands.
pub struct Stage {
    /// The messenger.
    pub peer: Arc<dyn Peer>,
    clock: Arc<StoryClock>,
    heard: Mutex<Heard>,
}

impl Stage {
    /// A messenger by its model's name, with somebody who has an account.
    ///
    /// # Panics
    /// There is no such model.
    pub fn new(name: &str) -> Self {
        let clock = Arc::new(StoryClock::new(BEGINS));
        let peer = messengers::of_name(name, &(Arc::clone(&clock) as Arc<dyn Clock>));
        let peer = peer.unwrap_or_else(|| panic!("no model of a messenger is named {name}"));
        peer.add_person(ANNA);
        Self { peer, clock, heard: Mutex::default() }
    }

    /// Nabat's way to it.
    pub fn messenger(&self) -> Arc<dyn Messenger> {
        self.peer.messenger()
    }

    /// Somebody with an account, as the messenger names them.
    pub fn anna(&self) -> String {
        self.peer.user(ANNA)
    }

    /// What it can do.
    pub fn can(&self) -> Capabilities {
        self.messenger().capabilities()
    }

    /// Time passes.
    pub fn pass(&self, length: Length) {
        self.clock.move_to(self.clock.now().plus(length));
    }

    /// The same messenger as a process sees it that was started anew.
    pub fn restarted(&self) -> Self {
        let clock = Arc::new(StoryClock::new(self.clock.now()));
        let peer = self.peer.fork(Arc::clone(&clock) as Arc<dyn Clock>);
        Self { peer, clock, heard: Mutex::new(self.heard.lock().expect("free").clone()) }
    }

    /// A room with somebody in it.
    #[nabat_kit::boxed]
    pub async fn room(&self) -> RoomId {
        let new = new_room("clinics-inc-0a1b2c");
        let room = self.messenger().open_room(&key("open"), &new).await.expect("it is made");
        if self.can().entering != Entering::Already {
            self.messenger().invite(&key("invite"), &room, &self.anna()).await.expect("she comes in");
        }
        room
    }

    /// Posts under a key.
    #[nabat_kit::boxed]
    pub async fn post(&self, room: &RoomId, named: &str, message: &Outgoing) -> MessageId {
        self.messenger().post(&key(named), room, message).await.expect("it is posted")
    }

    /// The bot's messages in a room.
    pub fn posts(&self, room: &RoomId) -> Vec<SeenPost> {
        self.peer.seen(room).posts
    }

    /// Somebody does something; what Nabat hears of it.
    pub async fn hears(&self, room: &RoomId, act: Act<'_>) -> Vec<ChatDelivery> {
        let requests = self.peer.does(room, ANNA, act);
        let mut deliveries = Vec::new();
        for request in &requests {
            deliveries.extend(self.read(request).expect("it is authentic"));
        }
        deliveries.extend(self.listened().await);
        deliveries
    }

    /// What Nabat reads out of a request.
    ///
    /// # Errors
    /// It refuses it.
    pub fn read(&self, request: &Request) -> Result<Vec<ChatDelivery>, Reject> {
        self.read_by(&*self.peer.source(), request)
    }

    /// The same by a source of other secrets.
    ///
    /// # Errors
    /// It refuses it.
    pub fn read_by(&self, source: &dyn ChatSource, request: &Request) -> Result<Vec<ChatDelivery>, Reject> {
        let named = |name: &str| header(request, name).map(str::to_owned);
        source.read(&named, request.body(), self.clock.now())
    }

    /// What Nabat hears by asking.
    #[nabat_kit::boxed]
    pub async fn listened(&self) -> Vec<ChatDelivery> {
        let Some(listener) = self.peer.listener() else { return Vec::new() };
        let heard = self.heard.lock().expect("free").clone();
        let (deliveries, now) = listener.listen(&heard).await.expect("it answers");
        *self.heard.lock().expect("free") = now;
        deliveries
    }
}

/// A room to make.
pub fn new_room(name: &str) -> NewRoom {
    NewRoom {
        name: name.to_owned(), title: "SD-1 Запись к врачу".to_owned(), topic: "Сбой записи".to_owned()
    }
}

/// The key of an effect.
pub fn key(name: &str) -> EffectKey {
    EffectKey(format!("clinics#C#inc-1/P#000{name}"))
}

/// A message without buttons.
pub fn words(text: &str) -> Outgoing {
    Outgoing { text: text.to_owned(), buttons: Vec::new(), reply_to: None }
}

/// A question with two answers.
pub fn question(text: &str) -> Outgoing {
    let prompt = "inc-0123456789abcdef0123/confirm-function.appointments.12";
    let button = |label: &str, answer: &str| Button {
        label: label.to_owned(),
        prompt: prompt.into(),
        answer: answer.to_owned(),
    };
    let buttons = vec![button("Работает", "works"), button("Не работает", "does_not_work")];
    Outgoing { text: text.to_owned(), buttons, reply_to: Some(prompt.into()) }
}
