//! Access: tokens of machines, one-time links and sessions of people. Only hashes are stored.

use crate::configuration::{Current, current};
use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Row, Table, TableError};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{ConnectionId, PersonId, ProductId};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};

/// A session lasts a long shift, however much it is used.
const SESSION: Length = Length::hours(16);

/// That a session is used is written down at most this often: nobody's looking costs a write each time.
const NOTED: Length = Length::minutes(5);

/// A sign-in link works for so long.
const LINK: Length = Length::hours(24);

/// Signing in at a provider takes no longer, from the first click to the choice of a product.
pub const SIGNING_IN: Length = Length::minutes(10);

/// A machine's token.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Token {
    /// The product it is for.
    pub product: ProductId,
    /// The role it has.
    pub role: Role,
    /// It speaks for any person, under that person's rights.
    pub act_as: bool,
}

/// A person signed in, or a link to sign in with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// The product.
    pub product: ProductId,
    /// The person.
    pub person: PersonId,
    /// Holds until then.
    pub until: At,
    /// Guards forms against being sent by another site.
    pub csrf: String,
    /// When it was last used, give or take five minutes; not known of links, and of sessions older than this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<At>,
    /// Who vouched for the person, where it was not a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ConnectionId>,
}

/// A person a provider vouched for, by an answer to one question of ours.
#[derive(Clone, Copy, Debug)]
pub struct Vouched<'a> {
    /// The provider.
    pub provider: &'a ConnectionId,
    /// What told our question from any other: it is used once.
    pub state: &'a str,
}

/// Stores a token under the hash of its secret.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn keep_token(table: &dyn Table, secret: &str, token: &Token) -> Result<(), Fault> {
    let row = row(Key::new(keys::TOKENS, sha256_hex(secret.as_bytes())), token, None);
    Ok(table.write(&[Action::Put(row, Condition::Any)]).await?)
}

/// The token of a secret.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn token(env: &Env, secret: &str) -> Result<Option<Token>, Fault> {
    read(env, &Key::new(keys::TOKENS, sha256_hex(secret.as_bytes()))).await
}

/// Stores a one-time link under the hash of its secret.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn keep_link(
    table: &dyn Table,
    secret: &str,
    product: &ProductId,
    person: &PersonId,
    now: At,
) -> Result<(), Fault> {
    let row = link_row(secret, product, person, None, now.plus(LINK));
    Ok(table.write(&[Action::Put(row, Condition::Any)]).await?)
}

/// Turns a link into a session, once.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn open_link(env: &Env, secret: &str) -> Result<Option<(String, Session)>, Fault> {
    let key = link_key(secret);
    let Some(link) = read::<Session>(env, &key).await?.filter(|link| link.until > env.now()) else { return Ok(None) };
    let (secret, session, row) = new_session(env, &link.product, &link.person, link.provider);
    match env.table.write(&[Action::Delete(key, Condition::Version(1)), Action::Put(row, Condition::Absent)]).await {
        Ok(()) => Ok(Some((secret, session))),
        Err(TableError::Conflict(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Opens a session for a person who was recognised another way; its secret.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn open_session(env: &Env, product: &ProductId, person: &PersonId) -> Result<String, Fault> {
    let (secret, _, row) = new_session(env, product, person, None);
    env.table.write(&[Action::Put(row, Condition::Absent)]).await?;
    Ok(secret)
}

/// Opens a session for a person a provider vouched for: its secret; none if that answer was used already.
///
/// # Errors
/// The table's.
pub async fn open_vouched(
    env: &Env,
    vouched: Vouched<'_>,
    product: &ProductId,
    person: &PersonId,
) -> Result<Option<String>, Fault> {
    let (secret, _, row) = new_session(env, product, person, Some(vouched.provider.clone()));
    Ok(once(env, vouched, vec![row]).await?.then_some(secret))
}

/// One-time links for a person whom several products know, one each, to choose from: their secrets in the same order;
/// none if the answer was used already.
///
/// # Errors
/// The table's.
pub async fn offer_vouched(
    env: &Env,
    vouched: Vouched<'_>,
    known: &[(ProductId, PersonId)],
) -> Result<Option<Vec<String>>, Fault> {
    let (until, mut secrets, mut rows) = (env.now().plus(SIGNING_IN), Vec::new(), Vec::new());
    for (product, person) in known {
        let secret = secret(env.chance.bytes());
        rows.push(link_row(&secret, product, person, Some(vouched.provider.clone()), until));
        secrets.push(secret);
    }
    Ok(once(env, vouched, rows).await?.then_some(secrets))
}

/// Writes rows together with the mark that this answer was used; false where it was before.
async fn once(env: &Env, vouched: Vouched<'_>, rows: Vec<Row>) -> Result<bool, Fault> {
    let mark = Key::new(keys::SESSIONS, format!("O#{}", sha256_hex(vouched.state.as_bytes())));
    // The question itself is no longer taken by then.
    let mark = row(mark, &vouched.provider, Some(env.now().plus(SIGNING_IN)));
    let put = std::iter::once(mark).chain(rows).map(|row| Action::Put(row, Condition::Absent));
    match env.table.write(&put.collect::<Vec<_>>()).await {
        Ok(()) => Ok(true),
        Err(TableError::Conflict(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The session of a secret, while it holds, with what holds now for its product. To be asked for is to be used.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn session(env: &Env, secret: &str) -> Result<Option<(Session, Current)>, Fault> {
    let key = session_key(secret);
    let Some(kept) = env.table.get(&key).await? else { return Ok(None) };
    let (session, now): (Session, _) = (parsed(&kept)?, env.now());
    if session.until <= now {
        return Ok(None);
    }
    let Some(current) = current(env, &session.product).await? else { return Ok(None) };
    let idle = current.version.catalogue.product.policy.idle();
    if session.used.is_some_and(|used| used.plus(idle) <= now) {
        // It is over for good: a longer time allowed later does not bring it back.
        written(env, Action::Delete(key, Condition::Version(kept.version))).await;
        return Ok(None);
    }
    if session.used.is_none_or(|used| now.since(used) >= NOTED) {
        let used = Session { used: Some(now), ..session.clone() };
        let noted = Row { version: kept.version + 1, ..row(key, &used, Some(session.until)) };
        written(env, Action::Put(noted, Condition::Version(kept.version))).await;
    }
    Ok(Some((session, current)))
}

/// Whoever else writes it down at this moment, or ends the session, goes first; and nobody is kept from a page because
/// the table takes no writes.
async fn written(env: &Env, action: Action) {
    match env.table.write(&[action]).await {
        Ok(()) | Err(TableError::Conflict(_)) => {}
        Err(error) => tracing::warn!("the use of a session is not written down: {error}"),
    }
}

/// Ends a session.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn close_session(env: &Env, secret: &str) -> Result<(), Fault> {
    Ok(env.table.write(&[Action::Delete(session_key(secret), Condition::Any)]).await?)
}

/// A fresh secret, 32 hex digits.
pub fn secret(bytes: [u8; 16]) -> String {
    hex::encode(bytes)
}

fn new_session(
    env: &Env,
    product: &ProductId,
    person: &PersonId,
    provider: Option<ConnectionId>,
) -> (String, Session, Row) {
    let secret = secret(env.chance.bytes());
    let csrf = self::secret(env.chance.bytes());
    let (used, until) = (Some(env.now()), env.now().plus(SESSION));
    let session = Session { product: product.clone(), person: person.clone(), until, csrf, used, provider };
    let row = row(session_key(&secret), &session, Some(until));
    (secret, session, row)
}

fn link_row(secret: &str, product: &ProductId, person: &PersonId, provider: Option<ConnectionId>, until: At) -> Row {
    let (product, person, csrf) = (product.clone(), person.clone(), String::new());
    let link = Session { product, person, until, csrf, used: None, provider };
    row(link_key(secret), &link, Some(until))
}

fn link_key(secret: &str) -> Key {
    Key::new(keys::SESSIONS, format!("L#{}", sha256_hex(secret.as_bytes())))
}

fn session_key(secret: &str) -> Key {
    Key::new(keys::SESSIONS, format!("S#{}", sha256_hex(secret.as_bytes())))
}

fn row(key: Key, body: &impl Serialize, expires: Option<At>) -> Row {
    let body = serde_json::to_string(body).expect("access rows have only string keys");
    Row { key, body, version: 1, due: None, listed: None, expires: expires.map(|at| at.0) }
}

async fn read<T: serde::de::DeserializeOwned>(env: &Env, key: &Key) -> Result<Option<T>, Fault> {
    let row = env.table.get(key).await?;
    row.as_ref().map(parsed).transpose()
}

fn parsed<T: serde::de::DeserializeOwned>(row: &Row) -> Result<T, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("access row", error))
}
