//! The incident: what may be asked of it (`command`), what happened (`event`), what it is now
//! (`state`), and what follows in the world (`job`).
//!
//! `decide` turns a command into events, `evolve` events into state, `react` events into jobs.

mod advance;
mod assembly;
mod beginning;
mod board;
mod borders;
mod budget;
mod callout;
mod chat;
mod command;
mod context;
mod contractor;
mod decide;
mod draft;
mod due;
mod event;
mod evolve;
mod file;
mod gone;
mod job;
mod leaving;
mod neighbours;
mod notice;
mod outage;
mod part;
pub mod problem;
mod prompt;
mod publication;
mod react;
mod restricted;
mod runbook;
mod seal;
mod state;
mod value;
mod withdraw;
mod wording;

pub use advance::Missing;
pub use board::{Board, Claim, Urgency, rank};
pub use borders::{StageSpan, stage_spans};
pub use chat::{ChatLost, Moved};
pub use command::{Command, DeskReport, PostedFile, Registration, Speech};
pub use context::Context;
pub use contractor::{
    Back, BackClaim, Clock, ClockSpan, Contracted, ContractorCame, ContractorEvent, ContractorJob, ContractorTimer,
    Contractors, Deal, DeskRecordState, GivenReport, Hand, HandOver, Matter, Objection, OnContractor, OnStanding,
    Overruns, ReportDue, Request, Term, clock, overruns,
};
pub use decide::decide;
pub use draft::{Decision, Outcome, Refusal, Reply, SideText};
pub use due::{Timer, due, next_due};
pub use event::{
    Assembly, ByCalendar, Event, Facts, Filled, OtherSaid, OtherStanding, RelatedService, TeamMember, Terms,
};
pub use evolve::evolve;
pub use file::{
    Came as FileCame, ChatFile, FileFact, FileKind, FileSource, Files, Kept as KeptFile, LARGEST_FILE, NotKept,
    inspect as inspect_file,
};
pub use gone::Gone;
pub use job::{DeskAct, Job, Post, Queue, Slot, Target};
pub use notice::{Delivery, Notice, NoticeJob};
pub use outage::{Outage, union_length};
pub use part::Part;
pub use prompt::Prompt;
pub use publication::{WebhookJob, publication, publication_data};
pub use react::{ActionWords, FindingWords, UserWords, react, value_arg};
pub use runbook::{
    ActionName, ActionResult, Actions, Affected, Came, Changed, Count, Earlier, Finding, Findings, Found, Hindrance,
    Lacking, Looked, Mark, Marked, Runbook, RunbookJob, RunbookReport, Search, SeriesName, Unknown, Way, action_prompt,
    finding_prompt,
};
pub use seal::{Recorded, read, replay, seal_all};
pub use state::{
    Answer, Done, Head, Linked, Member, NeighbourState, Neighbours, Parts, People, Published, Standing, State, Steps,
    Waiver,
};
pub use value::{Decided, Scope, TextRef, Value};
pub use wording::{Arg, Wording};

/// Version of the layout of everything an incident stores. It goes up with a field, an event, a job a program of the
/// version before does not know: that one leaves alone what was written so, instead of dropping what it cannot read. 1
/// is what the first program stores that looks at it.
pub const SCHEMA: u32 = 1;
