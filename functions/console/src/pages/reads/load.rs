//! Reading who read a restricted incident or problem.

use super::{ReadLine, ReadsShown, reads as shown};
use crate::pages::address;
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::catalogue::Right;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load as load_case;
use nabat_kit::restricted::{Read, ReadBy, reads};

/// The page; `None` if there is no such case, or the viewer may not restrict.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer, product: &ProductId, case: &IncidentId) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let rights = &current.version.catalogue.product.rights;
    if *product != viewer.product || !rights.allow(&viewer.roles, Right::Restricts) {
        return Ok(None);
    }
    let Some(state) = load_case(env.table.as_ref(), product, case).await? else { return Ok(None) };
    let eyes = Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() };
    let mut all = reads(env.table.as_ref(), product, case).await?;
    all.sort_by_key(|read| std::cmp::Reverse(read.at));
    let number = state.head.desk.to_string();
    let page_of = if state.head.as_problem.is_some() { address::problem } else { address::incident };
    let title = eyes.say("reads-title", &[("number", &number)]);
    let view = ReadsShown {
        address: page_of(product, case),
        restricted: state.head.restricted,
        reads: all.iter().map(|read| line(&eyes, &current, read)).collect(),
        number,
    };
    let (here, refresh) = (Here::Elsewhere, Refresh::Off);
    let frame = Frame::of(viewer, &eyes, here, &title, count(env, viewer).await?, refresh);
    Ok(Some(page(&frame, &shown(&eyes, &view))))
}

fn line(eyes: &Eyes, current: &Current, read: &Read) -> ReadLine {
    let who = match &read.by {
        ReadBy::Person(person) => {
            let known = current.names.people.get(person).map(|known| known.name.clone());
            known.unwrap_or_else(|| person.to_string())
        }
        ReadBy::Token(token) => eyes.say("reads-token", &[("token", token)]),
        ReadBy::CommandLine(user) => eyes.say("reads-command-line", &[("user", user)]),
    };
    ReadLine { at: read.at, who, what: read.what.clone() }
}
