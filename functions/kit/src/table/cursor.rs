//! Where a page of a list ended, as the text a caller hands back for the next page.

use super::{Key, TableError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The last row of a page: the order alone does not tell two rows of a list apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cursor {
    /// The row's order in the list.
    pub order: String,
    /// Its address.
    pub key: Key,
}

impl Cursor {
    /// The text form, safe in an address bar; readers outside the stores treat it as opaque.
    pub fn write(&self) -> String {
        let parts = [&self.order, &self.key.pk, &self.key.sk];
        let json = serde_json::to_vec(&parts).expect("three texts are always JSON");
        URL_SAFE_NO_PAD.encode(json)
    }

    /// Reads what [`Cursor::write`] wrote.
    ///
    /// # Errors
    /// `Refused` for any other text.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let foreign = || TableError::Refused(format!("{text:?} is not the end of a page"));
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
        let [order, pk, sk]: [String; 3] = serde_json::from_slice(&json).map_err(|_| foreign())?;
        Ok(Self { order, key: Key { pk, sk } })
    }
}
