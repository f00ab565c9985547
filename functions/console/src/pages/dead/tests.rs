//! The dead list: every job is told in words, and has its button.

use super::*;
use crate::pages::example::{HOSTILE, ago, eyes};
use nabat_domain::catalogue::Language;

const KINDS: [&str; 40] = [
    "delivery",
    "wake",
    "unreadable",
    "open_chat",
    "leave_chat",
    "bring_in",
    "take_out",
    "keep_file",
    "post",
    "card",
    "charts",
    "erase",
    "search",
    "count_users",
    "act",
    "desk_comment",
    "desk_close",
    "desk_reopen",
    "desk_link",
    "desk_problem",
    "desk_file",
    "open_record",
    "open_problem",
    "link_problem",
    "hand_over",
    "open_on_contractor",
    "comment_on_contractor",
    "close_on_contractor",
    "reopen_on_contractor",
    "assign_on_contractor",
    "publish_report",
    "archive",
    "notice",
    "notice_post",
    "notice_delivery",
    "call_out",
    "webhook_publish",
    "webhook_send",
    "tell_all",
    "tell",
];

fn list(error: &str) -> DeadList {
    let job = |kind: &str| DeadJob {
        id: format!("clinics#I#inc-1/J#00000003#00#{kind}"),
        kind: kind.to_owned(),
        incident: Some(("SD-1042".to_owned(), "/incidents/clinics/inc-1".to_owned())),
        attempts: 12,
        last_error: Some(error.to_owned()),
        at: ago(30),
    };
    let gone = |by: Option<&str>| Gone {
        kind: "post".to_owned(),
        by: by.map(str::to_owned),
        reason: error.to_owned(),
        at: ago(10),
    };
    let discarded = vec![gone(Some("Smirnova Anna")), gone(None)];
    DeadList { jobs: KINDS.map(job).to_vec(), more: true, discarded, csrf: "guard".to_owned() }
}

#[test]
fn every_job_has_words_and_a_button_that_names_it() {
    for language in Language::ALL {
        let page = dead_list(&eyes(language), &list("429")).into_string();
        assert!(!page.contains('‹'));
        assert_eq!(page.matches("action=\"/dead/retry\"").count(), KINDS.len());
        assert!(page.contains("name=\"id\" value=\"clinics#I#inc-1/J#00000003#00#tell\""));
        let but_timers = KINDS.len() - 1;
        assert_eq!(page.matches("action=\"/dead/discard\"").count(), but_timers, "timers are not discarded");
        assert_eq!(page.matches("name=\"csrf\" value=\"guard\"").count(), KINDS.len() + but_timers);
        assert!(page.contains("Smirnova Anna"));
        let empty = DeadList { jobs: Vec::new(), discarded: Vec::new(), ..list("") };
        assert!(!dead_list(&eyes(language), &empty).into_string().contains('‹'));
    }
}

#[test]
fn an_error_is_text() {
    assert!(!dead_list(&eyes(Language::En), &list(HOSTILE)).into_string().contains("<script"));
}
