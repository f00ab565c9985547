//! The messages people read: every sentence stands in `messages/{ru,en}/*.ftl` and nowhere else.

mod addressed;
mod reading;
mod speak;

pub use addressed::addressed;
pub use reading::names_for_reading;
pub use speak::Speaker;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use nabat_domain::catalogue::Language;
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// The catalogues' files, by name, in Russian and in English.
        const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../messages/ru/", $name, ".ftl")),
            include_str!(concat!("../../messages/en/", $name, ".ftl")),
        )),+];
    };
}

files![
    "answers",
    "card",
    "chat",
    "choices",
    "contractors",
    "demo",
    "desk",
    "duty",
    "evidence",
    "figures",
    "files",
    "findings",
    "help",
    "http",
    "length",
    "live",
    "messenger",
    "names",
    "notices",
    "now",
    "pages",
    "problem",
    "regulation",
    "refusals",
    "report",
    "reliability",
    "service-desk",
    "shell",
    "sign-in",
    "steps",
    "timeline",
    "users",
    "values",
    "wiki",
];

/// Something filled into a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filling<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A number, so that plurals work.
    Number(i64),
}

/// A message with texts filled in; whole numbers count as numbers, so that plurals work. A key the
/// catalogues do not have is shown in ‹› and told to the operator.
pub fn say(language: Language, key: &str, args: &[(&str, &str)]) -> String {
    let args: Vec<(&str, Filling)> = args.iter().map(|(name, text)| (*name, filling(text))).collect();
    say_with(language, key, &args)
}

/// A number only where it would be written the same again: "042" is the number of a record.
fn filling(text: &str) -> Filling<'_> {
    let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
    number.map_or(Filling::Text(text), Filling::Number)
}

/// A message with texts and numbers filled in.
pub fn say_with(language: Language, key: &str, args: &[(&str, Filling)]) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, "the message catalogues have no such message");
        return format!("‹{key}›");
    };
    let mut filled = FluentArgs::new();
    for (name, filling) in args {
        match filling {
            Filling::Text(text) => filled.set(*name, FluentValue::from(*text)),
            Filling::Number(number) => filled.set(*name, FluentValue::from(*number)),
        }
    }
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&filled), &mut faults).into_owned();
    if !faults.is_empty() {
        tracing::error!(key, "a message was not filled in whole: {faults:?}");
    }
    text
}

/// A number with the decimal mark of the language.
pub fn decimals(language: Language, number: &str) -> String {
    match language {
        Language::En => number.to_owned(),
        Language::Ru => number.replace('.', ","),
    }
}

/// Whether the catalogues have the message in this language.
pub fn has(language: Language, key: &str) -> bool {
    bundle(language).has_message(key)
}

fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static RU: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    match language {
        Language::Ru => RU.get_or_init(|| made(language)),
        Language::En => EN.get_or_init(|| made(language)),
    }
}

fn made(language: Language) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.as_str().parse().expect("two letters are a language");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Chats show the isolating marks as boxes.
    bundle.set_use_isolating(false);
    for (name, ru, en) in FILES {
        let text = if language == Language::Ru { ru } else { en };
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, faults)| {
            tracing::error!(file = name, language = language.as_str(), "a catalogue has faults: {faults:?}");
            read
        });
        if let Err(faults) = bundle.add_resource(resource) {
            tracing::error!(file = name, "a message stands in two catalogues: {faults:?}");
        }
    }
    bundle
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::{estate_of_tests, people_of_tests};
