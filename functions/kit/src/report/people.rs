//! People: who was invited, who left, who acted.

use super::Told;
use super::part::{Part, Section, key, message, nothing};
use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Arg, Member, Wording};

pub(super) fn section(told: &Told) -> Section {
    let mut members: Vec<(&PersonId, &Member)> = told.state.people.members.iter().collect();
    // Those who acted most stand first; the id keeps the order where that is the same.
    members.sort_by_key(|(person, member)| (std::cmp::Reverse(member.acted), *person));
    if members.is_empty() {
        return Section::of("report-people", Vec::new());
    }
    let count =
        |is: &dyn Fn(&Member) -> bool| Arg::Number(members.iter().filter(|(_, member)| is(member)).count() as i64);
    let counted = Wording::new("report-people-counted")
        .with("invited", count(&|member| member.invited_at.is_some()))
        .with("acted", count(&|member| member.acted > 0));
    let rows = members.iter().map(|(person, member)| row(person, member)).collect();
    let head = &["report-person", "report-roles", "report-invited", "report-left", "report-acted"];
    Section::of("report-people", vec![Part::Paragraph(message(counted)), Part::Table { head, rows }])
}

fn row(person: &PersonId, member: &Member) -> Vec<Arg> {
    let roles: Vec<Arg> = member.roles.iter().copied().map(Arg::Role).collect();
    let invited = match member.invited_at {
        Some(at) => Arg::Moment(at),
        None if member.unreachable => key("report-unreachable"),
        None => key("report-not-invited"),
    };
    vec![
        Arg::Person(person.clone()),
        if roles.is_empty() { nothing() } else { Arg::List(roles) },
        invited,
        member.left_at.map_or_else(nothing, Arg::Moment),
        Arg::Number(i64::from(member.acted)),
    ]
}
