//! The whole process over real servers alone: a form saved in a browser in the organisation's own desk, a chat of
//! whoever is on duty by a calendar, with accounts of their own, monitoring, a page on the wiki, the decision, the
//! problem closed, a pack verified.

mod calendar;
mod desk;
mod estate;
mod form;
mod outcome;
mod program;
mod servers;
mod team;

use anyhow::{Context as _, ensure};
use form::Form;
use nabat_tests::peer::until;
use program::Program;
use serde_json::Value;
use servers::Servers;
use std::time::{Duration, Instant};
use team::Team;

/// From "save" to people in the chat, at most: five seconds until the desk is asked, and as much again twice for a machine
/// that does something else meanwhile. What it took is printed.
const TOGETHER: Duration = Duration::from_secs(15);

#[tokio::test]
async fn from_a_form_saved_in_the_desk_to_the_closed_problem_and_a_verified_pack() -> anyhow::Result<()> {
    let begun = now();
    let servers = Servers::start().await?;
    let program = Program::serve(&servers).await?;
    println!("servers and Nabat: {:.1} s", begun.elapsed().as_secs_f64());
    on_duty(&program).await?;
    let mut team = Team::new(&program, &servers);
    let form = Form::open(&servers.desk.peer.base()).await?;
    let saved = form.save("Crews cannot be assigned, the list stays empty").await?;
    let incident = together(&program, &mut team, saved).await?;
    led(&program, &mut team, &incident).await?;
    let problem = problem_of(&program, &incident).await?;
    team.lead_problem(&problem).await?;
    let head = outcome::desk(&servers, &program, &incident).await?;
    outcome::chat(&mut team, &incident).await?;
    outcome::wiki(&servers, &program, &incident).await?;
    outcome::pack(&program, &incident, Some(&head))?;
    outcome::pack(&program, &problem, None)?;
    outcome::nothing_is_left(&program).await?;
    println!("the whole story: {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// Waits until the calendar was read: who is on duty for the service stands in it.
async fn on_duty(program: &Program) -> anyhow::Result<()> {
    let question = ["duty", "--service", estate::SERVICE, "--role", "duty_engineer", "--json"];
    until(async || {
        let told: Value = serde_json::from_str(&program.run(&question)?)?;
        ensure!(told["by"] == "calendar" && told["person"] == calendar::ON_DUTY, "{told}");
        Ok(())
    })
    .await
}

/// Waits for the chat with the duty engineer and first line in it; says how long it took since the form was saved.
async fn together(program: &Program, team: &mut Team<'_>, saved: Instant) -> anyhow::Result<String> {
    let incident = until(async || {
        let list = program.get("incidents").await?;
        list["items"][0]["id"].as_str().map(str::to_owned).context("no incident is registered yet")
    })
    .await?;
    println!("save to the incident on record: {:.1} s", saved.elapsed().as_secs_f64());
    let engineer = program.holder(&incident, "accept").await?;
    ensure!(engineer == calendar::ON_DUTY, "{engineer} is called, the calendar has {}", calendar::ON_DUTY);
    let first_line = program.holder(&incident, "began").await?;
    for person in [&engineer, &first_line] {
        team.in_room(&incident, person).await?;
    }
    let took = saved.elapsed();
    println!("save to the chat with {engineer} and {first_line} in it: {:.1} s", took.as_secs_f64());
    ensure!(took < TOGETHER, "from `save` to people in the chat {took:?}, not {TOGETHER:?}");
    Ok(incident)
}

/// Monitoring says what it found, people answer, the shift's head decides.
async fn led(program: &Program, team: &mut Team<'_>, incident: &str) -> anyhow::Result<()> {
    let begun = now();
    outcome::findings(program, team, incident).await?;
    team.lead(incident).await?;
    println!("led to the decision: {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// The case of the problem that the decision raised in the desk.
async fn problem_of(program: &Program, incident: &str) -> anyhow::Result<String> {
    until(async || {
        let shown = program.incident(incident).await?;
        let list = program.get("problems").await?;
        let items = list["items"].as_array().context("a list of problems")?;
        let is_its = |one: &&Value| one["number"].is_string() && one["number"] == shown["problem"];
        let found = items.iter().find(is_its).with_context(|| format!("{} has no case in {list}", shown["problem"]))?;
        found["id"].as_str().map(str::to_owned).context("it has an id")
    })
    .await
}

/// The machine's clock: the test measures time.
fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    Instant::now()
}
