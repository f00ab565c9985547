//! Posts that wait in a chat's partition: read in order, or dropped where there is nobody to read them.

use crate::giving_up::unreadable;
use nabat_domain::incident::Job;
use nabat_domain::time::At;
use nabat_kit::chat::QueuedPost;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::table::{Action, Condition, Due, MAX_ACTIONS, Query, Row, TableError};

/// Actions left for the chat's own row beside a batch of others.
const BATCH: usize = MAX_ACTIONS - 1;

/// A post as it stands in the table.
pub(crate) struct Waiting {
    pub(crate) row: Row,
    pub(crate) body: QueuedPost,
}

/// The posts that wait, the oldest first.
pub(crate) async fn waiting(env: &Env, partition: &str, limit: usize) -> Result<Vec<Waiting>, Fault> {
    let mut found = Vec::new();
    for row in rows(env, partition, limit).await? {
        match serde_json::from_str(&row.body) {
            Ok(body) => found.push(Waiting { row, body }),
            // One post that cannot be read must not keep the chat waiting.
            Err(error) => unreadable(env, row, &Fault::unreadable("post", error)).await?,
        }
    }
    Ok(found)
}

/// Not before then is there anything to do for this chat: its posts are due then.
pub(crate) async fn put_off(env: &Env, partition: &str, until: At) -> Result<(), Fault> {
    let early = |row: &Row| row.due.is_some_and(|due| due.at < until.0);
    let found: Vec<Row> = rows(env, partition, usize::MAX).await?.into_iter().filter(early).collect();
    for some in found.chunks(BATCH) {
        let later = |row: &Row| {
            let due = row.due.map(|due| Due { at: until.0, ..due });
            Action::Put(Row { version: row.version + 1, due, ..row.clone() }, Condition::Version(row.version))
        };
        match env.table.write(&some.iter().map(later).collect::<Vec<_>>()).await {
            // Somebody works on them: they will be put off with the next bell, if they have to be.
            Ok(()) | Err(TableError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The same as rows.
pub(crate) async fn rows(env: &Env, partition: &str, limit: usize) -> Result<Vec<Row>, Fault> {
    Ok(env.table.query(&Query { limit, ..Query::prefix(partition, "P#") }).await?)
}

/// The archive is done in a batch of its own: once it is done, nothing before it can be repeated.
/// Gives the posts to do now and how many were left for later.
pub(crate) fn up_to_archive(mut found: Vec<Waiting>) -> (Vec<Waiting>, usize) {
    let archive = found.iter().position(|waiting| matches!(waiting.body.job, Job::Archive { .. }));
    let now = match archive {
        Some(0) => 1,
        Some(place) => place,
        None => found.len(),
    };
    let rest = found.split_off(now).len();
    (found, rest)
}

/// Posts with whether each is superseded by one behind it.
pub(crate) fn marked(batch: Vec<Waiting>) -> Vec<(Waiting, bool)> {
    let superseded: Vec<bool> = (0..batch.len()).map(|at| is_superseded(&batch, at)).collect();
    batch.into_iter().zip(superseded).collect()
}

/// Where nothing has a key, each post is recorded before the next is made. How many were left for later.
pub(crate) fn after_the_first(batch: &mut Vec<(Waiting, bool)>) -> usize {
    let first = batch.iter().position(|(_, superseded)| !superseded);
    batch.split_off(first.map_or(batch.len(), |first| first + 1)).len()
}

/// A later card, or a later message in the same place, makes an edit pointless.
fn is_superseded(batch: &[Waiting], at: usize) -> bool {
    let place = |waiting: &Waiting| match &waiting.body.job {
        Job::Card => Some((waiting.body.incident.clone(), None)),
        Job::Post(post) if post.prompt.is_none() => {
            post.slot.clone().map(|slot| (waiting.body.incident.clone(), Some(slot)))
        }
        _ => None,
    };
    let this = place(&batch[at]);
    this.is_some() && batch[at + 1..].iter().any(|later| place(later) == this)
}

/// There is no room for these and will be none.
pub(crate) async fn drop_all(env: &Env, partition: &str) -> Result<(), Fault> {
    loop {
        let found = rows(env, partition, BATCH).await?;
        if found.is_empty() {
            return Ok(());
        }
        tracing::warn!(chat = partition, posts = found.len(), "posts dropped: there is no room for them");
        let delete = |row: Row| Action::Delete(row.key, Condition::Any);
        env.table.write(&found.into_iter().map(delete).collect::<Vec<_>>()).await?;
    }
}
