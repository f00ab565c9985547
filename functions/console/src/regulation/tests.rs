//! The built-in procedures and a hostile one, in both languages.

use super::Regulation;
use super::page::{Form, load};
use super::paper::{html, markdown};
use crate::pages::estate::environment;
use crate::pages::example::viewer;
use crate::viewer::Viewer;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::procedure::{DEFAULT_DRILL, DEFAULT_INCIDENT, DEFAULT_PROBLEM, Procedure};

fn built_in() -> Vec<Procedure> {
    let read = |text| serde_saphyr::from_str(text).expect("the built-in procedures are YAML");
    [DEFAULT_INCIDENT, DEFAULT_DRILL, DEFAULT_PROBLEM].map(read).to_vec()
}

fn in_both(procedure: &Procedure) -> [Regulation<'_>; 2] {
    Language::ALL.map(|language| Regulation { procedure, product: None, language })
}

/// Everything that is written, under its name.
fn written(regulation: &Regulation) -> Vec<(&'static str, String)> {
    let sheets: Vec<_> = regulation.sheets().into_iter().map(|(_, paper)| paper).collect();
    let text = regulation.text();
    vec![
        ("svg", regulation.svg()),
        ("bpmn", regulation.bpmn()),
        ("sheets", html(&sheets)),
        ("html", html(std::slice::from_ref(&text))),
        ("markdown", markdown(&text)),
    ]
}

#[test]
fn every_word_is_in_the_catalogues() {
    for procedure in built_in() {
        for regulation in in_both(&procedure) {
            for (name, text) in written(&regulation) {
                let at = text.find('‹').map(|at| &text[at..(at + 60).min(text.len())]);
                assert_eq!(at, None, "{name} of {}", procedure.id);
            }
        }
    }
}

#[test]
fn every_step_and_stage_stands_in_every_form() {
    for procedure in built_in() {
        for regulation in in_both(&procedure) {
            let written = written(&regulation);
            for step in &procedure.steps {
                let name = regulation.step(&step.id).replace('\'', "&#39;");
                for (form, text) in &written {
                    let plain = name.replace("&#39;", "'");
                    let first = plain.split(' ').next().unwrap_or_default();
                    let found =
                        text.contains(&name) || text.contains(&plain) || (*form == "svg" && text.contains(first));
                    assert!(found, "{name} is not in {form}");
                }
            }
            for stage in &procedure.stages {
                let name = regulation.stage(&stage.id);
                let found =
                    written.iter().filter(|(_, text)| text.contains(name.split(' ').next().unwrap_or_default()));
                assert!(found.count() >= 4, "{name}");
            }
        }
    }
}

#[test]
fn each_form_tells_version_approver_and_dates() {
    let mut procedure = built_in().remove(0);
    procedure.version = 41;
    procedure.approved_by = "Комитет № 7".to_owned();
    procedure.in_force_since = chrono::NaiveDate::from_ymd_opt(2026, 12, 24);
    let [russian, _] = in_both(&procedure);
    for (form, text) in written(&russian) {
        for part in ["41", "Комитет № 7", "1 ноября 2026", "24 декабря 2026"] {
            assert!(text.contains(part), "{part} is not in {form}");
        }
    }
}

#[test]
fn what_a_file_says_is_text_everywhere() {
    let mut procedure = built_in().remove(0);
    procedure.approved_by = "<script>alert(1)</script>\"'&\u{1}".to_owned();
    procedure.steps[0].id = "a\"><b x=\"".into();
    for regulation in in_both(&procedure) {
        for (form, text) in written(&regulation) {
            // Markdown: an escaped mark is text, and so is all that stands in a code span.
            let raw = if form == "markdown" { text.split('`').step_by(2).collect() } else { text };
            let raw = raw.replace("\\<", "");
            assert!(!raw.contains("<script>") && !raw.contains("<b x"), "{form}");
        }
        assert!(!regulation.bpmn().contains('\u{1}'));
    }
}

/// A conditional step of another role hangs on the step that calls it; the same role's on a gateway.
#[test]
fn conditions_lead_where_they_should() {
    let procedure = built_in().remove(0);
    let [_, english] = in_both(&procedure);
    let model = english.bpmn();
    for flow in [
        "sourceRef=\"Step_handover\" targetRef=\"Step_received\"",
        "sourceRef=\"Choose_Step_comment\" targetRef=\"Step_comment\"",
        "sourceRef=\"Choose_Step_comment\" targetRef=\"Step_problem\"",
        "sourceRef=\"Choose_Step_comment\" targetRef=\"Merge_Step_comment\"",
        "sourceRef=\"Merge_Step_comment\" targetRef=\"Milestone_closure\"",
        "sourceRef=\"Step_accept\" targetRef=\"Milestone_assembly\"",
        "sourceRef=\"Ready_closure\" targetRef=\"Step_decision\"",
        "sourceRef=\"Step_works\" targetRef=\"Join_verification\"",
        "sourceRef=\"Split_detection\" targetRef=\"Milestone_detection\"",
    ] {
        assert!(model.contains(flow), "{flow}");
    }
    assert!(model.contains("default=\"Flow_Choose_Step_comment_to_Merge_Step_comment\""));
}

#[tokio::test]
async fn whoever_is_signed_in_reads_what_the_product_follows() {
    let (env, _) = environment().await;
    for viewer in Language::ALL.map(viewer) {
        let viewer = Viewer { roles: [Role::Contractor].into(), ..viewer };
        for (part, media) in [
            ("text", "text/html; charset=utf-8"),
            ("duty_engineer", "text/html; charset=utf-8"),
            ("diagram.svg", "image/svg+xml"),
            ("model.bpmn", "application/xml; charset=utf-8"),
        ] {
            let form = Form::read(part).expect("a form");
            let (sent, text) = load(&env, &viewer, "incident", form).await.expect("read").expect("a form");
            assert_eq!(sent, media);
            assert!(!text.contains('‹') && !text.contains("<style") && !text.contains(" style="), "{part}");
        }
        let text = load(&env, &viewer, "incident", Form::Text).await.expect("read").expect("a text").1;
        assert!(text.contains("href=\"/regulation/incident/shift_head\"") && text.contains("/assets/paper.css"));
        assert!(load(&env, &viewer, "drill", Form::Text).await.expect("read").is_none());
        assert!(load(&env, &viewer, "incident", Form::Sheet(Role::Head)).await.expect("read").is_none());
    }
    assert_eq!(Form::read("../x"), None);
}
