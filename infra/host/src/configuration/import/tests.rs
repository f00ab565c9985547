//! Tables over the minimal configuration.

use super::{Import, Refused, Trouble, import};
use crate::configuration::Surroundings;
use crate::configuration::tests::minimal::Folder;
use chrono::NaiveDate;
use std::fs;

const HEADER: &str =
    "id,name,owners,functions,suppliers,people,harm,workaround,hours,money,dependants,approved_by,valid_until\n";

fn run(folder: &Folder, table: &str) -> Result<Import, Trouble> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar");
    import(folder.path(), "p", table.as_bytes(), Surroundings { today, missing_wording: &|_| Vec::new() })
}

fn refused(folder: &Folder, table: &str) -> Vec<Refused> {
    match run(folder, table) {
        Err(Trouble::Refused(rows)) => rows,
        other => panic!("not refused: {other:?}"),
    }
}

fn services(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join("p/services.yaml")).expect("the file is there")
}

#[test]
fn new_services_come_at_the_end_and_the_rest_stays_byte_for_byte() {
    let folder = Folder::minimal("import-new");
    let before = services(&folder);
    let table = format!(
        "{HEADER}lab,\"Lab, \"\"North\"\"\",e1|e2,order = Order a test|see = See: results,bus!|record,3,2,1,0,0,1,committee,2027-06-30\n"
    );
    let planned = run(&folder, &table).unwrap_or_else(|trouble| panic!("{trouble:?}"));
    assert_eq!((planned.added.clone(), planned.changed.len(), planned.same), (vec!["lab".to_owned()], 0, 0));
    assert_eq!(services(&folder), before, "planning writes nothing");
    planned.write().expect("written");
    let after = services(&folder);
    assert!(after.starts_with(&before));
    assert_eq!(
        after[before.len()..],
        *"\n- id: lab\n  name: \"Lab, \\\"North\\\"\"\n  assessment:\n    scores: { people: 3, harm: 2, workaround: 1, hours: 0, money: 0, dependants: 1 }\n    approved_by: committee\n    valid_until: 2027-06-30\n  owners: [e1, e2]\n  functions:\n    - { id: order, name: Order a test }\n    - { id: see, name: \"See: results\" }\n  suppliers:\n    - { id: bus, hard: true }\n    - { id: record }\n"
    );
    let again = run(&folder, &table).unwrap_or_else(|trouble| panic!("{trouble:?}"));
    assert!(again.changes_nothing() && again.same == 1);
    again.write().expect("written");
    assert_eq!(services(&folder), after, "the same table twice changes nothing");
}

#[test]
fn a_service_that_differs_is_replaced_where_it_stands_with_comments_around_it() {
    let folder = Folder::minimal("import-changed");
    let before = services(&folder).replace("- id: bus\n", "\n# The bus.\n- id: bus\n");
    folder.write("p/services.yaml", &before);
    let table = format!("{HEADER}record,Card,e1,open=Open|write=Write,bus!,3,2,2,2,2,2,committee,2027-01-31\n");
    let planned = run(&folder, &table).unwrap_or_else(|trouble| panic!("{trouble:?}"));
    assert_eq!((planned.added.len(), planned.changed.clone()), (0, vec!["record".to_owned()]));
    planned.write().expect("written");
    let after = services(&folder);
    assert!(after.starts_with("- id: record\n  name: Card\n"), "{after}");
    let rest = before.find("\n# The bus.").expect("it was put there");
    assert!(after.ends_with(&before[rest..]), "{after}");
}

#[test]
fn every_refused_row_is_told_by_its_line_and_nothing_is_written() {
    let folder = Folder::minimal("import-refused");
    let before = services(&folder);
    let good = "ok,Ok,e1,a=A,,1,1,1,1,1,1,committee,2027-01-31";
    for (row, expected) in [
        ("x,X,e1,a=A,,4,1,1,1,1,1,committee,2027-01-31", "`4` is no score for `people`"),
        ("x,X,e1,a,,1,1,1,1,1,1,committee,2027-01-31", "`a` is no function"),
        ("x,,e1,a=A,,1,1,1,1,1,1,committee,2027-01-31", "`name` is empty"),
        ("x,X,e1,a=A,,1,1,1,1,1,1,committee,31.01.2027", "`31.01.2027` is no day"),
        ("x,X,e1,a=A,,1,1,1,1,1,1,committee", "12 cells where the header has 13"),
        ("ok,X,e1,a=A,,1,1,1,1,1,1,committee,2027-01-31", "service `ok` stands twice, first on line 2"),
        ("x,X,e9,a=A,,1,1,1,1,1,1,committee,2027-01-31", "unknown person `e9`"),
        ("x,X,e3,a=A,,1,1,1,1,1,1,committee,2027-01-31", "person `e3` does not hold the role `service_owner`"),
        ("x,X,e1,a=A,buss,1,1,1,1,1,1,committee,2027-01-31", "unknown service `buss`"),
        ("x,X,e1,a=A|a=B,,1,1,1,1,1,1,committee,2027-01-31", "function `a` stands twice, first on line"),
        ("a b,X,e1,a=A,,1,1,1,1,1,1,committee,2027-01-31", "`a b` cannot be the id of a service"),
        ("x,X,e1,a=A,x!,1,1,1,1,1,1,committee,2027-01-31", "services need each other hard: x → x"),
    ] {
        let told = refused(&folder, &format!("{HEADER}{good}\n\n{row}\n"));
        assert!(told.len() == 1 && told[0].line == 4 && told[0].why.starts_with(expected), "{expected}\n{told:?}");
        assert!(!told[0].cure.is_empty());
    }
    let both = refused(
        &folder,
        &format!("{HEADER}x,X,e9,a=A,,1,1,1,1,1,1,c,2027-01-31\n{good}\ny,Y,e8,a=A,,1,1,1,1,1,1,c,2027-01-31\n"),
    );
    assert_eq!(both.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(services(&folder), before);
}

#[test]
fn a_table_as_a_spreadsheet_saves_it_is_read() {
    let folder = Folder::minimal("import-sheet");
    let table = format!("\u{feff}{}", HEADER.replace(',', ";").replace('\n', "\r\n"))
        + "lab;Лаборатория;e1;order=Заказать;;1;1;1;1;1;1;Комитет;2026-11-01\r\n";
    let planned = run(&folder, &table).unwrap_or_else(|trouble| panic!("{trouble:?}"));
    assert_eq!(planned.added, ["lab"]);
    assert!(planned.warnings.len() == 1 && planned.warnings[0].line == 2, "{:?}", planned.warnings);
    let told = refused(&folder, &table.replace("owners", "owner"));
    assert!(told[0].why.contains("unknown column `owner`") && told[0].cure.contains("`owners`"), "{told:?}");
    assert_eq!(refused(&folder, "")[0].line, 1);
    assert_eq!(refused(&folder, HEADER)[0].why, "the table has no rows");
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar");
    let latin = import(folder.path(), "p", b"id\xff", Surroundings { today, missing_wording: &|_| Vec::new() });
    assert!(matches!(latin, Err(Trouble::Refused(rows)) if rows[0].why.contains("not UTF-8")));
}

#[test]
fn an_empty_list_and_a_missing_file_are_begun() {
    let folder = Folder::minimal("import-empty");
    let bus = "bus,Bus,e1,exchange=Exchange,,1,1,1,1,1,1,committee,2027-01-31";
    let record = "record,Record,e1,open=Open,bus,1,1,1,1,1,1,committee,2027-01-31";
    for existing in [Some("# Services.\n[]\n"), None] {
        match existing {
            Some(text) => folder.write("p/services.yaml", text),
            None => folder.remove("p/services.yaml"),
        }
        let planned =
            run(&folder, &format!("{HEADER}{bus}\n{record}\n")).unwrap_or_else(|trouble| panic!("{trouble:?}"));
        planned.write().expect("written");
        assert_eq!(planned.added, ["bus", "record"]);
        assert!(services(&folder).starts_with('#') && !services(&folder).contains("[]"));
        assert!(run(&folder, &format!("{HEADER}{bus}\n{record}\n")).is_ok_and(|again| again.changes_nothing()));
    }
}

/// What is wrong elsewhere is not blamed on the table.
#[test]
fn faults_of_the_configuration_itself_are_told_as_such() {
    let folder = Folder::with("import-elsewhere", "people.yaml", "[first_line]", "[]");
    let table = format!("{HEADER}lab,Lab,e1,a=A,,1,1,1,1,1,1,committee,2027-01-31\n");
    assert!(matches!(run(&folder, &table), Err(Trouble::Configuration(_))));
}
