//! The contractor's part: handed over, its own clock, handed back, objected to; the failure on contractor
//! in the desk; the report owed after the chat is over.

mod again;
mod clock;
mod desk;
mod evidence;
mod fault;
mod report;
mod seen;

use crate::told::{confirm, decide, diagnosed};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{ContractId, DeskId, IncidentId, PersonId};
use nabat_domain::incident::{Clock, Hand, Matter, clock};
use nabat_domain::time::Length;
use nabat_tests::rig::Rig;

/// The contract of the failing service.
const CONTRACT: &str = "D-2026-040";

/// A report with every part.
pub const REPORT: &str = "/отчёт\nВремена: начало 14:00, передано 14:10, восстановлено 15:00\nПричина: закончилось место на \
                      томе журнала\nДействия: расширили том, перезапустили базу\nПочему не предотвратили: не было порога \
                      на рост журнала\nМеры: порог 80 % до 05.12.2026, ответственный Гордеев";

/// Diagnosed, and handed to the contractor.
pub async fn handed_over(rig: &mut Rig) -> (IncidentId, PersonId) {
    let incident = diagnosed(rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/исправить handover hand_over; передаём подрядчику").await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    (incident, contractor)
}

/// Handed over, done, restored, verified, reported with the contractor at fault.
pub async fn at_fault(rig: &mut Rig, certainty: &str) -> (IncidentId, PersonId) {
    let (incident, contractor) = handed_over(rig).await;
    rig.answer(&incident, "received", "accepted").await;
    rig.answer(&incident, "contractor_cause", "Закончилось место на томе журнала").await;
    rig.answer(&incident, "contractor_done", "Расширили том и перезапустили базу").await;
    rig.answer(&incident, "hand_back", "accept").await;
    rig.answer(&incident, "restored", "now").await;
    confirm(rig, &incident).await;
    rig.answer(&incident, "summary", "Закончилось место, запись не работала, расширили том").await;
    rig.answer(&incident, "fault_service", &format!("appointments {certainty}")).await;
    rig.answer(&incident, "whose_fault", "contractor").await;
    (incident, contractor)
}

/// The same, and closed.
pub async fn closed(rig: &mut Rig) -> (IncidentId, PersonId) {
    let (incident, contractor) = at_fault(rig, "certain").await;
    decide(rig, &incident, "new_problem").await;
    (incident, contractor)
}

/// The contractor's part as it stands.
pub async fn matter(rig: &Rig, incident: &IncidentId) -> Matter {
    let state = rig.state(incident).await;
    state.contractors.matters.get(&ContractId::from(CONTRACT)).cloned().expect("the contractor has a part")
}

/// Its clock now.
async fn read(rig: &Rig, incident: &IncidentId) -> Clock {
    clock(&matter(rig, incident).await, rig.env.now()).expect("the hand-over was delivered")
}

/// Minutes held, paused and waiting.
async fn minutes(rig: &Rig, incident: &IncidentId) -> (i64, i64, i64) {
    let clock = read(rig, incident).await;
    let of = |hand: Hand| clock.of(hand).0 / Length::minutes(1).0;
    (of(Hand::Held), of(Hand::Paused), of(Hand::Waiting))
}

/// The desk's record of the failure on contractor.
pub async fn record(rig: &Rig, incident: &IncidentId) -> DeskId {
    let on = matter(rig, incident).await.on.expect("a failure on contractor");
    on.record.expect("the desk has it").desk
}
