//! Actions: an automation is called, monitoring is asked for a table.

use nabat_domain::anomaly::short;
use nabat_domain::catalogue::{ActionDoes, RunbookAction};
use nabat_domain::ids::{ConnectionId, PersonId};
use nabat_domain::incident::{ActionName, ActionResult, Came, Command, Hindrance, RunbookReport, State};
use nabat_domain::time::Length;
use nabat_domain::users::MINUTE;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::findings::cut_words;
use nabat_kit::perform::{Leased, last_attempt, renew, tell_later};
use nabat_kit::port::{CallError, Labelled, OwnQuery, WebhookCall};
use nabat_kit::signature::sign_by_all;
use serde_json::json;

/// Rows of a table shown.
const ROWS: usize = 12;

/// Longest answer shown, in letters.
const LONGEST: usize = 1_000;

/// Longest label of a row, in letters.
const LONGEST_LABEL: usize = 120;

/// Monitoring is waited for so long.
const PATIENCE: Length = Length::seconds(10);

/// One action, by its number among those of the incident.
pub(crate) struct Act<'a> {
    pub(crate) number: u64,
    pub(crate) action: &'a ActionName,
    pub(crate) by: Option<&'a PersonId>,
}

/// What an action came to; nothing where it is over already. A failure is tried again; when it is given up
/// the chat is told, and the job lies in the dead list.
pub(crate) async fn done(
    env: &Env,
    leased: &mut Leased,
    state: &State,
    act: &Act<'_>,
) -> Result<Option<RunbookReport>, Fault> {
    let waits = state.findings.actions.asked.iter().any(|(number, _, _)| *number == act.number);
    if !waits || !state.is_open() {
        return Ok(None);
    }
    match came(env, leased, state, act).await {
        Ok(came) => Ok(Some(report(act, came))),
        Err(Hindered { fault, came }) => {
            if last_attempt(leased, &fault) {
                given_up(env, leased, act, came).await?;
            }
            Err(fault)
        }
    }
}

/// An attempt that did not work: the fault for the operator, and what the chat is told where it was the last.
struct Hindered {
    fault: Fault,
    came: Came,
}

impl From<Fault> for Hindered {
    fn from(fault: Fault) -> Self {
        Self { fault, came: failed(Hindrance::Inside) }
    }
}

impl From<CallError> for Hindered {
    fn from(error: CallError) -> Self {
        let why = match &error {
            CallError::Throttled { .. } | CallError::Transient(_) => Hindrance::Unreachable,
            CallError::Permanent(_) => Hindrance::Refused,
        };
        let came = failed_saying(why, &error);
        Self { fault: error.into(), came }
    }
}

fn failed(why: Hindrance) -> Came {
    Came::Failed { reason: String::new(), why: Some(why) }
}

fn failed_saying(why: Hindrance, words: &CallError) -> Came {
    Came::Failed { reason: cut_words(&words.to_string(), LONGEST), why: Some(why) }
}

fn report(act: &Act, came: Came) -> RunbookReport {
    let (action, by) = (act.action.clone(), act.by.cloned());
    RunbookReport::ActionCame { result: Box::new(ActionResult { number: act.number, action, by, came }) }
}

/// The chat hears of a failure by a command of its own: the job itself stays in the dead list.
async fn given_up(env: &Env, leased: &Leased, act: &Act<'_>, came: Came) -> Result<(), Fault> {
    let (name, command) = (format!("action-{}", act.number), Command::Runbook(report(act, came)));
    let told = tell_later(&leased.product, &leased.incident, &name, command, env.now());
    Ok(env.table.write(&[told]).await?)
}

async fn came(env: &Env, leased: &mut Leased, state: &State, act: &Act<'_>) -> Result<Came, Hindered> {
    let current = configuration::of(env, &state.head.product).await?;
    let catalogue = &current.version.catalogue;
    let Some(action) = catalogue.actions.get(&act.action.id) else {
        return Ok(failed(Hindrance::Gone));
    };
    match &action.does {
        ActionDoes::Link { url } => Ok(Came::Link { url: url.clone() }),
        ActionDoes::Table { query } => {
            Ok(table(env, catalogue.product.monitoring.as_ref(), query, leased.attempts()).await?)
        }
        ActionDoes::Call { .. } => called(env, leased, state, action, act).await,
    }
}

async fn called(
    env: &Env,
    leased: &mut Leased,
    state: &State,
    action: &RunbookAction,
    act: &Act<'_>,
) -> Result<Came, Hindered> {
    let ActionDoes::Call { url, secret: named, private } = &action.does else {
        return Err(Fault::Permanent(format!("action `{}` calls nobody", act.action.id)).into());
    };
    let secrets = &env.outward.secrets;
    let unsigned = |told: String| {
        let fault = Fault::Permanent(format!("secret `{named}` {told}"));
        Hindered { fault, came: failed(Hindrance::Secret { name: named.to_string() }) }
    };
    let secret = secrets.secret(named).ok_or_else(|| unsigned(format!("is not set: {}", secrets.cure(named))))?;
    let body = serde_json::to_vec(&body(state, act)).expect("a JSON value");
    let timestamp = env.now().0.div_euclid(1_000);
    // The same at every attempt: the automation tells repeats by it.
    let id = format!("act_{}_{}", leased.incident, act.number);
    let signature =
        sign_by_all(&secret, &id, timestamp, &body).map_err(|why| unsigned(format!("cannot sign: {why}")))?;
    renew(env, leased).await?;
    let call = WebhookCall { url: url.clone(), private: *private, id, timestamp, signature, body };
    let (status, answer) = env.outward.webhooks.ask(&call).await?;
    match status {
        200..=299 => Ok(Came::Answer { text: cut_words(&String::from_utf8_lossy(&answer), LONGEST) }),
        // A receiver that is being deployed answers 404, too.
        _ => Err(Hindered {
            fault: Fault::Retry(format!("it answered {status}")),
            came: failed(Hindrance::Status { status }),
        }),
    }
}

/// What the automation is told: ids and facts, no names and no typed words.
fn body(state: &State, act: &Act) -> serde_json::Value {
    let head = &state.head;
    let asked = state.findings.actions.asked.iter().find(|(number, _, _)| *number == act.number);
    json!({
        "type": "action.asked",
        "timestamp": asked.map(|(_, _, at)| at.to_rfc3339()),
        "data": {
            "action": act.action.id,
            "product": head.product,
            "incident": head.id,
            "number": act.number,
            "desk_id": head.desk,
            "service": head.service,
            "functions": head.functions,
            "priority": head.priority,
            "began_at": head.began.to_rfc3339(),
            "drill": head.drill,
            "by": act.by,
        },
    })
}

async fn table(env: &Env, monitoring: Option<&ConnectionId>, query: &str, attempts: u32) -> Result<Came, Fault> {
    let Some(connection) = monitoring else {
        return Ok(failed(Hindrance::NoMonitoring));
    };
    let now = env.now();
    let own = OwnQuery { query: query.to_owned(), ranges: vec![(now, now)], step: MINUTE, patience: PATIENCE };
    let answer = match env.monitoring(connection) {
        Ok(source) => source.ask(&own).await,
        Err(fault @ Fault::Retry(_)) => Err(CallError::Transient(fault.to_string())),
        Err(fault) => Err(CallError::Permanent(fault.to_string())),
    };
    match answer {
        Ok(series) => Ok(rows(&series)),
        // It may only have stumbled; a second time nobody waits for.
        Err(error @ CallError::Transient(_)) if attempts == 0 => Err(error.into()),
        Err(error) => Ok(failed_saying(Hindrance::Monitoring, &error)),
    }
}

/// The largest first; what is no number stands last, as it came.
fn rows(series: &[Labelled]) -> Came {
    let mut all: Vec<(f64, String)> =
        series.iter().filter_map(|one| one.samples.last().map(|(_, value)| (*value, labels(one)))).collect();
    all.sort_by(|one, other| {
        let finite = |value: f64| if value.is_finite() { value } else { f64::NEG_INFINITY };
        finite(other.0).total_cmp(&finite(one.0)).then_with(|| one.1.cmp(&other.1))
    });
    let more = u32::try_from(all.len().saturating_sub(ROWS)).unwrap_or(u32::MAX);
    let told = |value: f64| if value.is_finite() { short(value) } else { value.to_string() };
    Came::Table { rows: all.into_iter().take(ROWS).map(|(value, labels)| (labels, told(value))).collect(), more }
}

fn labels(series: &Labelled) -> String {
    let named: Vec<String> = series.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
    cut_words(&named.join(", "), LONGEST_LABEL)
}
