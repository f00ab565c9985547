//! Reading what the page of open incidents shows.

use super::open_incidents;
use super::standing::{Standings, of_today};
use super::view::{Beyond, Card, Holder, NextWord, OpenIncidents, Other};
use crate::access::Endpoint;
use crate::pages::counters::{Counters, count};
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::incident::in_chat;
use crate::pages::refused::refusals;
use crate::pages::stage::{stages, whole};
use crate::pages::{address, notices, sees};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Arg, Head, Standing, State, Value, union_length};
use nabat_domain::procedure::Kind;
use nabat_domain::time::At;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{load as load_incident, of_key, text};
use nabat_kit::keys;
use nabat_kit::messages::Speaker;
use nabat_kit::table::{Key, Order, Row};
use nabat_kit::timeline::standing_key;
use std::collections::BTreeMap;

/// Incidents looked through for open ones, newest first; older open ones are on the board.
const LOOKED_THROUGH: usize = 200;

/// Rows of the table below the cards.
const OTHERS: usize = 30;

/// A board nobody has a place on.
const NO_BOARD: &str = r#"{"claims":{}}"#;

/// Cards on a page at most: whoever has more to look at looks at the most urgent first.
pub const SHOWN: usize = 50;

/// The page of open incidents: so many of the most urgent stand before it.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer, refresh: Refresh, from: usize) -> Result<Markup, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !sees(viewer, &current) {
        return Ok(notices::only_chats(viewer));
    }
    let counters = count(env, viewer).await?;
    let eyes = Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() };
    let view = read(env, viewer, &current, &eyes, (refresh, from)).await?;
    let title = eyes.say("pages-open-title", &[]);
    Ok(framed(viewer, &eyes, counters, refresh, &title, &open_incidents(&eyes, &view)))
}

fn framed(viewer: &Viewer, eyes: &Eyes, counters: Counters, refresh: Refresh, title: &str, body: &Markup) -> Markup {
    let here = Here::Incidents;
    page(&Frame::of(viewer, eyes, here, title, counters, refresh), body)
}

async fn read(
    env: &Env,
    viewer: &Viewer,
    current: &Current,
    eyes: &Eyes,
    (refresh, from): (Refresh, usize),
) -> Result<OpenIncidents, Fault> {
    let led = led(env, viewer, Window::from(from)).await?;
    let mut cards = Vec::with_capacity(led.open.len());
    for state in &led.open {
        let summary = text(env, &viewer.product, &state.head.id, &state.head.summary).await?;
        let mut card = card(env, current, eyes, state, summary).await?;
        card.chat = card.chat.filter(|_| in_chat(state, viewer));
        cards.push(card);
    }
    let speaker = speaker(current, eyes);
    let sees_refused = viewer.may(Endpoint::Refused);
    let refused = if sees_refused { refusals(env, viewer, current, eyes).await? } else { Vec::new() };
    Ok(OpenIncidents {
        product: current.version.catalogue.product.name.clone(),
        refresh,
        refused,
        cards,
        beyond: led.beyond,
        others: led.others.iter().take(OTHERS).map(|head| other(&speaker, eyes, head)).collect(),
    })
}

/// Which of the incidents led now are read, the most urgent first.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Window {
    from: usize,
    most: usize,
}

impl Window {
    /// Every one of them.
    pub(in crate::pages) const ALL: Self = Self { from: 0, most: usize::MAX };

    /// As many as a page shows, so many before them.
    pub(in crate::pages) const fn from(from: usize) -> Self {
        Self { from, most: SHOWN }
    }
}

/// Incidents of a product: what is led now, and the newest others.
pub(in crate::pages) struct Led {
    /// Open, each as it stands.
    pub(in crate::pages) open: Vec<State>,
    /// Open ones that were not asked for.
    pub(in crate::pages) beyond: Beyond,
    /// The others, newest first.
    pub(in crate::pages) others: Vec<Head>,
}

/// What is led now, by the board and by the list, and the newest others.
pub(in crate::pages) async fn led(env: &Env, viewer: &Viewer, window: Window) -> Result<Led, Fault> {
    let board = board(env, viewer).await?;
    let board = Standings::read(&board, env.table.as_ref(), &viewer.product)?;
    let mut others = beside(env, viewer, &board).await?;
    // What was over when it was registered claims nothing: it stands behind what burns.
    let is_over = |head: &Head| head.standing == Standing::Open && !board.has(&head.id);
    let over: Vec<(IncidentId, bool)> =
        others.iter().filter(|head| is_over(head)).map(|head| (head.id.clone(), head.drill)).collect();
    let mut all = board.by_urgency(env.now());
    all.extend(over.iter().map(|(id, drill)| (id.as_str(), *drill)));
    let before = window.from.min(all.len());
    let after = all.split_off(before.saturating_add(window.most).min(all.len()));
    let beyond = Beyond { before, after: after.len(), drills_after: after.iter().filter(|(_, drill)| *drill).count() };
    let read = all.split_off(before);
    others.retain(|head| !is_over(head) || read.iter().any(|(id, _)| *id == head.id.as_str()));
    let mut open = Vec::new();
    for (id, _) in read {
        let id = IncidentId::from(id);
        // The list is an index and may lag: what it calls open is read anew.
        let Some(state) = load_incident(env.table.as_ref(), &viewer.product, &id).await? else { continue };
        others.retain(|head| head.id != id);
        if state.is_open() {
            open.push(state);
        } else {
            others.push(state.head);
        }
    }
    others.sort_by_key(|head| std::cmp::Reverse(head.registered_at));
    Ok(Led { open, beyond, others })
}

/// The newest of those that have no place of their own on the board. What has one is read as it stands, or shown on
/// another page: its head is not even looked into, which is most of the work while hundreds burn.
async fn beside(env: &Env, viewer: &Viewer, board: &Standings<'_>) -> Result<Vec<Head>, Fault> {
    let list = keys::incidents_list(&viewer.product);
    let claimed = |key: &Key| of_key(key).is_some_and(|(_, incident)| board.has_own(&incident));
    let rows = env.table.list_but(&list, Order::Descending, LOOKED_THROUGH, &claimed).await?;
    let head = |row: &Row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("head", error));
    rows.iter().map(head).collect()
}

/// The row of the board.
async fn board(env: &Env, viewer: &Viewer) -> Result<String, Fault> {
    let row = env.table.get(&keys::board(&viewer.product)).await?;
    row.map_or(Ok(NO_BOARD.to_owned()), |row| of_today(row.body))
}

static NO_TEXTS: BTreeMap<nabat_domain::incident::TextRef, String> = BTreeMap::new();

pub(in crate::pages) fn speaker<'a>(current: &'a Current, eyes: &Eyes) -> Speaker<'a> {
    Speaker {
        language: eyes.language,
        zone: eyes.zone,
        catalogue: &current.version.catalogue,
        names: &current.names.people,
        texts: &NO_TEXTS,
    }
}

pub(in crate::pages) async fn card(
    env: &Env,
    current: &Current,
    eyes: &Eyes,
    state: &State,
    summary: Option<String>,
) -> Result<Card, Fault> {
    let head = &state.head;
    // Names by the catalogue it began with: what it lost may since have left the product's.
    let pinned = configuration::version(env, &head.product, &head.catalogue).await?;
    let speaker = Speaker { catalogue: &pinned.catalogue, ..speaker(current, eyes) };
    let function = |function| speaker.arg(&Arg::Function(head.service.clone(), function));
    let linked = state.neighbours.linked.iter().map(|(id, linked)| (id, &linked.desk));
    let beside = linked.chain(state.neighbours.duplicates.iter());
    Ok(Card {
        address: address::incident(&head.product, &head.id),
        chat: head.room.as_ref().map(address::chat),
        desk: head.desk.to_string(),
        service: speaker.arg(&Arg::Service(head.service.clone())),
        functions: head.functions.iter().cloned().map(function).collect(),
        summary,
        drill: head.drill,
        priority: head.priority,
        began: head.began,
        restored: state.restored_at(),
        stages: stages(&speaker, state, eyes.now),
        whole: whole(state, eyes.now),
        holder: holder(&speaker, state),
        next_word: next_word(state),
        unanswered: state.steps.open.len(),
        linked: beside.map(|(id, desk)| (desk.to_string(), address::incident(&head.product, id))).collect(),
    })
}

fn holder(speaker: &Speaker, state: &State) -> Holder {
    let Some(person) = state.people.holders.get(&Role::DutyEngineer) else { return Holder::Nobody };
    let name = speaker.arg(&Arg::Person(person.clone()));
    let waits =
        |prompt: &nabat_domain::incident::Prompt| prompt.kind == Kind::Accept && prompt.role == Role::DutyEngineer;
    if state.steps.open.values().any(waits) { Holder::Called(name) } else { Holder::Accepted(name) }
}

/// The last promise, until the next word is asked for; nothing once the failure is over.
fn next_word(state: &State) -> NextWord {
    if state.restored_at().is_some() {
        return NextWord::None;
    }
    if let Some(asked) = state.steps.open.values().find(|prompt| prompt.kind == Kind::Word) {
        return NextWord::Asked(asked.asked_at);
    }
    let words = state.steps.done.keys().filter_map(|instance| state.answer(instance));
    let promised =
        words.filter_map(|answer| if let Value::Word { next, .. } = answer.value { Some(next) } else { None });
    promised.max().map_or(NextWord::None, NextWord::Due)
}

fn other(speaker: &Speaker, eyes: &Eyes, head: &Head) -> Other {
    let lasts = head.outages.iter().any(|outage| outage.restored.is_none());
    Other {
        address: address::incident(&head.product, &head.id),
        desk: head.desk.to_string(),
        service: speaker.arg(&Arg::Service(head.service.clone())),
        drill: head.drill,
        priority: head.priority,
        standing: eyes.say(standing_key(&head.standing), &[]),
        class: class(&head.standing),
        registered: head.registered_at,
        outage: outage(head, eyes.now).map(|length| (length, lasts && head.closed_at.is_none())),
    }
}

/// A record left to the desk, a doubt, or a part of another incident has no outage of its own to show.
fn outage(head: &Head, now: At) -> Option<nabat_domain::time::Length> {
    match head.standing {
        Standing::RecordedOnly | Standing::DuplicateOffered { .. } | Standing::Merged { .. } => None,
        Standing::Open | Standing::Linked { .. } | Standing::Closed | Standing::Annulled => {
            Some(union_length(&head.outages, head.closed_at.unwrap_or(now)))
        }
    }
}

const fn class(standing: &Standing) -> Option<&'static str> {
    match standing {
        Standing::Closed => Some("good"),
        Standing::Linked { .. } => Some("warn"),
        Standing::Open => Some("bad"),
        Standing::RecordedOnly | Standing::DuplicateOffered { .. } | Standing::Merged { .. } | Standing::Annulled => {
            None
        }
    }
}
