//! Secrets the configuration names: from the environment or the data folder, never from the files that
//! are put in force.

use crate::chance::of_seed;
use crate::configuration::Estate;
use crate::host::BUILTIN;
use crate::secrets::secret;
use nabat_domain::ids::SecretId;
use nabat_kit::port::{Chance, NamedSecrets};
use nabat_kit::signature::SigningSecret;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where the secrets of an installation are.
#[derive(Clone, Debug)]
pub enum Named {
    /// In variables of the environment, else in files of a folder.
    Folder(PathBuf),
    /// They follow from a seed: for the demo only.
    Seed(u64),
}

/// Secrets an estate names, each with whether only Nabat's own files are signed with it.
fn named_by(estate: &Estate) -> BTreeMap<SecretId, bool> {
    let mut named = BTreeMap::new();
    for product in estate.products.values() {
        let notices = &product.catalogue.notices;
        let gateways = notices.gateways.values().map(|gateway| (&gateway.secret, gateway.url == BUILTIN));
        let hooks = product.catalogue.webhooks.values().map(|hook| (&hook.secret, hook.url == BUILTIN));
        let password = notices.mail.iter().filter_map(|mail| mail.password.as_ref()).map(|secret| (secret, false));
        for (secret, own) in gateways.chain(hooks).chain(password) {
            *named.entry(secret.clone()).or_insert(true) &= own;
        }
    }
    named
}

impl Named {
    /// Makes what only Nabat's own files are signed with; how to set every other secret that is not.
    ///
    /// # Errors
    /// A secret cannot be written.
    pub fn prepare(&self, estate: &Estate, chance: &dyn Chance) -> anyhow::Result<Vec<String>> {
        let mut unset = Vec::new();
        for (name, own) in named_by(estate) {
            if self.secret(&name).is_some() {
                continue;
            }
            match self {
                Self::Folder(folder) if own => {
                    crate::private::make(folder)?;
                    secret(&folder.join(name.as_str()), chance)?;
                }
                Self::Folder(_) | Self::Seed(_) => {
                    unset.push(format!("secret `{name}` is not set: {}", self.cure(&name)))
                }
            }
        }
        Ok(unset)
    }
}

/// The variable a secret is looked for in.
fn variable(name: &SecretId) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    format!("NABAT_SECRET_{}", name.as_str().chars().map(letter).collect::<String>())
}

impl NamedSecrets for Named {
    fn secret(&self, name: &SecretId) -> Option<Vec<u8>> {
        let text = match self {
            Self::Folder(folder) => std::env::var(variable(name)).ok().or_else(|| {
                // A name is no path: it was checked, and a row of an older version is not trusted either.
                let plain = name.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
                plain.then(|| std::fs::read_to_string(folder.join(name.as_str())).ok()).flatten()
            })?,
            Self::Seed(seed) => {
                let bytes = [of_seed(*seed, name.as_str()), of_seed(*seed, &format!("{name} more"))].concat();
                SigningSecret::new(bytes).ok()?.to_text()
            }
        };
        let text = text.trim();
        (!text.is_empty()).then(|| text.as_bytes().to_vec())
    }

    fn cure(&self, name: &SecretId) -> String {
        match self {
            Self::Folder(folder) => {
                format!("set {}, or write it into {}", variable(name), folder.join(name.as_str()).display())
            }
            Self::Seed(_) => "the demo has every secret".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_stands_in_its_file_and_names_no_other() {
        let folder = std::env::temp_dir().join(format!("nabat-named-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("sms-gateway"), "whsec_YQ==\n").expect("a file");
        let named = Named::Folder(folder.clone());
        assert_eq!(named.secret(&"sms-gateway".into()), Some(b"whsec_YQ==".to_vec()));
        assert_eq!(named.secret(&"../sms-gateway".into()), None);
        assert_eq!(named.secret(&"other".into()), None);
        assert!(named.cure(&"sms-gateway".into()).contains("NABAT_SECRET_SMS_GATEWAY"));
        std::fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[test]
    fn the_example_needs_no_secret_of_anybody() {
        let folder = std::env::temp_dir().join(format!("nabat-prepared-{}", std::process::id()));
        let named = Named::Folder(folder.clone());
        let mut estate = crate::example::read().expect("the example has no faults").estate;
        let unset = named.prepare(&estate, &crate::chance::MachineChance).expect("it can be written");
        assert_eq!(unset, [""; 0]);
        assert!(named.secret(&"sms-gateway".into()).is_some());
        let clinics = estate.products.get_mut(&"clinics".into()).expect("clinics");
        for hook in clinics.catalogue.webhooks.values_mut() {
            (hook.url, hook.secret) = ("https://bus.example/in".to_owned(), "of-the-bus".into());
        }
        let unset = named.prepare(&estate, &crate::chance::MachineChance).expect("it can be written");
        assert!(unset.len() == 1 && unset[0].contains("NABAT_SECRET_OF_THE_BUS"), "{unset:?}");
        std::fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[test]
    fn a_seed_has_every_secret() {
        let text = Named::Seed(7).secret(&"x".into()).expect("it has");
        assert!(SigningSecret::parse(&String::from_utf8(text).expect("text")).is_ok());
    }
}
