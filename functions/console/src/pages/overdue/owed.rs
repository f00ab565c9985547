//! From one incident's or problem's state to what is owed late in it.

use super::{Late, Sort};
use crate::pages::address;
use crate::pages::eyes::Eyes;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::problem::{fix_day, fixed_at, overdue};
use nabat_domain::incident::{Arg, Linked, Matter, Prompt, State, overruns};
use nabat_domain::procedure::Kind;
use nabat_domain::time::At;
use nabat_kit::messages::Speaker;
use nabat_kit::timeline::Narrator;

/// Everything late, in no order.
pub(super) fn late(eyes: &Eyes, speaker: &Speaker, state: &State) -> Vec<Late> {
    let here = Here { eyes, speaker, state };
    let mut late = here.steps();
    late.extend(state.contractors.matters.values().flat_map(|matter| here.contractor(matter)));
    late.extend(here.problem());
    late.extend(here.decisions());
    late
}

struct Here<'a> {
    eyes: &'a Eyes,
    speaker: &'a Speaker<'a>,
    state: &'a State,
}

impl Here<'_> {
    fn line(&self, sort: Sort, what: String, who: String, since: At) -> Late {
        let head = &self.state.head;
        let page = if head.as_problem.is_some() { address::problem } else { address::incident };
        Late {
            sort,
            what,
            who,
            since,
            number: head.desk.to_string(),
            address: page(&head.product, &head.id),
            service: self.speaker.arg(&Arg::Service(head.service.clone())),
            drill: head.drill,
        }
    }

    /// Prompts of what is led that were not answered in the time after which they are asked again.
    fn steps(&self) -> Vec<Late> {
        if !self.state.is_open() {
            return Vec::new();
        }
        let linked = |(id, linked): (&IncidentId, &Linked)| (id.clone(), linked.desk.clone());
        let narrator = Narrator::new(self.state.neighbours.linked.iter().map(linked).collect());
        let one = |prompt: &Prompt| {
            let since = self.late_since(prompt).filter(|since| *since <= self.eyes.now)?;
            let what = self.speaker.arg(&narrator.step(&prompt.step, prompt.subject.as_deref()));
            let holder = prompt.holder.clone().map(Arg::Person);
            let who = self.speaker.arg(&holder.unwrap_or(Arg::Role(prompt.role)));
            Some(self.line(Sort::Step, what, who, since))
        };
        self.state.steps.open.values().filter_map(one).collect()
    }

    /// When an answer is late; "restored" is asked for all the time and never late by itself.
    fn late_since(&self, prompt: &Prompt) -> Option<At> {
        let terms = &self.state.steps.terms;
        if prompt.kind == Kind::Restored || prompt.kind == Kind::Fixed {
            // A fix is late by its day: the problem's own line.
            return None;
        }
        // The word is asked for when it is due.
        let word = prompt.kind == Kind::Word && prompt.reminders > 0;
        let allowed = if prompt.kind == Kind::Accept { terms.accept } else { terms.remind };
        Some(if word { prompt.asked_at } else { prompt.asked_at.plus(allowed) })
    }

    fn contractor(&self, matter: &Matter) -> Vec<Late> {
        let now = self.eyes.now;
        let who = || matter.deal.contractor.clone();
        let over = overruns(matter, now);
        let work = [("report-reaction", over.reaction), ("report-restoration", over.restoration)];
        let running = work.into_iter().filter(|_| matter.is_held());
        let work = running.filter_map(|(key, term)| {
            let over = term.filter(|term| term.over().0 > 0)?.over();
            Some(self.line(Sort::Contractor, self.eyes.say(key, &[]), who(), now.minus(over)))
        });
        let report = matter.report().filter(|report| report.is_owed() && report.due <= now);
        let report =
            report.map(|report| self.line(Sort::Report, self.eyes.say("report-mass-term", &[]), who(), report.due));
        work.chain(report).collect()
    }

    /// The fix, or the stage that takes longer than allowed.
    fn problem(&self) -> Option<Late> {
        let record = self.state.head.as_problem.as_ref()?;
        let now = self.eyes.now;
        let mut without = self.state.clone();
        if let Some(record) = &mut without.head.as_problem {
            record.decisions.clear();
        }
        let since = overdue(&without, now)?;
        let fix = fix_day(&without) == Some(since) && fixed_at(&without).is_none();
        let (what, who) = if fix {
            (self.eyes.say("overdue-fix", &[]), record.fixer.clone())
        } else {
            (self.speaker.arg(&Arg::Stage(self.state.head.stage.clone())), None)
        };
        let leader = || self.state.people.holders.get(&Role::ProblemManager).cloned();
        let who = who.or_else(leader).map_or(Arg::Role(Role::ProblemManager), Arg::Person);
        Some(self.line(Sort::Problem, what, self.speaker.arg(&who), since))
    }

    fn decisions(&self) -> Vec<Late> {
        let decided = self.state.head.as_problem.iter().flat_map(|record| &record.decisions);
        let late = decided.filter(|decision| decision.done_at.is_none() && decision.due <= self.eyes.now);
        let words = |decision: &nabat_domain::incident::problem::CommitteeDecision| {
            let what = self.speaker.arg(&Arg::Text(decision.words.clone()));
            self.line(Sort::Decision, what, self.speaker.arg(&Arg::Person(decision.owner.clone())), decision.due)
        };
        late.map(words).collect()
    }
}
