//! The built-in messenger over real HTTP and a real file.

mod deliveries;
mod page;
mod port;

use super::{BuiltinMessenger, BuiltinSource, router};
use crate::builtin::rig::{Anybody, Came, Folder, Hand, Receiver, key, serve};
use nabat_domain::ids::RoomId;
use nabat_kit::port::{Button, ChatDelivery, ChatSource, Clock, EffectKey, Messenger, NewRoom, Outgoing, Reject};
use std::sync::Arc;

struct Rig {
    messenger: Arc<BuiltinMessenger>,
    hand: Arc<Hand>,
    receiver: Receiver,
    base: String,
    path: std::path::PathBuf,
    _folder: Folder,
}

async fn rig() -> Rig {
    let (hand, receiver) = (Hand::new(), Receiver::default());
    let folder = Folder::new();
    let path = folder.file("messenger.db");
    let messenger = BuiltinMessenger::open(&path, hand.clone(), key()).expect("a fresh file");
    let messenger = Arc::new(messenger);
    let routes = router(Arc::clone(&messenger), Arc::new(Anybody)).merge(receiver.routes("/chat/builtin"));
    let base = serve(routes).await;
    messenger.outbox().connect(&base);
    Rig { messenger, hand, receiver, base, path, _folder: folder }
}

impl Rig {
    /// A room with these people in it.
    async fn room(&self, people: &[&str]) -> RoomId {
        let new = NewRoom { name: "inc-1".to_owned(), title: "Registry is down".to_owned(), topic: "P1".to_owned() };
        let room = self.messenger.open_room(&effect("room"), &new).await.expect("opened");
        for person in people {
            self.messenger.invite(&effect(&format!("invite {person}")), &room, person).await.expect("invited");
        }
        room
    }

    fn read(&self, came: &Came) -> Result<Vec<ChatDelivery>, Reject> {
        let headers = |name: &str| came.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        BuiltinSource::new(&[key()]).read(&headers, &came.body, self.hand.now())
    }

    /// What the receiver has taken so far, checked and read.
    fn taken(&self) -> Vec<ChatDelivery> {
        let came = self.receiver.came();
        came.iter().map(|came| self.read(came).expect("signed").remove(0)).collect()
    }
}

fn effect(key: &str) -> EffectKey {
    EffectKey(key.to_owned())
}

fn words(text: &str) -> Outgoing {
    Outgoing { text: text.to_owned(), buttons: vec![], reply_to: None }
}

fn question(text: &str) -> Outgoing {
    let button = |label: &str, answer: &str| Button {
        label: label.to_owned(),
        prompt: "accept.1".into(),
        answer: answer.to_owned(),
    };
    Outgoing {
        text: text.to_owned(),
        buttons: vec![button("I accept", "yes"), button("I cannot", "no")],
        reply_to: Some("accept.1".into()),
    }
}
