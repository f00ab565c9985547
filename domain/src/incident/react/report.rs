//! The report: published once its facts are complete, again after whatever changes what it says.

use super::super::event::Event;
use super::super::job::Job;
use super::super::runbook::Runbook;
use super::super::state::State;
use super::super::wording::{Arg, Wording};
use super::{has_room, in_room, incident_args};
use crate::time::Length;

/// The stage whose end makes the first page.
const REPORTING: &str = "reporting";

/// A revision waits so long for what else may change: a burst makes one. The first page waits for nothing.
const GATHERED: Length = Length::minutes(1);

/// A page is due, if the event changes what one would say.
pub(super) fn changed(state: &State, event: &Event) -> Option<Job> {
    let due = match event {
        // A procedure may have no stage of reporting; a closed incident has a report in any case.
        Event::Closed => true,
        Event::StagesMoved { .. }
        | Event::Answered { .. }
        | Event::Corrected { .. }
        | Event::Waived { .. }
        | Event::OutageBegan { .. }
        | Event::OutageRestored { .. }
        | Event::OutageReopened { .. }
        | Event::ScopeStated { .. }
        | Event::ServiceChanged { .. }
        | Event::PriorityChanged { .. }
        | Event::Restricted { .. }
        | Event::NeighbourLinked { .. }
        | Event::NeighbourChanged { .. }
        | Event::OtherLeft { .. }
        | Event::OtherAnswered { .. }
        | Event::Decided { .. }
        | Event::ProblemRecorded { .. }
        | Event::DescriptionChanged { .. }
        | Event::RecordChanged { .. }
        | Event::RecordOpened { .. }
        | Event::Contractor(_)
        | Event::NotCovered { .. }
        | Event::Annulled { .. }
        | Event::File(_)
        | Event::Runbook(Runbook::Searched { .. } | Runbook::Marked { .. } | Runbook::ActionCame { .. }) => {
            has_facts(state)
        }
        // While it goes on every minute would make a revision.
        Event::Runbook(Runbook::Counted { .. }) => has_facts(state) && state.restored_at().is_some(),
        Event::Registered(_)
        | Event::Assembled(_)
        | Event::ChatOpened { .. }
        | Event::ChatLost { .. }
        | Event::PeopleInvited { .. }
        | Event::PeopleSentOff { .. }
        | Event::PeopleCalledBack { .. }
        | Event::PeopleLeft { .. }
        | Event::Asked(_)
        | Event::PromptsWithdrawn { .. }
        | Event::Questioned { .. }
        | Event::NeighbourSuspected { .. }
        | Event::OtherSaid(_)
        | Event::PersonGone(_)
        | Event::RoleTaken { .. }
        | Event::HandoverOffered { .. }
        | Event::Escalated { .. }
        | Event::CalledOut { .. }
        | Event::Reminded { .. }
        | Event::Noticed { .. }
        | Event::NoticeWaits { .. }
        | Event::BudgetSpent { .. }
        | Event::DuplicateOffered { .. }
        | Event::StandingChanged { .. }
        | Event::ProblemRefused { .. }
        | Event::DeskClosedByHand { .. }
        | Event::DeskReopened
        | Event::MessageMasked { .. }
        | Event::Problem(_)
        | Event::ReportPublished { .. }
        | Event::Runbook(Runbook::Asked { .. } | Runbook::Offered { .. } | Runbook::ActionAsked { .. }) => false,
    };
    let after = if state.head.report.is_some() { GATHERED } else { Length(0) };
    (due && state.is_led()).then_some(Job::PublishReport { upto: state.head.version, after })
}

/// The facts of the reporting stage were given, or a page stands already.
fn has_facts(state: &State) -> bool {
    state.head.report.is_some() || state.head.ends.contains_key(&REPORTING.into())
}

/// The first page's link goes to the chat, unless that is read-only by now, and to the desk's record.
pub(super) fn published(state: &State, address: &str) -> Vec<Job> {
    let first = state.head.report.as_ref().is_some_and(|report| report.times == 1);
    if !first {
        return Vec::new();
    }
    let wording = |key: &str| incident_args(state, Wording::new(key)).with("address", Arg::Page(address.to_owned()));
    let mut jobs = vec![Job::DeskComment { wording: wording("desk-report-published") }];
    if state.is_open() && has_room(state) {
        jobs.push(in_room(wording("report-published")));
    }
    jobs
}

#[cfg(test)]
mod tests {
    use super::super::super::state::Head;

    /// A head as stored before there were reports.
    const BEFORE: &str = r#"{"schema":1,"id":"inc-1","product":"p","desk":"SD-1","url":null,"version":7,"hash":"h",
        "at":1,"standing":{"is":"open"},"stage":"diagnosis","service":"s","functions":["f"],"scope":"all",
        "summary":"t","drill":false,"criticality":"mission_critical","priority":"P1","registered_at":1,"began":1,
        "outages":[],"ends":{},"room":null,"called_at":null,"closed_at":null,"decided":null,"decided_by":null,
        "problem":null,"catalogue":"c","procedure":"incident@1","next_due":null,
        "parts":{"people":1,"steps":1,"neighbours":1}}"#;

    #[test]
    fn a_head_from_before_reports_is_still_read() {
        let head: Head = serde_json::from_str(BEFORE).expect("an old head is read");
        assert_eq!(head.report, None);
    }
}
