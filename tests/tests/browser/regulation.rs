//! The regulation as others will open it: the model in bpmn-js, the diagram and the papers in a browser.

use crate::demo::program;
use crate::driver::{Browser, Screen, until};
use anyhow::{Context as _, ensure};
use nabat_domain::procedure::{DEFAULT_DRILL, DEFAULT_INCIDENT, DEFAULT_PROBLEM, Procedure};
use nabat_tests::folder::Folder;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use thirtyfour::common::print::{PrintPage, PrintParameters};

/// Imports a model and keeps what came of it in `window.told`.
const OPEN: &str = r"
const viewer = new BpmnJS({ container: '#canvas' });
viewer.importXML(MODEL).then(
  ({ warnings }) => {
    viewer.get('canvas').zoom('fit-viewport', 'auto');
    const shapes = viewer.get('elementRegistry').getAll().filter((element) => element.type !== 'label');
    const shape = ({ id, type, x, y, width, height, waypoints, businessObject }) =>
      ({ id, type, x, y, width, height, waypoints: (waypoints || []).length,
         name: businessObject.name || (businessObject.categoryValueRef || {}).value || '' });
    window.told = { warnings: warnings.map(String), shapes: shapes.map(shape) };
  },
  (error) => { window.told = { error: String(error) }; },
);";

/// The folder bpmn-js was installed into: scripts/test regulation does it.
fn bpmn_js() -> anyhow::Result<PathBuf> {
    let folder = std::env::var_os("NABAT_BPMN_JS").context("NABAT_BPMN_JS is not set: run scripts/test regulation")?;
    Ok(PathBuf::from(folder).join("node_modules/bpmn-js/dist"))
}

fn written(arguments: &[&str], file: &Path) -> anyhow::Result<String> {
    let run = Command::new(program()?).arg("procedure").args(arguments).arg("-o").arg(file).output()?;
    ensure!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Ok(std::fs::read_to_string(file).unwrap_or_default())
}

/// A page with the model in bpmn-js, as anybody's modeller would show it.
fn page(model: &str) -> anyhow::Result<String> {
    let dist = bpmn_js()?;
    let at = |file: &str| format!("file://{}", dist.join(file).display());
    let model = serde_json::to_string(model)?.replace('<', "\\u003c");
    Ok(format!(
        "<!DOCTYPE html><meta charset=utf-8><link rel=stylesheet href='{}'><link rel=stylesheet href='{}'>\
         <style>html,body,#canvas{{height:100%;margin:0}}</style><div id=canvas></div>\
         <script src='{}'></script><script>const MODEL = {model};{OPEN}</script>",
        at("assets/diagram-js.css"),
        at("assets/bpmn-js.css"),
        at("bpmn-navigated-viewer.production.min.js"),
    ))
}

async fn opened(browser: &Browser, file: &Path) -> anyhow::Result<Value> {
    browser.window.goto(format!("file://{}", file.display())).await?;
    until(|| async {
        let told = browser.window.execute("return window.told || null", Vec::new()).await?.json().clone();
        ensure!(!told.is_null(), "bpmn-js has not answered yet");
        Ok(told)
    })
    .await
}

fn number(shape: &Value, field: &str) -> i64 {
    shape[field].as_f64().map_or(i64::MIN, |value| value.round() as i64)
}

/// Every stage and step is there, placed, and nothing that is not a frame lies on anything else.
fn assert_whole(told: &Value, procedure: &Procedure) {
    assert_eq!(told["error"], Value::Null);
    assert_eq!(told["warnings"], serde_json::json!([]), "bpmn-js imports without warnings");
    let shapes = told["shapes"].as_array().expect("shapes");
    let found = |id: &str| shapes.iter().find(|shape| shape["id"] == id).unwrap_or_else(|| panic!("no {id}"));
    for step in &procedure.steps {
        let task = found(&format!("Step_{}", step.id));
        assert_eq!(task["type"], "bpmn:UserTask");
        assert!(!task["name"].as_str().unwrap_or_default().is_empty());
    }
    for stage in &procedure.stages {
        let group = found(&format!("Group_{}", stage.id));
        assert!(!group["name"].as_str().unwrap_or_default().is_empty(), "{group}");
    }
    let is = |shape: &&Value, endings: &[&str]| {
        endings.iter().any(|ending| shape["type"].as_str().unwrap_or_default().ends_with(ending))
    };
    let nodes: Vec<&Value> = shapes.iter().filter(|shape| is(shape, &["Task", "Event", "Gateway"])).collect();
    assert!(nodes.len() > procedure.steps.len());
    for (place, one) in nodes.iter().enumerate() {
        assert!(number(one, "width") > 0 && number(one, "x") > 0, "{one} is placed");
        for other in &nodes[place + 1..] {
            let apart = |at: &str, size: &str| {
                number(one, at) + number(one, size) <= number(other, at)
                    || number(other, at) + number(other, size) <= number(one, at)
            };
            assert!(apart("x", "width") || apart("y", "height"), "{} lies on {}", one["id"], other["id"]);
        }
    }
    let flows: Vec<&Value> = shapes.iter().filter(|shape| is(shape, &["SequenceFlow"])).collect();
    assert!(flows.len() >= nodes.len() - 1 && flows.iter().all(|flow| number(flow, "waypoints") >= 2));
}

#[tokio::test]
async fn regulation_model_opens_in_bpmn_js_without_warnings() -> anyhow::Result<()> {
    let folder = Folder::new();
    let browser = Browser::open(Screen::Desktop).await?;
    for (id, text) in [("incident", DEFAULT_INCIDENT), ("drill", DEFAULT_DRILL), ("problem", DEFAULT_PROBLEM)] {
        let procedure: Procedure = serde_saphyr::from_str(text)?;
        for language in ["ru", "en"] {
            let arguments = ["bpmn", "--procedure", id, "--lang", language];
            let model = written(&arguments, &folder.path().join("model.bpmn"))?;
            let file = folder.path().join(format!("{id}-{language}.html"));
            std::fs::write(&file, page(&model)?)?;
            assert_whole(&opened(&browser, &file).await?, &procedure);
            browser.keep(&format!("bpmn-{id}-{language}")).await?;
        }
    }
    Ok(())
}

/// What bpmn-js is asked above would be told of a broken model too.
#[tokio::test]
async fn regulation_model_that_is_broken_is_told() -> anyhow::Result<()> {
    let folder = Folder::new();
    let browser = Browser::open(Screen::Desktop).await?;
    let model = written(&["bpmn"], &folder.path().join("model.bpmn"))?;
    let file = folder.path().join("broken.html");
    std::fs::write(&file, page(&model.replacen("bpmnElement=\"Step_accept\"", "bpmnElement=\"Step_gone\"", 1))?)?;
    let told = opened(&browser, &file).await?;
    assert_ne!(told["warnings"], serde_json::json!([]), "{told}");
    Ok(())
}

async fn papers(screen: Screen, name: &str) -> anyhow::Result<()> {
    let folder = Folder::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/example");
    let example = example.to_str().context("the path is UTF-8")?;
    let browser = Browser::open(screen).await?;
    for language in ["ru", "en"] {
        let of = |what: &'static str| [what, example, "--product", "clinics", "--lang", language];
        written(&of("text"), &folder.path().join(format!("text-{language}.html")))?;
        written(&of("show"), &folder.path().join(format!("show-{language}.svg")))?;
        written(&of("roles"), &folder.path().join(language))?;
        let sheets = ["first_line", "duty_engineer", "contractor", "service_owner", "shift_head"];
        let sheets = sheets.map(|role| (format!("sheet-{role}"), format!("{language}/{role}.html")));
        let mut pages = vec![("text".to_owned(), format!("text-{language}.html"))];
        pages.extend(sheets);
        if screen == Screen::Desktop {
            pages.push(("show".to_owned(), format!("show-{language}.svg")));
        }
        for (paper, file) in pages {
            browser.window.goto(format!("file://{}", folder.path().join(file).display())).await?;
            if paper != "show" {
                browser.assert_fits().await?;
            }
            browser.keep(&format!("regulation-{paper}-{language}-{name}")).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn regulation_papers_on_a_desktop() -> anyhow::Result<()> {
    papers(Screen::Desktop, "desktop").await
}

#[tokio::test]
async fn regulation_papers_on_a_phone() -> anyhow::Result<()> {
    papers(Screen::Phone, "phone").await
}

/// Pages of a PDF.
pub fn pages_of(pdf: &[u8]) -> usize {
    let count = |mark: &[u8]| pdf.windows(mark.len()).filter(|part| *part == mark).count();
    count(b"/Type /Page") - count(b"/Type /Pages")
}

/// A sheet of A4.
pub fn a4() -> PrintParameters {
    PrintParameters { page: PrintPage { width: 21.0, height: 29.7 }, ..PrintParameters::default() }
}

#[tokio::test]
async fn regulation_of_every_procedure_prints_on_few_pages_and_its_picture_on_one() -> anyhow::Result<()> {
    let folder = Folder::new();
    let browser = Browser::open(Screen::Desktop).await?;
    for procedure in ["incident", "drill", "problem"] {
        for language in ["ru", "en"] {
            for (what, ending, most) in [("text", "html", 4), ("show", "svg", 1)] {
                let file = folder.path().join(format!("{procedure}-{language}.{ending}"));
                written(&[what, "--procedure", procedure, "--lang", language], &file)?;
                browser.window.goto(format!("file://{}", file.display())).await?;
                let pages = pages_of(&browser.window.print_page(a4()).await?);
                assert!((1..=most).contains(&pages), "{} takes {pages} pages", file.display());
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn regulation_sheet_of_every_role_prints_on_one_page() -> anyhow::Result<()> {
    let folder = Folder::new();
    let browser = Browser::open(Screen::Desktop).await?;
    for language in ["ru", "en"] {
        let sheets = folder.path().join(language);
        written(&["roles", "--lang", language], &sheets)?;
        let mut printed = 0;
        for sheet in std::fs::read_dir(&sheets)? {
            let sheet = sheet?.path();
            browser.window.goto(format!("file://{}", sheet.display())).await?;
            let pdf = browser.window.print_page(a4()).await?;
            assert_eq!(pages_of(&pdf), 1, "{}", sheet.display());
            printed += 1;
        }
        assert_eq!(printed, 5, "each role that owes a step has a sheet");
    }
    Ok(())
}
