//! A committee's meeting, and where its agenda stands.

use nabat_domain::catalogue::{Committee, Subject};
use nabat_domain::incident::{Arg, Wording};
use nabat_domain::time::At;

/// What is posted before a meeting.
pub fn wording(committee: &Committee, meets: At) -> Wording {
    let subject = match committee.subject {
        Subject::Problems => "committee-announced-problems",
        Subject::Reliability => "committee-announced-reliability",
    };
    let own = Arg::Message(Box::new(Wording::new(match committee.subject {
        Subject::Problems => "committee-problems",
        Subject::Reliability => "committee-reliability",
    })));
    Wording::new("committee-announced")
        .with("name", committee.name.clone().map_or(own, Arg::Word))
        .with("meets", Arg::Moment(meets))
        .with("subject", Arg::Message(Box::new(Wording::new(subject))))
        .with("page", Arg::Page(format!("/committees/{}", committee.id)))
}
