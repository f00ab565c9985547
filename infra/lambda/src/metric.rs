//! A metric in a line of the log: CloudWatch reads it there (embedded metric format), no call is made.

use nabat_domain::time::{At, Length};
use serde_json::{Value, json};

/// Where the metrics stand.
const NAMESPACE: &str = "Nabat";

/// Tells a length of time. Every metric costs money each month: there are few.
pub fn seconds(name: &str, now: At, length: Length) {
    println!("{}", line(name, now, length));
}

fn line(name: &str, now: At, length: Length) -> Value {
    let metric = json!({ "Name": name, "Unit": "Seconds" });
    let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [["Stack"]], "Metrics": [metric] });
    let stack = std::env::var("NABAT_STACK").unwrap_or_default();
    json!({
        "_aws": { "Timestamp": now.0, "CloudWatchMetrics": [directive] },
        "Stack": stack,
        name: length.in_seconds(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_one_line_that_names_what_it_holds() {
        let told = line("OldestPending", At(1_700_000_000_000), Length::minutes(2));
        assert_eq!((&told["OldestPending"], &told["_aws"]["Timestamp"]), (&json!(120), &json!(1_700_000_000_000_i64)));
        assert_eq!(told["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"], "OldestPending");
        assert!(!told.to_string().contains('\n'));
    }
}
