//! One transaction: head, parts, events, words, jobs, posts, outages, board, inbox.

use super::inbox::Inbox;
use super::room::Chat;
use super::spoken::{MessageRow, Spoken};
use super::{chat_partition, held};
use crate::chat::QueuedPost;
use crate::configuration::Version;
use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::marks;
use crate::outages;
use crate::perform::JobRow;
use crate::port::Bell;
use crate::reliability::settled;
use crate::restricted;
use crate::shard::shard;
use crate::table::{Action, Condition, Due, Key, Listed, Row};
use crate::trace;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{
    Arg, Board, Claim, ContractorEvent, Contractors, Event, Job, NoticeJob, Outcome, Parts, Post, Queue, Recorded,
    RunbookJob, SCHEMA, SideText, State, Target, TextRef, WebhookJob, Wording, publication, react,
};
use nabat_domain::time::{At, Length};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// The place of what machines are told among the jobs of an event: after all others.
const PUBLISHED: usize = 99;

/// A transaction in the making, and the bells to ring after it.
pub(super) struct Commit {
    pub(super) actions: Vec<Action>,
    pub(super) bells: Vec<Bell>,
    product: ProductId,
    incident: IncidentId,
    /// When it happens: never before what happened last.
    now: At,
    /// What the clock says, which may have been set back since. What follows is due by it: it waits for nothing.
    clock: At,
    chat: Chat,
    current: Arc<Version>,
}

/// The board as read, so that the transaction can insist on it.
pub(super) struct BoardAt {
    pub(super) board: Board,
    condition: Condition,
    version: u64,
}

impl BoardAt {
    pub(super) async fn read(env: &Env, product: &ProductId) -> Result<Self, Fault> {
        match env.table.get(&keys::board(product)).await? {
            None => Ok(Self { board: Board::default(), condition: Condition::Absent, version: 0 }),
            Some(row) => {
                let board = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("board", error))?;
                Ok(Self { board, condition: held(&row), version: row.version })
            }
        }
    }
}

impl Commit {
    pub(super) fn new(
        product: &ProductId,
        incident: &IncidentId,
        [now, clock]: [At; 2],
        chat: Chat,
        current: Arc<Version>,
    ) -> Self {
        let (product, incident) = (product.clone(), incident.clone());
        Self { actions: Vec::new(), bells: Vec::new(), product, incident, now, clock, chat, current }
    }

    /// Events with everything that follows from them; the state they lead to, if there are any.
    pub(super) fn journal(
        &mut self,
        before: Option<&State>,
        recorded: Vec<Recorded>,
        texts: Vec<SideText>,
    ) -> Option<State> {
        let last = recorded.last()?.state.clone();
        let after = self.state(before, last);
        for text in &texts {
            self.put(keys::text(&self.product, &self.incident, &text.hash), text, 1, Condition::Any);
        }
        let mut report = None;
        for recorded in &recorded {
            let key = keys::event(&self.product, &self.incident, recorded.sealed.number);
            self.put(key, &recorded.sealed, recorded.sealed.number, Condition::Absent);
            self.known_in_desk(&recorded.event);
            let jobs = react(&recorded.state, &recorded.event);
            for (place, job) in jobs.into_iter().enumerate() {
                if matches!(job, Job::PublishReport { .. }) {
                    report = Some((recorded, place, job));
                } else {
                    self.job(&recorded.state, recorded.sealed.number, place, job);
                }
            }
        }
        self.published(&recorded);
        // Whatever one command changes makes one revision.
        if let Some((recorded, place, job)) = report {
            self.job(&recorded.state, recorded.sealed.number, place, job);
        }
        self.actions.extend(outages::changes(before, &after));
        self.actions.extend(settled::changes(before, &after));
        self.actions.extend(marks::changes(before, &after));
        self.actions.extend(restricted::changes(before, &after));
        Some(after)
    }

    /// More follows than one transaction takes: the incident is due again at once.
    pub(super) fn goes_on(&mut self) {
        let head = keys::head(&self.product, &self.incident);
        let due = Due { shard: shard(&head.pk), at: self.clock.0 };
        for action in &mut self.actions {
            if let Action::Put(row, _) = action
                && row.key == head
            {
                row.due = Some(due);
            }
        }
        self.bells.push(Bell::Incident(head));
    }

    /// One job for all that one command makes known to machines; none where nobody asked for it.
    fn published(&mut self, recorded: &[Recorded]) {
        let current = Arc::clone(&self.current);
        let hooks = &current.catalogue.webhooks;
        let wanted = |recorded: &&Recorded| {
            let public = publication(&recorded.state, &recorded.event);
            public.is_some_and(|public| hooks.values().any(|hook| hook.events.contains(&public)))
        };
        let numbers: Vec<u64> = recorded.iter().filter(wanted).map(|recorded| recorded.sealed.number).collect();
        let (Some(from), Some(to), Some(end)) = (numbers.first(), numbers.last(), recorded.last()) else { return };
        let job = Job::Webhook(WebhookJob::Publish { from: *from, to: *to });
        self.job(&end.state, end.sealed.number, PUBLISHED, job);
    }

    /// A record the desk made for an incident leads back to it.
    fn known_in_desk(&mut self, event: &Event) {
        let desk = match event {
            Event::RecordOpened { desk, .. } => desk,
            Event::Contractor(fact) => match &fact.event {
                ContractorEvent::Recorded { desk, .. } => desk,
                _ => return,
            },
            _ => return,
        };
        self.put(keys::desk_record(&self.product, desk), &self.incident.clone(), 1, Condition::Any);
    }

    /// Head and changed parts, on the version that was read.
    fn state(&mut self, before: Option<&State>, mut after: State) -> State {
        let version = after.head.version;
        let same = |changed: bool, old: u64| if changed { version } else { old };
        let old = before.map_or(Parts::default(), |state| state.head.parts);
        // It has the layout of whoever wrote it last.
        after.head.schema = SCHEMA;
        after.head.parts = Parts {
            people: same(before.is_none_or(|state| state.people != after.people), old.people),
            steps: same(before.is_none_or(|state| state.steps != after.steps), old.steps),
            neighbours: same(before.is_none_or(|state| state.neighbours != after.neighbours), old.neighbours),
            contractors: same(contractors(before) != Some(&*after.contractors), old.contractors),
            findings: same(findings_changed(before, &after), old.findings),
            files: same(files_changed(before, &after), old.files),
            outages: same(outages::changed(before, &after), old.outages),
        };
        let condition = before.map_or(Condition::Absent, |state| Condition::Version(state.head.version));
        let part = |name: &str| keys::part(&after.head.product, &after.head.id, name);
        let parts = after.head.parts;
        if parts.people == version {
            self.put(part("people"), &after.people, version, Condition::Any);
        }
        if parts.steps == version {
            self.put(part("steps"), &after.steps, version, Condition::Any);
        }
        if parts.findings == version {
            self.put(part("findings"), &after.findings, version, Condition::Any);
        }
        if parts.files == version {
            self.put(part("files"), &after.files, version, Condition::Any);
        }
        if parts.neighbours == version {
            self.put(part("neighbours"), &after.neighbours, version, Condition::Any);
        }
        if parts.contractors == version {
            self.put(part("contractors"), &after.contractors, version, Condition::Any);
        }
        let mut head = self.row(keys::head(&self.product, &self.incident), &after.head, version);
        head.due = after.head.next_due.map(|at| Due { shard: shard(&head.key.pk), at: at.0 });
        head.listed = Some(listed(&after));
        self.actions.push(Action::Put(head, condition));
        after
    }

    fn job(&mut self, state: &State, number: u64, place: usize, job: Job) {
        if !self.is_for_somebody(&job) {
            return;
        }
        if job.queue() == Queue::ChatPosting {
            self.post(state, number, &format!("{place:02}"), job);
            return;
        }
        let key = keys::job(&self.product, &self.incident, number, place, job.kind());
        let bell = Bell::of_job(job.queue(), key.clone());
        let delay = job.delay();
        let body =
            JobRow { queue: job.queue(), job, attempts: 0, last_error: None, at: self.now, trace: trace::current() };
        let mut row = self.row(key.clone(), &body, 1);
        row.due = Some(Due { shard: shard(&key.pk), at: self.clock.plus(delay).0 });
        self.actions.push(Action::Put(row, Condition::Absent));
        // For what is due later the clock rings.
        if delay == Length(0) {
            self.bells.push(bell);
        }
    }

    /// Where nobody subscribes and nobody is called out, a command costs nothing more.
    fn is_for_somebody(&self, job: &Job) -> bool {
        let notices = &self.current.catalogue.notices;
        match job {
            Job::Notice(NoticeJob::Spread(_)) => !notices.subscriptions.is_empty(),
            Job::Notice(NoticeJob::CallOut { .. }) => !notices.call_out.is_empty(),
            Job::Runbook(RunbookJob::Count { service, .. }) => self.current.catalogue.counts_users(service),
            _ => true,
        }
    }

    /// A post stands in its chat's own partition, in the order of events.
    fn post(&mut self, state: &State, number: u64, place: &str, job: Job) {
        if !self.chat.takes(state, &job) {
            return;
        }
        let handed = match &job {
            Job::Contractor(job) => job.handed_to().cloned().map(Target::Person),
            _ => None,
        };
        let target = match &job {
            Job::Post(post) => &post.to,
            Job::Erase { place, .. } => place,
            _ => handed.as_ref().unwrap_or(&Target::Room),
        };
        let partition = match target {
            Target::Person(person) => keys::direct_posts(&self.product, person),
            Target::Room => chat_partition(&self.product, state.chat_owner()),
        };
        let order = format!("P#{:015}#{}#{number:08}#{place}", self.now.0, self.incident);
        let queued = QueuedPost { incident: self.incident.clone(), at: self.now, job, trace: trace::current() };
        let mut row = self.row(Key::new(partition.clone(), order), &queued, 1);
        row.due = Some(Due { shard: shard(&partition), at: self.clock.0 });
        self.actions.push(Action::Put(row, Condition::Absent));
        let bell = Bell::Posts(partition);
        if !self.bells.contains(&bell) {
            self.bells.push(bell);
        }
    }

    /// The board follows what the incident claims; a registration insists on what it saw.
    pub(super) async fn board(
        &mut self,
        env: &Env,
        before: Option<&State>,
        after: Option<&State>,
        read: Option<BoardAt>,
    ) -> Result<(), Fault> {
        let (old, new) = (before.and_then(Claim::of), after.or(before).and_then(Claim::of));
        if old == new {
            if let Some(read) = read.filter(|_| after.is_some()) {
                self.actions.push(Action::Check(keys::board(&self.product), read.condition));
            }
            return Ok(());
        }
        let mut at = match read {
            Some(read) => read,
            None => BoardAt::read(env, &self.product).await?,
        };
        match new {
            Some(claim) => at.board.claims.insert(self.incident.clone(), claim),
            None => at.board.claims.remove(&self.incident),
        };
        self.put(keys::board(&self.product), &at.board, at.version + 1, at.condition);
        Ok(())
    }

    /// What was said is kept; a question or a refusal is answered where it was said.
    ///
    /// `aside` are the words the command put aside: erased together with what was said. What was said
    /// elsewhere is shown in the room by the hash of its words under `salt`.
    pub(super) fn spoken(
        &mut self,
        spoken: &Spoken,
        state: Option<&State>,
        outcome: Outcome,
        reply: Option<&Wording>,
        mut aside: Vec<TextRef>,
        salt: Option<[u8; 16]>,
    ) {
        if let (Some(salt), Some(state)) = (salt, state.filter(|state| state.head.room.is_some())) {
            let words = SideText::salted(&salt, &spoken.text);
            self.put(keys::text(&self.product, &self.incident, &words.hash), &words, 1, Condition::Any);
            self.shown_in_room(spoken, state, &words.hash);
            aside.push(words.hash);
        }
        let row = MessageRow {
            id: spoken.id.clone(),
            at: self.now,
            kind: spoken.kind.clone(),
            author: Some(spoken.person.clone()),
            text: Some(spoken.text.clone()),
            texts: aside,
            wording: None,
            prompt: spoken.prompt.clone(),
        };
        let key = keys::said(&self.product, &self.incident, self.now, &spoken.id);
        self.put(key, &row, 1, Condition::Any);
        let Some(state) = state else { return };
        // What was recorded shows in the chat by itself; the rest is said.
        let silent = outcome == Outcome::Recorded && reply.is_none_or(|wording| !wording.key.starts_with("status"));
        if let (Some(wording), false) = (reply, silent) {
            let addressed = Wording::new("reply")
                .with("who", Arg::Person(spoken.person.clone()))
                .with("message", Arg::Message(Box::new(wording.clone())));
            let to = self.chat.reply_to(state, &spoken.reply_to, &spoken.person);
            let post = Post { to, wording: addressed, slot: None, prompt: None };
            self.post(state, state.head.version, &format!("r{}", spoken.id), Job::Post(Box::new(post)));
        }
    }

    fn shown_in_room(&mut self, spoken: &Spoken, state: &State, words: &TextRef) {
        let wording = Wording::new("said-elsewhere")
            .with("who", Arg::Person(spoken.person.clone()))
            .with("said", Arg::Text(words.clone()));
        let post = Post { to: Target::Room, wording, slot: None, prompt: None };
        self.post(state, state.head.version, &format!("s{}", spoken.id), Job::Post(Box::new(post)));
    }

    /// The delivery or job is done with this transaction.
    pub(super) fn inbox(&mut self, inbox: &Inbox, answer: &Value) {
        self.actions.extend(inbox.done(answer, self.now));
    }

    fn row(&self, key: Key, body: &impl Serialize, version: u64) -> Row {
        let body = serde_json::to_string(body).expect("stored things have only string keys");
        Row { key, body, version, due: None, listed: None, expires: None }
    }

    fn put(&mut self, key: Key, body: &impl Serialize, version: u64, condition: Condition) {
        let row = self.row(key, body, version);
        self.actions.push(Action::Put(row, condition));
    }
}

/// What stood between us and contractors; nothing at all is not worth a row.
fn contractors(before: Option<&State>) -> Option<&Contractors> {
    static NONE: Contractors = Contractors::NONE;
    before.map_or(Some(&NONE), |state| Some(&*state.contractors))
}

/// Incidents nothing was looked for in have no such part.
fn findings_changed(before: Option<&State>, after: &State) -> bool {
    before.map_or(!after.findings.is_empty(), |state| state.findings != after.findings)
}

/// Incidents nobody posted a file in have no such part.
fn files_changed(before: Option<&State>, after: &State) -> bool {
    before.map_or(!after.files.is_empty(), |state| state.files != after.files)
}

/// Its place among its product's incidents, or problems, by registration.
fn listed(state: &State) -> Listed {
    let head = &state.head;
    let list = match head.as_problem {
        Some(_) => keys::problems_list(&head.product),
        None => keys::incidents_list(&head.product),
    };
    Listed { list, order: format!("{:015}#{}", head.registered_at.0, head.id) }
}
