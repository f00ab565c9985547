//! What goes past the room: a machine that speaks for somebody, and posts that found no way.

use super::Rig;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Command, Speech, Target};
use nabat_kit::configuration::push;
use nabat_kit::dead::retry;
use nabat_kit::execute::{self, Inbox, Spoken, execute};
use nabat_kit::keys;
use nabat_kit::table::{Key, Order, Row, Table as _};
use std::collections::BTreeMap;

impl Rig {
    /// A machine says something for a person, outside the room.
    #[nabat_kit::boxed]
    pub async fn say_elsewhere(&mut self, incident: &IncidentId, person: &PersonId, text: &str) {
        self.said += 1;
        let id = format!("api-{}", self.said);
        let spoken = Spoken {
            id: id.clone(),
            person: person.clone(),
            text: text.to_owned(),
            prompt: None,
            kind: "said".to_owned(),
            reply_to: Target::Room,
            elsewhere: true,
        };
        let speech = Speech {
            person: person.clone(),
            text: text.to_owned(),
            prompt: None,
            direct: false,
            message: None,
            masked: BTreeMap::new(),
        };
        let command = Command::Say(speech);
        let inbox = Inbox::Said(Key::new(keys::desk_delivery(&self.product, "").pk, id));
        let order = execute::Order { product: &self.product, incident, command: &command, inbox, spoken: Some(spoken) };
        execute(&self.env, order).await.expect("it is carried through");
        self.pump().await;
    }

    /// The product's configuration is changed and put in force.
    pub async fn reconfigure(&mut self, change: impl FnOnce(&mut nabat_domain::catalogue::Catalogue)) {
        change(&mut self.catalogue);
        push(self.outside.table.plain(), &self.catalogue, &self.names).await.expect("the model table takes it");
    }

    /// Rows of the dead list.
    #[nabat_kit::boxed]
    pub async fn dead(&self) -> Vec<Row> {
        let list = keys::dead_list(&self.product);
        let page = self.outside.table.plain().list(&list, Order::Ascending, None, 100).await;
        page.expect("the list can be read").rows
    }

    /// What was given up is put back to work, and done.
    #[nabat_kit::boxed]
    pub async fn retry(&self, key: &Key) {
        retry(&self.env, key).await.expect("it is in the dead list");
        self.tick().await;
    }

    /// What waits in the chats, and what was given up: partition and place.
    pub fn stuck(&self) -> Vec<String> {
        let rows = self.outside.table.plain().dump().into_iter();
        let posts = rows.filter(|row| row.key.pk.contains("#C#") && !row.key.sk.starts_with("C#"));
        posts.map(|row| format!("{}/{}", row.key.pk, row.key.sk)).collect()
    }
}
