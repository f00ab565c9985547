//! Jira Service Management and Confluence, Data Center both, by their models: the contracts every desk and wiki has to
//! pass, what people do there meanwhile, what those servers refuse; an incident that begins in one and is written up in
//! the other.

mod confluence;
mod crashes;
mod inlets;
mod jira;
mod refused;
mod storm;
mod story;

use nabat::clocks::MachineClock;
use nabat_domain::time::At;
use nabat_kit::port::{Clock, EffectKey};
use std::sync::Arc;

fn clock() -> Arc<dyn Clock> {
    Arc::new(MachineClock)
}

fn now() -> At {
    MachineClock.now()
}

fn key(text: &str) -> EffectKey {
    EffectKey(format!("city#I#inc-1/{text}"))
}
