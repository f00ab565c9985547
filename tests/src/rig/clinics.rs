//! The example's clinics, as most tests have them.

use nabat_domain::catalogue::{Catalogue, PeopleNames};
use nabat_domain::ids::ProductId;
use std::sync::OnceLock;

/// The example is read once: reading it is most of what a rig would cost.
pub(super) fn clinics() -> (Catalogue, PeopleNames) {
    static CLINICS: OnceLock<(Catalogue, PeopleNames)> = OnceLock::new();
    let read = || {
        let (mut catalogue, names) = example();
        // Telling others is looked at in scenarios of its own: it would be in every one.
        catalogue.notices = Default::default();
        catalogue.webhooks.clear();
        catalogue.actions.clear();
        (catalogue, names)
    };
    CLINICS.get_or_init(read).clone()
}

/// The example's clinics as they are.
pub(super) fn example() -> (Catalogue, PeopleNames) {
    static EXAMPLE: OnceLock<(Catalogue, PeopleNames)> = OnceLock::new();
    let read = || {
        let checked = nabat::example::read().expect("the example has no faults");
        let clinics = checked.estate.products.get(&ProductId::from("clinics")).cloned();
        let clinics = clinics.expect("the example has clinics");
        // Most tests are about other things: what monitoring shows stands in tests of its own.
        let mut catalogue = clinics.catalogue;
        catalogue.product.monitoring = None;
        (catalogue, clinics.names)
    };
    EXAMPLE.get_or_init(read).clone()
}
