//! Hours of the next thirty days in which nobody is on duty: whoever leads the rota is written to, once a gap.

use crate::calendars::post;
use chrono::Timelike as _;
use nabat_domain::catalogue::{Catalogue, Duty, Gap, ON_DUTY, Role, Rota};
use nabat_domain::ids::{PersonId, ServiceId};
use nabat_domain::incident::{Arg, Wording};
use nabat_domain::time::{At, Length};
use nabat_kit::duty::{self, responsible};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::table::{Action, Condition, Key, Row, TableError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Looked at this often.
const EVERY: Length = Length::minutes(60);

/// So far ahead.
const AHEAD: Length = Length::hours(30 * 24);

/// What begins sooner is said at any hour, the rest by day.
const SOON: Length = Length::hours(24);

/// Gaps named in one message.
const MOST_NAMED: usize = 10;

/// The gaps that were told.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Chased {
    /// Layout of the row.
    schema: u32,
    /// When they were looked for.
    looked_at: At,
    /// Told and still there.
    told: Vec<Told>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Told {
    role: Role,
    services: BTreeSet<ServiceId>,
    from: At,
    until: At,
}

impl Told {
    /// The same gap, or what is left or has become of it: the window moves on.
    fn is(&self, gap: &Gap) -> bool {
        self.role == gap.role && self.services == gap.services && self.from <= gap.until && gap.from <= self.until
    }
}

/// Looks once an hour, and tells what was not told yet.
pub(crate) async fn chase(env: &Env, catalogue: &Catalogue) -> Result<(), Fault> {
    let (product, now) = (&catalogue.product.id, env.now());
    let key = Key::new(keys::duty(product), "GAPS");
    let row = env.table.get(&key).await?;
    let kept = row.as_ref().and_then(|row| serde_json::from_str::<Chased>(&row.body).ok()).unwrap_or_default();
    let waited = now.since(kept.looked_at);
    if (Length(0)..EVERY).contains(&waited) {
        return Ok(());
    }
    let calendars = duty::known(env.table.as_ref(), [catalogue, catalogue]).await?;
    // A calendar nobody has read yet would make gaps of all its turns.
    if catalogue.rotas.iter().any(|rota| rota.calendar.is_some() && calendars.of(rota).is_none()) {
        return Ok(());
    }
    let gaps = Duty { catalogue, calendars: &calendars }.gaps(now, now.plus(AHEAD));
    let by_day = (9..21).contains(&now.in_zone(catalogue.product.zone()).hour());
    let (mut told, mut new) = (Vec::new(), Vec::new());
    for gap in gaps {
        let known = kept.told.iter().any(|told| told.is(&gap));
        if !known && !by_day && gap.from >= now.plus(SOON) {
            continue;
        }
        let (role, services) = (gap.role, gap.services.clone());
        told.push(Told { role, services, from: gap.from, until: gap.until });
        if !known {
            new.push(gap);
        }
    }
    let kept = Chased { schema: 1, looked_at: now, told };
    write(env, catalogue, row.as_ref(), &kept, &new).await
}

/// What was told and the messages, both or neither.
async fn write(env: &Env, catalogue: &Catalogue, row: Option<&Row>, kept: &Chased, new: &[Gap]) -> Result<(), Fault> {
    let product = &catalogue.product.id;
    let key = Key::new(keys::duty(product), "GAPS");
    let body = serde_json::to_string(kept).expect("gaps have only string keys");
    let (version, condition) = match row {
        Some(row) => (row.version + 1, Condition::Version(row.version)),
        None => (1, Condition::Absent),
    };
    let mut actions = vec![Action::Put(Row { key, body, version, due: None, listed: None, expires: None }, condition)];
    let mut bells = Vec::new();
    for (person, gaps) in by_person(catalogue, new) {
        let (row, bell) = post(product, &person, wording(&gaps), "duty#gaps", kept.looked_at);
        actions.push(Action::Put(row, Condition::Any));
        bells.push(bell);
    }
    match env.table.write(&actions).await {
        Ok(()) => env.ring(bells).await,
        // Another host was quicker, and says it.
        Err(TableError::Conflict(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn by_person<'g>(catalogue: &Catalogue, gaps: &'g [Gap]) -> BTreeMap<PersonId, Vec<&'g Gap>> {
    let mut told: BTreeMap<PersonId, Vec<&Gap>> = BTreeMap::new();
    for gap in gaps {
        for person in responsible(catalogue, rota_of(catalogue, gap)) {
            told.entry(person).or_default().push(gap);
        }
    }
    told
}

/// The rota closest to the gap.
fn rota_of<'c>(catalogue: &'c Catalogue, gap: &Gap) -> Option<&'c Rota> {
    debug_assert!(ON_DUTY.contains(&gap.role), "gaps are of roles on duty");
    let meant = |rota: &&Rota| match gap.services.first() {
        Some(service) => rota.is_for(service),
        None => rota.services.is_empty(),
    };
    let mut rotas: Vec<&Rota> = catalogue.rotas.iter().filter(|rota| rota.role == gap.role).collect();
    rotas.sort_by_key(|rota| rota.services.is_empty());
    rotas.iter().copied().find(meant).or(rotas.first().copied())
}

fn wording(gaps: &[&Gap]) -> Wording {
    let every = || Arg::Message(Box::new(Wording::new("duty-gap-everything")));
    let named = |gap: &&Gap| {
        let services = gap.services.iter().cloned().map(Arg::Service).collect::<Vec<_>>();
        let wording = Wording::new("duty-gap")
            .with("role", Arg::Role(gap.role))
            .with("services", if services.is_empty() { every() } else { Arg::List(services) })
            .with("from", Arg::Moment(gap.from))
            .with("until", Arg::Moment(gap.until));
        Arg::Message(Box::new(wording))
    };
    let list = gaps.iter().take(MOST_NAMED).map(named).collect();
    let count = Arg::Number(i64::try_from(gaps.len()).unwrap_or(i64::MAX));
    Wording::new("duty-gaps").with("count", count).with("gaps", Arg::List(list))
}
