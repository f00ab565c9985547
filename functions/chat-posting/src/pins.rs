//! Pins that are owed: where the messenger asks to wait with pinning, the chat is posted to all the same.

use crate::posting::Posting;
use nabat_domain::time::Length;
use nabat_kit::chat::ChatRow;
use nabat_kit::env::Env;
use nabat_kit::perform::{ATTEMPTS_AT_MESSENGER, wait_at_messenger};
use nabat_kit::port::{CallError, EffectKey, MessageId};

/// A message is to be pinned once what waits is posted, or as soon as the messenger lets.
pub(crate) fn pin_soon(env: &Env, chat: &mut ChatRow, message: MessageId) {
    chat.unpinned.push(message);
    chat.pin_at.get_or_insert(env.now());
}

impl Posting {
    /// Pins what is owed, as far as the messenger lets. What it refuses for good is for the operator: nobody in the
    /// chat can do anything about it.
    pub(crate) async fn pin(&self, env: &Env, chat: &mut ChatRow) {
        if chat.pin_at.is_some_and(|at| at > env.now()) {
            return;
        }
        chat.pin_at = None;
        while let Some(message) = chat.unpinned.first().cloned() {
            let room = self.room();
            let key = EffectKey(format!("{room}/pin/{}", message.0));
            let mut settled = 1;
            match self.messenger().pin_together(&key, room, &chat.unpinned).await {
                Ok(pinned) => settled = pinned.clamp(1, chat.unpinned.len()),
                Err(CallError::Permanent(why)) => tracing::error!(%room, "a message is not pinned: {why}"),
                Err(error) => {
                    let asked = match &error {
                        CallError::Throttled { retry_after } => *retry_after,
                        CallError::Transient(_) | CallError::Permanent(_) => None,
                    };
                    chat.pin_failures += u32::from(asked.is_none());
                    if chat.pin_failures < ATTEMPTS_AT_MESSENGER {
                        let wait: Length = asked.unwrap_or_else(|| wait_at_messenger(chat.pin_failures));
                        chat.pin_at = Some(env.now().plus(wait));
                        return;
                    }
                    tracing::error!(%room, "a message is not pinned: {error:?}");
                }
            }
            chat.unpinned.drain(..settled);
            chat.pin_failures = 0;
        }
    }
}
