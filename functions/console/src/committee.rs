//! What the forms of a committee do: record a decision, say that one is done.

use crate::viewer::Viewer;
use nabat_domain::answer::{Ahead, clean, read_day_ahead};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::Command;
use nabat_domain::incident::problem::{CommitteeWord, ProblemCommand};
use nabat_domain::journal::sha256_hex;
use nabat_domain::masking::{Allowed, mask};
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::messages::say;

/// Longest words of a decision, bytes.
const LONGEST: usize = 4_000;

/// A decision as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The committee.
    pub committee: String,
    /// The problem's case.
    pub problem: IncidentId,
    /// What was decided.
    pub words: String,
    /// Who answers for it.
    pub owner: PersonId,
    /// By which day, as a form sends one.
    pub due: String,
}

/// Records a decision; what to tell the one who sent it where it was not recorded.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn decide(env: &Env, viewer: &Viewer, sent: &Sent) -> Result<Option<String>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let zone = current.version.catalogue.product.zone();
    let tell = |key: &str| Ok(Some(say(viewer.language, key, &[])));
    let Ahead::Day { ends } = read_day_ahead(&sent.due, env.now(), zone) else { return tell("ask-day-past") };
    if sent.words.len() > LONGEST {
        return tell("committees-too-long");
    }
    let words = mask(&clean(&sent.words), &Allowed { contacts: &current.names.contacts }).text;
    let word = CommitteeWord {
        committee: sent.committee.clone(),
        words,
        owner: sent.owner.clone(),
        due: ends,
        by: viewer.person.clone(),
    };
    // The same form sent twice is one decision.
    let name = sha256_hex(format!("{}\n{}\n{word:?}", viewer.csrf, sent.problem).as_bytes());
    command(env, viewer, &sent.problem, ProblemCommand::CommitteeDecided(word), &name).await
}

/// Says that a decision is done.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn done(env: &Env, viewer: &Viewer, problem: &IncidentId, place: usize) -> Result<Option<String>, Fault> {
    let name = sha256_hex(format!("{problem}\n{place}").as_bytes());
    let done = ProblemCommand::DecisionDone { place, by: viewer.person.clone() };
    command(env, viewer, problem, done, &name).await
}

async fn command(
    env: &Env,
    viewer: &Viewer,
    problem: &IncidentId,
    command: ProblemCommand,
    name: &str,
) -> Result<Option<String>, Fault> {
    let product = &viewer.product;
    if load(env.table.as_ref(), product, problem).await?.is_none() {
        return Ok(Some(say(viewer.language, "refused-no-incident", &[])));
    }
    let env = &env.whole();
    let key = keys::desk_delivery(product, &format!("committee-{}", &name[..24]));
    let command = Command::Problem(command);
    let order = Order { product, incident: problem, command: &command, inbox: Inbox::Said(key), spoken: None };
    let answer = execute(env, order).await?.answer;
    let recorded = matches!(answer["outcome"].as_str(), Some("recorded" | "already_so"));
    Ok((!recorded).then(|| answer["reply"].as_str().unwrap_or_default().to_owned()))
}
