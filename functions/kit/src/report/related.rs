//! Related services with both answers of their owners, and other incidents that turned up.

use super::Told;
use super::part::{Part, Section, key, message, nothing};
use nabat_domain::catalogue::Direction;
use nabat_domain::ids::ServiceId;
use nabat_domain::incident::{Arg, Done, NeighbourState, Wording, value_arg};
use nabat_domain::procedure::Kind;

pub(super) fn section(told: &Told) -> Section {
    let neighbours = &told.state.neighbours;
    let mut asked: Vec<(&ServiceId, &NeighbourState)> = neighbours.related.iter().collect();
    // Those that were asked stand first.
    asked.sort_by_key(|(service, neighbour)| (!neighbour.asked, *service));
    let rows: Vec<Vec<Arg>> = asked.into_iter().map(|(service, neighbour)| row(told, service, neighbour)).collect();
    let head = &["report-service", "report-direction", "report-owner", "report-at-start", "report-afterwards"];
    let mut parts = Vec::new();
    if !rows.is_empty() {
        parts.push(Part::Table { head, rows });
    }
    if !neighbours.not_asked.is_empty() {
        let services = Arg::List(neighbours.not_asked.iter().cloned().map(Arg::Service).collect());
        parts.push(Part::Paragraph(message(Wording::new("report-not-asked-many").with("services", services))));
    }
    Section::of("report-related", parts)
}

fn row(told: &Told, service: &ServiceId, neighbour: &NeighbourState) -> Vec<Arg> {
    let direction = match (neighbour.direction, neighbour.hard) {
        (Direction::Consumer, false) => "report-consumer",
        (Direction::Consumer, true) => "report-consumer-hard",
        (Direction::Supplier, false) => "report-supplier",
        (Direction::Supplier, true) => "report-supplier-hard",
    };
    vec![
        Arg::Service(service.clone()),
        key(direction),
        neighbour.owner.clone().map_or_else(nothing, Arg::Person),
        reply(told, Kind::Impact, service),
        reply(told, Kind::Recovered, service),
    ]
}

fn reply(told: &Told, kind: Kind, service: &ServiceId) -> Arg {
    let Some(step) = told.procedure().and_then(|procedure| procedure.step_of_kind(kind)) else { return nothing() };
    let instance = format!("{}.{service}", step.id);
    let steps = &told.state.steps;
    match steps.done.get(&instance) {
        Some(Done::Answered(answer)) => value_arg(&step.id, &answer.value),
        Some(Done::Waived(_)) => key("report-waived"),
        None if steps.asked.contains_key(&instance) => key("report-silent"),
        None => key("report-not-asked"),
    }
}

/// Other incidents that turned up in this one's chat.
pub(super) fn others(told: &Told) -> Section {
    let rows: Vec<Vec<Arg>> = told
        .walk
        .met
        .values()
        .map(|met| {
            let service = met.service.clone().map_or_else(nothing, Arg::Service);
            vec![Arg::Desk(met.desk.clone()), service, key(met.key)]
        })
        .collect();
    let head = &["report-desk", "report-service", "report-standing"];
    let table = (!rows.is_empty()).then_some(Part::Table { head, rows });
    Section::of("report-others", table.into_iter().collect())
}
