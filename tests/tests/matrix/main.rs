//! Matrix: incidents led over a real Synapse, by people with accounts of their own there.

mod demo;
mod installation;
mod led;
mod lost;
mod outage;
mod proxy;
mod speed;
mod web_client;
