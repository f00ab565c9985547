//! What every desk has to pass: one set of checks in terms of the port, and of what people see there.

use async_trait::async_trait;
use nabat_domain::catalogue::Priority;
use nabat_domain::ids::{DeskId, ProblemId, ProductId};
use nabat_domain::incident::DeskAct;
use nabat_domain::time::At;
use nabat_kit::port::{
    CallError, Desk, DeskFile, DeskListener, DeskNews, DeskProblemChange, DeskRecordChange, EffectKey, NewDeskIncident,
    NewDeskProblem, NewDeskRecord, RecordCategory,
};

/// A record as people see it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// Whether it is open.
    pub open: bool,
    /// Everything written on it, in order.
    pub words: Vec<String>,
    /// What it is linked to, and is.
    pub links: Vec<String>,
    /// The work group.
    pub work_group: Option<String>,
    /// By when, to the second.
    pub due: Option<At>,
    /// What fails, in fields of their own.
    pub service: Option<String>,
    /// What of it.
    pub functions: Vec<String>,
}

/// A desk with people at it.
#[async_trait]
pub trait DeskStage: Sync {
    /// The port.
    fn desk(&self) -> &dyn Desk;
    /// Somebody registers a failure there; its record.
    async fn registered(&self, title: &str) -> DeskId;
    /// A record as people see it.
    async fn shown(&self, record: &DeskId) -> Shown;
    /// Names and contents of the files on a record; `None` where the desk takes none.
    async fn files(&self, _record: &DeskId) -> Option<Vec<(String, Vec<u8>)>> {
        None
    }
    /// A problem's manager closes it.
    async fn close_problem(&self, problem: &ProblemId);
}

/// What changed in a desk since a moment, the oldest change first: listed and read at once.
///
/// # Errors
/// The desk's.
#[nabat_kit::boxed]
pub async fn changed(desk: &dyn DeskListener, since: At) -> Result<Vec<DeskNews>, CallError> {
    let mut news = Vec::new();
    for changed in desk.listed(since).await? {
        news.extend(desk.read(&changed).await?);
    }
    Ok(news)
}

/// All checks one after the other.
#[nabat_kit::boxed]
pub async fn all(stage: &dyn DeskStage) {
    a_comment_is_written_once(stage).await;
    a_record_is_closed_and_opened_again_with_words(stage).await;
    a_file_is_put_on_the_record_once(stage).await;
    records_are_linked(stage).await;
    a_problem_is_opened_once_and_linked(stage).await;
    a_closed_problem_is_opened_again_and_one_that_is_not_there_refused(stage).await;
    a_problem_is_closed_and_opened_with_words(stage).await;
    a_failure_on_contractor_is_opened_once_on_its_work_group(stage).await;
    what_began_as_an_alert_is_opened_once_and_followed(stage).await;
    what_was_typed_stays_as_it_is(stage).await;
}

fn key(text: &str) -> EffectKey {
    EffectKey(format!("city#I#inc-1/{text}"))
}

async fn change(stage: &dyn DeskStage, by: &str, record: &DeskId, change: &DeskRecordChange) {
    let done = stage.desk().change(&key(by), &"city".into(), record, change).await;
    done.unwrap_or_else(|error| panic!("{change:?} is taken: {error:?}"));
}

fn said(shown: &Shown, words: &str) -> usize {
    shown.words.iter().filter(|text| text.contains(words)).count()
}

/// A repeat writes nothing; another key with the same words writes them again.
#[nabat_kit::boxed]
pub async fn a_comment_is_written_once(stage: &dyn DeskStage) {
    let record = stage.registered("Crews cannot be assigned").await;
    let comment = DeskRecordChange::Comment { text: "The chat is #night".to_owned() };
    for by in ["c.1", "c.1", "c.10"] {
        change(stage, by, &record, &comment).await;
    }
    let shown = stage.shown(&record).await;
    assert_eq!((said(&shown, "The chat is #night"), shown.open), (2, true), "{shown:?}");
}

/// Closing and opening again carry words, and are done once.
#[nabat_kit::boxed]
pub async fn a_record_is_closed_and_opened_again_with_words(stage: &dyn DeskStage) {
    let record = stage.registered("Booking fails").await;
    for _ in 0..2 {
        change(stage, "d.1", &record, &DeskRecordChange::Close { text: "closed: restarted".to_owned() }).await;
    }
    let shown = stage.shown(&record).await;
    assert_eq!((said(&shown, "closed: restarted"), shown.open), (1, false), "{shown:?}");
    change(stage, "d.2", &record, &DeskRecordChange::Reopen { text: "not over yet".to_owned() }).await;
    let shown = stage.shown(&record).await;
    assert_eq!((said(&shown, "not over yet"), shown.open), (1, true), "{shown:?}");
}

/// With the words beside it; a desk that takes no files has the words, which say where the file is.
#[nabat_kit::boxed]
pub async fn a_file_is_put_on_the_record_once(stage: &dyn DeskStage) {
    let record = stage.registered("Crews cannot be assigned").await;
    let content: Vec<u8> = (0..=u8::MAX).cycle().take(70_000).collect();
    let file = |name: &str, content: &[u8]| DeskFile {
        name: name.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        content: content.to_vec(),
        text: format!("A file from the chat: {name}"),
    };
    let (log, other) = (file("лог шлюза.bin", &content), file("b.bin", b"\0\xff\r\n--"));
    for (by, file) in [("f.1", &log), ("f.1", &log), ("f.2", &other)] {
        stage.desk().attach(&key(by), &"city".into(), &record, file).await.expect("it is taken");
    }
    let shown = stage.shown(&record).await;
    assert_eq!((said(&shown, "лог шлюза.bin"), said(&shown, "b.bin"), shown.open), (1, 1, true), "{shown:?}");
    if let Some(files) = stage.files(&record).await {
        let wanted = [(log.name.clone(), content), (other.name.clone(), other.content)];
        assert!(files == wanted, "{:?}", files.iter().map(|(name, bytes)| (name, bytes.len())).collect::<Vec<_>>());
    }
}

/// The other record is seen from this one.
#[nabat_kit::boxed]
pub async fn records_are_linked(stage: &dyn DeskStage) {
    let (one, other) = (stage.registered("One").await, stage.registered("Other").await);
    for _ in 0..2 {
        change(stage, "e.1", &one, &DeskRecordChange::Link { to: other.to_string() }).await;
    }
    let shown = stage.shown(&one).await;
    assert_eq!(shown.links.iter().filter(|link| **link == other.as_str()).count(), 1, "{shown:?}");
}

/// A problem with the incident linked to it; the same key finds it.
#[nabat_kit::boxed]
pub async fn a_problem_is_opened_once_and_linked(stage: &dyn DeskStage) {
    let record = stage.registered("Crews cannot be assigned").await;
    let new = NewDeskProblem {
        product: ProductId::from("city"),
        title: "Why".to_owned(),
        text: "what is known".to_owned(),
        from: record.clone(),
    };
    let made = stage.desk().open_problem(&key("f.1"), &new).await.expect("opened");
    assert_eq!(stage.desk().open_problem(&key("f.1"), &new).await.expect("found"), made);
    assert_eq!(stage.desk().problem(&made.id).await.expect("answered"), Some(made.clone()));
    assert!(stage.shown(&record).await.links.iter().any(|link| link == made.id.as_str()));
    let other = stage.desk().open_problem(&key("f.10"), &new).await.expect("opened");
    assert_ne!(other.id, made.id, "another key is another problem");
}

/// Its end and its return are told to the desk; a repeated key does nothing, and a problem that is not there is refused.
#[nabat_kit::boxed]
pub async fn a_problem_is_closed_and_opened_with_words(stage: &dyn DeskStage) {
    let record = stage.registered("Crews cannot be assigned").await;
    let new = NewDeskProblem {
        product: ProductId::from("city"),
        title: "Why".to_owned(),
        text: "known".to_owned(),
        from: record,
    };
    let made = stage.desk().open_problem(&key("p.1"), &new).await.expect("opened");
    let change = async |name: &str, act, text: &str| {
        let change = DeskProblemChange { act, text: text.to_owned() };
        stage.desk().change_problem(&key(name), &made.id, &change).await.expect("changed");
        stage.desk().problem(&made.id).await.expect("answered").expect("still there").state
    };
    assert_eq!(change("p.2", DeskAct::Comment, "Watched until Monday.").await, made.state);
    let closed = change("p.3", DeskAct::Close, "The fix held.").await;
    assert_ne!(closed, made.state);
    assert_eq!(change("p.3", DeskAct::Close, "The fix held.").await, closed);
    assert_eq!(change("p.4", DeskAct::Reopen, "It came back.").await, made.state);
    let close = DeskProblemChange { act: DeskAct::Close, text: "Gone.".to_owned() };
    let absent = stage.desk().change_problem(&key("p.5"), &ProblemId::from("problem999999"), &close).await;
    assert!(matches!(absent, Err(CallError::Permanent(_))), "{absent:?}");
}

/// Linking to a closed problem opens it; a number somebody mistyped is refused for good.
#[nabat_kit::boxed]
pub async fn a_closed_problem_is_opened_again_and_one_that_is_not_there_refused(stage: &dyn DeskStage) {
    let record = stage.registered("Crews cannot be assigned").await;
    let new = NewDeskProblem {
        product: ProductId::from("city"),
        title: "Why".to_owned(),
        text: "what is known".to_owned(),
        from: record.clone(),
    };
    let made = stage.desk().open_problem(&key("g.1"), &new).await.expect("opened");
    stage.close_problem(&made.id).await;
    let closed = stage.desk().problem(&made.id).await.expect("answered").expect("still there");
    assert_ne!(closed.state, made.state);
    let repeat = stage.registered("Crews cannot be assigned again").await;
    let linked = stage.desk().link_problem(&key("g.2"), &"city".into(), &repeat, &made.id).await.expect("linked");
    assert_eq!((&linked.id, &linked.state), (&made.id, &made.state));
    assert!(stage.shown(&repeat).await.links.iter().any(|link| link == made.id.as_str()));
    for wrong in ["nothing", "problem999999", "999999", "%../x"] {
        let wrong = ProblemId::from(wrong);
        assert_eq!(stage.desk().problem(&wrong).await, Ok(None), "{wrong}");
        let refused = stage.desk().link_problem(&key("g.3"), &"city".into(), &repeat, &wrong).await;
        assert!(matches!(refused, Err(CallError::Permanent(_))), "{wrong}: {refused:?}");
    }
}

/// With its deadline, linked to where it came from, moved to another group by hand of ours.
#[nabat_kit::boxed]
pub async fn a_failure_on_contractor_is_opened_once_on_its_work_group(stage: &dyn DeskStage) {
    let record = stage.registered("Crews cannot be assigned").await;
    let due = At(1_795_500_000_000);
    let new = NewDeskRecord {
        product: ProductId::from("city"),
        category: RecordCategory::OnContractor,
        work_group: "vendor-2".to_owned(),
        title: "Failure on contractor".to_owned(),
        text: "handed over at 14:32".to_owned(),
        due,
        from: record.clone(),
    };
    let made = stage.desk().open_record(&key("h.1"), &new).await.expect("opened");
    assert_eq!(stage.desk().open_record(&key("h.1"), &new).await.expect("found"), made);
    let shown = stage.shown(&made.id).await;
    assert_eq!((shown.work_group.as_deref(), shown.due, shown.open), (Some("vendor-2"), Some(due), true), "{shown:?}");
    assert_eq!(said(&shown, "handed over at 14:32"), 1, "{shown:?}");
    assert!(shown.links.iter().any(|link| link == record.as_str()), "{shown:?}");
}

/// The incident's own record, with what is known; what is said and linked later finds it, and closing closes it.
#[nabat_kit::boxed]
pub async fn what_began_as_an_alert_is_opened_once_and_followed(stage: &dyn DeskStage) {
    let new = NewDeskIncident {
        product: ProductId::from("city"),
        service: "dispatch".into(),
        functions: ["assign-crew".into(), "crew-status".into()].into(),
        priority: Priority::P1,
        began: At(1_795_431_495_825),
        title: "Crews cannot be assigned: 5xx".to_owned(),
        text: "The alert: https://prometheus.example/graph?g0.expr=up".to_owned(),
    };
    let made = stage.desk().open_incident(&key("j.1"), &new).await.expect("opened");
    assert_eq!(stage.desk().open_incident(&key("j.1"), &new).await.expect("found"), made);
    let other = stage.desk().open_incident(&key("j.10"), &new).await.expect("opened");
    assert_ne!(other.id, made.id, "another key is another incident");
    let shown = stage.shown(&made.id).await;
    assert_eq!((shown.open, said(&shown, "https://prometheus.example/graph?g0.expr=up")), (true, 1), "{shown:?}");
    let mut functions = shown.functions.clone();
    functions.sort();
    assert_eq!(
        (shown.service.as_deref(), functions),
        (Some("dispatch"), vec!["assign-crew".into(), "crew-status".into()])
    );
    change(stage, "j.2", &made.id, &DeskRecordChange::Comment { text: "The chat is #night".to_owned() }).await;
    let problem = NewDeskProblem {
        product: ProductId::from("city"),
        title: "Why".to_owned(),
        text: "what is known".to_owned(),
        from: made.id.clone(),
    };
    let problem = stage.desk().open_problem(&key("j.3"), &problem).await.expect("opened");
    change(stage, "j.4", &made.id, &DeskRecordChange::Close { text: "closed: restarted".to_owned() }).await;
    let shown = stage.shown(&made.id).await;
    assert_eq!((shown.open, said(&shown, "The chat is #night"), said(&shown, "closed: restarted")), (false, 1, 1));
    assert!(shown.links.iter().any(|link| link == problem.id.as_str()), "{shown:?}");
}

/// Markup, mentions and tricks of direction are data.
#[nabat_kit::boxed]
pub async fn what_was_typed_stays_as_it_is(stage: &dyn DeskStage) {
    let record = stage.registered("Crews cannot be assigned").await;
    let typed = "<b>x</b> {{x}} @all 'quoted' \"twice\" \\ %s ₽ — да";
    change(stage, "i.1", &record, &DeskRecordChange::Comment { text: typed.to_owned() }).await;
    let shown = stage.shown(&record).await;
    assert_eq!(said(&shown, typed), 1, "{shown:?}");
}
