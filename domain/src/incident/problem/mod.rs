//! The problem: a case of the same aggregate as the incident, under a procedure of its own.
//!
//! Steps, prompts, waivers, hand-overs, timers, the chat and the journal are the engine's. Here is
//! what a problem has besides: the incidents it is about, the chain of causes, the watch, the exit.

mod assembly;
mod chain;
mod command;
mod committee;
mod decide;
mod event;
mod evolve;
mod in_desk;
mod like;
mod publication;
mod react;
mod record;
mod telling;
mod watch;

pub use chain::{Link, chain};
pub use command::{CommitteeWord, InDesk, ProblemCommand, Raise};
pub use event::ProblemEvent;
pub use like::{Failure, Known, Like, Phase, alike};
pub use record::{Attached, CommitteeDecision, Exit, ProblemRecord};
pub use watch::{fix_day, fixed_at, overdue, watched_until};

pub(super) use chain::links;
pub(super) use decide::{close, fired, like_when_decided, like_when_registered, named, problem};
pub(super) use evolve::{corrected, evolve};
pub(super) use publication::{publication, publication_data};
pub(super) use react::{closed, desk_closed_by_hand, in_own_words, is_for_problem, known, raise, react, watching};
pub(super) use watch::{counted_from, due};
