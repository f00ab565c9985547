//! A small estate to speak about.

use super::names::default_procedures;
use nabat_domain::catalogue::{
    Assessment, BusinessFunction, Catalogue, Contact, PeopleNames, PersonName, Product, Scores, Service,
};
use nabat_domain::ids::{FunctionId, PersonId, ServiceId};
use std::collections::BTreeMap;

/// One service with two functions.
pub(crate) fn catalogue() -> Catalogue {
    let scores = Scores { people: 3, harm: 3, workaround: 3, hours: 3, money: 1, dependants: 1 };
    let function =
        |id: &str, name: &str| BusinessFunction { id: FunctionId::from(id), name: name.to_owned(), users: None };
    let service = Service {
        id: ServiceId::from("appointments"),
        name: "Запись на приём".to_owned(),
        aliases: Vec::new(),
        assessment: Assessment {
            scores,
            threat_to_life: false,
            approved_by: "committee".to_owned(),
            valid_until: chrono::NaiveDate::MAX,
            exception: None,
        },
        owners: Vec::new(),
        functions: vec![function("book", "Записаться к врачу"), function("cancel", "Отменить запись")],
        suppliers: Vec::new(),
        monitoring: None,
        users: None,
    };
    let procedures = default_procedures().into_iter().map(|procedure| (procedure.id.clone(), procedure)).collect();
    Catalogue {
        product: product(),
        services: BTreeMap::from([(service.id.clone(), service)]),
        organisations: BTreeMap::new(),
        people: BTreeMap::new(),
        contracts: BTreeMap::new(),
        rotas: Vec::new(),
        procedures,
        notices: Default::default(),
        webhooks: BTreeMap::new(),
        actions: BTreeMap::new(),
    }
}

fn product() -> Product {
    Product {
        id: "clinics".into(),
        name: "Поликлиники".to_owned(),
        zone: "Europe/Moscow".to_owned(),
        language: nabat_domain::catalogue::Language::Ru,
        messenger: "builtin".into(),
        desk: "builtin".into(),
        wiki: None,
        monitoring: None,
        second_messenger: None,
        fallback: Vec::new(),
        rights: Default::default(),
        policy: Default::default(),
        committees: Vec::new(),
        reliability: Default::default(),
        retention: Default::default(),
        timing: BTreeMap::new(),
    }
}

/// Two people, one of them with an initial.
pub(crate) fn people() -> PeopleNames {
    let named = |id: &str, name: &str| {
        let contacts = vec![Contact::Email(format!("{id}@clinics.example"))];
        (PersonId::from(id), PersonName { name: name.to_owned(), contacts })
    };
    BTreeMap::from([named("e1001", "Полина Субботина"), named("e1002", "Орлов П. А.")])
}
