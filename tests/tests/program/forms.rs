//! Every form of the pages is taken from the page of whoever is signed in, and from nowhere else.

use crate::host::{Data, Host};
use crate::person::Person;
use crate::samples::PRODUCT;
use std::collections::BTreeSet;
use std::path::Path;

/// Somebody whose roles see every form.
const MANAGER: &str = "e5001";

/// Routes that take forms, as the sources write them, and where each leads. What they are about is not there: a form
/// that is taken is answered with that.
const FORMS: [(&str, &str); 21] = [
    ("address::RETRY", "/dead/retry"),
    ("address::DISCARD", "/dead/discard"),
    ("address::REGISTER", "/refused/register"),
    ("address::MARK", "/incidents/mark"),
    ("DECIDE", "/committees/decide"),
    ("DONE", "/committees/done"),
    ("CORRECT", "/reliability/outage"),
    ("PUBLISH", "/reliability/publish"),
    ("\"/desk/new\"", "/desk/new"),
    ("\"/desk/{record}/edit\"", "/desk/SD-0/edit"),
    ("\"/desk/{record}/close\"", "/desk/SD-0/close"),
    ("\"/desk/{record}/reopen\"", "/desk/SD-0/reopen"),
    ("\"/desk/{record}/comment\"", "/desk/SD-0/comment"),
    ("\"/desk/{record}/assign\"", "/desk/SD-0/assign"),
    ("\"/desk/{record}/link\"", "/desk/SD-0/link"),
    ("\"/desk/problems/{problem}/{act}\"", "/desk/problems/PRB-0/close"),
    ("\"/chat/{room}/say\"", "/chat/x/say"),
    ("\"/chat/{room}/press\"", "/chat/x/press"),
    ("\"/chat/{room}/read\"", "/chat/x/read"),
    ("\"/chat/{room}/files\"", "/chat/x/files?name=a.txt&once=1"),
    ("\"/out\"", "/out"),
];

/// Routes that take what machines send, and what is proved otherwise than by a session.
const OTHERS: [&str; 6] = [
    "\"/desk/{record}/generic\"",
    "\"/desk/{record}/webhook\"",
    "\"/alerts/{product}\"",
    "&path",
    "\"/in/{secret}\"",
    "\"/play/{secret}\"",
];

/// Routes to which something can be posted, in every source of the host that is no test.
fn written(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("listed").path();
        if path.is_dir() {
            written(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("builtin/rig.rs") {
            let source = std::fs::read_to_string(&path).expect("read");
            // What its tests serve is nobody's page.
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            let source = source.replace("let attach = post(file::attach)", "").replace(", attach)", ", post(attach))");
            let routes = source.split(".route(").skip(1).filter_map(|rest| rest.lines().next()?.split_once(','));
            found.extend(routes.filter(|(_, way)| way.contains("post(")).map(|(route, _)| route.trim().to_owned()));
        }
    }
}

/// Everything any of the forms has.
fn fields(csrf: &str) -> String {
    let names = ["once", "text", "prompt", "answer", "id", "reason", "committee", "problem", "words", "incident"];
    let named = names.map(|name| format!("&{name}=x")).concat();
    format!("csrf={csrf}{named}&position=1&place=0&search=1&mark=noise&of={PRODUCT}/x&service=x&function=x&from=x&to=x")
}

#[test]
fn every_route_that_takes_a_form_is_among_them() {
    let mut found = BTreeSet::new();
    for folder in ["web", "builtin"] {
        written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/src").join(folder), &mut found);
    }
    let known = FORMS.iter().map(|(route, _)| *route).chain(OTHERS);
    assert_eq!(found, known.map(str::to_owned).collect::<BTreeSet<_>>());
}

#[tokio::test]
async fn no_form_is_taken_without_the_sessions_token_or_from_another_sites_page() {
    let data = Data::new();
    let host = Host::start(&data);
    let manager = Person::of(&host, &data, MANAGER).await;
    let csrf = manager.csrf("/now").await;
    let wrong = "0".repeat(csrf.len());
    for (_, path) in FORMS {
        for (token, origin, why) in [
            (&wrong, host.address.as_str(), "with another token"),
            (&String::new(), host.address.as_str(), "with no token"),
            (&csrf, "https://elsewhere.example", "from another site"),
        ] {
            let status = manager.posted(path, token, origin, fields(token)).await;
            let wanted = if path == "/out" { 303 } else { 403 };
            assert_eq!(status, wanted, "{path} {why}");
            assert_eq!(manager.reads("/now").await.0, 200, "{path} {why} ends no session");
        }
    }
    for (_, path) in FORMS {
        let status = manager.posted(path, &csrf, &host.address, fields(&csrf)).await;
        assert!(status != 403 && status < 500, "{path} is taken from its own page: {status}");
    }
    assert_eq!(manager.reads("/now").await.0, 401, "the last one was the way out");
}
