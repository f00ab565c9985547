//! The built-in desk over real HTTP and a real file.

mod acts;
mod page;
mod port;
mod problem;
mod products;
mod webhook;

use super::{BuiltinDesk, Estate, NewRecord, Purpose, ServiceChoice, router};
use crate::builtin::rig::{Anybody, Folder, Hand, Receiver, key, serve};
use crate::builtin::who::Viewer;
use nabat_domain::ids::ProductId;
use nabat_kit::port::{Clock, EffectKey};
use std::sync::Arc;

struct Rig {
    desk: Arc<BuiltinDesk>,
    hand: Arc<Hand>,
    receiver: Receiver,
    base: String,
    _folder: Folder,
}

/// Anna sees and registers, boris sees, nobody else anything.
struct TwoPeople;

impl Estate for TwoPeople {
    fn services(&self, viewer: &Viewer) -> Vec<ServiceChoice> {
        if viewer.user() == "anna" { self.all() } else { vec![] }
    }

    fn all(&self) -> Vec<ServiceChoice> {
        vec![ServiceChoice {
            product: "city".into(),
            product_name: "City".to_owned(),
            service: "registry".into(),
            name: "Registry".to_owned(),
            functions: vec![("book".into(), "Booking".to_owned()), ("move".into(), "Moving".to_owned())],
            organisations: vec![("clinic-1".into(), "Clinic 1".to_owned())],
        }]
    }

    fn sees(&self, viewer: &Viewer, product: &ProductId) -> bool {
        ["anna", "boris"].contains(&viewer.user()) && viewer.product == *product
    }
}

async fn rig() -> Rig {
    let (hand, receiver) = (Hand::new(), Receiver::default());
    let folder = Folder::new();
    let desk = BuiltinDesk::open(&folder.file("desk.db"), hand.clone(), key()).expect("a fresh file");
    let desk = Arc::new(desk);
    let pages = router(Arc::clone(&desk), Arc::new(Anybody), Arc::new(TwoPeople));
    // The very path of the webhook function, so that a clash of paths would show.
    let base = serve(pages.merge(receiver.routes("/desk/{product}/generic"))).await;
    desk.outbox().connect(&base);
    Rig { desk, hand, receiver, base, _folder: folder }
}

fn failure(rig: &Rig) -> NewRecord {
    NewRecord {
        product: "city".into(),
        service: "registry".into(),
        functions: vec!["book".into()],
        summary: "Nobody can book".to_owned(),
        description: None,
        priority: None,
        scope: vec![],
        started_at: rig.hand.now(),
        restored_at: None,
        registered_by: "anna".to_owned(),
        purpose: Purpose::Failure,
    }
}

fn effect(key: &str) -> EffectKey {
    EffectKey(key.to_owned())
}
