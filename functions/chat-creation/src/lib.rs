//! Makes the incident's chat, brings people in and takes them out, keeps what they post as files. One person the
//! messenger will not let in stops nobody else.

mod file;

use nabat_domain::catalogue::{Language, Product};
use nabat_domain::ids::{ConnectionId, PersonId, RoomId};
use nabat_domain::incident::{ChatLost, Command, Job, State};
use nabat_kit::chat::RoomRow;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load_to_write;
use nabat_kit::keys;
use nabat_kit::messages::say;
use nabat_kit::patience::{ATTEMPTS_AT_MESSENGER, ATTEMPTS_BEFORE_SECOND_MESSENGER};
use nabat_kit::people::user_of;
use nabat_kit::perform::{Leased, done, done_with, failed, lease, renew};
use nabat_kit::port::{Bell, CallError, EffectKey, Messenger, NewRoom, Outgoing};
use nabat_kit::table::{Action, Condition, Key, Row};
use std::collections::BTreeSet;

/// So often taking somebody out is tried again before a person has to do it.
const PATIENCE: u32 = 6;

/// So often bringing one person in is tried again while others get in: the chat waits for it.
const PATIENCE_WITH_ONE: u32 = 4;

/// Works on one bell.
///
/// # Errors
/// The table's; a messenger's failure puts the job back to wait.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Chat(key) = bell else { return Err(Fault::Permanent(format!("{bell:?} is not for chat-creation"))) };
    let Some(mut leased) = lease(env, key).await? else { return Ok(()) };
    match perform(env, &mut leased).await {
        Ok(Some(command)) => done_with(env, leased, &command).await,
        Ok(None) => done(env, leased).await,
        Err(fault) => failed(env, leased, &fault).await,
    }
}

async fn perform(env: &Env, leased: &mut Leased) -> Result<Option<Command>, Fault> {
    let Some(state) = load_to_write(env.table.as_ref(), &leased.product, &leased.incident).await? else {
        return Ok(None);
    };
    let current = configuration::of(env, &leased.product).await?;
    let job = leased.body.job.clone();
    if let Job::KeepFile { number } = job {
        return file::keep(env, leased, &state, number).await;
    }
    let product = &current.version.catalogue.product;
    let connection = match &job {
        // A room is left in the first, whichever the talk goes on in.
        Job::LeaveChat { .. } => product.messenger.clone(),
        _ => state.messenger(product).clone(),
    };
    let messenger = env.messenger(&connection).map_err(|fault| fault.about(&leased.incident))?;
    // What it needed to know may have taken its time, and the first call follows.
    renew(env, leased).await?;
    let mut chat = Chat { env, leased, state: &state, current: &current, connection, messenger: messenger.as_ref() };
    match &job {
        // Over before its chat could be made: nobody is called into it any more.
        Job::OpenChat { .. } if !state.is_open() => Ok(None),
        Job::OpenChat { people } => match chat.open(people).await {
            Err(Fault::Retry(_)) if chat.is_unreachable() => {
                Ok(Some(Command::ChatLost { room: None, why: ChatLost::Unreachable }))
            }
            opened => opened.map(Some),
        },
        Job::LeaveChat { room } => chat.leave(room).await.map(|()| None),
        Job::BringIn { people } => chat.bring_in(people).await,
        Job::TakeOut { people } => chat.take_out(people).await,
        other => Err(Fault::Permanent(format!("job {} is not for chat-creation", other.kind()))),
    }
}

struct Chat<'a> {
    env: &'a Env,
    leased: &'a mut Leased,
    state: &'a State,
    current: &'a Current,
    connection: ConnectionId,
    messenger: &'a dyn Messenger,
}

impl Chat<'_> {
    /// The room of a deterministic name, known to the callbacks before anybody is in it.
    async fn open(&mut self, people: &[PersonId]) -> Result<Command, Fault> {
        let users: Vec<String> = people.iter().filter_map(|person| self.user(person).ok()).collect();
        let effect = self.leased.effect();
        let (room, inside) = self.messenger.open_room_with(&effect, &self.new_room(), &users).await?;
        self.remember(&room).await?;
        let mut people = people.to_vec();
        if !self.state.head.moved.is_none() {
            // Who took a role over between two rooms was called into neither.
            let members = &self.state.people.members;
            let left = |person: &&PersonId| members.get(*person).is_some_and(|member| member.left_at.is_some());
            let holders = self.state.people.holders.values().filter(|person| !left(person) && !people.contains(person));
            let holders: BTreeSet<PersonId> = holders.cloned().collect();
            people.extend(holders);
        }
        let (invited, failed) = self.invite(&room, &people, &inside).await?;
        Ok(Command::ChatOpened { room, invited, failed })
    }

    /// The messenger did not answer often enough, and there is another one.
    fn is_unreachable(&self) -> bool {
        let again = self.leased.attempts() + 1 >= ATTEMPTS_BEFORE_SECOND_MESSENGER;
        again && self.state.next_messenger(&self.current.version.catalogue.product, ChatLost::Unreachable).is_some()
    }

    /// Says where the talk goes on, and that this room is for reading alone now.
    async fn leave(&mut self, room: &RoomId) -> Result<(), Fault> {
        let language = self.current.version.catalogue.product.language;
        let text = say(language, "chat-left", &[("desk", self.state.head.desk.as_str())]);
        let (key, can) = (self.leased.effect(), self.messenger.capabilities());
        let last = Outgoing { text, buttons: Vec::new(), reply_to: None };
        self.messenger.post(&key, room, &last).await?;
        if can.archives {
            renew(self.env, self.leased).await?;
            self.messenger.archive(&EffectKey(format!("{}/archive", key.0)), room).await?;
        }
        Ok(())
    }

    async fn bring_in(&mut self, people: &[PersonId]) -> Result<Option<Command>, Fault> {
        let Some(room) = self.state.head.room.clone() else { return Ok(None) };
        let (invited, failed) = self.invite(&room, people, &[]).await?;
        Ok(Some(Command::PeopleInvited { invited, failed }))
    }

    /// Who is out. Whom the messenger will not take out, now or after several tries, is named: what is
    /// asked after they left must not wait for it for ever.
    /// Who was called back meanwhile stays, or comes in again if an earlier try took them out.
    async fn take_out(&mut self, people: &[PersonId]) -> Result<Option<Command>, Fault> {
        let sent_off = |person: &&PersonId| {
            self.state.people.members.get(*person).is_none_or(|member| member.sent_off_at.is_some())
        };
        let (people, back): (Vec<&PersonId>, Vec<&PersonId>) = people.iter().partition(sent_off);
        let mut failed = Vec::new();
        if let Some(room) = &self.state.head.room {
            for person in back {
                renew(self.env, self.leased).await?;
                self.let_in(room, person).await?;
            }
            for &person in &people {
                renew(self.env, self.leased).await?;
                match self.put_out(room, person).await {
                    Ok(()) => {}
                    Err(CallError::Permanent(_)) => failed.push(person.clone()),
                    Err(_) if self.leased.body.attempts >= PATIENCE => failed.push(person.clone()),
                    Err(other) => return Err(other.into()),
                }
            }
        }
        let people: Vec<PersonId> = people.into_iter().cloned().collect();
        Ok((!people.is_empty()).then_some(Command::PeopleLeft { people, failed }))
    }

    /// Who is in now, and whom the messenger will not let in. Everybody is tried each time: one person
    /// it stumbles over keeps nobody else out, and is named once it stumbled too often.
    async fn invite(
        &mut self,
        room: &RoomId,
        people: &[PersonId],
        inside: &[String],
    ) -> Result<(Vec<PersonId>, Vec<PersonId>), Fault> {
        let (mut invited, mut failed, mut stumbled) = (Vec::new(), Vec::new(), Vec::new());
        let mut last_fault = None;
        for person in people {
            if self.user(person).is_ok_and(|user| inside.contains(&user)) {
                invited.push(person.clone());
                continue;
            }
            renew(self.env, self.leased).await?;
            match self.let_in(room, person).await {
                Ok(()) => invited.push(person.clone()),
                Err(CallError::Permanent(_)) => failed.push(person.clone()),
                // Asked to wait, it is left alone at once.
                Err(error @ CallError::Throttled { .. }) => return Err(error.into()),
                Err(error @ CallError::Transient(_)) => {
                    stumbled.push(person.clone());
                    last_fault = Some(error);
                }
            }
        }
        // A messenger that lets nobody in is down, and that is nobody's fault: it is tried longer.
        let patience = if invited.is_empty() { ATTEMPTS_AT_MESSENGER - 1 } else { PATIENCE_WITH_ONE };
        match last_fault {
            Some(error) if self.leased.body.attempts < patience => Err(error.into()),
            _ => {
                failed.extend(stumbled);
                Ok((invited, failed))
            }
        }
    }

    async fn remember(&self, room: &RoomId) -> Result<(), Fault> {
        let row = RoomRow {
            product: self.leased.product.clone(),
            posts: keys::room_posts(&self.leased.product, &self.leased.incident),
            incident: Some(self.leased.incident.clone()),
        };
        let body = serde_json::to_string(&row).expect("a room has only string keys");
        let row = Row { key: self.room_key(room), body, version: 1, due: None, listed: None, expires: None };
        Ok(self.env.table.write(&[Action::Put(row, Condition::Any)]).await?)
    }

    fn room_key(&self, room: &RoomId) -> Key {
        keys::room(&self.connection, room)
    }

    fn new_room(&self) -> NewRoom {
        let product: &Product = &self.current.version.catalogue.product;
        let head = &self.state.head;
        let service = self.current.version.catalogue.service(&head.service);
        let service = service.map_or_else(|| head.service.to_string(), |service| service.name.clone());
        let language: Language = product.language;
        let args = [("desk", head.desk.as_str()), ("service", service.as_str()), ("product", product.name.as_str())];
        let (title, topic) = match (&head.as_problem, head.drill) {
            (Some(_), _) => ("room-title-problem", "room-topic-problem"),
            (None, true) => ("room-title-drill", "room-topic"),
            (None, false) => ("room-title", "room-topic"),
        };
        // A room that was lost is still there under its own name.
        let again = if head.moved.is_none() { String::new() } else { format!("-{}", head.moved.times + 1) };
        NewRoom {
            name: format!("{}-{}{again}", head.product, head.id),
            title: say(language, title, &args),
            topic: say(language, topic, &args),
        }
    }

    fn user(&self, person: &PersonId) -> Result<String, CallError> {
        user_of(&self.current.names.people, &self.connection, person)
    }

    async fn let_in(&self, room: &RoomId, person: &PersonId) -> Result<(), CallError> {
        self.messenger.invite(&self.effect(person), room, &self.user(person)?).await
    }

    async fn put_out(&self, room: &RoomId, person: &PersonId) -> Result<(), CallError> {
        self.messenger.remove(&self.effect(person), room, &self.user(person)?).await
    }

    fn effect(&self, person: &PersonId) -> EffectKey {
        EffectKey(format!("{}/{person}", self.leased.effect().0))
    }
}
