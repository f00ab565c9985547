//! Files of the figures: no cell runs, every table has its columns, machines are told what cannot be read.

use super::*;
use crate::pages::estate::catalogue;
use crate::pages::example::{ago, eyes};
use nabat_domain::catalogue::Language;
use nabat_kit::history::{ImportedOutage, Source, point, write_chunk};
use nabat_kit::reliability::{Figures, figures};
use nabat_kit::table::memory::MemoryTable;

async fn counted() -> (Figures, Asked) {
    let (eyes, catalogue, store) = (eyes(Language::En), catalogue(), MemoryTable::new());
    let outage = ImportedOutage {
        line: 2,
        incident: "=HYPERLINK(\"https://evil.example\")".to_owned(),
        service: "a,b \"c\"".to_owned(),
        function: "@sum".to_owned(),
        contractor: "+1".to_owned(),
        class: String::new(),
        began: ago(120),
        restored: Some(ago(60)),
    };
    write_chunk(&store, &"clinics".into(), "v1", 0, &[outage]).await.expect("memory takes it");
    let source = Source::new("v1".to_owned(), 1, "00".to_owned(), ago(10));
    point(&store, &"clinics".into(), "file", &source).await.expect("memory takes it");
    let asked = Asked::lenient(&[], eyes.zone, eyes.now);
    (figures(&store, &catalogue, asked.question.clone()).await.expect("figures"), asked)
}

#[tokio::test]
async fn no_cell_runs_and_every_row_has_every_column() {
    let (figures, asked) = counted().await;
    for (name, of) in TABLES {
        let text = table(&figures, &asked, of);
        assert!(text.lines().count() > usize::from(of == Table::Outages), "{name}");
        for cell in text.lines().flat_map(|line| line.split(',')) {
            let bare = cell.trim_start_matches('"');
            let number = bare.parse::<f64>().is_ok();
            assert!(number || !bare.starts_with(['=', '+', '-', '@']), "{name}: {cell}");
        }
    }
    let outages = table(&figures, &asked, Table::Outages);
    assert!(outages.contains("\"'=HYPERLINK(\"\"https://evil.example\"\")\",\"a,b \"\"c\"\"\",'@sum,"), "{outages}");
}

#[tokio::test]
async fn the_forms_agree() {
    let (figures, asked) = counted().await;
    let object = object(&figures, &asked);
    assert_eq!(object["failure_seconds"], 3_600);
    assert_eq!(object["services"][0]["outages"], 1);
    assert_eq!(object["team"]["called"]["p50_seconds"], serde_json::Value::Null);
    let text = text(&figures, &asked);
    assert!(text.contains("\nnabat_failure_seconds 3600\n") && text.ends_with("# EOF\n"), "{text}");
    assert!(text.contains("service=\"a,b \\\"c\\\"\""), "{text}");
}

#[test]
fn a_machine_is_told_which_field_cannot_be_read() {
    let eyes = eyes(Language::En);
    let read = |name: &str, value: &str| {
        Asked::strict(&[(name.to_owned(), value.to_owned())], eyes.zone, eyes.now).map_err(|field| field.0)
    };
    assert_eq!(read("from", "1 March"), Err("from"));
    assert_eq!(read("to", "1999-01-01"), Err("to"));
    assert_eq!(read("by", "colour"), Err("by"));
    assert_eq!(read("target", "98.5"), Err("target"));
    assert_eq!(read("against_from", "2026-01-01"), Err("against_to"));
    assert!(read("by", "class").is_ok());
    for far in ["+262142-12-31", "-262143-01-01", "9999-12-31"] {
        assert_eq!(read("from", far), Err("from"), "{far}");
        let field = [("from".to_owned(), far.to_owned())];
        assert_eq!(Asked::lenient(&field, eyes.zone, eyes.now).unread, ["from"], "{far}");
    }
}
