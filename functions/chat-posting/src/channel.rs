//! A standing room that notices go to: made once, its people as the configuration has them.

use crate::lease::Leased;
use crate::room::remember;
use nabat_domain::catalogue::Channel;
use nabat_domain::ids::{ChannelId, PersonId, ProductId, RoomId};
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::messages::say;
use nabat_kit::people::user_of;
use nabat_kit::port::{CallError, EffectKey, Messenger, NewRoom};

/// The room; `None` where the configuration has no such channel any more.
///
/// What people type in it is about no incident; whoever asks for help there is answered directly.
pub(crate) async fn room(
    env: &Env,
    partition: &str,
    product: &ProductId,
    current: &Current,
    channel: &ChannelId,
    chat: &mut Leased,
) -> Result<Option<RoomId>, Fault> {
    let catalogue = &current.version.catalogue;
    let Some(wanted) = catalogue.notices.channels.get(channel) else { return Ok(None) };
    let messenger = env.messenger(&catalogue.product.messenger)?;
    let room = match &chat.body.room {
        Some(room) => room.clone(),
        None => {
            let topic = say(catalogue.product.language, "channel-topic", &[("product", &catalogue.product.name)]);
            let name = format!("notices.{product}.{channel}");
            let new = NewRoom { name, title: wanted.title.clone(), topic };
            chat.renew(env).await?;
            let room = messenger.open_room(&EffectKey(format!("{partition}/open")), &new).await?;
            remember(env, partition, product, &catalogue.product.messenger, &room).await?;
            room
        }
    };
    chat.body.room = Some(room.clone());
    members(env, messenger.as_ref(), current, wanted, &room, chat).await?;
    Ok(Some(room))
}

/// Lets in whoever is not, and takes out whom the configuration names no longer: they are known until they are out. One
/// whom the messenger does not know stands in nobody's way.
async fn members(
    env: &Env,
    messenger: &dyn Messenger,
    current: &Current,
    wanted: &Channel,
    room: &RoomId,
    chat: &mut Leased,
) -> Result<(), Fault> {
    let connection = &current.version.catalogue.product.messenger;
    let user = |person: &PersonId| user_of(&current.names.people, connection, person);
    let (version, partition) = (&current.version.id, chat.key.pk.clone());
    let key = |what: &str, person: &PersonId| EffectKey(format!("{partition}/{what}/{person}/{version}"));
    let members = chat.body.members.iter();
    let gone: Vec<PersonId> = members.filter(|person| !wanted.people.contains(person)).cloned().collect();
    for person in &gone {
        chat.renew(env).await?;
        let removed = match user(person) {
            Ok(user) => messenger.remove(&key("remove", person), room, &user).await,
            Err(unnamed) => Err(unnamed),
        };
        settled(person, removed)?;
        chat.body.members.retain(|member| member != person);
    }
    for person in &wanted.people {
        if !chat.body.members.contains(person) {
            chat.renew(env).await?;
            let invited = match user(person) {
                Ok(user) => messenger.invite(&key("invite", person), room, &user).await,
                Err(unnamed) => Err(unnamed),
            };
            settled(person, invited)?;
            chat.body.members.push(person.clone());
        }
    }
    Ok(())
}

fn settled(person: &PersonId, done: Result<(), CallError>) -> Result<(), Fault> {
    match done {
        Err(CallError::Permanent(why)) => {
            tracing::warn!(person = %person, "the messenger will not: {why}");
            Ok(())
        }
        other => Ok(other?),
    }
}
