//! Where people go once they are signed in: to a page of ours, whatever the address asked for.

use openidconnect::url::Url;

/// An address longer than that is no page's.
const LONGEST: usize = 1_000;

/// The path and query of a page of ours; nothing, where a browser might leave for elsewhere.
pub fn own_place(base: &str, asked: &str) -> Option<String> {
    let plain = asked.chars().all(|c| !c.is_control() && c != '\\');
    if asked.len() > LONGEST || !plain || !asked.starts_with('/') || asked.starts_with("//") {
        return None;
    }
    let base: Url = base.parse().ok()?;
    let there = base.join(asked).ok()?;
    // As browsers read it: what is left of the path after its dots are worked out must not be a host either.
    let own = there.origin() == base.origin() && !there.path().starts_with("//");
    let query = there.query().map_or_else(String::new, |query| format!("?{query}"));
    own.then(|| format!("{}{query}", there.path()))
}

#[cfg(test)]
mod tests {
    use super::own_place;

    const BASE: &str = "https://nabat.example.org";

    #[test]
    fn a_page_of_ours_is_gone_back_to() {
        assert_eq!(own_place(BASE, "/"), Some("/".to_owned()));
        assert_eq!(own_place(BASE, "/incidents/p/i?refresh=off"), Some("/incidents/p/i?refresh=off".to_owned()));
        assert_eq!(own_place(BASE, "/wiki/Отчёт"), Some("/wiki/%D0%9E%D1%82%D1%87%D1%91%D1%82".to_owned()));
        assert_eq!(own_place(BASE, "/a/../b#c"), Some("/b".to_owned()));
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for asked in [
            "",
            "incidents",
            "https://evil.example/",
            "//evil.example/",
            "///evil.example/",
            "/\\evil.example/",
            "\\\\evil.example/",
            "/\t/evil.example/",
            "/\n/evil.example",
            "/.//evil.example/",
            "/x/..//evil.example/",
            "javascript:alert(1)",
            " //evil.example",
            "/a\r\nset-cookie: x=y",
        ] {
            assert_eq!(own_place(BASE, asked), None, "{asked:?}");
        }
        assert_eq!(own_place(BASE, &format!("/{}", "x".repeat(2_000))), None);
    }
}
