//! One batch of a chat's posts: each posted, dropped, given up, or left to wait with what comes after it.

use crate::giving_up::{give_up, told, wait_longer};
use crate::lease::Leased;
use crate::posting::Posting;
use crate::second;
use crate::waiting::Waiting;
use nabat_domain::incident::{ChatLost, Job};
use nabat_domain::time::Length;
use nabat_kit::chat::Doubt;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::Bell;
use nabat_kit::table::{Action, Condition};
use nabat_kit::trace;

/// Longest wait a messenger may ask for that is waited out while draining.
const LONGEST_WAIT: Length = Length::seconds(5);

/// So often one post waits so before the chat is left for later.
const PATIENCE: u32 = 3;

/// What came of a batch. What is to be written for it stands with the chat.
#[derive(Default)]
pub(crate) struct Done {
    /// To be rung once it is written.
    pub(crate) bells: Vec<Bell>,
    /// The messenger asked to stop.
    pub(crate) stopped: bool,
    /// The room is lost: what waits, waits for the next one.
    pub(crate) lost: bool,
    /// Somebody was told of a post given up.
    told: bool,
}

impl Done {
    /// The bot is not in the incident's room any more: the post waits for the next one.
    async fn is_lost(&mut self, env: &Env, chat: &mut Leased, posting: &Posting, post: &Waiting) -> bool {
        if !posting.is_thrown_out().await {
            return false;
        }
        let Some(told) = second::lost(env, posting, post, ChatLost::ThrownOut) else { return false };
        self.wait_for_the_next(chat, told);
        true
    }

    /// The messenger does not answer, and what waits goes on in the second one.
    fn goes_on_elsewhere(&mut self, env: &Env, chat: &mut Leased, posting: &Posting, post: &Waiting) -> bool {
        if !second::does_not_answer(&chat.body) {
            return false;
        }
        if let Some(person) = &posting.destination().person {
            return second::turn_to(env, &posting.destination().current, person, &mut chat.body);
        }
        let Some(told) = second::lost(env, posting, post, ChatLost::Unreachable) else { return false };
        self.wait_for_the_next(chat, told);
        true
    }

    fn wait_for_the_next(&mut self, chat: &mut Leased, told: Action) {
        self.bells.extend(bell_of(&told));
        chat.done.push(told);
        self.lost = true;
    }

    /// A post is given up; the first of a batch is told of.
    async fn give_up(&mut self, env: &Env, chat: &mut Leased, post: &Waiting, why: &str) {
        chat.done.extend(give_up(env, post, why));
        if !self.told {
            self.told = true;
            let (told, bells) = told(env, post).await.split();
            chat.done.extend(told);
            self.bells.extend(bells);
        }
    }
}

/// Posts one batch.
pub(crate) async fn post_all(
    env: &Env,
    chat: &mut Leased,
    posting: &mut Posting,
    batch: Vec<(Waiting, bool)>,
) -> Result<Done, Fault> {
    let mut done = Done::default();
    for (post, superseded) in batch {
        if superseded || came_too_late(chat, &post) {
            chat.done.push(Action::Delete(post.row.key, Condition::Any));
            continue;
        }
        if matches!(post.body.job, Job::Archive { .. }) {
            // In a room closed for writing nothing is pinned any more.
            posting.pin(env, chat).await?;
        }
        trace::follow(post.body.trace.as_deref(), &post.body.incident);
        let posted = patiently(env, chat, posting, &post).await;
        chat.still_kept()?;
        match posted {
            Ok(kept) => {
                tracing::info!(incident.id = %post.body.incident, job.kind = post.body.job.kind(), "posted");
                done.bells.extend(kept.iter().filter_map(bell_of));
                chat.done.extend(kept);
                chat.done.push(Action::Delete(post.row.key, Condition::Any));
                chat.body.archived |= matches!(post.body.job, Job::Archive { .. });
            }
            Err(Fault::Permanent(_)) if done.is_lost(env, chat, posting, &post).await => return Ok(done),
            Err(Fault::Permanent(why)) => done.give_up(env, chat, &post, &why).await,
            Err(Fault::NoTime) => {
                // Of one that takes several calls the first may be made.
                chat.body.doubt.begins();
                done.stopped = true;
                return Ok(done);
            }
            Err(fault @ (Fault::Retry(_) | Fault::AskedToWait(_))) => {
                let (why, in_doubt) = (fault.to_string(), matches!(fault, Fault::Retry(_)));
                if in_doubt {
                    chat.body.doubt.begins();
                }
                let dead = wait_longer(env, chat, &why, asked_to_wait(&fault));
                if !done.goes_on_elsewhere(env, chat, posting, &post) && dead {
                    if in_doubt {
                        chat.body.doubt = Doubt::GivenUp;
                    }
                    done.give_up(env, chat, &post, &why).await;
                }
                done.stopped = true;
                return Ok(done);
            }
        }
        chat.body.failures = 0;
    }
    Ok(done)
}

/// A job among what is kept is rung for.
fn bell_of(kept: &Action) -> Option<Bell> {
    match kept {
        Action::Put(row, _) if row.key.sk.starts_with("J#") => Some(Bell::Incident(row.key.clone())),
        Action::Put(..) | Action::Delete(..) | Action::Check(..) => None,
    }
}

/// The room was closed for writing before this was said. Personal data is removed all the same.
fn came_too_late(chat: &Leased, post: &Waiting) -> bool {
    let late = chat.body.archived && !matches!(post.body.job, Job::Erase { .. });
    if late {
        tracing::info!(incident.id = %post.body.incident, chat = %chat.key.pk, "post dropped: the chat is over");
    }
    late
}

/// Posts one thing. A messenger that asks to wait a few seconds is waited for, here and now: ringing
/// again later would cost more time than it wants.
async fn patiently(env: &Env, chat: &mut Leased, posting: &mut Posting, post: &Waiting) -> Result<Vec<Action>, Fault> {
    for _ in 0..PATIENCE {
        let posted = posting.post(env, chat, &post.body, &post.row.key).await;
        match posted.as_ref().err().and_then(asked_to_wait).filter(|asked| *asked <= LONGEST_WAIT) {
            Some(asked) => env.clock.sleep(asked).await,
            None => return posted,
        }
    }
    posting.post(env, chat, &post.body, &post.row.key).await
}

/// How long the messenger asked to wait, if it did.
const fn asked_to_wait(fault: &Fault) -> Option<Length> {
    match fault {
        Fault::AskedToWait(asked) => Some(*asked),
        Fault::Retry(_) | Fault::NoTime | Fault::Permanent(_) => None,
    }
}
