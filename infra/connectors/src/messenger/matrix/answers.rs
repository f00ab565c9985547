//! What can be pressed: Matrix has no buttons, so the bot reacts to its own message with each answer's label, and a
//! person joins one by a press.

use super::api::{event, said_no};
use super::{Matrix, content, transaction};
use crate::own;
use nabat_domain::ids::RoomId;
use nabat_kit::port::{CallError, EffectKey, MessageId, Outgoing};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

/// So many messages are remembered; of others the homeserver is asked.
const REMEMBERED: usize = 4_096;

/// A reaction of the bot's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Label {
    text: String,
    id: MessageId,
}

/// What this process reacted with, by message.
#[derive(Default)]
pub(super) struct Seeded(Mutex<BTreeMap<MessageId, Vec<Label>>>);

impl Seeded {
    fn of(&self, message: &MessageId) -> Option<Vec<Label>> {
        self.all().get(message).cloned()
    }

    fn remember(&self, message: &MessageId, labels: Vec<Label>) {
        let mut all = self.all();
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(message.clone(), labels);
    }

    fn forget(&self, message: &MessageId) {
        self.all().remove(message);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<MessageId, Vec<Label>>> {
        self.0.lock().expect("nothing panics while holding it")
    }
}

impl Matrix {
    /// The labels under a message now.
    pub(super) async fn standing(&self, room: &RoomId, id: &MessageId) -> Result<Vec<Label>, CallError> {
        if let Some(labels) = self.seeded.of(id) {
            return Ok(labels);
        }
        let path = ["rooms", room.as_str(), "relations", &id.0, "m.annotation", "m.reaction"];
        let found = self.api.look("v1", &path, &[("limit", "100")]).await?;
        let mine = own::list(&found, "chunk")?.iter().filter(|event| event["sender"] == self.settings.bot_id());
        let label = |event: &Value| {
            let text = event["content"]["m.relates_to"]["key"].as_str()?.to_owned();
            Some(Label { text, id: MessageId(event["event_id"].as_str()?.to_owned()) })
        };
        Ok(mine.filter_map(label).collect())
    }

    /// Takes back the labels a message has no more; those that stay.
    pub(super) async fn take_back(
        &self,
        key: &EffectKey,
        room: &RoomId,
        standing: Vec<Label>,
        message: &Outgoing,
    ) -> Result<Vec<Label>, CallError> {
        let wanted = |label: &Label| message.buttons.iter().any(|button| button.label == label.text);
        let (stay, gone): (Vec<Label>, Vec<Label>) = standing.into_iter().partition(wanted);
        for label in gone {
            let transaction = transaction(&format!("{}/back/{}", key.0, label.id.0));
            let path = ["rooms", room.as_str(), "redact", &label.id.0, &transaction];
            event(&self.api.call(Method::PUT, &path, Some(&json!({}))).await?)?;
        }
        Ok(stay)
    }

    /// Reacts with the labels of a message's buttons, those that stand there aside.
    pub(super) async fn seed(
        &self,
        key: &EffectKey,
        room: &RoomId,
        id: &MessageId,
        message: &Outgoing,
        mut standing: Vec<Label>,
    ) -> Result<(), CallError> {
        // Until all is done, what is remembered is not the truth.
        self.seeded.forget(id);
        let mut all_known = true;
        for (place, button) in message.buttons.iter().enumerate() {
            if standing.iter().any(|label| label.text == button.label) {
                continue;
            }
            let content = content::reaction(id, &button.label);
            match self.send(&format!("{}/reaction/{place}", key.0), room, "m.reaction", &content).await {
                Ok(reaction) => standing.push(Label { text: button.label.clone(), id: reaction }),
                Err(error) if said_no(&error, "M_DUPLICATE_ANNOTATION") => all_known = false,
                Err(error) => return Err(error),
            }
        }
        if all_known {
            self.seeded.remember(id, standing);
        }
        Ok(())
    }
}
