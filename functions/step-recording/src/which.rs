//! Which incident a sentence in a direct chat is about, where nothing names its prompt: the only open
//! one of that person, the one whose number stands in it, or it is asked.

use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Arg, Board, Head, Job, Post, ReportDue, Standing, State, Target, Wording};
use nabat_domain::time::{At, Length};
use nabat_kit::chat::QueuedPost;
use nabat_kit::env::Env;
use nabat_kit::execute::InboxRecord;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::port::{Bell, ChatDelivery, MessageId};
use nabat_kit::table::{Action, Condition, Order, Row};
use std::collections::BTreeSet;

/// So many of a product's newest incidents are looked through, those on the board besides.
const NEWEST: usize = 200;

/// What stands for an incident where there is none.
const NONE: &str = "-";

/// What a sentence is about.
pub(crate) enum Which {
    /// One incident, and what is said of it.
    One(IncidentId, String),
    /// One of several; the person has to say which.
    Several(Vec<State>),
    /// No open one.
    None,
}

/// Finds what a person's sentence is about.
pub(crate) async fn find(env: &Env, product: &ProductId, person: &PersonId, text: &str) -> Result<Which, Fault> {
    let mut mine = open_of(env, product, person).await?;
    if mine.len() < 2 {
        // A number before a command only names what is meant anyway.
        let said = |state: &State| without_number(text, state).filter(|rest| rest.starts_with('/'));
        let one = |state: State| Which::One(state.head.id.clone(), said(&state).unwrap_or_else(|| text.to_owned()));
        return Ok(mine.pop().map_or(Which::None, one));
    }
    let named = mine.iter().find_map(|state| Some((state.head.id.clone(), without_number(text, state)?)));
    Ok(named.map_or(Which::Several(mine), |(incident, rest)| Which::One(incident, rest)))
}

/// Open incidents in which the person has a part.
async fn open_of(env: &Env, product: &ProductId, person: &PersonId) -> Result<Vec<State>, Fault> {
    let mut open = BTreeSet::new();
    let newest = env.table.list(&keys::incidents_list(product), Order::Descending, None, NEWEST).await?;
    for row in newest.rows {
        let head: Head = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("head", error))?;
        // What a contractor owes goes on after the chat is over: only then is a closed incident due.
        let owed = head.standing == Standing::Closed && head.next_due.is_some();
        if head.standing == Standing::Open || owed {
            open.insert(head.id);
        }
    }
    if let Some(row) = env.table.get(&keys::board(product)).await? {
        let board: Board = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("board", error))?;
        open.extend(board.claims.into_values().map(|claim| claim.chat));
    }
    let mut mine = Vec::new();
    for incident in open {
        let state = load(env.table.as_ref(), product, &incident).await?;
        mine.extend(state.filter(|state| has_part(state, person)));
    }
    Ok(mine)
}

/// Whether something of it is the person's: they are in, or something waits for them.
pub(crate) fn has_part(state: &State, person: &PersonId) -> bool {
    let speaks_for = state.contractors.of(person).any(|(_, matter)| matter.is_live());
    let people = &state.people;
    if !state.is_open() {
        let closes = people.holders.get(&Role::ShiftHead) == Some(person);
        let unread = state.contractors.matters.values().any(|matter| matter.report().is_some_and(ReportDue::is_unread));
        return speaks_for || closes && unread;
    }
    if speaks_for {
        return true;
    }
    people.members.get(person).is_some_and(|member| member.is_in())
        || people.holders.values().any(|holder| holder == person)
        || people.offered.values().any(|offered| offered == person)
        || state.steps.open.values().any(|prompt| prompt.holder.as_ref() == Some(person))
}

/// What is said of the incident whose number stands in the text: a number before the rest only names it.
fn without_number(text: &str, state: &State) -> Option<String> {
    let desk = state.head.desk.as_str().to_lowercase();
    let is_desk = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase() == desk;
    let (first, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    if is_desk(first) {
        return Some(
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '-' | '—')).to_owned(),
        );
    }
    text.split_whitespace().any(is_desk).then(|| text.to_owned())
}

/// What was said is done with: the person is asked which incident was meant, and says it again.
pub(crate) async fn ask(env: &Env, asked: Asked<'_>, row: Row) -> Result<(), Fault> {
    let now = env.now();
    let mut actions = vec![answered(row, now)];
    let mut bells: Vec<Bell> = Vec::new();
    for (number, job) in asked.jobs().into_iter().enumerate() {
        let incident = asked.open.first().map_or_else(|| IncidentId::from(NONE), |state| state.head.id.clone());
        let queued = QueuedPost { incident, at: now, job, trace: nabat_kit::trace::current() };
        let (row, bell) =
            queued.to_person(asked.product, asked.person, &format!("which#{}#{number}", asked.delivery.id));
        actions.push(Action::Put(row, Condition::Any));
        bells = vec![bell];
    }
    env.table.write(&actions).await?;
    env.ring(bells).await;
    Ok(())
}

/// Something said that is about one of several incidents.
pub(crate) struct Asked<'a> {
    pub(crate) product: &'a ProductId,
    pub(crate) person: &'a PersonId,
    pub(crate) delivery: &'a ChatDelivery,
    /// Personal data was masked in it.
    pub(crate) masked: Masked,
    /// Two at least, or none at all.
    pub(crate) open: &'a [State],
}

/// Whether a message had personal data in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Masked {
    Yes,
    No,
}

impl Asked<'_> {
    /// The question; before it, what follows from personal data.
    fn jobs(&self) -> Vec<Job> {
        let mut jobs = Vec::new();
        if self.masked == Masked::Yes {
            let desk =
                self.open.first().map_or_else(|| Arg::Word(NONE.to_owned()), |one| Arg::Desk(one.head.desk.clone()));
            jobs.push(self.post(Wording::new("message-masked").with("desk", desk)));
            if let Some(MessageId(message)) = &self.delivery.message {
                jobs.push(Job::Erase { message: message.clone(), place: Target::Person(self.person.clone()) });
            }
        }
        let Some(first) = self.open.first() else {
            jobs.push(self.post(Wording::new("help-no-incident")));
            return jobs;
        };
        let named = |state: &State| {
            let wording = Wording::new("incident-named")
                .with("desk", Arg::Desk(state.head.desk.clone()))
                .with("service", Arg::Service(state.head.service.clone()));
            Arg::Message(Box::new(wording))
        };
        let wording = Wording::new("ask-which-incident")
            .with("incidents", Arg::List(self.open.iter().map(named).collect()))
            .with("desk", Arg::Desk(first.head.desk.clone()));
        jobs.push(self.post(wording));
        jobs
    }

    fn post(&self, wording: Wording) -> Job {
        Job::Post(Box::new(Post { to: Target::Person(self.person.clone()), wording, slot: None, prompt: None }))
    }
}

/// The delivery as it is kept: answered, its words gone.
pub(crate) fn answered(row: Row, now: At) -> Action {
    let hash = serde_json::from_str::<InboxRecord>(&row.body).map(|record| record.body_hash);
    let answer = serde_json::json!({ "outcome": "question", "reply": "" });
    let record = InboxRecord::answered(&hash.unwrap_or_default(), &answer, 202);
    let body = serde_json::to_string(&record).expect("a record has only string keys");
    let expires = Some(now.plus(Length::hours(7 * 24)).0);
    let version = row.version;
    let done = Row { body, version: version + 1, due: None, expires, ..row };
    Action::Put(done, Condition::Version(version))
}
