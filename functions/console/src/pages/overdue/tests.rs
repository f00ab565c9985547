//! The list of what is late: order, drills, both languages.

use super::*;
use crate::pages::example::{HOSTILE, ago, eyes};
use nabat_domain::catalogue::Language;

fn one(number: &str, minutes: i64, drill: bool) -> Late {
    Late {
        sort: Sort::Step,
        what: HOSTILE.to_owned(),
        who: "Petrov Igor".to_owned(),
        number: number.to_owned(),
        address: format!("/incidents/clinics/{number}"),
        service: "Laboratory".to_owned(),
        since: ago(minutes),
        drill,
    }
}

#[test]
fn the_longest_late_stands_first_and_drills_are_not_counted() {
    for language in Language::ALL {
        let eyes = eyes(language);
        let late = [one("SD-new", 5, false), one("SD-drill", 9_000, true), one("SD-old", 3_000, false)];
        let page = overdue(&eyes, &late).into_string();
        assert!(!page.contains('‹') && !page.contains("<script"), "{page}");
        assert!(page.find("SD-old<") < page.find("SD-new<") && page.find("SD-new<") < page.find("SD-drill<"));
        assert!(page.contains(&eyes.say("overdue-counted", &[("count", "2")])));
        let said = |key: &str, args: &[(&str, &str)]| assert!(page.contains(&eyes.say(key, args)), "{key}: {page}");
        said("overdue-days", &[("days", "2"), ("hours", "2")]);
        said("overdue-minutes", &[("minutes", "5")]);
        let sorts = [Sort::Step, Sort::Contractor, Sort::Report, Sort::Problem, Sort::Decision];
        assert!(sorts.into_iter().all(|sort| !eyes.say(sort.key(), &[]).contains('‹')));
        let of_drills = overdue(&eyes, &late[1..2]).into_string();
        assert!(of_drills.contains(&eyes.say("overdue-drills-alone", &[("count", "1")])), "{of_drills}");
        assert!(!of_drills.contains(&eyes.say("overdue-counted", &[("count", "0")])), "{of_drills}");
        assert!(!overdue(&eyes, &[]).into_string().contains("<table"));
    }
}
