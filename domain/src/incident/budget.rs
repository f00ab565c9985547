//! Budgets of stages and of the whole failure: which shares are spent and when the next will be.

use super::borders::stage_spans;
use super::state::State;
use crate::ids::StageId;
use crate::time::{At, Length};

/// Shares of a budget at which something happens: half on the card only, the whole and twice
/// the whole in the chat too.
pub(super) const SHARES: [i64; 3] = [50, 100, 200];

/// A share of a budget that is or will be spent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Share {
    /// The stage; `None` for the incident's budget.
    pub(super) stage: Option<StageId>,
    /// 50, 100 or 200.
    pub(super) percent: i64,
    /// When it is spent, if nothing changes.
    pub(super) at: At,
}

impl Share {
    /// Under which name it is remembered as announced.
    pub(super) fn name(&self) -> String {
        share_name(self.stage.as_ref(), self.percent)
    }
}

/// Name of an announced share.
pub(super) fn share_name(stage: Option<&StageId>, percent: i64) -> String {
    stage.map_or_else(|| format!("incident@{percent}"), |stage| format!("{stage}@{percent}"))
}

/// Shares not announced yet, of the current stage and of the incident.
pub(super) fn open_shares(state: &State) -> Vec<Share> {
    let mut shares = Vec::new();
    if let Some(span) = stage_spans(state).pop().filter(|span| span.ended.is_none())
        && let Some(budget) = span.budget
    {
        let began = super::problem::counted_from(state, span.began);
        shares.extend(shares_of(Some(span.stage), began, budget));
    }
    if state.restored_at().is_none() && state.steps.terms.incident > Length(0) {
        shares.extend(shares_of(None, state.head.began, state.steps.terms.incident));
    }
    shares.retain(|share| !state.steps.spent.contains(&share.name()));
    shares
}

fn shares_of(stage: Option<StageId>, began: At, budget: Length) -> impl Iterator<Item = Share> {
    SHARES.into_iter().map(move |percent| Share {
        stage: stage.clone(),
        percent,
        at: began.plus(budget.percent(percent)),
    })
}
