//! A drill says so wherever its words are read outside its own marked chat.

use super::super::job::{Job, Post, Target};
use super::super::wording::{Arg, Wording};

/// The job with its words marked, if they go to a person or to the desk.
pub(super) fn marked(job: Job) -> Job {
    match job {
        Job::Post(post) if matches!(post.to, Target::Person(_)) => {
            Job::Post(Box::new(Post { wording: drill(post.wording), ..*post }))
        }
        Job::DeskComment { wording } => Job::DeskComment { wording: drill(wording) },
        Job::DeskClose { wording } => Job::DeskClose { wording: drill(wording) },
        Job::DeskReopen { wording } => Job::DeskReopen { wording: drill(wording) },
        Job::DeskProblem { act, wording } => Job::DeskProblem { act, wording: drill(wording) },
        Job::Contractor(job) => Job::Contractor(Box::new(job.reworded(drill))),
        Job::OpenChat { .. }
        | Job::LeaveChat { .. }
        | Job::BringIn { .. }
        | Job::TakeOut { .. }
        | Job::Post(_)
        | Job::Card
        | Job::Erase { .. }
        | Job::DeskLink { .. }
        | Job::OpenRecord
        | Job::OpenProblem
        | Job::LinkProblem { .. }
        | Job::Archive { .. }
        | Job::PublishReport { .. }
        | Job::Notice(_)
        | Job::Webhook(_)
        | Job::Tell { .. }
        | Job::TellAll { .. }
        | Job::Search(_)
        | Job::Runbook(_)
        | Job::KeepFile { .. }
        | Job::DeskFile { .. }
        | Job::Charts { .. } => job,
    }
}

fn drill(wording: Wording) -> Wording {
    Wording::new("drill").with("message", Arg::Message(Box::new(wording)))
}
