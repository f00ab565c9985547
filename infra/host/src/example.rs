//! The example estate, carried in the program: the demo needs no folder beside it.

use crate::configuration::{Checked, Surroundings, read_estate};
use anyhow::Context as _;
use std::path::Path;

/// The files, by path below the folder.
const FILES: &[(&str, &str)] = &[
    ("clinics/product.yaml", include_str!("../example/clinics/product.yaml")),
    ("clinics/services.yaml", include_str!("../example/clinics/services.yaml")),
    ("clinics/organisations.yaml", include_str!("../example/clinics/organisations.yaml")),
    ("clinics/people.yaml", include_str!("../example/clinics/people.yaml")),
    ("clinics/contracts.yaml", include_str!("../example/clinics/contracts.yaml")),
    ("clinics/duty.yaml", include_str!("../example/clinics/duty.yaml")),
    ("clinics/notices.yaml", include_str!("../example/clinics/notices.yaml")),
    ("clinics/webhooks.yaml", include_str!("../example/clinics/webhooks.yaml")),
    ("clinics/actions.yaml", include_str!("../example/clinics/actions.yaml")),
    ("hospitals/product.yaml", include_str!("../example/hospitals/product.yaml")),
    ("hospitals/services.yaml", include_str!("../example/hospitals/services.yaml")),
    ("hospitals/organisations.yaml", include_str!("../example/hospitals/organisations.yaml")),
    ("hospitals/people.yaml", include_str!("../example/hospitals/people.yaml")),
    ("hospitals/contracts.yaml", include_str!("../example/hospitals/contracts.yaml")),
    ("hospitals/duty.yaml", include_str!("../example/hospitals/duty.yaml")),
    ("emergency/product.yaml", include_str!("../example/emergency/product.yaml")),
    ("emergency/services.yaml", include_str!("../example/emergency/services.yaml")),
    ("emergency/organisations.yaml", include_str!("../example/emergency/organisations.yaml")),
    ("emergency/people.yaml", include_str!("../example/emergency/people.yaml")),
    ("emergency/contracts.yaml", include_str!("../example/emergency/contracts.yaml")),
    ("emergency/duty.yaml", include_str!("../example/emergency/duty.yaml")),
];

/// Writes the example into a folder, as a user would have it.
///
/// # Errors
/// The folder cannot be written.
pub fn write(folder: &Path) -> anyhow::Result<()> {
    for (name, text) in FILES {
        let file = folder.join(name);
        let parent = file.parent().context("every file of the example stands in a folder")?;
        std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Reads the example as any configuration folder is read.
///
/// # Errors
/// It cannot be written out, or it has faults.
pub fn read() -> anyhow::Result<Checked> {
    let folder = std::env::temp_dir().join(format!("nabat-example-{}", std::process::id()));
    write(&folder)?;
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).context("a day of the calendar")?;
    let read = read_estate(&folder, Surroundings { today, missing_wording: &|_| Vec::new() });
    let _ = std::fs::remove_dir_all(&folder);
    read.map_err(|faults| anyhow::anyhow!("the example has faults: {faults}"))
}
