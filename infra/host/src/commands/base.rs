//! `--base`: where people reach the pages, which is not where the host listens once something stands in front of it.

use clap::Args;
use http::Uri;

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
    use super::read;

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
