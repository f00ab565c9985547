//! One of every fact about a contractor.

use super::{NOW, text};
use nabat_domain::answer::ReportPart;
use nabat_domain::catalogue::{ServiceHours, WorkGroup};
use nabat_domain::incident::{BackClaim, Contracted, ContractorEvent as E, Deal, Event};
use nabat_domain::time::Length;

fn deal() -> Box<Deal> {
    Box::new(Deal {
        contract: "D-1".into(),
        contractor: "Contractor".to_owned(),
        work_group: WorkGroup("group".to_owned()),
        people: vec!["e1".into()],
        zone: "UTC".to_owned(),
        hours: ServiceHours::default(),
        reaction: Length(1),
        restoration: Length(2),
        report: Length(3),
    })
}

/// Every fact, those with parts that may be missing with and without them.
pub(super) fn facts() -> Vec<Event> {
    let (by, words) = (|| "e1".into(), || text("why"));
    let none = std::collections::BTreeSet::<String>::new;
    let facts = vec![
        E::HandedOver { deal: deal(), by: by(), undone: none() },
        E::Delivered { at: NOW, to: by() },
        E::Requested { by: by(), text: words() },
        E::Met { number: 0, by: by(), text: words() },
        E::HandedBack { by: by(), text: Some(words()), claim: BackClaim::Done },
        E::BackRefused { by: by(), undone: none() },
        E::BackAccepted { at: NOW, by: Some(by()) },
        E::BackAccepted { at: NOW, by: None },
        E::Withdrawn,
        E::Objected { by: by(), text: words() },
        E::Suspected { deal: deal(), service: "emr".into() },
        E::Declined { by: by() },
        E::Opened { deal: deal(), service: "emr".into(), due: NOW },
        E::Recorded { desk: "SD-2".into(), url: "/desk/SD-2".to_owned() },
        E::Dropped,
        E::ClosedByHand,
        E::EditedByHand,
        E::ReportDoubted { by: by(), text: words(), lacks: ReportPart::ALL.into() },
        E::ReportGiven { by: by(), text: words(), lacks: [].into() },
        E::ReportGiven { by: by(), text: words(), lacks: ReportPart::ALL.into() },
        E::ReportAccepted { by: by() },
        E::ReportRefused { by: by(), reason: words() },
        E::ReportLost { by: by() },
        E::ReportChased { times: 2, to: Some(by()) },
        E::ReportUnread { to: None },
    ];
    let contracted = |event: E| Event::Contractor(Box::new(Contracted { contract: "D-1".into(), event }));
    let day = "2026-11-24".parse().expect("a day");
    let uncovered = Event::NotCovered { service: "emr".into(), day };
    facts.into_iter().map(contracted).chain([uncovered]).collect()
}
