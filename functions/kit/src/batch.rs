//! A batch of bells from a queue: each group in its order, groups side by side, a fault fails its own alone, and
//! so does a message that takes longer than there is time.
//!
//! The same for every queue that hands out several messages at once, whoever fetches them.

use crate::fault::Fault;
use crate::port::Bell;
use crate::trace::traced;
use nabat_domain::time::Length;
use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

/// A message comes again after this at the earliest, and at the latest.
const SOONEST: Length = Length::seconds(1);
const LATEST: Length = Length::seconds(30);

/// One message of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rung {
    /// What must be answered in order among itself; `None` stands alone.
    pub group: Option<String>,
    /// The message as it came.
    pub text: String,
    /// How often it was handed out, this time included.
    pub received: u32,
}

/// What becomes of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Settled {
    /// It goes: what it rang for is done.
    Done,
    /// It comes again after so long.
    Again(Length),
    /// It never will be done as it is: for the dead list, with the reason.
    Dead(String),
}

/// Answers a batch. One outcome a message, in their order. What is not answered when the time is over is left where
/// it stands, as a crash would leave it, and comes again; what was answered before stays done.
pub async fn settle<A, F>(batch: Vec<Rung>, answer: A, over: impl Future<Output = ()>) -> Vec<Settled>
where
    A: Fn(Bell) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let mut settled = vec![Settled::Again(SOONEST); batch.len()];
    let (answer, (tell, mut told)) = (Arc::new(answer), unbounded_channel());
    let mut lanes = JoinSet::new();
    for lane in lanes_of(batch) {
        let (answer, tell) = (Arc::clone(&answer), tell.clone());
        lanes.spawn(async move { in_order(lane, answer.as_ref(), &tell).await });
    }
    drop(tell);
    let mut over = pin!(over);
    loop {
        tokio::select! {
            biased;
            outcome = told.recv() => match outcome {
                Some((place, outcome)) => settled[place] = outcome,
                None => return settled,
            },
            () = &mut over => {
                tracing::warn!("the time is over: what is not answered comes again");
                return settled;
            }
        }
    }
}

/// A lane: messages with their places in the batch.
type Lane = Vec<(usize, Rung)>;

fn lanes_of(batch: Vec<Rung>) -> Vec<Lane> {
    let mut groups: BTreeMap<String, Lane> = BTreeMap::new();
    let mut lanes = Vec::new();
    for (place, rung) in batch.into_iter().enumerate() {
        match &rung.group {
            Some(group) => groups.entry(group.clone()).or_default().push((place, rung)),
            None => lanes.push(vec![(place, rung)]),
        }
    }
    lanes.extend(groups.into_values());
    lanes
}

/// After a message that has to come again nothing of its group is answered: it would overtake it.
async fn in_order<A, F>(lane: Lane, answer: &A, tell: &UnboundedSender<(usize, Settled)>)
where
    A: Fn(Bell) -> F,
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let mut waits = None;
    for (place, rung) in lane {
        let outcome = match waits {
            Some(wait) => Settled::Again(wait),
            None => one(&rung, answer).await,
        };
        if let Settled::Again(wait) = &outcome {
            waits = Some(*wait);
        }
        // Nobody hears it when the time is over.
        let _ = tell.send((place, outcome));
    }
}

async fn one<A, F>(rung: &Rung, answer: &A) -> Settled
where
    A: Fn(Bell) -> F,
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let bell = match Bell::read(&rung.text) {
        Ok(bell) => bell,
        Err(fault) => return Settled::Dead(fault.to_string()),
    };
    // A task of its own, so that a panic is this message's alone; in a set, so that it ends with the time there is.
    let mut alone = JoinSet::new();
    alone.spawn(traced(None, answer(bell.clone())));
    match alone.join_next().await.expect("one was spawned") {
        Ok(Ok(())) => Settled::Done,
        Ok(Err(Fault::Permanent(why))) => Settled::Dead(why),
        // Nothing failed: whoever has time again begins at once.
        Ok(Err(Fault::NoTime)) => Settled::Again(SOONEST),
        Ok(Err(Fault::AskedToWait(asked))) => Settled::Again(asked.max(SOONEST).min(LATEST)),
        Ok(Err(fault @ Fault::Retry(_))) => {
            tracing::warn!(?bell, "to be rung again: {fault}");
            Settled::Again(wait(rung.received))
        }
        Err(panic) => {
            tracing::error!(?bell, "a function panicked: {panic}");
            Settled::Again(wait(rung.received))
        }
    }
}

/// Waits double from one second on.
fn wait(received: u32) -> Length {
    Length::seconds(1 << received.clamp(1, 6).saturating_sub(1)).min(LATEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Key;
    use std::future::pending;
    use std::sync::Mutex;
    use std::time::Duration;
    use tokio::sync::Notify;

    fn rung(group: Option<&str>, sk: &str) -> Rung {
        let text = Bell::Incident(Key::new("p", sk)).write();
        Rung { group: group.map(str::to_owned), text, received: 1 }
    }

    /// What a function does with a row whose name begins so.
    async fn answered(heard: Arc<Mutex<Vec<String>>>, bell: Bell) -> Result<(), Fault> {
        let Bell::Incident(key) = bell else { return Ok(()) };
        let sk = key.sk;
        if sk.starts_with("slow") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        heard.lock().expect("not poisoned").push(sk.clone());
        match sk.as_str() {
            "retry" => Err(Fault::Retry("not now".to_owned())),
            "late" => Err(Fault::NoTime),
            "asked" => Err(Fault::AskedToWait(Length::minutes(5))),
            "never" => Err(Fault::Permanent("no such thing".to_owned())),
            "panic" => panic!("a bad row"),
            _ => Ok(()),
        }
    }

    async fn settled(batch: Vec<Rung>) -> (Vec<Settled>, Vec<String>) {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&heard);
        let settled = settle(batch, move |bell| answered(Arc::clone(&into), bell), pending()).await;
        let heard = heard.lock().expect("not poisoned").clone();
        (settled, heard)
    }

    #[tokio::test]
    async fn a_fault_fails_its_own_message_alone() {
        let batch = ["one", "retry", "never", "asked", "late", "panic", "two"].map(|sk| rung(None, sk));
        let (settled, _) = settled(batch.to_vec()).await;
        let again = Settled::Again(Length::seconds(1));
        let never = Settled::Dead("no such thing".to_owned());
        let asked = Settled::Again(LATEST);
        assert_eq!(settled, [Settled::Done, again.clone(), never, asked, again.clone(), again, Settled::Done]);
    }

    #[tokio::test]
    async fn the_rest_of_a_group_waits_with_the_one_that_failed_and_other_groups_do_not() {
        let batch = [("a", "one"), ("b", "slow"), ("a", "retry"), ("b", "after"), ("a", "late")];
        let (settled, heard) = settled(batch.map(|(group, sk)| rung(Some(group), sk)).to_vec()).await;
        let again = Settled::Again(Length::seconds(1));
        assert_eq!(settled, [Settled::Done, Settled::Done, again.clone(), Settled::Done, again]);
        assert_eq!(
            heard,
            ["one", "retry", "slow", "after"],
            "groups side by side, each in order, nothing after a failure"
        );
    }

    #[tokio::test]
    async fn what_is_dead_holds_up_nothing_of_its_group() {
        let mut batch = ["never", "x", "one"].map(|sk| rung(Some("a"), sk)).to_vec();
        batch[1].text = "{".to_owned();
        let (settled, heard) = settled(batch).await;
        assert!(matches!(&settled[0], Settled::Dead(_)) && matches!(&settled[1], Settled::Dead(_)), "{settled:?}");
        assert_eq!((settled[2].clone(), heard), (Settled::Done, vec!["never".to_owned(), "one".to_owned()]));
    }

    #[tokio::test]
    async fn each_time_it_waits_longer() {
        let mut waits = Vec::new();
        for received in [0, 1, 2, 3, 5, 6, 900] {
            let (settled, _) = settled(vec![Rung { received, ..rung(None, "retry") }]).await;
            waits.extend(settled);
        }
        let seconds = [1, 1, 2, 4, 16, 30, 30].map(|seconds| Settled::Again(Length::seconds(seconds)));
        assert_eq!(waits, seconds);
    }

    /// Sets its flag when it is dropped.
    struct Left(Arc<Mutex<bool>>);

    impl Drop for Left {
        fn drop(&mut self) {
            *self.0.lock().expect("not poisoned") = true;
        }
    }

    #[tokio::test]
    async fn what_takes_longer_than_there_is_time_comes_again_and_nothing_goes_on_behind_it() {
        let batch = ["one", "two", "stuck", "late"].map(|sk| rung(Some("a"), sk)).to_vec();
        let (over, left) = (Arc::new(Notify::new()), Arc::new(Mutex::new(false)));
        let (last, flag) = (Arc::clone(&over), Arc::clone(&left));
        let answer = move |bell| {
            let (last, left) = (Arc::clone(&last), Left(Arc::clone(&flag)));
            async move {
                if matches!(&bell, Bell::Incident(key) if key.sk == "stuck") {
                    let _left = left;
                    last.notify_one();
                    pending::<()>().await;
                }
                Ok(())
            }
        };
        let settled = settle(batch, answer, over.notified()).await;
        let again = Settled::Again(Length::seconds(1));
        assert_eq!(settled, [Settled::Done, Settled::Done, again.clone(), again]);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(*left.lock().expect("not poisoned"), "what was stuck is not worked on any more");
    }
}
