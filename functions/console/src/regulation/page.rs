//! The regulation of a product in force, for whoever is signed in: everybody may read what they follow.

use super::Regulation;
use super::paper::{Paper, Style, html_with};
use crate::viewer::Viewer;
use nabat_domain::catalogue::Role;
use nabat_kit::configuration::of;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;

/// Where the regulation stands.
pub const ADDRESS: &str = "/regulation";
/// Where the style of papers stands.
pub const STYLE_ADDRESS: &str = "/assets/paper.css";

/// Which form of it is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// The whole text.
    Text,
    /// A role's sheet.
    Sheet(Role),
    /// The diagram.
    Diagram,
    /// The model.
    Model,
}

/// What is sent: its media type and itself.
pub type Content = (&'static str, String);

impl Form {
    /// The form of an address' last part: `text`, `diagram.svg`, `model.bpmn`, a role's id.
    pub fn read(part: &str) -> Option<Self> {
        match part {
            "text" => Some(Self::Text),
            "diagram.svg" => Some(Self::Diagram),
            "model.bpmn" => Some(Self::Model),
            role => Role::read(role).map(Self::Sheet),
        }
    }
}

/// A form of a procedure in force; none if the product has no such procedure or the role no step in it.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer, procedure: &str, form: Form) -> Result<Option<Content>, Fault> {
    let current = of(env, &viewer.product).await?;
    let catalogue = &current.version.catalogue;
    let Some(procedure) = catalogue.procedures.get(procedure) else { return Ok(None) };
    let regulation = Regulation { procedure, product: Some(&catalogue.product), language: viewer.language };
    let page = |mut paper: Paper| {
        paper.links = regulation.links(form);
        ("text/html; charset=utf-8", html_with(&[paper], Style::At(STYLE_ADDRESS)))
    };
    Ok(match form {
        Form::Text => Some(page(regulation.text())),
        Form::Sheet(role) => regulation.roles().contains(&role).then(|| page(regulation.sheet(role))),
        Form::Diagram => Some(("image/svg+xml", regulation.svg())),
        Form::Model => Some(("application/xml; charset=utf-8", regulation.bpmn())),
    })
}

impl Regulation<'_> {
    /// From a paper to all the others.
    fn links(&self, from: Form) -> Vec<(String, String)> {
        let at = |part: &str| format!("{ADDRESS}/{}/{part}", self.procedure.id);
        let mut links = vec![(self.say("pages-back", &[]), "/".to_owned())];
        if from != Form::Text {
            links.push((self.say("regulation-sort", &[]), at("text")));
        }
        let others = self.roles().into_iter().filter(|role| from != Form::Sheet(*role));
        links.extend(others.map(|role| (self.role_title(role), at(role.as_str()))));
        links.push(("SVG".to_owned(), at("diagram.svg")));
        links.push(("BPMN".to_owned(), at("model.bpmn")));
        links
    }
}
