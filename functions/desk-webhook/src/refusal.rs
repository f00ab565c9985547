//! A registration the catalogue does not know: refused to the machine, kept and announced to people.

use crate::delivery::Delivery;
use http::StatusCode;
use nabat_domain::catalogue::{Catalogue, Duty, Role};
use nabat_domain::ids::{DeskId, IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Arg, Job, Post, Target, Wording};
use nabat_domain::masking::{Allowed, mask_json};
use nabat_domain::time::At;
use nabat_kit::chat::QueuedPost;
use nabat_kit::configuration::Current;
use nabat_kit::duty;
use nabat_kit::env::Env;
use nabat_kit::execute::InboxRecord;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::incident::load;
use nabat_kit::port::Bell;
use nabat_kit::refused::{self, Refused};
use nabat_kit::registration::Unknown;
use nabat_kit::restricted::{Shown, one, shown};
use nabat_kit::table::{Action, Condition, Row, TableError};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Commits the refusal, its answer and the notices in one transaction. `case` is the incident or problem it is about:
/// what is said of a restricted one is for those alone it is for.
pub(crate) async fn keep(
    env: &Env,
    configured: &Current,
    delivery: &Delivery,
    fields: &Map<String, Value>,
    unknown: &Unknown,
    case: Option<&IncidentId>,
) -> Result<Answer, Fault> {
    let now = env.now();
    let (payload, _) = mask_json(Value::Object(fields.clone()), &Allowed { contacts: &configured.names.contacts });
    let reason = unknown.reason();
    let answer = json!({ "error": reason, "field": unknown.field });
    let (id, alert) = (delivery.key.sk.clone(), unknown.is_proposed());
    let refused = Refused { id, at: now, reason: reason.clone(), payload, alert, case: case.cloned() };
    let mut actions = vec![
        Action::Put(refused::row(&delivery.product, &refused), Condition::Any),
        Action::Put(record(delivery, &answer, now), Condition::Absent),
    ];
    let mut bells = Vec::new();
    let catalogue = &configured.version.catalogue;
    let calendars = duty::known(env.table.as_ref(), [catalogue, catalogue]).await?;
    let told = told(Duty { catalogue, calendars: &calendars }, now);
    for person in readers(env, configured, told, case).await? {
        let (row, bell) = notice(&delivery.product, &refused, unknown, &person, now);
        actions.push(Action::Put(row, Condition::Any));
        bells.push(bell);
    }
    match env.table.write(&actions).await {
        Ok(()) => {}
        // Another delivery of this id came at the same moment and was quicker.
        Err(TableError::Conflict(key)) if key == delivery.key => {
            let answer = crate::answered(env, delivery).await?;
            return answer.ok_or_else(|| Fault::Retry("an answer was kept and is gone".to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    tracing::warn!(product = %delivery.product, "registration refused and kept: {reason}");
    env.ring(bells).await;
    Ok(json_answer(StatusCode::UNPROCESSABLE_ENTITY, &answer))
}

fn record(delivery: &Delivery, answer: &Value, now: At) -> Row {
    let status = StatusCode::UNPROCESSABLE_ENTITY.as_u16();
    let record = InboxRecord::answered(&delivery.body_hash, answer, status);
    let body = serde_json::to_string(&record).expect("a record has only string keys");
    let expires = Some(now.plus(nabat_domain::time::Length::hours(7 * 24)).0);
    Row { key: delivery.key.clone(), body, version: 1, due: None, listed: None, expires }
}

/// First line on duty, or the fallback chain where nobody is, and the product's owners.
fn told(duty: Duty<'_>, now: At) -> BTreeSet<PersonId> {
    let catalogue = duty.catalogue;
    let first_line = catalogue.rotas.iter().filter(|rota| rota.role == Role::FirstLine);
    let on_duty = first_line.filter_map(|rota| duty.by(rota, now)).map(|turn| turn.person.clone());
    let on_duty: Vec<PersonId> = on_duty.collect();
    let called = if on_duty.is_empty() { catalogue.product.fallback.clone() } else { on_duty };
    let owners = catalogue.people.values().filter(|person| person.roles.contains(&Role::ProductOwner));
    called.into_iter().chain(owners.map(|person| person.id.clone())).collect()
}

/// Those of them a restricted case is for. Where it is for none of them, whoever leads it; whoever takes part in it,
/// where that cannot be read. A contractor never: it may be of another one's record.
async fn readers(
    env: &Env,
    configured: &Current,
    told: BTreeSet<PersonId>,
    case: Option<&IncidentId>,
) -> Result<BTreeSet<PersonId>, Fault> {
    let (table, product) = (env.table.as_ref(), &configured.version.catalogue.product.id);
    let restricted = match case {
        Some(case) => one(table, product, case).await?,
        None => None,
    };
    let Some(restricted) = restricted else { return Ok(told) };
    let mut readers = BTreeSet::new();
    for person in told {
        if shown(env, configured, &restricted.case, &person).await? != Shown::ToOthers {
            readers.insert(person);
        }
    }
    if !readers.is_empty() {
        return Ok(readers);
    }
    let led = load(table, product, &restricted.case).await.ok().flatten();
    let people = led.map_or(restricted.people, |state| state.people.holders.values().cloned().collect());
    Ok(people.into_iter().filter(|person| is_of_the_house(&configured.version.catalogue, person)).collect())
}

/// Whoever represents a contractor, or answers for a neighbour that was asked, is not.
fn is_of_the_house(catalogue: &Catalogue, person: &PersonId) -> bool {
    let outside = |role: &Role| matches!(role, Role::Contractor | Role::ServiceOwner);
    catalogue.people.get(person).is_some_and(|known| !known.roles.iter().all(outside))
}

fn notice(product: &ProductId, refused: &Refused, unknown: &Unknown, person: &PersonId, now: At) -> (Row, Bell) {
    let desk = refused.payload["id"].as_str().unwrap_or_default();
    let wording = Wording::new("registration-refused")
        .with("desk", Arg::Desk(DeskId::from(desk)))
        .with("reason", Arg::Message(Box::new(unknown.wording())));
    let post = Post { to: Target::Person(person.clone()), wording, slot: None, prompt: None };
    let incident = IncidentId::of_desk_record(product, &DeskId::from(desk));
    let queued = QueuedPost { incident, at: now, job: Job::Post(Box::new(post)), trace: nabat_kit::trace::current() };
    queued.to_person(product, person, &format!("refused#{}", refused.id))
}

/// A record that was refused before is registered now: it waits for nobody any more.
pub(crate) async fn settle(env: &Env, product: &ProductId, desk: &DeskId) -> Result<(), Fault> {
    let mut after = None;
    loop {
        let (page, next) = refused::waiting_after(env, product, 500, after).await?;
        for refused in page.iter().filter(|refused| refused.payload["id"].as_str() == Some(desk.as_str())) {
            refused::settle(env, product, refused).await?;
        }
        after = next;
        if after.is_none() {
            return Ok(());
        }
    }
}
