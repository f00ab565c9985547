//! Many incidents at once, and what the least is that a messenger has to be called for them.

use super::{BEGINS, DESK_SECRET, Outside, Rig, signed};
use crate::messengers::SeenPost;
use nabat_domain::catalogue::Service;
use nabat_domain::ids::{IncidentId, RoomId, ServiceId};
use nabat_domain::incident::Event;
use nabat_domain::time::Length;
use serde_json::json;
use std::collections::BTreeSet;

/// Calls that had to be made: one for each thing that stands in the messenger now and was not there before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Least {
    /// Rooms made and named.
    pub rooms: u64,
    /// People brought in.
    pub people: u64,
    /// Messages posted, in rooms and to single persons, with what can be pressed below them.
    pub posts: u64,
    /// Messages that say something else than at first: once each, however often they were changed.
    pub edits: u64,
    /// Messages pinned.
    pub pins: u64,
    /// Chats with single persons opened.
    pub direct: u64,
}

impl Least {
    /// All of them.
    pub const fn calls(&self) -> u64 {
        self.rooms + self.people + self.posts + self.edits + self.pins + self.direct
    }
}

impl Rig {
    /// The example's clinics over the model of a messenger, nothing registered yet.
    #[nabat_kit::boxed]
    pub async fn over(messenger: &str) -> Self {
        Self::of(Outside::with_messenger(BEGINS, messenger)).await
    }

    /// So many services that have nothing to do with each other fail in the same second; their incidents.
    #[nabat_kit::boxed]
    pub async fn storm(&mut self, incidents: usize) -> Vec<IncidentId> {
        let pattern = self.catalogue.services[&ServiceId::from("kiosk")].clone();
        let names: Vec<String> = (1..=incidents).map(|number| format!("storm-{number:03}")).collect();
        let alone = |name: &String| Service {
            id: ServiceId::from(name.as_str()),
            name: name.clone(),
            aliases: Vec::new(),
            suppliers: Vec::new(),
            ..pattern.clone()
        };
        let services: Vec<Service> = names.iter().map(alone).collect();
        self.reconfigure(|catalogue| {
            catalogue.services.extend(services.into_iter().map(|service| (service.id.clone(), service)));
        })
        .await;
        let mut registered = Vec::new();
        for name in &names {
            let mut body = self.registration(name, name);
            body["priority"] = json!("P1");
            let bytes = body.to_string().into_bytes();
            let request = signed(DESK_SECRET, &format!("msg_{name}"), self.env.now(), &bytes);
            let answer = nabat_desk_webhook::handle(&self.env, &self.product, request).await;
            assert_eq!(answer.status(), 202, "{}", String::from_utf8_lossy(answer.body()));
            registered.push(IncidentId::of_desk_record(&self.product, &name.as_str().into()));
        }
        self.pump().await;
        registered
    }

    /// Minutes pass until nothing is left to be done at the messenger; how many did, if so many were enough.
    #[nabat_kit::boxed]
    pub async fn until_nothing_waits(&self, minutes: i64) -> Option<i64> {
        let begun = self.env.now();
        while self.waits() {
            if self.env.now().since(begun) > Length::minutes(minutes) {
                return None;
            }
            self.minutes(1).await;
        }
        Some(self.env.now().since(begun).in_seconds() / 60)
    }

    /// Whether posts, pins or rooms are owed.
    fn waits(&self) -> bool {
        let rows = self.outside.table.plain().dump();
        rows.iter().any(|row| {
            let sort = row.key.sk.as_str();
            let is_chat_job = sort.starts_with("J#") && row.body.contains("\"chat_creation\"");
            sort.starts_with("P#") || is_chat_job || row.body.contains("\"unpinned\":[")
        })
    }

    /// The least that can have led to what stands in the messenger now.
    ///
    /// # Panics
    /// The rig is not over a messenger's model.
    #[nabat_kit::boxed]
    pub async fn least_calls(&self, incidents: &[IncidentId]) -> Least {
        let over = self.outside.messenger.plain().over().expect("a messenger's model");
        let peer = over.peer();
        let mut least = Least::default();
        let mut add = |posts: &[SeenPost]| {
            let count = |is: &dyn Fn(&&SeenPost) -> bool| posts.iter().filter(is).count() as u64;
            least.posts += posts.len() as u64
                + peer.calls_an_answer() * posts.iter().map(|post| post.buttons.len() as u64).sum::<u64>();
            least.edits += count(&|post| post.edits > 0);
            least.pins += count(&|post| post.pinned);
        };
        let mut rooms: BTreeSet<RoomId> = BTreeSet::new();
        for incident in incidents {
            let room = self.state(incident).await.head.room.expect("it has a room");
            add(&peer.seen(&room).posts);
            rooms.insert(room);
        }
        let direct: Vec<Vec<SeenPost>> =
            self.catalogue.people.keys().map(|person| peer.seen(&peer.direct(person.as_str())).posts).collect();
        let direct: Vec<Vec<SeenPost>> = direct.into_iter().filter(|posts| !posts.is_empty()).collect();
        direct.iter().for_each(|posts| add(posts));
        (least.rooms, least.direct) =
            (rooms.len() as u64 * peer.calls_a_room(), direct.len() as u64 * peer.calls_a_direct_chat());
        for incident in incidents {
            for event in self.journal(incident).await {
                match nabat_domain::incident::read(&event) {
                    Ok(Event::ChatOpened { invited, .. }) => {
                        least.people += peer.calls_to_call_together(invited.len() as u64)
                    }
                    Ok(Event::PeopleInvited { invited, .. }) => least.people += invited.len() as u64,
                    _ => {}
                }
            }
        }
        least
    }
}
