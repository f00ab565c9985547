//! Ids of the model's elements: XML names, derived from the procedure's own ids, so that a new
//! version of the model can be compared with the one before.

use nabat_domain::ids::{StageId, StepId};

/// A step's task.
pub fn step(id: &StepId) -> String {
    format!("Step_{}", name(id.as_str()))
}

/// Something of a stage.
pub fn stage(what: &str, id: &StageId) -> String {
    format!("{what}_{}", name(id.as_str()))
}

/// The flow between two nodes.
pub fn flow(from: &str, to: &str) -> String {
    format!("Flow_{from}_to_{to}")
}

/// A text as a part of an XML name: what may not stand in one becomes its number.
fn name(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c.to_string() } else { format!("-{:x}-", u32::from(c)) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn any_id_becomes_an_xml_name() {
        assert_eq!(name("fault_service"), "fault_service");
        assert_eq!(name("a b:й"), "a-20-b-3a--439-");
    }
}
