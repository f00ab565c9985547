//! More incidents than a page shows, each registered and led: which of them stand on which page.

use super::{Beyond, SHOWN, Window, led};
use crate::pages::estate::{catalogue, environment};
use crate::pages::example::{ago, viewer};
use crate::pages::frame::Refresh;
use nabat_domain::catalogue::{Language, PeopleNames, Service};
use nabat_domain::ids::{DeskId, IncidentId, ProductId, ServiceId};
use nabat_domain::incident::{Command, Registration, Scope};
use nabat_kit::configuration::push;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::table::Key;
use std::cmp::Reverse;

/// Incidents led at once.
const LED: usize = SHOWN + 10;

fn desk(number: usize) -> String {
    format!("SD-{number}")
}

fn service(number: usize) -> ServiceId {
    ServiceId::new(format!("alone-{number}"))
}

/// How long ago a failure began: another time for each, in no order of theirs, some within the budget and some beyond.
fn minutes(number: usize) -> usize {
    3 * (number * 7 % 61)
}

/// The last to be registered is an old one, and a drill.
fn is_drill(number: usize) -> bool {
    number == LED
}

/// Services that have nothing to do with each other, and a failure of each.
async fn many_led() -> Env {
    let (env, _) = environment().await;
    let mut catalogue = catalogue();
    let procedure = catalogue.procedures["incident"].clone();
    catalogue.procedures.insert("drill".to_owned(), procedure);
    let pattern = catalogue.services[&ServiceId::from("lab")].clone();
    for number in 1..=LED {
        let (id, name) = (service(number), format!("Alone {number}"));
        let new = Service { id: id.clone(), name, aliases: Vec::new(), suppliers: Vec::new(), ..pattern.clone() };
        catalogue.services.insert(id, new);
    }
    push(env.table.as_ref(), &catalogue, &PeopleNames::new()).await.expect("memory takes a catalogue");
    for number in 1..=LED {
        register(&env, number).await;
    }
    env
}

async fn register(env: &Env, number: usize) {
    let (product, record) = (ProductId::from("clinics"), desk(number));
    let record = DeskId::from(record.as_str());
    let incident = IncidentId::of_desk_record(&product, &record);
    let command = Command::Register(Registration {
        desk: record,
        alert: false,
        service: service(number),
        functions: ["results".into()].into(),
        summary: "Results do not open".to_owned(),
        description: None,
        priority: None,
        scope: Scope::All,
        began: ago(i64::try_from(minutes(number)).expect("some hours")),
        restored: None,
        registered_by: "first line".to_owned(),
        url: None,
        drill: is_drill(number),
    });
    let inbox = Inbox::Said(Key::new("D#test", desk(number)));
    let order = Order { product: &product, incident: &incident, command: &command, inbox, spoken: None };
    execute(env, order).await.expect("memory takes a command");
}

#[tokio::test]
async fn page_one_has_the_most_urgent_and_page_two_the_rest_none_lost_or_doubled() {
    let (env, viewer) = (many_led().await, viewer(Language::En));
    let mut by_urgency: Vec<usize> = (1..=LED).collect();
    by_urgency.sort_by_key(|number| (is_drill(*number), Reverse(minutes(*number))));
    let by_urgency: Vec<String> = by_urgency.into_iter().map(desk).collect();
    let (first, rest) = by_urgency.split_at(SHOWN);
    let left = rest.len();
    let pages = [
        (0, first, Beyond { before: 0, after: left, drills_after: 1 }),
        (SHOWN, rest, Beyond { before: SHOWN, after: 0, drills_after: 0 }),
    ];
    for (from, expected, beyond) in pages {
        let led = led(&env, &viewer, Window::from(from)).await.expect("it can be read");
        let shown: Vec<String> = led.open.iter().map(|state| state.head.desk.to_string()).collect();
        assert_eq!(shown, expected, "from {from}");
        assert_eq!((led.beyond, led.others.len()), (beyond, 0), "from {from}");
        let page = super::load(&env, &viewer, Refresh::Off, from).await.expect("a page").into_string();
        assert_eq!(page.matches("<article").count(), expected.len(), "from {from}: {page}");
    }
}
