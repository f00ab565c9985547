//! The port's calls: once for ever, also on records registered elsewhere.

use super::{effect, failure, rig};
use crate::builtin::desk::store;
use crate::builtin::faults::Fault;
use nabat_domain::ids::DeskId;
use nabat_domain::incident::DeskAct;
use nabat_kit::port::{CallError, Desk, DeskProblemChange, DeskRecordChange, NewDeskProblem};

#[tokio::test]
async fn a_repeated_change_is_written_once() {
    let rig = rig().await;
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    let comment = DeskRecordChange::Comment { text: "restored".to_owned() };
    rig.desk.faults().next(1, Fault::Forget);
    assert!(matches!(
        rig.desk.change(&effect("c"), &"city".into(), &record, &comment).await,
        Err(CallError::Transient(_))
    ));
    rig.desk.change(&effect("c"), &"city".into(), &record, &comment).await.expect("done before");
    let close = DeskRecordChange::Close { text: "done".to_owned() };
    rig.desk.change(&effect("z"), &"city".into(), &record, &close).await.expect("closed");
    let reopen = DeskRecordChange::Reopen { text: "a step is open".to_owned() };
    rig.desk.change(&effect("r"), &"city".into(), &record, &reopen).await.expect("reopened");
    let link = DeskRecordChange::Link { to: "SD-9".to_owned() };
    rig.desk.change(&effect("l"), &"city".into(), &record, &link).await.expect("linked");

    let id = record.clone();
    let (found, notes, links) = rig
        .desk
        .database
        .read(move |read| Ok((store::find(read, &id)?, store::notes(read, &id)?, store::links(read, &id)?)))
        .await
        .expect("read");
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["restored", "done", "a step is open"]);
    assert_eq!(found.map(|record| record.state), Some(store::State::Open));
    assert_eq!(links, [store::Link::Record("SD-9".to_owned())]);
    rig.desk.outbox().deliver_due().await.expect("read");
    assert_eq!(rig.receiver.came().len(), 1, "what Nabat did is not sent back to it");
}

#[tokio::test]
async fn a_record_registered_elsewhere_is_known_from_its_first_change() {
    let rig = rig().await;
    let elsewhere: DeskId = "SD-1001".into();
    let comment = DeskRecordChange::Comment { text: "chat made".to_owned() };
    rig.desk.change(&effect("c"), &"city".into(), &elsewhere, &comment).await.expect("written");
    let own = rig.desk.register(failure(&rig)).await.expect("registered");
    assert_eq!(own, "SD-1002".into(), "a number is never given twice");
}

#[tokio::test]
async fn a_problem_is_opened_once_and_reopened_by_a_link() {
    let rig = rig().await;
    let new = NewDeskProblem {
        product: "city".into(),
        title: "Leak".to_owned(),
        text: "memory".to_owned(),
        from: "SD-7".into(),
    };
    let problem = rig.desk.open_problem(&effect("p"), &new).await.expect("opened");
    assert_eq!(rig.desk.open_problem(&effect("p"), &new).await, Ok(problem.clone()));
    assert_eq!((problem.id.as_str(), problem.url.as_str()), ("PRB-0001", "/desk/problems/PRB-0001"));
    let close = DeskProblemChange { act: DeskAct::Close, text: "fixed".to_owned() };
    rig.desk.faults().next(1, Fault::Forget);
    assert!(rig.desk.change_problem(&effect("z"), &problem.id, &close).await.is_err());
    rig.desk.change_problem(&effect("z"), &problem.id, &close).await.expect("done before");
    let closed = rig.desk.problem(&problem.id).await.expect("read").expect("there");
    assert_eq!(closed.state, "closed");
    let linked =
        rig.desk.link_problem(&effect("l"), &"city".into(), &"SD-8".into(), &problem.id).await.expect("linked");
    assert_eq!(linked.state, "open");
    for none in ["PRB-0002", "PRB-1", "PRB-00001", "problem"] {
        assert_eq!(rig.desk.problem(&none.into()).await, Ok(None), "{none}");
        let link = rig.desk.link_problem(&effect(none), &"city".into(), &"SD-8".into(), &none.into()).await;
        assert!(matches!(link, Err(CallError::Permanent(_))), "{none}");
        let change = rig.desk.change_problem(&effect(&format!("z{none}")), &none.into(), &close).await;
        assert!(matches!(change, Err(CallError::Permanent(_))), "{none}");
    }
}
