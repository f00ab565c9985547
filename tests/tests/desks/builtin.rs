//! The built-in desk over its file.

use async_trait::async_trait;
use nabat::builtin::desk::{BuiltinDesk, NewRecord, Purpose};
use nabat::clocks::MachineClock;
use nabat_domain::ids::{DeskId, ProblemId};
use nabat_domain::time::At;
use nabat_kit::port::Desk;
use nabat_kit::signature::SigningSecret;
use nabat_tests::desk_suite::{self, DeskStage, Shown};
use nabat_tests::folder::Folder;
use nabat_tests::rig::Rig;
use rusqlite::{Connection, OptionalExtension as _};
use serde_json::Value;
use std::sync::Arc;

struct Kept {
    desk: BuiltinDesk,
    folder: Folder,
}

impl Kept {
    fn file(&self) -> Connection {
        Connection::open(self.folder.path().join("desk.db")).expect("the desk's file")
    }
}

fn list(file: &Connection, query: &str, record: &DeskId) -> Vec<String> {
    let mut query = file.prepare(query).expect("a query");
    let rows = query.query_map([record.as_str()], |row| row.get::<_, String>(0)).expect("rows");
    rows.map(|row| row.expect("a text")).collect()
}

#[async_trait]
impl DeskStage for Kept {
    fn desk(&self) -> &dyn Desk {
        &self.desk
    }

    async fn registered(&self, title: &str) -> DeskId {
        let facts = NewRecord {
            product: "city".into(),
            service: "dispatch".into(),
            functions: vec!["assign-crew".into()],
            summary: title.to_owned(),
            description: None,
            priority: None,
            scope: Vec::new(),
            started_at: At(0),
            restored_at: None,
            registered_by: "dispatcher".to_owned(),
            purpose: Purpose::Failure,
        };
        self.desk.register(facts).await.expect("registered")
    }

    async fn shown(&self, record: &DeskId) -> Shown {
        let file = self.file();
        let assigned = file
            .query_row("SELECT work_group, due, text FROM assigned WHERE record = ?", [record.as_str()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
            })
            .optional()
            .expect("answered");
        let state = list(&file, "SELECT state FROM record WHERE id = ?", record);
        let mut words = list(&file, "SELECT text FROM note WHERE record = ? ORDER BY number", record);
        words.extend(assigned.iter().map(|given| given.2.clone()));
        let facts = list(&file, "SELECT coalesce(facts, '{}') FROM record WHERE id = ?", record);
        let facts: Value = facts.first().and_then(|facts| serde_json::from_str(facts).ok()).unwrap_or_default();
        let functions = facts["functions"].as_array().into_iter().flatten();
        Shown {
            service: facts["service"].as_str().map(str::to_owned),
            functions: functions.filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            open: state == ["open"],
            words,
            links: list(&file, "SELECT target FROM link WHERE record = ?", record),
            due: assigned.as_ref().map(|given| At(given.1)),
            work_group: assigned.map(|given| given.0),
        }
    }

    async fn files(&self, record: &DeskId) -> Option<Vec<(String, Vec<u8>)>> {
        let file = self.file();
        let mut query =
            file.prepare("SELECT name, content FROM file WHERE record = ? ORDER BY number").expect("a query");
        let rows = query.query_map([record.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        Some(rows.map(|row| row.expect("a file")).collect())
    }

    async fn close_problem(&self, problem: &ProblemId) {
        self.desk.close_problem(problem, "e1001", "Done with.").await.expect("closed");
    }
}

#[tokio::test]
async fn the_suite() {
    let folder = Folder::new();
    let secret = SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
    let desk = BuiltinDesk::open(&folder.path().join("desk.db"), Arc::new(MachineClock), secret).expect("a fresh file");
    desk_suite::all(&Kept { desk, folder }).await;
}

#[tokio::test]
async fn records_of_an_older_file_are_given_to_the_product_that_leads_their_incident() -> anyhow::Result<()> {
    let rig = Rig::new().await;
    rig.register("SD-1042", "appointments").await;
    let folder = Folder::new();
    let secret = SigningSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
    let kept =
        Kept { desk: BuiltinDesk::open(&folder.path().join("desk.db"), Arc::new(MachineClock), secret)?, folder };
    // As such a file has them: without a product.
    kept.file().execute_batch(
        "INSERT INTO record (id, state, opened, changed) VALUES ('SD-1042', 'open', 1, 1), ('SD-9', 'open', 1, 1);
         INSERT INTO problem (title, text, state, opened) VALUES ('Leak', '', 'open', 1);
         INSERT INTO link VALUES ('SD-1042', 'problem', 'PRB-0001');",
    )?;
    for _ in 0..2 {
        kept.desk.settle(&rig.env).await?;
        let product = |query: &str| kept.file().query_row(query, [], |row| row.get::<_, Option<String>>(0));
        assert_eq!(product("SELECT product FROM record WHERE id = 'SD-1042'")?.as_deref(), Some(rig.product.as_str()));
        assert_eq!(product("SELECT product FROM record WHERE id = 'SD-9'")?, None, "nobody leads an incident of it");
        assert_eq!(product("SELECT product FROM problem_of WHERE problem = 1")?.as_deref(), Some(rig.product.as_str()));
    }
    Ok(())
}
