//! The file of a history may hold anything: personal data in it is refused by its line, or left where it is, and stands
//! in no file of Nabat's, no figure and no word of the command.

use crate::host::{Data, Host, printed, run};
use crate::masking::files;
use nabat_tests::folder::Folder;
use nabat_tests::planted::{PLANTED, held};
use std::collections::BTreeSet;

const COLUMNS: [&str; 9] =
    ["incident", "service", "region", "function", "contractor", "class", "started_at", "restored_at", "summary"];

/// Columns nothing is kept of: what stands there is nobody's reason to refuse a row.
const LEFT: [&str; 2] = ["region", "summary"];

/// Every kind in every column, a row each.
fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for column in COLUMNS {
        for (written, ..) in PLANTED {
            let number = rows.len();
            let cell = |name: &str| match name {
                name if name == column => written.to_owned(),
                "incident" => format!("i-{number}"),
                "service" => "appointments".to_owned(),
                "started_at" => format!("2026-06-{:02}T10:00:00Z", 1 + number % 28),
                "restored_at" => format!("2026-06-{:02}T11:00:00Z", 1 + number % 28),
                _ => String::new(),
            };
            let cells: Vec<String> = COLUMNS.iter().map(|name| format!("\"{}\"", cell(name))).collect();
            rows.push(cells.join(","));
        }
    }
    rows
}

/// What a command said, with nothing of it in there.
fn said(arguments: &[&str], succeeds: bool) -> String {
    let ran = run(arguments);
    let told = printed(&ran);
    assert_eq!(ran.status.success(), succeeds, "{told}");
    assert_eq!(held(&told), None, "{arguments:?}: {told}");
    told
}

#[tokio::test]
async fn in_every_column_of_a_history() {
    let (data, beside) = (Data::new(), Folder::new());
    let host = Host::start(&data);
    let (folder, path) = (data.text(), beside.path().join("history.csv"));
    std::fs::write(&path, format!("{}\n{}\n", COLUMNS.join(","), rows().join("\n"))).expect("written");
    let path = path.to_str().expect("text").to_owned();
    let import = |more: &[&str], succeeds| {
        said(&[&["import", &path, "--product", "clinics", "--data", &folder], more].concat(), succeeds)
    };
    let told = import(&[], false);
    assert!(told.contains("the catalogue has no service `"), "{told}");
    let keep = ["--unknown-services", "keep"];
    let told = import(&keep, false);
    for column in ["incident", "service", "function", "contractor", "class"] {
        let refused = told.matches(&format!("personal data in the column of the {column}\n")).count();
        assert_eq!(refused, PLANTED.len(), "{column}: {told}");
    }
    assert_eq!(told.matches("is not a moment of the form").count(), 2 * PLANTED.len(), "{told}");
    let skip = [&keep[..], &["--skip-refused"]].concat();
    let taken = LEFT.len() * PLANTED.len();
    for (name, ..) in PLANTED {
        let whose = import(&[&skip[..], &["--source", name]].concat(), false);
        assert!(whose.contains("personal data in the history's name"), "{whose}");
    }
    assert!(import(&skip, true).contains(&format!("{taken} outages imported")));
    let asked =
        ["reliability", "--data", &folder, "--product", "clinics", "--from", "2026-06-01", "--to", "2026-07-01"];
    for form in ["--json", "--csv"] {
        said(&[&asked[..], &[form]].concat(), true);
    }
    assert!(host.terminate().success());
    for file in files(data.path().parent().expect("the test's folder")) {
        let bytes = std::fs::read(&file).expect("read");
        assert_eq!(held(&String::from_utf8_lossy(&bytes)), None, "{file}");
    }
}

#[tokio::test]
async fn in_a_history_whose_first_row_is_taken_for_its_header() {
    let (data, beside) = (Data::new(), Folder::new());
    let _host = Host::start(&data);
    let (folder, path) = (data.text(), beside.path().join("history.csv"));
    for parted in [",", ";"] {
        let row: Vec<String> = PLANTED.iter().map(|(written, ..)| written.replace(',', " ")).collect();
        std::fs::write(&path, format!("{0}\n{0}\n", row.join(parted))).expect("written");
        let path = path.to_str().expect("text");
        let told = said(&["import", path, "--product", "clinics", "--data", &folder], false);
        assert!(told.contains("[snils ***]"), "{told}");
    }
}

/// A second telephone, whose group is told as the first one's is.
const OTHER: &str = "+7 916 123-45-68";

#[test]
fn in_the_figures_of_a_file_alone() {
    let beside = Folder::new();
    let (path, page) = (beside.path().join("history.csv"), beside.path().join("page.html"));
    let other = format!("\"i\",\"звоните {OTHER}\",,,,,\"2026-06-02T10:00:00Z\",\"2026-06-02T11:00:00Z\",");
    std::fs::write(&path, format!("{}\n{}\n{other}\n", COLUMNS.join(","), rows().join("\n"))).expect("written");
    let (path, page) = (path.to_str().expect("text"), page.to_str().expect("text"));
    let asked = ["reliability", "--outages", path, "--from", "2026-06-01", "--to", "2026-07-01", "--skip-refused"];
    let forms: [&[&str]; 4] = [&[], &["--csv"], &["--openmetrics"], &["--json"]];
    let told = |more: &[&str]| {
        let told = said(&[&asked[..], more].concat(), true);
        assert!(!told.contains(OTHER), "{more:?}: {told}");
        told
    };
    for by in ["service", "function", "contractor", "class"] {
        let told = |form: &[&str]| told(&[&["--by", by], form].concat());
        for form in forms {
            let told = told(form);
            assert!(told.contains("[snils ***]") && told.contains("[phone ***]"), "{by} {form:?}: {told}");
        }
        let gauges = told(&["--openmetrics"]);
        let names: Vec<&str> = gauges.lines().filter_map(|line| Some(line.rsplit_once("} ")?.0)).collect();
        let each: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), each.len(), "no series is told twice: {gauges}");
        told(&["--html", page]);
        let drawn = std::fs::read_to_string(page).expect("written");
        assert!(held(&drawn).is_none() && !drawn.contains(OTHER) && drawn.contains("[phone ***]"), "{by}");
    }
    let without = told(&["--without", &format!("звоните {OTHER}")]);
    assert!(without.contains("[phone ***] had not failed"), "{without}");
}

#[test]
fn in_announced_works() {
    let beside = Folder::new();
    let (history, works) = (beside.path().join("history.csv"), beside.path().join("works.csv"));
    let row = "i-1,appointments,2026-06-01T10:00:00Z,2026-06-01T11:00:00Z";
    std::fs::write(&history, format!("incident,service,started_at,restored_at\n{row}\n")).expect("written");
    let columns = ["announced_at", "starts_at", "ends_at", "what"];
    let asked = |rows: &str, succeeds: bool| {
        std::fs::write(&works, rows).expect("written");
        let (history, works) = (history.to_str().expect("text"), works.to_str().expect("text"));
        let period = ["--from", "2026-06-01", "--to", "2026-07-01"];
        said(&[&["reliability", "--outages", history, "--works", works][..], &period].concat(), succeeds)
    };
    for (written, _, mark) in PLANTED {
        for column in columns {
            let cell = |name: &str| match name {
                name if name == column => written,
                "announced_at" => "2026-06-01T10:00:00Z",
                "starts_at" => "2026-06-02T10:00:00Z",
                "ends_at" => "2026-06-02T11:00:00Z",
                _ => "",
            };
            let cells: Vec<String> = columns.iter().map(|name| format!("\"{}\"", cell(name))).collect();
            // Works nobody can read are none that may be left out; what else stands beside them is not read.
            let told = asked(&format!("{}\n{}\n", columns.join(","), cells.join(",")), column == "what");
            assert_eq!(told.contains(&format!("[{mark} ***]")), column != "what", "{column}: {told}");
        }
        // Instead of a header.
        asked(&format!("{}\n", written.replace(',', " ")), false);
    }
}
