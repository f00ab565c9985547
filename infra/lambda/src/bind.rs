//! The loops: Lambda hands an event over, a shape reads it, the function answers.

use crate::queue::Delivered;
use crate::request::later;
use crate::{queue as batch, request, tick as ticks};
use http::StatusCode;
use lambda_runtime::{LambdaEvent, run, service_fn};
use nabat_kit::batch::{Settled, settle};
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, error, header};
use nabat_kit::port::Bell;
use nabat_kit::trace;
use serde_json::Value;

pub use lambda_runtime::Error;

/// Answers requests for as long as Lambda sends any. A fault is answered so that the sender tries again.
///
/// # Errors
/// The runtime's.
pub async fn http<A>(answer: A) -> Result<(), Error>
where
    A: AsyncFn(Request) -> Result<Answer, Fault>,
{
    log();
    let answer = &answer;
    run(service_fn(|event: LambdaEvent<Value>| async move {
        let answered = match request::read(event.payload) {
            Ok(request) => {
                let id = header(&request, trace::HEADER).and_then(trace::of_header);
                trace::traced(id, answer(request)).await.unwrap_or_else(|fault| later(&fault))
            }
            Err(foreign) => {
                tracing::error!("{foreign}");
                error(StatusCode::BAD_REQUEST, &foreign.to_string(), None)
            }
        };
        Ok::<Value, Error>(request::write(&answered))
    }))
    .await
}

/// Answers a queue's batches. `settled` hears of every message that is not simply done, and may bury it
/// or shorten its time; one it cannot bury comes again.
///
/// # Errors
/// The runtime's.
pub async fn queue<A, F, S>(answer: A, settled: S) -> Result<(), Error>
where
    A: Fn(Bell) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<(), Fault>> + Send + 'static,
    S: AsyncFn(&Delivered, &Settled) -> Result<(), Fault>,
{
    log();
    let (answer, settled) = (&answer, &settled);
    run(service_fn(|event: LambdaEvent<Value>| async move {
        let delivered = batch::read(event.payload)?;
        let rung = delivered.iter().map(|one| one.rung.clone()).collect();
        let outcomes = settle(rung, answer.clone()).await;
        let mut again = Vec::new();
        for (one, outcome) in delivered.iter().zip(&outcomes) {
            if comes_again(settled, one, outcome).await {
                again.push(one);
            }
        }
        Ok::<Value, Error>(batch::write(again))
    }))
    .await
}

async fn comes_again<S>(settled: &S, one: &Delivered, outcome: &Settled) -> bool
where
    S: AsyncFn(&Delivered, &Settled) -> Result<(), Fault>,
{
    if *outcome == Settled::Done {
        return false;
    }
    let told = settled(one, outcome).await;
    if let Err(fault) = &told {
        tracing::warn!(message = one.id, "not settled, it comes again: {fault}");
    }
    told.is_err() || matches!(outcome, Settled::Again(_))
}

/// Runs at every tick.
///
/// # Errors
/// The runtime's.
pub async fn tick<A>(run_once: A) -> Result<(), Error>
where
    A: AsyncFn() -> Result<(), Fault>,
{
    log();
    let run_once = &run_once;
    run(service_fn(|event: LambdaEvent<Value>| async move {
        ticks::read(&event.payload)?;
        run_once().await?;
        Ok::<Value, Error>(Value::Null)
    }))
    .await
}

/// One line an event, without colours: what it goes to is read by machines.
fn log() {
    // A second binding in one process logs where the first does.
    let _ = tracing_subscriber::fmt().with_ansi(false).with_target(false).without_time().try_init();
}
