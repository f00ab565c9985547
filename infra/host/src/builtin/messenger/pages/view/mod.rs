//! How rooms and messages look: markup only, from what was read.

mod composer;
mod message;
mod room;
mod rooms;

pub use room::{Draft, Inside, changed_room, room_page};
pub use rooms::rooms_nav;

use crate::builtin::messenger::store::{Room, RoomKind};
use crate::builtin::who::{Viewer, Who};
use maud::{Markup, PreEscaped, html};
use nabat_domain::time::At;

/// Who looks, and how they see others.
pub struct Eyes<'a> {
    pub viewer: &'a Viewer,
    pub who: &'a dyn Who,
    /// The moment the page is made.
    pub now: At,
}

impl Eyes<'_> {
    /// A sentence in the viewer's language.
    pub fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        nabat_kit::messages::say(self.viewer.language, key, args)
    }

    /// The name of a message's author; the bot's where there is none.
    fn author(&self, author: Option<&str>) -> String {
        match author {
            Some(user) => self.who.name_of(user),
            None => self.say("messenger-bot", &[]),
        }
    }

    /// What the viewer calls a room.
    pub fn title_of(&self, room: &Room) -> String {
        match room.kind {
            RoomKind::Chat => room.title.clone(),
            RoomKind::Direct => self.say("messenger-direct", &[]),
        }
    }
}

/// A drawing beside words that say the same.
fn icon(path: &'static str) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" { (PreEscaped(path)) }
    }
}
