//! Stages as the pages show them: name, borders, time spent against budget.

use super::spent::Spent;
use nabat_domain::ids::StageId;
use nabat_domain::incident::{Arg, State, stage_spans};
use nabat_domain::time::{At, Length};
use nabat_kit::messages::Speaker;

/// Where a stage stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// It ended then.
    Ended(At),
    /// It is going on.
    Current,
    /// It has not begun.
    Ahead,
}

/// A stage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stage {
    /// Its id, which is a class of badges too.
    pub id: StageId,
    /// Its name.
    pub name: String,
    /// When it began, if it has.
    pub began: Option<At>,
    /// Where it stands.
    pub progress: Progress,
    /// Time spent and allowed.
    pub spent: Spent,
}

/// Every stage of an incident in order, those ahead included.
pub fn stages(speaker: &Speaker, state: &State, now: At) -> Vec<Stage> {
    let spans = stage_spans(state);
    let one = |id: &StageId| {
        let span = spans.iter().find(|span| &span.stage == id);
        let budget = state.steps.terms.stages.get(id).copied();
        Stage {
            id: id.clone(),
            name: speaker.arg(&Arg::Stage(id.clone())),
            began: span.map(|span| span.began),
            progress: span.map_or(Progress::Ahead, |span| span.ended.map_or(Progress::Current, Progress::Ended)),
            spent: Spent { actual: span.map_or(Length(0), |span| span.actual(over(state, now))), budget },
        }
    };
    state.steps.stages.iter().map(one).collect()
}

/// The whole failure, began to restored, against the incident's budget.
pub fn whole(state: &State, now: At) -> Spent {
    let until = state.restored_at().unwrap_or_else(|| over(state, now));
    let budget = Some(state.steps.terms.incident).filter(|budget| budget.0 > 0);
    Spent { actual: Length(until.since(state.head.began).0.max(0)), budget }
}

/// Clocks of what is over stand still.
fn over(state: &State, now: At) -> At {
    state.head.closed_at.unwrap_or(now)
}
