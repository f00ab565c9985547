//! Closed and open: by whatever transition the issue's own workflow has from where it stands.

use super::field::{Wanted, fields};
use super::{Jira, left};
use nabat_kit::port::CallError;
use reqwest::Method;
use serde_json::{Map, Value, json};

/// Where an issue is to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// In a status of the category "done".
    Closed,
    /// In any other.
    Open,
}

impl End {
    /// Where a status is.
    pub(super) fn of(status: &Value) -> Self {
        if status["statusCategory"]["key"] == "done" { Self::Closed } else { Self::Open }
    }

    const fn told(self) -> &'static str {
        match self {
            Self::Closed => "closes",
            Self::Open => "opens",
        }
    }
}

impl Jira {
    /// Carries an issue there, unless that is where it stands.
    pub(super) async fn carry(&self, id: &str, end: End) -> Result<(), CallError> {
        let before = self.issue(id).await?;
        if End::of(&before["fields"]["status"]) == end {
            return Ok(());
        }
        // Ids differ by workflow and version: asked for each time.
        let told = self.api.read(&["issue", id, "transitions"], &[("expand", "transitions.fields")]).await?;
        let offered: Vec<&Value> = told["transitions"].as_array().into_iter().flatten().collect();
        let status = before["fields"]["status"]["name"].as_str().unwrap_or_default();
        let chosen = self.chosen(&offered, end).ok_or_else(|| none_leads(id, status, &offered, end))?;
        let filled = self.filled(id, chosen, end)?;
        let mut body = json!({ "transition": { "id": chosen["id"] } });
        if !filled.is_empty() {
            body["fields"] = Value::Object(filled);
        }
        self.api.call(Method::POST, &["issue", id, "transitions"], &body).await?;
        let after = self.issue(id).await?;
        if End::of(&after["fields"]["status"]) == end { Ok(()) } else { Err(left(id, &["Status"])) }
    }

    /// The transition to the status that is configured, else one to any status that will do.
    fn chosen<'t>(&self, offered: &[&'t Value], end: End) -> Option<&'t Value> {
        let fields = &self.settings.fields;
        let wanted = match end {
            End::Closed => &fields.closed,
            End::Open => &fields.open,
        };
        let fits = |transition: &&&Value| End::of(&transition["to"]) == end;
        let by_name = offered.iter().filter(fits).find(|transition| transition["to"]["name"] == wanted.as_str());
        by_name.or_else(|| offered.iter().find(fits)).copied()
    }

    /// What the transition's screen asks for and Nabat can give: a resolution, where one is configured.
    fn filled(&self, id: &str, transition: &Value, end: End) -> Result<Map<String, Value>, CallError> {
        let screen = transition["fields"].as_object().map(fields).unwrap_or_default();
        let mut filled = Map::new();
        let mut asked = Vec::new();
        for field in &screen {
            let resolution =
                self.settings.resolution.as_deref().filter(|_| field.id == "resolution" && end == End::Closed);
            match resolution {
                Some(name) => {
                    let value = field.written(Wanted::Word(name)).map_err(CallError::Permanent)?;
                    filled.insert(field.id.clone(), value);
                }
                None if field.needed => asked.push(field.name.as_str()),
                None => {}
            }
        }
        if asked.is_empty() {
            return Ok(filled);
        }
        let (name, asked) = (transition["name"].as_str().unwrap_or_default(), asked.join(", "));
        let cure = "say `resolution` under `fields` if it is that, or make it optional on that screen";
        Err(CallError::Permanent(format!("the transition `{name}` of {id} asks for {asked}: {cure}")))
    }
}

fn none_leads(id: &str, status: &str, offered: &[&Value], end: End) -> CallError {
    let to = |transition: &&Value| format!("`{}`", transition["to"]["name"].as_str().unwrap_or_default());
    let all: Vec<String> = offered.iter().map(to).collect();
    let all = if all.is_empty() { "nowhere".to_owned() } else { format!("only to {}", all.join(", ")) };
    let cure = "give Nabat's user a transition that does";
    CallError::Permanent(format!(
        "from `{status}` Jira lets Nabat carry {id} {all}, which {} nothing: {cure}",
        end.told()
    ))
}
