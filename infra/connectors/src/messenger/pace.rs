//! When calls may be made: who was asked to wait makes none before, and a messenger that was seen to take one message
//! a second in a chat is not given two.
//!
//! The messenger's word is what counts; nothing is slowed down before it asked.

use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CallError, Clock};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// A wait no longer than this is about one chat; a longer one about all calls of the kind.
const ABOUT_ONE_CHAT: Length = Length::seconds(5);

/// Between messages in one chat, where the messenger says nothing of how long.
const UNTOLD: Length = Length::seconds(1);

/// Who waits for what.
pub(super) struct Pace {
    clock: Arc<dyn Clock>,
    learnt: Mutex<Learnt>,
}

#[derive(Default)]
struct Learnt {
    /// Kinds of calls that are not made before.
    held: BTreeMap<String, At>,
    /// Between two messages in one chat.
    between: Option<Length>,
    /// Chats, and until when each is left alone.
    chats: BTreeMap<RoomId, At>,
}

impl Pace {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, learnt: Mutex::default() }
    }

    /// A call of a kind, if it may be made now.
    pub(super) async fn call<T>(
        &self,
        kind: &str,
        call: impl Future<Output = Result<T, CallError>>,
    ) -> Result<T, CallError> {
        let held = self.learnt().held.get(kind).copied();
        self.only_after(held)?;
        let done = call.await;
        if let Err(CallError::Throttled { retry_after: Some(asked) }) = &done {
            self.hold(kind, *asked);
        }
        done
    }

    /// A message into a chat, if it may be sent now.
    pub(super) async fn post<T>(
        &self,
        kind: &str,
        room: &RoomId,
        call: impl Future<Output = Result<T, CallError>>,
    ) -> Result<T, CallError> {
        let until = {
            let learnt = self.learnt();
            learnt.held.get(kind).copied().max(learnt.chats.get(room).copied())
        };
        self.only_after(until)?;
        let done = call.await;
        match &done {
            Err(CallError::Throttled { retry_after: Some(asked) }) if *asked > ABOUT_ONE_CHAT => {
                self.hold(kind, *asked)
            }
            Err(CallError::Throttled { retry_after }) => {
                let asked = retry_after.unwrap_or(UNTOLD);
                self.learnt().between = Some(asked);
                self.leave_alone(room, asked);
            }
            _ => {
                let between = self.learnt().between;
                between.into_iter().for_each(|between| self.leave_alone(room, between));
            }
        }
        done
    }

    fn only_after(&self, until: Option<At>) -> Result<(), CallError> {
        let now = self.clock.now();
        match until.filter(|until| *until > now) {
            Some(until) => Err(CallError::Throttled { retry_after: Some(until.since(now)) }),
            None => Ok(()),
        }
    }

    fn hold(&self, kind: &str, asked: Length) {
        let now = self.clock.now();
        let held = &mut self.learnt().held;
        held.retain(|_, until| *until > now);
        held.insert(kind.to_owned(), now.plus(asked));
    }

    fn leave_alone(&self, room: &RoomId, length: Length) {
        let now = self.clock.now();
        let chats = &mut self.learnt().chats;
        chats.retain(|_, until| *until > now);
        chats.insert(room.clone(), now.plus(length));
    }

    fn learnt(&self) -> MutexGuard<'_, Learnt> {
        self.learnt.lock().expect("nothing panics while holding it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;

    struct Moved(Mutex<At>);

    #[async_trait]
    impl Clock for Moved {
        fn now(&self) -> At {
            *self.0.lock().expect("nothing panics while holding it")
        }

        async fn sleep(&self, _: Length) {}
    }

    const WAIT: fn(i64) -> CallError = |seconds| CallError::Throttled { retry_after: Some(Length::seconds(seconds)) };

    fn pace() -> (Arc<Moved>, Pace) {
        let clock = Arc::new(Moved(Mutex::new(At(0))));
        (Arc::clone(&clock), Pace::new(clock))
    }

    #[tokio::test]
    async fn who_was_asked_to_wait_does_not_call_before() {
        let (clock, pace) = pace();
        assert_eq!(pace.call("create", async { Err::<(), _>(WAIT(60)) }).await, Err(WAIT(60)));
        *clock.0.lock().expect("free") = At(45_000);
        let called = async { panic!("nothing is called") };
        assert_eq!(pace.call::<()>("create", called).await, Err(WAIT(15)));
        assert_eq!(pace.call("invite", async { Ok(()) }).await, Ok(()), "other calls are made");
        *clock.0.lock().expect("free") = At(60_000);
        assert_eq!(pace.call("create", async { Ok(()) }).await, Ok(()));
    }

    #[tokio::test]
    async fn a_chat_that_takes_a_message_a_second_is_given_no_two() {
        let (clock, pace) = pace();
        let (one, other) = (RoomId::from("one"), RoomId::from("other"));
        for _ in 0..2 {
            assert_eq!(pace.post("post", &one, async { Ok(()) }).await, Ok(()), "as fast as it is taken");
        }
        let untold = CallError::Throttled { retry_after: None };
        assert_eq!(pace.post("post", &one, async { Err::<(), _>(untold.clone()) }).await, Err(untold.clone()));
        assert_eq!(pace.post("post", &other, async { Ok(()) }).await, Ok(()));
        for room in [&one, &other] {
            let called = async { panic!("nothing is called") };
            assert_eq!(pace.post::<()>("post", room, called).await, Err(WAIT(1)));
        }
        *clock.0.lock().expect("free") = At(1_000);
        assert_eq!(pace.post("post", &one, async { Ok(()) }).await, Ok(()));
    }
}
