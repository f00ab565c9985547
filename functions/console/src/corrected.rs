//! What the forms of the figures do: correct an outage that counts, publish a period.

use crate::viewer::Viewer;
use chrono::{NaiveDate, NaiveDateTime, TimeZone as _};
use nabat_domain::answer::{clean, doubt_text};
use nabat_domain::catalogue::{Catalogue, Criticality, Right};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Command, Speech, Target};
use nabat_domain::masking::{Allowed, mask};
use nabat_domain::time::At;
use nabat_kit::access::secret;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, Spoken, execute};
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::messages::say;
use nabat_kit::reliability::{
    Correction, Facts, Named, Only, Publication, Question, book_of, figures, publish, record,
};

/// Longest reason, bytes.
const LONGEST: usize = 2_000;

/// Classes an outage can be given, by the word a form sends.
pub const CLASSES: [Criticality; 4] = [
    Criticality::MissionCritical,
    Criticality::BusinessCritical,
    Criticality::BusinessOperational,
    Criticality::OfficeProductivity,
];

/// A correction as the form sends it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The outage.
    pub of: Named,
    /// When it began, `2026-06-10T10:00:00` by the product's clock.
    pub began: String,
    /// When it was over; empty while it lasts.
    pub restored: String,
    /// Whether it counts: `yes` or `no`.
    pub counts: String,
    /// The class; empty if not known.
    pub class: String,
    /// The contractor; empty if nobody's contract covered it.
    pub contractor: String,
    /// Why.
    pub reason: String,
}

/// Corrects an outage; what to tell the one who sent it where nothing was recorded.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn correct(env: &Env, viewer: &Viewer, sent: &Sent) -> Result<Option<String>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let tell = |key: &str| Ok(Some(say(viewer.language, key, &[])));
    let catalogue = &current.version.catalogue;
    let hidden = sent.of.is_hidden(env.table.as_ref(), &viewer.product);
    let env = &env.whole();
    let Some(before) = book_of(env, &current.version).await?.find(&sent.of).filter(|_| !hidden) else {
        return tell("figures-refused-gone");
    };
    let after = match read_sent(catalogue, sent, &before, env.now()) {
        Ok(after) => after,
        Err(key) => return tell(key),
    };
    if let Err(key) = allowed(catalogue, viewer, &before, &after) {
        return tell(key);
    }
    if sent.reason.len() > LONGEST || doubt_text(&sent.reason).is_some() {
        return tell("figures-refused-reason");
    }
    let reason = mask(&clean(&sent.reason), &Allowed { contacts: &current.names.contacts }).text;
    let moved = (before.began, before.restored) != (after.began, after.restored);
    let beside = Facts { began: before.began, restored: before.restored, ..after.clone() } != before;
    if !moved && !beside {
        return tell("figures-refused-same");
    }
    if moved && sent.of.imported.is_none() {
        let refused = in_journal(env, viewer, &current, &sent.of, (&before, &after), &reason).await?;
        if refused.is_some() || !beside {
            return Ok(refused);
        }
    }
    let correction = Correction::new(sent.of.clone(), before, after, reason, viewer.person.clone(), env.now());
    record(env.table.as_ref(), &viewer.product, &correction).await?;
    Ok(None)
}

/// What the form says of the outage; the message where it cannot be.
fn read_sent(catalogue: &Catalogue, sent: &Sent, before: &Facts, now: At) -> Result<Facts, &'static str> {
    let zone = catalogue.product.zone();
    let moment = |text: &str| moment(text, zone).ok_or("figures-refused-moment");
    // A form shows whole seconds: what was not touched keeps its milliseconds.
    let same = |old: At, new: At| if old.0.div_euclid(1_000) == new.0.div_euclid(1_000) { old } else { new };
    let began = same(before.began, moment(&sent.began)?);
    let restored = match sent.restored.trim() {
        "" => None,
        text => {
            let restored = moment(text)?;
            Some(before.restored.map_or(restored, |old| same(old, restored)))
        }
    };
    if before.restored.is_some() && restored.is_none() {
        return Err("figures-refused-reopened");
    }
    if began > now || restored.is_some_and(|restored| restored <= began || restored > now) {
        return Err("figures-refused-order");
    }
    if !sent.class.is_empty() && !CLASSES.iter().any(|class| class.as_str() == sent.class) {
        return Err("figures-refused-class");
    }
    let known = catalogue.contracts.values().any(|contract| contract.contractor == sent.contractor);
    if !(known || sent.contractor.is_empty() || sent.contractor == before.contractor) {
        return Err("figures-refused-contractor");
    }
    let (class, contractor) = (sent.class.clone(), sent.contractor.clone());
    Ok(Facts { began, restored, counted: sent.counts != "no", class, contractor })
}

/// Who corrects may correct; whether something counts at all is for those who may annul.
fn allowed(catalogue: &Catalogue, viewer: &Viewer, before: &Facts, after: &Facts) -> Result<(), &'static str> {
    let rights = &catalogue.product.rights;
    if !rights.allow(&viewer.roles, Right::Corrects) {
        return Err("figures-refused-right");
    }
    if before.counted != after.counted && !rights.allow(&viewer.roles, Right::Annuls) {
        return Err("figures-refused-annul");
    }
    Ok(())
}

/// A moment as a form sends it, by the product's clock; the earlier one where the clock shows it twice.
fn moment(text: &str, zone: chrono_tz::Tz) -> Option<At> {
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    let read = |form: &&str| NaiveDateTime::parse_from_str(text.trim(), form).ok();
    let local = forms.iter().find_map(read)?;
    zone.from_local_datetime(&local).earliest().map(|moment| At(moment.timestamp_millis()))
}

/// Times of an incident of Nabat's own are corrected in its journal, so that report and stages follow too.
async fn in_journal(
    env: &Env,
    viewer: &Viewer,
    current: &Current,
    of: &Named,
    (before, after): (&Facts, &Facts),
    reason: &str,
) -> Result<Option<String>, Fault> {
    let zone = current.version.catalogue.product.zone();
    let shown = |at: At| at.in_zone(zone).format("%d.%m.%Y %H:%M:%S").to_string();
    let mut words = Vec::new();
    if after.began != before.began {
        words.push(format!("/correct began {}; {reason}", shown(after.began)));
    }
    if let Some(restored) = after.restored.filter(|restored| Some(*restored) != before.restored) {
        words.push(format!("/correct restored {}; {reason}", shown(restored)));
    }
    for text in words {
        if let Some(refused) = told(env, viewer, &IncidentId::new(&of.incident), text).await? {
            return Ok(Some(refused));
        }
    }
    Ok(None)
}

/// Says something to an incident for the viewer; the answer where nothing was recorded.
async fn told(env: &Env, viewer: &Viewer, incident: &IncidentId, text: String) -> Result<Option<String>, Fault> {
    let id = format!("figures-{}", secret(env.chance.bytes()));
    let person = viewer.person.clone();
    let speech = Speech {
        person: person.clone(),
        text: text.clone(),
        prompt: None,
        direct: false,
        message: None,
        masked: std::collections::BTreeMap::new(),
    };
    let spoken = Spoken {
        id: id.clone(),
        person,
        text,
        prompt: None,
        kind: "said".to_owned(),
        reply_to: Target::Room,
        elsewhere: true,
    };
    let product = &viewer.product;
    let inbox = Inbox::Said(keys::desk_delivery(product, &id));
    let command = Command::Say(speech);
    let order = Order { product, incident, command: &command, inbox, spoken: Some(spoken) };
    let answer = execute(env, order).await?.answer;
    let recorded = matches!(answer["outcome"].as_str(), Some("recorded" | "already_so"));
    Ok((!recorded).then(|| answer["reply"].as_str().unwrap_or_default().to_owned()))
}

/// What came of publishing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Published {
    /// It is published.
    Yes(Box<Publication>),
    /// It is not: the key of the message that says why.
    No(&'static str),
}

/// Publishes a period's figures under a person's own name, if they may and the period is over.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn publish_period(
    table: &dyn nabat_kit::table::Table,
    catalogue: &Catalogue,
    person: &PersonId,
    days: (NaiveDate, NaiveDate),
    now: At,
) -> Result<Published, Fault> {
    let product: &ProductId = &catalogue.product.id;
    let roles = catalogue.people.get(person).map(|person| person.roles.clone()).unwrap_or_default();
    if !catalogue.product.rights.allow(&roles, Right::Publishes) {
        return Ok(Published::No("figures-refused-publish"));
    }
    let (zone, only) = (catalogue.product.zone(), Only::default());
    let question = Question { days, zone, now, target: None, only, without: Vec::new(), against: None };
    if days.0 >= days.1 || question.span().to > now {
        return Ok(Published::No("figures-refused-not-over"));
    }
    let figures = figures(table, catalogue, question).await?;
    Ok(Published::Yes(Box::new(publish(table, product, &figures, person).await?)))
}
