//! A desk that is followed: how far that got outlives the process, and whoever hangs holds nobody up.

use crate::told::SERVICE;
use async_trait::async_trait;
use nabat_desk_webhook::{SHARE, follow, follow_all};
use nabat_domain::ids::{ConnectionId, DeskId, IncidentId, ProductId};
use nabat_domain::time::{At, Length};
use nabat_kit::configuration::push;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::port::{CallError, Changed, DeskListener, DeskNews, NewsOf};
use nabat_kit::table::Table as _;
use nabat_tests::rig::Rig;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::timeout;

/// A share that is over at once where a desk hangs.
const SHORT: Duration = Duration::from_millis(300);

/// A desk with these records; it hangs for ever once so many were read.
struct Told {
    records: Vec<DeskNews>,
    patience: usize,
    asked: Mutex<Vec<At>>,
    read: Mutex<Vec<String>>,
}

impl Told {
    fn of(records: Vec<DeskNews>, patience: usize) -> Self {
        Self { records, patience, asked: Mutex::default(), read: Mutex::default() }
    }

    fn asked(&self) -> Vec<At> {
        self.asked.lock().expect("nothing panics while holding it").clone()
    }

    fn read(&self) -> Vec<String> {
        self.read.lock().expect("nothing panics while holding it").clone()
    }
}

#[async_trait]
impl DeskListener for Told {
    async fn listed(&self, since: At) -> Result<Vec<Changed>, CallError> {
        self.asked.lock().expect("nothing panics while holding it").push(since);
        let changed = self.records.iter().filter(|one| one.at >= since);
        Ok(changed.map(|one| Changed { id: one.id.clone(), about: one.about, at: one.at }).collect())
    }

    async fn read(&self, changed: &Changed) -> Result<Option<DeskNews>, CallError> {
        if self.read().len() == self.patience {
            pending::<()>().await;
        }
        self.read.lock().expect("nothing panics while holding it").push(changed.id.to_string());
        Ok(self.records.iter().find(|one| one.id == changed.id).cloned())
    }
}

/// Somebody registered it there so long ago.
fn registered(rig: &Rig, id: &str, ago: Length) -> DeskNews {
    let Value::Object(mut fields) = rig.registration(id, SERVICE) else { panic!("an object") };
    fields.remove("type");
    let (id, at, stamp) = (DeskId::from(id), rig.env.now().minus(ago), "1".to_owned());
    DeskNews { id, about: NewsOf::Incident, stamp, at, fields, closed: false, ours: false, made_by_nabat: false }
}

fn night(rig: &Rig) -> Vec<DeskNews> {
    [("SD-1", 3), ("SD-2", 2), ("SD-3", 1)].map(|(id, hours)| registered(rig, id, Length::hours(hours))).into()
}

async fn is_led(rig: &Rig, record: &str) -> bool {
    let incident = IncidentId::of_desk_record(&rig.product, &DeskId::from(record));
    load(rig.outside.table.plain(), &rig.product, &incident).await.expect("it can be read").is_some()
}

async fn version(rig: &Rig) -> u64 {
    let row = rig.outside.table.plain().get(&keys::followed(&"builtin".into())).await.expect("the row");
    row.expect("the desk was followed").version
}

#[tokio::test]
async fn what_a_desk_told_is_not_asked_for_again_by_the_next_process() {
    let rig = Rig::new().await;
    let now = rig.env.now();
    let desk = Told::of(night(&rig), usize::MAX);
    rig.follows(&desk).await.expect("followed");
    assert_eq!((desk.asked(), desk.read().len()), (vec![now.minus(Length::hours(72))], 3));
    assert!(is_led(&rig, "SD-1").await && is_led(&rig, "SD-3").await);
    let next = Rig::of(rig.outside).await;
    let desk = Told::of(desk.records, usize::MAX);
    for _ in 0..3 {
        next.follows(&desk).await.expect("followed");
    }
    // The newest one may change once more in the same second, and one that was slow may show up beside it.
    let since = now.minus(Length::hours(1)).minus(Length::minutes(2));
    assert_eq!((desk.asked(), desk.read()), (vec![since; 3], vec!["SD-3".to_owned(); 3]));
    assert_eq!(version(&next).await, 1, "written when it moved, and it moved once");
}

#[tokio::test]
async fn a_desk_too_slow_for_its_share_gets_further_with_each() {
    let rig = Rig::new().await;
    let records = night(&rig);
    let builtin = ConnectionId::from("builtin");
    let desk = Told::of(records.clone(), 1);
    let outcome = follow(&rig.env, &builtin, &desk, SHORT).await;
    assert!(outcome.is_err_and(|why| why.to_string().contains("the rest follows")));
    assert!(is_led(&rig, "SD-1").await && !is_led(&rig, "SD-2").await);
    let next = Rig::of(rig.outside).await;
    let desk = Told::of(records.clone(), 1);
    let _ = follow(&next.env, &builtin, &desk, SHORT).await;
    assert_eq!((desk.asked(), desk.read()), (vec![records[0].at], vec!["SD-2".to_owned()]));
    assert!(is_led(&next, "SD-2").await);
}

#[tokio::test]
async fn hundreds_changed_in_a_minute_are_read_by_processes_that_manage_forty_each() {
    let rig = Rig::new().await;
    // Closed before anybody heard of them: each is read, and nothing comes of it.
    let one = |number: i64| {
        let ago = Length::minutes(10).0 - number * 200;
        DeskNews { closed: true, ..registered(&rig, &format!("SD-{number}"), Length(ago)) }
    };
    let records: Vec<DeskNews> = (0..300).map(one).collect();
    let mut read = BTreeSet::new();
    let mut outside = rig.outside;
    for _ in 0..9 {
        let next = Rig::of(outside).await;
        let desk = Told::of(records.clone(), 40);
        let _ = follow(&next.env, &ConnectionId::from("builtin"), &desk, SHORT).await;
        read.extend(desk.read());
        outside = next.outside;
    }
    assert_eq!(read.len(), records.len());
}

#[tokio::test]
async fn three_desks_that_hang_keep_a_fourth_waiting_for_nothing() {
    let rig = Rig::new().await;
    let mut desks: BTreeMap<ConnectionId, Arc<dyn DeskListener>> = BTreeMap::new();
    for name in ["a-first", "a-second", "a-third"] {
        let mut catalogue = rig.catalogue.clone();
        (catalogue.product.id, catalogue.product.desk) = (ProductId::from(name), ConnectionId::from(name));
        push(rig.outside.table.plain(), &catalogue, &rig.names).await.expect("the model table takes it");
        desks.insert(name.into(), Arc::new(Told::of(night(&rig), 0)));
    }
    desks.insert("builtin".into(), Arc::new(Told::of(night(&rig), usize::MAX)));
    let all = timeout(Duration::from_secs(2), follow_all(&rig.env, &desks, SHARE)).await;
    assert!(all.is_err(), "the three hang");
    assert!(is_led(&rig, "SD-3").await);
}
