//! A procedure in force is not changed behind anybody's back: another text is another version.

use crate::configuration::Estate;
use anyhow::bail;
use nabat_domain::procedure::{DEFAULT_DRILL, DEFAULT_INCIDENT, DEFAULT_PROBLEM, Procedure};
use nabat_kit::configuration::current;
use nabat_kit::env::Env;

/// Whether the estate's procedures may follow those in force.
///
/// # Errors
/// A procedure was changed and kept its version, or went back to an earlier one; the table's.
#[nabat_kit::boxed]
pub async fn check(env: &Env, estate: &Estate) -> anyhow::Result<()> {
    for (product, configured) in &estate.products {
        let Some(in_force) = current(env, product).await? else { continue };
        let before = &in_force.version.catalogue.procedures;
        for (id, procedure) in &configured.catalogue.procedures {
            if let Some(why) = before.get(id).and_then(|before| objection(before, procedure)) {
                bail!("product `{product}`, procedure `{id}`: {why}");
            }
        }
    }
    Ok(())
}

fn objection(before: &Procedure, after: &Procedure) -> Option<String> {
    let (old, new) = (before.version, after.version);
    if is_built_in(after) || before == after {
        return None;
    }
    if new < old {
        return Some(format!("version {old} is in force, the file has version {new}; raise `version` above {old}"));
    }
    (new == old).then(|| {
        format!("version {old} is in force with another text; raise `version`, and have it approved: `approved_by`, `approved_on`, `in_force_since`")
    })
}

/// The program's own text changes with the program, whose release says so.
fn is_built_in(procedure: &Procedure) -> bool {
    let read = |text: &&str| serde_saphyr::from_str::<Procedure>(text).ok();
    [DEFAULT_INCIDENT, DEFAULT_DRILL, DEFAULT_PROBLEM].iter().filter_map(read).any(|own| own == *procedure)
}

#[cfg(test)]
mod tests {
    use super::objection;
    use nabat_domain::procedure::{DEFAULT_INCIDENT, Procedure};

    fn changed(version: u32, step: usize) -> Procedure {
        let mut procedure: Procedure = serde_saphyr::from_str(DEFAULT_INCIDENT).expect("it is YAML");
        procedure.version = version;
        procedure.steps.remove(step);
        procedure
    }

    #[test]
    fn another_text_is_another_version() {
        assert_eq!(objection(&changed(2, 3), &changed(2, 3)), None);
        assert_eq!(objection(&changed(2, 3), &changed(3, 4)), None);
        assert!(objection(&changed(2, 3), &changed(2, 4)).is_some_and(|why| why.contains("raise `version`")));
        assert!(objection(&changed(2, 3), &changed(1, 3)).is_some_and(|why| why.contains("version 2 is in force")));
        let built_in: Procedure = serde_saphyr::from_str(DEFAULT_INCIDENT).expect("it is YAML");
        assert_eq!(objection(&changed(1, 3), &built_in), None, "the program's own text goes with the program");
    }
}
