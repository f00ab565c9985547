//! The only way anything is decided: load, decide, seal, commit, and only then ring.

mod commit;
mod inbox;
mod room;
mod spoken;

pub use inbox::{Inbox, InboxRecord, KEPT, Stamp};
pub use spoken::{MessageRow, Spoken};

use crate::configuration;
use crate::duty;
use crate::env::Env;
use crate::fault::Fault;
use crate::incident::load_to_write;
use crate::keys;
use crate::problems;
use crate::table::{Row, TableError};
use crate::trace;
use commit::{BoardAt, Commit};
use futures_util::future::BoxFuture;
use nabat_domain::catalogue::PeopleNames;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Board, Command, Context, Decision, Outcome, Refusal, State, decide, seal_all};
use nabat_domain::procedure::Procedure;
use nabat_domain::time::{At, Length};
use room::Chat;
use serde_json::Value;
use std::sync::Arc;

/// So often is a command decided anew when somebody else wrote first. Of sixty-four who write one incident at once each
/// meets others four times or five, the unluckiest eight times: `promises::writers` holds them to eight on average, and to
/// this many at most. Whoever meets more is put off and sends again: waiting on would hold a function up.
pub const ATTEMPTS: u32 = 12;

/// Spans of the waits between attempts.
const SHORTEST_SPAN: Length = Length(4);
const LONGEST_SPAN: Length = Length(250);

/// One command for one incident.
pub struct Order<'a> {
    /// The product.
    pub product: &'a ProductId,
    /// The incident.
    pub incident: &'a IncidentId,
    /// What is asked.
    pub command: &'a Command,
    /// The delivery or job it comes from: the same one changes nothing twice.
    pub inbox: Inbox,
    /// What a person said, if this is what is carried.
    pub spoken: Option<Spoken>,
}

/// What came of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    /// The answer given, now or the first time.
    pub answer: Value,
    /// Answered before: nothing was done now.
    pub seen: bool,
    /// What came of it now.
    pub outcome: Option<Outcome>,
}

/// Carries a command through to a committed transaction.
///
/// # Errors
/// [`Fault::Retry`] if the table does not answer, others keep writing, or a newer version wrote it; nothing is half done.
pub fn execute<'a>(env: &'a Env, order: Order<'a>) -> BoxFuture<'a, Result<Verdict, Fault>> {
    Box::pin(carry_out(env, order))
}

async fn carry_out(env: &Env, order: Order<'_>) -> Result<Verdict, Fault> {
    trace::concerns(order.incident);
    for attempt in 0..ATTEMPTS {
        // A row in hand was read a moment ago, and the transaction insists on it: who met somebody looks again.
        let looks = attempt > 0 || !order.inbox.is_in_hand();
        if looks && let Some(answer) = order.inbox.answered(env).await? {
            return Ok(Verdict { answer, seen: true, outcome: None });
        }
        let prepared = prepare(env, &order).await?;
        if prepared.commit.actions.is_empty() {
            return Ok(Verdict { answer: prepared.answer, seen: false, outcome: Some(prepared.outcome) });
        }
        match env.table.write(&prepared.commit.actions).await {
            Ok(()) => {
                env.ring(prepared.commit.bells).await;
                return Ok(Verdict { answer: prepared.answer, seen: false, outcome: Some(prepared.outcome) });
            }
            Err(TableError::Conflict(_)) => env.clock.sleep(jitter(env, attempt)).await,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Fault::Retry(format!("incident {} is being written by others all the time", order.incident)))
}

/// A wait drawn evenly from a span that doubles, so that writers who met do not meet again.
fn jitter(env: &Env, attempt: u32) -> Length {
    let span = (SHORTEST_SPAN.0 << attempt.min(8)).min(LONGEST_SPAN.0);
    let drawn = u64::from_be_bytes(env.chance.bytes()[..8].try_into().expect("sixteen bytes hold eight"));
    Length((drawn % (span as u64 + 1)) as i64)
}

struct Prepared {
    commit: Commit,
    answer: Value,
    outcome: Outcome,
}

async fn prepare(env: &Env, order: &Order<'_>) -> Result<Prepared, Fault> {
    let state = load_to_write(env.table.as_ref(), order.product, order.incident).await?;
    let current = configuration::of(env, order.product).await?;
    let version = match &state {
        // An open incident keeps the versions it began with.
        Some(state) if state.head.catalogue != current.version.id => {
            configuration::version(env, order.product, &state.head.catalogue).await?
        }
        _ => current.version.clone(),
    };
    let board = if order.command.reads_board() { Some(BoardAt::read(env, order.product).await?) } else { None };
    let known = match order.command.reads_known() {
        true => problems::known(env, order.product).await?,
        false => Vec::new(),
    };
    let calendars = duty::known(env.table.as_ref(), [&version.catalogue, &current.version.catalogue]).await?;
    let now = state.as_ref().map_or(env.now(), |state| env.now().max(state.head.at));
    let no_board = Board::default();
    let cx = Context {
        now,
        product: order.product,
        incident: order.incident,
        catalogue: &version.catalogue,
        in_force: &current.version.catalogue,
        calendars: &calendars,
        catalogue_version: &version.id,
        procedure: procedure(&version, state.as_ref(), order.command)?,
        names: &current.names.words,
        board: board.as_ref().map_or(&no_board, |board| &board.board),
        known: &known,
        salt: env.chance.bytes(),
    };
    let decided = decide(state.as_ref(), order.command, cx);
    let names = Naming { version: &version, current: &current.version, people: &current.names.people };
    assemble(env, order, state, decided, board, now, names).await
}

struct Naming<'a> {
    version: &'a Arc<configuration::Version>,
    /// The version in force now: it says who is told.
    current: &'a Arc<configuration::Version>,
    people: &'a PeopleNames,
}

/// The procedure an incident follows, by its kind.
fn procedure<'v>(
    version: &'v configuration::Version,
    state: Option<&State>,
    command: &Command,
) -> Result<&'v Procedure, Fault> {
    let problem = match (state, command) {
        (Some(state), _) => state.head.as_problem.is_some(),
        (None, command) => matches!(command, Command::Problem(_)),
    };
    let drill = match (state, command) {
        (Some(state), _) => state.head.drill,
        (None, Command::Register(registration)) => registration.drill,
        (None, _) => false,
    };
    let id = match (problem, drill) {
        (true, _) => "problem",
        (false, true) => "drill",
        (false, false) => "incident",
    };
    let found = version.catalogue.procedures.get(id);
    found.ok_or_else(|| Fault::Permanent(format!("configuration {} has no procedure `{id}`", version.id)))
}

async fn assemble(
    env: &Env,
    order: &Order<'_>,
    before: Option<State>,
    decided: Result<Decision, Refusal>,
    board: Option<BoardAt>,
    now: At,
    naming: Naming<'_>,
) -> Result<Prepared, Fault> {
    let more = decided.as_ref().is_ok_and(|decision| decision.more);
    let (events, texts, outcome, wording) = match decided {
        Ok(decision) => (decision.events, decision.texts, decision.reply.outcome, decision.reply.wording),
        Err(Refusal(wording)) => (Vec::new(), Vec::new(), Outcome::Refused, Some(wording)),
    };
    let recorded = seal_all(before.as_ref(), &events, order.incident, order.product, now);
    let (chat, current) = (Chat::before(before.as_ref()), Arc::clone(naming.current));
    let mut commit = Commit::new(order.product, order.incident, [now, env.now()], chat, current);
    let texts = if events.is_empty() { Vec::new() } else { texts };
    let aside = texts.iter().map(|text| text.hash.clone()).collect();
    let after = commit.journal(before.as_ref(), recorded, texts);
    if more {
        commit.goes_on();
    }
    commit.board(env, before.as_ref(), after.as_ref(), board).await?;
    let state = after.as_ref().or(before.as_ref());
    let reply = wording.as_ref().map(|wording| spoken::rendered(naming.version, naming.people, wording));
    if let Some(spoken) = &order.spoken {
        let salt = spoken.elsewhere.then(|| env.chance.bytes());
        commit.spoken(spoken, state, outcome, wording.as_ref(), aside, salt);
    }
    let stamp = Stamp { incident: order.incident, command: order.command, state, outcome, reply };
    let answer = order.inbox.stamp(&stamp);
    commit.inbox(&order.inbox, &answer);
    Ok(Prepared { commit, answer, outcome })
}

/// Whether a row is still as it was read.
pub(crate) fn held(row: &Row) -> crate::table::Condition {
    crate::table::Condition::Version(row.version)
}

/// The partition a bell for an incident's chat names.
pub(crate) fn chat_partition(product: &ProductId, chat: &IncidentId) -> String {
    keys::room_posts(product, chat)
}
