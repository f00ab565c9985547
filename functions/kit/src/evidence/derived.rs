//! What follows from the journal and the contracts alone: clocks and overruns, worked out anew by whoever checks.
//!
//! Lengths are milliseconds, moments RFC 3339 in UTC, sums hundredths of the currency. Figures stand as of the
//! last event.

use super::{CLOCKS, Files, OVERRUNS, posted};
use nabat_domain::catalogue::{Contract, Per};
use nabat_domain::ids::{ContractId, FunctionId, ServiceId, StageId};
use nabat_domain::incident::{Hand, Matter, State, Term, clock, overruns, stage_spans};
use nabat_domain::time::{At, Length};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Clocks {
    as_of: String,
    began: String,
    registered: String,
    team_called: Option<String>,
    restored: Option<String>,
    closed: Option<String>,
    whole: Against,
    stages: Vec<Stage>,
    outages: Vec<Outage>,
    contractors: BTreeMap<ContractId, ContractorsClock>,
}

#[derive(Serialize)]
struct Stage {
    stage: StageId,
    began: String,
    ended: Option<String>,
    #[serde(flatten)]
    against: Against,
}

#[derive(Serialize)]
struct Against {
    taken_ms: i64,
    budget_ms: Option<i64>,
    over_ms: i64,
}

#[derive(Serialize)]
struct Outage {
    service: ServiceId,
    function: FunctionId,
    began: String,
    restored: Option<String>,
    length_ms: i64,
}

#[derive(Serialize)]
struct ContractorsClock {
    contractor: String,
    handed_over: Option<String>,
    delivered: Option<String>,
    received: Option<String>,
    stopped: Option<String>,
    held_ms: i64,
    paused_ms: i64,
    waiting_ms: i64,
    stretches: Vec<Stretch>,
}

#[derive(Serialize)]
struct Stretch {
    from: String,
    to: String,
    hand: Hand,
    length_ms: i64,
}

#[derive(Serialize)]
struct Overrun {
    contractor: String,
    reaction: Option<Working>,
    restoration: Option<Working>,
    report: Option<Working>,
    /// Reaction and restoration of earlier hand-overs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<[Working; 2]>,
    over_ms: i64,
    claimable: Option<Claim>,
}

#[derive(Serialize)]
struct Working {
    allowed_ms: i64,
    taken_ms: i64,
    over_ms: i64,
}

/// `sum` is `fixed` and `shares`, at most `ceiling`; `fixed` is `fixed_per_term` for each of `terms_missed`;
/// `shares` is `price` times `share_ppm` millionths for each of `units_begun`, rounded down.
#[derive(Serialize)]
struct Claim {
    terms_missed: u64,
    fixed_per_term: u64,
    fixed: u64,
    units_begun: u64,
    unit: Per,
    price: u64,
    share_ppm: u32,
    shares: u64,
    ceiling: u64,
    sum: u64,
}

/// The files.
pub(super) fn files(state: &State, contracts: &BTreeMap<ContractId, Contract>) -> Files {
    let overruns: BTreeMap<&ContractId, Overrun> = state
        .contractors
        .matters
        .iter()
        .map(|(id, matter)| (id, overrun(matter, contracts.get(id), state.head.at)))
        .collect();
    let own = [(CLOCKS.to_owned(), json(&clocks(state))), (OVERRUNS.to_owned(), json(&overruns))];
    own.into_iter().chain(posted::list(state)).collect()
}

/// JSON for people to read, its keys in the order of the types above.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("evidence has only string keys");
    text.push(b'\n');
    text
}

fn clocks(state: &State) -> Clocks {
    let head = &state.head;
    let until = head.closed_at.unwrap_or(head.at);
    let lasted = |began: At, ended: Option<At>| Length(ended.unwrap_or(until).since(began).0.max(0));
    let stages = stage_spans(state).into_iter().map(|span| Stage {
        against: against(span.actual(until), span.budget),
        began: span.began.to_rfc3339(),
        ended: moment(span.ended),
        stage: span.stage,
    });
    let outages = head.outages.iter().map(|outage| Outage {
        service: outage.service.clone(),
        function: outage.function.clone(),
        began: outage.began.to_rfc3339(),
        restored: moment(outage.restored),
        length_ms: lasted(outage.began, outage.restored).0,
    });
    let restored = state.restored_at();
    Clocks {
        as_of: head.at.to_rfc3339(),
        began: head.began.to_rfc3339(),
        registered: head.registered_at.to_rfc3339(),
        team_called: moment(head.called_at),
        restored: moment(restored),
        closed: moment(head.closed_at),
        whole: against(lasted(head.began, restored), Some(state.steps.terms.incident)),
        stages: stages.collect(),
        outages: outages.collect(),
        contractors: state.contractors.matters.iter().map(|(id, of)| (id.clone(), contractor(of, head.at))).collect(),
    }
}

/// No budget is none to be over.
fn against(taken: Length, budget: Option<Length>) -> Against {
    let budget = budget.filter(|budget| budget.0 > 0);
    let over = budget.map_or(0, |budget| (taken.0 - budget.0).max(0));
    Against { taken_ms: taken.0, budget_ms: budget.map(|budget| budget.0), over_ms: over }
}

fn contractor(matter: &Matter, now: At) -> ContractorsClock {
    let handed = matter.handed.as_ref();
    let clock = clock(matter, now);
    let of = |hand: Hand| clock.as_ref().map_or(0, |clock| clock.of(hand).0);
    let stretches = clock.iter().flat_map(|clock| &clock.spans).map(|span| Stretch {
        from: span.from.to_rfc3339(),
        to: span.to.to_rfc3339(),
        hand: span.hand,
        length_ms: span.to.since(span.from).0,
    });
    ContractorsClock {
        contractor: matter.deal.contractor.clone(),
        handed_over: handed.map(|handed| handed.at.to_rfc3339()),
        delivered: moment(handed.and_then(|handed| handed.delivered)),
        received: moment(handed.and_then(|handed| handed.received)),
        stopped: clock.as_ref().filter(|clock| clock.now.is_none()).map(|clock| clock.until.to_rfc3339()),
        held_ms: of(Hand::Held),
        paused_ms: of(Hand::Paused),
        waiting_ms: of(Hand::Waiting),
        stretches: stretches.collect(),
    }
}

fn overrun(matter: &Matter, contract: Option<&Contract>, now: At) -> Overrun {
    let found = overruns(matter, now);
    let penalty = contract.and_then(|contract| contract.penalty.as_ref());
    let claimable = penalty.map(|penalty| {
        let claimable = penalty.claimable(&found.lengths());
        Claim {
            terms_missed: claimable.terms,
            fixed_per_term: penalty.fixed,
            fixed: claimable.fixed,
            units_begun: claimable.units,
            unit: penalty.per,
            price: penalty.price,
            share_ppm: penalty.share_ppm,
            shares: claimable.shares,
            ceiling: penalty.ceiling,
            sum: claimable.sum,
        }
    });
    Overrun {
        contractor: matter.deal.contractor.clone(),
        reaction: found.reaction.map(working),
        restoration: found.restoration.map(working),
        report: found.report.map(working),
        earlier: found
            .earlier
            .iter()
            .map(|(reaction, restoration)| [working(*reaction), working(*restoration)])
            .collect(),
        over_ms: found.total().0,
        claimable,
    }
}

fn working(term: Term) -> Working {
    Working { allowed_ms: term.allowed.0, taken_ms: term.taken.0, over_ms: term.over().0 }
}

fn moment(at: Option<At>) -> Option<String> {
    at.map(At::to_rfc3339)
}
