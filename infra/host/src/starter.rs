//! The configuration a newcomer begins with, carried in the program, and the schemas editors use.

use chrono::{Days, NaiveDate};
use nabat_domain::catalogue::Language;
use nabat_domain::procedure::DEFAULT_INCIDENT;

/// Schemas of the configuration's files, by name, for completion in an editor.
pub const SCHEMAS: [(&str, &str); 7] = [
    ("product.json", include_str!("../../../events/schema/configuration/product.json")),
    ("services.json", include_str!("../../../events/schema/configuration/services.json")),
    ("organisations.json", include_str!("../../../events/schema/configuration/organisations.json")),
    ("people.json", include_str!("../../../events/schema/configuration/people.json")),
    ("contracts.json", include_str!("../../../events/schema/configuration/contracts.json")),
    ("duty.json", include_str!("../../../events/schema/configuration/duty.json")),
    ("procedure.json", include_str!("../../../events/schema/configuration/procedure.json")),
];

const RU: [(&str, &str); 6] = [
    ("product.yaml", include_str!("../starter/ru/product.yaml")),
    ("services.yaml", include_str!("../starter/ru/services.yaml")),
    ("organisations.yaml", include_str!("../starter/ru/organisations.yaml")),
    ("people.yaml", include_str!("../starter/ru/people.yaml")),
    ("contracts.yaml", include_str!("../starter/ru/contracts.yaml")),
    ("duty.yaml", include_str!("../starter/ru/duty.yaml")),
];

const EN: [(&str, &str); 6] = [
    ("product.yaml", include_str!("../starter/en/product.yaml")),
    ("services.yaml", include_str!("../starter/en/services.yaml")),
    ("organisations.yaml", include_str!("../starter/en/organisations.yaml")),
    ("people.yaml", include_str!("../starter/en/people.yaml")),
    ("contracts.yaml", include_str!("../starter/en/contracts.yaml")),
    ("duty.yaml", include_str!("../starter/en/duty.yaml")),
];

/// The starter in one language, as of one day.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// Language of comments and chats.
    pub language: Language,
    /// Duty and contracts begin on this day; what expires does so a year later.
    pub today: NaiveDate,
}

impl Starter {
    /// The files of the product, by name.
    pub fn files(&self, with_procedure: bool) -> Vec<(&'static str, String)> {
        let files = match self.language {
            Language::Ru => RU,
            Language::En => EN,
        };
        let in_a_year = self.today.checked_add_days(Days::new(365)).unwrap_or(self.today).to_string();
        let today = self.today.to_string();
        let filled = |text: &str| text.replace("{{today}}", &today).replace("{{in-a-year}}", &in_a_year);
        let mut files: Vec<(&str, String)> = files.iter().map(|(name, text)| (*name, filled(text))).collect();
        if with_procedure {
            files.push((
                "procedure.yaml",
                format!("# yaml-language-server: $schema=../.schema/procedure.json\n{DEFAULT_INCIDENT}"),
            ));
        }
        files
    }
}
