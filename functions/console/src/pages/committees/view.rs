//! What the pages of committees show.

use crate::pages::problems::Decision;
use nabat_domain::time::At;

/// A committee with its meetings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meeting {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it met last.
    pub last: At,
    /// When it meets next.
    pub next: At,
}

/// Why a problem stands on an agenda, the most urgent first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// Something promised is overdue since then.
    Overdue(At),
    /// It came back although it was fixed.
    CameBack,
    /// It is to be accepted as a known error.
    ToAccept,
    /// Something was decided and is not done.
    Decided,
    /// It has repeats.
    Repeats,
    /// It was raised since the last meeting.
    New,
}

/// One problem on an agenda.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The desk's number.
    pub number: String,
    /// Its page.
    pub address: String,
    /// Its case, for the form.
    pub case: String,
    /// The failing service.
    pub service: String,
    /// Its stage.
    pub stage: String,
    /// Who leads it.
    pub leader: Option<String>,
    /// Incidents after the first.
    pub repeats: usize,
    /// Why it stands here.
    pub why: Why,
    /// What committees decided of it, with their places.
    pub decisions: Vec<(usize, Decision)>,
}

/// An agenda.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agenda {
    /// The committee.
    pub meeting: Meeting,
    /// What is to be looked at.
    pub items: Vec<Item>,
    /// People a decision can be given to: id and name.
    pub people: Vec<(String, String)>,
    /// Guards the forms; nothing for those who may not record decisions.
    pub csrf: Option<String>,
    /// Something was refused just now.
    pub trouble: Option<String>,
}
