//! Rigs over estates that differ from the example in one thing.

use super::{BEGINS, ModelCalendar, Outside, Rig, clinics};
use nabat_domain::catalogue::{
    Language, Notices, PublicEvent, Role, RotaCalendar, ServiceHours, ServiceWindow, Webhook,
};
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::At;
use nabat_kit::port::DutyCalendar;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a rota has shifts of its own below its calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeepShifts {
    /// It has.
    Yes,
    /// It has none.
    No,
}

impl Rig {
    /// The example's clinics that tell others, as these notices say.
    #[nabat_kit::boxed]
    pub async fn telling(notices: Notices) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.notices = notices;
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The same with its monitoring searched, and one machine told of these.
    #[nabat_kit::boxed]
    pub async fn watched_and_publishing(events: &[PublicEvent]) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.product.monitoring = Some(ConnectionId::from("builtin"));
        let webhook = Webhook {
            url: "https://machines.example/nabat".to_owned(),
            secret: "machines".into(),
            private: false,
            events: events.iter().copied().collect(),
        };
        catalogue.webhooks = [("machines".into(), webhook)].into();
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The same with its monitoring searched and the example's actions of the runbook.
    #[nabat_kit::boxed]
    pub async fn acting() -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.product.monitoring = Some(ConnectionId::from("builtin"));
        catalogue.actions = super::example().0.actions;
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The same with nobody ever on duty in a role.
    #[nabat_kit::boxed]
    pub async fn without_duty_but_with(role: Role, notices: Notices) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.notices = notices;
        catalogue.rotas.retain(|rota| rota.role != role);
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics where alerts with these labels become incidents at once.
    #[nabat_kit::boxed]
    pub async fn registering_alerts(labels: &[(&str, &str)]) -> Self {
        let (mut catalogue, names) = clinics();
        let labels = labels.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned()));
        catalogue.product.policy.registered_alerts = labels.collect();
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics with their chats in another language.
    #[nabat_kit::boxed]
    pub async fn speaking(language: Language) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.product.language = language;
        catalogue.people.values_mut().for_each(|person| person.language = Some(language));
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics, begun at a moment, where a calendar says who has a role's turns: with the rotas' own
    /// shifts below it, or without.
    #[nabat_kit::boxed]
    pub async fn by_calendar(begins: At, role: Role, keep_shifts: KeepShifts, calendar: &ModelCalendar) -> Self {
        let (mut catalogue, names) = clinics();
        for rota in catalogue.rotas.iter_mut().filter(|rota| rota.role == role) {
            let (connection, category) = (ConnectionId::from("oncall"), None);
            rota.calendar = Some(RotaCalendar { connection, category, names: BTreeMap::new(), chain: Vec::new() });
            if keep_shifts == KeepShifts::No {
                rota.shifts.clear();
            }
        }
        let mut rig = Self::with(Outside::new(begins), catalogue, names).await;
        let port = Arc::new(calendar.clone()) as Arc<dyn DutyCalendar>;
        rig.env.calendars = Arc::new(BTreeMap::from([(ConnectionId::from("oncall"), port)]));
        rig
    }

    /// The example's clinics with no organisations in their catalogue.
    #[nabat_kit::boxed]
    pub async fn without_organisations() -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.organisations.clear();
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics with a contract that is in force until a day.
    #[nabat_kit::boxed]
    pub async fn with_contract_until(contract: &str, day: &str) -> Self {
        let (mut catalogue, names) = clinics();
        let contract = catalogue.contracts.get_mut(&contract.into()).expect("the example has the contract");
        contract.until = day.parse().expect("a day");
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics with a contract whose service hours are these windows of every day.
    #[nabat_kit::boxed]
    pub async fn with_hours(contract: &str, windows: &[(&str, &str)]) -> Self {
        let (mut catalogue, names) = clinics();
        let contract = catalogue.contracts.get_mut(&contract.into()).expect("the example has the contract");
        let time = |text: &str| text.parse().expect("a time of day");
        let window = |(from, to): &(&str, &str)| ServiceWindow { days: [].into(), from: time(from), to: time(to) };
        contract.service_hours = ServiceHours(windows.iter().map(window).collect());
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics with nobody ever on duty in a role.
    #[nabat_kit::boxed]
    pub async fn without_duty(role: Role) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.rotas.retain(|rota| rota.role != role);
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }
}
