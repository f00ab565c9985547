//! Who is told: subscriptions that fit, and whoever was told before; one row and one delivery each.

use nabat_domain::catalogue::{Catalogue, NoticeKind, NoticeText, Reach, Recipient};
use nabat_domain::ids::ProductId;
use nabat_domain::incident::{Delivery, Job, Notice, NoticeJob, Queue, State};
use nabat_domain::time::At;
use nabat_kit::chat::QueuedPost;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::keys;
use nabat_kit::notices::{Told, told};
use nabat_kit::perform::{JobRow, Leased, done, failed, lease};
use nabat_kit::port::Bell;
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, Query, Row};
use std::collections::BTreeMap;

/// Recipients of one transaction: each costs two actions.
const AT_ONCE: usize = 40;

/// Whether the row is a notice that has to be spread.
pub(crate) fn is_spread(key: &Key) -> bool {
    key.sk.starts_with("J#") && key.sk.ends_with("#notice")
}

/// Spreads what waits in an incident, the oldest first: "withdrawn" goes by who was told "restored".
pub(crate) async fn all(env: &Env, pk: &str) -> Result<(), Fault> {
    let rows = env.table.query(&Query::prefix(pk, "J#")).await?;
    // One that was given up stands in the dead list, and in nobody's way.
    for row in rows.into_iter().filter(|row| is_spread(&row.key) && row.due.is_some()) {
        let Some(leased) = lease(env, &row.key).await? else { return Ok(()) };
        match spread(env, &leased).await {
            Ok(()) => done(env, leased).await?,
            Err(fault) => return failed(env, leased, &fault).await,
        }
    }
    Ok(())
}

async fn spread(env: &Env, leased: &Leased) -> Result<(), Fault> {
    let Job::Notice(NoticeJob::Spread(notice)) = &leased.body.job else {
        return Err(Fault::Permanent(format!("job {} is no notice to spread", leased.body.job.kind())));
    };
    let (product, incident) = (&leased.product, &leased.incident);
    let Some(state) = load(env.table.as_ref(), product, incident).await? else { return Ok(()) };
    let current = configuration::of(env, product).await?;
    let catalogue = &current.version.catalogue;
    let number = leased.event_number();
    let before = told(env.table.as_ref(), product, incident).await?;
    let recipients = recipients(catalogue, &state, notice, &before, number);
    let one = |to: (Recipient, NoticeText, nabat_domain::catalogue::Language)| Told {
        to: to.0,
        kind: notice.kind,
        text: to.1,
        language: to.2,
        number,
        at: env.now(),
        sent_at: None,
    };
    let all: Vec<Told> = recipients.into_iter().map(one).collect();
    for some in all.chunks(AT_ONCE) {
        let mut bells = Vec::new();
        let mut actions = Vec::new();
        for told in some {
            let (row, bell) = outgoing(product, &state, notice, told);
            actions.push(Action::Put(told.row(told.key(product, incident)), Condition::Absent));
            actions.push(Action::Put(row, Condition::Any));
            bells.push(bell);
        }
        env.table.write(&actions).await?;
        env.ring(bells).await;
    }
    Ok(())
}

type To = (Recipient, NoticeText, nabat_domain::catalogue::Language);

/// Whom this notice still has to be put down for, by the recipient's name.
fn recipients(catalogue: &Catalogue, state: &State, notice: &Notice, before: &[Told], number: u64) -> Vec<To> {
    let mut found: BTreeMap<String, To> = BTreeMap::new();
    // Who heard that it began hears how it goes on, in the words and language it began in.
    for told in before.iter().filter(|told| follows(catalogue, notice.kind, told, before)) {
        found.insert(told.to.name(), (told.to.clone(), told.text, told.language));
    }
    if let Some(service) = catalogue.service(&state.head.service).filter(|_| notice.reach != Reach::Told) {
        let fitting = catalogue.notices.fitting(service, state.head.criticality, notice.reach);
        for (name, subscription) in fitting.into_iter().filter(|(_, one)| one.wants(notice.kind)) {
            let own = subscription.to.person().and_then(|person| catalogue.people.get(person)?.language);
            let language = subscription.language.or(own).unwrap_or(catalogue.product.language);
            found.entry(name).or_insert_with(|| (subscription.to.clone(), subscription.text, language));
        }
    }
    let again = |name: &String| {
        let mut same = before.iter().filter(|told| told.to.name() == *name && told.kind == notice.kind);
        same.any(|told| told.kind == NoticeKind::Began || told.number == number)
    };
    found.into_iter().filter(|(name, _)| !again(name)).map(|(_, to)| to).collect()
}

/// Whether one who was told before is told this too.
fn follows(catalogue: &Catalogue, kind: NoticeKind, told: &Told, before: &[Told]) -> bool {
    let theirs = before.iter().filter(|other| other.to == told.to);
    match kind {
        // Whoever it was told to hears that it is taken back, once, whatever was unsubscribed since.
        NoticeKind::Withdrawn => {
            let last = theirs.filter(|one| matches!(one.kind, NoticeKind::Restored | NoticeKind::Withdrawn));
            last.max_by_key(|one| one.number).is_some_and(|one| one.kind == NoticeKind::Restored)
        }
        NoticeKind::Corrected => true,
        NoticeKind::Began => false,
        NoticeKind::Update | NoticeKind::Restored | NoticeKind::Closed => {
            let mut still = catalogue.notices.subscriptions.iter().filter(|one| one.to == told.to);
            still.any(|one| one.wants(kind))
        }
    }
}

/// What carries it: a post in the recipient's chat, or a job of our own.
fn outgoing(product: &ProductId, state: &State, notice: &Notice, told: &Told) -> (Row, Bell) {
    let (text, language, at) = (notice.text(told.text), told.language, told.at);
    let post = |partition: String| {
        let job = Job::Notice(NoticeJob::Post { wording: text.clone(), language });
        let queued = QueuedPost { incident: state.head.id.clone(), at, job, trace: nabat_kit::trace::current() };
        let order = format!("P#{:015}#{}#{:08}#notice", at.0, state.head.id, told.number);
        let body = serde_json::to_string(&queued).expect("a post has only string keys");
        (due_row(Key::new(partition.clone(), order), body, at), Bell::Posts(partition))
    };
    match &told.to {
        Recipient::Direct { person } => post(keys::direct_posts(product, person)),
        Recipient::Channel { channel } => post(keys::channel_posts(product, channel)),
        Recipient::Mail { .. } | Recipient::Mailbox { .. } | Recipient::Gateway { .. } => {
            let (to, kind, title) = (told.to.clone(), notice.kind, notice.wording.clone());
            let delivery = Box::new(Delivery { to, kind, title, text, language });
            let job = Job::Notice(NoticeJob::Deliver(delivery));
            let sk = format!("J#{:08}#{}#{}", told.number, told.to.name(), job.kind());
            let key = Key::new(keys::incident(product, &state.head.id), sk);
            let row = JobRow {
                queue: Queue::NoticeSending,
                job,
                attempts: 0,
                last_error: None,
                at,
                trace: nabat_kit::trace::current(),
            };
            let body = serde_json::to_string(&row).expect("a job has only string keys");
            (due_row(key.clone(), body, at), Bell::Notice(key))
        }
    }
}

fn due_row(key: Key, body: String, at: At) -> Row {
    let due = Some(Due { shard: shard(&key.pk), at: at.0 });
    Row { key, body, version: 1, due, listed: None, expires: None }
}
