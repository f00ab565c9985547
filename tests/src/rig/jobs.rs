//! Jobs put down by hand: what a race would bring first.

use super::Rig;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Job;
use nabat_kit::keys;
use nabat_kit::perform::JobRow;
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, Row, Table as _};

impl Rig {
    /// A job of an incident, due now, as if one of its events had led to it.
    #[nabat_kit::boxed]
    pub async fn put_job(&self, incident: &IncidentId, job: Job) {
        let key = Key::new(keys::incident(&self.product, incident), format!("J#99999999#0#{}", job.kind()));
        let at = self.env.now();
        let body = JobRow { queue: job.queue(), job, attempts: 0, last_error: None, at, trace: None };
        let body = serde_json::to_string(&body).expect("a job has only string keys");
        let due = Some(Due { shard: shard(&key.pk), at: at.0 });
        let row = Row { key, body, version: 1, due, listed: None, expires: None };
        self.outside.table.plain().write(&[Action::Put(row, Condition::Absent)]).await.expect("the table takes it");
        self.tick().await;
    }
}
