//! Doorbells on SQS: order, dead letters, messages that come again, a queue that is not there.

use nabat::chance::MachineChance;
use nabat_aws::queue::{Depth, SqsBells, SqsQueue, Taken};
use nabat_aws::{Cloud, Queues};
use nabat_domain::incident::Queue;
use nabat_domain::time::Length;
use nabat_kit::batch::Settled;
use nabat_kit::port::{Bell, Doorbell as _};
use nabat_kit::table::Key;
use nabat_tests::emulator::{Emulator, Kind};
use std::sync::Arc;

/// Queues made on an emulator of their own, and the way to all of them.
async fn made() -> (Emulator, Queues, SqsBells) {
    let emulator = Emulator::start(Kind::Ministack);
    let queues = Cloud::at(&emulator.address).await.queues("night");
    queues.make().await.expect("queues can be made");
    // A second host finds them there.
    queues.make().await.expect("and are left alone");
    let bells = queues.bells(Arc::new(MachineChance)).await.expect("a doorbell");
    (emulator, queues, bells)
}

fn incident(pk: &str, sk: &str) -> Bell {
    Bell::Incident(Key::new(pk, sk))
}

/// Takes so many messages, however many calls it needs.
async fn take(queue: &SqsQueue, many: usize) -> Vec<Taken> {
    let mut taken = Vec::new();
    while taken.len() < many {
        let some = queue.take().await.expect("the queue answers");
        assert!(!some.is_empty(), "{} of {many} messages came", taken.len());
        taken.extend(some);
    }
    taken
}

fn bells_of(taken: &[Taken]) -> Vec<Bell> {
    taken.iter().map(|one| Bell::read(&one.rung.text).expect("a bell")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_function_hears_its_own_bells_alone() {
    let (_emulator, queues, bells) = made().await;
    let key = Key::new("clinics#I#inc-1", "J#1");
    let rung = [
        (Queue::StepRecording, Bell::Incident(key.clone())),
        (Queue::ChatCreation, Bell::Chat(key.clone())),
        (Queue::ChatPosting, Bell::Posts("clinics#C#inc-1".to_owned())),
        (Queue::ClosureDecision, Bell::Closure(key.clone())),
        (Queue::ReportPublishing, Bell::Report(key)),
    ];
    for (_, bell) in &rung {
        bells.ring(bell.clone()).await;
    }
    for (name, bell) in rung {
        let queue = queues.queue(name).await.expect("the queue is there");
        let taken = take(&queue, 1).await;
        assert_eq!(bells_of(&taken), [bell]);
        queue.settle(&taken[0], &Settled::Done).await.expect("it goes");
        assert_eq!(queue.depth().await, Ok(Depth { waiting: 0, hidden: 0, dead: 0 }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_of_one_incident_keep_their_order_and_the_same_bell_rings_twice() {
    let (_emulator, queues, bells) = made().await;
    let order = [("a", "1"), ("b", "1"), ("a", "2"), ("a", "2"), ("b", "2"), ("a", "3")];
    for (pk, sk) in order {
        bells.ring(incident(pk, sk)).await;
    }
    let queue = queues.queue(Queue::StepRecording).await.expect("the queue is there");
    let taken = take(&queue, order.len()).await;
    let of = |pk: &str| {
        let heard = bells_of(&taken).into_iter().filter_map(move |bell| match bell {
            Bell::Incident(key) if key.pk == pk => Some(key.sk),
            _ => None,
        });
        heard.collect::<Vec<_>>().concat()
    };
    assert_eq!((of("a"), of("b")), ("1223".to_owned(), "12".to_owned()));
    let groups: Vec<_> = taken.iter().map(|one| one.rung.group.clone()).collect();
    assert!(groups.iter().all(Option::is_some) && groups[0] != groups[1], "{groups:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_again_comes_again_and_is_counted() {
    let (_emulator, queues, bells) = made().await;
    bells.ring(Bell::Posts("clinics#C#inc-1".to_owned())).await;
    let queue = queues.queue(Queue::ChatPosting).await.expect("the queue is there");
    let first = take(&queue, 1).await;
    assert_eq!(first[0].rung.received, 1);
    queue.settle(&first[0], &Settled::Again(Length::seconds(1))).await.expect("it waits");
    let second = take(&queue, 1).await;
    assert_eq!((bells_of(&second), second[0].rung.received), (bells_of(&first), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dead_lies_with_the_dead_letters_at_once() {
    let (_emulator, queues, bells) = made().await;
    bells.ring(incident("a", "1")).await;
    bells.ring(Bell::Posts("clinics#C#inc-1".to_owned())).await;
    for name in [Queue::StepRecording, Queue::ChatPosting] {
        let queue = queues.queue(name).await.expect("the queue is there");
        let taken = take(&queue, 1).await;
        queue.settle(&taken[0], &Settled::Dead("a test".to_owned())).await.expect("it is buried");
        assert_eq!(queue.depth().await, Ok(Depth { waiting: 0, hidden: 0, dead: 1 }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doorbell_nobody_hears_keeps_nobody_waiting() {
    let (emulator, _queues, bells) = made().await;
    drop(emulator);
    // Bounded by the doorbell's own patience; no fault comes of it: the clock rings.
    let rung = tokio::time::timeout(std::time::Duration::from_secs(4), bells.ring(incident("a", "1"))).await;
    assert_eq!(rung, Ok(()));
}
