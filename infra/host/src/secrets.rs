//! Keys of an installation: made at the first start, kept in the data folder, readable by its owner.

use crate::chance::of_seed;
use crate::desk_secrets;
use crate::named::Named;
use anyhow::Context as _;
use nabat_domain::ids::ProductId;
use nabat_domain::time::At;
use nabat_kit::env::Secrets;
use nabat_kit::port::Chance;
use nabat_kit::signature::SigningSecret;
use nabat_kit::signing::{PublicKey, SigningKey};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The environment variable that holds the desk's signing secret.
pub const DESK_SECRET: &str = "NABAT_DESK_SECRET";

/// The keys of an installation.
pub struct Keys {
    /// Each may sign what the desk sends: two of them live while one is being changed. The first is never missing
    /// and signs for the built-in desk.
    pub desk: Vec<SigningSecret>,
    /// Those of products whose desk has its own: the ones above are nothing to them.
    pub desks: BTreeMap<ProductId, Vec<SigningSecret>>,
    /// Where the desk's secret was made, if it is not from the environment.
    pub desk_file: Option<PathBuf>,
    /// Each may have signed what the built-in messenger sends, the first signs it. Never none.
    pub messenger: Vec<SigningSecret>,
    /// Tells whether two bodies are the same.
    pub body: [u8; 32],
    /// Signs heads of journals and evidence packs; a story has none.
    pub signing: Option<SigningKey>,
    /// Secrets the configuration names.
    pub named: Named,
}

impl Keys {
    /// The keys of a data folder; what is missing is made.
    ///
    /// # Errors
    /// A key cannot be read or written, or is none.
    pub fn of_folder(data: &Path, chance: &dyn Chance) -> anyhow::Result<Self> {
        let from_environment = std::env::var(DESK_SECRET).ok().filter(|text| !text.trim().is_empty());
        let (desk, desk_file) = match from_environment {
            Some(text) => {
                (desk_secrets::each(&text).with_context(|| format!("{DESK_SECRET} is no signing secret"))?, None)
            }
            None => {
                let file = data.join(desk_secrets::FILE);
                (desk_secrets::of_all(&file, chance)?, Some(file))
            }
        };
        let desks = desk_secrets::of_products(data)?;
        let messenger = desk_secrets::of_all(&data.join("messenger.secret"), chance)?;
        let body = secret(&data.join("body.secret"), chance)?;
        let named = Named::Folder(data.join("secrets"));
        let signing = Some(signing_made(data, chance)?);
        Ok(Self { desk, desks, desk_file, messenger, body: thirty_two(body.bytes()), signing, named })
    }

    /// The same, kept in the data folder where nothing is: evidence, its check and a backup of a demo find what those
    /// of an installation find.
    ///
    /// # Errors
    /// A key cannot be read or written.
    pub fn of_seed_kept(seed: u64, data: &Path) -> anyhow::Result<Self> {
        crate::private::make(data)?;
        for purpose in ["desk", "messenger", "body"] {
            let file = data.join(format!("{purpose}.secret"));
            if !file.exists() {
                write_private(&file, &key_of_seed(seed, purpose).to_text())
                    .with_context(|| format!("cannot write {}", file.display()))?;
            }
        }
        let file = signing_file(data);
        if !file.exists() {
            let made = SigningKey::of_seed(thirty_two(key_of_seed(seed, "evidence").bytes()));
            write_private(&file, &made.to_pem()).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(Self { signing: Some(signing(data)?), ..Self::of_seed(seed) })
    }

    /// The keys that follow from a seed: for the demo only.
    pub fn of_seed(seed: u64) -> Self {
        let key = |purpose: &str| key_of_seed(seed, purpose);
        let body = thirty_two(key("body").bytes());
        let (desk, messenger, named) = (key("desk"), key("messenger"), Named::Seed(seed));
        Self {
            desk: vec![desk],
            desks: BTreeMap::new(),
            desk_file: None,
            messenger: vec![messenger],
            body,
            signing: None,
            named,
        }
    }

    /// The secret the built-in desk signs with for a product without its own.
    pub fn desk_signs(&self) -> &SigningSecret {
        self.desk.first().expect("an installation has a desk secret from its first start on")
    }

    /// The secret the built-in messenger signs with.
    pub fn messenger_signs(&self) -> &SigningSecret {
        self.messenger.first().expect("an installation has a messenger's secret from its first start on")
    }

    /// What it signs with for those that have.
    pub fn desks_sign(&self) -> BTreeMap<ProductId, SigningSecret> {
        let first =
            |(product, secrets): (&ProductId, &Vec<SigningSecret>)| Some((product.clone(), secrets.first()?.clone()));
        self.desks.iter().filter_map(first).collect()
    }

    /// What the functions need of them.
    pub fn for_functions(&self) -> Secrets {
        let signing = self.signing.as_ref().map(SigningKey::again);
        let bytes = |secrets: &Vec<SigningSecret>| secrets.iter().map(|secret| secret.bytes().to_vec()).collect();
        let desks = self.desks.iter().map(|(product, secrets)| (product.clone(), bytes(secrets))).collect();
        Secrets { desk: bytes(&self.desk), desks, body_key: self.body, signing }
    }
}

/// The file of a data folder that holds the key by which heads of journals and evidence packs are signed.
pub fn signing_file(data: &Path) -> PathBuf {
    data.join("evidence.key")
}

/// That key.
///
/// # Errors
/// There is none yet, or the file holds something else.
pub fn signing(data: &Path) -> anyhow::Result<SigningKey> {
    let file = signing_file(data);
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}, which `nabat serve` makes at its first start", file.display()))?;
    SigningKey::from_pem(&text).with_context(|| format!("{} holds no private key", file.display()))
}

/// Public halves of keys that signed before the one in use, a line each, with the moment each was changed.
pub(crate) const RETIRED: &str = "evidence.retired";

/// Every key that ever signed in this data folder, the one in use first: none where there is none yet.
pub fn signed_by(data: &Path) -> Vec<PublicKey> {
    let retired = std::fs::read_to_string(data.join(RETIRED)).unwrap_or_default();
    let retired = retired.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok());
    signing(data).ok().map(|own| own.public()).into_iter().chain(retired).collect()
}

/// Puts a new key in the place of the one in use, whose public half is kept: what it signed stays checked. A host that
/// runs signs by the old one until it is started again.
///
/// # Errors
/// There is no key yet, or a file cannot be written: then the old one stays.
pub fn change_signing(data: &Path, chance: &dyn Chance, now: At) -> anyhow::Result<(PublicKey, PublicKey)> {
    use std::io::Write as _;
    let (file, next) = (signing_file(data), data.join("evidence.key.next"));
    let old = signing(data)?.public();
    let made = SigningKey::of_seed(thirty_two(&[chance.bytes(), chance.bytes()].concat()));
    let unwritten = || format!("cannot write {}", next.display());
    // Left behind by a change that did not end: nothing was ever signed by it.
    if next.exists() {
        std::fs::remove_file(&next).with_context(unwritten)?;
    }
    write_private(&next, &made.to_pem()).with_context(unwritten)?;
    let mut retired = std::fs::OpenOptions::new().create(true).append(true).open(data.join(RETIRED))?;
    writeln!(retired, "{old} {}", now.to_rfc3339())
        .and_then(|()| retired.sync_all())
        .context("cannot write the list of retired keys")?;
    std::fs::rename(&next, &file).with_context(|| format!("cannot replace {}", file.display()))?;
    Ok((old, made.public()))
}

fn signing_made(data: &Path, chance: &dyn Chance) -> anyhow::Result<SigningKey> {
    let file = signing_file(data);
    if file.exists() {
        return signing(data);
    }
    let made = SigningKey::of_seed(thirty_two(&[chance.bytes(), chance.bytes()].concat()));
    write_private(&file, &made.to_pem()).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(made)
}

fn key_of_seed(seed: u64, purpose: &str) -> SigningSecret {
    let bytes = [of_seed(seed, purpose), of_seed(seed, &format!("{purpose} more"))].concat();
    SigningSecret::new(bytes).expect("thirty-two bytes are a secret")
}

fn thirty_two(bytes: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    for (to, from) in key.iter_mut().zip(bytes) {
        *to = *from;
    }
    key
}

/// The secret of a file; made where there is none.
pub(crate) fn secret(file: &Path, chance: &dyn Chance) -> anyhow::Result<SigningSecret> {
    if file.exists() {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        return SigningSecret::parse(&text).with_context(|| format!("{} holds no signing secret", file.display()));
    }
    let made = SigningSecret::new([chance.bytes(), chance.bytes()].concat())?;
    write_private(file, &made.to_text()).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(made)
}

#[cfg(unix)]
pub(crate) fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    made.write_all(text.as_bytes())?;
    made.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    std::fs::write(file, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::rig::Folder;
    use crate::chance::MachineChance;

    #[test]
    fn a_demo_keeps_the_keys_it_works_with_where_an_installation_does() {
        let folder = Folder::new();
        let data = folder.file("desk.secret").parent().expect("a folder").to_owned();
        let story = Keys::of_seed_kept(7, &data).expect("kept");
        let found = Keys::of_folder(&data, &MachineChance).expect("read");
        assert_eq!(signing(&data).expect("a key").public(), story.signing.as_ref().expect("it signs").public());
        assert_eq!(found.messenger_signs().to_text(), story.messenger_signs().to_text());
        assert_eq!((found.body, found.desk_signs().to_text()), (story.body, Keys::of_seed(7).desk_signs().to_text()));
    }

    #[test]
    fn while_the_messengers_secret_is_changed_both_are_accepted_and_the_upper_one_signs() {
        let folder = Folder::new();
        let data = folder.file("messenger.secret").parent().expect("a folder").to_owned();
        let old = Keys::of_folder(&data, &MachineChance).expect("made").messenger_signs().to_text();
        let new = SigningSecret::new(vec![7; 32]).expect("long enough").to_text();
        std::fs::write(data.join("messenger.secret"), format!("{new}\n{old}\n")).expect("written");
        let keys = Keys::of_folder(&data, &MachineChance).expect("read");
        assert_eq!(keys.messenger.iter().map(SigningSecret::to_text).collect::<Vec<_>>(), [new.clone(), old]);
        assert_eq!(keys.messenger_signs().to_text(), new);
    }

    #[test]
    fn a_changed_key_leaves_its_public_half_and_what_it_signed_stays_checked() {
        let folder = Folder::new();
        let data = folder.file("evidence.key").parent().expect("a folder").to_owned();
        assert!(signed_by(&data).is_empty());
        assert!(change_signing(&data, &MachineChance, At(0)).is_err(), "there is nothing to change yet");
        let first = signing_made(&data, &MachineChance).expect("made").public();
        std::fs::write(data.join("evidence.key.next"), "left behind").expect("written");
        let (old, second) = change_signing(&data, &MachineChance, At(0)).expect("changed");
        let (middle, third) = change_signing(&data, &MachineChance, At(60_000)).expect("changed");
        assert_eq!((old, middle), (first, second));
        assert_eq!(signed_by(&data), [third, first, second]);
        assert_eq!(signing(&data).expect("the key in use").public(), third);
        let list = std::fs::read_to_string(data.join(RETIRED)).expect("a list");
        assert!(list.contains("1970-01-01T00:01:00Z") && !list.contains("PRIVATE"), "{list}");
        assert!(!data.join("evidence.key.next").exists());
    }
}
