//! The phases of an incident, each one act of the outside on an incident led up to it.

use crate::outward;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::time::Length;
use nabat_kit::keys::is_work;
use nabat_kit::perform::LEASE;
use nabat_kit::port::Said;
use nabat_tests::rig::{BEGINS, Death, Outside, Rig};
use serde_json::Value;

/// Something the outside does, under an id of its own, until it is heard.
#[derive(Clone)]
pub enum Act {
    /// The desk sends something.
    Desk(&'static str, Value),
    /// Somebody says something in the room.
    Said(PersonId, String, Said),
}

/// An act on a prepared incident.
pub struct Phase {
    pub name: &'static str,
    pub rig: Rig,
    pub incident: IncidentId,
    pub act: Act,
}

impl Phase {
    /// The act on this outside, repeated as its sender would until it is taken, however often the
    /// process dies; then time enough for every lease to end.
    pub async fn carry_through(&self, outside: Outside) -> Rig {
        self.carry(outside, &MOMENTS).await
    }

    /// Calls of the act and of the first two minutes after it: where crashes are put.
    pub async fn calls(&self, outside: Outside) -> u64 {
        let before = outside.crashes.calls();
        let rig = self.carry(outside, &MOMENTS[..3]).await;
        rig.outside.crashes.calls() - before
    }

    /// At which of these calls the process can die so that it makes a difference outside.
    pub async fn deaths(&self, outside: Outside) -> Vec<Death> {
        let before = outside.crashes.calls();
        let rig = self.carry(outside, &MOMENTS[..3]).await;
        rig.outside.crashes.deaths(before)
    }

    /// The act, and the clock a minute at a time; the process may die once. What it had taken by then is done with the
    /// first minute after it: by then whatever lease it died with has ended, and what was decided and never rung for is
    /// found. Had the clock just looked before a lease ended, it would be a lease more.
    pub async fn minute_by_minute(&self, outside: Outside, run: &str) -> Rig {
        let mut rig = self.carry(outside, &[]).await;
        for minute in 1..=MINUTES {
            rig.outside.clock.move_to(self.rig.env.now().plus(Length::minutes(minute)));
            rig.outside.crashes.others_act();
            rig.tick().await;
            if rig.outside.crashes.is_dead() {
                rig = restarted(rig).await;
            } else {
                let late = late(&rig);
                assert!(late.is_empty(), "{} {run}: not done a minute later: {late:?}", self.name);
            }
        }
        rig
    }

    /// Calls of the act and of the first two minutes after it, the clock looking once a minute.
    pub async fn calls_by_minutes(&self, outside: Outside) -> u64 {
        let before = outside.crashes.calls();
        let rig = self.carry(outside, &[60, 120]).await;
        rig.outside.crashes.calls() - before
    }

    async fn carry(&self, outside: Outside, moments: &[i64]) -> Rig {
        let mut rig = Rig::of(outside).await;
        for _ in 0..4 {
            let taken = self.send(&rig).await;
            rig.outside.crashes.others_act();
            if rig.outside.crashes.is_dead() {
                rig = restarted(rig).await;
            } else if taken {
                break;
            }
        }
        for seconds in moments {
            let at = self.rig.env.now().plus(Length::seconds(*seconds));
            if at > rig.env.now() {
                rig.outside.clock.move_to(at);
                rig.outside.crashes.others_act();
                rig.tick().await;
            }
            if rig.outside.crashes.is_dead() {
                rig = restarted(rig).await;
            }
        }
        rig
    }

    /// Which calls of the act and of the first two minutes after it reach the messenger's server, counted from 1.
    pub async fn calls_at_messenger(&self, outside: Outside) -> Vec<u64> {
        let before = outside.crashes.calls();
        let rig = self.carry(outside, &MOMENTS[..3]).await;
        rig.outside
            .crashes
            .at_server()
            .into_iter()
            .filter_map(|call| call.checked_sub(before))
            .filter(|call| *call > 0)
            .collect()
    }

    /// The act once, and time passing, until the process dies; nobody starts it again.
    pub async fn until_dead(&self, outside: Outside) {
        let rig = Rig::of(outside).await;
        let _ = self.send(&rig).await;
        for seconds in &MOMENTS[..3] {
            if !rig.outside.crashes.is_dead() {
                rig.outside.clock.move_to(self.rig.env.now().plus(Length::seconds(*seconds)));
                rig.tick().await;
            }
        }
    }

    /// The act once; whether it was answered 2xx.
    pub async fn send(&self, rig: &Rig) -> bool {
        match &self.act {
            Act::Desk(id, body) => rig.desk(id, body).await.status().is_success(),
            Act::Said(person, id, said) => rig.deliver_as(&self.incident, person, said.clone(), id).await.is_success(),
        }
    }
}

/// Jobs, posts and deliveries whose moment has come and that nobody did, and those that were given up.
fn late(rig: &Rig) -> Vec<String> {
    let now = rig.env.now().0;
    let rows = rig.outside.table.plain().dump().into_iter();
    let waits = rows.filter(|row| match row.key.pk.starts_with("D#") {
        true => row.due.is_some_and(|due| due.at <= now),
        false => is_work(&row.key) && row.due.is_none_or(|due| due.at <= now),
    });
    waits.map(|row| format!("{:?}", row.key)).collect()
}

/// The process is started anew over the same outside.
async fn restarted(rig: Rig) -> Rig {
    rig.outside.crashes.revive();
    // A connector forgets with its process what it remembered.
    let over = rig.outside.messenger.plain().over().is_some();
    let rig = if over { rig.fork().await } else { Rig::of(rig.outside.clone()).await };
    rig.tick().await;
    rig
}

/// The clock rings at these seconds after the act: often enough for a lease to end twice after the
/// last crash, and before anybody is reminded of anything that would not be reminded otherwise.
const MOMENTS: [i64; 6] = [40, 80, 120, 160, 200, 240];

/// As long, where the clock looks once a minute.
const MINUTES: i64 = 4;

// A lease somebody died with has ended when the clock looks a minute later.
const _: () = assert!(LEASE.0 < Length::minutes(1).0);

/// A small service of the example: few neighbours, a contract, mission critical.
const SERVICE: &str = "appointments";

/// The phases.
pub async fn all() -> Vec<Phase> {
    all_over("builtin").await
}

/// The phases over the model of a messenger.
pub async fn all_over(messenger: &str) -> Vec<Phase> {
    let mut phases = vec![registration(messenger).await, assembly(messenger).await];
    phases.push(answer(messenger).await);
    phases.push(said(messenger, "restored", "restored", "восстановлено сейчас", ready_to_restore).await);
    phases.push(said(messenger, "failed verification", "works", "не работает", restored).await);
    phases.push(said(messenger, "report", "whose_fault", "наша", all_but_one_fact).await);
    phases.push(closure(messenger).await);
    phases
}

/// What an incident goes through besides: a contractor is called, it is restricted, its problem's cause is found. Crashed
/// one at a time only.
pub async fn beside() -> Vec<Phase> {
    let handed = said("builtin", "contractor", "handover", "hand_over", located).await;
    vec![handed, restricted().await, said("builtin", "problem", "cause", "root_cause", problem).await]
}

/// All of them, and a registration of which a person, a room, a mailbox and a machine are told.
pub async fn every() -> Vec<Phase> {
    let mut phases = all().await;
    phases.extend(beside().await);
    phases.push(outward::registration().await);
    phases
}

/// Nothing registered yet; in memory until it is forked.
async fn led(messenger: &str) -> Rig {
    Rig::of(Outside::led(BEGINS, messenger)).await
}

async fn registration(messenger: &str) -> Phase {
    let rig = led(messenger).await;
    let act = Act::Desk("msg_1", rig.registration("SD-1", SERVICE));
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1".into());
    Phase { name: "registration", rig, incident, act }
}

async fn assembly(messenger: &str) -> Phase {
    let rig = led(messenger).await;
    let incident = rig.register("SD-1", SERVICE).await;
    let prompt = rig.prompt(&incident, "accept").await;
    let holder = prompt.holder.clone().expect("somebody holds it");
    let said =
        Said::Button { prompt: format!("{incident}/{}", prompt.id).as_str().into(), answer: "accepted".to_owned() };
    Phase { name: "assembly", rig, incident, act: Act::Said(holder, "act".to_owned(), said) }
}

/// A question of the diagnosis is answered.
pub async fn answer(messenger: &str) -> Phase {
    said(messenger, "answer", "changed", "Вечером обновили шлюз записи", opened).await
}

async fn said(
    messenger: &str,
    name: &'static str,
    step: &str,
    words: &str,
    lead: impl AsyncFnOnce(&mut Rig) -> IncidentId,
) -> Phase {
    let mut rig = led(messenger).await;
    let incident = lead(&mut rig).await;
    let prompt = rig.prompt(&incident, step).await;
    let holder = prompt.holder.clone().expect("somebody holds it");
    let named = format!("{incident}/{}", prompt.id).as_str().into();
    let said = Said::Text { text: words.to_owned(), prompt: Some(named) };
    Phase { name, rig, incident, act: Act::Said(holder, "act".to_owned(), said) }
}

async fn opened(rig: &mut Rig) -> IncidentId {
    let incident = rig.register("SD-1", SERVICE).await;
    rig.answer(&incident, "accept", "accepted").await;
    for (step, answer) in [("began", "as_registered"), ("scope", "all"), ("detected", "users"), ("planned", "no_works")]
    {
        rig.answer(&incident, step, answer).await;
    }
    incident
}

async fn located(rig: &mut Rig) -> IncidentId {
    let incident = opened(rig).await;
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    rig.answer(&incident, "located", "appointments certain").await;
    incident
}

/// Located and worked around, and a word was given; the service is not back yet.
pub async fn ready_to_restore(rig: &mut Rig) -> IncidentId {
    let incident = located(rig).await;
    rig.answer(&incident, "handover", "keep").await;
    rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
    rig.answer(&incident, "workaround", "Записывают на бумаге").await;
    incident
}

async fn restored(rig: &mut Rig) -> IncidentId {
    let incident = ready_to_restore(rig).await;
    rig.answer(&incident, "restored", "now").await;
    incident
}

/// Everything is known of an incident but whose fault it was.
pub async fn all_but_one_fact(rig: &mut Rig) -> IncidentId {
    let incident = restored(rig).await;
    while rig.asks(&incident, "works").await {
        rig.answer(&incident, "works", "works").await;
    }
    while rig.asks(&incident, "recovered").await {
        rig.answer(&incident, "recovered", "works").await;
    }
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    incident
}

/// An incident is decided on and closed.
pub async fn closure(messenger: &str) -> Phase {
    let mut rig = led(messenger).await;
    let incident = all_but_one_fact(&mut rig).await;
    rig.answer(&incident, "whose_fault", "ours").await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let prompt = rig.prompt(&incident, "decision").await;
    let named = format!("{incident}/{}", prompt.id).as_str().into();
    let said = Said::Button { prompt: named, answer: "new_problem".to_owned() };
    Phase { name: "closure", rig, incident, act: Act::Said(head, "act".to_owned(), said) }
}

/// Somebody says that from now on those alone who take part read it.
async fn restricted() -> Phase {
    let mut rig = led("builtin").await;
    let incident = opened(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let said = Said::Text { text: "/restrict служебная проверка".to_owned(), prompt: None };
    Phase { name: "restricted", rig, incident, act: Act::Said(head, "act".to_owned(), said) }
}

/// A problem whose root cause is about to be named.
pub async fn problem(rig: &mut Rig) -> IncidentId {
    let incident = all_but_one_fact(rig).await;
    rig.answer(&incident, "whose_fault", "ours").await;
    rig.answer(&incident, "decision", "new_problem").await;
    let number = rig.state(&incident).await.head.problem.expect("the desk has the problem");
    let problem = IncidentId::of_problem(&rig.product, &number);
    rig.answer(&problem, "lead", "accepted").await;
    rig.answer(&problem, "cause", "Кончилась память шлюза записи").await;
    problem
}
