//! A contractor's part in an incident: what was handed over, the contractor's own clock, the failure
//! on contractor opened after recovery, and the report owed for it, which outlives the chat.

mod came;
mod clock;
mod due;
mod event;
mod evolve;
mod job;
mod matter;
mod overrun;
mod subjects;
#[cfg(test)]
mod tests;

pub use came::ContractorCame;
pub use clock::{Clock, ClockSpan, Hand, clock};
pub use due::ContractorTimer;
pub use event::{Contracted, ContractorEvent};
pub use job::ContractorJob;
pub use matter::{
    Back, Claim as BackClaim, Contractors, Deal, DeskRecordState, Due as ReportDue, GivenReport, HandOver, Matter,
    Objection, OnContractor, OnStanding, Request,
};
pub use overrun::{Overruns, Term, overruns};

pub(in crate::incident) use due::timers;
pub(in crate::incident) use evolve::{answered, apply, over, reopened};
pub(in crate::incident) use subjects::{hand_backs, requests, suspected};
