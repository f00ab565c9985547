//! Ten years of 300 services: most of them from a file, the last two led by Nabat; two years of months published.

use chrono::{Datelike as _, NaiveDate};
use nabat::chance::SeededChance;
use nabat::sqlite::SqliteTable;
use nabat_domain::catalogue::{Catalogue, Criticality, PeopleNames, Role};
use nabat_domain::ids::{FunctionId, IncidentId, ProductId, ServiceId};
use nabat_domain::incident::Outage;
use nabat_domain::reliability::stages::StageRun;
use nabat_domain::time::{At, Length};
use nabat_kit::configuration::push;
use nabat_kit::env::{Env, Secrets};
use nabat_kit::history::{ImportedOutage, Source, point, write_chunk};
use nabat_kit::keys;
use nabat_kit::outages::{OutageRow, as_row};
use nabat_kit::port::{Bell, Clock, Doorbell, NoCopies, Outward};
use nabat_kit::reliability::{Case, Held, Only, Question, figures_of, publish, settled};
use nabat_kit::table::{Action, Condition, Key, MAX_ACTIONS, Row, Table};
use std::path::Path;
use std::sync::Arc;

/// Services of the estate.
pub const SERVICES: usize = 300;

/// 2026-12-01T00:00:00Z: the moment the pages are looked at.
pub const NOW: At = At(1_796_083_200_000);

/// Ten years before it.
const BEGIN: At = At(NOW.0 - 10 * 365 * 86_400_000);

/// Nabat leads since two years.
const LED_SINCE: At = At(NOW.0 - 2 * 365 * 86_400_000);

/// Months that were published.
const PUBLISHED: u32 = 24;

/// Outages in a chunk: about as many as an import puts there.
const CHUNK: usize = 1_000;

const CONTRACTORS: [&str; 12] =
    ["ООО «Шина»", "АО «Узел»", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12"];

/// The clock stands still.
pub struct Still;

#[async_trait::async_trait]
impl Clock for Still {
    fn now(&self) -> At {
        NOW
    }

    async fn sleep(&self, _: Length) {}
}

struct Deaf;

#[async_trait::async_trait]
impl Doorbell for Deaf {
    async fn ring(&self, _: Bell) {}
}

/// The estate in a table of its own.
pub struct Estate {
    pub table: Arc<SqliteTable>,
    pub product: ProductId,
}

impl Estate {
    /// Makes it in an empty folder.
    pub async fn make(folder: &Path, outages: usize) -> Self {
        let table = Arc::new(SqliteTable::open(&folder.join("nabat.db")).expect("an empty folder"));
        let (catalogue, names) = catalogue();
        let product = catalogue.product.id.clone();
        push(table.as_ref(), &catalogue, &names).await.expect("the table takes it");
        let estate = Self { table, product };
        let mut dice = Dice(11);
        let mut all: Vec<(At, At, usize)> = (0..outages).map(|_| outage(&mut dice)).collect();
        all.sort_unstable_by_key(|(_, restored, _)| *restored);
        let (file, led): (Vec<_>, Vec<_>) = all.into_iter().partition(|(began, ..)| *began < LED_SINCE);
        estate.import(&file).await;
        estate.lead(&led).await;
        estate.publish_months().await;
        estate
    }

    /// A process that has read nothing yet.
    pub fn process(&self) -> Env {
        Env {
            table: Arc::clone(&self.table) as Arc<dyn Table>,
            doorbell: Arc::new(Deaf),
            clock: Arc::new(Still),
            chance: Arc::new(SeededChance::new(1)),
            messengers: Arc::default(),
            sources: Arc::default(),
            desks: Arc::default(),
            wikis: Arc::default(),
            monitoring: Arc::default(),
            calendars: Arc::default(),
            unopened: Arc::default(),
            outward: Outward::none(),
            copies: Arc::new(NoCopies),
            secrets: Arc::new(Secrets {
                desk: Vec::new(),
                desks: std::collections::BTreeMap::new(),
                body_key: [0; 32],
                signing: None,
            }),
            configurations: Arc::default(),
            books: Arc::default(),
            base: "".into(),
            until: None,
        }
    }

    async fn import(&self, file: &[(At, At, usize)]) {
        let row = |(line, (began, restored, service)): (u64, &(At, At, usize))| ImportedOutage {
            line,
            incident: format!("INC{line:07}"),
            service: id(*service),
            function: format!("f{}", line % 5),
            contractor: CONTRACTORS[service % CONTRACTORS.len()].to_owned(),
            class: String::new(),
            began: *began,
            restored: Some(*restored),
        };
        let rows: Vec<ImportedOutage> = (2..).zip(file).map(row).collect();
        for (number, chunk) in rows.chunks(CHUNK).enumerate() {
            write_chunk(self.table.as_ref(), &self.product, "v1", number, chunk).await.expect("the table takes it");
        }
        let source = Source::new("v1".to_owned(), rows.len() as u64, "00".to_owned(), LED_SINCE);
        point(self.table.as_ref(), &self.product, "before", &source).await.expect("the table takes it");
    }

    async fn lead(&self, led: &[(At, At, usize)]) {
        let mut actions = Vec::new();
        for (number, (began, restored, service)) in led.iter().enumerate() {
            let incident = IncidentId::new(format!("inc-{number:012x}"));
            actions.push(Action::Put(self.own(&incident, *began, *restored, *service), Condition::Any));
            let body = serde_json::json!({ "schema": 1, "case": case(&incident, *began, *restored, *service) });
            let key = settled::key(&self.product, &incident);
            actions.push(Action::Put(plain(key, body.to_string()), Condition::Any));
        }
        for some in actions.chunks(MAX_ACTIONS) {
            self.table.write(some).await.expect("the table takes it");
        }
    }

    fn own(&self, incident: &IncidentId, began: At, restored: At, service: usize) -> Row {
        let (service, function) = (ServiceId::new(id(service)), FunctionId::new("f0"));
        let key = Key::new(keys::outages(&self.product), format!("{:015}#{incident}#{service}#{function}", restored.0));
        let outage = Outage { service, function, began, restored: Some(restored) };
        let (incident, others) = (incident.clone(), Vec::new());
        let row = OutageRow { incident, outage, others, counted: true, users: None, beside: None };
        as_row(&key, &row)
    }

    async fn publish_months(&self) {
        let env = self.process();
        let current = nabat_kit::configuration::of(&env, &self.product).await.expect("it is there");
        let zone = current.version.catalogue.product.zone();
        let mut first = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
        for _ in 0..PUBLISHED {
            let next = first;
            first = next.pred_opt().expect("a day").with_day(1).expect("a day");
            let (days, now, only) = ((first, next), NOW, Only::default());
            let asked = Question { days, zone, now, target: None, only, without: Vec::new(), against: None };
            let figures = figures_of(&env, &current.version, asked).await.expect("figures");
            publish(self.table.as_ref(), &self.product, &figures, &"e5031".into()).await.expect("published");
        }
    }
}

/// The example's product with services enough.
fn catalogue() -> (Catalogue, PeopleNames) {
    let checked = nabat::example::read().expect("the example is in order");
    let (_, configured) =
        checked.estate.products.into_iter().find(|(id, _)| id.as_str() == "clinics").expect("it is there");
    let mut catalogue = configured.catalogue;
    let model = catalogue.services.values().next().expect("it has services").clone();
    for number in 0..SERVICES {
        let mut service = model.clone();
        service.id = ServiceId::new(id(number));
        service.name = format!("Сервис {number}");
        service.suppliers.clear();
        catalogue.services.insert(service.id.clone(), service);
    }
    (catalogue, configured.names)
}

/// Roles of one who sees all and may do all there is on these pages.
pub fn roles() -> std::collections::BTreeSet<Role> {
    [Role::Head, Role::ProcessManager].into()
}

/// A service's id.
pub fn id(service: usize) -> String {
    format!("s{service:03}")
}

/// Some minutes to some hours, anywhere in the ten years; some services fail more often than others.
fn outage(dice: &mut Dice) -> (At, At, usize) {
    let ten_years = (NOW.0 - BEGIN.0 - 86_400_000).unsigned_abs();
    let began = At(BEGIN.0 + dice.below(ten_years).cast_signed());
    let length = 120_000 + dice.below(3_600_000).cast_signed() * (1 + dice.below(3).cast_signed());
    let service = (dice.below(SERVICES as u64) * dice.below(SERVICES as u64) / SERVICES as u64) as usize;
    (began, began.plus(Length(length)), service)
}

/// An incident as they go: seven stages, a contractor in every third.
fn case(incident: &IncidentId, began: At, restored: At, service: usize) -> Case {
    let failure = restored.since(began);
    let stage = |(place, name): (i64, &str)| StageRun {
        incident: incident.clone(),
        stage: name.into(),
        actual: Length(failure.0 / 4 + place * 60_000),
        budget: Some(Length::minutes(30)),
    };
    let names = ["detection", "assembly", "diagnosis", "restoration", "verification", "reporting", "closure"];
    let stages: Vec<StageRun> = (0..).zip(names).map(stage).collect();
    let held = Held {
        contractor: CONTRACTORS[service % CONTRACTORS.len()].to_owned(),
        at_fault: true,
        held: Length(failure.0 / 2),
        paused: Length::minutes(3),
        missed: 1,
        overrun: Length::minutes(7),
    };
    Case {
        incident: incident.clone(),
        desk: format!("SD-{incident}").as_str().into(),
        service: ServiceId::new(id(service)),
        class: Criticality::MissionCritical,
        began,
        failure,
        user_minutes: Some(1_200),
        called: Some(Length::seconds(2)),
        answered: Some(Length::seconds(150)),
        invited: 5,
        acted: 3,
        waivers: u32::from(service.is_multiple_of(9)),
        before_restoration: stages[..4].to_vec(),
        stages,
        held: if service.is_multiple_of(3) { vec![held] } else { Vec::new() },
    }
}

fn plain(key: Key, body: String) -> Row {
    Row { key, body, version: 1, due: None, listed: None, expires: None }
}

/// SplitMix64, public domain, by Sebastiano Vigna.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ (mixed >> 31)) * u128::from(end)) >> 64) as u64
    }
}
