//! Saying a wording to people: ids become names, hashes become words, moments the wall clock.

use super::{Filling, has, say, say_with};
use chrono_tz::Tz;
use nabat_domain::catalogue::{Catalogue, Language, PeopleNames};
use nabat_domain::ids::{FunctionId, OrganisationId, PersonId, ServiceId, StepId};
use nabat_domain::incident::{Arg, TextRef, Wording};
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

/// What a wording is said with.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    /// In which language.
    pub language: Language,
    /// By which wall clock.
    pub zone: Tz,
    /// Names of services, functions.
    pub catalogue: &'a Catalogue,
    /// Names of people.
    pub names: &'a PeopleNames,
    /// Typed words.
    pub texts: &'a BTreeMap<TextRef, String>,
}

impl Speaker<'_> {
    /// The wording in words.
    pub fn say(&self, wording: &Wording) -> String {
        let filled: Vec<(&str, String, Option<i64>)> = wording
            .args
            .iter()
            .map(|(name, arg)| {
                let number = if let Arg::Number(number) = arg { Some(*number) } else { None };
                (name.as_str(), self.arg(arg), number)
            })
            .collect();
        let args: Vec<(&str, Filling)> = filled
            .iter()
            .map(|(name, text, number)| (*name, number.map_or(Filling::Text(text), Filling::Number)))
            .collect();
        // A list of sentences begins on a line of its own, right after the colon before it.
        say_with(self.language, &wording.key, &args).replace(" \n", "\n")
    }

    /// One thing in words.
    pub fn arg(&self, arg: &Arg) -> String {
        match arg {
            Arg::Person(person) => self.person(person),
            Arg::Service(service) => self.service(service),
            Arg::Function(service, function) => self.function(service, function),
            Arg::Organisation(organisation) => self.organisation(organisation),
            Arg::Stage(stage) => self.named("stage", stage.as_str()),
            Arg::Step(step) => self.named("step", step.as_str()),
            Arg::Choice(step, choice) => self.choice_label(step, choice),
            Arg::Role(role) => self.named("role", role.as_str()),
            Arg::Moment(at) => self.moment(*at),
            Arg::Length(length) => self.length(*length),
            Arg::Number(number) => number.to_string(),
            Arg::Text(text) => {
                let words = self.texts.get(text).cloned();
                words.unwrap_or_else(|| say(self.language, "text-erased", &[]))
            }
            Arg::Desk(desk) => desk.to_string(),
            Arg::Word(word) | Arg::Page(word) => word.clone(),
            Arg::Message(wording) => self.say(wording),
            Arg::List(list) => self.list(list),
            Arg::Prompt(prompt) => prompt.to_string(),
        }
    }

    /// A moment by the wall clock: day, month, hour, minute.
    pub fn moment(&self, at: At) -> String {
        at.in_zone(self.zone).format("%d.%m %H:%M").to_string()
    }

    /// A length of time, short, its two largest units; a negative one counts as none.
    pub fn length(&self, length: Length) -> String {
        let seconds = length.in_seconds().max(0);
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
        let two_digits = format!("{minutes:02}");
        let (key, args) = match (days, hours, minutes) {
            (0, 0, 0) => ("length-seconds", vec![("seconds", Filling::Number(seconds))]),
            (0, 0, _) => ("length-minutes", vec![("minutes", Filling::Number(minutes))]),
            (0, _, _) => {
                ("length-hours", vec![("hours", Filling::Number(hours)), ("minutes", Filling::Text(&two_digits))])
            }
            _ => ("length-days", vec![("days", Filling::Number(days)), ("hours", Filling::Number(hours))]),
        };
        say_with(self.language, key, &args)
    }

    /// A choice as its button shows it.
    pub fn choice_label(&self, step: &StepId, choice: &str) -> String {
        if let Some((service, certainty)) = choice.split_once(' ') {
            let name = self.service(&ServiceId::from(service));
            return say(self.language, &format!("choice-fault-{certainty}"), &[("service", &name)]);
        }
        if let Some(person) = self.names.get(&PersonId::from(choice)) {
            return person.name.clone();
        }
        let key = format!("choice-{step}-{choice}");
        if has(self.language, &key) { say(self.language, &key, &[]) } else { choice.to_owned() }
    }

    fn person(&self, person: &PersonId) -> String {
        let known = self.names.get(person).map(|name| name.name.clone());
        known.unwrap_or_else(|| say(self.language, "person-erased", &[("person", person.as_str())]))
    }

    fn service(&self, service: &ServiceId) -> String {
        self.catalogue.service(service).map_or_else(|| service.to_string(), |service| service.name.clone())
    }

    fn function(&self, service: &ServiceId, function: &FunctionId) -> String {
        let found = self.catalogue.service(service).and_then(|service| service.function(function));
        found.map_or_else(|| function.to_string(), |function| function.name.clone())
    }

    fn organisation(&self, id: &OrganisationId) -> String {
        let found = self.catalogue.organisations.get(id);
        found.map_or_else(|| id.to_string(), |organisation| organisation.name.clone())
    }

    /// A name of the catalogues; the id where a product's own procedure has none.
    fn named(&self, sort: &str, id: &str) -> String {
        let key = format!("{sort}-{id}");
        if has(self.language, &key) { say(self.language, &key, &[]) } else { id.to_owned() }
    }

    /// Sentences stand one below another, names side by side.
    fn list(&self, list: &[Arg]) -> String {
        let sentences = list.iter().any(|item| matches!(item, Arg::Message(_)));
        let items = list.iter().map(|item| self.arg(item));
        if sentences {
            items.map(|item| format!("\n— {item}")).collect()
        } else {
            items.collect::<Vec<_>>().join(", ")
        }
    }
}
