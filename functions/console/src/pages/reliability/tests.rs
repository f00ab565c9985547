//! The page says everything in both languages, escapes what came from outside, and leads to incidents.

use super::published::all;
use super::*;
use crate::figures::as_it_stands;
use crate::pages::estate::catalogue;
use crate::pages::example::{HOSTILE, ago, eyes};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::StageId;
use nabat_domain::reliability::report::Asked as Terms;
use nabat_domain::reliability::{Fact, Period, Targets, Unit};
use nabat_domain::time::{At, Length};
use nabat_kit::history::{ImportedOutage, Source, point, write_chunk};
use nabat_kit::reliability::{Because, Case, Change, Facts, Held, Named, figures, publish};
use nabat_kit::table::memory::MemoryTable;

fn asked(language: Language, fields: &[(&str, &str)]) -> Asked {
    let eyes = eyes(language);
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Asked::lenient(&fields, eyes.zone, eyes.now)
}

fn of_a_file(language: Language, service: &str) -> String {
    let eyes = eyes(language);
    let mut history = History::default();
    history.push(&Fact {
        incident: "FILE-1",
        service,
        function: "",
        contractor: "",
        class: "",
        began: ago(300),
        restored: Some(ago(240)),
    });
    let asked = asked(language, &[]);
    let targets = asked.question.targets(&Targets::default());
    let terms = Terms { zone: eyes.zone, targets, unit: Unit::Month };
    let report = Report::of(&history, Period::new(asked.question.span(), eyes.now), &terms);
    let (report, history, told) = (&report, &history, as_it_stands);
    reliability(&eyes, &View { asked: &asked, report, history, product: None, told }).into_string()
}

fn case() -> Case {
    let run = |stage: &str, minutes| nabat_domain::reliability::stages::StageRun {
        incident: "inc-0123456789ab".into(),
        stage: StageId::from(stage),
        actual: Length::minutes(minutes),
        budget: Some(Length::minutes(10)),
    };
    Case {
        incident: "inc-0123456789ab".into(),
        desk: "SD-1042".into(),
        service: "emr".into(),
        class: Criticality::MissionCritical,
        began: ago(300),
        failure: Length::minutes(60),
        user_minutes: None,
        called: Some(Length::seconds(8)),
        answered: Some(Length::minutes(4)),
        invited: 5,
        acted: 3,
        waivers: 1,
        stages: vec![run("detection", 3), run("diagnosis", 40)],
        before_restoration: vec![run("detection", 3), run("diagnosis", 40)],
        held: vec![Held {
            contractor: HOSTILE.to_owned(),
            at_fault: true,
            held: Length::minutes(90),
            paused: Length::minutes(5),
            missed: 1,
            overrun: Length::minutes(30),
        }],
    }
}

async fn table() -> MemoryTable {
    let table = MemoryTable::new();
    let outage = |(incident, service, minutes): (&str, &str, i64)| ImportedOutage {
        line: 2,
        incident: incident.to_owned(),
        service: service.to_owned(),
        function: String::new(),
        contractor: HOSTILE.to_owned(),
        class: String::new(),
        began: ago(minutes),
        restored: Some(ago(minutes - 60)),
    };
    let outages = [("FILE-1", HOSTILE, 500), ("FILE-2", "emr", 300)].map(outage);
    write_chunk(&table, &"clinics".into(), "v1", 0, &outages).await.expect("memory takes it");
    let source = Source::new("v1".to_owned(), 2, "00".to_owned(), ago(10));
    point(&table, &"clinics".into(), "file", &source).await.expect("memory takes it");
    table
}

/// The page of a product with everything on it.
async fn drawn(language: Language, fields: &[(&str, &str)], may: &May) -> String {
    let (eyes, catalogue, table) = (eyes(language), catalogue(), table().await);
    let asked = asked(language, fields);
    let mut figures = figures(&table, &catalogue, asked.question.clone()).await.expect("figures");
    figures.cases = vec![std::sync::Arc::new(case())];
    figures.stages = nabat_domain::reliability::stages::stages(&case().stages);
    figures.team.invited = 5;
    figures.contractors.insert(HOSTILE.to_owned(), nabat_kit::reliability::ContractorFigures::default());
    let published = publish(&table, &"clinics".into(), &figures, &"e2".into()).await.expect("published");
    let facts = |minutes| Facts {
        began: ago(minutes),
        restored: Some(ago(minutes - 60)),
        counted: true,
        class: String::new(),
        contractor: String::new(),
    };
    let because = Because { at: ago(5), by: "e2".into(), reason: Some(HOSTILE.to_owned()) };
    let of = Named {
        incident: "FILE-1".to_owned(),
        service: HOSTILE.to_owned(),
        function: String::new(),
        imported: Some(At(1)),
    };
    let change = Change { of, before: Some(facts(500)), after: None, because: vec![because] };
    let differences = [Difference { published, today: figures.report.reliability, changes: vec![change] }];
    let people = nabat_domain::catalogue::PeopleNames::new();
    let (catalogue, id) = (&catalogue, &"clinics".into());
    let of = Of { id, catalogue, people: &people, figures: &figures, published: &differences, may };
    let (report, history, told) = (&figures.report, &figures.book.history, as_it_stands);
    let view = View { asked: &asked, report, history, product: Some(of), told };
    let page = reliability(&eyes, &view).into_string();
    page + &all(&eyes, catalogue, &people, &differences, Some(HOSTILE)).into_string()
}

fn everything() -> May {
    May { correct: true, publish: Some("guard".to_owned()) }
}

const FIELDS: &[(&str, &str)] = &[
    ("from", "2026-10-01"),
    ("to", "2026-12-01"),
    ("without", "emr"),
    ("against_from", "2026-08-01"),
    ("against_to", "2026-10-01"),
    ("target", "0.985"),
];

#[tokio::test]
async fn everything_is_said_in_both_languages() {
    for language in Language::ALL {
        let page = drawn(language, FIELDS, &everything()).await;
        let places: Vec<&str> = page.match_indices('‹').map(|(at, _)| &page[at..(at + 60).min(page.len())]).collect();
        assert!(places.is_empty(), "{places:?}");
        let method = method(&eyes(language)).into_string();
        assert!(!method.contains('‹') && method.contains("3733"), "{method}");
    }
}

#[tokio::test]
async fn names_from_outside_are_text_and_nothing_is_inline() {
    let page = drawn(Language::En, FIELDS, &everything()).await + &of_a_file(Language::En, HOSTILE);
    assert!(!page.contains("<script") && !page.contains("style="));
}

#[tokio::test]
async fn incidents_have_pages_and_outages_of_a_file_only_their_correction() {
    let page = drawn(Language::En, FIELDS, &everything()).await;
    assert!(page.contains("href=\"/incidents/clinics/inc-0123456789ab\""));
    assert!(page.contains("FILE-2") && !page.contains("/incidents/clinics/FILE-2"));
    assert!(page.contains("/reliability/outage?incident=FILE-2&amp;service=emr"));
    let of_a_file = of_a_file(Language::En, "booking");
    assert!(!of_a_file.contains("href=") && !of_a_file.contains("<form"));
}

#[tokio::test]
async fn who_only_sees_neither_corrects_nor_publishes() {
    let page = drawn(Language::En, FIELDS, &May::default()).await;
    assert!(!page.contains("/reliability/outage?incident=FILE-2") && !page.contains("method=\"post\""));
}

#[tokio::test]
async fn a_running_period_has_no_form_that_publishes_it() {
    let over = [("from", "2026-09-01"), ("to", "2026-10-01")];
    let running = [("from", "2026-11-01"), ("to", "2026-12-01")];
    assert!(drawn(Language::En, &over, &everything()).await.contains("action=\"/reliability/publish\""));
    assert!(!drawn(Language::En, &running, &everything()).await.contains("action=\"/reliability/publish\""));
}

#[tokio::test]
async fn an_outage_shows_its_corrections_and_who_may_not_has_no_form() {
    let (catalogue, table) = (catalogue(), table().await);
    let book = nabat_kit::reliability::read(&table, &catalogue).await.expect("a book");
    let of = book.named(1);
    let facts = book.facts(1);
    let after = Facts { counted: false, class: "mission_critical".to_owned(), ..facts.clone() };
    let correction = nabat_kit::reliability::Correction::new(
        of.clone(),
        facts.clone(),
        after,
        HOSTILE.to_owned(),
        "e2".into(),
        ago(5),
    );
    for language in Language::ALL {
        for csrf in [None, Some("guard")] {
            let people = nabat_domain::catalogue::PeopleNames::new();
            let view = Correcting {
                of: &of,
                facts: &facts,
                corrections: vec![&correction],
                catalogue: &catalogue,
                people: &people,
                csrf,
                trouble: Some(HOSTILE),
            };
            let page = correcting(&eyes(language), &view).into_string();
            assert!(!page.contains('‹') && !page.contains("<script"), "{page}");
            assert_eq!(page.contains("<form"), csrf.is_some());
        }
    }
}

#[test]
fn filters_are_read_from_the_address_kept_in_it_and_nonsense_is_this_year() {
    let fields = [
        ("from", "2026-02-01"),
        ("to", "2026-03-01"),
        ("by", "contractor"),
        ("target", "0.9373"),
        ("class", "mission_critical"),
        ("without", "emr"),
        ("without", "lab"),
        ("against_from", "2026-01-01"),
        ("against_to", "2026-02-01"),
    ];
    let read = asked(Language::En, &fields);
    assert_eq!(read.question.days.0.to_string(), "2026-02-01");
    assert_eq!((read.by, read.question.without.len()), (Dimension::Contractor, 2));
    let again: Vec<(String, String)> = form_urlencoded::parse(read.query().as_bytes()).into_owned().collect();
    let eyes = eyes(Language::En);
    assert_eq!(Asked::strict(&again, eyes.zone, eyes.now), Ok(read));
    let nonsense = asked(Language::En, &[("from", "x"), ("to", "1999-01-01"), ("target", "98 %"), ("against_to", "y")]);
    assert_eq!(nonsense.unread, ["from", "to", "against_to", "target"]);
    assert_eq!(Asked { unread: Vec::new(), ..nonsense }, asked(Language::En, &[]));
}

#[tokio::test]
async fn what_was_asked_for_and_is_not_shown_is_told() {
    for language in Language::ALL {
        let eyes = eyes(language);
        let fields = [("from", "2027-01-01"), ("to", "2026-01-01"), ("target", "500"), ("service", "nosuch")];
        let page = drawn(language, &fields, &May::default()).await;
        let labels = ["reliability-to", "figures-target"].map(|key| eyes.say(key, &[]));
        for (key, what) in [("figures-unread", labels.join("; ")), ("figures-unknown", "nosuch".to_owned())] {
            let told = eyes.say(key, &[("what", &what)]);
            assert!(!told.contains('‹') && page.contains(&told), "{told}");
        }
        assert!(page.contains(r#"value="nosuch" selected"#));
    }
}
