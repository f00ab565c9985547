//! A post that failed: the chat waits and tries again, and a post that failed too often stands aside.

use crate::lease::Leased;
use crate::waiting::Waiting;
use nabat_domain::ids::ProductId;
use nabat_domain::time::Length;
use nabat_kit::dead::{self, Notices, SetAside, is_notice, notices};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::patience::{ATTEMPTS_AT_MESSENGER, wait_at_messenger};
use nabat_kit::table::{Action, Condition, Key, Row};

/// The chat waits before the next attempt; `true` if the first post in it failed too often.
pub(crate) fn wait_longer(env: &Env, chat: &mut Leased, why: &str, asked: Option<Length>) -> bool {
    let body = &mut chat.body;
    body.failures += 1;
    body.not_before = Some(env.now().plus(asked.unwrap_or_else(|| wait_at_messenger(body.failures))));
    tracing::warn!(chat = %chat.key.pk, attempts = body.failures, "chat waits: {why}");
    let too_often = body.failures >= ATTEMPTS_AT_MESSENGER && asked.is_none();
    if too_often {
        body.failures = 0;
    }
    too_often
}

/// A post that cannot be posted goes to the dead list and stands in nobody's way.
pub(crate) fn give_up(env: &Env, post: &Waiting, why: &str) -> Vec<Action> {
    tracing::error!(incident.id = %post.body.incident, job.kind = post.body.job.kind(), "post given up: {why}");
    let aside = SetAside {
        kind: post.body.job.kind().to_owned(),
        incident: Some(post.body.incident.clone()),
        attempts: ATTEMPTS_AT_MESSENGER,
        last_error: why.to_owned(),
        at: post.body.at,
        set_aside: SetAside::of(&post.row.body),
    };
    aside_of(env, &post.row, &aside)
}

/// Whom to tell of a post given up: not those this chat cannot reach.
pub(crate) async fn told(env: &Env, post: &Waiting) -> Notices {
    if is_notice(&post.body.job) {
        return Notices::default();
    }
    let partition = &post.row.key.pk;
    let told = notices(env, &product(partition), Some(&post.body.incident), post.body.job.kind()).await;
    told.elsewhere_than(partition)
}

/// A post this program cannot read is set aside as it is.
pub(crate) async fn unreadable(env: &Env, row: Row, fault: &Fault) -> Result<(), Fault> {
    tracing::error!(pk = %row.key.pk, sk = %row.key.sk, "post set aside: {fault}");
    let aside = SetAside {
        kind: "unreadable".to_owned(),
        incident: None,
        attempts: 1,
        last_error: fault.to_string(),
        at: env.now(),
        set_aside: SetAside::of(&row.body),
    };
    let told = notices(env, &product(&row.key.pk), None, "unreadable").await;
    told.elsewhere_than(&row.key.pk).with(env, aside_of(env, &row, &aside)).await
}

/// The post's row goes, what stands for it in the dead list comes.
fn aside_of(env: &Env, row: &Row, aside: &SetAside) -> Vec<Action> {
    let key = Key::new(row.key.pk.clone(), row.key.sk.replacen("P#", "X#", 1));
    let listed = Some(dead::listed(&product(&row.key.pk), &row.key, env.now()));
    let body = serde_json::to_string(aside).expect("what is set aside has only string keys");
    let dead = Row { key, body, version: 1, due: None, listed, expires: None };
    vec![Action::Put(dead, Condition::Any), Action::Delete(row.key.clone(), Condition::Any)]
}

fn product(partition: &str) -> ProductId {
    ProductId::from(partition.split_once("#C#").map_or("", |(product, _)| product))
}
