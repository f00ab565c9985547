//! The desk's pages: records, one record with what is done to it, one problem, the form to register a failure.

mod acts;
mod edit;
mod form;
mod problem;
mod records;
mod refusal;
mod view;

use super::{BuiltinDesk, NewRecord};
use crate::builtin::shell::{asked_language, guarded};
use crate::builtin::who::{Viewer, Who};
use axum::Router;
use axum::middleware::map_response;
use axum::routing::{get, post};
use http::HeaderMap;
use nabat_domain::ids::{FunctionId, OrganisationId, ProductId, ServiceId};
use refusal::Refusal;
use std::sync::Arc;

/// A service somebody may register a failure of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServiceChoice {
    /// Whose.
    pub product: ProductId,
    /// The product's name.
    pub product_name: String,
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub name: String,
    /// What users do with it, with names.
    pub functions: Vec<(FunctionId, String)>,
    /// Organisations of the product, with names.
    pub organisations: Vec<(OrganisationId, String)>,
}

/// What the desk's pages ask about the estate; deny by default is the host's duty.
pub trait Estate: Send + Sync {
    /// Services of which the viewer may register failures.
    fn services(&self, viewer: &Viewer) -> Vec<ServiceChoice>;

    /// Every service: records somebody may see name it and its functions.
    fn all(&self) -> Vec<ServiceChoice>;

    /// Whether the viewer may see records and problems of this product.
    fn sees(&self, viewer: &Viewer, product: &ProductId) -> bool;

    /// Whether a record or a problem of the product with this number is of a restricted incident the viewer may not
    /// read; whoever may is put down as having read it.
    fn withholds(&self, _viewer: &Viewer, _product: &ProductId, _number: &str) -> bool {
        false
    }
}

/// What every page has at hand.
#[derive(Clone)]
struct Pages {
    desk: Arc<BuiltinDesk>,
    who: Arc<dyn Who>,
    estate: Arc<dyn Estate>,
}

impl Pages {
    fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, Refusal> {
        self.who.who(headers).ok_or_else(|| Refusal::SignIn(asked_language(headers)))
    }

    /// What names the record's service and functions, while the catalogue has them.
    fn names_of(&self, facts: &NewRecord) -> Option<ServiceChoice> {
        self.estate.all().into_iter().find(|one| one.product == facts.product && one.service == facts.service)
    }

    /// Whether the viewer may see what the product has under this number. What is of no known product is nobody's.
    fn sees(&self, viewer: &Viewer, product: Option<&ProductId>, number: &str) -> bool {
        product
            .is_some_and(|product| self.estate.sees(viewer, product) && !self.estate.withholds(viewer, product, number))
    }

    fn may_register(&self, viewer: &Viewer, product: &ProductId) -> bool {
        self.estate.services(viewer).iter().any(|choice| choice.product == *product)
    }
}

/// The pages under `/desk`, with whole paths: to be merged, not nested.
pub fn router(desk: Arc<BuiltinDesk>, who: Arc<dyn Who>, estate: Arc<dyn Estate>) -> Router {
    Router::new()
        .route("/desk", get(records::list))
        .route("/desk/-/style.css", get(view::style))
        .route("/desk/new", get(form::show).post(form::register))
        .route("/desk/problems/{problem}", get(problem::show))
        .route("/desk/problems/{problem}/{act}", post(problem::act))
        .route("/desk/{record}", get(records::one))
        .route("/desk/{record}/files/{number}", get(records::file))
        .route("/desk/{record}/edit", get(edit::show).post(edit::change))
        .route("/desk/{record}/close", post(acts::close))
        .route("/desk/{record}/reopen", post(acts::reopen))
        .route("/desk/{record}/comment", post(acts::comment))
        .route("/desk/{record}/assign", post(acts::assign))
        .route("/desk/{record}/link", post(acts::link))
        .layer(map_response(guarded))
        .with_state(Pages { desk, who, estate })
}
