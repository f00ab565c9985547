//! What a person says where only they and the bot are.

use super::{Rig, messenger};
use nabat_domain::ids::{ConnectionId, PersonId, RoomId};
use nabat_kit::chat::RoomRow;
use nabat_kit::keys;
use nabat_kit::port::Said;
use nabat_kit::table::{Action, Condition, Row, Table as _};

impl Rig {
    /// What was posted in a standing room since this was last asked.
    pub fn channel(&self, channel: &str) -> String {
        self.outside.messenger.plain().fresh(&messenger::channel_room(self.product.as_str(), channel))
    }

    /// What the bot wrote to a person since this was last asked.
    pub fn direct(&self, person: &PersonId) -> String {
        self.outside.messenger.plain().fresh(&messenger::direct_room(person.as_str()))
    }

    /// The direct chat with a person, made as the first post there makes it.
    #[nabat_kit::boxed]
    pub async fn meet(&self, person: &PersonId) {
        let posts = keys::direct_posts(&self.product, person);
        let row = RoomRow { product: self.product.clone(), posts, incident: None };
        let named = messenger::direct_room(person.as_str());
        let room = self.outside.messenger.plain().over().map_or_else(|| named.clone(), |over| over.room_of(&named));
        let key = keys::room(&ConnectionId::from("builtin"), &room);
        let body = serde_json::to_string(&row).expect("a room has only string keys");
        let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
        self.outside.table.plain().write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    }

    /// Over somebody else's messenger: a person does it at their client, and the messenger tells of it.
    pub(super) async fn does(&self, room: &RoomId, person: &PersonId, said: &Said, named: &str) -> http::StatusCode {
        let Some(over) = self.outside.messenger.plain().over() else { return http::StatusCode::NOT_FOUND };
        let connection = ConnectionId::from("builtin");
        let mut status = http::StatusCode::ACCEPTED;
        for request in over.does(room, person.as_str(), said, named) {
            status = nabat_chat_webhook::handle(&self.env, &connection, request).await.status();
        }
        if let Some(listener) = over.listener() {
            let heard = self.heard.lock().expect("nothing panics while holding it").clone();
            let before = over.peer().calls();
            // A fault is no failure of the test: it is asked again.
            if let Ok(now) = nabat_chat_webhook::listen(&self.env, &connection, listener.as_ref(), &heard).await {
                *self.heard.lock().expect("nothing panics while holding it") = now;
            }
            over.listened_for(over.peer().calls() - before);
        }
        self.pump().await;
        // Each messenger has a 2xx of its own for what was taken.
        if status.is_success() { http::StatusCode::ACCEPTED } else { status }
    }

    /// A person types something where only they and the bot are.
    #[nabat_kit::boxed]
    pub async fn say_direct(&mut self, person: &PersonId, text: &str) {
        self.said += 1;
        let id = format!("said-{}", self.said);
        self.say_direct_as(person, text, &id).await;
    }

    /// A person presses, where only they and the bot are, what has this name; whether it stands there or not.
    #[nabat_kit::boxed]
    pub async fn press_direct(&mut self, person: &PersonId, named: &str, answer: &str) {
        self.said += 1;
        let id = format!("said-{}", self.said);
        let said = Said::Button { prompt: named.into(), answer: answer.to_owned() };
        self.deliver_in(&messenger::direct_room(person.as_str()), person, said, &id).await;
    }

    /// A person says something in a standing room.
    #[nabat_kit::boxed]
    pub async fn say_in_channel(&mut self, channel: &str, person: &PersonId, text: &str) {
        self.said += 1;
        let id = format!("said-{}", self.said);
        let said = Said::Text { text: text.to_owned(), prompt: None };
        let room = messenger::channel_room(self.product.as_str(), channel);
        self.deliver_in(&room, person, said, &id).await;
    }

    /// A person posts a file where only they and the bot are.
    #[nabat_kit::boxed]
    pub async fn post_direct(&mut self, person: &PersonId, name: &str, bytes: u64) {
        self.said += 1;
        let id = format!("said-{}", self.said);
        let said = Said::File { name: name.to_owned(), bytes, sha256: None, source: None };
        self.deliver_in(&messenger::direct_room(person.as_str()), person, said, &id).await;
    }

    /// The same with this in it.
    #[nabat_kit::boxed]
    pub async fn post_content_direct(&mut self, person: &PersonId, name: &str, content: &[u8]) {
        self.said += 1;
        let (id, said) = (format!("said-{}", self.said), self.uploaded(name, content));
        self.deliver_in(&messenger::direct_room(person.as_str()), person, said, &id).await;
    }

    /// The same under a delivery id.
    #[nabat_kit::boxed]
    pub async fn say_direct_as(&self, person: &PersonId, text: &str, id: &str) {
        let said = Said::Text { text: text.to_owned(), prompt: None };
        self.deliver_in(&messenger::direct_room(person.as_str()), person, said, id).await;
    }
}
