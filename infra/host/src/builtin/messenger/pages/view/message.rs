//! One message: the bot's post with its buttons, or what a person said.

use super::{Eyes, icon};
use crate::builtin::messenger::pages::file::is_drawing;
use crate::builtin::messenger::store::{FileFacts, Kind, Message, REFUSED, Room};
use crate::builtin::{moment, text};
use maud::{Markup, html};
use nabat_domain::ids::PromptId;
use nabat_kit::port::Button;

const CHECK: &str = r#"<path d="M5 13l4 4L19 7"/>"#;
const REPLY: &str = r#"<path d="M9 8L4 13l5 5M4 13h9a7 7 0 0 1 7 7"/>"#;
const PAPER: &str = r#"<path d="M7 3h7l5 5v13H7zM14 3v5h5"/>"#;

/// The message as a list item; the script replaces it by its id.
pub(super) fn message(eyes: &Eyes<'_>, room: &Room, message: &Message) -> Markup {
    let new_day = message.before.is_none_or(|before| !moment::same_day(eyes.viewer, before, message.at));
    html! {
        li id=(format!("m{}", message.position)) .(side(eyes, message)) .prompt[asks(room, message)]
            .removed[message.removed.is_some()] data-position=(message.position)
        {
            @if new_day { p.day { span { (moment::day(eyes.viewer, message.at)) } } }
            article {
                header {
                    b.author { (eyes.author(message.author.as_deref())) }
                    " " (moment::time(eyes.viewer, message.at))
                    @if let Some(edited) = message.edited {
                        " " span.mark title=(moment::clock(eyes.viewer, edited)) { (eyes.say("messenger-edited", &[])) }
                    }
                    (unheard(eyes, message.unheard))
                    (edit_link(eyes, room, message))
                }
                @if message.removed.is_some() {
                    p.words.gone { (eyes.say("messenger-removed", &[])) }
                } @else {
                    (body(eyes, room, message))
                    @if asks(room, message) { (answers(eyes, room, message)) }
                }
            }
        }
    }
}

fn side(eyes: &Eyes<'_>, message: &Message) -> &'static str {
    match message.author.as_deref() {
        None => "bot",
        Some(user) if user == eyes.viewer.user() => "mine",
        Some(_) => "theirs",
    }
}

/// Whether the post waits for an answer.
fn asks(room: &Room, message: &Message) -> bool {
    let waits = !message.buttons.is_empty() || message.prompt.is_some();
    message.kind == Kind::Post && waits && room.archived.is_none()
}

fn unheard(eyes: &Eyes<'_>, attempts: i64) -> Markup {
    let key = match attempts {
        0 => return html! {},
        REFUSED => "messenger-not-taken",
        _ => "messenger-on-its-way",
    };
    html! { " " span.mark.warn { (eyes.say(key, &[])) } }
}

fn body(eyes: &Eyes<'_>, room: &Room, message: &Message) -> Markup {
    match (message.kind, &message.file) {
        (Kind::Button, _) => html! { p.press { (icon(CHECK)) " " (message.text) } },
        (Kind::File, Some(facts)) => file(eyes, room, message, facts),
        (Kind::Post | Kind::Text | Kind::File, _) => html! {
            @if let Some(quoted) = &message.quoted { p.quote { (icon(REPLY)) " " (quoted) } }
            (text::lines(&message.text))
        },
    }
}

fn file(eyes: &Eyes<'_>, room: &Room, message: &Message, facts: &FileFacts) -> Markup {
    let address = format!("/chat/{}/files/{}", room.id, message.id.0);
    html! {
        @if is_drawing(message.author.as_deref(), &message.text) {
            img.drawing src=(address) alt=(message.text) loading="lazy";
        }
        p.file {
            a href=(address) download title=(facts.sha256) {
                (icon(PAPER)) " " span { (message.text) }
            }
            " " span.size { (size(eyes, facts.bytes)) }
        }
    }
}

fn size(eyes: &Eyes<'_>, bytes: u64) -> String {
    let (key, amount) = match bytes {
        0..1_024 => ("messenger-size-b", bytes),
        1_024..1_048_576 => ("messenger-size-kb", bytes.div_ceil(1_024)),
        _ => ("messenger-size-mb", bytes.div_ceil(1_048_576)),
    };
    eyes.say(key, &[("amount", &amount.to_string())])
}

fn edit_link(eyes: &Eyes<'_>, room: &Room, message: &Message) -> Markup {
    let own = message.kind == Kind::Text && side(eyes, message) == "mine";
    if !own || message.removed.is_some() || room.archived.is_some() {
        return html! {};
    }
    html! {
        a.edit href=(format!("/chat/{}?edit={}#composer", room.id, message.id.0)) data-edit=(message.id.0)
            data-text=(message.text)
        {
            (eyes.say("messenger-edit", &[]))
        }
    }
}

fn answers(eyes: &Eyes<'_>, room: &Room, message: &Message) -> Markup {
    html! {
        div.answers {
            @for buttons in message.buttons.chunk_by(|one, next| one.prompt == next.prompt) {
                (press_form(eyes, room, buttons))
            }
            @if let Some(prompt) = &message.prompt { (answer_link(eyes, room, message, prompt)) }
        }
    }
}

fn press_form(eyes: &Eyes<'_>, room: &Room, buttons: &[Button]) -> Markup {
    html! {
        form.press-form method="post" action=(format!("/chat/{}/press", room.id)) {
            input type="hidden" name="csrf" value=(eyes.viewer.csrf);
            input type="hidden" name="once" value=(room.change);
            input type="hidden" name="prompt" value=(buttons[0].prompt);
            @for button in buttons {
                button type="submit" name="answer" value=(button.answer) { (button.label) }
            }
        }
    }
}

fn answer_link(eyes: &Eyes<'_>, room: &Room, message: &Message, prompt: &PromptId) -> Markup {
    let address = format!("/chat/{}?answer={}#composer", room.id, encoded(prompt.as_str()));
    let quoted = message.text.lines().next().unwrap_or_default();
    html! {
        a.button href=(address) data-answer=(prompt) data-quoted=(quoted) {
            (icon(REPLY)) " " (eyes.say("messenger-answer", &[]))
        }
    }
}

/// A value in the query of an address.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut address, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
        address
    })
}
