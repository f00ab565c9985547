//! Which field of a desk holds what: data, for every desk differs.

/// Names of a desk's fields; what it does not have is left out.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Fields {
    /// Class or queue of incidents.
    pub incidents: String,
    /// Class or queue of problems.
    pub problems: String,
    /// The failing service: a link to a class whose names are the catalogue's ids.
    pub service: String,
    /// Unavailable functions: several of a class whose names are the catalogue's ids.
    pub functions: String,
    /// Priority, `P1` to `P4`.
    pub priority: String,
    /// When it began.
    pub started: String,
    /// The incident's problem.
    pub problem: String,
    /// Other records an incident belongs to.
    pub related: Option<String>,
    /// Work group a record is given to.
    pub work_group: Option<String>,
    /// By when it is to be done.
    pub due: Option<String>,
    /// The status of what is open.
    pub open: String,
    /// The status of what is closed.
    pub closed: String,
}

impl Fields {
    /// The names in a tracker of Roundup's.
    pub fn of_roundup() -> Self {
        Self::default()
    }

    /// The names in a Request Tracker.
    pub fn of_rt() -> Self {
        let text = |name: &str| name.to_owned();
        Self {
            incidents: text("Incidents"),
            problems: text("Problems"),
            service: text("Service"),
            functions: text("Functions"),
            priority: text("Priority"),
            started: text("Started"),
            closed: text("resolved"),
            ..Self::default()
        }
    }

    /// The names in a service project of Jira's: `incidents` and `problems` are issue types, `problem` and `related`
    /// kinds of links.
    pub fn of_jira() -> Self {
        let text = |name: &str| name.to_owned();
        Self {
            incidents: text("Incident"),
            problems: text("Problem"),
            service: text("Service"),
            functions: text("Functions"),
            priority: text("priority"),
            started: text("Started"),
            problem: text("Problem/Incident"),
            open: text("Open"),
            closed: text("Closed"),
            ..Self::default()
        }
    }
}

impl Default for Fields {
    fn default() -> Self {
        let text = |name: &str| name.to_owned();
        Self {
            incidents: text("incident"),
            problems: text("problem"),
            service: text("service"),
            functions: text("functions"),
            priority: text("priority"),
            started: text("started"),
            problem: text("problem"),
            related: None,
            work_group: None,
            due: None,
            open: text("open"),
            closed: text("closed"),
        }
    }
}

impl Fields {
    /// Every field of incidents that is named.
    pub(super) fn of_incidents(&self) -> Vec<&str> {
        let needed = [&self.service, &self.functions, &self.priority, &self.started, &self.problem];
        let more = [&self.related, &self.work_group, &self.due];
        needed.into_iter().chain(more.into_iter().flatten()).map(String::as_str).collect()
    }
}
