//! `nabat check CONFIG_DIR --live`: asked before the night, of the messengers, the desk and where people sign in themselves.
//!
//! Making a chat, posting and pinning are tried in one chat a connection that stays for it, the bot alone in it; where
//! a trial would leave something behind, the bot's rights are asked for. Nobody is called or written to. Duty calendars
//! are read as they are now.

mod calendars;
mod providers;

use crate::clocks::MachineClock;
use crate::configuration::{Configured, Estate};
use crate::host::BUILTIN;
use crate::named::Named;
use anyhow::Context as _;
use nabat_connectors::connections::Connections;
use nabat_domain::catalogue::{Calendars, Catalogue, Contact, Duty, Gap, Language};
use nabat_domain::ids::{ConnectionId, PersonId};
use nabat_domain::time::{At, Length};
use nabat_kit::messages::say;
use nabat_kit::port::{CallError, Clock, FieldFault, Lacking, Messenger, NewRoom, Outgoing, Reachable, Rehearsal};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// People who may be called in this time are asked about.
const PEOPLE: Length = Length::hours(7 * 24);

/// The rotas are looked at for this time.
const ROTAS: Length = Length::hours(30 * 24);

/// Checks every product; fails if anything will be missing.
pub(super) async fn check(estate: &Estate, data: &Path) -> anyhow::Result<ExitCode> {
    let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
    let connections = Connections::open(&estate.connections, &Named::Folder(data.join("secrets")), &clock)?;
    let mut all_well = true;
    let providers = providers::asked(&connections).await;
    for product in estate.products.values() {
        let named = &product.catalogue.product;
        let mut told = Told { product, lines: Vec::new(), all_well: true };
        let mut messengers = Vec::new();
        for connection in [&named.messenger].into_iter().chain(&named.second_messenger) {
            let messenger = match connection.as_str() {
                BUILTIN => None,
                _ => Some(
                    connections.messengers.get(connection).with_context(|| format!("{connection} is no messenger"))?,
                ),
            };
            messengers.push((connection, messenger.map(AsRef::as_ref)));
        }
        let calendars = told.calendars(&connections, clock.now()).await;
        for (connection, messenger) in messengers {
            told.look(connection, messenger, &calendars, clock.now()).await;
        }
        if let Some(desk) = connections.desks.get(&named.desk) {
            told.fields(&named.desk, desk.lacking().await);
        }
        told.providers(&providers);
        told.rotas(&calendars, clock.now());
        told.lines.iter().for_each(|line| println!("{line}"));
        all_well &= told.all_well;
    }
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is told of one product.
struct Told<'a> {
    product: &'a Configured,
    lines: Vec<String>,
    all_well: bool,
}

impl Told<'_> {
    async fn look(
        &mut self,
        connection: &ConnectionId,
        messenger: Option<&dyn Messenger>,
        calendars: &Calendars,
        now: At,
    ) {
        let catalogue = &self.product.catalogue;
        let head = [("product", catalogue.product.name.as_str()), ("messenger", connection.as_str())];
        self.lines.push(say(self.language(), "live-head", &head));
        match messenger {
            None => self.well("live-builtin", &[]),
            Some(messenger) => {
                self.rehearsed(&messenger.rehearse(&self.probe(), &self.words()).await);
                self.people(connection.as_str(), messenger, calendars, now).await;
            }
        }
    }

    fn language(&self) -> Language {
        self.product.catalogue.product.language
    }

    fn well(&mut self, key: &str, args: &[(&str, &str)]) {
        let line = say(self.language(), key, args);
        self.lines.push(format!("  + {line}"));
    }

    fn ill(&mut self, key: &str, args: &[(&str, &str)]) {
        let line = say(self.language(), key, args);
        self.lines.push(format!("  - {line}"));
        self.all_well = false;
    }

    /// The chat that is there to try things in: one a connection, whatever the product.
    fn probe(&self) -> NewRoom {
        let text = |key: &str| say(self.language(), key, &[]);
        NewRoom { name: "nabat.check".to_owned(), title: text("live-probe-title"), topic: text("live-probe-topic") }
    }

    fn words(&self) -> Outgoing {
        let text = say(self.language(), "live-probe-post", &[]);
        Outgoing { text, buttons: Vec::new(), reply_to: None }
    }

    fn rehearsed(&mut self, rehearsal: &Rehearsal) {
        let tried = [
            ("live-cannot-room", Some(&rehearsal.room)),
            ("live-cannot-post", rehearsal.post.as_ref()),
            ("live-cannot-pin", rehearsal.pin.as_ref()),
        ];
        let mut can = true;
        for (key, tried) in tried {
            if let Some(Err(why)) = tried {
                can = false;
                self.ill(key, &[("why", &told(why))]);
            }
        }
        if can {
            self.well("live-can", &[]);
        }
    }

    async fn people(&mut self, connection: &str, messenger: &dyn Messenger, calendars: &Calendars, now: At) {
        let duty = Duty { catalogue: &self.product.catalogue, calendars };
        let mut reached = 0;
        for person in duty.called_between(now, now.plus(PEOPLE)) {
            let named = self.product.names.get(&person);
            let name = named.map_or_else(|| person.to_string(), |named| named.name.clone());
            let who = [("person", person.as_str()), ("name", name.as_str()), ("messenger", connection)];
            let Some(user) = self.user(connection, &person) else {
                self.ill("live-person-no-address", &who);
                continue;
            };
            match messenger.reaches(&user).await {
                Ok(Reachable::Yes) => reached += 1,
                Ok(Reachable::No(why)) => self.ill("live-person-unknown", &asked(who, &user, &why)),
                Ok(Reachable::Untold) => {
                    let why = say(self.language(), "live-untold-why", &[]);
                    self.ill("live-person-untold", &asked(who, &user, &why));
                }
                Err(error) => self.ill("live-person-untold", &asked(who, &user, &told(&error))),
            }
        }
        self.well("live-people", &[("count", &reached.to_string())]);
    }

    /// The person's name in a messenger.
    fn user(&self, connection: &str, person: &PersonId) -> Option<String> {
        let contacts = self.product.names.get(person).into_iter().flat_map(|named| &named.contacts);
        let mut users = contacts.filter_map(|contact| match contact {
            Contact::Messenger { connection: at, user } if at == connection => Some(user.clone()),
            Contact::Messenger { .. } | Contact::Phone(_) | Contact::Email(_) => None,
        });
        users.next()
    }

    /// What is configured of the desk, held against the desk's own account of its fields.
    fn fields(&mut self, desk: &ConnectionId, lacking: Result<Option<Vec<Lacking>>, CallError>) {
        let named = ("desk", desk.as_str());
        match lacking {
            Err(error) => self.ill("live-desk-silent", &[named, ("why", &told(&error))]),
            Ok(None) => self.ill("live-desk-untold", &[named]),
            Ok(Some(lacking)) if lacking.is_empty() => self.well("live-desk", &[named]),
            Ok(Some(lacking)) => {
                for Lacking { field, fault } in lacking {
                    let key = match fault {
                        FieldFault::Absent => "live-desk-absent",
                        FieldFault::Ambiguous => "live-desk-ambiguous",
                        FieldFault::NotOnScreen => "live-desk-off-screen",
                        FieldFault::Needed => "live-desk-needed",
                    };
                    self.ill(key, &[named, ("field", &field)]);
                }
            }
        }
    }

    fn rotas(&mut self, calendars: &Calendars, now: At) {
        let duty = Duty { catalogue: &self.product.catalogue, calendars };
        let gaps = duty.gaps(now, now.plus(ROTAS));
        if gaps.is_empty() {
            self.well("live-no-gaps", &[]);
        }
        for gap in gaps {
            let (from, until) = (self.moment(gap.from), self.moment(gap.until));
            let role = say(self.language(), &format!("role-{}", gap.role.as_str()), &[]);
            let services = self.services(&gap, &self.product.catalogue);
            self.ill("live-gap", &[("from", &from), ("until", &until), ("role", &role), ("services", &services)]);
        }
    }

    fn moment(&self, at: At) -> String {
        at.in_zone(self.product.catalogue.product.zone()).format("%Y-%m-%d %H:%M").to_string()
    }

    fn services(&self, gap: &Gap, catalogue: &Catalogue) -> String {
        if gap.services.is_empty() {
            return say(self.language(), "live-gap-everything", &[]);
        }
        let name = |id| catalogue.service(id).map_or_else(|| String::from(id.as_str()), |service| service.name.clone());
        gap.services.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

/// Who was asked about, under which name, and what came of it.
fn asked<'a>(who: [(&'a str, &'a str); 3], user: &'a str, why: &'a str) -> Vec<(&'a str, &'a str)> {
    who.into_iter().chain([("user", user), ("why", why)]).collect()
}

/// What the messenger said, for whoever runs it.
fn told(error: &CallError) -> String {
    match error {
        CallError::Permanent(why) | CallError::Transient(why) => why.clone(),
        CallError::Throttled { .. } => error.to_string(),
    }
}
