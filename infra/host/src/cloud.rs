//! The cloud's table and queues for this host: made at the start, answered until the end.

use crate::bells::answer as answer_bell;
use nabat_aws::Cloud;
use nabat_aws::queue::SqsQueue;
use nabat_domain::incident::Queue;
use nabat_kit::batch::settle;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::{Chance, Doorbell};
use nabat_kit::table::Table;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A queue that does not answer is asked again after this.
const PAUSE: Duration = Duration::from_secs(2);

/// What is being worked on at the end has so long.
const LAST: Duration = Duration::from_secs(10);

/// The table of this name, which has to be there.
pub async fn table(name: &str) -> anyhow::Result<Arc<dyn Table>> {
    Ok(Arc::new(Cloud::from_environment().await.table(name)))
}

/// The table of this name, made where it is not there yet.
pub async fn made_table(name: &str) -> anyhow::Result<Arc<dyn Table>> {
    let table = Cloud::from_environment().await.table(name);
    table.make().await?;
    Ok(Arc::new(table))
}

/// The doorbell at the queues whose names begin so, made where they are not there yet.
pub async fn made_bells(prefix: &str, chance: Arc<dyn Chance>) -> anyhow::Result<Arc<dyn Doorbell>> {
    let queues = Cloud::from_environment().await.queues(prefix);
    queues.make().await?;
    Ok(Arc::new(queues.bells(chance).await?))
}

/// Answers every queue.
pub async fn answer(prefix: &str, env: &Env) -> anyhow::Result<Answering> {
    let queues = Cloud::from_environment().await.queues(prefix);
    let mut answering = Answering::nothing();
    for queue in Queue::ALL {
        let (queue, env, stop) = (queues.queue(queue).await?, env.clone(), answering.stop.subscribe());
        answering.tasks.spawn(answer_until_told(queue, env, stop));
    }
    Ok(answering)
}

/// Queues that are being answered.
pub struct Answering {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Answering {
    /// Nothing rings outside this process.
    pub fn nothing() -> Self {
        Self { stop: watch::Sender::new(false), tasks: JoinSet::new() }
    }

    /// Takes nothing more; what is being worked on is worked to its end.
    #[nabat_kit::boxed]
    pub async fn end(mut self) {
        self.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST, ended).await.is_err() {
            tracing::warn!("work that did not end in time is cut off; the clock rings again");
        }
    }
}

async fn answer_until_told(queue: SqsQueue, env: Env, mut stop: watch::Receiver<bool>) {
    loop {
        let taken = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            taken = queue.take() => taken,
        };
        let done = match taken {
            Ok(taken) => answer_all(&queue, &env, taken).await,
            Err(fault) => Err(fault),
        };
        if let Err(fault) = done {
            tracing::warn!("a queue is asked again in {} s: {fault}", PAUSE.as_secs());
            tokio::time::sleep(PAUSE).await;
        }
    }
}

async fn answer_all(queue: &SqsQueue, env: &Env, taken: Vec<nabat_aws::queue::Taken>) -> Result<(), Fault> {
    let batch = taken.iter().map(|taken| taken.rung.clone()).collect();
    let env = env.clone();
    let answer = move |bell| {
        let env = env.clone();
        async move { answer_bell(&env, &bell).await }
    };
    // A host has all the time there is.
    let settled = settle(batch, answer, pending()).await;
    for (taken, settled) in taken.iter().zip(settled) {
        queue.settle(taken, &settled).await?;
    }
    Ok(())
}
