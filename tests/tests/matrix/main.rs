//! Matrix: incidents led over a real Synapse, by people with accounts of their own there.

mod homeserver;
mod installation;
mod led;
mod outage;
mod person;
mod until;
