//! What the page of one incident shows.

use crate::pages::spent::Spent;
use crate::pages::stage::Stage;
use nabat_domain::catalogue::{Direction, Priority};
use nabat_domain::time::{At, Length};
use nabat_kit::timeline::Tone;

/// The page.
#[derive(Clone, PartialEq, Debug)]
pub struct OneIncident {
    /// What it is.
    pub head: Heading,
    /// Every stage in order.
    pub stages: Vec<Stage>,
    /// The whole failure against its budget.
    pub whole: Spent,
    /// Registered to everybody invited.
    pub called: Option<Length>,
    /// Registered to accepted.
    pub answered: Option<Length>,
    /// Intervals of the functions lost.
    pub outages: Vec<OutageLine>,
    /// Length of their union.
    pub outage: Length,
    /// Prompts open now.
    pub owed: Vec<Owed>,
    /// The journal in words, oldest first.
    pub timeline: Vec<Moment>,
    /// Everybody who is or was in.
    pub people: Vec<Member>,
    /// Related services.
    pub related: Vec<Related>,
    /// Related services beyond the limit: named, not asked.
    pub not_asked: Vec<String>,
    /// Other incidents in its chat, and the one whose chat it shares.
    pub others: Vec<Beside>,
    /// Steps waived.
    pub waivers: Vec<Waived>,
    /// Answers corrected.
    pub corrections: Vec<Correction>,
    /// Who was told outside the chat.
    pub told: Vec<ToldLine>,
    /// What monitoring showed.
    pub monitored: super::findings::Monitored,
    /// What people posted as files.
    pub files: Vec<super::files::FileShown>,
    /// The closing decision.
    pub decision: Option<DecisionTaken>,
    /// What stands between us and contractors.
    pub contractors: Vec<crate::pages::contractors::Part>,
    /// Whether the journal holds.
    pub journal: JournalCheck,
}

/// One notice to one recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldLine {
    /// What it says.
    pub kind: String,
    /// To whom.
    pub who: String,
    /// By which way.
    pub way: String,
    /// When.
    pub at: At,
    /// It is not handed over yet.
    pub waits: bool,
}

/// What the incident is.
#[derive(Clone, PartialEq, Debug)]
pub struct Heading {
    /// The desk's number.
    pub desk: String,
    /// The desk's record, where a browser may open it.
    pub record: Option<String>,
    /// The report's page, once there is one a browser may open.
    pub report: Option<String>,
    /// The chat it speaks in, once there is one.
    pub chat: Option<String>,
    /// The failing service.
    pub service: String,
    /// Its class.
    pub criticality: String,
    /// Functions lost.
    pub functions: Vec<String>,
    /// Where it is felt.
    pub scope: String,
    /// One line.
    pub summary: String,
    /// More words.
    pub description: Option<String>,
    /// Who registered it, as the desk says.
    pub registered_by: Option<String>,
    /// Urgency.
    pub priority: Priority,
    /// A drill.
    pub drill: bool,
    /// Those alone read it who take part in it; where its readers are listed, for whoever may see them.
    pub restricted: Option<String>,
    /// Its stage or standing, with the class of the badge.
    pub standing: (String, String),
    /// When the failure began, as last stated.
    pub began: At,
    /// When it was registered.
    pub registered: At,
    /// When it was over, as claimed.
    pub restored: Option<At>,
    /// When it was closed or annulled.
    pub closed: Option<At>,
    /// Version of the procedure it began with.
    pub procedure: String,
}

/// One function's interval.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutageLine {
    /// The service.
    pub service: String,
    /// The function.
    pub function: String,
    /// First moment without it.
    pub began: At,
    /// First moment with it again, as claimed.
    pub restored: Option<At>,
    /// How long, so far.
    pub length: Length,
}

/// A prompt open now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owed {
    /// The step.
    pub step: String,
    /// The role that owes it.
    pub role: String,
    /// Who is asked.
    pub holder: Option<String>,
    /// Since when.
    pub asked: At,
    /// How often it was asked again.
    pub reminders: u32,
    /// Closing waits for it.
    pub mandatory: bool,
}

/// An event in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// Its number in the journal.
    pub number: u64,
    /// When it was recorded.
    pub at: At,
    /// The words.
    pub words: String,
    /// How it reads.
    pub tone: Tone,
}

/// Somebody who is or was in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Name.
    pub name: String,
    /// Roles in this incident.
    pub roles: Vec<String>,
    /// When the messenger let them in.
    pub invited: Option<At>,
    /// The messenger would not.
    pub unreachable: bool,
    /// When their part ended.
    pub left: Option<At>,
    /// How many things they stated.
    pub acted: u32,
}

/// A related service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// The service.
    pub service: String,
    /// Which way the need goes.
    pub direction: Direction,
    /// The need is hard.
    pub hard: bool,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What the owner saw at the start.
    pub at_start: Reply,
    /// What the owner saw after restoration: this one counts.
    pub afterwards: Reply,
}

/// What the owner of a related service said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// This, in words, with the class of its badge.
    Said(String, &'static str),
    /// Asked and silent.
    Waiting,
    /// Waived.
    Waived,
    /// Not asked.
    NotAsked,
}

/// Another incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beside {
    /// What it is to this one.
    pub standing: String,
    /// The desk's number.
    pub desk: String,
    /// Its page.
    pub address: String,
    /// Its service, where it is known.
    pub service: Option<String>,
}

/// A step waived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waived {
    /// The step.
    pub step: String,
    /// Who owed it.
    pub owed_by: Option<String>,
    /// Who waived it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: At,
}

/// An answer corrected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The step.
    pub step: String,
    /// What it said.
    pub old: String,
    /// What it says.
    pub new: String,
    /// Who corrected it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: At,
}

/// The closing decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionTaken {
    /// In words.
    pub words: String,
    /// Who took it.
    pub by: Option<String>,
    /// What was said with it.
    pub comment: Option<String>,
    /// The problem: number, the desk's word for its state, its page where a browser may open it.
    pub problem: Option<(String, String, Option<String>)>,
}

/// Whether the journal holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalCheck {
    /// Events in it.
    pub events: u64,
    /// Hash of the last one, as the head names it.
    pub head: String,
    /// The event at which it breaks; `None` if it holds.
    pub broken_at: Option<u64>,
}
