//! What is remembered of a group of alerts: the record it stands under, and whether it has been quiet since.

use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::time::{At, Length};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::table::{Action, Condition, Key, Row, TableError};
use serde::{Deserialize, Serialize};

/// A group that has been over for so long is news when it fires again.
const QUIET: Length = Length::hours(1);
/// A group last heard of as firing is taken to fire for so long, for one that goes on is sent again every few hours
/// (Alertmanager's `repeat_interval`), and of some nobody says that they are over (its `send_resolved`).
const FIRING: Length = Length::hours(24);
/// How long it is remembered.
const REMEMBERED: Length = Length::hours(7 * 24);

/// Which record a group stands under.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Heard {
    pub(super) desk: DeskId,
    /// When it was last heard of.
    heard: At,
    /// Whether it fired then.
    #[serde(default)]
    firing: bool,
    /// It was proposed or registered. Its name is written down before that, for another delivery of the group in the
    /// same moment goes by it; where the process dies between, the next delivery does what is left.
    #[serde(default = "taken")]
    pub(super) taken: bool,
}

/// Rows of before names were written down first.
const fn taken() -> bool {
    true
}

impl Heard {
    /// It has not been quiet for long enough to be news.
    pub(super) fn lasts(&self, now: At) -> bool {
        now.since(self.heard) < if self.firing { FIRING } else { QUIET }
    }
}

/// The row of a group.
pub(super) struct Memory {
    key: Key,
    version: Option<u64>,
    /// The row by its bare hash, where a version of before wrote one and nothing was written since.
    before: Option<(Key, u64)>,
    /// What it holds.
    pub(super) last: Option<Heard>,
}

impl Memory {
    /// What is remembered of a group. What a version of before wrote down is remembered for as long as it would have
    /// been, a week: without it everything that fires at the upgrade would be news.
    pub(super) async fn of(env: &Env, product: &ProductId, group: &str) -> Result<Self, Fault> {
        let hash = env.secrets.body_hash(format!("group of alerts\n{product}\n{group}").as_bytes());
        let key = keys::alert_group(product, &hash);
        let row = env.table.get(&key).await?;
        let before = match row {
            Some(_) => None,
            None => env.table.get(&keys::alert_group_before(product, group)).await?,
        };
        let last = row.as_ref().or(before.as_ref()).map(|row| serde_json::from_str(&row.body)).transpose();
        let last = last.map_err(|error| Fault::unreadable("alert group", error))?;
        Ok(Self { key, version: row.map(|row| row.version), before: before.map(|row| (row.key, row.version)), last })
    }

    /// Writes down the record of a group that is heard of now; whether nobody else did in the meantime.
    pub(super) async fn note(&mut self, env: &Env, desk: &DeskId, firing: bool, taken: bool) -> Result<bool, Fault> {
        let now = env.now();
        let heard = Heard { desk: desk.clone(), heard: now, firing, taken };
        let version = self.version.map_or(1, |version| version + 1);
        let row = Row {
            key: self.key.clone(),
            body: serde_json::to_string(&heard).expect("only string keys"),
            version,
            due: None,
            listed: None,
            expires: Some(now.plus(REMEMBERED).0),
        };
        let condition = self.version.map_or(Condition::Absent, Condition::Version);
        let mut actions = vec![Action::Put(row, condition)];
        let before = self.before.iter();
        actions.extend(before.map(|(key, version)| Action::Delete(key.clone(), Condition::Version(*version))));
        match env.table.write(&actions).await {
            Ok(()) => {
                (self.version, self.before, self.last) = (Some(version), None, Some(heard));
                Ok(true)
            }
            Err(TableError::Conflict(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
