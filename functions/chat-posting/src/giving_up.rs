//! A post that failed: the chat waits and tries again, and a post that failed too often stands aside.

use crate::lease::Leased;
use crate::waiting::Waiting;
use nabat_domain::time::{At, Length};
use nabat_kit::env::Env;
use nabat_kit::keys;
use nabat_kit::perform::{ATTEMPTS, JobRow, wait};
use nabat_kit::table::{Action, Condition, Key, Listed, Row};

/// The messenger is down or busy: the chat waits; a post that failed too often is given up.
pub(crate) fn wait_or_give_up(
    env: &Env,
    chat: &mut Leased,
    post: &Waiting,
    why: &str,
    asked: Option<Length>,
) -> Option<Action> {
    let now = env.now();
    let body = &mut chat.body;
    body.failures += 1;
    body.not_before = Some(now.plus(asked.unwrap_or_else(|| wait(body.failures))));
    tracing::warn!(incident.id = %post.body.incident, chat = %chat.key.pk, attempts = body.failures, "chat waits: {why}");
    if body.failures < ATTEMPTS || asked.is_some() {
        return None;
    }
    body.failures = 0;
    Some(give_up(env, post, why))
}

/// A post that cannot be posted goes to the dead list and stands in nobody's way.
pub(crate) fn give_up(env: &Env, post: &Waiting, why: &str) -> Action {
    let now: At = env.now();
    let product = post.row.key.pk.split_once("#C#").map_or("", |(product, _)| product);
    tracing::error!(incident.id = %post.body.incident, job.kind = post.body.job.kind(), "post given up: {why}");
    let row = Row {
        key: Key::new(post.row.key.pk.clone(), post.row.key.sk.replacen("P#", "X#", 1)),
        body: dead(post, why),
        version: 1,
        due: None,
        listed: Some(Listed {
            list: keys::dead_list(&product.into()),
            order: format!("{:015}#{}", now.0, post.row.key.sk),
        }),
        expires: None,
    };
    Action::Put(row, Condition::Any)
}

fn dead(post: &Waiting, why: &str) -> String {
    let body = JobRow {
        queue: post.body.job.queue(),
        job: post.body.job.clone(),
        attempts: ATTEMPTS,
        last_error: Some(why.to_owned()),
        at: post.body.at,
    };
    serde_json::to_string(&body).expect("a job has only string keys")
}
