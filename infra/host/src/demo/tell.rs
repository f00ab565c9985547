//! Telling the story as it goes: what was said in the chat, line by line.

use nabat_domain::ids::{IncidentId, ProductId};
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::execute::MessageRow;
use nabat_kit::incident::texts;
use nabat_kit::keys;
use nabat_kit::messages::{Speaker, addressed};
use nabat_kit::table::Query;
use std::io::Write;

/// Tells new messages of an incident's chat.
pub struct Teller<'a> {
    env: Env,
    current: Current,
    to: &'a mut (dyn Write + Send),
    told: String,
    clock: &'static str,
}

impl<'a> Teller<'a> {
    /// A teller who has told nothing yet.
    pub fn new(env: Env, current: Current, to: &'a mut (dyn Write + Send)) -> Self {
        Self { env, current, to, told: "M#".to_owned(), clock: "%H:%M:%S" }
    }

    /// Begins another chat, told in days.
    pub fn turn_to_days(&mut self) {
        "M#".clone_into(&mut self.told);
        self.clock = "%d.%m %H:%M";
    }

    /// Tells what was said since the last time.
    ///
    /// # Errors
    /// The table's, or the output is closed.
    #[nabat_kit::boxed]
    pub async fn tell(&mut self, product: &ProductId, incident: &IncidentId) -> anyhow::Result<()> {
        let query =
            Query { from: format!("{}\u{1}", self.told), ..Query::prefix(keys::incident(product, incident), "M#") };
        let rows = self.env.table.query(&query).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let texts = texts(&self.env, product, incident).await?;
        let catalogue = &self.current.version.catalogue;
        let speaker = Speaker {
            language: catalogue.product.language,
            zone: catalogue.product.zone(),
            catalogue,
            names: &self.current.names.people,
            texts: &texts,
        };
        let base = &self.env.base;
        for row in rows {
            let message: MessageRow = serde_json::from_str(&row.body)?;
            self.told.clone_from(&row.key.sk);
            let words = words(&speaker, &message, base);
            let author = message.author.as_ref().map(|person| name(&self.current, person.as_str()));
            writeln!(
                self.to,
                "{}",
                line(
                    &message.at.in_zone(catalogue.product.zone()).format(self.clock).to_string(),
                    author.as_deref(),
                    &words
                )
            )?;
        }
        Ok(())
    }
}

/// What was said: the bot's wording, a button's label, or typed words.
fn words(speaker: &Speaker, message: &MessageRow, base: &str) -> String {
    if let Some(wording) = &message.wording {
        return speaker.say(&addressed(wording, base));
    }
    let text = message.text.clone().unwrap_or_default();
    match (&message.prompt, message.kind.as_str()) {
        (Some(prompt), "pressed") => {
            let step = prompt.as_str().split('.').next().unwrap_or_default();
            format!("[{}]", speaker.choice_label(&step.into(), &text))
        }
        _ => text,
    }
}

fn name(current: &Current, person: &str) -> String {
    current.names.people.get(&person.into()).map_or_else(|| person.to_owned(), |name| name.name.clone())
}

/// One message: its first line beside the time, the rest below it.
fn line(clock: &str, author: Option<&str>, words: &str) -> String {
    let who = author.unwrap_or("Nabat");
    let words = words.trim().replace('\n', "\n          ");
    format!("{clock}  {who}: {words}")
}
