//! The people: each signed in on the homeserver, taking invitations and answering what falls on them.

use crate::program::Program;
use crate::servers::Servers;
use anyhow::{Context as _, ensure};
use nabat_tests::homeserver::Person;
use nabat_tests::peer::until;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// More answers than any incident of the default procedure takes.
const ROUNDS: usize = 100;

/// What is said of the failure, in the chat and on the page.
pub const SUMMARY: &str = "The dispatch server lost its list of crews after the evening update and was restarted";

/// What leads the problem to its end: its step, and what is answered.
const PROBLEM: [(&str, &str); 9] = [
    ("lead", "accepted"),
    ("cause", "The list of crews was lost when the dispatch server was updated"),
    ("cause", "The update empties a cache that is only filled at night"),
    ("cause", "root_cause"),
    ("evidence", "Errors of the monitoring from the incident's report"),
    ("meanwhile", "Restart the dispatch server after each update"),
    ("course", "known_error"),
    ("agreed", "Minutes 12 of the problems' committee"),
    ("lessons", "The vendor's next release in spring fills the cache itself"),
];

/// Who took which invitation: person and room.
pub struct Team<'a> {
    program: &'a Program,
    servers: &'a Servers,
    signed_in: BTreeMap<String, Person>,
    /// Rooms by case and person.
    rooms: BTreeMap<(String, String), String>,
}

impl<'a> Team<'a> {
    pub const fn new(program: &'a Program, servers: &'a Servers) -> Self {
        Self { program, servers, signed_in: BTreeMap::new(), rooms: BTreeMap::new() }
    }

    /// Somebody in the case's room, or in the bot's own room with them where they are asked from outside it.
    pub async fn in_room(&mut self, case: &str, id: &str) -> anyhow::Result<(&Person, String)> {
        if !self.signed_in.contains_key(id) {
            let person = Person::sign_in(&self.servers.homeserver.base(), id).await?;
            self.signed_in.insert(id.to_owned(), person);
        }
        let person = self.signed_in.get(id).context("just put there")?;
        let place = (case.to_owned(), id.to_owned());
        let room = match self.rooms.get(&place) {
            Some(room) => room.clone(),
            None => {
                let shown = self.called(case).await?;
                let direct = self.rooms.get(&("direct".to_owned(), id.to_owned()));
                let (room, place) = match (called_in(&shown, id), direct) {
                    (Some(title), _) => (person.join(&title).await?, place),
                    (None, Some(room)) => return Ok((person, room.clone())),
                    (None, None) => (person.join_direct().await?, ("direct".to_owned(), id.to_owned())),
                };
                self.rooms.insert(place, room.clone());
                room
            }
        };
        Ok((person, room))
    }

    /// The case once its chat is made and everybody was called into it.
    async fn called(&self, case: &str) -> anyhow::Result<Value> {
        until(async || {
            let shown = self.program.case(case).await?;
            let is_called =
                shown["called_at"].is_string() || (shown["number"].is_string() && shown["room"].is_string());
            ensure!(is_called, "nobody is called to {case} yet");
            Ok(shown)
        })
        .await
    }

    /// Anybody who is in the case's room, with the room.
    pub fn anybody(&self, case: &str) -> anyhow::Result<(&Person, &str)> {
        let found = self.rooms.iter().find(|((of, _), _)| of == case);
        let ((_, id), room) = found.with_context(|| format!("nobody is in the room of {case}"))?;
        Ok((self.signed_in.get(id).context("who is in a room is signed in")?, room))
    }

    /// Everybody answers what they are asked, in the chat, until the case is closed.
    pub async fn lead(&mut self, incident: &str) -> anyhow::Result<()> {
        for _ in 0..ROUNDS {
            let shown = self.program.incident(incident).await?;
            if shown["stage"] == "closed" {
                return Ok(());
            }
            let prompts = shown["prompts"].as_array().context("prompts")?;
            let Some(prompt) = prompts.iter().find(|one| one["holder"].is_string()).cloned() else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            self.answer(incident, &prompt, &words(&prompt)?).await?;
        }
        let shown = self.program.incident(incident).await?;
        anyhow::bail!("{incident} is not closed after {ROUNDS} answers: {} {}", shown["stage"], shown["prompts"])
    }

    /// Whoever leads the problem answers, to its end as a known error: a fix would be watched for thirty days.
    pub async fn lead_problem(&mut self, problem: &str) -> anyhow::Result<()> {
        for (step, said) in PROBLEM {
            self.program.holder(problem, step).await?;
            let shown = self.program.case(problem).await?;
            let prompts = shown["prompts"].as_array().context("prompts")?;
            let prompt = prompts.iter().find(|prompt| prompt["step"] == *step).context("just asked")?.clone();
            self.answer(problem, &prompt, &format!("/answer {} {said}", instance(&prompt)?)).await?;
        }
        until(async || {
            let shown = self.program.get(&format!("problems/{problem}")).await?;
            let (stage, exit) = (&shown["stage"], &shown["exit"]);
            ensure!(stage == "closed" && exit == "known_error", "the problem is at {stage}, {exit}");
            Ok(())
        })
        .await
    }

    /// Whom the prompt asks says it; it is on record before this returns.
    async fn answer(&mut self, case: &str, prompt: &Value, said: &str) -> anyhow::Result<()> {
        let program = self.program;
        let holder = prompt["holder"].as_str().context("it has a holder")?.to_owned();
        let (person, room) = self.in_room(case, &holder).await?;
        person.say(&room, said).await?;
        until(async || {
            let now = program.case(case).await?;
            let prompts = now["prompts"].as_array().context("prompts")?;
            ensure!(!prompts.iter().any(|one| one["id"] == prompt["id"]), "nothing came of `{said}` for {prompt}");
            Ok(())
        })
        .await
    }
}

/// The name of the room somebody was called into; nothing for whoever is asked from outside it.
fn called_in(case: &Value, person: &str) -> Option<String> {
    // A problem has no list of people: whoever leads it is in its room.
    let Some(people) = case["people"].as_array() else { return case["number"].as_str().map(str::to_owned) };
    let is_called = people.iter().any(|one| one["person"] == person && one["invited_at"].is_string());
    is_called.then(|| case["desk_id"].as_str().map(str::to_owned))?
}

/// `works.dispatch:assign.2` is asked the second time about `works.dispatch:assign`.
fn instance(prompt: &Value) -> anyhow::Result<&str> {
    let id = prompt["id"].as_str().context("a prompt has an id")?;
    Ok(id.rsplit_once('.').map_or(id, |(instance, _)| instance))
}

/// What a person types: the restoration as people say it, the rest as a command.
fn words(prompt: &Value) -> anyhow::Result<String> {
    let first = prompt["choices"].get(0).and_then(Value::as_str);
    let answer = match (prompt["step"].as_str().unwrap_or_default(), first) {
        ("restored", _) => return Ok("restored just now".to_owned()),
        ("began", _) => "10 minutes ago",
        ("handover", _) => "hand_over",
        ("hand_back", _) => "accept",
        ("whose_fault", _) => "contractor",
        (_, Some(choice)) => choice,
        (_, None) => SUMMARY,
    };
    Ok(format!("/answer {} {answer}", instance(prompt)?))
}
