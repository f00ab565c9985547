//! The problem: raised by a decision, led to its root cause, fixed, watched, closed; or it comes back.

use crate::told::{SERVICE, decide, reported};
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Standing;
use nabat_domain::incident::problem::{Exit, ProblemRecord, watched_until};
use nabat_domain::time::{At, Length};
use nabat_tests::rig::Rig;

/// An incident closed with a new problem, and that problem's case.
pub async fn raised(rig: &mut Rig) -> (IncidentId, IncidentId) {
    let incident = reported(rig).await;
    decide(rig, &incident, "new_problem").await;
    let number = rig.state(&incident).await.head.problem.expect("the desk has the problem");
    (incident, IncidentId::of_problem(&rig.product, &number))
}

/// The cause found, three links deep, with evidence and a workaround.
pub async fn cause_found(rig: &mut Rig, problem: &IncidentId) {
    rig.answer(problem, "lead", "accepted").await;
    rig.answer(problem, "cause", "Кончилась память шлюза записи").await;
    rig.answer(problem, "cause", "Обновление держит соединения открытыми").await;
    rig.answer(problem, "cause", "root_cause").await;
    rig.answer(problem, "evidence", "График памяти в отчёте по сбою").await;
    rig.answer(problem, "meanwhile", "Перезапускать шлюз раз в сутки").await;
}

/// The fix planned, done, and being watched.
pub async fn watched(rig: &mut Rig, problem: &IncidentId) {
    cause_found(rig, problem).await;
    rig.answer(problem, "course", "fix").await;
    let engineer = rig.anybody(Role::DutyEngineer, &[]);
    rig.answer(problem, "fixer", engineer.as_str()).await;
    rig.answer(problem, "fix_day", "через 2 недели").await;
    rig.answer(problem, "change", "CHG-204, новая версия шлюза").await;
    rig.answer(problem, "fixed", "now").await;
}

async fn record(rig: &Rig, problem: &IncidentId) -> ProblemRecord {
    *rig.state(problem).await.head.as_problem.expect("it is a problem")
}

/// Time passes from timer to timer.
pub async fn until(rig: &Rig, at: At) {
    while let Some(due) = nabat_clock::next(&rig.env).await.expect("the table answers").filter(|due| *due <= at) {
        rig.outside.clock.move_to(due.max(rig.env.now()));
        rig.tick().await;
    }
    rig.outside.clock.move_to(at);
    rig.tick().await;
}

#[tokio::test]
async fn a_problem_is_led_from_the_decision_to_the_end_of_its_watch() {
    let mut rig = Rig::new().await;
    let (incident, problem) = raised(&mut rig).await;
    let state = rig.state(&problem).await;
    assert!(state.head.room.is_some(), "it has a chat of its own");
    assert_eq!(record(&rig, &problem).await.incidents.keys().collect::<Vec<_>>(), [&incident]);
    assert!(state.head.outages.is_empty(), "no figure hears of it");
    watched(&mut rig, &problem).await;
    let until_then = watched_until(&rig.state(&problem).await).expect("it is watched");
    until(&rig, until_then.minus(Length::minutes(1))).await;
    assert!(!rig.asks(&problem, "lessons").await, "the watch is on");
    until(&rig, until_then).await;
    rig.answer(&problem, "lessons", "Проверить соединения у соседних шлюзов").await;
    let state = rig.state(&problem).await;
    assert_eq!(state.head.standing, Standing::Closed);
    let record = record(&rig, &problem).await;
    assert_eq!((record.exit, record.repeats(), record.returns), (Some(Exit::FixedAndWatched), 0, 0));
    rig.assert_journal(&problem).await;
    rig.assert_journal(&incident).await;
}

/// What the room of a problem shows, from its first post to its last.
async fn told_in(language: Language) -> String {
    let mut rig = Rig::speaking(language).await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    let end = watched_until(&rig.state(&problem).await).expect("it is watched");
    until(&rig, end).await;
    rig.answer(&problem, "lessons", "Проверить соединения у соседних шлюзов").await;
    let room = rig.state(&problem).await.head.room.expect("the problem has a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    posts.iter().map(|post| post.message.text.clone()).collect::<Vec<_>>().join("\n----\n")
}

#[tokio::test]
async fn a_whole_problem_in_russian() {
    insta::assert_snapshot!(told_in(Language::Ru).await);
}

#[tokio::test]
async fn a_whole_problem_in_english() {
    insta::assert_snapshot!(told_in(Language::En).await);
}

#[tokio::test]
async fn a_like_failure_during_the_watch_brings_the_problem_back() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    rig.minutes(20).await;
    let second = rig.register("SD-2000", SERVICE).await;
    let room = rig.room(&second).await;
    assert!(room.contains("PRB-0001"), "the incident's chat hears of the problem: {room}");
    let back = record(&rig, &problem).await;
    assert_eq!((back.repeats(), back.returns, back.fixer), (1, 1, None));
    let state = rig.state(&problem).await;
    assert_eq!(watched_until(&state), None, "the watch is off");
    assert!(rig.asks(&problem, "cause").await, "was the root the root?");
    assert!(state.answer("meanwhile").is_some(), "the workaround stands");
    rig.answer(&problem, "cause", "Соединения держит и соседний шлюз").await;
    rig.answer(&problem, "cause", "root_cause").await;
    assert!(rig.asks(&problem, "course").await, "the plan is asked anew");
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn a_failure_of_another_service_leaves_the_watch_alone() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    rig.register("SD-2000", "referrals").await;
    assert_eq!(record(&rig, &problem).await.returns, 0);
}

#[tokio::test]
async fn a_known_error_is_shown_with_its_workaround_and_proposed_at_closing() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    cause_found(&mut rig, &problem).await;
    rig.answer(&problem, "course", "known_error").await;
    rig.answer(&problem, "agreed", "Протокол 12 от 1 декабря").await;
    rig.answer(&problem, "lessons", "Шлюз меняют весной").await;
    assert_eq!(record(&rig, &problem).await.exit, Some(Exit::KnownError));
    let second = rig.register("SD-2000", SERVICE).await;
    assert!(rig.room(&second).await.contains("Перезапускать шлюз раз в сутки"), "the workaround is shown");
    let state = rig.state(&second).await;
    assert_eq!(state.neighbours.known.first().map(|like| like.number.as_str()), Some("PRB-0001"));
    rig.assert_journal(&second).await;
}

#[tokio::test]
async fn linking_to_a_closed_problem_opens_it_again_and_counts_a_repeat() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    let end = watched_until(&rig.state(&problem).await).expect("it is watched");
    until(&rig, end).await;
    rig.answer(&problem, "lessons", "Проверить соединения у соседних шлюзов").await;
    let second = crate::told::reported_as(&mut rig, "SD-2000").await;
    decide(&mut rig, &second, "known_problem").await;
    rig.answer(&second, "problem", "PRB-0001").await;
    let state = rig.state(&problem).await;
    assert_eq!((state.head.standing.clone(), state.head.closed_at), (Standing::Open, None));
    assert_eq!(record(&rig, &problem).await.repeats(), 1);
    assert!(rig.room(&problem).await.contains("SD-2000"), "its chat goes on");
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn a_cause_that_is_not_found_ends_the_problem_without_a_fix() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    rig.answer(&problem, "lead", "accepted").await;
    rig.answer(&problem, "cause", "Шлюз перестал отвечать").await;
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    rig.say(&problem, &leader, "/ответ course cause_not_found").await;
    assert!(!rig.asks(&problem, "cause").await, "nobody is asked for what cannot be found");
    rig.answer(&problem, "lessons", "Нужны журналы шлюза за месяц").await;
    assert_eq!(rig.state(&problem).await.head.standing, Standing::Open, "the workaround is still owed");
    rig.answer(&problem, "meanwhile", "Перезапустить шлюз").await;
    let state = rig.state(&problem).await;
    assert_eq!(record(&rig, &problem).await.exit, Some(Exit::CauseNotFound));
    assert_eq!(state.head.standing, Standing::Closed);
    assert_eq!(state.head.ends.len(), 7, "stages nothing was asked in have length zero");
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn a_duplicate_hands_its_incidents_to_the_other_problem() {
    let mut rig = Rig::new().await;
    let (first, problem) = raised(&mut rig).await;
    rig.outside.desk.plain().has_problem("PRB-0077", "open");
    rig.answer(&problem, "lead", "accepted").await;
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    rig.say(&problem, &leader, "/ответ course duplicate").await;
    rig.answer(&problem, "same_as", "PRB-0077").await;
    rig.answer(&problem, "lessons", "Искать среди известных раньше").await;
    let other = IncidentId::of_problem(&rig.product, &"PRB-0077".into());
    assert!(record(&rig, &other).await.incidents.contains_key(&first));
    assert_eq!(record(&rig, &problem).await.exit, Some(Exit::Duplicate));
    rig.assert_journal(&other).await;
}

#[tokio::test]
async fn an_overdue_fix_is_said_to_its_owner_and_to_whoever_leads() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    cause_found(&mut rig, &problem).await;
    rig.answer(&problem, "course", "fix").await;
    let engineer = rig.anybody(Role::DutyEngineer, &[]);
    rig.answer(&problem, "fixer", engineer.as_str()).await;
    rig.answer(&problem, "fix_day", "через неделю").await;
    rig.answer(&problem, "change", "CHG-204, новая версия шлюза").await;
    let prompt = rig.prompt(&problem, "fixed").await;
    assert_eq!(prompt.holder.as_ref(), Some(&engineer), "the fix is asked of whoever was named");
    let _ = rig.direct(&engineer);
    until(&rig, rig.env.now().plus(Length::hours(24 * 7))).await;
    assert!(!rig.direct(&engineer).contains("срок исправления прошёл"), "the day is not over");
    until(&rig, rig.env.now().plus(Length::hours(24))).await;
    assert!(rig.direct(&engineer).contains("срок исправления прошёл"));
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    assert!(rig.direct(&leader).contains("срок исправления прошёл"));
    rig.say(&problem, &leader, "/исправить fix_day через неделю; новая версия не прошла проверку").await;
    until(&rig, rig.env.now().plus(Length::hours(24 * 9))).await;
    assert!(rig.direct(&leader).contains("срок исправления прошёл"), "the new day passed too");
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn a_stage_that_takes_too_long_is_said_in_the_chat() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    rig.answer(&problem, "lead", "accepted").await;
    let _ = rig.room(&problem).await;
    until(&rig, rig.env.now().plus(Length::hours(24 * 15))).await;
    let room = rig.room(&problem).await;
    assert!(room.contains("Срок этапа «Поиск причины» вышел"), "two weeks were allowed for the cause: {room}");
}

#[tokio::test]
async fn whoever_speaks_for_a_problem_has_to_hold_its_role() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    rig.answer(&problem, "lead", "accepted").await;
    let stranger = rig.anybody(Role::DutyEngineer, &[]);
    rig.say(&problem, &stranger, "/ответ cause Кто-то что-то сломал").await;
    assert!(rig.asks(&problem, "cause").await);
    assert!(!rig.state(&problem).await.steps.done.contains_key("cause.1"));
}

#[tokio::test]
async fn a_waived_step_of_a_problem_stands_on_the_page_of_waivers() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    rig.answer(&problem, "lead", "accepted").await;
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&problem, &leader, "/снять evidence журналы шлюза не сохранились").await;
    assert!(!rig.state(&problem).await.steps.done.contains_key("evidence"), "not by whom it falls on");
    rig.say(&problem, &manager, "/снять evidence журналы шлюза не сохранились").await;
    assert!(rig.state(&problem).await.steps.done.contains_key("evidence"));
    let head = crate::committee::viewer(&rig, Role::ShiftHead);
    let page = nabat_console::pages::waivers::load(&rig.env, &head).await.expect("the table answers");
    let page = page.expect("a shift head sees it").into_string();
    assert!(page.contains("журналы шлюза не сохранились") && page.contains("PRB-0001"), "{page}");
}

#[tokio::test]
async fn the_fix_moves_to_whoever_is_named_instead_and_a_contractor_is_not_named() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    cause_found(&mut rig, &problem).await;
    rig.answer(&problem, "course", "fix").await;
    let contractor = rig.anybody(Role::Contractor, &[]);
    rig.answer(&problem, "fixer", contractor.as_str()).await;
    assert!(rig.asks(&problem, "fixer").await, "a contractor's people read no evidence");
    let engineer = rig.anybody(Role::DutyEngineer, &[]);
    rig.answer(&problem, "fixer", engineer.as_str()).await;
    rig.answer(&problem, "fix_day", "15.12").await;
    rig.answer(&problem, "change", "CHG-204, новая версия шлюза").await;
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    let other = rig.anybody(Role::DutyEngineer, std::slice::from_ref(&engineer));
    rig.say(&problem, &leader, &format!("/исправить fixer {other}; первый в отпуске")).await;
    assert_eq!(rig.prompt(&problem, "fixed").await.holder, Some(other));
    rig.assert_journal(&problem).await;
}

#[tokio::test]
async fn silence_on_who_leads_the_problem_calls_the_next_manager() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    let next = rig.anybody(Role::ProblemManager, std::slice::from_ref(&leader));
    until(&rig, rig.env.now().plus(Length::hours(25))).await;
    assert!(rig.direct(&next).contains("PRB-0001"), "the next one is called");
    let prompt = rig.prompt(&problem, "lead").await;
    rig.answer_as(&problem, &next, &prompt, "accepted").await;
    assert_eq!(rig.holder(&problem, Role::ProblemManager).await, next);
}
