//! What each messenger can do, as the README tells it: made of the flags, never by hand.

use nabat::builtin::messenger::BuiltinMessenger;
use nabat_kit::port::{Capabilities, Clock, Entering, Messenger, Rooms};
use nabat_kit::signature::SigningSecret;
use nabat_tests::folder::Folder;
use nabat_tests::messengers::{NAMES, of_name};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

const BEGINS: &str = "<!-- messengers:";
const ENDS: &str = "<!-- /messengers -->";

/// Every messenger there is, with its flags.
fn messengers() -> Vec<(String, Capabilities)> {
    let clock = Arc::new(nabat::clocks::MachineClock) as Arc<dyn Clock>;
    let folder = Folder::new();
    let key = SigningSecret::new(b"key".to_vec()).expect("not empty");
    let file = folder.path().join("messenger.db");
    let builtin = BuiltinMessenger::open(&file, Arc::clone(&clock), key).expect("a fresh file opens");
    let mut found = vec![("built-in".to_owned(), builtin.capabilities())];
    for name in NAMES.iter().filter(|name| **name != "builtin") {
        let peer = of_name(name, &clock).expect("a model");
        let shown = if *name == "express" { "eXpress".to_owned() } else { capital(name) };
        found.push((shown, peer.messenger().capabilities()));
    }
    found
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

fn table() -> String {
    let mut table = String::from(
        "| | a chat is | people | a repeated post | buttons | edits | pins | files | removes a message | closes for writing | longest text |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let yes = |can: bool| if can { "yes" } else { "no" };
    for (name, can) in messengers() {
        let rooms = match can.rooms {
            Rooms::Made => "made",
            Rooms::Topics => "a topic",
        };
        let people = match can.entering {
            Entering::BroughtIn => "brought in",
            Entering::Invited => "invited",
            Entering::Already => "there already",
        };
        let posts = if can.keyed_posts { "is one" } else { "may be two after a crash" };
        let (edits, pins, files) = (yes(can.edits), yes(can.pins), yes(can.files));
        let (buttons, erases, archives) = (yes(can.buttons), yes(can.erases), yes(can.archives));
        let line = writeln!(
            table,
            "| {name} | {rooms} | {people} | {posts} | {buttons} | {edits} | {pins} | {files} | {erases} | {archives} | {} |",
            can.longest
        );
        line.expect("a string takes it");
    }
    table
}

#[tokio::test]
async fn the_readme_tells_what_each_messenger_can() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = std::fs::read_to_string(&path).expect("the README");
    let begin = text.find(BEGINS).and_then(|at| Some(at + text[at..].find('\n')? + 1)).expect("the mark stands");
    let end = text.find(ENDS).expect("the other mark stands");
    let (told, now) = (&text[begin..end], table());
    if std::env::var_os("NABAT_WRITE_README").is_some() {
        std::fs::write(&path, format!("{}{now}{}", &text[..begin], &text[end..])).expect("it can be written");
        return;
    }
    assert_eq!(told, now, "NABAT_WRITE_README=1 cargo test -p nabat-tests --test messengers table");
}
