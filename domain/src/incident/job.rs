//! What follows in the world: effects as data, carried out after the commit by whoever can.

use super::command::Command;
use super::contractor::ContractorJob;
use super::notice::NoticeJob;
use super::publication::WebhookJob;
use super::runbook::{RunbookJob, Search};
use super::wording::Wording;
use crate::ids::{IncidentId, PersonId, ProblemId, PromptId, RoomId};
use crate::time::Length;
use serde::{Deserialize, Serialize};

/// One effect.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Make the chat and bring these people in.
    OpenChat {
        /// Who.
        people: Vec<PersonId>,
    },
    /// Say in a room that was left that the talk goes on elsewhere, and make it read-only.
    LeaveChat {
        /// The room, in the product's first messenger.
        room: RoomId,
    },
    /// Bring these people in.
    BringIn {
        /// Who.
        people: Vec<PersonId>,
    },
    /// These people's part is over.
    TakeOut {
        /// Who.
        people: Vec<PersonId>,
    },
    /// Post, edit or pin a message.
    Post(Box<Post>),
    /// Show the status card as it is now.
    Card,
    /// Remove a person's message.
    Erase {
        /// The message, as its messenger names it.
        message: String,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Target::is_room")]
        place: Target,
    },
    /// Tell the desk's record.
    DeskComment {
        /// The words.
        wording: Wording,
    },
    /// Close the desk's record.
    DeskClose {
        /// The words.
        wording: Wording,
    },
    /// Open the desk's record again.
    DeskReopen {
        /// The words.
        wording: Wording,
    },
    /// Link the desk's record to another.
    DeskLink {
        /// The other incident's desk record.
        to: crate::ids::DeskId,
    },
    /// Tell the desk's record of the problem.
    DeskProblem {
        /// What is done to it.
        act: DeskAct,
        /// The words.
        wording: Wording,
    },
    /// Open a record in the desk of what began as an alert.
    OpenRecord,
    /// Create a problem in the desk.
    OpenProblem,
    /// Link the desk's record to a problem.
    LinkProblem {
        /// The problem.
        problem: ProblemId,
    },
    /// Make the chat read-only.
    Archive {
        /// The room.
        room: RoomId,
    },
    /// Publish the report as of an event, or a later one by the time it is published.
    PublishReport {
        /// Number of the event.
        upto: u64,
        /// So long is waited for more to come, so that a burst makes one revision.
        after: Length,
    },
    /// Tell those who are not in the chat.
    Notice(NoticeJob),
    /// Tell machines that build on what happens here.
    Webhook(WebhookJob),
    /// Search monitoring.
    Search(Search),
    /// What else the runbook does.
    Runbook(RunbookJob),
    /// Post the charts of a search as a file.
    Charts {
        /// SHA-256 of the row with the samples, lower-case hex.
        samples: String,
    },
    /// Fetch a file posted in a chat and keep it.
    KeepFile {
        /// Its number among the incident's files.
        number: u32,
    },
    /// Put a kept file on the desk's record.
    DeskFile {
        /// Its number among the incident's files.
        number: u32,
    },
    /// Say something to another incident.
    Tell {
        /// The other incident.
        incident: IncidentId,
        /// What.
        command: Box<Command>,
    },
    /// Say the same to other incidents, one after another; what is left of the list is the cursor.
    TellAll {
        /// The incidents that have not been told.
        incidents: Vec<IncidentId>,
        /// What.
        command: Box<Command>,
    },
    /// Something for a contractor, or about one.
    Contractor(Box<ContractorJob>),
}

/// Who carries a job out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// Rooms, people, and what they posted as files.
    ChatCreation,
    /// Messages, in order.
    ChatPosting,
    /// The desk.
    ClosureDecision,
    /// The report's page.
    ReportPublishing,
    /// The runbook.
    RunbookLaunch,
    /// Commands.
    StepRecording,
    /// Notices, by every way but the messenger's.
    NoticeSending,
    /// Outgoing webhooks.
    WebhookSending,
}

impl Queue {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::StepRecording,
        Self::ChatCreation,
        Self::ChatPosting,
        Self::ClosureDecision,
        Self::ReportPublishing,
        Self::NoticeSending,
        Self::WebhookSending,
        Self::RunbookLaunch,
    ];

    /// The function that answers it.
    pub const fn function(self) -> &'static str {
        match self {
            Self::StepRecording => "step-recording",
            Self::ChatCreation => "chat-creation",
            Self::ChatPosting => "chat-posting",
            Self::ClosureDecision => "closure-decision",
            Self::ReportPublishing => "report-publishing",
            Self::NoticeSending => "notice-sending",
            Self::WebhookSending => "webhook-sending",
            Self::RunbookLaunch => "runbook-launch",
        }
    }
}

impl Job {
    /// Who carries it out.
    pub const fn queue(&self) -> Queue {
        match self {
            Self::OpenChat { .. }
            | Self::LeaveChat { .. }
            | Self::BringIn { .. }
            | Self::TakeOut { .. }
            | Self::KeepFile { .. } => Queue::ChatCreation,
            // The archive comes after the last post, so it stands in the same order.
            Self::Post(_) | Self::Card | Self::Charts { .. } | Self::Erase { .. } | Self::Archive { .. } => {
                Queue::ChatPosting
            }
            Self::DeskComment { .. }
            | Self::DeskClose { .. }
            | Self::DeskReopen { .. }
            | Self::DeskLink { .. }
            | Self::DeskProblem { .. }
            | Self::DeskFile { .. }
            | Self::OpenRecord
            | Self::OpenProblem
            | Self::LinkProblem { .. } => Queue::ClosureDecision,
            Self::PublishReport { .. } => Queue::ReportPublishing,
            Self::Notice(notice) if notice.is_post() => Queue::ChatPosting,
            Self::Notice(_) => Queue::NoticeSending,
            Self::Webhook(_) => Queue::WebhookSending,
            Self::Search(_) | Self::Runbook(_) => Queue::RunbookLaunch,
            Self::Tell { .. } | Self::TellAll { .. } => Queue::StepRecording,
            Self::Contractor(job) => job.queue(),
        }
    }

    /// How long after its event it is carried out.
    pub const fn delay(&self) -> Length {
        match self {
            Self::PublishReport { after, .. } => *after,
            Self::Runbook(job) => job.delay(),
            Self::OpenChat { .. }
            | Self::LeaveChat { .. }
            | Self::BringIn { .. }
            | Self::TakeOut { .. }
            | Self::Post(_)
            | Self::Card
            | Self::Search(_)
            | Self::Charts { .. }
            | Self::Erase { .. }
            | Self::DeskComment { .. }
            | Self::DeskClose { .. }
            | Self::DeskReopen { .. }
            | Self::DeskLink { .. }
            | Self::DeskProblem { .. }
            | Self::DeskFile { .. }
            | Self::KeepFile { .. }
            | Self::OpenRecord
            | Self::OpenProblem
            | Self::LinkProblem { .. }
            | Self::Archive { .. }
            | Self::Notice(_)
            | Self::Webhook(_)
            | Self::Tell { .. }
            | Self::TellAll { .. }
            | Self::Contractor(_) => Length(0),
        }
    }

    /// Short name, part of the job's id.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OpenChat { .. } => "open_chat",
            Self::LeaveChat { .. } => "leave_chat",
            Self::BringIn { .. } => "bring_in",
            Self::TakeOut { .. } => "take_out",
            Self::Post(_) => "post",
            Self::Card => "card",
            Self::Erase { .. } => "erase",
            Self::DeskComment { .. } => "desk_comment",
            Self::DeskClose { .. } => "desk_close",
            Self::DeskReopen { .. } => "desk_reopen",
            Self::DeskLink { .. } => "desk_link",
            Self::DeskProblem { .. } => "desk_problem",
            Self::DeskFile { .. } => "desk_file",
            Self::KeepFile { .. } => "keep_file",
            Self::OpenRecord => "open_record",
            Self::OpenProblem => "open_problem",
            Self::LinkProblem { .. } => "link_problem",
            Self::Archive { .. } => "archive",
            Self::PublishReport { .. } => "publish_report",
            Self::Notice(notice) => notice.kind(),
            Self::Webhook(webhook) => webhook.kind(),
            Self::Search(_) => "search",
            Self::Runbook(job) => job.kind(),
            Self::Charts { .. } => "charts",
            Self::Tell { .. } => "tell",
            Self::TellAll { .. } => "tell_all",
            Self::Contractor(job) => job.kind(),
        }
    }
}

/// What is done to a record of the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskAct {
    /// Written on.
    Comment,
    /// Closed.
    Close,
    /// Opened again.
    Reopen,
}

/// A message to post.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Post {
    /// Where.
    pub to: Target,
    /// What.
    pub wording: Wording,
    /// The place it takes: a later post of the same slot changes this one.
    pub slot: Option<Slot>,
    /// It carries the prompt's buttons.
    pub prompt: Option<super::prompt::Prompt>,
}

/// Where a message goes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The incident's room.
    #[default]
    Room,
    /// A person, by direct message.
    Person(PersonId),
}

impl Target {
    /// The incident's room, as everything written before there was another place.
    pub const fn is_room(&self) -> bool {
        matches!(self, Self::Room)
    }
}

/// The place a message takes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// The pinned rules.
    Rules,
    /// The pinned status card.
    Card,
    /// What a search found, changed as people speak of it.
    Findings(u64),
    /// Actions that can be asked for.
    Actions,
    /// A prompt, changed once it is answered.
    Prompt(PromptId),
}
