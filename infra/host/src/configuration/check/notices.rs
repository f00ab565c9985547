//! Checks of `notices.yaml`: ways that exist, people who may know, addresses one can send to.

use super::outward::{check_secret, check_url};
use super::{Known, check_ids};
use crate::configuration::fault::Fault;
use crate::configuration::files::{
    DIRECT, MAIL, MailEntry, NoticesEntry, PersonEntry, ProductFiles, SubscriptionEntry,
};
use crate::configuration::nearest::nearest;
use crate::configuration::source::Source;
use crate::configuration::wrong::{What, Wrong};
use nabat_domain::catalogue::{Contact, MailSecurity, NoticeText, Right, Rights};
use nabat_domain::ids::PersonId;
use serde_saphyr::Spanned;

/// What the checks of one file need.
struct Checking<'a> {
    source: &'a Source,
    entry: &'a NoticesEntry,
    people: &'a [PersonEntry],
    rights: Rights,
    known: &'a Known<'a>,
}

pub fn check(files: &ProductFiles, known: &Known<'_>, found: &mut Vec<Fault>) {
    let (source, entry) = (&files.notices.source, &files.notices.value);
    let rights = files.product.value.product(&files.id).rights;
    let checking = Checking { source, entry, people: &files.people.value, rights, known };
    let gateways = entry.gateways.iter().map(|entry| (entry.id.value.as_str(), &entry.id));
    check_ids(What::Gateway, source, gateways, found);
    let channels = entry.channels.iter().map(|entry| (entry.id.value.as_str(), &entry.id));
    check_ids(What::Channel, source, channels, found);
    if let Some(mail) = &entry.mail {
        check_mail(source, mail, found);
    }
    for gateway in &entry.gateways {
        if [DIRECT, MAIL].contains(&gateway.id.value.as_str()) {
            let wrong = Wrong::BadId { what: What::Gateway, id: gateway.id.value.to_string() };
            found.push(Fault::at(source.of(&gateway.id), wrong));
        }
        check_url(source, &gateway.url, gateway.private, found);
        check_secret(source, &gateway.secret, found);
    }
    for channel in &entry.channels {
        channel.people.iter().for_each(|person| checking.sees(person, found));
    }
    entry.call_out.iter().for_each(|way| checking.way(way, &[MAIL], found));
    entry.subscriptions.iter().for_each(|one| checking.subscription(one, found));
}

fn check_mail(source: &Source, mail: &MailEntry, found: &mut Vec<Fault>) {
    check_address(source, &mail.from, found);
    if let Some(secret) = &mail.password {
        check_secret(source, secret, found);
    }
    match (&mail.user, &mail.password) {
        (Some(_), None) => found.push(Fault::at(source.of(&mail.host), Wrong::NoKey { key: "password" })),
        (None, Some(secret)) => found.push(Fault::at(source.of(secret), Wrong::NoKey { key: "user" })),
        // A password that goes over the wire in the open is everybody's.
        (Some(_), Some(_)) if mail.security.value == MailSecurity::None => {
            found.push(Fault::at(source.of(&mail.security), Wrong::PasswordInTheOpen));
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
}

fn check_address(source: &Source, address: &Spanned<String>, found: &mut Vec<Fault>) {
    let text = address.value.as_str();
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !"<>(),;:\"[]\\".contains(c));
    let parts = text.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if !(plain && parts) {
        found.push(Fault::at(source.of(address), Wrong::NotAnAddress { text: text.to_owned() }));
    }
}

impl Checking<'_> {
    fn subscription(&self, one: &SubscriptionEntry, found: &mut Vec<Fault>) {
        let named = usize::from(one.person.is_some()) + usize::from(one.channel.is_some());
        if named + usize::from(one.mailbox.is_some()) != 1 {
            found.push(Fault::at(self.source.of(&one.text), Wrong::NotOneRecipient));
        }
        for service in &one.services {
            self.known.service(self.source, service, found);
        }
        if let Some(person) = &one.person {
            self.person(one, person, found);
        }
        if let (None, Some(way)) = (&one.person, one.by.first()) {
            found.push(Fault::at(self.source.of(way), Wrong::WaysWithoutPerson));
        }
        if let Some(channel) = &one.channel {
            let known = self.entry.channels.iter().map(|entry| entry.id.value.as_str());
            self.unless_known(What::Channel, channel.value.as_str(), channel, known, found);
        }
        if let Some(mailbox) = &one.mailbox {
            check_address(self.source, mailbox, found);
            self.has_mail(mailbox, found);
        }
    }

    fn person(&self, one: &SubscriptionEntry, person: &Spanned<PersonId>, found: &mut Vec<Fault>) {
        if one.by.is_empty() {
            found.push(Fault::at(self.source.of(person), Wrong::NoKey { key: "by" }));
        }
        // What is read out to callers is for everybody; the rest is for those who may see incidents.
        match one.text.value {
            NoticeText::Callers => self.known.person(self.source, person, found),
            NoticeText::Engineers | NoticeText::Managers => self.sees(person, found),
        }
        for way in &one.by {
            self.way(way, &[DIRECT, MAIL], found);
            self.contact(way, person, found);
        }
    }

    /// A person who may read incidents.
    fn sees(&self, person: &Spanned<PersonId>, found: &mut Vec<Fault>) {
        self.known.person(self.source, person, found);
        let entry = self.people.iter().find(|entry| entry.id.value == person.value);
        let Some(entry) = entry.filter(|entry| !entry.roles.value.is_empty()) else { return };
        let roles = entry.roles.value.iter().copied().collect();
        if !self.rights.allow(&roles, Right::Sees) {
            found.push(Fault::at(self.source.of(person), Wrong::MayNotSee { person: person.value.to_string() }));
        }
    }

    fn way(&self, way: &Spanned<String>, words: &[&str], found: &mut Vec<Fault>) {
        let text = way.value.as_str();
        let gateways = self.entry.gateways.iter().map(|entry| entry.id.value.as_str());
        self.unless_known(What::Gateway, text, way, gateways.chain(words.iter().copied()), found);
        if text == MAIL {
            self.has_mail(way, found);
        }
    }

    fn has_mail<T>(&self, asked: &Spanned<T>, found: &mut Vec<Fault>) {
        if self.entry.mail.is_none() {
            found.push(Fault::at(self.source.of(asked), Wrong::NoKey { key: "mail" }));
        }
    }

    /// What a way needs to reach the person by.
    fn contact(&self, way: &Spanned<String>, person: &Spanned<PersonId>, found: &mut Vec<Fault>) {
        let Some(entry) = self.people.iter().find(|entry| entry.id.value == person.value) else { return };
        let needed = match way.value.as_str() {
            DIRECT => return,
            MAIL => "email",
            _ => "phone",
        };
        let has = entry.contacts.iter().any(|contact| match contact {
            Contact::Email(_) => needed == "email",
            Contact::Phone(_) => needed == "phone",
            Contact::Messenger { .. } => false,
        });
        if !has {
            let wrong = Wrong::NoContact { person: person.value.to_string(), contact: needed };
            found.push(Fault::at(self.source.of(way), wrong));
        }
    }

    fn unless_known<'a, T>(
        &self,
        what: What,
        text: &str,
        written: &Spanned<T>,
        known: impl Iterator<Item = &'a str> + Clone,
        found: &mut Vec<Fault>,
    ) {
        if !known.clone().any(|one| one == text) {
            let wrong = Wrong::Unknown { what, id: text.to_owned(), near: nearest(text, known) };
            found.push(Fault::at(self.source.of(written), wrong));
        }
    }
}
