//! Reading a committee's agenda from the problems as they stand.

use super::agenda;
use super::view::{Agenda, Item, Meeting, Why};
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::problems::{all, decisions_of, eyes};
use crate::pages::{address, sees};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::catalogue::{Committee, Right, Role, Subject};
use nabat_domain::incident::problem::{ProblemRecord, overdue};
use nabat_domain::incident::{Arg, State};
use nabat_domain::procedure::Kind;
use nabat_domain::time::At;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::texts_of;
use nabat_kit::messages::{Speaker, has};

/// The committees of the viewer's product; `None` if they may not see them.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !sees(viewer, &current) {
        return Ok(None);
    }
    let eyes = eyes(env, viewer, &current);
    let committees = &current.version.catalogue.product.committees;
    let meetings: Vec<Meeting> = committees.iter().map(|committee| meeting(&eyes, committee)).collect();
    let title = eyes.say("committees-title", &[]);
    framed(env, viewer, &eyes, &title, &agenda::list(&eyes, &meetings)).await.map(Some)
}

/// One committee's agenda; `None` if there is no such committee, or not for this viewer.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load_agenda(
    env: &Env,
    viewer: &Viewer,
    id: &str,
    trouble: Option<String>,
) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    let product = &current.version.catalogue.product;
    let Some(committee) = product.committees.iter().find(|committee| committee.id == id) else { return Ok(None) };
    if !sees(viewer, &current) {
        return Ok(None);
    }
    let eyes = eyes(env, viewer, &current);
    let meeting = meeting(&eyes, committee);
    let mut items = Vec::new();
    for state in all(env, &viewer.product).await? {
        let Some(record) = &state.head.as_problem else { continue };
        if let Some(why) = why(&eyes, committee, meeting.last, &state, record) {
            items.push(item(env, &current, &eyes, &state, record, why).await?);
        }
    }
    items.sort_by(|one, other| one.why.cmp(&other.why).then_with(|| one.number.cmp(&other.number)));
    let may_record = viewer.roles.contains(&Role::ProblemManager) || product.rights.allow(&viewer.roles, Right::Closes);
    let name = meeting.name.clone();
    let people = people(&current);
    let csrf = may_record.then(|| viewer.csrf.clone());
    let view = Agenda { meeting, items, people, csrf, trouble };
    framed(env, viewer, &eyes, &name, &agenda::agenda(&eyes, &view)).await.map(Some)
}

fn meeting(eyes: &Eyes, committee: &Committee) -> Meeting {
    let (last, next) = committee.around(eyes.now, eyes.zone);
    let key = format!("committee-{}", committee.id);
    let own = || if has(eyes.language, &key) { eyes.say(&key, &[]) } else { committee.id.clone() };
    Meeting { id: committee.id.clone(), name: committee.name.clone().unwrap_or_else(own), last, next }
}

/// Why the committee looks at a problem, if it does.
fn why(eyes: &Eyes, committee: &Committee, last: At, state: &State, record: &ProblemRecord) -> Option<Why> {
    let decided = record.decisions.iter().any(|one| one.committee == committee.id && one.done_at.is_none());
    let decided = decided.then_some(Why::Decided);
    if !state.is_open() {
        return decided;
    }
    match committee.subject {
        Subject::Problems => {
            let late = overdue(state, eyes.now).map(Why::Overdue);
            let back = record.returned_at.filter(|at| *at >= last).map(|_| Why::CameBack);
            let accept = waits_to_be_accepted(state).then_some(Why::ToAccept);
            let new = (state.head.registered_at >= last).then_some(Why::New);
            late.or(back).or(accept).or(decided).or(new)
        }
        Subject::Reliability => decided.or((record.repeats() > 0).then_some(Why::Repeats)),
    }
}

/// Said to be a known error, and the committee's word is asked for.
fn waits_to_be_accepted(state: &State) -> bool {
    let known_error = state.steps.done.values().any(|done| match done {
        nabat_domain::incident::Done::Answered(answer) => {
            answer.value == nabat_domain::incident::Value::Choice { choice: "known_error".to_owned() }
        }
        nabat_domain::incident::Done::Waived(_) => false,
    });
    known_error && state.steps.open.values().any(|prompt| prompt.kind == Kind::Text)
}

async fn item(
    env: &Env,
    current: &Current,
    eyes: &Eyes,
    state: &State,
    record: &ProblemRecord,
    why: Why,
) -> Result<Item, Fault> {
    let head = &state.head;
    let texts = texts_of(env, state).await?;
    let catalogue = &current.version.catalogue;
    let speaker =
        Speaker { language: eyes.language, zone: eyes.zone, catalogue, names: &current.names.people, texts: &texts };
    let leader = state.people.holders.get(&Role::ProblemManager);
    Ok(Item {
        number: head.desk.to_string(),
        address: address::problem(&head.product, &head.id),
        case: head.id.to_string(),
        service: speaker.arg(&Arg::Service(head.service.clone())),
        stage: speaker.arg(&Arg::Stage(head.stage.clone())),
        leader: leader.map(|person| speaker.arg(&Arg::Person(person.clone()))),
        repeats: record.repeats(),
        why,
        decisions: decisions_of(eyes, &speaker, record).into_iter().enumerate().collect(),
    })
}

fn people(current: &Current) -> Vec<(String, String)> {
    let known = current.version.catalogue.people.keys();
    let named = known.filter_map(|id| Some((id.to_string(), current.names.people.get(id)?.name.clone())));
    let mut people: Vec<(String, String)> = named.collect();
    people.sort_by(|one, other| one.1.cmp(&other.1));
    people
}

async fn framed(env: &Env, viewer: &Viewer, eyes: &Eyes, title: &str, body: &Markup) -> Result<Markup, Fault> {
    let counters = count(env, viewer).await?;
    let (here, refresh) = (Here::Problems, Refresh::Off);
    Ok(page(&Frame::of(viewer, eyes, here, title, counters, refresh), body))
}
