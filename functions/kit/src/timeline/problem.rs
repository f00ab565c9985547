//! What happens to a problem, in words.

use super::parts::{optional, priority, words};
use super::{Narrator, Tone, functions};
use nabat_domain::incident::problem::{Attached, ProblemEvent};
use nabat_domain::incident::{Arg, Facts, Wording};
use nabat_domain::time::At;
use std::collections::BTreeMap;

/// How a problem began.
pub(super) fn raised(facts: &Facts) -> Wording {
    Wording::new("problem-event-raised")
        .with("problem", Arg::Desk(facts.desk.clone()))
        .with("service", Arg::Service(facts.service.clone()))
        .with("functions", functions(&facts.service, &facts.functions))
        .with("priority", priority(facts.priority))
        .with("summary", words(&facts.summary))
}

pub(super) fn wording(narrator: &Narrator, event: &ProblemEvent) -> Wording {
    let said = Wording::new(&format!("problem-event-{}", event.as_str()));
    match event {
        ProblemEvent::Like { problems } => {
            let numbers = problems.iter().map(|like| Arg::Word(like.number.to_string())).collect();
            said.with("problems", Arg::List(numbers))
        }
        ProblemEvent::Attached { incidents } => said.with("incidents", desks(incidents)),
        ProblemEvent::Returned { incident, .. } | ProblemEvent::Reopened { incident, .. } => {
            said.with("incident", narrator.desk(incident))
        }
        ProblemEvent::ReopenedInDesk { .. } => said,
        ProblemEvent::FixerNamed { person } => said.with("person", Arg::Person(person.clone())),
        ProblemEvent::FixOverdue { day, owner } => said
            .with("day", last(*day))
            .with("owner", optional("problem-event-owner", "person", owner.clone().map(Arg::Person))),
        ProblemEvent::Watched { at } => said.with("at", Arg::Moment(*at)),
        ProblemEvent::Exited { exit, .. } => {
            let exit = Wording::new(&format!("problem-exit-{}", exit.as_str()));
            said.with("exit", Arg::Message(Box::new(exit)))
        }
        ProblemEvent::CommitteeDecided { words: decided, owner, due, by, .. } => said
            .with("by", Arg::Person(by.clone()))
            .with("words", words(decided))
            .with("owner", Arg::Person(owner.clone()))
            .with("due", last(*due)),
        ProblemEvent::DecisionOverdue { owner, .. } => said.with("owner", Arg::Person(owner.clone())),
        ProblemEvent::DecisionDone { by, .. } => said.with("by", Arg::Person(by.clone())),
    }
}

pub(super) const fn tone(event: &ProblemEvent) -> Tone {
    match event {
        ProblemEvent::Like { .. } | ProblemEvent::FixerNamed { .. } => Tone::Quiet,
        ProblemEvent::Attached { .. } | ProblemEvent::CommitteeDecided { .. } => Tone::Plain,
        ProblemEvent::Returned { .. }
        | ProblemEvent::Reopened { .. }
        | ProblemEvent::ReopenedInDesk { .. }
        | ProblemEvent::FixOverdue { .. }
        | ProblemEvent::DecisionOverdue { .. } => Tone::Bad,
        ProblemEvent::Watched { .. } | ProblemEvent::Exited { .. } | ProblemEvent::DecisionDone { .. } => Tone::Good,
    }
}

/// A promise holds to the last moment before this one.
fn last(before: At) -> Arg {
    Arg::Moment(At(before.0 - 1))
}

fn desks(incidents: &BTreeMap<nabat_domain::ids::IncidentId, Attached>) -> Arg {
    Arg::List(incidents.values().map(|incident| Arg::Desk(incident.desk.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Speaker, estate_of_tests};
    use nabat_domain::catalogue::{Language, PeopleNames};
    use nabat_domain::incident::TextRef;
    use nabat_domain::incident::problem::{Exit, Like, Phase};

    fn events() -> Vec<ProblemEvent> {
        let attached = Attached { desk: "SD-7".into(), service: "appointments".into(), began: At(0) };
        let like = Like {
            case: "prb-1".into(),
            number: "PRB-1".into(),
            phase: Phase::Open,
            workaround: None,
            score: 70,
            same: true,
            named: false,
            words: 3,
        };
        vec![
            ProblemEvent::Like { problems: vec![like] },
            ProblemEvent::Attached { incidents: [("inc-7".into(), attached)].into() },
            ProblemEvent::Returned { incident: "inc-7".into(), undone: Default::default() },
            ProblemEvent::Reopened { incident: "inc-7".into(), undone: Default::default() },
            ProblemEvent::ReopenedInDesk { undone: Default::default() },
            ProblemEvent::FixerNamed { person: "e1".into() },
            ProblemEvent::FixOverdue { day: At(86_400_000), owner: Some("e1".into()) },
            ProblemEvent::Watched { at: At(0) },
            ProblemEvent::Exited { exit: Exit::FixedAndWatched, same_as: None },
            ProblemEvent::Exited { exit: Exit::KnownError, same_as: None },
            ProblemEvent::Exited { exit: Exit::CauseNotFound, same_as: None },
            ProblemEvent::Exited { exit: Exit::Duplicate, same_as: Some("PRB-2".into()) },
            ProblemEvent::CommitteeDecided {
                committee: "problems".to_owned(),
                words: TextRef("words".to_owned()),
                owner: "e1".into(),
                due: At(86_400_000),
                by: "e2".into(),
            },
            ProblemEvent::DecisionOverdue { place: 0, owner: "e1".into() },
            ProblemEvent::DecisionDone { place: 0, by: "e1".into() },
        ]
    }

    #[test]
    fn every_fact_of_a_problem_has_a_whole_sentence_in_both_languages() {
        let (catalogue, names, texts) = (estate_of_tests(), PeopleNames::new(), BTreeMap::new());
        let mut narrator = Narrator::new(BTreeMap::new());
        for language in Language::ALL {
            let speaker =
                Speaker { language, zone: chrono_tz::UTC, catalogue: &catalogue, names: &names, texts: &texts };
            for event in events() {
                narrator.remember(&nabat_domain::incident::Event::Problem(event.clone()));
                let sentence = speaker.say(&wording(&narrator, &event));
                assert!(!sentence.contains(['‹', '{', '$']), "{}: {sentence}", event.as_str());
            }
        }
        assert_eq!(narrator.desk(&"inc-7".into()), Arg::Desk("SD-7".into()), "an incident is named by its record");
    }
}
