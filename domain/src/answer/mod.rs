//! What people type in the incident's chat, understood: Russian and English, pure functions.
//!
//! Every reader here would rather say "not understood" than guess: the bot then asks, whereas a
//! wrong guess becomes a recorded fact.

mod certainty;
mod chat_command;
mod choice;
mod claim;
mod contractor_command;
mod day_ahead;
mod inflection;
mod mass_report;
mod next_word;
mod stance;
mod text;
mod thing;
mod time;
mod verdict;
mod verdict_words;
mod vocabulary;
mod word;
mod yes_no;

pub use certainty::{Certainty, read_certainty};
pub use chat_command::{ChatCommand, SameOrDifferent, read_command};
pub use choice::{ChoiceReading, ChoiceWords, read_choice};
pub use claim::{reads_as_accepted, reads_as_done, reads_as_restored};
pub use contractor_command::ContractorCommand;
pub use day_ahead::{Ahead, read_day_ahead};
pub use mass_report::{ReportPart, lacks};
pub use next_word::read_next;
pub use text::{TextDoubt, clean, doubt_text};
pub use thing::{Found, Mentions, Named, find_thing, mentions};
pub use time::{TimeDoubt, TimeFrame, TimeReading, read_time};
pub use verdict::{Verdict, VerdictReading, read_verdict};
pub use word::is_too_long;
pub use yes_no::{YesNo, read_yes_no};
