//! A product with a second messenger.

use super::{BEGINS, Outside, Rig, clinics};
use nabat_domain::catalogue::Contact;
use nabat_domain::ids::{ConnectionId, PersonId, RoomId};
use nabat_kit::port::Said;

/// The second messenger's connection.
pub const SECOND: &str = "spare";

impl Rig {
    /// The example's clinics with a second messenger, in which everybody is known.
    #[nabat_kit::boxed]
    pub async fn with_second() -> Self {
        let (mut catalogue, mut names) = clinics();
        catalogue.product.second_messenger = Some(ConnectionId::from(SECOND));
        for (person, name) in &mut names {
            name.contacts.push(Contact::Messenger { connection: SECOND.to_owned(), user: person.to_string() });
        }
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// A person types something in some room, the incident's or not.
    #[nabat_kit::boxed]
    pub async fn say_in(&mut self, room: &RoomId, person: &PersonId, text: &str) {
        self.said += 1;
        let id = format!("said-{}", self.said);
        self.deliver_in(room, person, Said::Text { text: text.to_owned(), prompt: None }, &id).await;
    }

    /// A person leaves a room of their own accord.
    #[nabat_kit::boxed]
    pub async fn leaves(&mut self, room: &RoomId, person: &PersonId) {
        self.said += 1;
        let id = format!("left-{}", self.said);
        self.deliver_in(room, person, Said::Left, &id).await;
    }
}
