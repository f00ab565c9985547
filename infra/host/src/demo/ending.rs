//! The story's last lines: how long what took, against what was allowed, and where the report is.

use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;
use serde_json::Value;

/// The stages with their times, the two figures of the team, the report below `base`.
pub fn ending(language: Language, figures: &Value, base: &str) -> String {
    let incident = &figures["incident"];
    let mut lines = vec![String::new(), say(language, "demo-ended", &[])];
    for stage in incident["stages"].as_array().into_iter().flatten() {
        let name = say(language, &format!("stage-{}", stage["stage"].as_str().unwrap_or_default()), &[]);
        let (actual, budget) = (minutes(&stage["actual_seconds"]), minutes(&stage["budget_seconds"]));
        lines.push(format!("  {name:<16} {actual:>8} / {budget}"));
    }
    let args = [
        ("called", &*minutes(&incident["team_called_seconds"])),
        ("answered", &*minutes(&incident["team_answered_seconds"])),
        ("outage", &*minutes(&incident["outage_seconds"])),
        ("events", &*figures["journal"]["events"].to_string()),
        ("head", &figures["journal"]["head"].as_str().unwrap_or_default()[..12]),
    ];
    lines.push(say(language, "demo-figures", &args));
    if let Some(address) = figures["report"]["address"].as_str() {
        let revisions = figures["report"]["revisions"].to_string();
        lines.push(say(
            language,
            "demo-report",
            &[("address", &format!("{base}{address}")), ("revisions", &revisions)],
        ));
    }
    if let Some(exit) = figures["problem"]["exit"].as_str() {
        let exit = say(language, &format!("problem-exit-{exit}"), &[]);
        let number = figures["problem"]["id"].as_str().unwrap_or_default();
        lines.push(say(language, "demo-problem", &[("problem", number), ("exit", &exit)]));
    }
    lines.join("\n")
}

/// Minutes and seconds, `12:05`.
fn minutes(seconds: &Value) -> String {
    seconds.as_i64().map_or_else(|| "–".to_owned(), |seconds| format!("{}:{:02}", seconds / 60, seconds % 60))
}
