//! Reading what the screen of now shows.

use super::{Down, Now, now};
use crate::access::Endpoint;
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::open::{Window, card, led, speaker};
use crate::pages::{notices, sees};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::incident::{Arg, Scope, State, TextRef, UserWords, Value};
use nabat_domain::time::At;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::text;
use nabat_kit::messages::Speaker;

/// The screen of now; for those who see no incidents, the way to their chats.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Markup, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !sees(viewer, &current) {
        return Ok(notices::only_chats(viewer));
    }
    let counters = count(env, viewer).await?;
    let product = &current.version.catalogue.product;
    let eyes = Eyes { language: viewer.language, zone: product.zone(), now: env.now() };
    let led = led(env, viewer, Window::from(0)).await?;
    let mut down = Vec::with_capacity(led.open.len());
    for state in &led.open {
        down.push(one(env, &current, &eyes, state).await?);
    }
    let view = Now {
        product: product.name.clone(),
        refused: counters.refused.filter(|_| viewer.may(Endpoint::Refused)).unwrap_or(0),
        down,
        beyond: led.beyond,
        last: led.others.iter().filter(|head| !head.drill).filter_map(|head| head.closed_at).max(),
    };
    let title = eyes.say("now-title", &[]);
    let (here, refresh) = (Here::Now, Refresh::On);
    let frame = Frame::of(viewer, &eyes, here, &title, counters, refresh);
    Ok(page(&frame, &now(&eyes, &view)))
}

async fn one(env: &Env, current: &Current, eyes: &Eyes, state: &State) -> Result<Down, Fault> {
    let head = &state.head;
    let pinned = configuration::version(env, &head.product, &head.catalogue).await?;
    let speaker = Speaker { catalogue: &pinned.catalogue, ..speaker(current, eyes) };
    // Of all that was said these two are shown.
    let summary = text(env, &head.product, &head.id, &head.summary).await?;
    let doing = match last_word(state) {
        Some((at, word)) => {
            let said = text(env, &head.product, &head.id, word).await?;
            Some((said.unwrap_or_else(|| eyes.say("text-erased", &[])), at))
        }
        None => None,
    };
    let scope = match &head.scope {
        Scope::All => eyes.say("value-scope-all", &[]),
        Scope::Organisations(list) => speaker.arg(&Arg::List(list.iter().cloned().map(Arg::Organisation).collect())),
    };
    let held = state.contractors.matters.values().find(|matter| matter.is_held());
    let beside = state.neighbours.linked.values().map(|linked| speaker.arg(&Arg::Service(linked.service.clone())));
    Ok(Down {
        card: card(env, current, eyes, state, summary).await?,
        scope,
        users: UserWords::now(state).map(|users| speaker.say(&users)),
        doing,
        contractor: held.map(|matter| matter.deal.contractor.clone()),
        beside: beside.collect(),
    })
}

/// The last word on what is being done, and when it was said.
fn last_word(state: &State) -> Option<(At, &TextRef)> {
    let answers = state.steps.done.keys().filter_map(|instance| state.answer(instance));
    let words = answers.filter_map(|answer| match &answer.value {
        Value::Word { text, .. } => Some((answer.stated_at, text)),
        _ => None,
    });
    words.max_by_key(|(at, _)| *at)
}
