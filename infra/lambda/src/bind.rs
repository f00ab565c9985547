//! The loops: Lambda hands an event over, a shape reads it, the function answers.

use crate::queue::Delivered;
use crate::request::later;
use crate::{queue as batch, request, tick as ticks};
use futures_util::future::join_all;
use http::StatusCode;
use lambda_runtime::{Context, LambdaEvent, run, service_fn};
use nabat_domain::time::{At, Length};
use nabat_kit::batch::{Settled, settle};
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, error, header};
use nabat_kit::one_line::OneLine;
use nabat_kit::port::Bell;
use nabat_kit::trace;
use serde_json::Value;
use std::time::{Duration, SystemTime};
use tokio::time::timeout;

pub use lambda_runtime::Error;

/// So much of a function's time is left for giving back what was not answered in the rest of it. Whoever does not
/// say so in time loses the whole batch for as long as its messages stay hidden.
const LAST: Length = Length::seconds(5);

/// And so much of it for saying what became of one of them, all at once.
const SETTLING: Duration = Duration::from_secs(4);

/// Answers requests for as long as Lambda sends any. A fault is answered so that the sender tries again.
///
/// # Errors
/// The runtime's.
pub async fn http<A>(answer: A) -> Result<(), Error>
where
    A: AsyncFn(Request) -> Result<Answer, Fault>,
{
    let answer = &answer;
    run(service_fn(
        |event: LambdaEvent<Value>| async move { Ok::<Value, Error>(answered(answer, event.payload).await) },
    ))
    .await
}

/// Answers requests, and runs at every tick.
///
/// # Errors
/// The runtime's.
pub async fn http_and_tick<A, T>(answer: A, run_once: T) -> Result<(), Error>
where
    A: AsyncFn(Request) -> Result<Answer, Fault>,
    T: AsyncFn() -> Result<(), Fault>,
{
    let (answer, run_once) = (&answer, &run_once);
    run(service_fn(|event: LambdaEvent<Value>| async move {
        if ticks::read(&event.payload).is_err() {
            return Ok::<Value, Error>(answered(answer, event.payload).await);
        }
        run_once().await?;
        Ok(Value::Null)
    }))
    .await
}

async fn answered<A>(answer: &A, event: Value) -> Value
where
    A: AsyncFn(Request) -> Result<Answer, Fault>,
{
    let answered = match request::read(event) {
        Ok(request) => {
            let id = header(&request, trace::HEADER).and_then(trace::of_header);
            trace::traced(id, answer(request)).await.unwrap_or_else(|fault| later(&fault))
        }
        Err(foreign) => {
            tracing::error!("{foreign}");
            error(StatusCode::BAD_REQUEST, &foreign.to_string(), None)
        }
    };
    request::write(&answered)
}

/// Answers a queue's batches, each within the time Lambda gives it; `answer` hears when that ends. `settled` hears of
/// every message that is not simply done, and may bury it or shorten its time; one it cannot bury comes again.
///
/// # Errors
/// The runtime's.
pub async fn queue<A, F, S>(answer: A, settled: S) -> Result<(), Error>
where
    A: Fn(Bell, At) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<(), Fault>> + Send + 'static,
    S: AsyncFn(&Delivered, &Settled) -> Result<(), Fault>,
{
    let (answer, settled) = (&answer, &settled);
    run(service_fn(|event: LambdaEvent<Value>| async move {
        let delivered = batch::read(event.payload)?;
        let rung = delivered.iter().map(|one| one.rung.clone()).collect();
        let (until, one) = (over_at(&event.context), answer.clone());
        let outcomes = settle(rung, move |bell| one(bell, until), tokio::time::sleep(time_until(until))).await;
        // Side by side: what is left of the time is short.
        let told = delivered.iter().zip(&outcomes).map(|(one, outcome)| comes_again(settled, one, outcome));
        let again = delivered.iter().zip(join_all(told).await).filter_map(|(one, again)| again.then_some(one));
        Ok::<Value, Error>(batch::write(again))
    }))
    .await
}

/// Until when a batch may be worked on.
fn over_at(context: &Context) -> At {
    At(i64::try_from(context.deadline).unwrap_or(i64::MAX)).minus(LAST)
}

fn time_until(at: At) -> Duration {
    #[expect(
        clippy::disallowed_methods,
        reason = "Lambda says until when; how long that is, the machine's clock knows"
    )]
    let now = SystemTime::now();
    // What is over already leaves nothing.
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or(0));
    at.duration_since(now).unwrap_or_default()
}

async fn comes_again<S>(settled: &S, one: &Delivered, outcome: &Settled) -> bool
where
    S: AsyncFn(&Delivered, &Settled) -> Result<(), Fault>,
{
    if *outcome == Settled::Done {
        return false;
    }
    let late = || Fault::Retry(format!("nobody answered within {} s", SETTLING.as_secs()));
    let told = timeout(SETTLING, settled(one, outcome)).await.unwrap_or_else(|_| Err(late()));
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
    let run_once = &run_once;
    run(service_fn(|event: LambdaEvent<Value>| async move {
        ticks::read(&event.payload)?;
        run_once().await?;
        Ok::<Value, Error>(Value::Null)
    }))
    .await
}

/// One line an event, without colours: what it goes to is read by machines. First of all, so that what goes wrong while
/// a function begins is told too.
pub fn log() {
    // A second binding in one process logs where the first does.
    let _ = tracing_subscriber::fmt()
        .with_writer(|| OneLine(std::io::stdout()))
        .with_ansi(false)
        .with_target(false)
        .without_time()
        .try_init();
}
