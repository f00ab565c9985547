//! From the signed registration to the invitation and the first question a person sees, beside a bare script that
//! makes the same calls in the same order, on the same homeserver, in the same run.

use crate::installation::{Installation, lone_service};
use crate::proxy::{Call, Proxy};
use anyhow::ensure;
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;
use nabat_tests::homeserver::Person;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Not more than so many times the bare script.
const BOUND: f64 = 1.3;

/// Registrations measured, each beside its script. One before them warms both up.
const TURNS: usize = 5;

#[tokio::test]
async fn the_first_question_is_seen_within_1_3_of_a_bare_script_making_the_same_calls() -> anyhow::Result<()> {
    let (installation, proxy) = Installation::with_lone_services(TURNS + 1).await?;
    let label = say(Language::En, "choice-accept-accepted", &[]);
    // Who is asked is found out by a registration of its own.
    let first = installation.register("SD-77").await?;
    let asked = installation.holder(&first, "accept").await?;
    let person = Person::sign_in(&installation.homeserver.base(), &asked).await?;
    person.is_asked("SD-77", &label).await?;
    let (mut ours, mut bare, mut calls) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..=TURNS {
        proxy.forget().await;
        let desk = format!("SD-2{turn:02}");
        let began = now();
        installation.register_of(&desk, &lone_service(turn), "work").await?;
        person.is_asked(&desk, &label).await?;
        let until = now();
        let made: Vec<Call> = proxy.calls().into_iter().filter(|call| call.at <= until).collect();
        // The room with its people, the rules, the card, the question, an answer to press.
        ensure!(made.len() >= 5, "the calls go through the proxy: {made:?}");
        proxy.forget().await;
        let again = format!("BARE-2{turn:02}");
        let script = Script { calls: made, from: desk, to: again.clone() };
        let bare_began = now();
        let (played, asked) = tokio::join!(script.play(&proxy), person.is_asked(&again, &label));
        played?;
        let asked = asked?;
        if turn > 0 {
            ours.push(until - began);
            bare.push(asked - bare_began);
            calls.push(script.calls.len());
        }
    }
    let (mine, yardstick) = (median(&ours), median(&bare));
    let ratio = mine.as_secs_f64() / yardstick.as_secs_f64();
    println!(
        "registration to first question seen: {mine:.2?}; bare script: {yardstick:.2?}; {ratio:.2} times, {BOUND} are allowed"
    );
    println!("  ours {ours:.2?}\n  bare {bare:.2?}\n  calls {calls:?}");
    ensure!(ratio <= BOUND, "{ratio:.2} times a bare script making the same calls: {ours:?} against {bare:?}");
    Ok(())
}

/// Calls of one registration, to be made again for a room of another name.
struct Script {
    calls: Vec<Call>,
    from: String,
    to: String,
}

impl Script {
    /// One after another; what a homeserver names itself is put in place of what it was named the first time.
    async fn play(&self, proxy: &Proxy) -> anyhow::Result<()> {
        let client = nabat_connectors::http::loopback().build()?;
        let mut names: BTreeMap<String, String> = BTreeMap::from([(self.from.clone(), self.to.clone())]);
        for (number, call) in self.calls.iter().enumerate() {
            let path = renamed(&call.path, &names);
            // Another transaction than the one it was: a homeserver would answer with the event of before.
            let path = path
                .rsplit_once("/nabat-")
                .map_or_else(|| path.clone(), |(before, _)| format!("{before}/{}-{number}", self.to));
            let mut request = client
                .request(call.method.clone(), format!("{}{path}", proxy.base))
                .bearer_auth("as-token-of-the-tests");
            if !call.body.is_empty() {
                let body = match std::str::from_utf8(&call.body) {
                    Ok(text) => renamed(text, &names).replace("\"nabat.", "\"nabat.bare.").into_bytes(),
                    Err(_) => call.body.clone(),
                };
                request = request.header("content-type", &call.kind).body(body);
            }
            let answer = request.send().await?.bytes().await?;
            let (was, is) = (serde_json::from_slice::<Value>(&call.answer), serde_json::from_slice::<Value>(&answer));
            for field in ["room_id", "event_id", "content_uri"] {
                if let (Ok(was), Ok(is)) = (&was, &is)
                    && let (Some(was), Some(is)) = (was[field].as_str(), is[field].as_str())
                {
                    names.insert(was.to_owned(), is.to_owned());
                }
            }
        }
        Ok(())
    }
}

/// With other names.
fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    let escaped = |name: &str| name.replace('!', "%21").replace('$', "%24").replace(':', "%3A");
    names.iter().fold(text.to_owned(), |text, (was, is)| text.replace(was, is).replace(&escaped(was), &escaped(is)))
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

#[expect(clippy::disallowed_methods, reason = "the test measures time")]
fn now() -> Instant {
    Instant::now()
}
