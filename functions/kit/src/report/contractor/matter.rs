//! One contractor's part with its working: clock, requests, hand-back, the failure on contractor, its
//! report, overruns and what may be claimed.

use super::super::Told;
use super::super::part::{Name, Part, key, message, nothing};
use super::super::stages::against;
use super::{said, steps};
use nabat_domain::catalogue::{Claimable, Penalty};
use nabat_domain::incident::{
    Arg, BackClaim, Hand, Matter, OnContractor, OnStanding, ReportDue, Term, Wording, clock, overruns,
};
use nabat_domain::time::At;

type Facts = Vec<(Name, Arg)>;

/// Everything about it. Figures stand as of the last event.
pub(super) fn parts(told: &Told, matter: &Matter) -> Vec<Part> {
    let now = told.state.head.at;
    let mut facts: Facts = vec![
        (Name::Key("report-contractor-name"), Arg::Word(matter.deal.contractor.clone())),
        (Name::Key("report-contract"), Arg::Word(matter.deal.contract.to_string())),
    ];
    facts.extend(handed(told, matter));
    facts.extend(clock_of(matter, now));
    facts.extend(matter.on.iter().flat_map(on_contractor));
    facts.extend(terms(told, matter, now));
    let mut parts = vec![Part::Facts(facts)];
    parts.extend(requests(matter));
    parts.extend(objections(matter));
    let report = matter.report().and_then(|report| report.given.last());
    parts.extend(report.map(|report| Part::Paragraph(Arg::Text(report.text.clone()))));
    parts
}

fn moment(at: Option<At>) -> Arg {
    at.map_or_else(nothing, Arg::Moment)
}

fn by_at(by: &nabat_domain::ids::PersonId, at: At) -> Arg {
    message(Wording::new("report-by-at").with("by", Arg::Person(by.clone())).with("at", Arg::Moment(at)))
}

fn handed(told: &Told, matter: &Matter) -> Facts {
    let Some(handed) = &matter.handed else { return Vec::new() };
    let mut facts: Facts = vec![
        (Name::Key("report-handed-over"), by_at(&handed.by, handed.at)),
        (Name::Key("report-delivered"), moment(handed.delivered)),
    ];
    // What another contractor said since is not this one's.
    if matter.withdrawn.is_none() {
        facts.extend(steps(told).map(|step| (Name::Of(Arg::Step(step.id.clone())), said(told, step))));
    }
    if let Some(back) = &matter.back {
        let what = match (back.claim, back.accepted) {
            (_, None) => "report-back-offered",
            (BackClaim::Done, Some(_)) => "report-back-done",
            (BackClaim::Returned, Some(_)) => "report-back-returned",
        };
        facts.push((Name::Key("report-handed-back"), message(Wording::new(what).with("at", Arg::Moment(back.at)))));
    }
    facts.extend(matter.withdrawn.map(|at| (Name::Key("report-withdrawn"), Arg::Moment(at))));
    facts
}

fn clock_of(matter: &Matter, now: At) -> Facts {
    let Some(clock) = clock(matter, now) else { return Vec::new() };
    let of = |name: &'static str, hand: Hand| (Name::Key(name), Arg::Length(clock.of(hand)));
    vec![
        of("report-clock-held", Hand::Held),
        of("report-clock-paused", Hand::Paused),
        of("report-clock-waiting", Hand::Waiting),
    ]
}

fn on_contractor(on: &OnContractor) -> Facts {
    let standing = match on.standing {
        OnStanding::Suspected => "report-on-suspected",
        OnStanding::Declined => "report-on-declined",
        OnStanding::Opened => "report-on-opened",
        OnStanding::Dropped => "report-on-dropped",
    };
    let record = on.record.as_ref().map_or_else(nothing, |record| Arg::Desk(record.desk.clone()));
    let said = Wording::new(standing).with("service", Arg::Service(on.service.clone())).with("record", record);
    let mut facts = vec![(Name::Key("report-on-contractor"), message(said))];
    facts.extend(on.report.iter().flat_map(report));
    facts
}

fn report(report: &ReportDue) -> Facts {
    let standing = match (report.accepted, report.refused, report.given.last()) {
        (Some(_), _, _) => key("report-mass-accepted"),
        (None, Some(_), _) => key("report-mass-refused"),
        (None, None, Some(_)) => key("report-mass-given"),
        (None, None, None) => key("report-not-given"),
    };
    let mut facts: Facts =
        vec![(Name::Key("report-mass-due"), Arg::Moment(report.due)), (Name::Key("report-mass"), standing)];
    if let Some(given) = report.given.last() {
        facts.push((Name::Key("report-mass-came"), by_at(&given.by, given.at)));
        if !given.lacks.is_empty() {
            let lacks = given.lacks.iter().map(|part| key(&format!("report-part-{}", part.as_str()))).collect();
            facts.push((Name::Key("report-mass-lacks"), Arg::List(lacks)));
        }
    }
    facts
}

/// What each term allowed and what was taken; what may be claimed, with its working.
fn terms(told: &Told, matter: &Matter, now: At) -> Facts {
    let overruns = overruns(matter, now);
    let term = |term: Term| {
        message(
            Wording::new("report-term")
                .with("actual", Arg::Length(term.taken))
                .with("allowed", Arg::Length(term.allowed))
                .with("against", against(term.taken, term.allowed)),
        )
    };
    let named = [
        ("report-reaction", overruns.reaction),
        ("report-restoration", overruns.restoration),
        ("report-mass-term", overruns.report),
    ];
    let earlier = overruns.earlier.iter().flat_map(|(reaction, restoration)| {
        [("report-reaction-before", *reaction), ("report-restoration-before", *restoration)]
    });
    let mut facts: Facts = earlier.map(|(name, of)| (Name::Key(name), term(of))).collect();
    facts.extend(named.into_iter().filter_map(|(name, of)| Some((Name::Key(name), term(of?)))));
    let contract = told.speaker.catalogue.contracts.get(&matter.deal.contract);
    if let Some(penalty) = contract.and_then(|contract| contract.penalty.as_ref()) {
        let claimable = penalty.claimable(&overruns.lengths());
        facts.push((Name::Key("report-claimable"), claimable_working(penalty, &claimable)));
    }
    facts
}

/// A sum that may be claimed, with how it comes about.
pub fn claimable_working(penalty: &Penalty, claimable: &Claimable) -> Arg {
    let number = |number: u64| Arg::Number(i64::try_from(number).unwrap_or(i64::MAX));
    message(
        Wording::new("report-claimable-working")
            .with("sum", sum(claimable.sum))
            .with("fixed", sum(claimable.fixed))
            .with("terms", number(claimable.terms))
            .with("shares", sum(claimable.shares))
            .with("units", number(claimable.units))
            .with("per", key(&format!("report-per-{}", penalty.per.as_str())))
            .with("ceiling", sum(penalty.ceiling)),
    )
}

/// Hundredths as people write a sum: `12 500,00` is told by its digits alone.
fn sum(hundredths: u64) -> Arg {
    Arg::Word(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

fn requests(matter: &Matter) -> Option<Part> {
    let row = |request: &nabat_domain::incident::Request| {
        vec![
            Arg::Moment(request.at),
            Arg::Person(request.by.clone()),
            Arg::Text(request.text.clone()),
            moment(request.met),
        ]
    };
    let head = &["report-request-at", "report-request-by", "report-request", "report-request-met"];
    let rows: Vec<Vec<Arg>> = matter.requests.iter().map(row).collect();
    (!rows.is_empty()).then_some(Part::Table { head, rows })
}

fn objections(matter: &Matter) -> Option<Part> {
    let row = |objection: &nabat_domain::incident::Objection| {
        vec![Arg::Moment(objection.at), Arg::Person(objection.by.clone()), Arg::Text(objection.text.clone())]
    };
    let head = &["report-objection-at", "report-objection-by", "report-objection"];
    let rows: Vec<Vec<Arg>> = matter.objections.iter().map(row).collect();
    (!rows.is_empty()).then_some(Part::Table { head, rows })
}
