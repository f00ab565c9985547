//! A file posted in a chat: data, whatever it is called; perhaps the report a contractor owes.

use super::super::command::{PostedFile, Speech};
use super::super::contractor::ContractorEvent;
use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::file::{Came, FileFact, LARGEST_FILE, carries_macros, runs};
use super::super::job::Target;
use super::super::wording::{Arg, Wording};
use super::contractor;
use super::said::heard;
use crate::ids::ContractId;

/// A message that has to go because of its file's name goes once the file was fetched.
pub(super) fn posted(draft: &mut Draft, file: &PostedFile) -> Result<Reply, Refusal> {
    let refused = refusal(draft, file);
    let waits = refused.is_none() && file.source.is_some() && !file.speech.masked.is_empty();
    let message = file.speech.message.clone().filter(|_| waits);
    let speech = Speech { message: file.speech.message.clone().filter(|_| !waits), ..file.speech.clone() };
    heard(draft, &speech, |draft, speech| match &refused {
        Some(Refusal(wording)) => Err(Refusal(wording.clone())),
        None => taken(draft, speech, file, message.clone()),
    })
}

/// Why it is not taken, by what is known before it is fetched.
fn refusal(draft: &Draft, file: &PostedFile) -> Option<Refusal> {
    let named = |key: &str| Wording::new(key).with("file", Arg::Word(file.name.clone()));
    let key = match () {
        () if file.bytes > LARGEST_FILE => {
            let wording = named("refused-file-large");
            return Some(Refusal(wording.with("size", mega(file.bytes)).with("largest", mega(LARGEST_FILE))));
        }
        () if runs(&file.name) => "refused-file-kind",
        () if carries_macros(&file.name) => "refused-file-macros",
        () if !draft.state().files.has_room_for(file.bytes) => "refused-file-many",
        () => return None,
    };
    Some(Refusal(named(key)))
}

fn taken(draft: &mut Draft, speech: &Speech, file: &PostedFile, message: Option<String>) -> Result<Reply, Refusal> {
    let name = draft.keep(&file.name);
    let posted = FileFact::Posted {
        number: draft.state().files.next(),
        by: speech.person.clone(),
        place: if speech.direct { Target::Person(speech.person.clone()) } else { Target::Room },
        name,
        bytes: file.bytes,
        source: file.source.clone(),
        contract: contractor::report_of(draft, speech),
        message,
    };
    draft.push(Event::File(Box::new(posted)));
    contractor::report_file(draft, speech)
}

/// Bytes in millions, as people are told them.
fn mega(bytes: u64) -> Arg {
    Arg::Number(i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX))
}

/// Something came of fetching it. A report whose file cannot be kept, with no words beside it, is owed again.
pub(super) fn came(draft: &mut Draft, number: u32, came: &Came) -> Reply {
    let Some(file) = draft.state().files.posted.get(&number).filter(|file| file.came.is_none()).cloned() else {
        return Reply::recorded();
    };
    draft.push(Event::File(Box::new(FileFact::Came { number, came: came.clone() })));
    if let (Came::NotKept { .. }, Some(contract)) = (came, &file.contract)
        && rests_on_a_file(draft, contract)
    {
        let event = ContractorEvent::ReportLost { by: file.by };
        contractor::push(draft, contract, event);
    }
    Reply::recorded()
}

/// Whether the report that is in is a file alone.
fn rests_on_a_file(draft: &Draft, contract: &ContractId) -> bool {
    let report = draft.state().contractors.matters.get(contract).and_then(|matter| matter.report());
    report.is_some_and(|report| report.is_unread() && report.given.last().is_some_and(|given| !given.lacks.is_empty()))
}
