//! Every minute: what is posted on schedule, digests of the figures and announcements of committees' agendas.
//!
//! What was posted stands under its period in the table, and is written in the transaction that queues the post:
//! so each is posted once, whoever looks how often and whatever crashes in between.

mod announcement;
mod calendars;
mod digest;
mod gaps;

pub use calendars::read_calendars;

use futures_util::future::join;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{ChannelId, IncidentId, ProductId};
use nabat_domain::incident::{Job, NoticeJob, Wording};
use nabat_domain::time::{At, Length};
use nabat_kit::chat::QueuedPost;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::port::Bell;
use nabat_kit::retention;
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, Row, TableError};
use serde::{Deserialize, Serialize};

/// What fell due longer ago is no news any more: a schedule made today does not begin with last month.
const LATE: Length = Length::hours(48);

/// What was posted on schedule, kept for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Posted {
    /// Layout of the stored thing.
    pub schema: u32,
    /// When.
    pub at: At,
    /// Where.
    pub channel: ChannelId,
    /// In which language.
    pub language: Language,
    /// What it said.
    pub wording: Wording,
}

/// What falls due: its name among what is posted, and where.
struct Scheduled<'a> {
    name: String,
    channel: &'a ChannelId,
    language: Language,
}

/// All of it, for a host that is asked for both at once: what is posted does not wait for a calendar that hangs.
///
/// # Errors
/// As [`handle`] and [`read_calendars`].
#[nabat_kit::boxed]
pub async fn run_once(env: &Env) -> Result<(), Fault> {
    let (posted, read) = join(handle(env), read_calendars(env)).await;
    posted.and(read)
}

/// Posts what fell due in every product. What hinders one product hinders no other.
///
/// # Errors
/// The table's, where not even the products can be read.
#[nabat_kit::boxed]
pub async fn handle(env: &Env) -> Result<(), Fault> {
    for (product, _) in configuration::products(env).await? {
        if let Err(fault) = of_product(env, &product).await {
            tracing::error!(product = %product, "what is due on schedule cannot be posted: {fault}");
        }
    }
    Ok(())
}

async fn of_product(env: &Env, product: &ProductId) -> Result<(), Fault> {
    let Some(current) = configuration::current(env, product).await? else { return Ok(()) };
    let (own, now) = (&current.version.catalogue.product, env.now());
    for one in &own.reliability.digests {
        let due = one.last(now, own.zone());
        let language = one.language.unwrap_or(own.language);
        let name = format!("digest#{}#{}#{}#{}", one.every.as_str(), one.channel, language.as_str(), due.days.0);
        let scheduled = Scheduled { name, channel: &one.channel, language };
        if is_due(env, product, &scheduled, due.at).await? {
            let wording = digest::wording(env, &current.version, one.every, language, due.days).await?;
            post(env, &current, scheduled, wording).await?;
        }
    }
    for committee in &own.committees {
        let Some(announced) = &committee.announced else { continue };
        let (_, meets) = committee.around(now, own.zone());
        let name = format!("committee#{}#{:015}", committee.id, meets.0.max(0));
        let scheduled = Scheduled { name, channel: &announced.channel, language: own.language };
        if is_due(env, product, &scheduled, meets.minus(announced.before)).await? {
            post(env, &current, scheduled, announcement::wording(committee, meets)).await?;
        }
    }
    retention::erase_due(env, &current.version).await?;
    gaps::chase(env, &current.version.catalogue).await
}

async fn is_due(env: &Env, product: &ProductId, what: &Scheduled<'_>, at: At) -> Result<bool, Fault> {
    let waited = env.now().since(at);
    if waited < Length(0) || waited > LATE {
        return Ok(false);
    }
    Ok(env.table.get(&key(product, &what.name)).await?.is_none())
}

/// Queues the post and writes down that it was, both or neither.
async fn post(env: &Env, current: &Current, what: Scheduled<'_>, wording: Wording) -> Result<(), Fault> {
    let (product, at) = (&current.version.catalogue.product.id, env.now());
    let Scheduled { name, channel, language } = what;
    let partition = keys::channel_posts(product, channel);
    let job = Job::Notice(NoticeJob::Post { wording: wording.clone(), language });
    let queued = QueuedPost { incident: IncidentId::from("schedule"), at, job, trace: nabat_kit::trace::current() };
    let order = Key::new(partition.clone(), format!("P#{:015}#schedule#{name}", at.0));
    let due = Some(Due { shard: shard(&partition), at: at.0 });
    let posted = Posted { schema: 1, at, channel: channel.clone(), language, wording };
    let actions = [
        Action::Put(row(key(product, &name), &posted, None), Condition::Absent),
        Action::Put(row(order, &queued, due), Condition::Absent),
    ];
    match env.table.write(&actions).await {
        Ok(()) => env.ring(vec![Bell::Posts(partition)]).await,
        // Another host was quicker.
        Err(TableError::Conflict(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn key(product: &ProductId, name: &str) -> Key {
    Key::new(keys::scheduled(product), name)
}

fn row(key: Key, body: &impl Serialize, due: Option<Due>) -> Row {
    let body = serde_json::to_string(body).expect("stored things have only string keys");
    Row { key, body, version: 1, due, listed: None, expires: None }
}
