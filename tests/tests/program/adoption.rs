//! From nothing to a product of one's own, by the program's own commands.

use crate::host::{Data, Host, printed, program, run};
use std::fs;
use std::process::{Command, Stdio};

const HEADER: &str = "id,name,owners,functions,people,harm,workaround,hours,money,dependants,approved_by,valid_until\n";

/// A starter configuration in a folder of its own.
fn begun(data: &Data, more: &[&str]) -> String {
    let folder = data.path().with_file_name("estate").to_str().expect("temporary folders are text").to_owned();
    let made = run(&[&["init", &folder], more].concat());
    assert!(made.status.success(), "{}", printed(&made));
    folder
}

#[test]
fn the_starter_passes_the_check_without_a_warning_in_both_languages() {
    let in_english = ["--lang", "en", "--product", "ours"];
    let begins: [(&str, &str, &[&str]); 2] =
        [("my-product", "procedure", &["--with-procedure"]), ("ours", "duty", &in_english)];
    for (product, schema, more) in begins {
        // An estate each: in one, the same number for two names would be two people.
        let data = Data::new();
        let (folder, file) = (begun(&data, more), schema);
        let checked = run(&["check", &folder]);
        assert!(checked.status.success() && checked.stderr.is_empty(), "{}", printed(&checked));
        let text = fs::read_to_string(format!("{folder}/{product}/{file}.yaml")).expect("written");
        assert!(text.starts_with(&format!("# yaml-language-server: $schema=../.schema/{schema}.json\n")));
        assert!(fs::exists(format!("{folder}/.schema/{schema}.json")).expect("it can be looked for"));
    }
}

#[test]
fn what_is_there_is_never_overwritten() {
    let data = Data::new();
    let folder = begun(&data, &[]);
    fs::write(format!("{folder}/my-product/people.yaml"), "mine").expect("written");
    let again = run(&["init", &folder]);
    assert!(!again.status.success());
    assert_eq!(fs::read_to_string(format!("{folder}/my-product/people.yaml")).expect("read"), "mine");
}

#[test]
fn a_table_is_taken_whole_or_not_at_all() {
    let data = Data::new();
    let folder = begun(&data, &[]);
    let (table, file) = (format!("{folder}/table.csv"), format!("{folder}/my-product/services.yaml"));
    let before = fs::read_to_string(&file).expect("read");
    let good = "lab,Lab,n004,order=Order,3,2,2,2,0,1,committee,2099-01-01\n";
    let import =
        |more: &[&str]| run(&[&["catalogue", "import", &table, &folder, "--product", "my-product"], more].concat());
    fs::write(&table, format!("{HEADER}{good}x,X,n009,a=A,7,2,2,2,0,1,committee,2099-01-01\n")).expect("written");
    let refused = import(&[]);
    assert!(!refused.status.success());
    assert!(printed(&refused).contains("table.csv:3 refused: `7` is no score for `people`"), "{}", printed(&refused));
    assert_eq!(fs::read_to_string(&file).expect("read"), before);

    fs::write(&table, format!("{HEADER}{good}")).expect("written");
    let dry = import(&["--dry-run"]);
    assert!(dry.status.success() && printed(&dry).contains("1 added"), "{}", printed(&dry));
    assert_eq!(fs::read_to_string(&file).expect("read"), before);
    assert!(printed(&import(&[])).contains("1 added, 0 changed, 0 as they were"));
    let after = fs::read_to_string(&file).expect("read");
    assert!(printed(&import(&[])).contains("0 added, 0 changed, 1 as they were"));
    assert_eq!(fs::read_to_string(&file).expect("read"), after);
    assert!(run(&["check", &folder]).status.success());
}

#[test]
fn regulations_are_written_in_every_form() {
    let data = Data::new();
    let folder = begun(&data, &["--lang", "en"]);
    let written = |arguments: &[&str]| {
        let out = run(&[&["procedure"], arguments].concat());
        assert!(out.status.success(), "{}", printed(&out));
        String::from_utf8(out.stdout).expect("text")
    };
    assert!(written(&["show", &folder]).starts_with("<svg xmlns"));
    assert!(written(&["bpmn"]).contains("<bpmn:process"));
    assert!(written(&["roles", &folder]).contains("Duty engineer"), "the product's own language");
    assert!(
        written(&["text", "--format", "markdown", "--lang", "en", "--procedure", "drill"])
            .starts_with("# Regulation: Drill")
    );
    let problem = written(&["text", "--format", "markdown", "--lang", "en", "--procedure", "problem", &folder]);
    assert!(problem.starts_with("# Regulation: Problem") && problem.contains("14 days"), "{problem}");
    assert!(written(&["bpmn", "--procedure", "problem"]).contains("<bpmn:process"));
    let sheets = data.path().join("sheets");
    written(&["roles", "-o", sheets.to_str().expect("text")]);
    assert!(sheets.join("shift_head.html").exists());
    let unknown = run(&["procedure", "show", "--procedure", "nothing"]);
    assert!(printed(&unknown).contains("there are: incident, drill, problem"), "{}", printed(&unknown));
}

/// A text in force is not changed behind anybody's back.
#[tokio::test]
async fn a_changed_procedure_needs_another_version() {
    let data = Data::new();
    let folder = begun(&data, &["--with-procedure"]);
    let file = format!("{folder}/my-product/procedure.yaml");
    let text = fs::read_to_string(&file).expect("read");
    let own = text.lines().find(|line| line.starts_with("version: ")).expect("it has a version").to_owned();
    let text = text.replace(&own, "version: 40");
    fs::write(&file, &text).expect("written");
    Host::start_serving(&data, &folder).kill();
    let changed = text.replace(
        "id: summary,       stage: reporting, role: duty_engineer",
        "id: summary, stage: reporting, role: first_line",
    );
    assert_ne!(changed, text);
    fs::write(&file, &changed).expect("written");
    let refused = Command::new(program())
        .args(["serve", &folder, "--listen", "127.0.0.1:0", "--data", &data.text()])
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    assert!(!refused.status.success() && printed(&refused).contains("raise `version`"), "{}", printed(&refused));
    fs::write(&file, changed.replace("version: 40", "version: 41")).expect("written");
    Host::start_serving(&data, &folder).kill();
}

#[test]
fn a_shell_completes_the_commands() {
    for (shell, mark) in [("bash", "complete -F"), ("zsh", "#compdef nabat"), ("fish", "complete -c nabat")] {
        let made = run(&["completions", shell]);
        assert!(made.status.success());
        let text = String::from_utf8(made.stdout).expect("text");
        assert!(text.contains(mark) && text.contains("catalogue"), "{shell}");
    }
}
