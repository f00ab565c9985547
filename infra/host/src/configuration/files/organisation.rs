//! `organisations.yaml`: one entry a place in which a failure can be felt.

use nabat_domain::catalogue::Organisation;
use nabat_domain::ids::OrganisationId;
use serde::Deserialize;
use serde_saphyr::Spanned;

/// An organisation.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrganisationEntry {
    /// As the desk sends it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<OrganisationId>,
    /// Name people know it by.
    #[cfg_attr(test, schemars(with = "String"))]
    pub name: Spanned<String>,
    /// Other words people use for it in a chat.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub aliases: Vec<Spanned<String>>,
}

impl OrganisationEntry {
    /// The organisation of the catalogue.
    pub fn organisation(&self) -> Organisation {
        Organisation {
            id: self.id.value.clone(),
            name: self.name.value.clone(),
            aliases: self.aliases.iter().map(|alias| alias.value.clone()).collect(),
        }
    }
}
