//! Committees: a decision is recorded once, masked, told to its owner, chased, and stands on the agenda.

use crate::problem::{raised, until};
use crate::told::{decide as decide_on, reported_as};
use nabat_console::committee::{Sent, decide, done};
use nabat_console::pages::committees::load_agenda;
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::time::Length;
use nabat_tests::rig::Rig;

const WORDS: &str = "Заменить шлюз записи до конца квартала";

/// Somebody with a role, signed in.
pub fn viewer(rig: &Rig, role: Role) -> Viewer {
    let person = rig.anybody(role, &[]);
    Viewer {
        name: rig.name_of(&person),
        person,
        product: rig.product.clone(),
        product_name: "Поликлиники".to_owned(),
        roles: [role].into(),
        rights: Default::default(),
        language: Language::Ru,
        csrf: "guard".to_owned(),
    }
}

fn sent(problem: &IncidentId, owner: &PersonId, words: &str) -> Sent {
    Sent {
        committee: "problems".to_owned(),
        problem: problem.clone(),
        words: words.to_owned(),
        owner: owner.clone(),
        due: "2026-12-10".to_owned(),
    }
}

async fn agenda(rig: &Rig, viewer: &Viewer) -> String {
    agenda_of(rig, viewer, "problems").await
}

async fn agenda_of(rig: &Rig, viewer: &Viewer, committee: &str) -> String {
    let page = load_agenda(&rig.env, viewer, committee, None).await.expect("the table answers");
    page.expect("there is such a committee").into_string()
}

#[tokio::test]
async fn a_decision_is_recorded_once_told_and_chased_until_it_is_done() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    let (head, owner) = (viewer(&rig, Role::ShiftHead), rig.anybody(Role::ServiceOwner, &[]));
    for _ in 0..2 {
        let told = decide(&rig.env, &head, &sent(&problem, &owner, WORDS)).await.expect("the table answers");
        assert_eq!(told, None, "recorded, and the second time already so");
    }
    rig.pump().await;
    assert!(rig.direct(&owner).contains(WORDS), "the owner hears of it");
    let record = rig.state(&problem).await.head.as_problem.expect("it is a problem");
    assert_eq!(record.decisions.len(), 1, "a form sent twice is one decision");
    assert!(agenda(&rig, &head).await.contains(WORDS));
    until(&rig, rig.env.now().plus(Length::hours(24 * 20))).await;
    assert!(rig.direct(&owner).contains("просрочено решение комитета"), "what is overdue is chased");
    assert_eq!(done(&rig.env, &head, &problem, 0).await.expect("the table answers"), None);
    let record = rig.state(&problem).await.head.as_problem.expect("it is a problem");
    assert!(record.decisions[0].done_at.is_some());
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn only_those_who_may_record_a_decision_and_never_with_personal_data() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    let owner = rig.anybody(Role::ServiceOwner, &[]);
    let engineer = viewer(&rig, Role::DutyEngineer);
    let told = decide(&rig.env, &engineer, &sent(&problem, &owner, WORDS)).await.expect("the table answers");
    assert!(told.is_some_and(|told| told.contains("Решения комитета")));
    assert!(!agenda(&rig, &engineer).await.contains("/committees/decide"), "and has no form for it");
    let head = viewer(&rig, Role::ShiftHead);
    let words = "Позвонить по +7 916 123-45-67 и\u{202e} договориться";
    assert_eq!(decide(&rig.env, &head, &sent(&problem, &owner, words)).await.expect("the table answers"), None);
    assert!(!agenda(&rig, &head).await.contains("123-45-67"));
    assert!(rig.outside.table.plain().dump().iter().all(|row| !row.body.contains('\u{202e}')), "nor what hides in it");
    for (due, words) in [("2020-01-01", WORDS), ("2026-12-10", "…")] {
        let bad = Sent { due: due.to_owned(), ..sent(&problem, &owner, words) };
        assert!(decide(&rig.env, &head, &bad).await.expect("the table answers").is_some(), "{due} {words}");
    }
    let nobody = sent(&problem, &"e0000".into(), WORDS);
    assert!(decide(&rig.env, &head, &nobody).await.expect("the table answers").is_some());
}

#[tokio::test]
async fn an_overdue_problem_stands_on_the_agenda_above_a_new_one() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    let head = viewer(&rig, Role::ShiftHead);
    assert!(agenda(&rig, &head).await.contains("новая"), "raised since the last meeting");
    rig.answer(&problem, "lead", "accepted").await;
    until(&rig, rig.env.now().plus(Length::hours(24 * 15))).await;
    assert!(agenda(&rig, &head).await.contains("просрочено"));
}

#[tokio::test]
async fn a_problem_whose_failure_came_again_stands_on_the_reliability_committees_agenda() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    let number = rig.state(&problem).await.head.desk;
    let head = viewer(&rig, Role::ShiftHead);
    let page = agenda_of(&rig, &head, "reliability").await;
    assert!(!page.contains(number.as_str()), "one failure is the other committee's");
    rig.hour().await;
    let second = reported_as(&mut rig, "SD-2000").await;
    decide_on(&mut rig, &second, "known_problem").await;
    rig.answer(&second, "problem", number.as_str()).await;
    let page = agenda_of(&rig, &head, "reliability").await;
    assert!(page.contains(number.as_str()) && page.contains("повторился 1 раз"), "{page}");
}
