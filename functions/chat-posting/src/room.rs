//! Where a partition's posts go: an incident's room, or a person's direct chat.

use crate::lease::Leased;
use crate::{CHANNEL, channel, incident_of, second};
use nabat_domain::ids::{ChannelId, ConnectionId, IncidentId, PersonId, ProductId, RoomId};
use nabat_domain::incident::State;
use nabat_kit::chat::RoomRow;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::people::user_of;
use nabat_kit::port::EffectKey;
use nabat_kit::table::{Action, Condition, Row};

/// Where posts go.
pub(crate) struct Destination {
    pub(crate) product: ProductId,
    pub(crate) current: Current,
    pub(crate) room: RoomId,
    /// The messenger it is in.
    pub(crate) connection: ConnectionId,
    /// The person of a direct chat.
    pub(crate) person: Option<PersonId>,
    /// The incident whose room it is.
    pub(crate) owner: Option<(IncidentId, State)>,
}

/// Whether there is somewhere to post to.
pub(crate) enum Room {
    /// There.
    Found(Box<Destination>),
    /// It will be made.
    NotYet,
    /// It will never be made: nobody leads this incident in a chat of its own.
    Never,
}

/// The room of a partition, found or made.
pub(crate) async fn find(env: &Env, partition: &str, chat: &mut Leased) -> Result<Room, Fault> {
    let Some((product, rest)) = partition.split_once("#C#") else {
        return Err(Fault::Permanent(format!("{partition} is not a chat")));
    };
    let product = ProductId::from(product);
    let current = configuration::of(env, &product).await?;
    match incident_of(partition) {
        Some(incident) => {
            let Some(state) = load(env.table.as_ref(), &product, &incident).await? else { return Ok(Room::Never) };
            let Some(room) = state.head.room.clone() else {
                return Ok(if state.is_open() { Room::NotYet } else { Room::Never });
            };
            if chat.body.room.as_ref().is_some_and(|known| *known != room) {
                chat.body.leave_room();
            }
            chat.body.room = Some(room.clone());
            let connection = state.messenger(&current.version.catalogue.product).clone();
            let owner = Some((incident, state));
            Ok(Room::Found(Box::new(Destination { product, current, room, connection, person: None, owner })))
        }
        None if rest.starts_with(CHANNEL) => {
            let channel = ChannelId::from(rest.trim_start_matches(CHANNEL));
            let Some(room) = channel::room(env, partition, &product, &current, &channel, chat).await? else {
                return Ok(Room::Never);
            };
            let connection = current.version.catalogue.product.messenger.clone();
            Ok(Room::Found(Box::new(Destination { product, current, room, connection, person: None, owner: None })))
        }
        None => {
            let person = PersonId::from(rest.trim_start_matches("dm."));
            second::return_in_time(env, &mut chat.body);
            let connection = second::of(&current.version.catalogue.product, &chat.body);
            let room = direct(env, partition, &product, (&current, &connection), &person, chat).await?;
            let person = Some(person);
            Ok(Room::Found(Box::new(Destination { product, current, room, connection, person, owner: None })))
        }
    }
}

/// The direct chat with a person, made once and remembered so that callbacks find it.
async fn direct(
    env: &Env,
    partition: &str,
    product: &ProductId,
    (current, connection): (&Current, &ConnectionId),
    person: &PersonId,
    chat: &mut Leased,
) -> Result<RoomId, Fault> {
    if let Some(room) = &chat.body.room {
        return Ok(room.clone());
    }
    let user = user_of(&current.names.people, connection, person)?;
    chat.renew(env).await?;
    let room = env.messenger(connection)?.direct(&EffectKey(format!("{partition}/direct")), &user).await?;
    remember(env, partition, product, connection, &room).await?;
    chat.body.room = Some(room.clone());
    Ok(room)
}

/// Callbacks from the room are known to be of this product, and of no incident.
pub(crate) async fn remember(
    env: &Env,
    partition: &str,
    product: &ProductId,
    connection: &ConnectionId,
    room: &RoomId,
) -> Result<(), Fault> {
    let body = RoomRow { product: product.clone(), posts: partition.to_owned(), incident: None };
    let body = serde_json::to_string(&body).expect("a room has only string keys");
    let key = keys::room(connection, room);
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    Ok(env.table.write(&[Action::Put(row, Condition::Any)]).await?)
}
