//! Duty calendars are read every few minutes, and whoever is responsible for a rota hears once of what is wrong.

use futures_util::{StreamExt as _, stream};
use nabat_domain::catalogue::{Rota, RotaCalendar};
use nabat_domain::ids::{ConnectionId, IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Arg, Job, Post, Target, Wording};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use nabat_kit::chat::QueuedPost;
use nabat_kit::configuration::{self, Current};
use nabat_kit::duty::{self, AHEAD, BEFORE, DutyRow, responsible, turns_of, why_unread};
use nabat_kit::env::{AT_ONCE, Env};
use nabat_kit::fault::Fault;
use nabat_kit::port::{Bell, CalendarError, CalendarNews, CalendarRead, CalendarWindow};
use nabat_kit::table::{Action, Condition, Row, TableError};
use std::collections::{BTreeMap, BTreeSet};

/// A calendar is asked this often; where nothing changed, a server answers with a word.
const EVERY: Length = Length::minutes(5);

/// One that could not be read is asked again after this.
const AGAIN: Length = Length::minutes(1);

/// A server may be away for so long before anybody is told: it may have been started anew.
const AWAY: Length = Length::minutes(15);

/// What is known has to reach at least this far ahead, or the calendar is read whole again.
const ENOUGH: Length = Length::hours(35 * 24);

/// What is said under this name: the calendar cannot be read.
const UNREAD: &str = "unread";

/// A rota's calendar, what is kept of it, and the version of its row; 0 where there is none.
struct Kept<'a> {
    rota: &'a Rota,
    calendar: &'a RotaCalendar,
    row: DutyRow,
    version: u64,
}

/// Reads the calendars that are due, of every product, some at a time: one that hangs hangs by itself, and what hinders
/// one hinders no other.
///
/// # Errors
/// The table's, where not even the products can be read.
#[nabat_kit::boxed]
pub async fn read_calendars(env: &Env) -> Result<(), Fault> {
    let products = stream::iter(configuration::products(env).await?);
    let of_one = |(product, _): (ProductId, String)| async move {
        if let Err(fault) = of_product(env, &product).await {
            tracing::error!(product = %product, "the duty calendars cannot be read: {fault}");
        }
    };
    products.for_each_concurrent(AT_ONCE, of_one).await;
    Ok(())
}

async fn of_product(env: &Env, product: &ProductId) -> Result<(), Fault> {
    let Some(current) = configuration::current(env, product).await? else { return Ok(()) };
    let rotas = &current.version.catalogue.rotas;
    if rotas.iter().all(|rota| rota.calendar.is_none()) {
        return Ok(());
    }
    let rows = duty::rows(env.table.as_ref(), product).await?;
    let mut by_connection: BTreeMap<&ConnectionId, Vec<Kept<'_>>> = BTreeMap::new();
    for rota in rotas {
        let Some(calendar) = &rota.calendar else { continue };
        let known = rows.iter().find(|(row, _)| row.role == rota.role && row.calendar == *calendar).cloned();
        let (row, version) = known.unwrap_or_else(|| (DutyRow::unread(rota, calendar), 0));
        let kept = by_connection.entry(&calendar.connection).or_default();
        // Two rotas may have one calendar between them.
        if kept.iter().all(|one| one.rota.role != rota.role || one.calendar != calendar) {
            kept.push(Kept { rota, calendar, row, version });
        }
    }
    let basis = basis(&current)?;
    by_connection.retain(|_, kept| kept.iter().any(|one| is_due(&one.row, &basis, env.now())));
    let of_one = |(connection, kept)| read(env, &current, (connection, &basis), kept);
    let reads: Vec<_> = by_connection.into_iter().map(of_one).collect();
    let read: Vec<Result<(), Fault>> = stream::iter(reads).buffered(AT_ONCE).collect().await;
    read.into_iter().collect()
}

/// Who is meant follows from the catalogue and the people's names: with others, the same calendar is read anew.
fn basis(current: &Current) -> Result<String, Fault> {
    let people = serde_json::to_string(&current.names.people).map_err(|error| Fault::unreadable("names", error))?;
    Ok(sha256_hex(format!("{}/{people}", current.version.id).as_bytes())[..16].to_owned())
}

fn is_due(row: &DutyRow, basis: &str, now: At) -> bool {
    let every = if row.known.failed_since.is_some() { AGAIN } else { EVERY };
    let left_alone = row.not_before.is_some_and(|until| now < until);
    // A clock that was set back is no reason to wait for it.
    let waited = now.since(row.asked_at);
    !left_alone && (waited >= every || waited < Length(0) || row.basis != basis && waited >= AGAIN)
}

/// Asks one calendar for all the rotas that have it.
async fn read(
    env: &Env,
    current: &Current,
    (connection, basis): (&ConnectionId, &str),
    kept: Vec<Kept<'_>>,
) -> Result<(), Fault> {
    let now = env.now();
    let zone = current.version.catalogue.product.zone();
    let window = CalendarWindow { from: now.minus(BEFORE), until: now.plus(AHEAD), zone };
    let still = |row: &DutyRow| row.basis == basis && row.known.until >= now.plus(ENOUGH);
    let tags: BTreeSet<Option<&str>> = kept.iter().map(|one| one.row.tag.as_deref()).collect();
    let known = if tags.len() == 1 && kept.iter().all(|one| still(&one.row)) { kept[0].row.tag.clone() } else { None };
    let news = match env.calendars.get(connection) {
        Some(calendar) => calendar.read(window, known.as_deref()).await,
        None => {
            let why = env.unopened.get(connection).cloned();
            Err(CalendarError::Missing(why.unwrap_or_else(|| "the connection is not configured here".to_owned())))
        }
    };
    for one in kept {
        let told = match &news {
            Ok(CalendarNews::Unchanged) => {
                let known = duty::DutyRow { not_before: None, asked_at: now, ..one.row.clone() };
                again(known, now)
            }
            Ok(CalendarNews::Read(read)) => whole(&one, read, (current, basis), now, window.until),
            Err(error) => failed(&one, error, basis, now),
        };
        keep(env, current, one, told).await?;
    }
    Ok(())
}

/// What is to be kept, and what is to be said of it: each under a name, so that it is said once.
struct Told {
    row: DutyRow,
    says: Vec<(String, Wording)>,
    /// What was said once and is over.
    well: bool,
}

fn again(mut row: DutyRow, now: At) -> Told {
    let well = row.told.remove(UNREAD);
    (row.known.read_at, row.known.failed_since) = (now, None);
    Told { row, says: Vec::new(), well }
}

fn whole(one: &Kept<'_>, read: &CalendarRead, (current, basis): (&Current, &str), now: At, until: At) -> Told {
    let of = (&current.version.catalogue, &current.names.people);
    let reading = turns_of(read, until, (one.rota, one.calendar), of);
    let mut row = one.row.clone();
    row.known.turns = reading.turns;
    (row.known.until, row.tag, row.basis) = (reading.until, read.tag.clone(), basis.to_owned());
    (row.asked_at, row.not_before) = (now, None);
    let names = |wording: &Wording| {
        let text = serde_json::to_string(wording).expect("a wording has only string keys");
        sha256_hex(text.as_bytes())[..16].to_owned()
    };
    let says: Vec<(String, Wording)> = reading.told.into_iter().map(|what| (names(&what), what)).collect();
    // What is mended is said again if it breaks again.
    row.told.retain(|told| told == UNREAD || says.iter().any(|(name, _)| name == told));
    Told { says, ..again(row, now) }
}

fn failed(one: &Kept<'_>, error: &CalendarError, basis: &str, now: At) -> Told {
    let mut row = one.row.clone();
    let since = *row.known.failed_since.get_or_insert(now);
    (row.asked_at, row.basis) = (now, basis.to_owned());
    row.not_before = match error {
        CalendarError::Busy { retry_after } => retry_after.map(|wait| now.plus(wait.min(Length::minutes(60)))),
        _ => None,
    };
    // The people in it were found by another configuration: the next answer is to be read whole.
    if row.basis != one.row.basis {
        row.tag = None;
    }
    let connection = &one.calendar.connection;
    tracing::warn!(calendar = %connection, role = one.rota.role.as_str(), "a duty calendar cannot be read: {error}");
    let may_pass = matches!(error, CalendarError::Unreachable(_) | CalendarError::Busy { .. });
    let says = match may_pass && now.since(since) < AWAY {
        true => Vec::new(),
        false => vec![(UNREAD.to_owned(), why_unread(error))],
    };
    Told { row, says, well: false }
}

/// Writes what is known and queues what is said of it, both or neither.
async fn keep(env: &Env, current: &Current, one: Kept<'_>, told: Told) -> Result<(), Fault> {
    let Told { mut row, says, well } = told;
    let (catalogue, now) = (&current.version.catalogue, env.now());
    let product = &catalogue.product.id;
    let mut words: Vec<(String, Wording)> = Vec::new();
    for (name, what) in says {
        if row.told.insert(name.clone()) {
            words.push((name.clone(), worded(&one, &row, (name == UNREAD, what))));
        }
    }
    if well {
        words.push(("well".to_owned(), named(&one, Wording::new("duty-calendar-well"))));
    }
    let condition = if one.version == 0 { Condition::Absent } else { Condition::Version(one.version) };
    let mut actions = vec![Action::Put(row.row(product, one.version + 1), condition)];
    let mut bells = Vec::new();
    for person in responsible(catalogue, Some(one.rota)) {
        for (name, wording) in &words {
            let name = format!("duty#{}#{name}", &sha256_hex(one.calendar.key(one.rota.role).as_bytes())[..16]);
            let (row, bell) = post(product, &person, wording.clone(), &name, now);
            actions.push(Action::Put(row, Condition::Any));
            bells.push(bell);
        }
    }
    match env.table.write(&actions).await {
        Ok(()) => env.ring(bells).await,
        // Another host was quicker, and says it.
        Err(TableError::Conflict(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn worded(one: &Kept<'_>, row: &DutyRow, (unread, what): (bool, Wording)) -> Wording {
    let what = Arg::Message(Box::new(what));
    let wording = match (unread, row.known.read_at.0 > 0) {
        (false, _) => return named(one, Wording::new("duty-calendar-trouble").with("what", what)),
        (true, true) => Wording::new("duty-calendar-unread").with("read_at", Arg::Moment(row.known.read_at)),
        (true, false) => Wording::new("duty-calendar-never-read"),
    };
    named(one, wording.with("why", what))
}

fn named(one: &Kept<'_>, wording: Wording) -> Wording {
    let calendar = Arg::Word(one.calendar.connection.to_string());
    wording.with("calendar", calendar).with("role", Arg::Role(one.rota.role))
}

/// A message to somebody who has to mend it.
pub(crate) fn post(product: &ProductId, person: &PersonId, wording: Wording, name: &str, now: At) -> (Row, Bell) {
    let post = Post { to: Target::Person(person.clone()), wording, slot: None, prompt: None };
    let queued = QueuedPost {
        incident: IncidentId::from("schedule"),
        at: now,
        job: Job::Post(Box::new(post)),
        trace: nabat_kit::trace::current(),
    };
    queued.to_person(product, person, name)
}
