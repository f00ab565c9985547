//! What a run leaves in the wiki: one page, each revision made by one key, the last one recorded.

use nabat_domain::ids::IncidentId;
use nabat_kit::document::{Block, Document};
use nabat_kit::port::{EffectKey, PageName};
use nabat_tests::rig::Rig;
use std::collections::BTreeSet;

/// The last revision in outline, and how often the page was told of.
pub async fn left(incident: &IncidentId, rig: &Rig, run: &str) -> String {
    let wiki = rig.outside.wiki.plain();
    let name = PageName(format!("{}/{incident}", rig.product));
    // Behind a problem stands the incident it was raised by.
    let cause = PageName(format!("{}/{}", rig.product, IncidentId::of_desk_record(&rig.product, &"SD-1".into())));
    let others: Vec<PageName> = wiki.names().into_iter().filter(|other| *other != name && *other != cause).collect();
    assert!(others.is_empty(), "{run}: {others:?}");
    let revisions = wiki.revisions(&name);
    let keys: BTreeSet<&EffectKey> = revisions.iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), revisions.len(), "{run}: a key makes one revision");
    assert!(revisions.iter().map(|(key, _)| key).is_sorted(), "{run}: a later revision knows more");
    let report = rig.state(incident).await.head.report;
    let last = revisions.last().map(|(key, _)| (key.0.clone(), revisions.len() as u64));
    let recorded =
        report.map(|report| (format!("{}#I#{incident}/report/{:08}", rig.product, report.upto), report.revision));
    assert_eq!(recorded, last, "{run}: the last revision is the one on record");
    let outlines: Vec<String> = revisions.last().iter().map(|(_, page)| outline(&page.redacted)).collect();
    outlines.join("\n")
}

/// Headings, names and sizes: lengths of time depend on when the process came back.
fn outline(document: &Document) -> String {
    let one = |block: &Block| match block {
        Block::Heading { text } | Block::Notice { text } => text.clone(),
        Block::Paragraph { .. } => "words".to_owned(),
        Block::Facts { rows } => rows.iter().map(|fact| fact.name.as_str()).collect::<Vec<_>>().join(", "),
        Block::Table { head, rows } => format!("{}: {} rows", head.join(", "), "x".repeat(rows.len())),
        Block::Link { text, .. } => text.clone(),
        Block::Chart(chart) => chart.title.clone(),
    };
    document.blocks.iter().map(one).collect::<Vec<_>>().join("\n")
}
