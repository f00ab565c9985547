//! The report replayed: the same bytes from the journal, the words and the names alone.

use crate::phases::{Phase, all};
use crate::sample;
use nabat_domain::catalogue::{Language, PeopleNames};
use nabat_domain::incident::TextRef;
use nabat_kit::incident::{journal, texts};
use nabat_kit::messages::Speaker;
use nabat_kit::port::{PageName, WikiPage};
use nabat_kit::report::{Report, Sources, report};
use nabat_kit::samples::samples;
use nabat_kit::table::{Action, Condition, Table as _};
use nabat_tests::rig::{BEGINS, ModelWiki, Moment, Outside, Rig};
use std::collections::BTreeMap;

/// A machine that knows the journal, the words and the configuration, and nothing else.
async fn clean(of: &Rig, phase: &Phase) -> Rig {
    let rig = Rig::new().await;
    let kept = of.outside.table.plain().dump().into_iter().filter(|row| {
        row.key.pk == nabat_kit::keys::incident(&of.product, &phase.incident)
            && (row.key.sk.starts_with("E#") || row.key.sk.starts_with("T#"))
    });
    for row in kept {
        let row = nabat_kit::table::Row { due: None, listed: None, version: 1, ..row };
        rig.outside.table.plain().write(&[Action::Put(row, Condition::Any)]).await.expect("the model table takes it");
    }
    rig
}

/// The report from what a machine has, some words and names left out.
async fn rendered(rig: &Rig, phase: &Phase, upto: u64, names: &PeopleNames, erased: &[TextRef]) -> Report {
    let journal = journal(rig.outside.table.plain(), &rig.product, &phase.incident).await.expect("a journal");
    let mut words: BTreeMap<TextRef, String> = texts(&rig.env, &rig.product, &phase.incident).await.expect("words");
    words.retain(|text, _| !erased.contains(text));
    let speaker = Speaker {
        language: Language::Ru,
        zone: rig.catalogue.product.zone(),
        catalogue: &rig.catalogue,
        names,
        texts: &words,
    };
    let samples = samples(&rig.env, &rig.product, &phase.incident).await.expect("samples");
    let sources = Sources { speaker: &speaker, incident: &phase.incident, journal: &journal, upto, samples: &samples };
    report(&sources).expect("every event can be read").expect("the journal is not empty")
}

/// Phases that leave a page, carried through, with the page and the event it is frozen at.
async fn published() -> Vec<(Phase, Rig, WikiPage, u64)> {
    let mut found = Vec::new();
    for phase in all().await {
        let rig = phase.carry_through(phase.rig.outside.fork()).await;
        let Some(last) = rig.state(&phase.incident).await.head.report else { continue };
        let name = PageName(format!("{}/{}", rig.product, phase.incident));
        let (_, page) = rig.outside.wiki.plain().revisions(&name).pop().expect("it was published");
        found.push((phase, rig, page, last.upto));
    }
    assert!(found.len() >= 2, "the report and the closure leave a page");
    found
}

fn bytes(report: &Report) -> (String, String) {
    let text = |document| serde_json::to_string(document).expect("plain data");
    (text(&report.full), text(&report.redacted))
}

#[tokio::test]
async fn promise_09_the_report_is_the_same_byte_for_byte_on_a_clean_machine() {
    for (phase, rig, page, upto) in published().await {
        let machine = clean(&rig, &phase).await;
        let again = rendered(&machine, &phase, upto, &machine.names, &[]).await;
        let published = Report { full: page.full.expect("two views"), redacted: page.redacted };
        assert_eq!(bytes(&again), bytes(&published), "{}", phase.name);
    }
}

#[tokio::test]
async fn promise_09_erased_words_and_names_stand_as_erased_and_nothing_else_differs() {
    for (phase, rig, _, upto) in published().await {
        let machine = clean(&rig, &phase).await;
        let (whole, _) = bytes(&rendered(&machine, &phase, upto, &machine.names, &[]).await);
        let engineer = rig.holder(&phase.incident, nabat_domain::catalogue::Role::DutyEngineer).await;
        let words = texts(&machine.env, &machine.product, &phase.incident).await.expect("words");
        let said = ["Вечером обновили шлюз записи", "Обновление шлюза сломало запись, откатили"];
        let gone: Vec<TextRef> = words
            .iter()
            .filter(|(_, said_then)| said.contains(&said_then.as_str()))
            .map(|(text, _)| text.clone())
            .collect();
        assert_eq!(gone.len(), 2, "both were said");
        let mut names = machine.names.clone();
        let name = names.remove(&engineer).expect("she has a name").name;
        let (erased, redacted) = bytes(&rendered(&machine, &phase, upto, &names, &gone).await);
        let mut expected = whole.replace(&name, &format!("({engineer}, имя стёрто)"));
        for words in said {
            assert!(expected.contains(words));
            expected = expected.replace(words, "(стёрто)");
        }
        assert_eq!(erased, expected, "{}", phase.name);
        assert!(redacted.contains("(стёрто)") && !redacted.contains(engineer.as_str()));
    }
}

#[tokio::test]
async fn promise_04_a_wiki_without_keys_gets_no_second_revision_however_the_process_dies() {
    let lead = |outside: Outside| async {
        let mut rig = Rig::of(outside).await;
        let incident = rig.register("SD-1", "appointments").await;
        for (step, said) in
            [("accept", "accepted"), ("began", "as_registered"), ("scope", "all"), ("detected", "users")]
        {
            rig.answer(&incident, step, said).await;
        }
        let engineer = rig.holder(&incident, nabat_domain::catalogue::Role::DutyEngineer).await;
        rig.say(&incident, &engineer, "восстановлено сейчас").await;
        for step in ["works", "recovered"] {
            while rig.asks(&incident, step).await {
                rig.answer(&incident, step, "works").await;
            }
        }
        let head = rig.holder(&incident, nabat_domain::catalogue::Role::ShiftHead).await;
        for step in ["summary", "fault_service"] {
            rig.say(&incident, &head, &format!("/снять {step} спросить некого, инженер уехал")).await;
        }
        (rig, incident, head)
    };
    let fresh = || Outside::with_wiki(BEGINS, ModelWiki::simple());
    let calls = {
        let (mut rig, incident, head) = lead(fresh()).await;
        let before = rig.outside.crashes.calls();
        rig.say(&incident, &head, "/снять whose_fault спросить некого, инженер уехал").await;
        rig.outside.crashes.calls() - before
    };
    let (mut published, mut runs) = (0, 0);
    for call in sample::calls(calls, 5) {
        let (mut rig, incident, head) = lead(fresh()).await;
        rig.outside.crashes.at(call, Moment::After);
        rig.say(&incident, &head, "/снять whose_fault спросить некого, инженер уехал").await;
        rig.outside.crashes.revive();
        let rig = Rig::of(rig.outside.clone()).await;
        rig.minutes(4).await;
        let pages = rig.outside.wiki.plain().revisions(&PageName(format!("clinics/{incident}")));
        let said = rig.state(&incident).await.steps.done.contains_key("whose_fault");
        (published, runs) = (published + pages.len(), runs + 1);
        assert_eq!(pages.len(), usize::from(said), "died after call {call} of {calls}");
        assert!(pages.iter().all(|(_, page)| page.full.is_none()), "one view only, so the careful one");
    }
    let few = format!("{published} pages in {runs} runs of {calls} calls are few");
    assert!(calls > 5 && (published > 5 || runs < calls), "{few}");
}
