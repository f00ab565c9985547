//! Something said was taken back: what it stated is on record and stands, and whoever said it hears so.

use crate::which::answered;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Arg, Job, Post, Target, Wording};
use nabat_kit::chat::{QueuedPost, RoomRow};
use nabat_kit::env::Env;
use nabat_kit::execute::InboxRecord;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::table::{Action, Condition, Key, Row};

/// What was never on record is taken back without a word.
pub(crate) async fn work(env: &Env, row: Row, room: &RoomRow, person: &PersonId, said: &str) -> Result<(), Fault> {
    // It stands where it was said: in the same room.
    let was = env.table.get(&Key::new(row.key.pk.clone(), said)).await?;
    let was = was.and_then(|row| serde_json::from_str::<InboxRecord>(&row.body).ok());
    let recorded = was.and_then(|record| record.answer).is_some_and(|answer| answer["outcome"] == "recorded");
    let (name, now) = (format!("deleted#{}", row.key.sk), env.now());
    let mut actions = vec![answered(row, now)];
    let incident = room.incident.as_ref().filter(|_| recorded);
    let told = match incident {
        Some(incident) => told(env, room, incident).await?,
        None => None,
    };
    let mut bells = Vec::new();
    if let Some((incident, wording)) = told {
        let post = Post { to: Target::Person(person.clone()), wording, slot: None, prompt: None };
        let queued =
            QueuedPost { incident, at: now, job: Job::Post(Box::new(post)), trace: nabat_kit::trace::current() };
        let (post, bell) = queued.to_person(&room.product, person, &name);
        actions.push(Action::Put(post, Condition::Any));
        bells.push(bell);
    }
    env.table.write(&actions).await?;
    env.ring(bells).await;
    Ok(())
}

async fn told(env: &Env, room: &RoomRow, incident: &IncidentId) -> Result<Option<(IncidentId, Wording)>, Fault> {
    let state = load(env.table.as_ref(), &room.product, incident).await?;
    let wording = |desk| Wording::new("message-deleted").with("desk", Arg::Desk(desk));
    Ok(state.map(|state| (incident.clone(), wording(state.head.desk))))
}
