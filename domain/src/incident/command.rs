//! What may be asked of an incident.

use super::chat::ChatLost;
use super::contractor::ContractorCame;
use super::event::{OtherSaid, OtherStanding};
use super::file::{Came, FileSource};
use super::problem::ProblemCommand;
use super::runbook::RunbookReport;
use super::state::Standing;
use super::value::{Decided, Scope};
use crate::answer::{ChatCommand, read_command};
use crate::catalogue::Priority;
use crate::ids::{DeskId, FunctionId, IncidentId, PersonId, ProblemId, PromptId, RoomId, ServiceId};
use crate::masking;
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something asked of an incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// The desk registers a failure.
    Register(Registration),
    /// The desk changed its record.
    DeskChanged(DeskReport),
    /// The desk's record was closed by hand.
    DeskClosed,
    /// The desk opened its record again, as it was told to.
    DeskReopened,
    /// The desk opened a record of what began as an alert.
    RecordOpened {
        /// Its number.
        desk: DeskId,
        /// Where people open it.
        url: String,
    },
    /// Somebody said something.
    Say(Speech),
    /// A person posted a file.
    Posted(PostedFile),
    /// Something came of fetching it.
    FileCame {
        /// Its number among the incident's files.
        number: u32,
        /// What.
        came: Came,
    },
    /// Time passed.
    Wake,
    /// The chat exists and people are in.
    ChatOpened {
        /// The room.
        room: RoomId,
        /// Who is in.
        invited: Vec<PersonId>,
        /// Whom the messenger would not let in.
        failed: Vec<PersonId>,
    },
    /// The chat is lost.
    ChatLost {
        /// The room; none where it was not even made.
        room: Option<RoomId>,
        /// Why.
        why: ChatLost,
    },
    /// People were brought in later.
    PeopleInvited {
        /// Who is in.
        invited: Vec<PersonId>,
        /// Whom the messenger would not let in.
        failed: Vec<PersonId>,
    },
    /// People were taken out of the chat.
    PeopleLeft {
        /// Who is out, or counts as out.
        people: Vec<PersonId>,
        /// Whom of them the messenger would not take out.
        failed: Vec<PersonId>,
    },
    /// Somebody left the chat of their own accord.
    WalkedOut {
        /// Who.
        person: PersonId,
    },
    /// The desk has the problem.
    ProblemRecorded {
        /// Its number.
        problem: ProblemId,
        /// Where people open it.
        url: String,
        /// The desk's word for its state.
        state: String,
        /// The incident it was closed with, whose chat it shared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<IncidentId>,
    },
    /// The desk has no such problem.
    ProblemRefused,
    /// The report's page was published.
    ReportPublished {
        /// Where people open it.
        address: String,
        /// The wiki's number of its revision.
        revision: u64,
        /// The page shows the incident as of this event.
        upto: u64,
    },
    /// The runbook has something to report.
    Runbook(RunbookReport),
    /// Another record reports the same service.
    DuplicateOffered {
        /// The other incident.
        incident: IncidentId,
        /// Its desk record.
        desk: DeskId,
    },
    /// A neighbour failed too.
    NeighbourLinked {
        /// The neighbour's incident.
        incident: IncidentId,
        /// Its desk record.
        desk: DeskId,
        /// Its service.
        service: ServiceId,
        /// What it lost.
        functions: BTreeSet<FunctionId>,
    },
    /// The incident whose chat this one shares decided what this one is.
    StandBy {
        /// What it is.
        standing: OtherStanding,
        /// The incident that says so.
        said_by: IncidentId,
        /// That one's desk record.
        #[serde(default)]
        desk: Option<DeskId>,
    },
    /// An incident that shared this chat, or perhaps is the same failure, no longer belongs here.
    OtherLeft {
        /// That incident.
        incident: IncidentId,
    },
    /// The incident whose chat this one shares turned out to be part of another.
    ChatMoved {
        /// The one whose chat it was.
        from: IncidentId,
        /// The one whose chat it is now.
        to: IncidentId,
    },
    /// The incident whose chat this one shares restored its functions.
    RestoredWith {
        /// Functions of this incident; all, where none is named.
        functions: BTreeSet<FunctionId>,
        /// When.
        at: At,
    },
    /// Verification of a function of this incident failed in the shared chat.
    ReopenedWith {
        /// The function.
        function: FunctionId,
        /// When it failed anew, where it had been verified.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        anew: Option<At>,
    },
    /// The word at the rhythm was given in the shared chat, or did not come there.
    SaidWith(Box<OtherSaid>),
    /// The incident this one belongs to was restricted.
    RestrictedWith {
        /// That incident.
        incident: IncidentId,
        /// Who did; nobody where the catalogue says so.
        by: Option<PersonId>,
    },
    /// The incident whose chat this one shares is over.
    ClosedWith {
        /// How it stands.
        standing: Standing,
        /// Its decision.
        decided: Option<Decided>,
        /// Who took it.
        by: Option<PersonId>,
        /// The problem, if there is one already.
        problem: Option<ProblemId>,
        /// When its last function was restored.
        #[serde(default)]
        restored: Option<At>,
    },
    /// What is asked of a problem alone.
    Problem(ProblemCommand),
    /// Something about a contractor came from the messenger or the desk.
    Contractor(ContractorCame),
}

impl Command {
    /// What it comes to depends on which problems are known now.
    pub fn reads_known(&self) -> bool {
        if let Self::Say(speech) = self {
            return speech.prompt.as_ref().is_some_and(|prompt| prompt.as_str().starts_with("decision"));
        }
        matches!(self, Self::Register(_))
    }

    /// What it comes to depends on which incidents there are now.
    pub fn reads_board(&self) -> bool {
        match self {
            Self::Register(_) => true,
            Self::DeskChanged(report) => report.service.is_some() || report.priority.is_some(),
            Self::Say(speech) => {
                speech.prompt.is_none()
                    && matches!(
                        read_command(&speech.text),
                        Some(ChatCommand::Change { .. } | ChatCommand::Lower { .. })
                    )
            }
            Self::Posted(_)
            | Self::FileCame { .. }
            | Self::DeskClosed
            | Self::DeskReopened
            | Self::RecordOpened { .. }
            | Self::Wake
            | Self::ChatOpened { .. }
            | Self::ChatLost { .. }
            | Self::PeopleInvited { .. }
            | Self::PeopleLeft { .. }
            | Self::WalkedOut { .. }
            | Self::ProblemRecorded { .. }
            | Self::ProblemRefused
            | Self::ReportPublished { .. }
            | Self::Runbook(_)
            | Self::DuplicateOffered { .. }
            | Self::NeighbourLinked { .. }
            | Self::StandBy { .. }
            | Self::OtherLeft { .. }
            | Self::ChatMoved { .. }
            | Self::RestoredWith { .. }
            | Self::ReopenedWith { .. }
            | Self::SaidWith(_)
            | Self::RestrictedWith { .. }
            | Self::ClosedWith { .. }
            | Self::Problem(_)
            | Self::Contractor(_) => false,
        }
    }
}

/// What the desk says when it registers a failure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Registration {
    /// The desk's record.
    pub desk: DeskId,
    /// It began as an alert: the record is a name alone, and the desk has none of it yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alert: bool,
    /// The failing service.
    pub service: ServiceId,
    /// Functions lost.
    pub functions: BTreeSet<FunctionId>,
    /// One line, masked.
    pub summary: String,
    /// More words, masked.
    pub description: Option<String>,
    /// What the desk thinks of its urgency.
    pub priority: Option<Priority>,
    /// Where it is felt.
    pub scope: Scope,
    /// When it began.
    pub began: At,
    /// When it was over, if it was over already.
    pub restored: Option<At>,
    /// Who registered it, masked.
    pub registered_by: String,
    /// Where people open the record.
    pub url: Option<String>,
    /// A drill.
    pub drill: bool,
}

/// What the desk says when it changes a record. What is absent did not change.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DeskReport {
    /// The failing service.
    pub service: Option<ServiceId>,
    /// Functions lost.
    pub functions: Option<BTreeSet<FunctionId>>,
    /// One line, masked.
    pub summary: Option<String>,
    /// What the desk thinks of its urgency.
    pub priority: Option<Priority>,
    /// Where it is felt.
    pub scope: Option<Scope>,
    /// More words, masked.
    #[serde(default)]
    pub description: Option<String>,
    /// When it began; what people said of it stands.
    #[serde(default)]
    pub began: Option<At>,
    /// When it was over: a claim, as at the registration.
    #[serde(default)]
    pub restored: Option<At>,
    /// Where people open the record.
    #[serde(default)]
    pub url: Option<String>,
}

/// Something a person said in a chat, masked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Speech {
    /// Who.
    pub person: PersonId,
    /// The words, or a choice's id.
    pub text: String,
    /// The prompt answered, where it is plain which.
    pub prompt: Option<PromptId>,
    /// Said where only this person and the bot are.
    pub direct: bool,
    /// The message in the messenger, so that it can be removed.
    pub message: Option<String>,
    /// What was masked.
    #[serde(default)]
    pub masked: BTreeMap<masking::Kind, u32>,
}

/// A file posted in a chat: what it is called and where it is; its content is fetched afterwards.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostedFile {
    /// Who, where; its words are the line the file is kept as.
    pub speech: Speech,
    /// Its name, masked.
    pub name: String,
    /// Its size in bytes; 0 where the messenger does not tell it.
    pub bytes: u64,
    /// Where its content is; nothing where the messenger does not say.
    #[serde(default)]
    pub source: Option<FileSource>,
}
