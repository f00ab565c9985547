//! A deployed Nabat: packaged by `scripts/package` before the tests, put in place by `scripts/deploy`.

use super::recorder::Recorder;
use crate::client::{Answer, Api, Grant};
use crate::desk::Desk;
use crate::host::{Data, program};
use crate::samples::{PRODUCT, minutes_ago};
use nabat::clocks::MachineClock;
use nabat_domain::incident::Queue;
use nabat_kit::http::Request;
use nabat_kit::port::{Bell, Clock};
use nabat_tests::emulator::{Emulator, Kind};
use nabat_tests::folder::Folder;
use nabat_tests::messengers::{Peer, estate, of_name};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

/// What everything is called.
pub const STACK: &str = "night";

/// A stack on an emulator of its own, with a messenger's model for its chats.
pub struct Deployed {
    emulator: Emulator,
    _folder: Folder,
    data: Data,
    client: reqwest::Client,
    /// What passes between the functions and the cloud.
    pub recorder: Recorder,
    /// The messenger.
    pub peer: Arc<dyn Peer>,
    /// The desk's secret.
    secret: String,
}

impl Deployed {
    /// Deploys it.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Deploys it with parameters of the template.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        Self::start_over(settings, |_| Vec::new()).await
    }

    /// The same with an estate somebody changed, and the secrets that needs.
    pub async fn start_over(
        settings: &[(&str, &str)],
        change: impl FnOnce(&Path) -> Vec<(&'static str, &'static str)>,
    ) -> Self {
        let emulator = Emulator::start(Kind::Ministack);
        let recorder = Recorder::before(&emulator.address).await;
        let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
        let (peer, folder) = (of_name("slack", &clock).expect("a model"), Folder::new());
        let configured = folder.path().join("estate");
        let callback = format!("{}/chat/chats", recorder.address);
        let mut secrets = estate::write(&configured, PRODUCT, peer.as_ref(), &callback).expect("an estate");
        secrets.extend(change(&configured));
        let named = |name: &str| name.to_lowercase().replace('_', "-");
        let secrets: Value = secrets.into_iter().map(|(name, value)| (named(name), json!(value))).collect();
        let file = folder.path().join("secrets.json");
        std::fs::write(&file, secrets.to_string()).expect("a file");
        let deployed = deploy(&emulator, &recorder, &configured, &file, settings);
        for (path, output) in [("/desk/", "Desk"), ("/alerts/", "Desk"), ("/chat/", "Chat"), ("/api/", "Console")] {
            recorder.open(path, deployed[output].as_str().expect("an address"));
        }
        let mut stores = emulator.environment();
        stores.push(("NABAT_TABLE", format!("dynamodb:{STACK}")));
        let client = nabat_connectors::http::loopback().build().expect("a client");
        let data = Data::with_environment(stores);
        let mut deployed = Self { emulator, _folder: folder, data, client, recorder, peer, secret: String::new() };
        deployed.secret = deployed.desk_secret().await;
        deployed
    }

    /// A sender of signed deliveries.
    pub fn desk(&self) -> Desk {
        Desk::new(&self.recorder.address, &self.secret)
    }

    /// A caller of the API with a fresh token.
    pub fn api(&self) -> Api {
        self.api_of(PRODUCT)
    }

    /// The same for another product of the table.
    pub fn api_of(&self, product: &'static str) -> Api {
        Api::new(&self.recorder.address, Some(self.token(product)))
    }

    /// A fresh token for a product.
    pub fn token(&self, product: &'static str) -> String {
        self.data.token(&Grant::acting(product))
    }

    /// What the messenger sends, brought to its function.
    pub async fn chat(&self, request: &Request) -> reqwest::StatusCode {
        let address = format!("{}/chat/chats{}", self.recorder.address, self.peer.path());
        let mut sent = self.client.post(address).body(request.body().clone());
        for (name, value) in request.headers() {
            sent = sent.header(name, value);
        }
        sent.send().await.expect("the function answers").status()
    }

    /// What an Alertmanager sends of one failing function, and what it is answered.
    pub async fn alert(&self, service: &str, function: &str) -> Answer {
        let token = self.data.token(&Grant { product: PRODUCT, role: "first_line", act_as: false });
        let labels = json!({ "alertname": "Failing", "service": service, "function": function });
        let alert = json!({ "status": "firing", "labels": labels, "annotations": { "summary": "No calls get through" },
                            "startsAt": minutes_ago(5), "generatorURL": "https://prometheus.example/graph" });
        let group = json!({ "version": "4", "groupKey": "{}:{}", "status": "firing", "commonLabels": labels,
                            "alerts": [alert] });
        let alerts = Api::new(&self.recorder.address, Some(token));
        alerts.post(&format!("/alerts/{PRODUCT}"), &group).await
    }

    /// Lets the clock's function tick once; what it answered.
    pub async fn tick(&self) -> Value {
        self.ticks("clock").await
    }

    /// Lets a function tick once.
    pub async fn ticks(&self, function: &str) -> Value {
        let tick = json!({ "kind": "tick", "scheduled_at": "2026-11-29T00:00:00Z", "attempt": "1" });
        self.invoke(function, &tick).await
    }

    /// Hands a function an event; its answer, or its error.
    pub async fn invoke(&self, function: &str, event: &Value) -> Value {
        let path = format!("/2015-03-31/functions/{STACK}-{function}/invocations");
        let answer = self.client.post(format!("{}{path}", self.emulator.address)).json(event).send().await;
        answer.expect("the emulator answers").json().await.expect("JSON")
    }

    /// Hands a function of a queue these messages as one batch, in their groups where the queue is ordered; those that
    /// have to come again.
    pub async fn batch(&self, function: &str, messages: &[(&str, String)]) -> Vec<String> {
        let record = |(id, body): &(&str, String)| {
            let mut record = json!({ "messageId": id, "receiptHandle": id, "body": body });
            if function == Queue::StepRecording.function() {
                let group = Bell::read(body).expect("a bell").partition().to_owned();
                record["attributes"] = json!({ "MessageGroupId": group, "ApproximateReceiveCount": "1" });
            }
            record
        };
        let event = json!({ "Records": messages.iter().map(record).collect::<Vec<_>>() });
        let told = self.invoke(function, &event).await;
        let again = told["batchItemFailures"].as_array().unwrap_or_else(|| panic!("{function}: {told}"));
        again.iter().map(|one| one["itemIdentifier"].as_str().expect("text").to_owned()).collect()
    }

    /// Changes a function's configuration.
    pub async fn configure(&self, function: &str, change: &Value) {
        let asked = self.client.put(self.configuration(function)).json(change).send().await.expect("answered");
        assert!(asked.status().is_success(), "{}", asked.text().await.unwrap_or_default());
    }

    /// What a function is told by its environment.
    pub async fn environment(&self, function: &str) -> BTreeMap<String, String> {
        let told = self.client.get(self.configuration(function)).send().await.expect("answered");
        let told: Value = told.json().await.expect("JSON");
        serde_json::from_value(told["Environment"]["Variables"].clone()).expect("variables")
    }

    fn configuration(&self, function: &str) -> String {
        format!("{}/2015-03-31/functions/{STACK}-{function}/configuration", self.emulator.address)
    }

    /// Deploys it once more, with nothing said but these parameters.
    pub fn again(&self, settings: &[&str]) {
        let words: Vec<OsString> = settings.iter().flat_map(|setting| ["--set".into(), setting.into()]).collect();
        let done = deploys(&self.emulator, &zips(), &words);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// What Lambda does with a tick of a function that failed, or came while there was no room for it.
    pub async fn after_a_failure(&self, function: &str) -> Value {
        let path = format!("/2019-09-25/functions/{STACK}-{function}/event-invoke-config?Qualifier=$LATEST");
        let told = self.client.get(format!("{}{path}", self.emulator.address)).send().await.expect("answered");
        told.json().await.expect("JSON")
    }

    /// Everything a function logged, and Lambda about it.
    pub async fn log(&self, function: &str) -> Vec<String> {
        let body = json!({ "logGroupName": format!("/aws/lambda/{STACK}-{function}"), "limit": 10_000 });
        let told = self.ask("logs", "Logs_20140328.FilterLogEvents", &body).await;
        let lines = told["events"].as_array().into_iter().flatten();
        lines.map(|line| line["message"].as_str().expect("text").to_owned()).collect()
    }

    /// An alarm as it was put in place.
    pub async fn alarm(&self, name: &str) -> Value {
        let target = "GraniteServiceVersion20100801.DescribeAlarms";
        let told = self.ask("monitoring", target, &json!({ "AlarmNames": [name] })).await;
        told["MetricAlarms"].get(0).cloned().unwrap_or_else(|| panic!("no alarm {name}: {told}"))
    }

    /// The table, past the functions.
    pub async fn table(&self) -> nabat_aws::DynamoTable {
        nabat_aws::Cloud::at(&self.emulator.address).await.table(STACK)
    }

    /// The secret with the installation's keys, and another in its place.
    pub async fn keys(&self) -> String {
        let body = json!({ "SecretId": format!("{STACK}/keys") });
        let told = self.ask("secretsmanager", "secretsmanager.GetSecretValue", &body).await;
        told["SecretString"].as_str().expect("text").to_owned()
    }

    pub async fn put_keys(&self, text: &str) {
        let body = json!({ "SecretId": format!("{STACK}/keys"), "SecretString": text });
        let told = self.ask("secretsmanager", "secretsmanager.PutSecretValue", &body).await;
        assert!(told["VersionId"].is_string(), "{told}");
    }

    /// Asks the emulator itself, past the functions.
    pub async fn ask(&self, service: &str, target: &str, body: &Value) -> Value {
        let credential =
            format!("AWS4-HMAC-SHA256 Credential=t/20261129/us-east-1/{service}/aws4_request, Signature=0");
        let asked = self.client.post(&self.emulator.address).header("authorization", credential);
        let asked = asked.header("x-amz-target", target).header("content-type", "application/x-amz-json-1.0");
        asked.body(body.to_string()).send().await.expect("the emulator answers").json().await.expect("JSON")
    }

    /// Puts a text into a function's queue.
    pub async fn put(&self, queue: &str, text: &str) {
        let fifo = queue.ends_with(".fifo");
        let mut body = json!({ "QueueUrl": self.queue(queue), "MessageBody": text });
        if fifo {
            body["MessageGroupId"] = "poison".into();
            body["MessageDeduplicationId"] = nabat_domain::journal::sha256_hex(text.as_bytes()).into();
        }
        let told = self.ask("sqs", "AmazonSQS.SendMessage", &body).await;
        assert!(told["MessageId"].is_string(), "{told}");
    }

    /// How many messages lie in a queue.
    pub async fn depth(&self, queue: &str) -> u64 {
        let body = json!({ "QueueUrl": self.queue(queue), "AttributeNames": ["ApproximateNumberOfMessages"] });
        let told = self.ask("sqs", "AmazonSQS.GetQueueAttributes", &body).await;
        let count = told["Attributes"]["ApproximateNumberOfMessages"].as_str().and_then(|text| text.parse().ok());
        count.unwrap_or_else(|| panic!("{told}"))
    }

    /// The address of a function's queue.
    pub fn queue(&self, name: &str) -> String {
        format!("{}/000000000000/{STACK}-{name}", self.emulator.address)
    }

    /// The policy of a function's role, as it was put in place.
    pub async fn policy(&self, function: &str) -> Value {
        let told: Value =
            self.client.get(self.configuration(function)).send().await.expect("answered").json().await.expect("JSON");
        let role = told["Role"].as_str().and_then(|arn| arn.rsplit('/').next()).expect("a role");
        let asked =
            [("Action", "GetRolePolicy"), ("RoleName", role), ("PolicyName", function), ("Version", "2010-05-08")];
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
        let credential = "AWS4-HMAC-SHA256 Credential=t/20261129/us-east-1/iam/aws4_request, Signature=0";
        let asked = self.client.post(&self.emulator.address).header("authorization", credential);
        let asked = asked.header("content-type", "application/x-www-form-urlencoded").body(form);
        let told = asked.send().await.expect("answered").text().await.expect("text");
        let document = told.split("<PolicyDocument>").nth(1).and_then(|rest| rest.split("</PolicyDocument>").next());
        let document = document.unwrap_or_else(|| panic!("no policy of {role}: {told}")).replace('+', "%20");
        let pair = format!("d={}", document.replace("&quot;", "%22").replace('&', "%26"));
        let (_, text) = form_urlencoded::parse(pair.as_bytes()).next().expect("one pair");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// Fails unless every journal holds.
    pub fn assert_journals_hold(&self) {
        self.data.assert_journals_hold();
    }

    async fn desk_secret(&self) -> String {
        let keys: Value = serde_json::from_str(&self.keys().await).expect("JSON");
        keys["desk"][0].as_str().expect("a secret").to_owned()
    }
}

fn deploy(emulator: &Emulator, recorder: &Recorder, estate: &Path, secrets: &Path, settings: &[(&str, &str)]) -> Value {
    let mut words: Vec<OsString> = vec!["--config".into(), estate.into(), "--secrets".into(), secrets.into()];
    // The functions call through the recorder; who deploys does not.
    let (through, trial) = (("Endpoint", recorder.address.as_str()), ("DeletionProtection", "false"));
    for (name, value) in [through, trial].iter().chain(settings) {
        words.extend(["--set".into(), format!("{name}={value}").into()]);
    }
    let done = deploys(emulator, &zips(), &words);
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}"))
}

/// What `scripts/package` made.
pub fn zips() -> PathBuf {
    std::env::var("NABAT_ZIPS").expect("NABAT_ZIPS names what scripts/package made").into()
}

/// Runs `scripts/deploy` on an emulator with these words.
pub fn deploys(emulator: &Emulator, zips: &Path, words: &[OsString]) -> Output {
    Command::new("bash")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/deploy"))
        .arg(zips)
        .args(["--stack", STACK, "--json", "--endpoint", &emulator.address])
        .args(words)
        .env("NABAT_PROGRAM", program())
        .envs(emulator.environment())
        .output()
        .expect("bash runs")
}
