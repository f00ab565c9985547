//! What people do with a problem in the desk: write, close, open again, change its line; Nabat is told of each
//! but what was only written, from the same commit.

use super::BuiltinDesk;
use super::people::RegisterError;
use super::store::{self, NoteKind, Problem, State};
use crate::builtin::outbox::{self, Delivery};
use nabat_domain::ids::ProblemId;
use nabat_domain::time::At;
use rusqlite::Transaction;

impl BuiltinDesk {
    /// Writes on a problem. It stays in the desk: what Nabat has to know is said in the problem's chat.
    ///
    /// # Errors
    /// There is no such problem, or nothing is written.
    #[nabat_kit::boxed]
    pub async fn comment_problem(&self, problem: &ProblemId, by: &str, text: &str) -> Result<(), RegisterError> {
        if text.trim().is_empty() {
            return Err(RegisterError::NoWords);
        }
        let (id, by, text, now) = (problem.clone(), by.to_owned(), text.trim().to_owned(), self.clock.now());
        self.database
            .write(move |store| {
                found(store, &id)?;
                Ok(store::note_problem(store, &id, NoteKind::Comment, Some(&by), &text, now)?)
            })
            .await
    }

    /// Closes a problem by hand, with words, and tells Nabat. One closed already is no error.
    ///
    /// # Errors
    /// There is no such problem.
    #[nabat_kit::boxed]
    pub async fn close_problem(&self, problem: &ProblemId, by: &str, text: &str) -> Result<(), RegisterError> {
        self.set_problem(problem, by, text, State::Closed).await
    }

    /// Opens a closed problem again by hand, with words, and tells Nabat. One open already is no error.
    ///
    /// # Errors
    /// There is no such problem.
    #[nabat_kit::boxed]
    pub async fn reopen_problem(&self, problem: &ProblemId, by: &str, text: &str) -> Result<(), RegisterError> {
        self.set_problem(problem, by, text, State::Open).await
    }

    /// Gives a problem another line and tells Nabat; the same one is no news.
    ///
    /// # Errors
    /// There is no such problem, or nothing is written.
    #[nabat_kit::boxed]
    pub async fn rename_problem(&self, problem: &ProblemId, title: &str) -> Result<(), RegisterError> {
        if title.trim().is_empty() {
            return Err(RegisterError::NoSummary);
        }
        let (id, title, now) = (problem.clone(), title.trim().to_owned(), self.clock.now());
        self.database
            .write(move |store| {
                if found(store, &id)?.title == title {
                    return Ok(());
                }
                store::set_problem_title(store, &id, &title)?;
                tell(store, &id, "problem.updated", Some(&title), now)
            })
            .await?;
        self.outbox.wake();
        Ok(())
    }

    async fn set_problem(&self, problem: &ProblemId, by: &str, text: &str, to: State) -> Result<(), RegisterError> {
        let (id, by, text, now) = (problem.clone(), by.to_owned(), text.to_owned(), self.clock.now());
        let (kind, happened) = match to {
            State::Closed => (NoteKind::Closed, "problem.closed"),
            State::Open => (NoteKind::Reopened, "problem.reopened"),
        };
        self.database
            .write(move |store| {
                if found(store, &id)?.state == to {
                    return Ok(());
                }
                store::set_problem_state(store, &id, to)?;
                store::note_problem(store, &id, kind, Some(&by), &text, now)?;
                tell(store, &id, happened, None, now)
            })
            .await?;
        self.outbox.wake();
        Ok(())
    }
}

fn found(store: &Transaction<'_>, id: &ProblemId) -> Result<Problem, RegisterError> {
    store::find_problem(store, id)?.ok_or(RegisterError::NoSuchRecord)
}

/// Nabat is told where it is known whose the problem is.
fn tell(
    store: &Transaction<'_>,
    id: &ProblemId,
    happened: &str,
    summary: Option<&str>,
    now: At,
) -> Result<(), RegisterError> {
    let Some(product) = found(store, id)?.product else { return Ok(()) };
    let revision = store::next_problem_revision(store, id)?;
    let mut body = serde_json::json!({ "type": happened, "id": id });
    if let Some(summary) = summary {
        body["summary"] = summary.into();
    }
    let delivery = Delivery {
        lane: id.as_str().to_owned(),
        id: format!("{id}.{revision}"),
        path: format!("/desk/{product}/generic"),
        body: body.to_string(),
    };
    outbox::add(store, &delivery, now)?;
    Ok(())
}
