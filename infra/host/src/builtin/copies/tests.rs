//! An erasure over files as the built-in connectors write them: what is of the case goes, everything else stays.

use super::BuiltinCopies;
use crate::builtin::desk::BuiltinDesk;
use crate::builtin::messenger::BuiltinMessenger;
use crate::builtin::rig::{Folder, Hand, key};
use crate::builtin::wiki::BuiltinWiki;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_kit::document::{Block, Document};
use nabat_kit::port::{
    Attachment, Button, Copies as _, Desk as _, DeskFile, DeskRecordChange, EffectKey, Erasure, Messenger as _,
    NewDeskProblem, NewRoom, Outgoing, PageName, Said, Wiki as _, WikiPage,
};
use std::path::Path;

const WORDS: &str = "Zakharov said \"no\"\nand rang off";
const FILE: &[u8] = b"what Zakharov wrote himself";

fn effect(what: &str) -> EffectKey {
    EffectKey(what.to_owned())
}

fn erasure() -> Erasure {
    Erasure {
        product: "city".into(),
        case: "inc-1".into(),
        record: "SD-1".into(),
        rooms: Default::default(),
        messages: Default::default(),
        words: [WORDS.to_owned()].into(),
        files: [sha256_hex(FILE)].into(),
        instead: "(erased)".to_owned(),
    }
}

/// The room of a case, with a message of a person, one of the bot that repeats it, and a file.
async fn room(messenger: &BuiltinMessenger, case: &str) -> (RoomId, String) {
    let new = NewRoom { name: format!("city-{case}"), title: case.to_owned(), topic: String::new() };
    let room = messenger.open_room(&effect(&format!("{case} room")), &new).await.expect("made");
    messenger.invite(&effect(&format!("{case} anna")), &room, "anna").await.expect("in");
    let said = messenger.say_as("anna", &room, Said::Text { text: "no".to_owned(), prompt: None }).await.expect("said");
    let button = Button { label: WORDS.to_owned(), prompt: "p".into(), answer: "a".to_owned() };
    let post = Outgoing { text: format!("Recorded: {WORDS}."), buttons: vec![button], reply_to: None };
    messenger.post(&effect(&format!("{case} post")), &room, &post).await.expect("posted");
    let file = Attachment { name: "letter.txt".to_owned(), content: FILE.to_vec() };
    messenger.attach(&effect(&format!("{case} file")), &room, &file).await.expect("posted");
    (room, said.0)
}

async fn record(desk: &BuiltinDesk, record: &str) {
    let (product, number) = ("city".into(), record.into());
    let text = format!("Recorded: {WORDS}.");
    let change = DeskRecordChange::Comment { text: text.clone() };
    desk.change(&effect(&format!("{record} comment")), &product, &number, &change).await.expect("taken");
    let problem = NewDeskProblem { product: product.clone(), title: text.clone(), text, from: number.clone() };
    desk.open_problem(&effect(&format!("{record} problem")), &problem).await.expect("opened");
    let file = DeskFile {
        name: "letter.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        content: FILE.to_vec(),
        text: "a letter".to_owned(),
    };
    desk.attach(&effect(&format!("{record} file")), &product, &number, &file).await.expect("taken");
}

async fn page(wiki: &BuiltinWiki, case: &str) {
    let block = Block::Paragraph { text: format!("Recorded: {WORDS}.") };
    let document = || Document {
        language: Language::En,
        title: "SD".to_owned(),
        changes: Vec::new(),
        blocks: vec![block.clone()],
    };
    let name = PageName(format!("city/{case}"));
    let page = WikiPage { name, full: Some(document()), redacted: document() };
    wiki.publish(&effect(case), &page).await.expect("published");
}

/// How often something stands in a file, its log included: as it is and as JSON writes it.
fn standing(file: &Path, what: &[u8]) -> usize {
    let log = file.with_extension("db-wal");
    let escaped = serde_json::to_string(&String::from_utf8_lossy(what)).expect("text");
    let escaped = escaped.trim_matches('"').as_bytes();
    let forms = if escaped == what { vec![what] } else { vec![what, escaped] };
    let count = |bytes: &[u8], form: &[u8]| bytes.windows(form.len()).filter(|window| *window == form).count();
    let bytes = [file.to_owned(), log].map(|file| std::fs::read(file).unwrap_or_default());
    bytes.iter().flat_map(|bytes| forms.iter().map(|form| count(bytes, form))).sum()
}

#[tokio::test]
async fn what_is_of_the_case_goes_from_every_file_and_the_same_words_of_another_stay() {
    let (folder, hand) = (Folder::new(), Hand::new());
    let files = ["messenger.db", "desk.db", "wiki.db"].map(|name| folder.file(name));
    let [messages, records, pages] = &files;
    let messenger = BuiltinMessenger::open(messages, hand.clone(), key()).expect("opened");
    let desk = BuiltinDesk::open(records, hand.clone(), key()).expect("opened");
    let wiki = BuiltinWiki::open(pages, hand.clone()).expect("opened");
    let mut said = Vec::new();
    for (case, number) in [("inc-1", "SD-1"), ("inc-2", "SD-2")] {
        said.push(room(&messenger, case).await);
        record(&desk, number).await;
        page(&wiki, case).await;
    }
    let direct = messenger.direct(&effect("direct"), "anna").await.expect("made");
    let post = |text: String| Outgoing { text, buttons: Vec::new(), reply_to: None };
    messenger.post(&effect("told"), &direct, &post(format!("SD-1: {WORDS}"))).await.expect("posted");
    let outward = folder.file("outward");
    std::fs::create_dir_all(&outward).expect("made");
    for number in ["SD-1", "SD-2"] {
        std::fs::write(outward.join(format!("{number}.mail.txt")), format!("{number}\n{WORDS}")).expect("written");
    }

    let copies = BuiltinCopies::of_folder(messages.parent().expect("a folder"), hand);
    let what = Erasure { messages: [said[0].1.clone()].into(), ..erasure() };
    assert!(copies.erase(&what).await.expect("erased") >= 9);
    copies.forget().await.expect("forgotten");
    // Of the other case: a post and its button; a comment, a problem's title and text; two views of a page.
    assert_eq!(files.each_ref().map(|file| standing(file, WORDS.as_bytes())), [2, 3, 2]);
    assert_eq!([messages, records].map(|file| standing(file, FILE)), [1, 1]);
    let mail = |number: &str| std::fs::read_to_string(outward.join(format!("{number}.mail.txt"))).expect("read");
    assert_eq!((mail("SD-1"), mail("SD-2")), ("SD-1\n(erased)".to_owned(), format!("SD-2\n{WORDS}")));
    assert_eq!(copies.erase(&what).await, Ok(0), "done again it finds nothing");
}
