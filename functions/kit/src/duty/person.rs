//! Who is meant in a calendar: by address, login, id, name, or a name the configuration explains.

use crate::port::{Occurrence, Participant};
use nabat_domain::catalogue::{Catalogue, Contact, PeopleNames, RotaCalendar};
use nabat_domain::ids::PersonId;
use nabat_domain::masking::normalise_contact;
use std::collections::BTreeMap;

/// Shorter words mean nobody: in a title they would be found everywhere.
const SHORTEST: usize = 2;

/// A product's people by everything a calendar may call them.
pub struct People {
    by_word: BTreeMap<String, PersonId>,
    by_address: BTreeMap<String, PersonId>,
}

impl People {
    /// The people of a catalogue, as a calendar of it calls them.
    pub fn of(catalogue: &Catalogue, names: &PeopleNames, calendar: &RotaCalendar) -> Self {
        let (mut by_word, mut by_address) = (BTreeMap::new(), BTreeMap::new());
        for id in catalogue.people.keys() {
            by_word.insert(folded(id.as_str()), id.clone());
            let Some(named) = names.get(id) else { continue };
            by_word.insert(folded(&named.name), id.clone());
            for contact in &named.contacts {
                match contact {
                    Contact::Email(address) => drop(by_address.insert(normalise_contact(address), id.clone())),
                    Contact::Messenger { user, .. } => drop(by_word.insert(login(user), id.clone())),
                    Contact::Phone(_) => {}
                }
            }
        }
        // What is explained goes before what is guessed.
        for (name, person) in &calendar.names {
            by_word.insert(folded(name), person.clone());
            if name.contains('@') {
                by_address.insert(normalise_contact(name), person.clone());
            }
        }
        by_word.retain(|word, _| word.chars().count() >= SHORTEST);
        Self { by_word, by_address }
    }

    /// Who is in an occurrence, and those in it nobody knows. Whoever takes part goes before the title, the title
    /// before whose event it is.
    pub fn found(&self, occurrence: &Occurrence) -> (Vec<PersonId>, Vec<String>) {
        let mut unknown = Vec::new();
        let mut found: Vec<PersonId> = Vec::new();
        for attendee in &occurrence.attendees {
            match self.participant(attendee) {
                Some(person) if !found.contains(&person) => found.push(person),
                Some(_) => {}
                None => unknown.extend(shown(attendee)),
            }
        }
        if found.is_empty() {
            found = self.in_title(&occurrence.title);
        }
        if found.is_empty() {
            found.extend(occurrence.organizer.as_ref().and_then(|organizer| self.participant(organizer)));
        }
        if found.is_empty() && unknown.is_empty() && !occurrence.title.trim().is_empty() {
            unknown.push(occurrence.title.trim().to_owned());
        }
        (found, unknown)
    }

    fn participant(&self, participant: &Participant) -> Option<PersonId> {
        let by_address = participant.address.as_deref().and_then(|address| {
            let known = self.by_address.get(&normalise_contact(address));
            known.or_else(|| self.by_word.get(&login(address)).filter(|_| !address.contains('@')))
        });
        let by_name = || participant.name.as_deref().and_then(|name| self.by_word.get(&folded(name)));
        by_address.or_else(by_name).cloned()
    }

    /// Whoever is named in a title by whole words, in the order they stand in it; the longest names first, so that
    /// nobody is found inside another's.
    fn in_title(&self, title: &str) -> Vec<PersonId> {
        let mut title = folded(title);
        let mut words: Vec<(&String, &PersonId)> = self.by_word.iter().chain(&self.by_address).collect();
        words.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), *word));
        let mut found: Vec<(usize, &PersonId)> = Vec::new();
        for (word, person) in words {
            while let Some(at) = whole_word(&title, word) {
                found.push((at, person));
                title.replace_range(at..at + word.len(), &" ".repeat(word.len()));
            }
        }
        found.sort();
        let mut people = Vec::new();
        for (_, person) in found {
            if !people.contains(person) {
                people.push(person.clone());
            }
        }
        people
    }
}

fn whole_word(text: &str, word: &str) -> Option<usize> {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '@');
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[*at + word.len()..]);
        !part(before.chars().next_back()) && !part(after.chars().next())
    })
}

/// Letters in one case, single spaces between words.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name in a messenger as people write it: without the sign before and the server after.
fn login(user: &str) -> String {
    let user = user.trim_start_matches('@');
    folded(user.split(':').next().unwrap_or(user))
}

fn shown(participant: &Participant) -> Option<String> {
    let known = participant.name.as_ref().or(participant.address.as_ref());
    known.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{estate_of_tests as catalogue, people_of_tests as people};
    use nabat_domain::catalogue::{Instance, Person};
    use nabat_domain::time::At;

    fn occurrence(title: &str, attendees: &[(&str, &str)]) -> Occurrence {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let attendee = |(name, address): &(&str, &str)| Participant { name: some(name), address: some(address) };
        Occurrence {
            from: At(0),
            until: At(1),
            event: "e".to_owned(),
            instance: Instance::Single,
            title: title.to_owned(),
            categories: Vec::new(),
            attendees: attendees.iter().map(attendee).collect(),
            organizer: None,
        }
    }

    #[test]
    fn people_are_found_by_whatever_a_calendar_calls_them_and_strangers_are_named() {
        let (mut catalogue, mut names) = (catalogue(), people());
        for id in names.keys() {
            let person = Person { id: id.clone(), roles: [].into(), language: None };
            catalogue.people.insert(id.clone(), person);
        }
        let known = names.get_mut(&"e1001".into()).expect("in the estate of tests");
        known.contacts.push(Contact::Email("P.Subbotina@Clinics.example".to_owned()));
        known
            .contacts
            .push(Contact::Messenger { connection: "mm".to_owned(), user: "@polina:clinics.example".to_owned() });
        let calendar = RotaCalendar {
            connection: "oncall".into(),
            category: None,
            names: [("Poly S.".to_owned(), "e1001".into())].into(),
            chain: Vec::new(),
        };
        let people = People::of(&catalogue, &names, &calendar);
        for (title, attendees, found, unknown) in [
            ("Дежурство", &[("", "p.subbotina@clinics.example")][..], 1, &[][..]),
            ("Дежурство", &[("Полина  СУББОТИНА", "")], 1, &[]),
            ("[L0] polina", &[], 1, &[]),
            ("payments primary: e1001", &[], 1, &[]),
            ("Poly S., ночь", &[], 1, &[]),
            // A part of a word, and somebody of the same name elsewhere, is nobody.
            ("apolinarius", &[], 0, &["apolinarius"]),
            ("Дежурство", &[("", "polina@elsewhere.example")], 0, &["polina@elsewhere.example"]),
            // Who takes part goes before the title; a stranger beside somebody known is named all the same.
            ("polina", &[("Stranger", "x@elsewhere.example"), ("", "P.SUBBOTINA@clinics.example")], 1, &["Stranger"]),
        ] {
            let (people, strangers) = people.found(&occurrence(title, attendees));
            assert_eq!(people, vec![PersonId::from("e1001"); found], "{title} {attendees:?}");
            assert_eq!(strangers, unknown, "{title} {attendees:?}");
        }
    }
}
