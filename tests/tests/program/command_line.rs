//! The program's own commands: tokens, the check of a configuration, one host a folder, its end.

use crate::client::Grant;
use crate::desk::bytes;
use crate::host::{Data, EXAMPLE, Host, printed, program, run};
use crate::samples::{PRODUCT, failure, sample};
use serde_json::Value;
use std::process::{Command, Stdio};

#[tokio::test]
async fn a_token_is_printed_alone() {
    let data = Data::new();
    let _host = Host::start(&data);
    let made = run(&["token", "--data", &data.text(), "--product", PRODUCT, "--role", "observer"]);
    assert!(made.status.success(), "{}", printed(&made));
    let text = String::from_utf8(made.stdout).expect("text");
    assert_eq!(text.lines().count(), 1);
    assert!(text.trim_end().len() >= 32 && !text.trim_end().contains(char::is_whitespace), "{text}");
    assert_eq!(String::from_utf8_lossy(&made.stderr), "");
}

#[tokio::test]
async fn an_unknown_product_role_or_folder_gets_no_token() {
    let data = Data::new();
    let _host = Host::start(&data);
    let text = data.text();
    let nowhere = Data::new();
    for (data, product, role) in
        [(&text, "no-such-product", "observer"), (&text, PRODUCT, "emperor"), (&nowhere.text(), PRODUCT, "observer")]
    {
        let made = run(&["token", "--data", data, "--product", product, "--role", role]);
        assert!(!made.status.success());
        assert!(made.stdout.is_empty(), "{}", printed(&made));
        assert!(!made.stderr.is_empty());
    }
}

#[tokio::test]
async fn a_second_host_on_one_folder_is_refused_and_the_first_goes_on() {
    let data = Data::new();
    let host = Host::start(&data);
    let second = Command::new(program())
        .args(["serve", EXAMPLE, "--listen", "127.0.0.1:0", "--data", &data.text()])
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("in use by another Nabat") && said.contains(&host.id().to_string()), "{said}");
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    // With the first one gone, even by kill -9, the folder is free.
    host.kill();
    Host::start(&data).desk().send(PRODUCT, "msg_2", &sample("drill")).await.expect(202);
}

#[tokio::test]
async fn sigterm_lets_what_was_begun_end() {
    let data = Data::new();
    let host = Host::start(&data);
    let sends: Vec<_> = (0..40)
        .map(|number| {
            let desk = host.desk();
            let body = bytes(&failure(&format!("SD-{number}"), "shift-reports", "shift-report"));
            tokio::spawn(async move { desk.try_send(PRODUCT, &format!("msg_{number}"), &body).await })
        })
        .collect();
    host.desk().send(PRODUCT, "msg_first", &sample("registered")).await.expect(202);
    let ended = tokio::task::spawn_blocking(move || host.terminate()).await.expect("ended");
    assert_eq!(ended.code(), Some(0));
    let mut accepted = 1;
    for sent in sends {
        // Answered in full or not at all.
        if let Ok(answer) = sent.await.expect("sent") {
            answer.expect(202);
            accepted += 1;
        }
    }
    let host = Host::start(&data);
    let incidents = host.api(&data, &Grant::admin(PRODUCT)).all(&format!("/api/{PRODUCT}/incidents")).await;
    assert!(incidents.len() >= accepted, "{} of {accepted}", incidents.len());
    data.assert_journals_hold();
}

#[tokio::test]
async fn words_and_people_are_erased_beside_a_running_host() {
    let data = Data::new();
    let host = Host::start(&data);
    let body = sample("registered");
    let summary = body["summary"].as_str().expect("the sample has a summary");
    let answer = host.desk().send(PRODUCT, "msg_1", &body).await.expect(202);
    let incident = answer["incident"].as_str().expect("it is an incident");
    let shown = || {
        let shown = run(&["journal", "show", incident, "--json", "--data", &data.text()]);
        assert!(shown.status.success(), "{}", printed(&shown));
        serde_json::from_slice::<Value>(&shown.stdout).expect("JSON")
    };
    let journal = shown();
    let texts = journal["events"][0]["texts"].as_object().expect("words of the registration");
    let (hash, _) = texts.iter().find(|(_, kept)| kept["text"] == summary).expect("the summary among them");
    let erased = run(&["erase", "words", incident, hash, "--data", &data.text()]);
    assert!(erased.status.success(), "{}", printed(&erased));
    assert!(!shown().to_string().contains(summary));
    let again = run(&["erase", "words", incident, hash, "--data", &data.text()]);
    assert!(!again.status.success(), "there is nothing of that name any more");
    for (person, known) in [("e4037", true), ("nobody", false)] {
        let erased = run(&["erase", "person", person, "--data", &data.text()]);
        assert_eq!(erased.status.success(), known, "{}", printed(&erased));
    }
    data.assert_journals_hold();
}

#[test]
fn the_example_holds_and_a_fault_is_told_with_file_and_line() {
    let held = run(&["check", EXAMPLE]);
    assert!(held.status.success(), "{}", printed(&held));
    let nowhere = run(&["check", "no-such-folder"]);
    assert!(!nowhere.status.success());
    let data = Data::new();
    let folder = data.path().join(PRODUCT);
    std::fs::create_dir_all(&folder).expect("made");
    for file in std::fs::read_dir(format!("{EXAMPLE}/{PRODUCT}")).expect("the example").flatten() {
        let text = std::fs::read_to_string(file.path()).expect("text").replacen(
            "- id: dispatch\n",
            "- id: dispatch\n  owner: nobody\n",
            1,
        );
        std::fs::write(folder.join(file.file_name()), text).expect("written");
    }
    let checked = run(&["check", &data.text()]);
    let said = printed(&checked);
    assert_eq!(checked.status.code(), Some(1), "{said}");
    assert!(said.contains("services.yaml") && said.contains("owner"), "{said}");
}

#[test]
fn help_names_every_command() {
    let help = run(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8_lossy(&help.stdout);
    let commands =
        "serve demo init check token catalogue procedure journal erase rebuild reliability completions anomalies";
    for command in commands.split(' ') {
        assert!(text.contains(command), "{text}");
    }
    assert!(!run(&["no-such-command"]).status.success());
}

#[test]
fn check_writes_the_paper_fallback_of_every_product() {
    let folder = nabat_tests::folder::Folder::new();
    let file = folder.path().join("paper.html");
    let checked = run(&["check", EXAMPLE, "--paper", file.to_str().expect("temporary folders are text")]);
    assert!(checked.status.success(), "{}", printed(&checked));
    let paper = std::fs::read_to_string(&file).expect("it is written");
    assert_eq!(paper.matches("<article").count(), 3, "a sheet a product");
    assert!(paper.contains("Кто дежурит") && paper.contains("+7 000"), "whom to call, and how");
}
