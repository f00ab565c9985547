//! Crashes before and after every call that reaches Jira's or Confluence's server, while an incident is decided on and
//! closed, its problem made and linked and its page written: nothing stands there twice, nothing is lost.

use crate::story::{led_to_its_decision, pushed, rig};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::time::{At, Length};
use nabat_kit::port::{Desk, Said, Wiki};
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use nabat_tests::rig::{Moment, Rig};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Seconds after the act at which the clock rings: a lease ends twice after the last crash.
const MOMENTS: [i64; 6] = [40, 80, 120, 160, 200, 240];

/// An incident before its decision, in a process that dies at the servers' calls.
struct Stage {
    rig: Rig,
    jira: JiraModel,
    confluence: ConfluenceModel,
    record: String,
    incident: IncidentId,
    head: PersonId,
    decides: Said,
    begins: At,
}

async fn stage() -> Stage {
    let (mut rig, jira, confluence) = rig().await;
    let record = jira.register("Patients cannot book", "appointments", &["book"], rig.env.now());
    pushed(&rig, &jira, &record).await;
    let incident = IncidentId::of_desk_record(&rig.product, &record.as_str().into());
    let (head, prompt) = led_to_its_decision(&mut rig, &incident).await;
    rig.minutes(3).await;
    let prompt = format!("{incident}/{}", prompt.id).as_str().into();
    let decides = Said::Button { prompt, answer: "new_problem".to_owned() };
    for trouble in [jira.trouble(), confluence.trouble()] {
        trouble.die_with(&rig.outside.crashes);
    }
    let begins = rig.env.now();
    Stage { rig, jira, confluence, record, incident, head, decides, begins }
}

impl Stage {
    /// The decision, sent until it is taken, and time for leases to end.
    async fn carried(&mut self) {
        for _ in 0..4 {
            let taken = self.rig.deliver_as(&self.incident, &self.head, self.decides.clone(), "act").await.is_success();
            let died = self.restarted().await;
            if taken && !died {
                break;
            }
        }
        for seconds in MOMENTS {
            self.rig.outside.clock.move_to(self.begins.plus(Length::seconds(seconds)));
            self.rig.tick().await;
            self.restarted().await;
        }
    }

    /// Starts the process anew if it died: it knows nothing of its connections any more.
    async fn restarted(&mut self) -> bool {
        let died = self.rig.outside.crashes.is_dead();
        if died {
            self.rig.outside.crashes.revive();
            self.rig = Rig::of(self.rig.outside.clone()).await;
            connected(&mut self.rig, &self.jira, &self.confluence);
            self.rig.tick().await;
        }
        died
    }

    /// What people see in both, and what the journal says of it.
    async fn left(&self, run: &str) -> String {
        self.rig.assert_journal(&self.incident).await;
        let (dead, stuck) = (self.rig.dead().await, self.rig.stuck());
        assert!(dead.is_empty() && stuck.is_empty(), "{run}: {dead:?} {stuck:?}");
        let problems = self.jira.keys("Problem");
        let words: Vec<_> = [&self.record].into_iter().chain(&problems).map(|key| self.jira.words(key)).collect();
        let links = self.jira.issue(&self.record)["fields"]["issuelinks"].as_array().map_or(0, Vec::len);
        let titles = self.confluence.titles();
        let pages: Vec<_> =
            titles.iter().map(|title| (self.confluence.text(title), self.confluence.files(title))).collect();
        let kinds = self.rig.journal(&self.incident).await.into_iter().map(|event| {
            let event: serde_json::Value = serde_json::from_str(&event.bytes).expect("an event is JSON");
            event["type"].as_str().unwrap_or_default().to_owned()
        });
        // How much one revision gathers is a matter of when it is made.
        let kinds: Vec<String> = kinds.filter(|kind| kind != "report_published").collect();
        let status = self.jira.status(&self.record);
        let left = format!("{kinds:?}\n{status}\n{problems:?}\n{links} links\n{words:#?}\n{titles:?}\n{pages:?}");
        // Moments, lengths and hashes differ with the moment of recovery.
        let figures = left.split(|c: char| c.is_ascii_hexdigit()).filter(|part| !part.is_empty());
        figures.collect::<Vec<_>>().join("0")
    }
}

/// Both are reached by connections of this process's own.
fn connected(rig: &mut Rig, jira: &JiraModel, confluence: &ConfluenceModel) {
    let here = || nabat_domain::ids::ConnectionId::from("builtin");
    rig.env.desks = Arc::new(BTreeMap::from([(here(), Arc::new(jira.desk()) as Arc<dyn Desk>)]));
    rig.env.wikis = Arc::new(BTreeMap::from([(here(), Arc::new(confluence.wiki()) as Arc<dyn Wiki>)]));
}

#[tokio::test]
async fn promise_04_a_crash_at_jira_or_confluence_doubles_nothing() {
    let mut whole = stage().await;
    let before = whole.rig.outside.crashes.calls();
    whole.carried().await;
    let (expected, crashes) = (whole.left("uncrashed").await, &whole.rig.outside.crashes);
    let calls: Vec<u64> = crashes.at_server().into_iter().map(|call| call - before).collect();
    assert!(calls.len() > 12, "both are called: {calls:?}");
    for &call in &calls {
        for moment in [Moment::Before, Moment::After] {
            let mut stage = stage().await;
            stage.rig.outside.crashes.at(call, moment);
            stage.carried().await;
            let run = format!("died {moment:?} call {call}");
            assert_eq!(stage.left(&run).await, expected, "{run}");
        }
    }
    println!("{} crashes at the servers' calls", calls.len() * 2);
}

#[tokio::test]
async fn promise_01_no_2xx_to_jira_while_the_table_is_away() {
    let (rig, jira, _confluence) = rig().await;
    let record = jira.register("Patients cannot book", "appointments", &["book"], rig.env.now());
    let webhook = || jira.webhook("jira:issue_created", &record);
    rig.outside.table.goes_away();
    let away = nabat_desk_webhook::pushed(&rig.env, &rig.product, webhook()).await;
    assert_eq!(away.status().as_u16(), 503, "nothing is kept");
    rig.outside.table.is_back();
    pushed(&rig, &jira, &record).await;
    let incident = IncidentId::of_desk_record(&rig.product, &record.as_str().into());
    assert!(rig.state(&incident).await.head.room.is_some());
}
