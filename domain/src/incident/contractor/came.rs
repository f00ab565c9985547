//! What comes of what was done for a contractor's part: delivered, opened, closed by hand.

use crate::ids::{ContractId, DeskId, PersonId};
use crate::time::At;
use serde::{Deserialize, Serialize};

/// Something from the messenger or the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum ContractorCame {
    /// The hand-over is before a representative's eyes.
    Delivered {
        /// The contract.
        contract: ContractId,
        /// When the messenger took it.
        at: At,
        /// Whose eyes.
        to: PersonId,
    },
    /// The desk opened the failure on contractor.
    Recorded {
        /// The contract.
        contract: ContractId,
        /// The desk's number.
        desk: DeskId,
        /// Where people open it.
        url: String,
    },
    /// Its record was closed by hand.
    ClosedByHand {
        /// The record.
        desk: DeskId,
    },
    /// Its record was changed by hand.
    EditedByHand {
        /// The record.
        desk: DeskId,
    },
}
