//! What scenarios share: leading an incident up to a point.

use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_tests::rig::Rig;

/// A mission-critical service of the example with a contract and few neighbours.
pub const SERVICE: &str = "appointments";

/// An incident registered and accepted by the duty engineer.
pub async fn accepted(rig: &mut Rig) -> IncidentId {
    accepted_as(rig, "SD-1042").await
}

/// The same under another desk record.
async fn accepted_as(rig: &mut Rig, desk: &str) -> IncidentId {
    let incident = rig.register(desk, SERVICE).await;
    rig.answer(&incident, "accept", "accepted").await;
    incident
}

/// First line's opening questions answered.
pub async fn opened(rig: &mut Rig) -> IncidentId {
    let incident = accepted(rig).await;
    open(rig, &incident).await;
    incident
}

async fn open(rig: &mut Rig, incident: &IncidentId) {
    rig.answer(incident, "began", "as_registered").await;
    rig.answer(incident, "scope", "all").await;
    rig.answer(incident, "detected", "users").await;
    rig.answer(incident, "planned", "no_works").await;
}

/// Led to the moment before "restored".
pub async fn diagnosed(rig: &mut Rig) -> IncidentId {
    let incident = opened(rig).await;
    diagnose(rig, &incident).await;
    incident
}

async fn diagnose(rig: &mut Rig, incident: &IncidentId) {
    rig.answer(incident, "changed", "Вечером обновили шлюз записи").await;
    rig.answer(incident, "located", "appointments certain").await;
    rig.answer(incident, "handover", "keep").await;
    rig.answer(incident, "word", "Откатываем обновление шлюза").await;
    rig.answer(incident, "workaround", "Записывают на бумаге").await;
}

/// Restored, and confirmed by first line and every related service.
pub async fn verified(rig: &mut Rig) -> IncidentId {
    let incident = diagnosed(rig).await;
    rig.answer(&incident, "restored", "now").await;
    confirm(rig, &incident).await;
    incident
}

/// First line confirms every function and every owner every related service.
pub async fn confirm(rig: &mut Rig, incident: &IncidentId) {
    while rig.asks(incident, "works").await {
        rig.answer(incident, "works", "works").await;
    }
    while rig.asks(incident, "recovered").await {
        rig.answer(incident, "recovered", "works").await;
    }
}

/// The report's facts given; only the decision is missing.
pub async fn reported(rig: &mut Rig) -> IncidentId {
    let incident = verified(rig).await;
    report(rig, &incident).await;
    incident
}

/// The same under another desk record.
pub async fn reported_as(rig: &mut Rig, desk: &str) -> IncidentId {
    let incident = rig.register(desk, SERVICE).await;
    led(rig, &incident).await;
    incident
}

/// One that was just registered, up to the same point.
pub async fn led(rig: &mut Rig, incident: &IncidentId) {
    rig.answer(incident, "accept", "accepted").await;
    open(rig, incident).await;
    diagnose(rig, incident).await;
    rig.answer(incident, "restored", "now").await;
    confirm(rig, incident).await;
    report(rig, incident).await;
}

/// The report's facts.
pub async fn report(rig: &mut Rig, incident: &IncidentId) {
    rig.answer(incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(incident, "fault_service", "appointments certain").await;
    rig.answer(incident, "whose_fault", "ours").await;
}

/// The decision, by the shift head.
pub async fn decide(rig: &mut Rig, incident: &IncidentId, choice: &str) {
    let head = rig.holder(incident, Role::ShiftHead).await;
    let prompt = rig.prompt(incident, "decision").await;
    rig.answer_as(incident, &head, &prompt, choice).await;
}
