//! Why a registration was refused, in the language of the page: the stored reason is the one the
//! machine was told.

use crate::pages::eyes::Eyes;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::{DeskId, FunctionId, OrganisationId, ServiceId};
use nabat_kit::refused::Refused;
use nabat_kit::registration::{IMPOSSIBLE, Unknown, is_record};

/// The type a registration has on the wire; anything else is a change of a record.
const REGISTERED: &str = "incident.registered";

/// Whether a registration came, not a change of a record nobody registered.
pub(super) fn is_registration(refused: &Refused) -> bool {
    refused.payload["type"].as_str() == Some(REGISTERED)
}

/// The reason in words. A catalogue that has since learned the names leaves only the machine's.
pub(super) fn reason(eyes: &Eyes, catalogue: &Catalogue, refused: &Refused) -> String {
    if refused.reason == Unknown::impossible().reason() {
        return eyes.say(IMPOSSIBLE, &[]);
    }
    if !is_registration(refused) {
        let desk = refused.payload["id"].as_str().unwrap_or_default();
        return eyes.say("pages-refused-unknown-record", &[("desk", desk)]);
    }
    let sent = refused.payload["service"].as_str().unwrap_or_default();
    let Some(service) = catalogue.service(&ServiceId::from(sent)) else {
        return eyes.say("pages-refused-unknown-service", &[("service", sent)]);
    };
    let functions =
        refused.payload["functions"].as_array().into_iter().flatten().filter_map(|function| function.as_str());
    let mut unknown = functions.filter(|function| service.function(&FunctionId::from(*function)).is_none());
    match unknown.next() {
        Some(function) => {
            eyes.say("pages-refused-unknown-function", &[("service", &service.name), ("function", function)])
        }
        None => unknown_place(eyes, catalogue, refused).unwrap_or_else(|| refused.reason.clone()),
    }
}

/// An organisation the catalogue does not have, or an id that is no record's number.
fn unknown_place(eyes: &Eyes, catalogue: &Catalogue, refused: &Refused) -> Option<String> {
    let desk = refused.payload["id"].as_str().unwrap_or_default();
    if is_record(&DeskId::from(desk)).is_err() {
        return Some(eyes.say("pages-refused-not-a-record", &[("desk", desk)]));
    }
    let mut named = refused.payload["scope"].as_array().into_iter().flatten().filter_map(|id| id.as_str());
    let unknown = named.find(|id| !catalogue.organisations.contains_key(&OrganisationId::from(*id)))?;
    Some(eyes.say("pages-refused-unknown-organisation", &[("organisation", unknown)]))
}
