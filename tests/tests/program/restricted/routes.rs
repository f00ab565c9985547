//! Every route of the program, as its sources add them, with where each leads for one incident.

use crate::samples::PRODUCT;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a test does with a route.
pub enum Visit {
    /// Looks at these pages.
    Pages(Vec<String>),
    /// Does not: it takes forms and shows nothing but where to go next, or shows nothing of incidents.
    No(&'static str),
}

/// What stands between `.route(` and the comma, in every source of the host that is no test.
pub fn written() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["web", "builtin"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/src").join(folder), &mut found);
    }
    assert!(found.len() > 60, "{found:?}");
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("listed").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("builtin/rig.rs") {
            let source = std::fs::read_to_string(&path).expect("read");
            let routes = source.split(".route(").skip(1).filter_map(|rest| rest.split(',').next());
            found.extend(routes.map(|route| route.trim().to_owned()));
        }
    }
}

/// Every route with what is done with it.
pub fn routes(incident: &str, record: &str, room: &str) -> BTreeMap<String, Visit> {
    let own = format!("/incidents/{PRODUCT}/{incident}");
    let pages = |pages: &[&str]| Visit::Pages(pages.iter().map(|page| (*page).to_owned()).collect());
    let outage = format!("/reliability/correct?incident={incident}&service=dispatch&function=assign-crew");
    let year = "from=2026-01-01&to=2027-01-01";
    let all = [
        ("\"/\"", pages(&["/", "/?refresh=off", "/?from=999999"])),
        ("\"/incidents/{product}/{incident}\"", pages(&[&own])),
        ("\"/incidents/{product}/{incident}/files/{number}\"", pages(&[&format!("{own}/files/1")])),
        ("\"/incidents/{product}/{incident}/reads\"", pages(&[&format!("{own}/reads")])),
        ("address::DEAD", pages(&["/dead"])),
        ("now::NOW", pages(&["/now"])),
        ("overdue::OVERDUE", pages(&["/overdue"])),
        ("address::REFUSED", pages(&["/refused"])),
        ("address::REGISTER", pages(&["/refused/register?id=x"])),
        ("contractors::CONTRACTORS", pages(&["/contractors"])),
        ("PROBLEMS", pages(&["/problems"])),
        ("\"/problems/{product}/{case}\"", pages(&[&format!("/problems/{PRODUCT}/{incident}")])),
        ("COMMITTEES", pages(&["/committees"])),
        ("\"/committees/{committee}\"", pages(&["/committees/problems", "/committees/reliability"])),
        ("WAIVERS", pages(&["/waivers"])),
        ("RELIABILITY", pages(&[&format!("/reliability?{year}"), "/reliability"])),
        ("METHOD", pages(&["/reliability/method"])),
        ("CORRECT", pages(&[&outage])),
        ("PUBLISHED", pages(&["/reliability/published"])),
        (
            "&format!(\"{RELIABILITY}.{}\"",
            pages(&[
                &format!("/reliability.csv?{year}"),
                &format!("/reliability.json?{year}"),
                &format!("/reliability.openmetrics?{year}"),
            ]),
        ),
        ("\"/desk\"", pages(&["/desk", "/desk?words=peony"])),
        ("\"/desk/new\"", pages(&["/desk/new"])),
        ("\"/desk/problems/{problem}\"", pages(&["/desk/problems/PRB-0001"])),
        ("\"/desk/{record}\"", pages(&[&format!("/desk/{record}")])),
        ("\"/desk/{record}/files/{number}\"", pages(&[&format!("/desk/{record}/files/1")])),
        ("\"/desk/{record}/edit\"", pages(&[&format!("/desk/{record}/edit")])),
        ("\"/wiki\"", pages(&["/wiki"])),
        ("\"/wiki/{product}/{incident}\"", pages(&[&format!("/wiki/{PRODUCT}/{incident}")])),
        (
            "\"/wiki/{product}/{incident}/changes/{revision}\"",
            pages(&[&format!("/wiki/{PRODUCT}/{incident}/changes/2")]),
        ),
        ("\"/chat\"", pages(&["/chat"])),
        ("\"/chat/{room}\"", pages(&[&format!("/chat/{room}")])),
        ("\"/chat/{room}/files/{message}\"", pages(&[&format!("/chat/{room}/files/1")])),
        ("ADDRESS", pages(&["/regulation"])),
        ("&format!(\"{ADDRESS}/{{procedure}}/{{form}}\")", pages(&["/regulation/incident/text"])),
        ("\"/metrics\"", pages(&["/metrics"])),
        ("\"/health\"", pages(&["/health"])),
        ("\"/health/live\"", pages(&["/health/live"])),
        ("\"/health/ready\"", pages(&["/health/ready"])),
        ("\"/openapi.json\"", pages(&["/openapi.json"])),
    ];
    let (form, endless, machine) = ("takes a form", "an endless stream of the members' own rooms", "for machines");
    let not = [
        ("address::RETRY", form),
        ("address::DISCARD", form),
        ("address::MARK", form),
        ("DECIDE", form),
        ("DONE", form),
        ("PUBLISH", form),
        ("\"/desk/problems/{problem}/{act}\"", form),
        ("\"/desk/{record}/close\"", form),
        ("\"/desk/{record}/reopen\"", form),
        ("\"/desk/{record}/comment\"", form),
        ("\"/desk/{record}/assign\"", form),
        ("\"/desk/{record}/link\"", form),
        ("\"/chat/{room}/say\"", form),
        ("\"/chat/{room}/press\"", form),
        ("\"/chat/{room}/read\"", form),
        ("\"/chat/{room}/files\"", form),
        ("\"/chat/-/live\"", endless),
        ("\"/chat/{room}/live\"", endless),
        ("\"/desk/{record}/generic\"", machine),
        ("\"/desk/{record}/webhook\"", machine),
        ("\"/alerts/{product}\"", machine),
        ("\"/api/{*path}\"", "every endpoint is asked in a test of its own"),
        ("&path", machine),
        ("&format!(\"{path}/{{*below}}\")", machine),
        ("\"/in/{secret}\"", "signs in"),
        ("\"/out\"", "signs out"),
        ("\"/language/{code}\"", "chooses a language"),
        ("\"/play/{secret}\"", "of the demo alone"),
        ("\"/sign-in\"", "signs in"),
        ("\"/sign-in/{connection}\"", "signs in"),
        ("\"/sign-in/{connection}/answer\"", "signs in"),
        ("STYLE_ADDRESS", "a style"),
        ("\"/assets/style.css\"", "a style"),
        ("\"/assets/console.css\"", "a style"),
        ("\"/assets/top.js\"", "a script"),
        ("\"/wiki/-/style.css\"", "a style"),
        ("\"/wiki/-/wiki.css\"", "a style"),
        ("\"/desk/-/style.css\"", "a style"),
        ("\"/chat/-/style.css\"", "a style"),
        ("\"/chat/-/chat.css\"", "a style"),
        ("\"/chat/-/chat.js\"", "a script"),
    ];
    let visited = all.into_iter().map(|(route, visit)| (route.to_owned(), visit));
    visited.chain(not.into_iter().map(|(route, why)| (route.to_owned(), Visit::No(why)))).collect()
}
