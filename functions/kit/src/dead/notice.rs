//! The product's owners hear of what was given up, once in a while and not once a job.

use crate::chat::QueuedPost;
use crate::configuration;
use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::port::Bell;
use crate::restricted::{Shown, shown};
use crate::shard::shard;
use crate::table::{Action, Condition, Due, Key, Row, TableError};
use nabat_domain::catalogue::{Catalogue, Role};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Arg, Head, Job, Post, Target, Wording};
use nabat_domain::time::Length;

/// A partner that is down gives up many things at once: one notice in this time says enough.
const WINDOW: Length = Length::minutes(10);

/// The notice's wording.
const KEY: &str = "job-given-up";

/// In the place of a record's number.
const NO_NUMBER: &str = "—";

/// Notices to be written with what they are about.
#[derive(Default)]
pub struct Notices(Vec<Row>);

/// Whether a job is such a notice itself: giving it up is told to nobody.
pub fn is_notice(job: &Job) -> bool {
    matches!(job, Job::Post(post) if post.wording.key == KEY)
}

/// Notices to the owners of a product: what of `incident` was given up. Whom a restricted one is not for hears what,
/// and not of which. Not being able to make them stops nothing.
#[crate::boxed]
pub async fn notices(env: &Env, product: &ProductId, incident: Option<&IncidentId>, kind: &str) -> Notices {
    let made = made(env, product, incident, kind).await;
    made.unwrap_or_else(|fault| {
        tracing::error!(product = %product, "nobody is told of what was given up: {fault}");
        Notices::default()
    })
}

async fn made(env: &Env, product: &ProductId, incident: Option<&IncidentId>, kind: &str) -> Result<Notices, Fault> {
    let current = configuration::of(env, product).await?;
    let desk = match incident {
        Some(incident) => env.table.get(&keys::head(product, incident)).await?,
        None => None,
    };
    let desk = desk.and_then(|row| serde_json::from_str::<Head>(&row.body).ok()).map(|head| Arg::Desk(head.desk));
    let unknown = || Arg::Word(incident.map_or_else(|| NO_NUMBER.to_owned(), ToString::to_string));
    let desk = desk.unwrap_or_else(unknown);
    let of = incident.cloned().unwrap_or_else(|| IncidentId::from("unknown"));
    let mut rows = Vec::new();
    for owner in owners(&current.version.catalogue) {
        let is_for_them = match incident {
            // Where that cannot be found out they hear that something was given up, and not of what.
            Some(incident) => {
                shown(env, &current, incident, &owner).await.unwrap_or(Shown::ToOthers) != Shown::ToOthers
            }
            None => true,
        };
        let desk = if is_for_them { desk.clone() } else { Arg::Word(NO_NUMBER.to_owned()) };
        let job = Arg::Message(Box::new(Wording::new(&format!("pages-job-{kind}"))));
        let wording = Wording::new(KEY).with("desk", desk).with("job", job);
        rows.push(notice(env, product, &of, &owner, &wording));
    }
    Ok(Notices(rows))
}

/// Who owns the product; where nobody does, the first of the fallback chain.
fn owners(catalogue: &Catalogue) -> Vec<PersonId> {
    let people = catalogue.people.values();
    let owners = people.filter(|person| person.roles.contains(&Role::ProductOwner)).map(|person| person.id.clone());
    let owners: Vec<PersonId> = owners.collect();
    if owners.is_empty() { catalogue.product.fallback.first().cloned().into_iter().collect() } else { owners }
}

fn notice(env: &Env, product: &ProductId, incident: &IncidentId, owner: &PersonId, wording: &Wording) -> Row {
    let now = env.now();
    let post = Post { to: Target::Person(owner.clone()), wording: wording.clone(), slot: None, prompt: None };
    let queued = QueuedPost {
        incident: incident.clone(),
        at: now,
        job: Job::Post(Box::new(post)),
        trace: crate::trace::current(),
    };
    let partition = keys::direct_posts(product, owner);
    // The same place all through the window: a second notice is the first.
    let window = now.0 - now.0.rem_euclid(WINDOW.0);
    let body = serde_json::to_string(&queued).expect("a post has only string keys");
    let due = Some(Due { shard: shard(&partition), at: now.0 });
    Row { key: Key::new(partition, format!("P#{window:015}#dead")), body, version: 1, due, listed: None, expires: None }
}

impl Notices {
    /// Without those that would go where something was just given up.
    pub fn elsewhere_than(mut self, partition: &str) -> Self {
        self.0.retain(|row| row.key.pk != partition);
        self
    }

    /// The notices as actions, and the bells to ring for them.
    pub fn split(self) -> (Vec<Action>, Vec<Bell>) {
        let bells = self.0.iter().map(|row| Bell::Posts(row.key.pk.clone())).collect();
        (self.0.into_iter().map(|row| Action::Put(row, Condition::Any)).collect(), bells)
    }

    /// Writes what was given up, and the notices, in one transaction. Somebody who was quicker is
    /// no error.
    ///
    /// # Errors
    /// The table's.
    #[crate::boxed]
    pub async fn with(self, env: &Env, mut actions: Vec<Action>) -> Result<(), Fault> {
        let (told, bells) = self.split();
        actions.extend(told);
        match env.table.write(&actions).await {
            Ok(()) => env.ring(bells).await,
            Err(TableError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}
