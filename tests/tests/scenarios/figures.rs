//! Figures of a product: an incident led to its end counts, is corrected after closing, and a published
//! period keeps what was published.

use crate::committee::viewer;
use crate::told::{decide, reported, reported_as};
use chrono::NaiveDate;
use nabat_console::corrected::{CLASSES, Published, Sent, correct, publish_period};
use nabat_console::pages::reliability::{load, load_published};
use nabat_domain::catalogue::{Catalogue, Criticality, Role};
use nabat_domain::ids::IncidentId;
use nabat_domain::reliability::Unit;
use nabat_domain::time::{At, Length};
use nabat_kit::configuration;
use nabat_kit::reliability::{Case, Facts, Figures, Named, Only, Question, figures, settled};
use nabat_kit::table::Table as _;
use nabat_tests::rig::Rig;

async fn catalogue(rig: &Rig) -> Catalogue {
    configuration::of(&rig.env, &rig.product).await.expect("a product").version.catalogue.clone()
}

/// The month the story is played in.
fn month(rig: &Rig, catalogue: &Catalogue) -> (NaiveDate, NaiveDate) {
    let first = Unit::Month.first_day(rig.env.now().in_zone(catalogue.product.zone()).date_naive());
    (first, Unit::Month.next(first))
}

async fn counted(rig: &Rig, days: (NaiveDate, NaiveDate)) -> Figures {
    let catalogue = catalogue(rig).await;
    let question = Question {
        days,
        zone: catalogue.product.zone(),
        now: rig.env.now(),
        target: None,
        only: Only::default(),
        without: Vec::new(),
        against: None,
    };
    figures(rig.env.table.as_ref(), &catalogue, question).await.expect("figures")
}

/// The incident's first outage, and what it says.
fn outage(figures: &Figures, incident: &IncidentId) -> (Named, Facts) {
    let rows = (0..).zip(figures.book.history.spans()).map(|(row, _)| row);
    let found = rows.map(|row| figures.book.named(row)).find(|of| of.incident == incident.as_str());
    let of = found.expect("the incident counts");
    let facts = figures.book.find(&of).expect("it is in the book");
    (of, facts)
}

fn sent(catalogue: &Catalogue, of: &Named, facts: &Facts) -> Sent {
    let local = |at: At| at.in_zone(catalogue.product.zone()).format("%Y-%m-%dT%H:%M:%S").to_string();
    Sent {
        of: of.clone(),
        began: local(facts.began),
        restored: facts.restored.map(local).unwrap_or_default(),
        counts: "yes".to_owned(),
        class: facts.class.clone(),
        contractor: facts.contractor.clone(),
        reason: "по журналу шлюза было раньше".to_owned(),
    }
}

#[tokio::test]
async fn a_published_period_keeps_its_figure_and_shows_the_correction_made_since() {
    let mut rig = Rig::new().await;
    let days = month(&rig, &catalogue(&rig).await);
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "no_problem").await;
    rig.answer(&incident, "comment", "Разобрались, больше делать нечего").await;
    let whole = counted(&rig, days).await;
    let (of, facts) = outage(&whole, &incident);
    assert!(whole.cases.iter().any(|case| case.incident == incident && case.answered.is_some()));
    // The month is not over: it cannot be published, and only the process manager may.
    let (head, manager) = (viewer(&rig, Role::ShiftHead), viewer(&rig, Role::ProcessManager));
    let catalogue = catalogue(&rig).await;
    let publish = async |rig: &Rig, who: &nabat_console::viewer::Viewer| {
        let table = rig.env.table.as_ref();
        publish_period(table, &catalogue, &who.person, days, rig.env.now()).await.expect("the table answers")
    };
    assert_eq!(publish(&rig, &manager).await, Published::No("figures-refused-not-over"));
    rig.at(rig.env.now().plus(Length::hours(24 * 32))).await;
    assert_eq!(publish(&rig, &head).await, Published::No("figures-refused-publish"));
    let Published::Yes(published) = publish(&rig, &manager).await else { panic!("it is over, and they may") };
    let before = counted(&rig, days).await.report.reliability.failure;
    assert_eq!(published.reliability.failure, before);
    // It was back a minute earlier: said in the incident's own journal, long after it was closed.
    rig.minutes(5).await;
    let earlier = facts.restored.map(|at| at.minus(Length::minutes(1)));
    let corrected = Facts { restored: earlier, ..facts.clone() };
    let told = correct(&rig.env, &head, &sent(&catalogue, &of, &corrected)).await.expect("the table answers");
    assert_eq!(told, None);
    let after = counted(&rig, days).await;
    assert_eq!(outage(&after, &incident).1.restored.map(|at| at.0 / 1_000), earlier.map(|at| at.0 / 1_000));
    let less = before.0 - after.report.reliability.failure.0;
    assert!((59_000..=61_000).contains(&less), "{less}");
    // What the incident came to is kept beside it, and follows its journal after closing too.
    let row = rig.outside.table.plain().get(&settled::key(&rig.product, &incident)).await.expect("it can be read");
    assert!(row.is_some(), "an incident that is over is not read whole for every page");
    let case = after.cases.iter().find(|case| case.incident == incident).expect("it counts");
    assert_eq!(**case, Case::of(&rig.state(&incident).await, rig.env.now()));
    let page = load_published(&rig.env, &manager, None).await.expect("a page").into_string();
    assert!(page.contains("по журналу шлюза было раньше") && page.contains(incident.as_str()), "{page}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn only_the_process_manager_says_that_an_outage_does_not_count() {
    let mut rig = Rig::new().await;
    let days = month(&rig, &catalogue(&rig).await);
    let incident = reported(&mut rig).await;
    let catalogue = catalogue(&rig).await;
    let (of, facts) = outage(&counted(&rig, days).await, &incident);
    let out = Sent { counts: "no".to_owned(), ..sent(&catalogue, &of, &facts) };
    let refused = correct(&rig.env, &viewer(&rig, Role::ShiftHead), &out).await.expect("the table answers");
    assert!(refused.is_some_and(|words| words.contains("менеджер процесса")));
    let without_reason = Sent { reason: "...".to_owned(), ..out.clone() };
    let manager = viewer(&rig, Role::ProcessManager);
    assert!(correct(&rig.env, &manager, &without_reason).await.expect("the table answers").is_some());
    // What stands in no journal is guarded by nothing else.
    let class = CLASSES.map(Criticality::as_str).into_iter().find(|class| *class != facts.class);
    let beside = Sent { class: class.expect("there are several").to_owned(), ..sent(&catalogue, &of, &facts) };
    let engineer = viewer(&rig, Role::DutyEngineer);
    assert!(correct(&rig.env, &engineer, &beside).await.expect("the table answers").is_some());
    assert!(counted(&rig, days).await.book.corrections.is_empty(), "nothing was recorded so far");
    let out =
        Sent { reason: "по словам\u{202e} пациента, СНИЛС 112-233-445 95".to_owned(), ..out };
    assert_eq!(correct(&rig.env, &manager, &out).await.expect("the table answers"), None);
    let kept = rig.outside.table.plain().dump();
    assert!(kept.iter().any(|row| row.body.contains("по словам пациента")));
    let is_plain = |words: &str| !words.contains("112-233-445") && !words.contains('\u{202e}');
    assert!(kept.iter().all(|row| is_plain(&row.body)), "masked, and without what hides, before it is kept");
    let after = counted(&rig, days).await;
    assert_eq!(after.report.reliability.failure, Length(0));
    assert_eq!(after.book.corrections.len(), 1);
    let page = load(&rig.env, &manager, &[]).await.expect("a page").into_string();
    assert!(page.contains("снят исправлением") && !page.contains('‹'));
}

#[tokio::test]
async fn the_same_function_failing_again_within_thirty_days_is_a_repeat() {
    let mut rig = Rig::new().await;
    let days = month(&rig, &catalogue(&rig).await);
    let mut incidents = Vec::new();
    for desk in ["SD-1042", "SD-2000"] {
        let incident = reported_as(&mut rig, desk).await;
        decide(&mut rig, &incident, "no_problem").await;
        rig.answer(&incident, "comment", "Разобрались, больше делать нечего").await;
        rig.hour().await;
        incidents.push(incident);
    }
    let repeats = |figures: &Figures| -> Vec<String> {
        let names = figures.book.history.incident_names();
        figures.report.repeats.iter().map(|number| names.get(*number).to_owned()).collect()
    };
    assert_eq!(repeats(&counted(&rig, days).await), [incidents[1].to_string()]);
    // Nearly a month later the memory of both is gone.
    rig.at(rig.env.now().plus(Length::hours(24 * 31))).await;
    let third = reported_as(&mut rig, "SD-3000").await;
    let next = month(&rig, &catalogue(&rig).await);
    let later = counted(&rig, next).await;
    assert!(later.cases.iter().any(|case| case.incident == third));
    assert_eq!(repeats(&later), Vec::<String>::new());
}
