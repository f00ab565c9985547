//! Every kind of timer at its moment and not a millisecond before it, whoever rings meanwhile. The moments themselves are
//! reckoned from the terms, those of calls, reminders and the whole budget in `wrong_clock`.

use crate::phases;
use nabat_domain::catalogue::{CallOutBy, Gateway, Notices, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{ContractorTimer, Timer, Value, due};
use nabat_domain::time::Length;
use nabat_kit::keys;
use nabat_kit::port::Bell;
use nabat_tests::rig::Rig;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// So long before its moment a timer is rung for in vain: the clock looks once a minute, queues repeat what they like.
const EARLY: [Length; 3] = [Length::seconds(59), Length::seconds(1), Length(1)];

/// More timers than ring before those that are waited for.
const MOST: usize = 100;

/// A report with every part.
const REPORT: &str = "/отчёт\nВремена: начало 14:00, передано 14:10, восстановлено 15:00\nПричина: закончилось место на \
                      томе журнала\nДействия: расширили том, перезапустили базу\nПочему не предотвратили: не было порога \
                      на рост журнала\nМеры: порог 80 % до 05.12.2026, ответственный Гордеев";

/// What sort of timer it is. A new one is to be waited for in a test below.
const fn kind(timer: &Timer) -> &'static str {
    match timer {
        Timer::Escalate(_) => "escalation",
        Timer::CallOut(_) => "call-out",
        Timer::Remind(_) => "reminder",
        Timer::NextWord => "next word",
        Timer::Notices => "gathered news",
        Timer::Problem => "problem",
        Timer::Budget(None, _) => "budget",
        Timer::Budget(Some(_), _) => "stage's budget",
        Timer::Contractor(ContractorTimer::Overdue(_)) => "report owed",
        Timer::Contractor(ContractorTimer::Unread(_)) => "report unread",
    }
}

/// Rings for an incident, whether anything is due in it or not.
async fn ring(rig: &Rig, incident: &IncidentId) {
    rig.env.ring(vec![Bell::Incident(keys::head(&rig.product, incident))]).await;
    rig.pump().await;
}

/// Goes from timer to timer until one of each of these kinds has rung; none of all that are passed may ring early, and
/// each is to ring at its moment.
async fn none_is_early(rig: &Rig, incident: &IncidentId, wanted: &[&str]) {
    let mut missing: BTreeSet<&str> = wanted.iter().copied().collect();
    for _ in 0..MOST {
        if missing.is_empty() {
            return;
        }
        let set = due(&rig.state(incident).await);
        let at = set.iter().map(|(at, _)| *at).min().unwrap_or_else(|| panic!("no timer is set; wanted: {missing:?}"));
        let next: Vec<_> = set.into_iter().filter(|(when, _)| *when == at).collect();
        for early in EARLY {
            if at.minus(early) < rig.env.now() {
                continue;
            }
            rig.at(at.minus(early)).await;
            ring(rig, incident).await;
            // What rang is set no more, or for another moment.
            let still = due(&rig.state(incident).await);
            assert!(next.iter().all(|timer| still.contains(timer)), "{next:?} rang {early:?} early: {still:?}");
        }
        rig.at(at).await;
        let after = due(&rig.state(incident).await);
        assert!(after.iter().all(|(when, _)| *when > at), "{next:?} did not ring at its moment: {after:?}");
        for (_, timer) in &next {
            missing.remove(kind(timer));
        }
    }
    panic!("after {MOST} timers there was none of {missing:?}");
}

#[tokio::test]
async fn promise_08_nobody_is_called_or_reminded_and_no_budget_is_spent_a_millisecond_early() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    none_is_early(&rig, &incident, &["escalation", "reminder", "budget", "stage's budget"]).await;
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn promise_08_nobody_is_called_by_another_way_a_millisecond_early() {
    let gateway = |id: &str| Gateway {
        url: format!("https://{id}.example/in"),
        secret: format!("{id}-secret").as_str().into(),
        private: false,
    };
    let gateways = BTreeMap::from([("sms".into(), gateway("sms")), ("call".into(), gateway("call"))]);
    let call_out = vec![CallOutBy::Gateway("sms".into()), CallOutBy::Gateway("call".into())];
    let rig = Rig::telling(Notices { gateways, call_out, ..Notices::default() }).await;
    let (begun, incident) = (rig.env.now(), rig.register("SD-1", "appointments").await);
    assert_eq!(rig.outside.outward.plain().calls().len(), 0, "the chat comes first");
    none_is_early(&rig, &incident, &["call-out"]).await;
    let accept = rig.state(&incident).await.steps.terms.accept;
    assert_eq!(rig.env.now(), begun.plus(Length(accept.0 / 3)), "two ways part the time to accept in three");
    assert_eq!(rig.outside.outward.plain().calls().len(), 1);
    none_is_early(&rig, &incident, &["escalation"]).await;
    assert_eq!(rig.env.now(), begun.plus(accept));
}

#[tokio::test]
async fn promise_08_the_next_word_is_asked_for_no_millisecond_early() {
    let mut rig = Rig::new().await;
    let incident = phases::ready_to_restore(&mut rig).await;
    let (given, rhythm) = (rig.env.now(), rig.state(&incident).await.steps.terms.rhythm);
    none_is_early(&rig, &incident, &["next word"]).await;
    assert!(rig.env.now() >= given.plus(rhythm), "the word that was given holds so long");
    assert!(rig.asks(&incident, "word").await, "it is asked for then");
}

#[tokio::test]
async fn promise_08_news_that_is_gathered_is_told_no_millisecond_early() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let functions = &rig.catalogue.services[&"appointments".into()].functions;
    // The first change is told at once, and the second waits for the room to have been quiet.
    for count in [2, 3] {
        let lost: Vec<_> = functions.iter().take(count).map(|function| &function.id).collect();
        let body = json!({ "type": "incident.updated", "id": "SD-1", "functions": lost });
        rig.desk(&format!("msg_{count}"), &body).await;
    }
    let (told, gather) = (rig.env.now(), rig.state(&incident).await.steps.terms.gather);
    none_is_early(&rig, &incident, &["gathered news"]).await;
    assert!(rig.env.now() >= told.plus(gather), "the room was quiet for so long");
    assert_eq!(rig.state(&incident).await.steps.unsaid, Vec::new(), "it is told then");
}

#[tokio::test]
async fn promise_08_a_promised_fix_is_overdue_no_millisecond_early() {
    let mut rig = Rig::new().await;
    let problem = phases::problem(&mut rig).await;
    rig.answer(&problem, "cause", "root_cause").await;
    rig.answer(&problem, "evidence", "График памяти в отчёте по сбою").await;
    rig.answer(&problem, "meanwhile", "Перезапускать шлюз раз в сутки").await;
    rig.answer(&problem, "course", "fix").await;
    let fixer = rig.anybody(Role::DutyEngineer, &[]);
    rig.answer(&problem, "fixer", fixer.as_str()).await;
    rig.answer(&problem, "fix_day", "через 2 недели").await;
    rig.answer(&problem, "change", "CHG-204, новая версия шлюза").await;
    none_is_early(&rig, &problem, &["problem"]).await;
    let state = rig.state(&problem).await;
    let Some(Value::Day { at }) = state.answer("fix_day").map(|answer| answer.value.clone()) else {
        panic!("the fix was promised for a day");
    };
    assert_eq!(rig.env.now(), at);
    rig.assert_journal(&problem).await;
}

/// Closed with the contractor at fault, who owes a report.
async fn report_owed(rig: &mut Rig) -> (IncidentId, PersonId) {
    let incident = phases::ready_to_restore(rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/исправить handover hand_over; передаём подрядчику").await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    rig.answer(&incident, "received", "accepted").await;
    rig.answer(&incident, "contractor_cause", "Закончилось место на томе журнала").await;
    rig.answer(&incident, "contractor_done", "Расширили том и перезапустили базу").await;
    rig.answer(&incident, "hand_back", "accept").await;
    rig.answer(&incident, "restored", "now").await;
    for step in ["works", "recovered"] {
        while rig.asks(&incident, step).await {
            rig.answer(&incident, step, "works").await;
        }
    }
    rig.answer(&incident, "summary", "Закончилось место, запись не работала, расширили том").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "contractor").await;
    rig.answer(&incident, "decision", "new_problem").await;
    (incident, contractor)
}

#[tokio::test]
async fn promise_08_a_report_that_is_owed_or_unread_is_chased_no_millisecond_early() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = report_owed(&mut rig).await;
    none_is_early(&rig, &incident, &["report owed"]).await;
    let chased = rig.env.now();
    rig.say_direct(&contractor, REPORT).await;
    none_is_early(&rig, &incident, &["report unread"]).await;
    assert_eq!(rig.env.now(), chased.plus(Length::hours(24)), "once a day");
    rig.assert_journal(&incident).await;
}
