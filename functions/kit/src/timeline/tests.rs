//! Every event has its sentence, in both languages, whole.

mod contractor;
mod journal;

use super::*;
use crate::messages::Speaker;
use nabat_domain::anomaly::{Kind as SeriesKind, Metric};
use nabat_domain::answer::{Certainty, Verdict};
use nabat_domain::catalogue::{
    BusinessFunction, Catalogue, Criticality, Language, PeopleNames, Priority, Role, Service,
};
use nabat_domain::incident::{
    ActionName, ActionResult, Assembly, Came, ChatLost, Count, Decided, Facts, FileCame, FileFact, FileKind, Filled,
    Finding, Found, Gone, Hindrance, KeptFile, Looked, Mark, NotKept, OtherSaid, Prompt, Runbook, Scope, Search,
    SeriesName, Target, TeamMember, Terms, TextRef, Value, Way,
};
use nabat_domain::masking::Kind as Masked;
use nabat_domain::procedure::Kind;
use nabat_domain::users::{Figure, Stretch};

const NOW: At = At(1_790_000_000_000);

fn text(words: &str) -> TextRef {
    TextRef(words.to_owned())
}

fn facts(standing: Standing) -> Event {
    Event::Registered(Box::new(Facts {
        schema: 1,
        desk: "SD-1".into(),
        alert: false,
        url: None,
        service: "emr".into(),
        functions: ["open".into()].into(),
        scope: Scope::All,
        summary: text("summary"),
        description: None,
        registered_by: text("by"),
        began: NOW,
        restored: None,
        drill: true,
        restricted: false,
        criticality: Criticality::MissionCritical,
        priority: Priority::P1,
        standing,
        catalogue: "c".to_owned(),
        procedure: "incident@1".to_owned(),
        raised_by: None,
    }))
}

fn prompt(kind: Kind, step: &str, subject: Option<&str>) -> Event {
    Event::Asked(Prompt {
        id: "x.1".into(),
        step: step.into(),
        subject: subject.map(str::to_owned),
        stage: "assembly".into(),
        role: Role::DutyEngineer,
        holder: Some("e1".into()),
        kind,
        choices: Vec::new(),
        mandatory: true,
        asked_at: NOW,
        reminders: 0,
        reminded_at: None,
    })
}

fn answered(step: &str, subject: &str, value: Value) -> Event {
    let instance = if subject.is_empty() { step.to_owned() } else { format!("{step}.{subject}") };
    Event::Answered {
        prompt: None,
        instance,
        step: step.into(),
        role: Role::DutyEngineer,
        by: "e1".into(),
        on_behalf_of: Some("e2".into()),
        stated_at: NOW.minus(Length::minutes(9)),
        value,
    }
}

fn answers() -> Vec<Event> {
    let verdict = |verdict| Value::Verdict { verdict, remark: Some(text("slow")), since: None };
    vec![
        answered("accept", "", Value::Accepted),
        answered("began", "", Value::Began { at: NOW }),
        answered("restored", "", Value::Restored { at: NOW, functions: BTreeSet::new() }),
        answered("detected", "", Value::Choice { choice: "users".to_owned() }),
        answered("summary", "", Value::Text { text: text("words") }),
        answered("scope", "", Value::Scope { scope: Scope::Organisations(["gp12".into()].into()) }),
        answered("located", "", Value::Fault { service: Some("emr".into()), certainty: Certainty::Certain }),
        answered("located", "", Value::Fault { service: None, certainty: Certainty::Suspected }),
        answered("word", "", Value::Word { text: text("words"), next: NOW }),
        answered("works", "emr:open", verdict(Verdict::DoesNotWork)),
        answered("impact", "lab", verdict(Verdict::Degraded)),
        answered("recovered", "lab", verdict(Verdict::Works)),
        answered("linked", "inc-2", Value::Other { incident: "inc-2".into(), together: true }),
    ]
}

fn assembled() -> Event {
    let member = |person: Option<&str>| TeamMember {
        role: Role::DutyEngineer,
        person: person.map(Into::into),
        filled: Filled::Rota,
        calendar: None,
    };
    Event::Assembled(Box::new(Assembly {
        team: vec![member(Some("e1")), member(None)],
        chains: BTreeMap::new(),
        neighbours: Vec::new(),
        not_asked: Vec::new(),
        stages: Vec::new(),
        terms: Terms::default(),
    }))
}

/// At least one of every kind; several where sentences differ.
fn events() -> Vec<Event> {
    let other = |standing| Event::OtherAnswered { incident: "inc-2".into(), standing };
    let mut events = vec![
        facts(Standing::Open),
        facts(Standing::RecordedOnly),
        facts(Standing::Linked { to: "inc-2".into() }),
        assembled(),
        Event::ChatOpened { room: "r".into(), invited: vec!["e1".into()], failed: vec!["e2".into()] },
        Event::PeopleInvited { invited: Vec::new(), failed: Vec::new() },
        Event::PeopleSentOff { people: vec!["e1".into(), "e2".into()] },
        Event::PeopleCalledBack { people: vec!["e1".into()] },
        Event::PeopleLeft { people: vec!["e1".into(), "e2".into()], failed: vec!["e2".into()] },
        Event::ChatLost { room: None, why: ChatLost::Unreachable, to: Some("spare".into()) },
        Event::ChatLost { room: Some("r1".into()), why: ChatLost::ThrownOut, to: None },
        prompt(Kind::Accept, "accept", None),
        prompt(Kind::Works, "works", Some("emr:open")),
        prompt(Kind::Impact, "impact", Some("lab")),
        Event::PromptsWithdrawn { prompts: BTreeMap::from([("impact.lab.2".into(), Some("e1".into()))]) },
        Event::Questioned { prompt: "word.1".into(), by: "e1".into(), said: Some(text("hm")) },
        Event::Corrected {
            instance: "began".to_owned(),
            by: "e1".into(),
            old: Value::Began { at: NOW },
            new: Value::Began { at: NOW },
            stated_at: NOW,
            reason: text("why"),
        },
        Event::Waived {
            instance: "recovered.lab".to_owned(),
            step: "recovered".into(),
            role: Some(Role::DutyEngineer),
            owed_by: Some("e2".into()),
            by: "e1".into(),
            reason: text("why"),
        },
        Event::OutageBegan { at: NOW, was: None },
        Event::OtherSaid(Box::new(OtherSaid {
            incident: "inc-2".into(),
            word: Some(text("word")),
            next: NOW,
            stage: "restoration".into(),
            leads: Some("e1".into()),
        })),
        Event::PersonGone(Box::new(Gone {
            person: "e1".into(),
            roles: [(Role::DutyEngineer, Some("e2".into())), (Role::FirstLine, None)].into(),
            services: BTreeMap::new(),
        })),
        Event::OutageRestored { functions: ["open".into()].into(), at: NOW, corrected: false },
        Event::OutageReopened { service: "emr".into(), function: "open".into(), undone: BTreeSet::new(), anew: None },
        Event::OutageReopened {
            service: "emr".into(),
            function: "open".into(),
            undone: BTreeSet::new(),
            anew: Some(NOW),
        },
        Event::StagesMoved { stage: "diagnosis".into(), ends: BTreeMap::new() },
        Event::ScopeStated { scope: Scope::All, by: None },
        Event::ServiceChanged {
            service: "lab".into(),
            functions: ["results".into()].into(),
            old_service: "emr".into(),
            old_functions: ["open".into()].into(),
            by: None,
            undone: BTreeSet::new(),
            class: None,
            same_as: None,
        },
        Event::PriorityChanged {
            priority: Priority::P2,
            old: Priority::P1,
            by: Some("e1".into()),
            reason: Some(text("why")),
        },
        Event::Restricted { restricted: true, by: Some("e1".into()), reason: Some(text("why")) },
        Event::NeighbourSuspected { service: "lab".into() },
        Event::RoleTaken { role: Role::DutyEngineer, from: Some("e1".into()), to: "e2".into() },
        Event::HandoverOffered { role: Role::DutyEngineer, from: "e1".into(), to: "e2".into() },
        Event::Escalated { prompt: "accept.1".into(), role: Role::DutyEngineer, level: 1, to: Some("e2".into()) },
        Event::Escalated { prompt: "accept.1".into(), role: Role::DutyEngineer, level: 2, to: None },
        Event::CalledOut { prompt: "accept.1".into(), role: Role::DutyEngineer, person: "e2".into(), rung: 0 },
        Event::Reminded { prompts: vec!["word.1".into(), "impact.lab.1".into()], room: true, notices: Vec::new() },
        Event::BudgetSpent { stage: Some("diagnosis".into()), percent: 50, to: None },
        Event::BudgetSpent { stage: None, percent: 200, to: Some("e2".into()) },
        Event::DuplicateOffered { incident: "inc-2".into(), desk: "SD-2".into() },
        Event::NeighbourLinked {
            incident: "inc-3".into(),
            desk: "SD-3".into(),
            service: "lab".into(),
            functions: ["results".into()].into(),
        },
        other(OtherStanding::Merged),
        other(OtherStanding::Kept),
        other(OtherStanding::Separate),
        Event::NeighbourChanged {
            incident: "inc-3".into(),
            desk: "SD-3".into(),
            service: "lab".into(),
            functions: ["results".into()].into(),
        },
        Event::Noticed { notices: vec![Wording::new("problem-refused")] },
        Event::NoticeWaits { notice: Wording::new("problem-refused") },
        Event::OtherLeft { incident: "inc-3".into(), desk: "SD-3".into() },
        Event::StandingChanged { standing: Standing::Merged { into: "inc-9".into() }, desk: None, left: None },
        Event::Decided { decided: Decided::KnownProblem { problem: Some("PRB-1".into()) }, by: "e1".into() },
        Event::Decided { decided: Decided::NewProblem, by: "e1".into() },
        Event::ProblemRecorded { problem: "PRB-1".into(), url: String::new(), state: "open".to_owned(), with: None },
        Event::ProblemRefused { undone: BTreeSet::new() },
        Event::DeskClosedByHand { missing: Vec::new() },
        Event::DeskReopened,
        Event::RecordOpened { desk: "OPS-5".into(), url: "https://desk/OPS-5".to_owned(), alert: "alert-abc".into() },
        Event::RecordChanged { description: Some(text("why")), url: None },
        Event::DescriptionChanged { summary: text("summary") },
        Event::MessageMasked {
            by: "e1".into(),
            message: None,
            found: Masked::ALL.map(|kind| (kind, 2)).into(),
            place: Target::Room,
        },
        Event::Closed,
        Event::ReportPublished { address: "/wiki/p/i".to_owned(), revision: 2, upto: 40 },
        Event::Runbook(Runbook::Asked { service: "emr".into(), until: NOW, by: "e1".into() }),
        searched(Vec::new(), 0),
        searched(Vec::new(), 12),
        searched(vec![finding()], 12),
        Event::Runbook(Runbook::Marked { series: finding().series, search: 3, mark: Mark::Noise, by: "e1".into() }),
        counted(Some(Figure { users: 70, low: 63, high: 77 })),
        counted(None),
        Event::Runbook(Runbook::Offered { actions: vec![action()] }),
        Event::Runbook(Runbook::ActionAsked { action: action(), by: Some("e1".into()) }),
        Event::Runbook(Runbook::ActionAsked { action: action(), by: None }),
        came(Came::Answer { text: String::new() }),
        came(Came::Answer { text: "restarted".to_owned() }),
        came(Came::Link { url: "https://wiki.example/gateway".to_owned() }),
        came(Came::Failed { reason: "it answered 500".to_owned(), why: None }),
        came(Came::Failed { reason: String::new(), why: Some(Hindrance::Status { status: 500 }) }),
        came(Came::Table { rows: Vec::new(), more: 0 }),
        came(Came::Table { rows: vec![("pod=a".to_owned(), "12".to_owned())], more: 3 }),
        Event::Annulled { by: "e1".into(), reason: text("why"), left: None },
    ];
    events.extend(files());
    events.extend(answers());
    events.extend(contractor::facts());
    events
}

fn files() -> Vec<Event> {
    let why = [NotKept::Empty, NotKept::Large, NotKept::Macros, NotKept::Runs, NotKept::Gone];
    let kept = KeptFile { sha256: "ab".repeat(32), bytes: 1_234_567, kind: FileKind::Pdf };
    let came = why.map(|why| FileCame::NotKept { why }).into_iter().chain([FileCame::Kept(kept)]);
    let posted = FileFact::Posted {
        number: 1,
        by: "e1".into(),
        place: Target::Room,
        name: text("name"),
        bytes: 20_480,
        source: None,
        contract: None,
        message: None,
    };
    let facts = came.map(|came| FileFact::Came { number: 1, came }).chain([posted]);
    facts.map(|fact| Event::File(Box::new(fact))).collect()
}

fn finding() -> Finding {
    Finding {
        series: SeriesName { service: "emr".into(), metric: Metric("cpu".to_owned()) },
        kind: SeriesKind::Cpu,
        way: Way::Up,
        now: "95".to_owned(),
        usual: "40".to_owned(),
        far: "8".to_owned(),
        before: None,
        season: None,
        since: NOW,
        address: None,
        earlier: None,
    }
}

fn action() -> ActionName {
    ActionName { id: "restart".into(), name: "Restart the gateway".to_owned() }
}

fn came(came: Came) -> Event {
    let result = ActionResult { number: 7, action: action(), by: None, came };
    Event::Runbook(Runbook::ActionCame { result: Box::new(result) })
}

fn counted(figure: Option<Figure>) -> Event {
    let count = Count {
        service: "emr".into(),
        stretch: Stretch { from: NOW, figures: vec![figure] },
        organisations: Vec::new(),
        silent: 0,
        uncounted: BTreeSet::new(),
        unknown: None,
    };
    Event::Runbook(Runbook::Counted { count: Box::new(count) })
}

fn searched(findings: Vec<Finding>, series: u32) -> Event {
    Event::Runbook(Runbook::Searched {
        found: Box::new(Found {
            search: Search { number: 3, service: "emr".into(), until: NOW, by: None },
            findings,
            changed: Vec::new(),
            symptoms: Vec::new(),
            looked: Looked { series, ..Looked::default() },
            lacking: Vec::new(),
            more_lacking: 0,
            began: None,
            samples: None,
        }),
    })
}

/// The estate of the messages' tests, its service under two more names.
fn catalogue() -> Catalogue {
    let mut catalogue = crate::messages::estate_of_tests();
    let known = catalogue.services.values().next().cloned().expect("it has a service");
    for (id, name, function, does) in
        [("emr", "Patient record", "open", "Open a record"), ("lab", "Lab", "results", "Results")]
    {
        let functions = vec![BusinessFunction { id: function.into(), name: does.to_owned(), users: None }];
        let service = Service { id: id.into(), name: name.to_owned(), functions, ..known.clone() };
        catalogue.services.insert(id.into(), service);
    }
    catalogue
}

fn told(language: Language, texts: &BTreeMap<TextRef, String>) -> Vec<(String, String)> {
    let (catalogue, names) = (catalogue(), PeopleNames::new());
    let speaker = Speaker { language, zone: chrono_tz::Europe::Moscow, catalogue: &catalogue, names: &names, texts };
    let mut narrator = Narrator::new(BTreeMap::new());
    let one = |event: &Event| (event.to_journal().0, speaker.say(&narrator.tell(event, NOW).wording));
    events().iter().map(one).collect()
}

#[test]
fn every_event_has_a_whole_sentence_in_both_languages() {
    let words = ["summary", "words", "why", "slow", "hm", "by"].map(|word| (text(word), format!("«{word}»"))).into();
    for language in Language::ALL {
        for (kind, sentence) in told(language, &words) {
            assert!(!sentence.contains(['‹', '{', '$']), "{kind}: {sentence}");
            assert!(!sentence.trim().is_empty(), "{kind}");
        }
    }
}

#[test]
fn the_samples_name_every_event_of_the_catalogue() {
    let files = [
        include_str!("../../messages/ru/timeline.ftl"),
        include_str!("../../messages/ru/contractors.ftl"),
        include_str!("../../messages/ru/files.ftl"),
    ];
    // Facts about contractors are named by a second word: `event-contractor-opened`.
    let name = |line: &'static str| line.strip_prefix("event-")?.split([' ', '-']).next();
    let named: BTreeSet<&str> = files.into_iter().flat_map(str::lines).filter_map(name).collect();
    let sampled: Vec<String> = events().iter().map(|event| event.to_journal().0).collect();
    assert_eq!(named, sampled.iter().map(String::as_str).collect());
}

#[test]
fn things_are_told_by_name_and_erased_words_as_erased() {
    let told = told(Language::En, &BTreeMap::new());
    let of =
        |kind: &str| told.iter().filter(|(known, _)| known == kind).map(|(_, said)| said.as_str()).collect::<Vec<_>>();
    assert!(of("registered")[0].contains("Patient record") && of("registered")[0].contains("Open a record"));
    assert!(of("waived")[0].contains("erased") && of("other_answered")[0].starts_with("SD-2"));
    assert!(of("answered").iter().any(|said| said.contains("SD-2")));
    assert!(of("outage_restored")[0].contains("Open a record"));
}

#[test]
fn half_a_budget_is_quiet_and_the_whole_is_not() {
    let spent = |percent| tone(&Event::BudgetSpent { stage: None, percent, to: None });
    assert_eq!([spent(50), spent(100)], [Tone::Quiet, Tone::Bad]);
}
