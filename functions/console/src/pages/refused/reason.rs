//! Why a registration was refused, in the language of the page: the stored reason is the one the
//! machine was told.

use crate::pages::eyes::Eyes;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::{FunctionId, ServiceId};
use nabat_kit::refused::Refused;

/// The type a registration has on the wire; anything else is a change of a record.
const REGISTERED: &str = "incident.registered";

/// Whether a registration came, not a change of a record nobody registered.
pub(super) fn is_registration(refused: &Refused) -> bool {
    refused.payload["type"].as_str() == Some(REGISTERED)
}

/// The reason in words. A catalogue that has since learned the names leaves only the machine's.
pub(super) fn reason(eyes: &Eyes, catalogue: &Catalogue, refused: &Refused) -> String {
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
        None => refused.reason.clone(),
    }
}
