//! Signing in by OpenID Connect at the real program: at a real provider, certified, with people who fill in its forms;
//! and at one that lies.

mod away;
mod chosen;
mod entered;
mod hangs;
mod kept;
mod liar;
mod lies;
mod nabat;
mod places;
mod provider;
mod visitor;
