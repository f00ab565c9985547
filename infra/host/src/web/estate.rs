//! What the built-in desk and wiki ask about the estate: who may register failures of which services,
//! who may read which reports.

use super::at_once::at_once;
use crate::builtin::desk::{Estate, ServiceChoice};
use crate::builtin::who::Viewer;
use crate::builtin::wiki::{Readers, View};
use nabat_domain::catalogue::{Right, Role};
use nabat_domain::ids::{DeskId, IncidentId, OrganisationId, ProblemId, ProductId};
use nabat_domain::incident::Head;
use nabat_kit::configuration::{self, Current, products};
use nabat_kit::env::Env;
use nabat_kit::keys;
use nabat_kit::port::PageName;
use nabat_kit::restricted::{ReadBy, Reader, for_reader};

/// The estate as the table has it.
pub struct Registered {
    env: Env,
}

impl Registered {
    /// The estate of this table.
    pub const fn new(env: Env) -> Self {
        Self { env }
    }

    /// The product of the viewer's session: what its catalogue knows of an id holds in no other.
    fn own(&self, viewer: &Viewer) -> Option<Current> {
        at_once(async { configuration::current(&self.env, &viewer.product).await.ok().flatten() })
    }

    fn all_current(&self) -> Vec<Current> {
        let all = async {
            let mut found = Vec::new();
            for (product, _) in products(&self.env).await.unwrap_or_default() {
                found.extend(configuration::current(&self.env, &product).await.ok().flatten());
            }
            found
        };
        at_once(all)
    }
}

impl Registered {
    /// A record is an incident's own, a problem's, or one made for an incident.
    async fn withholds_record(&self, current: &Current, viewer: &Viewer, number: &str) -> bool {
        let product = &current.version.catalogue.product.id;
        let mut cases = vec![
            IncidentId::of_desk_record(product, &DeskId::from(number)),
            IncidentId::of_problem(product, &ProblemId::from(number)),
        ];
        // A problem's line is the one of the incident it began with.
        let problem = self.env.table.get(&keys::head(product, &cases[1])).await.ok().flatten();
        let problem = problem.and_then(|row| serde_json::from_str::<Head>(&row.body).ok()?.as_problem);
        cases.extend(problem.map(|record| record.raised_by));
        let made = self.env.table.get(&keys::desk_record(product, &DeskId::from(number))).await.ok().flatten();
        cases.extend(made.and_then(|row| serde_json::from_str::<IncidentId>(&row.body).ok()));
        self.withholds_cases(current, viewer, &cases, &format!("/desk/{number}")).await
    }

    /// Whether one of these cases is not for the viewer; what cannot be looked up is for nobody.
    async fn withholds_cases(&self, current: &Current, viewer: &Viewer, cases: &[IncidentId], what: &str) -> bool {
        let catalogue = &current.version.catalogue;
        let product = &catalogue.product.id;
        let reader = Reader {
            by: ReadBy::Person(viewer.person.clone()),
            roles: catalogue.people.get(&viewer.person).map(|person| person.roles.clone()).unwrap_or_default(),
            what: what.to_owned(),
        };
        let Ok(env) = for_reader(&self.env, current, reader).await else { return true };
        for case in cases {
            // What is looked at through the reader's own table is put down.
            let head = keys::head(product, case);
            if env.table.hides(&head.pk) || env.table.get(&head).await.is_err() {
                return true;
            }
        }
        false
    }
}

impl Estate for Registered {
    fn services(&self, viewer: &Viewer) -> Vec<ServiceChoice> {
        let registers = |current: &Current| {
            let person = current.version.catalogue.people.get(&viewer.person);
            person.is_some_and(|person| {
                [Role::FirstLine, Role::ShiftHead, Role::ProcessManager].iter().any(|role| person.roles.contains(role))
            })
        };
        self.own(viewer).iter().filter(|current| registers(current)).flat_map(services).collect()
    }

    fn all(&self) -> Vec<ServiceChoice> {
        self.all_current().iter().flat_map(services).collect()
    }

    fn sees(&self, viewer: &Viewer, product: &ProductId) -> bool {
        let own = self.own(viewer).filter(|_| viewer.product == *product);
        own.is_some_and(|current| {
            let catalogue = &current.version.catalogue;
            let person = catalogue.people.get(&viewer.person);
            person.is_some_and(|person| catalogue.product.rights.allow(&person.roles, Right::Sees))
        })
    }

    fn withholds(&self, viewer: &Viewer, product: &ProductId, number: &str) -> bool {
        let own = self.own(viewer).filter(|_| viewer.product == *product);
        own.is_none_or(|current| at_once(self.withholds_record(&current, viewer, number)))
    }
}

impl Readers for Registered {
    /// Those who see incidents see all of a report. Owners of related services, who were asked about
    /// it, see it without names; contractors see none.
    fn most(&self, viewer: &Viewer, product: &ProductId) -> Option<View> {
        let current = self.own(viewer).filter(|_| viewer.product == *product)?;
        let catalogue = &current.version.catalogue;
        let roles = &catalogue.people.get(&viewer.person)?.roles;
        if catalogue.product.rights.allow(roles, Right::Sees) {
            return Some(View::Full);
        }
        let owner = roles.contains(&Role::ServiceOwner) && !roles.contains(&Role::Contractor);
        owner.then_some(View::Redacted)
    }

    fn withholds(&self, viewer: &Viewer, page: &PageName) -> bool {
        let Some((product, incident)) = page.0.split_once('/') else { return false };
        let own = self.own(viewer).filter(|_| viewer.product.as_str() == product);
        let case = [IncidentId::from(incident)];
        own.is_none_or(|current| at_once(self.withholds_cases(&current, viewer, &case, &format!("/wiki/{}", page.0))))
    }

    fn name_of(&self, product: &ProductId) -> String {
        let found = at_once(async { configuration::current(&self.env, product).await.ok().flatten() });
        found.map_or_else(|| product.to_string(), |current| current.version.catalogue.product.name.clone())
    }
}

fn services(current: &Current) -> Vec<ServiceChoice> {
    let catalogue = &current.version.catalogue;
    let organisations: Vec<(OrganisationId, String)> =
        catalogue.organisations.values().map(|one| (one.id.clone(), one.name.clone())).collect();
    let one = |service: &nabat_domain::catalogue::Service| ServiceChoice {
        product: catalogue.product.id.clone(),
        product_name: catalogue.product.name.clone(),
        service: service.id.clone(),
        name: service.name.clone(),
        functions: service.functions.iter().map(|function| (function.id.clone(), function.name.clone())).collect(),
        organisations: organisations.clone(),
    };
    catalogue.services.values().map(one).collect()
}
