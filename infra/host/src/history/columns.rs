//! Where a file has what the mapping names.

use super::mapping::Mapping;
use super::masked::masked;
use anyhow::bail;
use csv::StringRecord;

/// Places of the columns; what a file does not have is not known of its rows.
pub struct Places {
    pub incident: Option<usize>,
    pub service: usize,
    pub region: Option<usize>,
    pub function: Option<usize>,
    pub contractor: Option<usize>,
    pub class: Option<usize>,
    pub began: usize,
    pub restored: usize,
    pub only: Vec<(usize, Vec<String>)>,
}

impl Places {
    /// Finds them in a header.
    ///
    /// # Errors
    /// A column that is needed is not there, or there twice.
    pub fn find(header: &StringRecord, mapping: &Mapping) -> anyhow::Result<Self> {
        let names: Vec<&str> = header.iter().map(|name| name.trim().trim_start_matches('\u{feff}')).collect();
        let place = |name: &str| {
            let mut found = names.iter().enumerate().filter(|(_, known)| **known == name).map(|(place, _)| place);
            match (found.next(), found.next()) {
                (Some(_), Some(_)) => bail!("line 1: the column `{name}` is there twice"),
                (place, _) => Ok(place),
            }
        };
        let needed = |name: &str, meaning: &str| match place(name)? {
            Some(place) => Ok(place),
            None if names.len() == 1 && names[0].contains([';', '\t']) => bail!(
                "line 1: there is one column, `{}`: columns are parted by a comma here, not by a semicolon or a tab. \
                 Save the file with commas",
                masked(names[0])
            ),
            None => bail!(
                "line 1: there is no column `{name}` for {meaning}; columns are {}. Name it with --column \
                 or in a mapping",
                // Of a file without a header these are the cells of its first row.
                masked(&names.join(", "))
            ),
        };
        let columns = &mapping.columns;
        let mut only = Vec::new();
        for (name, values) in &mapping.only {
            only.push((needed(name, "what the mapping's `only` looks at")?, values.clone()));
        }
        Ok(Self {
            incident: place(&columns.incident)?,
            service: needed(&columns.service, "the service")?,
            region: place(&columns.region)?,
            function: place(&columns.function)?,
            contractor: place(&columns.contractor)?,
            class: place(&columns.class)?,
            began: needed(&columns.began, "the beginning")?,
            restored: needed(&columns.restored, "the end")?,
            only,
        })
    }

    /// Whether a figure or an id is taken from the column.
    pub fn uses(&self, place: usize) -> bool {
        let optional = [self.incident, self.region, self.function, self.contractor, self.class];
        optional.contains(&Some(place)) || [self.service, self.began, self.restored].contains(&place)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mapping, Places};
    use csv::StringRecord;

    #[test]
    fn a_file_parted_otherwise_is_told_so() {
        for header in ["number;service;began", "number\tservice"] {
            let found = Places::find(&StringRecord::from(vec![header]), &Mapping::default());
            let fault = found.err().expect("nothing is found").to_string();
            assert!(fault.contains("by a comma") && fault.contains(header), "{fault}");
        }
    }
}
