//! Matrix: incidents led over a real Synapse, by people with accounts of their own there.

mod demo;
mod homeserver;
mod installation;
mod led;
mod lost;
mod outage;
mod person;
mod proxy;
mod readme;
mod speed;
mod until;
mod web_client;
