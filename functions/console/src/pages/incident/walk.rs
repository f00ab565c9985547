//! One walk through the journal: the timeline, and what only events tell.

use super::read::Sources;
use super::view::{Correction, Moment, Waived};
use crate::pages::address;
use nabat_domain::ids::{DeskId, IncidentId, ServiceId};
use nabat_domain::incident::{Arg, Event, OtherStanding, TextRef, read, value_arg};
use nabat_domain::journal::Sealed;
use nabat_kit::timeline::{Narrator, Told, Tone, step_of};
use std::collections::BTreeMap;

/// What the journal told.
pub(super) struct Walk {
    pub(super) narrator: Narrator,
    pub(super) timeline: Vec<Moment>,
    pub(super) waivers: Vec<Waived>,
    pub(super) corrections: Vec<Correction>,
    pub(super) met: BTreeMap<IncidentId, Met>,
    pub(super) description: Option<TextRef>,
    pub(super) registered_by: Option<TextRef>,
    /// Number, the desk's word for its state, its page where a browser may open it.
    pub(super) problem: Option<(String, String, Option<String>)>,
}

/// Another incident that turned up in this one's chat.
pub(super) struct Met {
    pub(super) desk: DeskId,
    pub(super) service: Option<ServiceId>,
    /// The message that says what it is to this one.
    pub(super) key: &'static str,
}

pub(super) fn walk(from: &Sources) -> Walk {
    let owner = from.owner.map(|owner| (owner.head.id.clone(), owner.head.desk.clone()));
    let mut walk = Walk {
        narrator: Narrator::new(owner.into_iter().collect()),
        timeline: Vec::with_capacity(from.events.len()),
        waivers: Vec::new(),
        corrections: Vec::new(),
        met: BTreeMap::new(),
        description: None,
        registered_by: None,
        problem: None,
    };
    for sealed in from.events {
        walk.step(from, sealed);
    }
    walk
}

impl Walk {
    fn step(&mut self, from: &Sources, sealed: &Sealed) {
        let moment = |words, tone| Moment { number: sealed.number, at: sealed.at, words, tone };
        let Ok(event) = read(sealed) else {
            // The journal's own check says what is wrong; the timeline says where.
            self.timeline.push(moment(from.eyes.say("pages-unreadable", &[]), Tone::Bad));
            return;
        };
        let Told { wording, tone } = self.narrator.tell(&event, sealed.at);
        self.timeline.push(moment(from.speaker.say(&wording).trim().to_owned(), tone));
        self.stays(from, &event, sealed);
        self.others(&event);
    }

    /// What is shown by itself besides.
    fn stays(&mut self, from: &Sources, event: &Event, sealed: &Sealed) {
        let said = |arg: Arg| from.speaker.arg(&arg);
        if let Event::Registered(facts) = event {
            self.description.clone_from(&facts.description);
            self.registered_by = Some(facts.registered_by.clone());
        }
        if let Event::RecordChanged { description: Some(changed), .. } = event {
            self.description = Some(changed.clone());
        }
        if let Event::Waived { instance, step, owed_by, by, reason, .. } = event {
            self.waivers.push(Waived {
                step: said(self.narrator.instance(step, instance)),
                owed_by: owed_by.clone().map(|person| said(Arg::Person(person))),
                by: said(Arg::Person(by.clone())),
                reason: said(Arg::Text(reason.clone())),
                at: sealed.at,
            });
        }
        if let Event::Corrected { instance, by, old, new, reason, .. } = event {
            let step = step_of(instance);
            self.corrections.push(Correction {
                old: said(value_arg(&step, old)),
                new: said(value_arg(&step, new)),
                step: said(self.narrator.instance(&step, instance)),
                by: said(Arg::Person(by.clone())),
                reason: said(Arg::Text(reason.clone())),
                at: sealed.at,
            });
        }
        if let Event::ProblemRecorded { problem, url, state, .. } = event {
            self.problem = Some((problem.to_string(), state.clone(), address::outside(url).map(str::to_owned)));
        }
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
}
