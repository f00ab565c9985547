//! The field at the bottom: a new message, an answer to a prompt, other words for a message.

use super::room::Draft;
use super::{Eyes, icon};
use crate::builtin::messenger::people::{MAX_FILE_BYTES, MAX_TEXT};
use crate::builtin::messenger::store::Room;
use maud::{Markup, html};

const CLIP: &str = r#"<path d="M8 12.5l6.5-6.5a3 3 0 0 1 4.2 4.2L10 19a5 5 0 0 1-7-7l8-8"/>"#;
const SEND: &str = r#"<path d="M4 12l16-8-5 16-3-7z"/>"#;

pub(super) fn composer(eyes: &Eyes<'_>, room: &Room, draft: &Draft) -> Markup {
    let (prompt, edit, text) = match draft {
        Draft::New => ("", "", ""),
        Draft::Answer { prompt, .. } => (prompt.as_str(), "", ""),
        Draft::Change { message, text } => ("", message.0.as_str(), text.as_str()),
    };
    html! {
        form #composer .composer method="post" action=(format!("/chat/{}/say", room.id))
            data-files=(format!("/chat/{}/files", room.id)) data-file-limit=(MAX_FILE_BYTES)
            data-answering=(eyes.say("messenger-answering", &[])) data-changing=(eyes.say("messenger-changing", &[]))
        {
            input type="hidden" name="csrf" value=(eyes.viewer.csrf);
            input type="hidden" name="once" value=(room.change);
            input type="hidden" name="prompt" value=(prompt);
            input type="hidden" name="edit" value=(edit);
            (mode(eyes, room, draft))
            div.row {
                label #attach .button.quiet hidden title=(eyes.say("messenger-attach", &[])) {
                    (icon(CLIP))
                    span.unseen { (eyes.say("messenger-attach", &[])) }
                    input #file .unseen type="file" multiple;
                }
                label.unseen for="text" { (eyes.say("messenger-message", &[])) }
                textarea #text name="text" rows="1" required maxlength=(MAX_TEXT)
                    placeholder=(eyes.say("messenger-message", &[])) autofocus[!matches!(draft, Draft::New)]
                {
                    // A browser drops the first line break of a field.
                    "\n" (text)
                }
                button.primary type="submit" title=(eyes.say("messenger-send", &[])) {
                    (icon(SEND)) span.label { (eyes.say("messenger-send", &[])) }
                }
            }
        }
    }
}

fn mode(eyes: &Eyes<'_>, room: &Room, draft: &Draft) -> Markup {
    let (words, of) = match draft {
        Draft::New => (String::new(), ""),
        Draft::Answer { quoted, .. } => (eyes.say("messenger-answering", &[]), quoted.as_str()),
        Draft::Change { .. } => (eyes.say("messenger-changing", &[]), ""),
    };
    html! {
        div #mode .mode hidden[matches!(draft, Draft::New)] {
            p { b #mode-words { (words) } " " span #mode-of { (of) } }
            a #mode-cancel .button.quiet href=(format!("/chat/{}#composer", room.id)) {
                (eyes.say("messenger-cancel", &[]))
            }
        }
    }
}
