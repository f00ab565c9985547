//! The chat under lease: one drains it, everybody else leaves it alone.

use crate::waiting::put_off;
use nabat_kit::chat::ChatRow;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::perform::{CALL, LEASE};
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, Row, TableError};

/// A chat under lease.
pub(crate) struct Leased {
    pub(crate) key: Key,
    version: u64,
    pub(crate) body: ChatRow,
    /// What was done and is not written yet. It goes with the chat's row whenever that is: a row that knows the
    /// place of a message of which nothing else is on record would have it changed instead of said.
    pub(crate) done: Vec<Action>,
    /// Why the lease could not begin anew: that is the table's fault, and no messenger's.
    unkept: Option<Fault>,
}

/// Leases the chat if it may be posted to now, and there is time for it.
pub(crate) async fn lease(env: &Env, partition: &str) -> Result<Option<Leased>, Fault> {
    let key = keys::chat(partition);
    let row = env.table.get(&key).await?;
    let (condition, version, mut body) = match &row {
        None => (Condition::Absent, 0, ChatRow::default()),
        Some(row) => {
            let body: ChatRow = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("chat", error))?;
            (Condition::Version(row.version), row.version, body)
        }
    };
    let now = env.now();
    if let Some(until) = body.not_before.filter(|until| *until > now) {
        return put_off(env, partition, until).await.map(|()| None);
    }
    if body.leased_until.is_some_and(|until| until > now) {
        return Err(Fault::Retry(format!("{partition} is being drained")));
    }
    if !env.has_time_for_a_call() {
        return Err(Fault::NoTime);
    }
    if body.leased_until.is_some() {
        // Whoever leased it last did not come to give it back.
        body.doubt.begins();
    }
    body.leased_until = Some(now.plus(LEASE));
    let mut leased = Leased { key, version, body, done: Vec::new(), unkept: None };
    match leased.write(env, condition).await {
        Ok(()) => Ok(Some(leased)),
        Err(TableError::Conflict(_)) => Err(Fault::Retry(format!("{partition} is being drained"))),
        Err(error) => Err(error.into()),
    }
}

/// Whether the chat is due for a message that is still to be pinned.
pub(crate) async fn owes_a_pin(env: &Env, partition: &str) -> Result<bool, Fault> {
    let row = env.table.get(&keys::chat(partition)).await?;
    Ok(row.and_then(|row| row.due).is_some_and(|due| due.at <= env.now().0))
}

impl Leased {
    /// Writes the chat's row as it is now, and with it what was done. Whoever is refused knows no later version than
    /// before, and is refused again: the chat is somebody else's by now.
    async fn write(&mut self, env: &Env, condition: Condition) -> Result<(), TableError> {
        let version = self.version + 1;
        let body = serde_json::to_string(&self.body).expect("a chat has only string keys");
        // What is still to be pinned is nobody's post: the chat itself is due for it.
        let due = self.body.pin_at.map(|at| Due { shard: shard(&self.key.pk), at: at.0 });
        let row = Row { key: self.key.clone(), body, version, due, listed: None, expires: None };
        self.done.push(Action::Put(row, condition));
        let written = env.table.write(&self.done).await;
        if written.is_ok() {
            self.version = version;
            self.done.clear();
        } else {
            self.done.pop();
        }
        written
    }

    /// Before a call: a lease that might end during it begins anew. One that might be cut off is not made.
    pub(crate) async fn renew(&mut self, env: &Env) -> Result<(), Fault> {
        if !env.has_time_for_a_call() {
            return Err(Fault::NoTime);
        }
        if self.body.leased_until.is_some_and(|until| until > env.now().plus(CALL)) {
            return Ok(());
        }
        let kept = self.keep(env).await;
        self.unkept = kept.clone().err();
        kept
    }

    /// Nothing, unless the lease could not begin anew.
    pub(crate) fn still_kept(&mut self) -> Result<(), Fault> {
        self.unkept.take().map_or(Ok(()), Err)
    }

    /// Writes what was done so far; the lease begins anew.
    pub(crate) async fn keep(&mut self, env: &Env) -> Result<(), Fault> {
        let until = self.body.leased_until.replace(env.now().plus(LEASE));
        let condition = Condition::Version(self.version);
        let kept = self.write(env, condition).await;
        if kept.is_err() {
            // What is not on record is no lease.
            self.body.leased_until = until;
        }
        Ok(kept?)
    }

    /// Writes what was done last; the chat is anybody's again.
    pub(crate) async fn release(&mut self, env: &Env) -> Result<(), Fault> {
        self.body.leased_until = None;
        let condition = Condition::Version(self.version);
        Ok(self.write(env, condition).await?)
    }
}
