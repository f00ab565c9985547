//! A story led on somebody's Matrix homeserver: its people have accounts there and speak by them.

use super::registration::Registration;
use crate::clocks::StoryClock;
use crate::configuration::Configured;
use crate::host::Host;
use anyhow::{Context as _, bail};
use nabat_connectors::connections::Connections;
use nabat_connectors::messenger::matrix::{Act, Matrix, MatrixPeople, MatrixSource, Settings};
use nabat_connectors::picture::Pictures;
use nabat_domain::catalogue::{Contact, PeopleNames};
use nabat_domain::ids::{ConnectionId, IncidentId, PersonId, PromptId, RoomId};
use nabat_domain::incident::Slot;
use nabat_domain::procedure::Kind;
use nabat_kit::chat::{ChatRow, RoomRow};
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::messages::Speaker;
use nabat_kit::port::{Chance, EffectKey, MessageId, Messenger as _, Said};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The connection's name.
const CONNECTION: &str = "matrix";

/// What was said is pushed within this, or something is wrong.
const PUSHED_WITHIN: Duration = Duration::from_secs(30);

/// Between two looks whether it was.
const LOOKED_AFTER: Duration = Duration::from_millis(5);

/// A homeserver.
pub struct Homeserver {
    people: MatrixPeople,
    messenger: Arc<Matrix>,
    registration: Registration,
    /// Keeps what is said in one story apart from every other's.
    story: String,
    said: AtomicU32,
    /// Somebody who looks on.
    onlooker: Option<String>,
    looked_on: Mutex<BTreeSet<RoomId>>,
}

impl Homeserver {
    /// Says who we are; accounts are made later.
    ///
    /// # Errors
    /// Nobody answers there, or the registration is not installed.
    #[nabat_kit::boxed]
    pub async fn arrive(
        base: &str,
        registration: Registration,
        clock: Arc<StoryClock>,
        chance: &dyn Chance,
        onlooker: Option<String>,
    ) -> anyhow::Result<Self> {
        let bot = registration.sender_localpart.clone();
        let people = MatrixPeople::arrive(base, &registration.as_token, &bot).await.with_context(|| {
            format!("{base} does not let us in: is the registration among its `app_service_config_files`?")
        })?;
        let server_name = people.server_name().to_owned();
        let settings = Settings { base: base.to_owned(), server_name, bot };
        let story: String = hex::encode(&chance.bytes()[..4]);
        let of_it = Arc::<StoryClock>::clone(&clock);
        let matrix = Matrix::new(settings, &registration.as_token, of_it, Pictures::DRAWN)?;
        let messenger = Arc::new(matrix.of_a_story(&story, clock));
        let (said, looked_on) = (AtomicU32::new(0), Mutex::default());
        Ok(Self { people, messenger, registration, story, said, onlooker, looked_on })
    }

    /// The connection, open.
    pub fn connections(&self, base: &str) -> Connections {
        let bot = self.registration.sender_localpart.clone();
        let settings = Settings { base: base.to_owned(), server_name: self.people.server_name().to_owned(), bot };
        let source = MatrixSource::new(&settings, &self.registration.hs_token);
        let mut open = Connections::default();
        open.messengers.insert(ConnectionId::from(CONNECTION), self.messenger.clone());
        open.sources.insert(ConnectionId::from(CONNECTION), Arc::new(source));
        open
    }

    /// The product's chats are there, and its people are known by their accounts.
    pub fn move_in(&self, configured: &mut Configured) {
        configured.catalogue.product.messenger = ConnectionId::from(CONNECTION);
        for (person, name) in &mut configured.names {
            let user = self.people.user(person.as_str());
            name.contacts.push(Contact::Messenger { connection: CONNECTION.to_owned(), user });
        }
    }

    /// Sees that the homeserver finds us, and makes the people's accounts.
    ///
    /// # Errors
    /// It does not find us, or makes no accounts.
    #[nabat_kit::boxed]
    pub async fn settle(&self, names: &PeopleNames) -> anyhow::Result<()> {
        let Registration { id, url, .. } = &self.registration;
        self.people.ask_for_a_call(id).await.with_context(|| {
            format!("the homeserver does not reach this demo at {url}, the registration's `url` (see --listen)")
        })?;
        for (person, name) in names {
            self.people.settle(person.as_str(), &name.name).await?;
        }
        Ok(())
    }

    /// A person does something in a room, and it has come back to us when this returns; `false` where they may not.
    pub(super) async fn says(&self, env: &Env, person: &PersonId, room: &RoomId, said: Said) -> anyhow::Result<bool> {
        let user = self.people.user(person.as_str());
        if !self.people.join(&user, room).await? {
            return Ok(false);
        }
        self.let_look_on(room).await?;
        let key = format!("{}/{}", self.story, self.said.fetch_add(1, Ordering::Relaxed));
        let act = Act { user: &user, room, at: env.now(), key: &key };
        let done = match said {
            Said::Button { prompt, answer } => self.press(env, &act, &prompt, &answer).await?,
            Said::Text { text, prompt } => {
                let asked = match &prompt {
                    Some(prompt) => message_of(env, room, prompt).await?,
                    None => None,
                };
                self.people.say(&act, &text, asked.as_ref()).await?
            }
            other => bail!("nobody in a story does {other:?}"),
        };
        match done {
            Some(event) => pushed(env, room, &event).await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Under the question stands a label for every answer; whoever does not see the question types a command.
    async fn press(
        &self,
        env: &Env,
        act: &Act<'_>,
        prompt: &PromptId,
        answer: &str,
    ) -> anyhow::Result<Option<MessageId>> {
        let (_, asked) = prompt.as_str().split_once('/').unwrap_or(("", prompt.as_str()));
        let Some(message) = message_of(env, act.room, prompt).await? else {
            let instance = asked.rsplit_once('.').map_or(asked, |(instance, _)| instance);
            return Ok(self.people.say(act, &format!("/answer {instance} {answer}"), None).await?);
        };
        let product = room_of(env, act.room).await?.context("a room with a question is known")?.product;
        let current = configuration::of(env, &product).await?;
        let catalogue = &current.version.catalogue;
        let speaker = Speaker {
            language: catalogue.product.language,
            zone: catalogue.product.zone(),
            catalogue,
            names: &current.names.people,
            texts: &BTreeMap::new(),
        };
        let step = asked.split('.').next().unwrap_or_default();
        Ok(self.people.press(act, &message, &speaker.choice_label(&step.into(), answer)).await?)
    }

    /// Whoever looked on is the one called to lead a further incident, and invited: under whose name.
    ///
    /// # Errors
    /// The table's, the homeserver's.
    #[nabat_kit::boxed]
    pub async fn let_onlooker_lead(
        &self,
        host: &Host,
        configured: &Configured,
        incident: &IncidentId,
    ) -> anyhow::Result<Option<String>> {
        let Some(onlooker) = &self.onlooker else { return Ok(None) };
        let (env, product) = (&host.env, &configured.catalogue.product.id);
        let state = load(env.table.as_ref(), product, incident).await?.context("the incident is gone")?;
        let called = state.steps.open.values().find(|prompt| prompt.kind == Kind::Accept);
        let Some(called) = called.and_then(|prompt| prompt.holder.clone()) else { return Ok(None) };
        let mut names = configured.names.clone();
        let Some(name) = names.get_mut(&called) else { return Ok(None) };
        let theirs =
            |contact: &Contact| matches!(contact, Contact::Messenger { connection, .. } if connection == CONNECTION);
        name.contacts.retain(|contact| !theirs(contact));
        name.contacts.push(Contact::Messenger { connection: CONNECTION.to_owned(), user: onlooker.clone() });
        let shown = name.name.clone();
        configuration::push(env.table.as_ref(), &configured.catalogue, &names).await?;
        if let Some(room) = &state.head.room {
            self.let_look_on(room).await?;
        }
        Ok(Some(shown))
    }

    /// Whoever looks on is asked into a room when somebody first speaks in it.
    async fn let_look_on(&self, room: &RoomId) -> anyhow::Result<()> {
        let is_new = self.looked_on.lock().expect("nothing panics while holding it").insert(room.clone());
        if let Some(onlooker) = self.onlooker.as_ref().filter(|_| is_new) {
            self.messenger.invite(&EffectKey(format!("{}/onlooker/{room}", self.story)), room, onlooker).await?;
        }
        Ok(())
    }
}

/// The message a prompt stands in, in that room.
async fn message_of(env: &Env, room: &RoomId, prompt: &PromptId) -> anyhow::Result<Option<MessageId>> {
    let Some((incident, prompt)) = prompt.as_str().split_once('/') else { return Ok(None) };
    let Some(known) = room_of(env, room).await? else { return Ok(None) };
    let row = env.table.get(&keys::chat(&known.posts)).await?;
    let chat: Option<ChatRow> = row.map(|row| serde_json::from_str(&row.body)).transpose()?;
    Ok(chat.and_then(|chat| chat.slot(&incident.into(), &Slot::Prompt(prompt.into())).cloned()))
}

async fn room_of(env: &Env, room: &RoomId) -> anyhow::Result<Option<RoomRow>> {
    let row = env.table.get(&keys::room(&ConnectionId::from(CONNECTION), room)).await?;
    Ok(row.map(|row| serde_json::from_str(&row.body)).transpose()?)
}

/// Waits until the homeserver has brought what was said, and it was worked on: seen any earlier, the story's clock
/// would go on before the doorbell rang.
async fn pushed(env: &Env, room: &RoomId, event: &MessageId) -> anyhow::Result<()> {
    let key = keys::delivery(&ConnectionId::from(CONNECTION), room, &event.0);
    let came = async {
        loop {
            let row = env.table.get(&key).await?;
            if row.is_some_and(|row| row.due.is_none_or(|due| due.at > env.now().0)) {
                return anyhow::Ok(());
            }
            tokio::time::sleep(LOOKED_AFTER).await;
        }
    };
    let too_long = || format!("the homeserver did not bring event {} within {PUSHED_WITHIN:?}", event.0);
    tokio::time::timeout(PUSHED_WITHIN, came).await.with_context(too_long)?
}
