//! What desks sign with: one secret for the installation, or one of its own for a product, so that what was signed for
//! one product is nothing to another.

use crate::configuration::is_id;
use crate::secrets::secret;
use anyhow::{Context as _, bail};
use nabat_domain::ids::ProductId;
use nabat_kit::port::Chance;
use nabat_kit::signature::SigningSecret;
use std::collections::BTreeMap;
use std::path::Path;

/// The file of the installation's.
pub const FILE: &str = "desk.secret";

/// The installation's secrets: one a line, the new one above the old while one is being changed; made where there is none.
pub fn of_all(file: &Path, chance: &dyn Chance) -> anyhow::Result<Vec<SigningSecret>> {
    if file.exists() { read(file) } else { Ok(vec![secret(file, chance)?]) }
}

/// Those of products that have their own, in `desk-PRODUCT.secret`.
///
/// # Errors
/// A file cannot be read or holds no secret: another product's would be taken in its place.
pub fn of_products(data: &Path) -> anyhow::Result<BTreeMap<ProductId, Vec<SigningSecret>>> {
    let files = of_products_in(data)?.into_iter();
    files.map(|(product, name)| Ok((product, read(&data.join(name))?))).collect()
}

/// The names of these files.
///
/// # Errors
/// The folder cannot be read.
pub fn of_products_in(data: &Path) -> anyhow::Result<BTreeMap<ProductId, String>> {
    let unread = || format!("cannot look into {}", data.display());
    let mut names = BTreeMap::new();
    for file in std::fs::read_dir(data).with_context(unread)? {
        let name = file.with_context(unread)?.file_name().into_string().unwrap_or_default();
        names.extend(product_of(&name).map(|product| (product, name)));
    }
    Ok(names)
}

/// The product whose desk's secret stands in a file of this name.
pub fn product_of(file: &str) -> Option<ProductId> {
    let id = file.strip_prefix("desk-")?.strip_suffix(".secret")?;
    is_id(id).then(|| ProductId::from(id))
}

/// The secrets of a text, one a line.
///
/// # Errors
/// A line is no secret, or there is none.
pub fn each(text: &str) -> anyhow::Result<Vec<SigningSecret>> {
    let lines = text.split_whitespace();
    let secrets: Vec<SigningSecret> = lines.map(SigningSecret::parse).collect::<Result<_, _>>()?;
    if secrets.is_empty() { bail!("it is empty") } else { Ok(secrets) }
}

fn read(file: &Path) -> anyhow::Result<Vec<SigningSecret>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    each(&text).with_context(|| format!("{} holds no signing secret", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::rig::Folder;
    use crate::chance::MachineChance;

    #[test]
    fn while_a_desk_secret_is_changed_both_are_accepted_and_the_upper_one_signs() {
        let folder = Folder::new();
        let file = folder.file(FILE);
        let made = of_all(&file, &MachineChance).expect("made");
        let old = made[0].to_text();
        let new = SigningSecret::new(vec![7; 32]).expect("long enough").to_text();
        std::fs::write(&file, format!("{new}\n{old}\n")).expect("written");
        let both: Vec<_> = of_all(&file, &MachineChance).expect("read").iter().map(SigningSecret::to_text).collect();
        assert_eq!(both, [new.clone(), old]);
        for wrong in ["", "\n\n", &format!("{new}\nnot a secret\n")] {
            std::fs::write(&file, wrong).expect("written");
            let fault = format!("{:#}", of_all(&file, &MachineChance).expect_err(wrong));
            assert!(fault.contains("desk.secret holds no signing secret") && !fault.contains(&new), "{fault}");
        }
    }

    #[test]
    fn a_product_has_its_own_where_a_file_is_named_after_it() {
        let folder = Folder::new();
        let data = folder.file(FILE).parent().expect("a folder").to_owned();
        let text = SigningSecret::new(vec![7; 32]).expect("long enough").to_text();
        for other in ["desk.secret", "desk-.secret", "desk-a.b.secret", "desk.db", "messenger.secret"] {
            std::fs::write(folder.file(other), &text).expect("written");
        }
        assert!(of_products(&data).expect("read").is_empty());
        std::fs::write(folder.file("desk-clinics.secret"), &text).expect("written");
        let own = of_products(&data).expect("read");
        assert_eq!(own.keys().map(ProductId::as_str).collect::<Vec<_>>(), ["clinics"]);
        std::fs::write(folder.file("desk-clinics.secret"), "").expect("written");
        let fault = format!("{:#}", of_products(&data).expect_err("the installation's is not taken in its place"));
        assert!(fault.contains("desk-clinics.secret holds no signing secret"), "{fault}");
    }
}
