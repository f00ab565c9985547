//! The promises of the design, each under its name.

mod alerts;
mod connectors;
mod crashes;
mod deliveries;
mod erased;
mod files;
mod fixtures;
mod given_up;
mod heads;
mod outward;
mod phases;
mod replay;
mod report;
mod retention;
mod runbook;
mod sessions;
mod timers;
mod wiki;
mod wikis;
