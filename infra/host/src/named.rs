//! Secrets the configuration names: from the environment or the data folder, never from the files that
//! are put in force.

use crate::chance::of_seed;
use nabat_domain::ids::SecretId;
use nabat_kit::port::NamedSecrets;
use nabat_kit::signature::SigningSecret;
use std::path::PathBuf;

/// Where the secrets of an installation are.
#[derive(Clone, Debug)]
pub enum Named {
    /// In variables of the environment, else in files of a folder.
    Folder(PathBuf),
    /// They follow from a seed: for the demo only.
    Seed(u64),
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
    fn a_seed_has_every_secret() {
        let text = Named::Seed(7).secret(&"x".into()).expect("it has");
        assert!(SigningSecret::parse(&String::from_utf8(text).expect("text")).is_ok());
    }
}
