//! `--base`: where people reach the pages, which is not where the host listens once something stands in front of it.

use anyhow::Context as _;
use clap::Args;
use http::Uri;
use std::path::Path;

/// The file of a data folder that says where people open the pages of the host that has it.
const KEPT: &str = "base.url";

/// Where people open the pages.
#[derive(Args)]
pub struct BaseFlag {
    /// Where people open the pages: `https://nabat.example.org`. Links in chats, mail and the desk lead there; with
    /// https, cookies go over https alone.
    #[arg(long, env = "NABAT_BASE", value_name = "URL", value_parser = read)]
    base: Option<String>,
}

impl BaseFlag {
    /// That address; `otherwise` where nobody said one.
    pub fn or(self, otherwise: &str) -> String {
        self.base.unwrap_or_else(|| otherwise.to_owned())
    }

    /// That address; where nobody said one, what the folder's host said last, else where `serve` listens unless told.
    pub fn of_host(self, data: &Path) -> String {
        let kept = std::fs::read_to_string(data.join(KEPT)).ok().and_then(|text| read(text.trim()).ok());
        self.or(kept.as_deref().unwrap_or("http://127.0.0.1:8080"))
    }
}

/// Keeps where people open the pages, for the commands beside the host.
///
/// # Errors
/// The file cannot be written.
pub fn keep(data: &Path, base: &str) -> anyhow::Result<()> {
    let file = data.join(KEPT);
    std::fs::write(&file, format!("{base}\n")).with_context(|| format!("cannot write {}", file.display()))
}

/// An origin alone: the pages know no place below one.
fn read(text: &str) -> Result<String, String> {
    let wrong = || format!("`{text}` is no address like https://nabat.example.org");
    let address: Uri = text.parse().map_err(|_| wrong())?;
    let scheme = address.scheme_str().filter(|scheme| ["http", "https"].contains(scheme)).ok_or_else(wrong)?;
    let host = address.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(wrong)?;
    if address.path() != "/" || address.query().is_some() {
        return Err(format!("{}: Nabat has a name of its own, no path below another's", wrong()));
    }
    Ok(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::{BaseFlag, keep, read};
    use crate::builtin::rig::Folder;

    #[test]
    fn links_lead_where_the_host_of_the_folder_said_unless_told_otherwise() {
        let folder = Folder::new();
        let data = folder.file("base.url").parent().expect("a folder").to_owned();
        let unsaid = || BaseFlag { base: None }.of_host(&data);
        assert_eq!(unsaid(), "http://127.0.0.1:8080");
        keep(&data, "http://127.0.0.1:18080").expect("kept");
        assert_eq!(unsaid(), "http://127.0.0.1:18080");
        let said = BaseFlag { base: Some("https://nabat.example.org".to_owned()) };
        assert_eq!(said.of_host(&data), "https://nabat.example.org");
    }

    #[test]
    fn an_origin_is_taken_and_nothing_else() {
        assert_eq!(read("https://nabat.example.org/").as_deref(), Ok("https://nabat.example.org"));
        assert_eq!(read("http://10.0.0.7:8080").as_deref(), Ok("http://10.0.0.7:8080"));
        for wrong in ["", "nabat.example.org", "/nabat", "ftp://nabat.example.org", "https://a:b@nabat.example.org"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        for below in ["https://example.org/nabat", "https://example.org/?a=1"] {
            assert!(read(below).expect_err(below).contains("no path"), "{below}");
        }
    }
}
