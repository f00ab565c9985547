//! Who is called to a problem, and how much time there is: resolved from the catalogue once.

use crate::catalogue::{Duty, Role};
use crate::ids::{PersonId, ServiceId};
use crate::incident::draft::Draft;
use crate::incident::event::{Assembly, Event, Filled, TeamMember, Terms};
use crate::procedure::StageEnd;
use crate::time::{At, Length};
use std::collections::BTreeMap;

/// Records who leads the problem, who answers for its service, and the times allowed.
pub(super) fn assemble(draft: &mut Draft) {
    let (catalogue, service) = (draft.cx.catalogue, draft.state().head.service.clone());
    let mut leaders = leaders(draft.cx.duty(catalogue), &service, draft.cx.now).into_iter();
    let leader = leaders.next();
    let mut team = vec![TeamMember {
        role: Role::ProblemManager,
        filled: if leader.is_some() { Filled::Rota } else { Filled::Nobody },
        person: leader,
        calendar: None,
    }];
    let owner = catalogue.service(&service).and_then(|service| service.owners.first()).cloned();
    team.extend(owner.map(|person| TeamMember {
        role: Role::ServiceOwner,
        person: Some(person),
        filled: Filled::Rota,
        calendar: None,
    }));
    let assembly = Assembly {
        team,
        chains: BTreeMap::from([(Role::ProblemManager, leaders.collect())]),
        neighbours: Vec::new(),
        not_asked: Vec::new(),
        stages: draft.cx.procedure.stages.iter().map(|stage| stage.id.clone()).collect(),
        terms: terms(draft),
    };
    draft.push(Event::Assembled(Box::new(assembly)));
}

/// On duty for the service first, then everybody with the role, then the fallback chain.
fn leaders(duty: Duty<'_>, service: &ServiceId, now: At) -> Vec<PersonId> {
    let catalogue = duty.catalogue;
    let on_duty = duty.on_duty(service, Role::ProblemManager, now).map(|turn| turn.person);
    let able = catalogue.people.values().filter(|person| person.roles.contains(&Role::ProblemManager));
    let all = on_duty.into_iter().chain(able.map(|person| &person.id)).chain(&catalogue.product.fallback);
    let mut leaders: Vec<PersonId> = Vec::new();
    for person in all {
        if !leaders.contains(person) {
            leaders.push(person.clone());
        }
    }
    leaders
}

fn terms(draft: &Draft) -> Terms {
    let policy = &draft.cx.catalogue.product.policy;
    let days = |days: u32| Length::hours(i64::from(days) * 24);
    let watch = draft.cx.procedure.stages.iter().find_map(|stage| match stage.ends {
        StageEnd::Watched { days, .. } => Some(days),
        StageEnd::Registered | StageEnd::Answered(_) | StageEnd::Restored | StageEnd::Verified => None,
    });
    Terms {
        stages: policy.problems.stages.iter().map(|(stage, n)| (stage.as_str().into(), days(*n))).collect(),
        incident: Length(0),
        accept: days(policy.problems.accept),
        remind: days(policy.problems.remind),
        rhythm: Length(0),
        gather: Length::seconds(i64::from(policy.gather_seconds)),
        call_outs: 0,
        watch: days(watch.unwrap_or(0)),
    }
}
