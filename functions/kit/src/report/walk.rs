//! One walk through the journal: the timeline, and what only events tell.

use super::Told;
use super::part::{Eyes, Part, Section, View, nothing};
use crate::timeline::{Narrator, Tone, functions, step_of};
use nabat_domain::ids::{DeskId, IncidentId, PersonId, ProblemId, ServiceId};
use nabat_domain::incident::{Arg, Event, OtherStanding, State, TextRef, Wording, read, value_arg};
use nabat_domain::journal::{Breach, Sealed};
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

/// A time stated differs from the one of recording from this on.
const APART: Length = Length::minutes(1);

/// What the journal told.
pub(super) struct Walk {
    narrator: Narrator,
    moments: Vec<Moment>,
    pub(super) waivers: Vec<Waived>,
    pub(super) corrections: Vec<Correction>,
    pub(super) met: BTreeMap<IncidentId, Met>,
    pub(super) registered: Option<TextRef>,
    pub(super) description: Option<TextRef>,
    pub(super) annulled: Option<(PersonId, TextRef)>,
    /// Its number and its page.
    pub(super) problem: Option<(ProblemId, String)>,
}

/// Something that happened.
struct Moment {
    number: u64,
    recorded: At,
    /// When it happened, as stated; as recorded, where nothing was.
    happened: At,
    wording: Wording,
    /// It is between us and a contractor: nobody else's business.
    whose: Whose,
}

/// Whose business something is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Everybodys,
    Contractors,
}

/// A step waived.
pub(super) struct Waived {
    pub(super) step: Arg,
    pub(super) owed_by: Option<PersonId>,
    pub(super) by: PersonId,
    pub(super) at: At,
    pub(super) reason: TextRef,
}

/// A fact replaced; both values stay.
pub(super) struct Correction {
    pub(super) what: Arg,
    pub(super) old: Arg,
    pub(super) new: Arg,
    pub(super) by: Option<PersonId>,
    pub(super) at: At,
    pub(super) reason: Option<TextRef>,
}

/// Another incident that turned up.
pub(super) struct Met {
    pub(super) desk: DeskId,
    pub(super) service: Option<ServiceId>,
    /// The message that says what it is to this one.
    pub(super) key: &'static str,
}

impl Walk {
    pub(super) fn through(journal: &[Sealed]) -> Result<Self, Breach> {
        let mut walk = Self {
            narrator: Narrator::new(BTreeMap::new()),
            moments: Vec::new(),
            waivers: Vec::new(),
            corrections: Vec::new(),
            met: BTreeMap::new(),
            registered: None,
            description: None,
            annulled: None,
            problem: None,
        };
        for sealed in journal {
            walk.step(sealed.number, sealed.at, &read(sealed)?);
        }
        Ok(walk)
    }

    fn step(&mut self, number: u64, recorded: At, event: &Event) {
        let happened = stated(event).unwrap_or(recorded);
        // The columns show both times, so the sentence need not.
        let told = self.narrator.tell(event, happened);
        // That a message was masked is between its author and the bot; a decision is an answer already.
        let twice = matches!(event, Event::MessageMasked { .. } | Event::Decided { .. });
        if told.tone != Tone::Quiet && !twice {
            let contractors = matches!(event, Event::Contractor(_) | Event::NotCovered { .. });
            let whose = if contractors { Whose::Contractors } else { Whose::Everybodys };
            self.moments.push(Moment { number, recorded, happened, wording: told.wording, whose });
        }
        self.facts(recorded, event);
        self.replaced(recorded, event);
        self.others(event);
    }

    fn facts(&mut self, recorded: At, event: &Event) {
        if let Event::Registered(facts) = event {
            self.registered = Some(facts.summary.clone());
            self.description.clone_from(&facts.description);
        }
        if let Event::RecordChanged { description: Some(changed), .. } = event {
            self.description = Some(changed.clone());
        }
        if let Event::DescriptionChanged { summary } = event {
            self.registered = Some(summary.clone());
        }
        if let Event::Waived { instance, step, owed_by, by, reason, .. } = event {
            self.waivers.push(Waived {
                step: self.narrator.instance(step, instance),
                owed_by: owed_by.clone(),
                by: by.clone(),
                at: recorded,
                reason: reason.clone(),
            });
        }
        if let Event::ProblemRecorded { problem, url, .. } = event {
            self.problem = Some((problem.clone(), url.clone()));
        }
        if let Event::Annulled { by, reason, .. } = event {
            self.annulled = Some((by.clone(), reason.clone()));
        }
    }

    fn replaced(&mut self, at: At, event: &Event) {
        let named = |key: &str| Arg::Message(Box::new(Wording::new(key)));
        let correction = if let Event::Corrected { instance, by, old, new, reason, .. } = event {
            let step = step_of(instance);
            let (old, new) = (value_arg(&step, old), value_arg(&step, new));
            let what = self.narrator.instance(&step, instance);
            Correction { what, old, new, by: Some(by.clone()), at, reason: Some(reason.clone()) }
        } else if let Event::ServiceChanged { service, functions, old_service, old_functions, by, .. } = event {
            let (old, new) = (failing(old_service, old_functions), failing(service, functions));
            Correction { what: named("report-service"), old, new, by: by.clone(), at, reason: None }
        } else if let Event::PriorityChanged { priority, old, by, reason } = event {
            let [old, new] = [old, priority].map(|priority| Arg::Word(priority.as_str().to_owned()));
            Correction { what: named("report-priority"), old, new, by: by.clone(), at, reason: reason.clone() }
        } else {
            return;
        };
        self.corrections.push(correction);
    }

    fn others(&mut self, event: &Event) {
        if let Event::DuplicateOffered { incident, desk } = event {
            let met = Met { desk: desk.clone(), service: None, key: "standing-duplicate_offered" };
            self.met.insert(incident.clone(), met);
        }
        if let Event::NeighbourLinked { incident, desk, service, .. } = event {
            let met = Met { desk: desk.clone(), service: Some(service.clone()), key: "standing-linked" };
            self.met.insert(incident.clone(), met);
        }
        if let Event::NeighbourChanged { incident, service, .. } = event
            && let Some(met) = self.met.get_mut(incident)
        {
            met.service = Some(service.clone());
        }
        if let Event::OtherLeft { incident, .. } = event {
            self.met.remove(incident);
        }
        if let Event::OtherAnswered { incident, standing } = event
            && let Some(met) = self.met.get_mut(incident)
        {
            met.key = match standing {
                OtherStanding::Merged => "timeline-merged",
                OtherStanding::Kept => "timeline-kept",
                OtherStanding::Separate => "timeline-separate",
            };
        }
    }

    /// What happened since the page stood last; nothing before the first.
    pub(super) fn changes(&self, state: &State, eyes: &Eyes) -> Vec<Arg> {
        let Some(before) = state.head.report.as_ref().map(|report| report.upto) else { return Vec::new() };
        let seen = |moment: &&Moment| moment.whose == Whose::Everybodys || eyes.sees(View::FullOnly);
        let since = self.moments.iter().filter(|moment| moment.number > before).filter(seen);
        since.map(|moment| Arg::Message(Box::new(moment.wording.clone()))).collect()
    }
}

fn failing(service: &ServiceId, lost: &std::collections::BTreeSet<nabat_domain::ids::FunctionId>) -> Arg {
    let wording = Wording::new("report-failing").with("service", Arg::Service(service.clone()));
    Arg::Message(Box::new(wording.with("functions", functions(service, lost))))
}

/// The moment an event is about, where people stated one.
fn stated(event: &Event) -> Option<At> {
    if let Event::Answered { stated_at, .. } | Event::OutageRestored { at: stated_at, .. } = event {
        return Some(*stated_at);
    }
    None
}

/// What happened, by the times people stated; where it was written down later, that stands beside.
pub(super) fn sections(told: &Told) -> [Section; 2] {
    let all: Vec<&Moment> = told.walk.moments.iter().collect();
    let everybodys: Vec<&Moment> = all.iter().copied().filter(|moment| moment.whose == Whose::Everybodys).collect();
    [
        Section::full_only("report-timeline", vec![table(all)]),
        Section::redacted_only("report-timeline", vec![table(everybodys)]),
    ]
}

fn table(mut moments: Vec<&Moment>) -> Part {
    moments.sort_by_key(|moment| (moment.happened, moment.number));
    let row = |moment: &&Moment| {
        let apart = moment.recorded.since(moment.happened).0.abs() >= APART.0;
        let recorded = if apart { Arg::Moment(moment.recorded) } else { nothing() };
        vec![Arg::Moment(moment.happened), recorded, Arg::Message(Box::new(moment.wording.clone()))]
    };
    let rows = moments.iter().map(row).collect();
    let head = &["report-happened", "report-recorded", "report-what"];
    Part::Table { head, rows }
}
