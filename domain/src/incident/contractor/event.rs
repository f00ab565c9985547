//! What happened between us and a contractor.

use super::super::value::TextRef;
use super::matter::{Claim, Deal};
use crate::answer::ReportPart;
use crate::ids::{ContractId, DeskId, PersonId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A fact about one contractor's part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contracted {
    /// The contract.
    pub contract: ContractId,
    /// The fact.
    pub event: ContractorEvent,
}

/// One fact.
#[expect(missing_docs, reason = "a variant's sentence names its fields")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ContractorEvent {
    /// Recovery was handed to the contractor; what another contractor said of it is asked anew.
    HandedOver { deal: Box<Deal>, by: PersonId, undone: BTreeSet<String> },
    /// The hand-over is before a representative's eyes: the clock begins.
    Delivered { at: At, to: PersonId },
    /// The contractor cannot go on without something of ours: the clock pauses.
    Requested { by: PersonId, text: TextRef },
    /// It was answered.
    Met { number: usize, by: PersonId, text: TextRef },
    /// The contractor handed it back.
    HandedBack { by: PersonId, text: Option<TextRef>, claim: Claim },
    /// The hand-back was accepted: the clock stopped at `at`. Nobody did where everything was verified.
    BackAccepted { at: At, by: Option<PersonId> },
    /// The hand-back was refused: the clock never stopped; what was said to be done is asked anew.
    BackRefused { by: PersonId, undone: BTreeSet<String> },
    /// The hand-over was taken back.
    Withdrawn,
    /// The contractor objects.
    Objected { by: PersonId, text: TextRef },
    /// The contractor is suspected: the closer is asked.
    Suspected { deal: Box<Deal>, service: ServiceId },
    /// The closer opens none.
    Declined { by: PersonId },
    /// A failure on contractor is to be opened in the desk; the report is asked for.
    Opened { deal: Box<Deal>, service: ServiceId, due: At },
    /// The desk has it.
    Recorded { desk: DeskId, url: String },
    /// It is not the contractor's after all.
    Dropped,
    /// The desk's record was closed by hand.
    ClosedByHand,
    /// The desk's record was changed by hand.
    EditedByHand,
    /// A report lacks parts; whoever sends it again means it so.
    ReportDoubted { by: PersonId, text: TextRef, lacks: BTreeSet<ReportPart> },
    /// A report was handed in.
    ReportGiven { by: PersonId, text: TextRef, lacks: BTreeSet<ReportPart> },
    /// It was accepted.
    ReportAccepted { by: PersonId },
    /// It was refused: it is owed again.
    ReportRefused { by: PersonId, reason: TextRef },
    /// Its file could not be kept and there are no words beside it: it is owed again.
    ReportLost { by: PersonId },
    /// The report is overdue; the shift head is told.
    ReportChased { times: u32, to: Option<PersonId> },
    /// The report is in and nobody has looked at it.
    ReportUnread { to: Option<PersonId> },
}
