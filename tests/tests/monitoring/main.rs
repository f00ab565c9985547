//! Monitoring: a real Prometheus and a real VictoriaMetrics with a failure in their history, a real Zabbix
//! and a model of one, one contract for all of them, and answers no one wants.

mod bad_answers;
mod bad_in_chat;
mod contract;
mod history;
mod load;
mod program;
mod prometheus;
mod search;
mod server;
#[cfg(not(debug_assertions))]
mod speed;
mod users;
mod victoria;
mod whole;
mod zabbix;
mod zabbix_itself;
mod zabbix_model;
mod zabbix_setup;
