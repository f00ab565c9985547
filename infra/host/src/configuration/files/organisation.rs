//! `organisations.yaml`: one entry a place in which a failure can be felt.

use nabat_domain::catalogue::Organisation;
use nabat_domain::ids::OrganisationId;
use serde::Deserialize;
use serde_saphyr::Spanned;

/// An organisation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationEntry {
    pub id: Spanned<OrganisationId>,
    pub name: Spanned<String>,
    #[serde(default)]
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
