//! Posting one thing: to the right room, in its language, once.

use crate::lease::Leased;
use crate::outgoing::{self, fitted};
use crate::pins::pin_soon;
use crate::room::Destination;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{IncidentId, RoomId};
use nabat_domain::incident::{
    Arg, Command, ContractorCame, ContractorJob, Job, NoticeJob, Post, Slot, State, Target, TextRef, Wording,
};
use nabat_kit::chat::QueuedPost;
use nabat_kit::env::Env;
use nabat_kit::execute::MessageRow;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{load, texts};
use nabat_kit::keys;
use nabat_kit::messages::{Speaker, addressed};
use nabat_kit::perform::tell_later;
use nabat_kit::port::{Attachment, CallError, EffectKey, MessageId, Messenger, Outgoing};
use nabat_kit::samples;
use nabat_kit::table::{Action, Condition, Key, Row};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One chat being posted to.
pub(crate) struct Posting {
    destination: Destination,
    messenger: Arc<dyn Messenger>,
    language: Language,
    /// Incidents read so far, with their words.
    incidents: BTreeMap<IncidentId, (Option<State>, BTreeMap<TextRef, String>)>,
}

impl Posting {
    pub(crate) async fn new(env: &Env, destination: Destination) -> Result<Self, Fault> {
        let catalogue = &destination.current.version.catalogue;
        let messenger = env.messenger(&destination.connection).map_err(|fault| match &destination.owner {
            Some((incident, _)) => fault.about(incident),
            None => fault,
        })?;
        let own = destination.person.as_ref().and_then(|person| catalogue.people.get(person)?.language);
        let language = own.unwrap_or(catalogue.product.language);
        Ok(Self { destination, messenger, language, incidents: BTreeMap::new() })
    }

    /// Repeating a post makes no second one.
    pub(crate) fn is_keyed(&self) -> bool {
        self.messenger.capabilities().keyed_posts
    }

    /// The messenger for one call that does something there: made under a lease that outlasts it, however long all
    /// before it took.
    pub(crate) async fn messenger(&self, env: &Env, chat: &mut Leased) -> Result<&dyn Messenger, Fault> {
        chat.renew(env).await?;
        Ok(self.messenger.as_ref())
    }

    /// Nothing was ever tried in the room of which it is not known what came of it.
    pub(crate) fn all_is_recorded(&self) {
        self.messenger.all_is_recorded(&self.destination.room);
    }

    /// The chat.
    pub(crate) const fn room(&self) -> &RoomId {
        &self.destination.room
    }

    /// Where it is posted to.
    pub(crate) const fn destination(&self) -> &Destination {
        &self.destination
    }

    /// Whether the incident's own room is lost: it is there no more, or the bot is not in it. What cannot be found
    /// out is not so.
    pub(crate) async fn is_thrown_out(&self) -> bool {
        self.destination.owner.is_some() && self.messenger.stands(&self.destination.room).await == Ok(false)
    }

    /// Posts one thing; what is to be kept of it.
    pub(crate) async fn post(
        &mut self,
        env: &Env,
        chat: &mut Leased,
        queued: &QueuedPost,
        key: &Key,
    ) -> Result<Vec<Action>, Fault> {
        self.read(env, &queued.incident).await?;
        let effect = EffectKey(format!("{}/{}", key.pk, key.sk));
        match &queued.job {
            Job::Card => self.card(env, chat, queued, &effect).await?,
            Job::Post(post) => return self.say(env, chat, queued, post, &effect, key).await,
            Job::Notice(NoticeJob::Post { wording, language }) => {
                self.notice(env, chat, queued, wording, *language, &effect).await?;
            }
            Job::Charts { samples } => self.charts(env, chat, queued, samples, &effect).await?,
            Job::Erase { message, .. } => self.erase(env, chat, &effect, message).await?,
            Job::Contractor(job) => return self.hand_over(env, chat, queued, job, &effect, key).await,
            Job::Archive { room } => self.archive(env, chat, &effect, room).await?,
            other => return Err(Fault::Permanent(format!("job {} is not a post", other.kind()))),
        }
        Ok(Vec::new())
    }

    async fn read(&mut self, env: &Env, incident: &IncidentId) -> Result<(), Fault> {
        let product = &self.destination.product;
        if !self.incidents.contains_key(incident) {
            let own = self.destination.owner.as_ref().filter(|(owner, _)| owner == incident);
            let state = match own {
                Some((_, state)) => Some(state.clone()),
                None => match load(env.table.as_ref(), product, incident).await {
                    // What can be said without the incident is said: above all that it cannot be read.
                    Err(Fault::Permanent(_)) => None,
                    loaded => loaded?,
                },
            };
            let texts = texts(env, product, incident).await?;
            self.incidents.insert(incident.clone(), (state, texts));
        }
        Ok(())
    }

    fn speaker<'s>(&'s self, texts: &'s BTreeMap<TextRef, String>) -> Speaker<'s> {
        let current = &self.destination.current;
        let catalogue = &current.version.catalogue;
        Speaker {
            language: self.language,
            zone: catalogue.product.zone(),
            catalogue,
            names: &current.names.people,
            texts,
        }
    }

    async fn card(&self, env: &Env, chat: &mut Leased, queued: &QueuedPost, effect: &EffectKey) -> Result<(), Fault> {
        let Some((Some(state), texts)) = self.incidents.get(&queued.incident) else { return Ok(()) };
        let message = outgoing::card(&self.speaker(texts), state, env.now());
        self.place(env, chat, &queued.incident, &Slot::Card, &message, effect).await.map(drop)
    }

    async fn say(
        &self,
        env: &Env,
        chat: &mut Leased,
        queued: &QueuedPost,
        post: &Post,
        effect: &EffectKey,
        key: &Key,
    ) -> Result<Vec<Action>, Fault> {
        let Some((state, texts)) = self.incidents.get(&queued.incident) else { return Ok(Vec::new()) };
        let said = Post { wording: addressed(&post.wording, &env.base), ..post.clone() };
        let message = outgoing::post(&self.speaker(texts), &queued.incident, state.as_ref(), &said, env.now());
        let is_new = match &post.slot {
            Some(slot) => self.place(env, chat, &queued.incident, slot, &message, effect).await?,
            None => {
                let id = self.deliver(env, chat, effect, &message).await?;
                // Who answers a question back answers its prompt, also where messages are all that is named.
                if let Some(prompt) = outgoing::asked_about(&post.wording) {
                    chat.body.take_slot(queued.incident.clone(), Slot::Prompt(prompt.clone()), id);
                }
                true
            }
        };
        chat.body.last_incident = Some(queued.incident.clone());
        Ok(if is_new { vec![self.kept(env, queued, post, key)] } else { Vec::new() })
    }

    /// A notice, in the language it was asked for in. It is no word of the bot's in a talk about the
    /// incident: plain words after it are about what was spoken of before.
    async fn notice(
        &self,
        env: &Env,
        chat: &mut Leased,
        queued: &QueuedPost,
        wording: &Wording,
        language: Language,
        effect: &EffectKey,
    ) -> Result<(), Fault> {
        let none = BTreeMap::new();
        let texts = self.incidents.get(&queued.incident).map_or(&none, |(_, texts)| texts);
        let text = Speaker { language, ..self.speaker(texts) }.say(&addressed(wording, &env.base));
        let message = Outgoing { text, buttons: Vec::new(), reply_to: None };
        self.deliver(env, chat, effect, &message).await.map(drop)
    }

    /// Posts a message; of one that is too long the beginning, and the whole as a file where there are files.
    async fn deliver(
        &self,
        env: &Env,
        chat: &mut Leased,
        effect: &EffectKey,
        message: &Outgoing,
    ) -> Result<MessageId, Fault> {
        let (room, can) = (&self.destination.room, self.messenger.capabilities());
        let short = fitted(message, can.longest);
        let id = self.messenger(env, chat).await?.post(effect, room, &short).await?;
        if can.files && short.text != message.text {
            let file = Attachment { name: "nabat.txt".to_owned(), content: message.text.clone().into_bytes() };
            let whole = EffectKey(format!("{}/whole", effect.0));
            self.messenger(env, chat).await?.attach(&whole, room, &file).await?;
        }
        Ok(id)
    }

    /// Hands something over: that it is before the person's eyes goes back to the incident.
    async fn hand_over(
        &self,
        env: &Env,
        chat: &mut Leased,
        queued: &QueuedPost,
        job: &ContractorJob,
        effect: &EffectKey,
        key: &Key,
    ) -> Result<Vec<Action>, Fault> {
        let ContractorJob::HandOver { to, contract, wording } = job else {
            return Err(Fault::Permanent(format!("job {} is not a post", job.kind())));
        };
        let target = Target::Person(to.clone());
        let post = Post { to: target, wording: Wording::clone(wording), slot: None, prompt: None };
        let mut kept = self.say(env, chat, queued, &post, effect, key).await?;
        let came = ContractorCame::Delivered { contract: contract.clone(), at: env.now(), to: to.clone() };
        let command = Command::Contractor(came);
        let name = key.sk.trim_start_matches("P#").replace('#', "-");
        kept.push(tell_later(&self.destination.product, &queued.incident, &name, command, env.now()));
        Ok(kept)
    }

    /// Posts into a place, or changes what stands there; `true` for a new message.
    async fn place(
        &self,
        env: &Env,
        chat: &mut Leased,
        incident: &IncidentId,
        slot: &Slot,
        message: &Outgoing,
        effect: &EffectKey,
    ) -> Result<bool, Fault> {
        let (room, can) = (&self.destination.room, self.messenger.capabilities());
        let mut standing = chat.body.slot(incident, slot).cloned();
        if let Some(message_id) = standing.as_ref().filter(|_| can.edits) {
            let now = fitted(message, can.longest);
            match self.messenger(env, chat).await?.edit(effect, room, message_id, &now).await {
                // Somebody deleted it: what is said now is said anew. What was asked and is answered is over.
                Err(CallError::Permanent(why)) if !matches!(slot, Slot::Prompt(_)) => {
                    tracing::warn!(incident.id = %incident, "a message cannot be changed and is posted anew: {why}");
                    standing = None;
                }
                edited => return Ok(edited.map(|()| false)?),
            }
        }
        match standing {
            // An answered prompt that was never posted has nothing to change.
            None if matches!(slot, Slot::Prompt(_)) && message.reply_to.is_none() => Ok(false),
            _ => {
                let id = self.deliver(env, chat, effect, message).await?;
                chat.body.leave_slot(incident, slot);
                chat.body.take_slot(incident.clone(), slot.clone(), id.clone());
                if matches!(slot, Slot::Rules | Slot::Card) && can.pins {
                    pin_soon(env, &mut chat.body, id);
                }
                Ok(true)
            }
        }
    }

    /// The charts of a search as one file; a messenger without files goes without.
    async fn charts(
        &self,
        env: &Env,
        chat: &mut Leased,
        queued: &QueuedPost,
        hash: &str,
        effect: &EffectKey,
    ) -> Result<(), Fault> {
        if !self.messenger.capabilities().files {
            return Ok(());
        }
        let key = keys::samples(&self.destination.product, &queued.incident, hash);
        let Some(samples) = samples::of(env, &key).await? else { return Ok(()) };
        let Some((state, texts)) = self.incidents.get(&queued.incident) else { return Ok(()) };
        let speaker = self.speaker(texts);
        let service = state.as_ref().map_or_else(|| "".into(), |state| state.head.service.clone());
        let name = speaker.say(&Wording::new("findings-file").with("service", Arg::Service(service)));
        let file = Attachment { name: format!("{name}.svg"), content: samples.sheet(&speaker).into_bytes() };
        self.messenger(env, chat).await?.attach(effect, &self.destination.room, &file).await?;
        Ok(())
    }

    async fn erase(&self, env: &Env, chat: &mut Leased, effect: &EffectKey, message: &str) -> Result<(), Fault> {
        if self.messenger.capabilities().erases {
            let message = MessageId(message.to_owned());
            self.messenger(env, chat).await?.erase(effect, &self.destination.room, &message).await?;
        }
        Ok(())
    }

    async fn archive(&self, env: &Env, chat: &mut Leased, effect: &EffectKey, room: &RoomId) -> Result<(), Fault> {
        if self.messenger.capabilities().archives {
            self.messenger(env, chat).await?.archive(effect, room).await?;
        }
        Ok(())
    }

    /// The message as it is kept with the incident.
    fn kept(&self, env: &Env, queued: &QueuedPost, post: &Post, key: &Key) -> Action {
        let direct = self.destination.person.is_some();
        let kind = match (&post.prompt, direct) {
            (Some(_), _) => "prompt",
            (None, true) => "direct",
            (None, false) => "post",
        };
        let id = key.sk.trim_start_matches("P#").replace('#', "-");
        let row = MessageRow {
            id: id.clone(),
            at: env.now(),
            kind: kind.to_owned(),
            author: None,
            text: None,
            texts: Vec::new(),
            wording: Some(post.wording.clone()),
            prompt: post.prompt.as_ref().map(|prompt| prompt.id.clone()),
        };
        let key = keys::posted(&self.destination.product, &queued.incident, env.now(), &id);
        let body = serde_json::to_string(&row).expect("a message has only string keys");
        Action::Put(Row { key, body, version: 1, due: None, listed: None, expires: None }, Condition::Any)
    }
}
