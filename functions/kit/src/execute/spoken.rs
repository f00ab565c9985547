//! What people say in a chat, kept with the incident; and what they are told in return.

use crate::configuration::Version;
use crate::messages::Speaker;
use nabat_domain::catalogue::PeopleNames;
use nabat_domain::ids::{PersonId, PromptId};
use nabat_domain::incident::{Target, TextRef, Wording};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something a person said, on its way in.
#[derive(Clone, PartialEq, Debug)]
pub struct Spoken {
    /// Its name, unique in the incident.
    pub id: String,
    /// Who.
    pub person: PersonId,
    /// The words, masked.
    pub text: String,
    /// The prompt answered.
    pub prompt: Option<PromptId>,
    /// `said`, `pressed`, `file`, `edited`.
    pub kind: String,
    /// Where a reply goes.
    pub reply_to: Target,
    /// Said elsewhere than in the room: the room is shown it.
    pub elsewhere: bool,
}

/// A message of an incident's chat, as kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MessageRow {
    /// Its name.
    pub id: String,
    /// When.
    pub at: At,
    /// What sort.
    pub kind: String,
    /// Who; the bot where absent.
    pub author: Option<PersonId>,
    /// What a person said, masked; gone once it is erased.
    pub text: Option<String>,
    /// Words put aside when it was said: erased together with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<TextRef>,
    /// What the bot said.
    pub wording: Option<Wording>,
    /// The prompt asked or answered.
    pub prompt: Option<PromptId>,
}

impl MessageRow {
    /// Somebody said it, and the words were erased.
    pub const fn is_erased(&self) -> bool {
        self.author.is_some() && self.text.is_none()
    }
}

/// A wording in the product's language, for an answer over HTTP. Typed words do not occur in replies.
pub(super) fn rendered(version: &Version, people: &PeopleNames, wording: &Wording) -> String {
    let product = &version.catalogue.product;
    let texts = BTreeMap::new();
    let speaker = Speaker {
        language: product.language,
        zone: product.zone(),
        catalogue: &version.catalogue,
        names: people,
        texts: &texts,
    };
    speaker.say(wording)
}
