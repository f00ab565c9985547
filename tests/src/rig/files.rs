//! Files people post, with what is in them.

use super::Rig;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_kit::port::Said;

impl Rig {
    /// A person posts a file in the incident's room.
    #[nabat_kit::boxed]
    pub async fn post_file(&mut self, incident: &IncidentId, person: &PersonId, name: &str, bytes: u64) {
        self.deliver(incident, person, Said::File { name: name.to_owned(), bytes, sha256: None, source: None }).await;
    }

    /// A person posts a file with this in it in the incident's room.
    #[nabat_kit::boxed]
    pub async fn post_content(&mut self, incident: &IncidentId, person: &PersonId, name: &str, content: &[u8]) {
        let said = self.uploaded(name, content);
        self.deliver(incident, person, said).await;
    }

    /// A person posts a file the messenger names so, and tells this size of.
    #[nabat_kit::boxed]
    pub async fn post_source(&mut self, at: &IncidentId, by: &PersonId, name: &str, bytes: u64, source: &str) {
        let source = Some(source.to_owned());
        self.deliver(at, by, Said::File { name: name.to_owned(), bytes, sha256: None, source }).await;
    }

    /// A person posts an uploaded file of a name and a size, under a delivery id.
    #[nabat_kit::boxed]
    pub async fn post_named(&self, at: &IncidentId, by: &PersonId, file: (&str, &str, u64), id: &str) {
        let (name, source, bytes) = file;
        let said = Said::File { name: name.to_owned(), bytes, sha256: None, source: Some(source.to_owned()) };
        self.deliver_as(at, by, said, id).await;
    }

    /// Somebody uploads a file to the messenger the incident is in.
    pub(super) fn uploaded(&self, name: &str, content: &[u8]) -> Said {
        let messenger = self.outside.messenger.plain();
        if let Some(over) = messenger.over() {
            over.carries(content);
        }
        let source = Some(messenger.upload(content));
        Said::File { name: name.to_owned(), bytes: content.len() as u64, sha256: None, source }
    }
}
