//! Carries what was decided out in the service desk: comments, closing, reopening, problems, links,
//! failures on contractors, files from the chat.

mod contractor;
mod file;
mod record;

use nabat_domain::ids::ProblemId;
use nabat_domain::incident::{Command, DeskAct, Job, State, Wording};
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::findings;
use nabat_kit::incident::{load_to_write, texts};
use nabat_kit::messages::{Speaker, addressed};
use nabat_kit::perform::{Leased, done, done_with, failed, lease, renew};
use nabat_kit::port::{Bell, CallError, Desk, DeskProblem, DeskProblemChange, DeskRecordChange, NewDeskProblem};

/// Works on one bell.
///
/// # Errors
/// The table's; the desk's failure puts the job back to wait.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Closure(key) = bell else {
        return Err(Fault::Permanent(format!("{bell:?} is not for closure-decision")));
    };
    let Some(mut leased) = lease(env, key).await? else { return Ok(()) };
    match perform(env, &mut leased).await {
        Ok(Some(command)) => done_with(env, leased, &command).await,
        Ok(None) => done(env, leased).await,
        Err(fault) => failed(env, leased, &fault).await,
    }
}

async fn perform(env: &Env, leased: &mut Leased) -> Result<Option<Command>, Fault> {
    let Some(state) = load_to_write(env.table.as_ref(), &leased.product, &leased.incident).await? else {
        return Ok(None);
    };
    let current = configuration::of(env, &leased.product).await?;
    let desk = env.desk(&current.version.catalogue.product.desk);
    let desk = desk.map_err(|fault| fault.about(&leased.incident))?;
    let job = leased.body.job.clone();
    if matches!(job, Job::OpenRecord) {
        return record::open(env, leased, &state, &current, desk.as_ref()).await;
    }
    if record::awaited(env, &state).await? {
        return Err(record::waits(&state.head.desk));
    }
    match &job {
        Job::OpenProblem => open_problem(env, leased, &state, &current, desk.as_ref()).await.map(Some),
        Job::Contractor(job) => contractor::perform(env, leased, &state, &current, desk.as_ref(), job).await,
        Job::DeskFile { number } => file::attach(env, leased, &state, &current, desk.as_ref(), *number).await,
        Job::LinkProblem { problem } => {
            renew(env, leased).await?;
            match desk.link_problem(&leased.effect(), &leased.product, &state.head.desk, problem).await {
                Ok(found) => Ok(Some(recorded(found))),
                // There is no such problem: the one who named it is asked again.
                Err(CallError::Permanent(_)) => Ok(Some(Command::ProblemRefused)),
                Err(other) => Err(other.into()),
            }
        }
        Job::DeskProblem { act, wording } => {
            // Its record is known by the desk's number.
            let problem = ProblemId::new(state.head.desk.as_str());
            let text = words(env, leased, &current, wording).await?;
            renew(env, leased).await?;
            desk.change_problem(&leased.effect(), &problem, &DeskProblemChange { act: *act, text }).await?;
            Ok((*act == DeskAct::Reopen).then_some(Command::DeskReopened))
        }
        other => {
            let change = change(env, leased, &current, other).await?;
            renew(env, leased).await?;
            desk.change(&leased.effect(), &leased.product, &state.head.desk, &change).await?;
            // Closed by hand once more is news again.
            Ok(matches!(other, Job::DeskReopen { .. }).then_some(Command::DeskReopened))
        }
    }
}

async fn change(env: &Env, leased: &Leased, current: &Current, job: &Job) -> Result<DeskRecordChange, Fault> {
    match job {
        Job::DeskComment { wording } => {
            Ok(DeskRecordChange::Comment { text: words(env, leased, current, wording).await? })
        }
        Job::DeskClose { wording } => Ok(DeskRecordChange::Close { text: words(env, leased, current, wording).await? }),
        Job::DeskReopen { wording } => {
            Ok(DeskRecordChange::Reopen { text: words(env, leased, current, wording).await? })
        }
        Job::DeskLink { to } => {
            Ok(DeskRecordChange::Link { to: record::number(env, &leased.product, to).await?.to_string() })
        }
        other => Err(Fault::Permanent(format!("job {} is not for closure-decision", other.kind()))),
    }
}

async fn open_problem(
    env: &Env,
    leased: &mut Leased,
    state: &State,
    current: &Current,
    desk: &dyn Desk,
) -> Result<Command, Fault> {
    let args = |key: &str| {
        let wording = Wording::new(key)
            .with("desk", nabat_domain::incident::Arg::Desk(state.head.desk.clone()))
            .with("service", nabat_domain::incident::Arg::Service(state.head.service.clone()))
            .with("summary", nabat_domain::incident::Arg::Text(state.head.summary.clone()));
        if !state.head.drill {
            return wording;
        }
        Wording::new("drill").with("message", nabat_domain::incident::Arg::Message(Box::new(wording)))
    };
    let problem = NewDeskProblem {
        product: leased.product.clone(),
        title: words(env, leased, current, &args("problem-title")).await?,
        text: words(env, leased, current, &args("problem-text")).await?,
        from: state.head.desk.clone(),
    };
    renew(env, leased).await?;
    Ok(recorded(desk.open_problem(&leased.effect(), &problem).await?))
}

fn recorded(problem: DeskProblem) -> Command {
    // Its word for the state stands in the journal for ever, and a desk's people choose it.
    let state = findings::words(&problem.state);
    Command::ProblemRecorded { problem: problem.id, url: problem.url, state, with: None }
}

/// The wording in the product's language.
async fn words(env: &Env, leased: &Leased, current: &Current, wording: &Wording) -> Result<String, Fault> {
    let texts = texts(env, &leased.product, &leased.incident).await?;
    let product = &current.version.catalogue.product;
    let speaker = Speaker {
        language: product.language,
        zone: product.zone(),
        catalogue: &current.version.catalogue,
        names: &current.names.people,
        texts: &texts,
    };
    Ok(speaker.say(&addressed(wording, &env.base)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desks_word_for_a_problems_state_is_recorded_masked() {
        let state = "Waits for Anna, +7 916 123-45-67".to_owned();
        let told = recorded(DeskProblem { id: "PRB-1".into(), url: "https://desk.example/PRB-1".to_owned(), state });
        let Command::ProblemRecorded { state, .. } = told else { panic!("a problem is recorded") };
        assert_eq!(state, "Waits for Anna, [phone ***]");
    }
}
