//! What failed, where, for whom, since when; how soon the team was there.

use super::Told;
use super::part::{Name, Part, Section, key, message, nothing};
use crate::document::followed;
use crate::timeline::{functions, scope};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::{Arg, UserWords, Wording, union_length};
use nabat_domain::procedure::Kind;
use nabat_domain::time::{At, Length};

pub(super) fn section(told: &Told) -> Section {
    let head = &told.state.head;
    let fact = |key, arg| (Name::Key(key), arg);
    let mut facts = vec![
        fact("report-service", Arg::Service(head.service.clone())),
        fact("report-criticality", key(&format!("criticality-{}", head.criticality.as_str()))),
        fact("report-priority", Arg::Word(head.priority.as_str().to_owned())),
        fact("report-functions", functions(&head.service, &head.functions)),
        fact("report-scope", scope(&head.scope)),
        fact("report-users", users(told)),
        fact("report-user-minutes", user_minutes(told)),
        fact("report-began", when(told, head.began)),
        fact("report-registered", when(told, head.registered_at)),
        fact(
            "report-restored",
            told.state.restored_at().map_or_else(|| key("report-not-restored"), |at| when(told, at)),
        ),
        fact("report-closed", head.closed_at.map_or_else(|| key("report-not-closed"), |at| when(told, at))),
        fact("report-outage", Arg::Length(union_length(&head.outages, head.closed_at.unwrap_or(head.at)))),
        fact("report-team-called", since_registered(told, head.called_at)),
        fact("report-team-answered", since_registered(told, accepted(told))),
        fact("report-desk", Arg::Desk(head.desk.clone())),
        fact("report-procedure", Arg::Word(head.procedure.clone())),
    ];
    if let Some(summary) = &told.walk.registered {
        facts.insert(0, fact("report-words", Arg::Text(summary.clone())));
    }
    if let Some(description) = &told.walk.description {
        facts.insert(1, fact("report-description", Arg::Text(description.clone())));
    }
    let mut parts = vec![Part::Facts(facts)];
    if let Some(address) = head.url.as_deref().and_then(followed) {
        parts.push(Part::Link { key: "report-to-record", address: address.to_owned() });
    }
    Section::of("report-facts", parts)
}

/// The worst minute.
fn users(told: &Told) -> Arg {
    UserWords::worst(told.state).map_or_else(|| key("report-users-unknown"), message)
}

/// Of the whole failure, as far as it is known.
fn user_minutes(told: &Told) -> Arg {
    message(UserWords::minutes(told.state.user_minutes(told.state.head.at)))
}

/// Day with its year, hours and minutes, by the product's clock.
pub(super) fn when(told: &Told, at: At) -> Arg {
    let local = at.in_zone(told.speaker.zone);
    let word = |form: &str| Arg::Word(local.format(form).to_string());
    let day = Wording::new("shell-day").with("day", word("%-d")).with("month", word("m%-m")).with("year", word("%Y"));
    message(Wording::new("report-moment").with("day", message(day)).with("clock", word("%H:%M")))
}

fn since_registered(told: &Told, at: Option<At>) -> Arg {
    let registered = told.state.head.registered_at;
    at.map_or_else(nothing, |at| Arg::Length(Length(at.since(registered).0.max(0))))
}

/// When the duty engineer accepted, as stated.
fn accepted(told: &Told) -> Option<At> {
    let steps = told.procedure()?.steps.iter();
    let mut accept = steps.filter(|step| step.kind == Kind::Accept && step.role == Role::DutyEngineer);
    Some(told.state.answer(accept.next()?.id.as_str())?.stated_at)
}
