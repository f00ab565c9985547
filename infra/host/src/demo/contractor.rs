//! What the contractor of a story does besides answering: asks for access, objects, reports emptily or late.

use super::lines::Line;
use super::story::{Act, Story};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Matter, State};
use nabat_domain::time::{At, Length};

/// A report late by so much.
const LATE: Length = Length::hours(5);

/// Where something is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Room,
    Direct,
}

/// Whether somebody still owes something of a contractor's report.
pub fn owes(state: &State) -> bool {
    state.contractors.matters.values().any(Matter::is_live)
}

impl Story<'_> {
    /// Plans whatever is the contractor's turn now, or that of whoever looks at its report.
    pub(super) fn plan_contractor(&mut self, state: &State) {
        let live: Option<Matter> = state.contractors.matters.values().find(|matter| matter.is_live()).cloned();
        let Some(matter) = live else { return };
        let speaks = state.people.holders.get(&Role::Contractor).filter(|who| matter.deal.people.contains(who));
        let Some(contractor) = speaks.or(matter.deal.people.first()).cloned() else { return };
        let now = self.stage.now();
        let delivered = matter.handed.as_ref().is_some_and(|handed| handed.delivered.is_some());
        if matter.is_held() && delivered && self.cast.requests && self.once.insert("request") {
            self.say_at(now.plus(Length::minutes(3)), &contractor, "demo-text-request", Where::Room);
        }
        if state.head.closed_at.is_some() {
            self.plan_report(state, &matter, &contractor, now);
        }
    }

    fn plan_report(&mut self, state: &State, matter: &Matter, contractor: &PersonId, now: At) {
        let Some(report) = matter.report() else { return };
        if self.cast.objects && self.once.insert("objection") {
            self.say_at(now.plus(Length::minutes(40)), contractor, "demo-objection", Where::Direct);
        }
        if report.is_owed() && self.once.insert("report") {
            let at = if self.cast.reports_late { report.due.plus(LATE) } else { now.plus(Length::hours(20)) };
            if self.cast.reports_emptily {
                self.say_at(at.minus(Length::hours(1)), contractor, "demo-report-empty", Where::Direct);
            }
            self.say_at(at, contractor, "demo-report-whole", Where::Direct);
        }
        let head = state.people.holders.get(&Role::ShiftHead).cloned();
        if let (true, Some(head)) = (report.is_unread(), head)
            && self.once.insert("report looked at")
        {
            self.say_at(now.plus(Length::hours(2)), &head, "demo-report-accepted", Where::Direct);
        }
    }

    fn say_at(&mut self, at: At, person: &PersonId, key: &str, place: Where) {
        let (line, direct) = (Line::Typed(self.words(key)), place == Where::Direct);
        self.plan(at, Act { person: person.clone(), prompt: None, line, direct });
    }
}
