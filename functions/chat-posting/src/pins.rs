//! Pins that are owed: where the messenger asks to wait with pinning, the chat is posted to all the same.

use crate::lease::Leased;
use crate::posting::Posting;
use nabat_domain::time::Length;
use nabat_kit::chat::ChatRow;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::patience::{ATTEMPTS_AT_MESSENGER, wait_at_messenger};
use nabat_kit::port::{CallError, EffectKey, MessageId};

/// A message is to be pinned once what waits is posted, or as soon as the messenger lets.
pub(crate) fn pin_soon(env: &Env, chat: &mut ChatRow, message: MessageId) {
    chat.unpinned.push(message);
    chat.pin_at.get_or_insert(env.now());
}

impl Posting {
    /// Pins what is owed, as far as the messenger lets. What it refuses for good is for the operator: nobody in the
    /// chat can do anything about it. Until all of it is done the chat stays due for it.
    pub(crate) async fn pin(&self, env: &Env, chat: &mut Leased) -> Result<(), Fault> {
        if chat.body.pin_at.is_some_and(|at| at > env.now()) {
            return Ok(());
        }
        while let Some(message) = chat.body.unpinned.first().cloned() {
            if !env.has_time_for_a_call() {
                // The chat is due for it already.
                return Ok(());
            }
            let room = self.room();
            let key = EffectKey(format!("{room}/pin/{}", message.0));
            let mut settled = 1;
            match self.messenger(env, chat).await?.pin_together(&key, room, &chat.body.unpinned).await {
                Ok(pinned) => settled = pinned.clamp(1, chat.body.unpinned.len()),
                Err(CallError::Permanent(why)) => tracing::error!(%room, "a message is not pinned: {why}"),
                Err(error) => {
                    let asked = match &error {
                        CallError::Throttled { retry_after } => *retry_after,
                        CallError::Transient(_) | CallError::Permanent(_) => None,
                    };
                    chat.body.pin_failures += u32::from(asked.is_none());
                    if chat.body.pin_failures < ATTEMPTS_AT_MESSENGER {
                        let wait: Length = asked.unwrap_or_else(|| wait_at_messenger(chat.body.pin_failures));
                        chat.body.pin_at = Some(env.now().plus(wait));
                        return Ok(());
                    }
                    tracing::error!(%room, "a message is not pinned: {error:?}");
                }
            }
            chat.body.unpinned.drain(..settled);
            chat.body.pin_failures = 0;
        }
        chat.body.pin_at = None;
        Ok(())
    }
}
