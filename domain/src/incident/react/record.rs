//! What began as an alert has no record in the desk: one is opened, and whoever knows the incident hears its number.

use super::super::job::Job;
use super::super::state::{Standing, State};
use super::super::wording::{Arg, Wording};
use super::{card, has_room, in_room, incident_args, others};

/// The record that is owed: the first of what follows from the registration.
pub(super) fn owed(state: &State) -> Option<Job> {
    state.lacks_record().then_some(Job::OpenRecord)
}

/// The desk has it: the card and the chat show its number, and the incident whose chat it shares knows it by that.
pub(super) fn opened(state: &State, url: &str) -> Vec<Job> {
    let mut jobs = card(state);
    if state.is_open() && has_room(state) {
        let wording = incident_args(state, Wording::new("record-opened"));
        jobs.push(in_room(wording.with("url", Arg::Page(url.to_owned()))));
    }
    if let Standing::Linked { to } = &state.head.standing {
        jobs.push(others::joins(state, to));
    }
    jobs
}

#[cfg(test)]
mod tests {
    use super::super::super::event::{Event, Facts};
    use super::super::super::evolve::evolve;
    use super::super::super::value::{Scope, TextRef};
    use super::super::react;
    use super::*;
    use crate::catalogue::{Criticality, Priority};
    use crate::time::At;

    fn facts(alert: bool, standing: Standing) -> Event {
        let text = || TextRef("t".to_owned());
        Event::Registered(Box::new(Facts {
            schema: 1,
            desk: "alert-7".into(),
            alert,
            url: Some("https://prometheus.example/graph".to_owned()),
            service: "booking".into(),
            functions: ["book".into()].into(),
            scope: Scope::All,
            summary: text(),
            description: None,
            registered_by: text(),
            began: At(0),
            restored: None,
            drill: false,
            restricted: false,
            criticality: Criticality::MissionCritical,
            priority: Priority::P1,
            standing,
            catalogue: "c".to_owned(),
            procedure: "incident@1".to_owned(),
            raised_by: None,
        }))
    }

    fn evolved(state: Option<State>, event: &Event) -> State {
        evolve(state, event, &"inc-1".into(), &"city".into(), At(0))
    }

    fn opened_as(number: &str) -> Event {
        Event::RecordOpened { desk: number.into(), url: format!("https://desk/{number}"), alert: "alert-7".into() }
    }

    #[test]
    fn a_record_is_owed_to_an_alert_before_all_else_whatever_becomes_of_it() {
        let other = || "inc-2".into();
        let standings = [
            Standing::Open,
            Standing::RecordedOnly,
            Standing::DuplicateOffered { of: other() },
            Standing::Linked { to: other() },
        ];
        for standing in standings {
            let event = facts(true, standing.clone());
            let jobs = react(&evolved(None, &event), &event);
            assert_eq!(jobs.first(), Some(&Job::OpenRecord), "{standing:?}");
            let event = facts(false, standing.clone());
            let state = evolved(None, &event);
            assert!(!state.lacks_record() && !react(&state, &event).contains(&Job::OpenRecord), "{standing:?}");
        }
    }

    #[test]
    fn once_it_is_opened_the_incident_goes_by_its_number_and_the_chat_it_shares_hears_it() {
        let before = evolved(None, &facts(true, Standing::Linked { to: "inc-2".into() }));
        assert!(before.lacks_record());
        let after = evolved(Some(before), &opened_as("OPS-5"));
        assert!(!after.lacks_record());
        assert_eq!((&after.head.desk, &after.head.alert), (&"OPS-5".into(), &Some("alert-7".into())));
        assert_eq!(after.head.url.as_deref(), Some("https://desk/OPS-5"));
        let jobs = react(&after, &opened_as("OPS-5"));
        assert_eq!(jobs, [others::joins(&after, &"inc-2".into())], "it has no room of its own");
    }

    #[test]
    fn journals_of_what_the_desk_registered_read_as_before() {
        let (_, told) = facts(false, Standing::Open).to_journal();
        assert!(told.get("alert").is_none(), "{told}");
        assert_eq!(Event::from_journal("registered", &told).ok(), Some(facts(false, Standing::Open)));
        let (kind, told) = facts(true, Standing::Open).to_journal();
        assert_eq!(Event::from_journal(&kind, &told).ok(), Some(facts(true, Standing::Open)));
    }
}
