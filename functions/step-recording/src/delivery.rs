//! What a messenger delivered: whose it is, which incident it is about, and then a command.

use crate::deleted;
use crate::speaks::{self, Speaker as Speaks};
use crate::which::{self, Asked, Masked, Which};
use nabat_domain::answer::{ChatCommand, read_command};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{ConnectionId, IncidentId, PersonId, ProductId, PromptId};
use nabat_domain::incident::{Command, FileSource, PostedFile, Slot, Speech, State, Target};
use nabat_domain::masking::Kind;
use nabat_kit::buttons::{addressed, labelled};
use nabat_kit::chat::{ChatRow, RoomRow};
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, InboxRecord, KEPT, Order, Spoken, execute};
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::messages::Speaker;
use nabat_kit::people::person_of;
use nabat_kit::port::{ChatDelivery, Said};
use nabat_kit::table::{Action, Condition, Key, Row};
use nabat_kit::trace;
use std::collections::BTreeMap;

#[derive(serde::Deserialize)]
struct Waiting {
    delivery: ChatDelivery,
    masked: BTreeMap<Kind, u32>,
}

pub(crate) async fn work(env: &Env, key: &Key) -> Result<(), Fault> {
    let Some(row) = env.table.get(key).await? else { return Ok(()) };
    let record: InboxRecord = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("delivery", error))?;
    let Some(waiting) = record.waiting else { return Ok(()) };
    trace::go_on(record.trace.as_deref());
    let waiting: Waiting = serde_json::from_value(waiting).map_err(|error| Fault::unreadable("delivery", error))?;
    let connection = keys::delivered_by(key);
    let Some(room) = room(env, &connection, &waiting.delivery).await? else {
        return drop_it(env, row, "the room is not one of ours").await;
    };
    let current = configuration::of(env, &room.product).await?;
    let known = person_of(&current.names.people, &connection, &waiting.delivery.user);
    // Who left the organisation says nothing more, also of what began while they were in it.
    let Some(person) = known.filter(|person| current.version.catalogue.people.contains_key(person)) else {
        return drop_it(env, row, "nobody of the catalogue has that user name").await;
    };
    if let Said::Deleted { said } = &waiting.delivery.said {
        return deleted::work(env, row, &room, &person, said).await;
    }
    if waiting.delivery.said == Said::Left && room.incident.is_none() {
        return drop_it(env, row, "somebody left a room that is no incident's").await;
    }
    let heard = Heard { connection, room, person, waiting };
    let About { incident, slot, stands } = about(env, &heard.room, &heard.waiting.delivery).await?;
    let mut said = Words::of(&heard.waiting.delivery, slot.as_ref());
    let asks_for_help = read_command(&said.text) == Some(ChatCommand::Help);
    if keys::is_channel(&heard.room.posts) && !asks_for_help {
        return drop_it(env, row, "what is said in a standing room is about no incident").await;
    }
    let speaks = Speaks { current: &current, room: &heard.room, person: &heard.person };
    if let Some(named) = &incident
        && !speaks.may_speak_of(env, named, stands).await?
    {
        return heard.of_nothing(env, row, asks_for_help).await;
    }
    if let (Some(incident), Some(slot), Said::Reply { .. }) = (&incident, &slot, &heard.waiting.delivery.said) {
        said = pressed(env, &current, &heard.room.product, incident, slot, said).await?;
    }
    let incident = match incident {
        Some(incident) => Some(incident),
        None => match which::find(env, &heard.room.product, &heard.person, &said.text).await? {
            Which::One(incident, text) => {
                said.text = text;
                Some(incident)
            }
            Which::Several(open) => return which::ask(env, heard.asked(&open), row).await,
            Which::None => last_spoken_of(env, &speaks).await?,
        },
    };
    match incident {
        Some(incident) => heard.record(env, row, &incident, said).await,
        None => heard.of_nothing(env, row, asks_for_help).await,
    }
}

/// Something heard from somebody known, in one of our rooms.
struct Heard {
    connection: ConnectionId,
    room: RoomRow,
    person: PersonId,
    waiting: Waiting,
}

impl Heard {
    /// Said where only the person and the bot are.
    fn is_direct(&self) -> bool {
        self.room.posts == keys::direct_posts(&self.room.product, &self.person)
    }

    /// It is about no incident, or about none that is there for them. Whoever talks to the bot alone is answered; in
    /// a room of people only who asks for help.
    async fn of_nothing(&self, env: &Env, row: Row, asks_for_help: bool) -> Result<(), Fault> {
        if self.is_direct() || asks_for_help {
            return which::ask(env, self.asked(&[]), row).await;
        }
        drop_it(env, row, "it is about no incident").await
    }

    fn asked<'a>(&'a self, open: &'a [State]) -> Asked<'a> {
        let masked = if self.waiting.masked.is_empty() { Masked::No } else { Masked::Yes };
        let (product, delivery) = (&self.room.product, &self.waiting.delivery);
        Asked { product, person: &self.person, delivery, masked, open }
    }

    /// Says it to the incident it is about.
    async fn record(self, env: &Env, row: Row, incident: &IncidentId, said: Words) -> Result<(), Fault> {
        let Self { connection, room, person, waiting } = self;
        let reply_to = if room.incident.is_some() { Target::Room } else { Target::Person(person.clone()) };
        let speech = Speech {
            person: person.clone(),
            text: said.text.clone(),
            prompt: said.prompt.clone(),
            direct: room.incident.is_none(),
            message: waiting.delivery.message.as_ref().map(|message| message.0.clone()),
            masked: waiting.masked,
        };
        let spoken = Spoken {
            id: waiting.delivery.id.clone(),
            person,
            text: said.text,
            prompt: said.prompt,
            kind: said.kind.to_owned(),
            reply_to,
            elsewhere: false,
        };
        let command = match waiting.delivery.said {
            Said::File { name, bytes, source, .. } => {
                let source = source.map(|file| FileSource { connection, room: waiting.delivery.room, file });
                Command::Posted(PostedFile { speech, name, bytes, source })
            }
            Said::Left => {
                let command = Command::WalkedOut { person: speech.person };
                let (product, inbox) = (&room.product, Inbox::Held(row));
                let order = Order { product, incident, command: &command, inbox, spoken: None };
                return execute(env, order).await.map(|_| ());
            }
            Said::Text { .. }
            | Said::Reply { .. }
            | Said::Button { .. }
            | Said::Edited { .. }
            | Said::Deleted { .. } => Command::Say(speech),
        };
        let (product, inbox) = (&room.product, Inbox::Held(row));
        execute(env, Order { product, incident, command: &command, inbox, spoken: Some(spoken) }).await.map(|_| ())
    }
}

async fn room(env: &Env, connection: &ConnectionId, delivery: &ChatDelivery) -> Result<Option<RoomRow>, Fault> {
    let row = env.table.get(&keys::room(connection, &delivery.room)).await?;
    row.map(|row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("room", error))).transpose()
}

/// What a delivery is about, as far as it says so itself.
struct About {
    incident: Option<IncidentId>,
    /// The place of the message it answers.
    slot: Option<Slot>,
    /// That message was posted in the room it came from.
    stands: bool,
}

/// The incident a delivery names by its prompt, by the message it answers or by its room. Prompts carry their incident,
/// so that a button in a direct chat finds it.
async fn about(env: &Env, room: &RoomRow, delivery: &ChatDelivery) -> Result<About, Fault> {
    let prompt = match &delivery.said {
        Said::Button { prompt, .. } => Some(prompt),
        Said::Text { prompt, .. } => prompt.as_ref(),
        Said::Reply { to, .. } => {
            let answered = chat(env, room).await?.and_then(|chat| chat.in_slot(to));
            let (incident, slot) = answered.unzip();
            return Ok(About { incident: incident.or_else(|| room.incident.clone()), slot, stands: true });
        }
        Said::File { .. } | Said::Edited { .. } | Said::Deleted { .. } | Said::Left => None,
    };
    let Some((incident, prompt)) = prompt.and_then(addressed) else {
        return Ok(About { incident: room.incident.clone(), slot: None, stands: false });
    };
    let slot = Slot::Prompt(prompt);
    let is_own = room.incident.as_ref() == Some(&incident);
    let stands = !is_own && chat(env, room).await?.is_some_and(|chat| speaks::stands(&chat, &incident, &slot));
    Ok(About { incident: Some(incident), slot: Some(slot), stands })
}

/// Where there are no buttons, what would stand on one is answered with: that is the choice itself, whatever else the
/// words could mean.
async fn pressed(
    env: &Env,
    current: &Current,
    product: &ProductId,
    incident: &IncidentId,
    slot: &Slot,
    said: Words,
) -> Result<Words, Fault> {
    let Some(state) = load(env.table.as_ref(), product, incident).await? else { return Ok(said) };
    let (catalogue, names, texts) = (&current.version.catalogue, &current.names.people, BTreeMap::new());
    let zone = catalogue.product.zone();
    let speakers = Language::ALL.map(|language| Speaker { language, zone, catalogue, names, texts: &texts });
    let found = speakers.iter().find_map(|speaker| labelled(speaker, &state, slot, &said.text));
    let prompt = found.as_ref().and_then(|button| addressed(&button.prompt));
    Ok(match found.zip(prompt) {
        Some((button, (_, prompt))) => Words { text: button.answer, prompt: Some(prompt), kind: "pressed" },
        None => said,
    })
}

/// The chat of a room, as it is kept.
async fn chat(env: &Env, room: &RoomRow) -> Result<Option<ChatRow>, Fault> {
    let row = env.table.get(&keys::chat(&room.posts)).await?;
    row.map(|row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("chat", error))).transpose()
}

/// The incident the bot spoke of last in a direct chat, while it is there for them.
async fn last_spoken_of(env: &Env, speaks: &Speaks<'_>) -> Result<Option<IncidentId>, Fault> {
    let Some(last) = chat(env, speaks.room).await?.and_then(|chat| chat.last_incident) else { return Ok(None) };
    Ok(speaks.may_speak_of(env, &last, false).await?.then_some(last))
}

struct Words {
    text: String,
    prompt: Option<PromptId>,
    kind: &'static str,
}

impl Words {
    fn of(delivery: &ChatDelivery, slot: Option<&Slot>) -> Self {
        let prompt = match slot {
            Some(Slot::Prompt(prompt)) => Some(prompt.clone()),
            Some(Slot::Rules | Slot::Card | Slot::Findings(_) | Slot::Actions) | None => None,
        };
        match &delivery.said {
            Said::Text { text, .. } => Self { text: text.clone(), prompt, kind: "said" },
            Said::Reply { text, .. } => Self { text: text.clone(), prompt, kind: "said" },
            Said::Button { answer, .. } => Self { text: answer.clone(), prompt, kind: "pressed" },
            Said::Edited { text } => Self { text: text.clone(), prompt: None, kind: "edited" },
            Said::Deleted { .. } | Said::Left => Self { text: String::new(), prompt: None, kind: "left" },
            Said::File { name, bytes, sha256, .. } => {
                let hash = sha256.as_ref().map(|hash| format!(" · SHA-256 {hash}")).unwrap_or_default();
                Self { text: format!("{name} · {bytes} B{hash}"), prompt: None, kind: "file" }
            }
        }
    }
}

/// A delivery nobody can be answered for is set aside with a line in the log. Its words are not kept;
/// that it came is, as long as it may come again.
async fn drop_it(env: &Env, row: Row, why: &str) -> Result<(), Fault> {
    tracing::warn!(delivery = %row.key.sk, "delivery set aside: {why}");
    let record: InboxRecord = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("delivery", error))?;
    let body = serde_json::to_string(&InboxRecord { waiting: None, ..record }).expect("a record has only string keys");
    let version = row.version;
    let expires = Some(env.now().plus(KEPT).0);
    let set_aside = Row { body, version: version + 1, due: None, expires, ..row };
    Ok(env.table.write(&[Action::Put(set_aside, Condition::Version(version))]).await?)
}
