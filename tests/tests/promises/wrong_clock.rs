//! Clocks that are wrong: one set ten minutes ahead and back, as two hosts' are that stand apart. What fires when is
//! reckoned here from the terms and the journal alone, not by what reckons it in the program.

use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PromptId};
use nabat_domain::incident::{Event, read};
use nabat_domain::procedure::Kind;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock as _;
use nabat_tests::rig::Rig;
use std::collections::{BTreeMap, BTreeSet};

/// How far the clock is ahead of the truth, minute by minute.
const AHEAD: [i64; 10] = [0, 10, 10, 0, -10, -10, -10, 0, 10, -10];

/// The farthest.
const APART: Length = Length::minutes(10);

/// Minutes of silence.
const SILENCE: usize = 150;

/// The terms that timers follow.
#[derive(Clone, Copy)]
struct Terms {
    accept: Length,
    remind: Length,
    incident: Length,
}

/// What a journal tells of timers: each that fired, with the moment it may fire from.
#[derive(Default)]
struct Fired {
    /// Prompts that were called out, by how often.
    calls: BTreeSet<(PromptId, u32)>,
    /// Shares of the incident's budget.
    shares: BTreeSet<i64>,
    /// Numbers of events with the moment they were due.
    due: BTreeMap<u64, At>,
    reminders: usize,
}

impl Fired {
    /// Reads a journal.
    async fn of(rig: &Rig, incident: &IncidentId) -> Self {
        let state = rig.state(incident).await;
        let (own, began) = (&state.steps.terms, state.head.began);
        let terms = Terms { accept: own.accept, remind: own.remind, incident: own.incident };
        let (mut fired, mut asked, mut stages) = (Self::default(), BTreeMap::new(), BTreeSet::new());
        for sealed in rig.journal(incident).await {
            let due = match read(&sealed).expect("a readable event") {
                Event::Asked(prompt) => {
                    asked.insert(prompt.id.clone(), (prompt.kind == Kind::Accept, sealed.at, 0));
                    None
                }
                Event::Escalated { prompt, level, .. } => fired.called(terms, &asked[&prompt], prompt, level),
                Event::Reminded { prompts, .. } => {
                    fired.reminders += prompts.len();
                    prompts.iter().filter_map(|prompt| again(terms, asked.get_mut(prompt)?, sealed.at)).max()
                }
                Event::BudgetSpent { stage: None, percent, .. } => {
                    assert!(fired.shares.insert(percent), "{percent} per cent of the budget were told of twice");
                    Some(began.plus(Length(terms.incident.0 * percent / 100)))
                }
                Event::BudgetSpent { stage: Some(stage), percent, .. } => {
                    assert!(
                        stages.insert((stage.clone(), percent)),
                        "{percent} per cent of {stage} were told of twice"
                    );
                    None
                }
                _ => None,
            };
            if let Some(due) = due {
                assert!(sealed.at >= due, "event {} came at {:?} and was due at {due:?}", sealed.number, sealed.at);
                fired.due.insert(sealed.number, due);
            }
        }
        fired
    }

    /// The next of the chain was called because nobody accepted, or the shift head because nobody answered at all.
    fn called(&mut self, terms: Terms, asked: &(bool, At, u32), prompt: PromptId, level: u32) -> Option<At> {
        assert!(self.calls.insert((prompt.clone(), level)), "{prompt} was escalated to level {level} twice");
        let (accepts, at, _) = asked;
        accepts.then(|| at.plus(Length(terms.accept.0 * i64::from(level))))
    }
}

/// A prompt is asked again at this moment: from when on it might be.
fn again(terms: Terms, (_, last, times): &mut (bool, At, u32), at: At) -> Option<At> {
    let due = last.plus(Length(terms.remind.0 << *times));
    (*last, *times) = (at, *times + 1);
    Some(due)
}

/// A silent incident, minute by minute, under a clock that is so far ahead in each; the truth in which each event came.
async fn silent(ahead: &[i64]) -> (Rig, IncidentId, BTreeMap<u64, At>) {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let mut came = BTreeMap::new();
    for minute in 0..SILENCE {
        rig.outside.machine.set_ahead(Length::minutes(ahead[minute % ahead.len()]));
        rig.minutes(1).await;
        let now = rig.outside.clock.now();
        for sealed in rig.journal(&incident).await {
            came.entry(sealed.number).or_insert(now);
        }
    }
    rig.outside.machine.set_ahead(Length(0));
    rig.minutes(20).await;
    (rig, incident, came)
}

#[tokio::test]
async fn promise_08_a_clock_set_forward_and_back_fires_nothing_early_or_twice_and_leaves_nothing_behind() {
    let (right, incident, _) = silent(&[0]).await;
    let expected = Fired::of(&right, &incident).await;
    assert!(expected.calls.len() > 3 && expected.reminders > 3 && expected.shares.len() == 3, "{:?}", expected.calls);
    let (rig, incident, came) = silent(&AHEAD).await;
    let fired = Fired::of(&rig, &incident).await;
    for (number, due) in &fired.due {
        // In the last minutes the clock was right again.
        let Some(came) = came.get(number) else { continue };
        assert!(
            came.plus(APART) >= *due,
            "event {number} came at {came:?}, due at {due:?}: earlier than any clock said"
        );
    }
    assert_eq!(fired.calls, expected.calls, "who is called is the same whatever the clock says");
    assert_eq!(fired.shares, expected.shares);
    assert!(fired.reminders.abs_diff(expected.reminders) <= expected.reminders / 4, "{}", fired.reminders);
    let next = nabat_domain::incident::next_due(&rig.state(&incident).await);
    assert!(next.is_none_or(|at| at > rig.env.now()), "a timer is left behind");
    rig.assert_journal(&incident).await;
    assert!(rig.dead().await.is_empty() && rig.stuck().is_empty(), "{:?}", rig.stuck());
}

#[tokio::test]
async fn promise_08_a_clock_set_back_holds_no_effect_up() {
    let mut rig = Rig::new().await;
    rig.outside.machine.set_ahead(APART);
    let incident = rig.register("SD-1", "appointments").await;
    rig.answer(&incident, "accept", "accepted").await;
    rig.outside.machine.set_ahead(Length(0));
    let (told, posts) = (rig.outside.desk.plain().changes("SD-1").len(), posts(&rig, &incident).await);
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    rig.minutes(1).await;
    assert!(self::posts(&rig, &incident).await > posts, "the chat is silent");
    assert!(rig.outside.desk.plain().changes("SD-1").len() > told, "the desk hears of it when the clock has caught up");
}

async fn posts(rig: &Rig, incident: &IncidentId) -> usize {
    let room = rig.state(incident).await.head.room.expect("a room");
    rig.outside.messenger.plain().posts(&room).len()
}
