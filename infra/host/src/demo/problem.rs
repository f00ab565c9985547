//! The problem's part of the story: told on in days until it is closed.

use super::lines::Line;
use super::stage::Stage;
use super::story::Played;
use super::tell::Teller;
use anyhow::{Context as _, bail};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{IncidentId, PromptId};
use nabat_domain::incident::{Prompt, State};
use nabat_domain::procedure::Kind;
use nabat_domain::time::Length;
use nabat_kit::incident::load;
use nabat_kit::messages::say;
use nabat_kit::port::Said;

/// A problem that takes longer than this has gone wrong.
const LONGEST: Length = Length::hours(24 * 120);

/// People answer a problem's questions within the working day.
const ANSWERED_WITHIN: Length = Length::minutes(95);

/// Plays the incident's problem to its end; nothing where it was closed without one.
///
/// # Errors
/// The host failed, or the problem was not closed.
#[nabat_kit::boxed]
pub async fn play_problem(
    stage: &Stage,
    played: &Played,
    teller: &mut Teller<'_>,
) -> anyhow::Result<Option<IncidentId>> {
    let table = stage.host.env.table.as_ref();
    let incident = load(table, &played.product, &played.incident).await?.context("the incident is gone")?;
    let Some(number) = &incident.head.problem else { return Ok(None) };
    let case = IncidentId::of_problem(&played.product, number);
    teller.turn_to_days();
    let until = stage.now().plus(LONGEST);
    loop {
        let state = load(table, &played.product, &case).await?.context("the problem was not raised")?;
        teller.tell(&played.product, &case).await?;
        if state.head.closed_at.is_some() {
            return Ok(Some(case));
        }
        if stage.now() > until {
            bail!("the problem was not closed; it stands at stage {}", state.head.stage);
        }
        match next(&state) {
            Some(prompt) => {
                stage.wait_until(stage.now().plus(ANSWERED_WITHIN)).await?;
                answer(stage, &state, prompt).await?;
            }
            None => {
                let due = stage.next_due().await?;
                let due = due.with_context(|| format!("nothing ends stage {}", state.head.stage))?;
                stage.wait_until(due).await?;
            }
        }
    }
}

/// The question answered next.
fn next(state: &State) -> Option<&Prompt> {
    state.head.room.as_ref()?;
    state.steps.open.values().min_by_key(|prompt| (prompt.asked_at, prompt.id.clone()))
}

async fn answer(stage: &Stage, state: &State, prompt: &Prompt) -> anyhow::Result<()> {
    let language = stage.language();
    let holder = prompt.holder.clone().context("nobody holds the problem's prompt")?;
    let room = state.head.room.clone().context("the problem has no room")?;
    for line in lines(language, prompt) {
        let prompt = PromptId::new(format!("{}/{}", state.head.id, prompt.id));
        let said = match line {
            Line::Pressed(answer) => Said::Button { prompt, answer },
            Line::Typed(text) => Said::Text { text, prompt: Some(prompt) },
        };
        stage.says(&holder, &room, said).await?;
    }
    Ok(())
}

/// What people say to a problem's prompt.
pub fn lines(language: Language, prompt: &Prompt) -> Vec<Line> {
    let words = |key: &str| Line::Typed(say(language, key, &[]));
    match (prompt.kind, prompt.subject.as_deref()) {
        (Kind::Accept, _) => vec![Line::Pressed("accepted".to_owned())],
        (Kind::Cause, Some(number @ ("1" | "2" | "3"))) => vec![words(&format!("demo-cause-{number}"))],
        (Kind::Cause, _) => vec![Line::Pressed("root_cause".to_owned())],
        (Kind::Exit, _) => vec![Line::Pressed("fix".to_owned())],
        (Kind::Person, _) => prompt.choices.first().cloned().map(Line::Pressed).into_iter().collect(),
        (Kind::Day, _) => vec![words("demo-fix-day")],
        (Kind::Fixed, _) => vec![Line::Pressed("now".to_owned())],
        _ => vec![words(&format!("demo-text-{}", prompt.step))],
    }
}
