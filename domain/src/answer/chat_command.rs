//! Commands typed in the chat: "/status", "/снять summary не нужен", "принимаю смену".

mod arguments;
mod name;

use super::contractor_command::{self, ContractorCommand};
use super::word::{Asked, fold, says, words};
use crate::incident::Mark;
use arguments::{place_and_mark, priority, role_and_person, two_parts, value_and_reason};
use name::{Name, likeliest, name_of};

/// A command to the bot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChatCommand {
    /// What is expected of me?
    Help,
    /// Where does the incident stand?
    Status,
    /// An answer to a step by its id.
    Answer {
        /// The step or prompt, lower case.
        step: String,
        /// The answer as typed.
        answer: String,
    },
    /// An answer on behalf of whoever owes it.
    OnBehalf {
        /// The step or prompt, lower case.
        step: String,
        /// The answer as typed.
        answer: String,
    },
    /// A step is not to be answered.
    Waive {
        /// The step or prompt, lower case.
        step: String,
        /// Why.
        reason: String,
    },
    /// A recorded answer was wrong.
    Correct {
        /// The step or prompt, lower case.
        step: String,
        /// The right value as typed.
        value: String,
        /// Why.
        reason: String,
    },
    /// A role goes to somebody else.
    HandOver {
        /// The role's id; the holder's own where absent.
        role: Option<String>,
        /// The successor as typed.
        to: String,
    },
    /// The successor takes the role.
    TakeOver,
    /// Service, functions or scope change.
    Change {
        /// `service=… functions=… scope=…` as typed.
        what: String,
    },
    /// The priority is lowered.
    Lower {
        /// `P1` to `P4`, or as typed if it is none of them.
        priority: String,
        /// Why.
        reason: String,
    },
    /// The answer to "is this the same failure?"
    Duplicate {
        /// The answer.
        same: SameOrDifferent,
    },
    /// The linked failure stays in this chat.
    Keep,
    /// The linked failure gets a chat of its own.
    Separate,
    /// It was no incident.
    Annul {
        /// Why.
        reason: String,
    },
    /// Those alone who take part in it are to read it, or everybody again.
    Restrict {
        /// Restricted from now on.
        restricted: bool,
        /// Why.
        reason: String,
    },
    /// The incident belongs to a problem.
    Link {
        /// The problem's id as typed.
        problem: String,
    },
    /// Something between us and a contractor.
    Contractor(ContractorCommand),
    /// Monitoring is to be searched once more.
    Again {
        /// For which service, up to which moment, as typed; may be empty.
        what: String,
    },
    /// An action of the runbook is to be done.
    Act {
        /// Its id or its name, as typed; may be empty.
        what: String,
    },
    /// What a finding is.
    Mark {
        /// Its number in the last post of findings.
        place: usize,
        /// The judgement.
        mark: Mark,
    },
    /// A known command without what it needs: usage is to be shown.
    Incomplete {
        /// The command in English, without the slash.
        command: &'static str,
    },
    /// A text that begins with `/` and an unknown word.
    Unknown {
        /// The word as typed, without the slash.
        word: String,
        /// A known word much like it, without the slash.
        did_you_mean: Option<&'static str>,
    },
}

/// Whether a second failure is the first one again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SameOrDifferent {
    /// The same failure.
    Same,
    /// Another failure.
    Different,
}

/// Reads a command; `None` if the text is none. Without a slash only "помощь", "статус" and the
/// phrases of taking a shift count, so that no sentence is a command by accident.
pub fn read_command(text: &str) -> Option<ChatCommand> {
    let text = text.trim();
    let Some(typed) = text.strip_prefix('/') else { return without_slash(text) };
    let end = typed.find(char::is_whitespace).unwrap_or(typed.len());
    let (word, arguments) = (&typed[..end], typed[end..].trim());
    // "/var/log" is a path, "/ 5" is arithmetic.
    if word.contains(['/', '\\']) || !word.starts_with(char::is_alphabetic) {
        return (word == "?").then_some(ChatCommand::Help);
    }
    // Messengers append the bot's name: "/help@nabat".
    let word = word.split('@').next().unwrap_or(word);
    if let Some(read) = contractor_command::read(&fold(word), arguments) {
        return Some(read.map_or_else(|command| ChatCommand::Incomplete { command }, ChatCommand::Contractor));
    }
    let Some(name) = name_of(&fold(word)) else {
        return Some(ChatCommand::Unknown { word: word.to_owned(), did_you_mean: likeliest(&fold(word)) });
    };
    Some(command(name, arguments).unwrap_or(ChatCommand::Incomplete { command: name.english() }))
}

fn without_slash(text: &str) -> Option<ChatCommand> {
    match fold(text).trim_end_matches(['!', '.', '?', ' ']) {
        "" if text.starts_with('?') => return Some(ChatCommand::Help),
        "помощь" | "help" => return Some(ChatCommand::Help),
        "статус" | "status" => return Some(ChatCommand::Status),
        "еще раз" | "again" => return Some(ChatCommand::Again { what: String::new() }),
        _ => {}
    }
    let phrases = [
        &["принимаю", "смену"][..],
        &["смену", "принимаю"],
        &["смену", "принял"],
        &["смену", "приняла"],
        &["принял", "смену"],
        &["приняла", "смену"],
        &["смена", "принята"],
        &["taking", "over"],
        &["i'm", "taking", "over"],
        &["i", "take", "over"],
        &["i", "am", "taking", "over"],
    ];
    let said = words(text);
    let whole = said.iter().all(|word| word.asked == Asked::No);
    (whole && phrases.iter().any(|phrase| says(&said, 0, phrase))).then_some(ChatCommand::TakeOver)
}

/// The command with its arguments; `None` if one is missing.
fn command(name: Name, arguments: &str) -> Option<ChatCommand> {
    let all = || Some(arguments.to_owned()).filter(|arguments| !arguments.is_empty());
    Some(match name {
        Name::Help => ChatCommand::Help,
        Name::Status => ChatCommand::Status,
        Name::Answer => {
            let (step, answer) = two_parts(arguments)?;
            ChatCommand::Answer { step: step.to_lowercase(), answer }
        }
        Name::OnBehalf => {
            let (step, answer) = two_parts(arguments)?;
            ChatCommand::OnBehalf { step: step.to_lowercase(), answer }
        }
        Name::Waive => {
            let (step, reason) = two_parts(arguments)?;
            ChatCommand::Waive { step: step.to_lowercase(), reason }
        }
        Name::Correct => {
            let (step, rest) = two_parts(arguments)?;
            let (value, reason) = value_and_reason(&rest)?;
            ChatCommand::Correct { step: step.to_lowercase(), value, reason }
        }
        Name::HandOver => {
            let (role, to) = role_and_person(arguments)?;
            ChatCommand::HandOver { role, to }
        }
        Name::TakeOver => ChatCommand::TakeOver,
        Name::Change => ChatCommand::Change { what: all()? },
        Name::Lower => {
            let (typed, reason) = two_parts(arguments)?;
            ChatCommand::Lower { priority: priority(&typed), reason }
        }
        Name::Same => ChatCommand::Duplicate { same: SameOrDifferent::Same },
        Name::Different => ChatCommand::Duplicate { same: SameOrDifferent::Different },
        Name::Keep => ChatCommand::Keep,
        Name::Separate => ChatCommand::Separate,
        Name::Act => ChatCommand::Act { what: arguments.to_owned() },
        Name::Again => ChatCommand::Again { what: arguments.to_owned() },
        Name::Mark => {
            let (place, mark) = place_and_mark(arguments)?;
            ChatCommand::Mark { place, mark }
        }
        Name::Annul => ChatCommand::Annul { reason: all()? },
        Name::Restrict => ChatCommand::Restrict { restricted: true, reason: all()? },
        Name::Unrestrict => ChatCommand::Restrict { restricted: false, reason: all()? },
        Name::Link => ChatCommand::Link { problem: all()? },
    })
}

#[cfg(test)]
mod tests;
