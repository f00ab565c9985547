//! As much of JQL as is asked: clauses joined by AND, in order of keys. What it does not know is refused.

use super::{Issue, PROJECT, number};
use nabat_domain::time::At;

/// What a query asks for.
#[derive(Default)]
pub(super) struct Query {
    kind: Option<String>,
    label: Option<String>,
    since: Option<At>,
    after: Option<u64>,
}

impl Query {
    /// Reads a query; what Jira says to a wrong one (REST, `search`: 400 "if there is a problem with the JQL query").
    pub(super) fn read(jql: &str) -> Result<Self, String> {
        let wrong = |clause: &str| format!("Error in the JQL Query near '{clause}'.");
        let Some(clauses) = jql.strip_suffix(" ORDER BY key ASC") else { return Err(wrong("ORDER BY")) };
        let mut query = Self::default();
        for clause in clauses.split(" AND ") {
            let words: Vec<&str> = clause.splitn(3, ' ').collect();
            let [field, operator, value] = words[..] else { return Err(wrong(clause)) };
            let text = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            match (field, operator, text) {
                ("project", "=", Some(PROJECT)) => {}
                ("project", "=", Some(other)) => {
                    return Err(format!("The value '{other}' does not exist for the field 'project'."));
                }
                ("issuetype", "=", Some(kind)) => query.kind = Some(kind.to_owned()),
                ("labels", "=", Some(label)) => query.label = Some(label.to_owned()),
                // "Advanced searching - fields reference", issue key: `>` is supported.
                ("key", ">", Some(key)) => query.after = Some(number(key).ok_or_else(|| wrong(clause))?),
                // "__JQL Date Time Formats" (JIRA052 314448708): "if you omit the quote-marks, the number you supply
                // will be interpreted as milliseconds after epoch".
                ("updated", ">=", None) => query.since = Some(At(value.parse().map_err(|_| wrong(clause))?)),
                _ => return Err(wrong(clause)),
            }
        }
        Ok(query)
    }

    pub(super) fn finds(&self, number: u64, issue: &Issue) -> bool {
        let labels = issue.fields.get("labels").and_then(|labels| labels.as_array());
        let labelled = |label: &String| labels.is_some_and(|labels| labels.iter().any(|one| one == label.as_str()));
        self.kind.as_ref().is_none_or(|kind| kind == issue.kind)
            && self.label.as_ref().is_none_or(labelled)
            && self.since.is_none_or(|since| issue.updated >= since)
            && self.after.is_none_or(|after| number > after)
    }
}
