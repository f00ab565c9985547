//! Telling those who are not in the chat: one fact is one job, widened by a function into one delivery
//! a recipient.

use super::wording::Wording;
use crate::catalogue::{CallOutBy, Language, NoticeKind, NoticeText, Reach, Recipient};
use crate::ids::PersonId;
use serde::{Deserialize, Serialize};

/// Something to tell subscribers of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// How far it reaches.
    pub reach: Reach,
    /// The line above the text. Its key with `-engineers`, `-managers`, `-callers` is the text.
    pub wording: Wording,
}

/// What is to be done about notices.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum NoticeJob {
    /// Find out who is told, and put a delivery down for each. What was put down already is the cursor.
    Spread(Box<Notice>),
    /// Post it where the chats are posted to.
    Post {
        /// The text.
        wording: Wording,
        /// In which language.
        language: Language,
    },
    /// Bring it to one recipient by mail or through a gateway.
    Deliver(Box<Delivery>),
    /// Call somebody who does not answer in the chat.
    CallOut {
        /// Whom.
        person: PersonId,
        /// By which of the configured ways, from 0.
        rung: u32,
        /// The words.
        wording: Wording,
    },
}

/// One notice on its way to one recipient. Addresses stand in no row: they are looked up when it is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Delivery {
    /// To whom.
    pub to: Recipient,
    /// What it says.
    pub kind: NoticeKind,
    /// The line above the text.
    pub title: Wording,
    /// The text.
    pub text: Wording,
    /// In which language.
    pub language: Language,
}

impl Notice {
    /// The text of a sort, filled as the line above it.
    pub fn text(&self, text: NoticeText) -> Wording {
        Wording { key: format!("{}-{}", self.wording.key, text.as_str()), ..self.wording.clone() }
    }
}

impl NoticeJob {
    /// Short name, part of the job's id.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Spread(_) => "notice",
            Self::Post { .. } => "notice_post",
            Self::Deliver(_) => "notice_delivery",
            Self::CallOut { .. } => "call_out",
        }
    }

    /// It goes to the messenger, in the order of a chat's posts.
    pub const fn is_post(&self) -> bool {
        matches!(self, Self::Post { .. })
    }
}

impl CallOutBy {
    /// The recipient a person is for this way.
    pub fn to(&self, person: &PersonId) -> Recipient {
        let person = person.clone();
        match self {
            Self::Mail => Recipient::Mail { person },
            Self::Gateway(gateway) => Recipient::Gateway { gateway: gateway.clone(), person },
        }
    }
}
