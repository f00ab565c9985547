//! Registration: priority, what becomes of the record, and the people and times that follow.

use super::super::command::Registration;
use super::super::draft::{Draft, Reply};
use super::super::event::{Event, Facts};
use super::super::state::Standing;
use super::super::wording::Wording;
use super::assembly::assemble;
use super::standing::{Failure, joins_restricted, standing};
use crate::catalogue::Priority;

pub(super) fn register(draft: &mut Draft, registration: &Registration) -> Reply {
    if !draft.is_new() {
        return Reply::already_so(Wording::new("already-registered"));
    }
    let cx = draft.cx;
    let criticality = cx.catalogue.criticality_of(&registration.service);
    let by_class = Priority::with_function_lost(criticality);
    let priority = registration.priority.map_or(by_class, |said| said.max(by_class));
    let by_catalogue = cx.catalogue.restricts(&registration.service);
    let failure = Failure {
        service: &registration.service,
        drill: registration.drill,
        over: registration.restored.is_some(),
        restricted: by_catalogue,
    };
    let standing = if priority.is_high() { standing(draft, &failure) } else { Standing::RecordedOnly };
    let facts = Facts {
        schema: super::super::SCHEMA,
        desk: registration.desk.clone(),
        alert: registration.alert,
        url: registration.url.clone(),
        service: registration.service.clone(),
        functions: registration.functions.clone(),
        scope: registration.scope.clone(),
        summary: draft.keep(&registration.summary),
        description: registration.description.as_deref().map(|text| draft.keep(text)),
        registered_by: draft.keep(&registration.registered_by),
        began: registration.began.min(cx.now),
        restored: registration.restored.map(|at| at.min(cx.now)),
        drill: registration.drill,
        restricted: by_catalogue || joins_restricted(draft, &standing),
        criticality,
        priority,
        standing: standing.clone(),
        catalogue: cx.catalogue_version.to_owned(),
        procedure: format!("{}@{}", cx.procedure.id, cx.procedure.version),
        raised_by: None,
    };
    draft.push(Event::Registered(Box::new(facts)));
    if matches!(standing, Standing::Open | Standing::Linked { .. }) {
        let words = [Some(registration.summary.as_str()), registration.description.as_deref()];
        crate::incident::problem::like_when_registered(
            draft,
            &words.into_iter().flatten().collect::<Vec<_>>().join(" "),
        );
    }
    if standing == Standing::Open {
        assemble(draft);
    }
    Reply::recorded()
}
