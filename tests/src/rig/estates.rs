//! Rigs over estates that differ from the example in one thing.

use super::{BEGINS, Outside, Rig, clinics};
use nabat_domain::catalogue::{Language, Notices, Role};

impl Rig {
    /// The example's clinics that tell others, as these notices say.
    pub async fn telling(notices: Notices) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.notices = notices;
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The same with nobody ever on duty in a role.
    pub async fn without_duty_but_with(role: Role, notices: Notices) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.notices = notices;
        catalogue.rotas.retain(|rota| rota.role != role);
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics with their chats in another language.
    pub async fn speaking(language: Language) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.product.language = language;
        catalogue.people.values_mut().for_each(|person| person.language = Some(language));
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics with no organisations in their catalogue.
    pub async fn without_organisations() -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.organisations.clear();
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }

    /// The example's clinics with nobody ever on duty in a role.
    pub async fn without_duty(role: Role) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.rotas.retain(|rota| rota.role != role);
        Self::with(Outside::new(BEGINS), catalogue, names).await
    }
}
