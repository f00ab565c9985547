//! Nabat's section of a page: between two marks, found again by them, the rest left as people wrote it.

use nabat_kit::port::{EffectKey, PublishedPage};

/// The number of the revision after what stands there. People may write any number into the mark.
pub(super) fn next_revision(published: Option<&PublishedPage>) -> u64 {
    published.map_or(0, |published| published.revision).saturating_add(1)
}

/// How a wiki's text says where the section begins and ends.
pub(super) struct Marks {
    /// Before the revision and the key.
    pub(super) begin: &'static str,
    /// After them.
    pub(super) begun: &'static str,
    /// The end.
    pub(super) end: &'static str,
}

/// The section as it stands in a page.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Section {
    /// How often it was written.
    pub(super) revision: u64,
    /// With which key it was written last.
    pub(super) key: String,
    /// Bytes of the page it takes, marks included.
    place: (usize, usize),
}

impl Marks {
    /// The section of a page, if both marks stand in it. Of several, copied by people, the last.
    pub(super) fn find(&self, text: &str) -> Option<Section> {
        // What begins behind the last end has none.
        let mut until = text.rfind(self.end)?;
        while let Some(begin) = text[..until].rfind(self.begin) {
            if let Some(section) = self.at(text, (begin, until)) {
                return Some(section);
            }
            until = begin;
        }
        None
    }

    /// The section that begins there and says so before `until`: a page may be of such beginnings alone.
    fn at(&self, text: &str, (begin, until): (usize, usize)) -> Option<Section> {
        let said = begin + self.begin.len();
        let body = said + text[said..until].find(self.begun)?;
        let (revision, key) = text[said..body].split_once(' ')?;
        let revision = revision.parse().ok()?;
        let key = form_urlencoded::parse(format!("key={key}").as_bytes()).next()?.1.into_owned();
        let end = body + text[body..].find(self.end)? + self.end.len();
        Some(Section { revision, key, place: (begin, end) })
    }

    /// The page with the section written anew: in its place, or below what people wrote.
    pub(super) fn merged(&self, page: &str, key: &EffectKey, revision: u64, body: &str) -> String {
        let key: String = form_urlencoded::byte_serialize(key.0.as_bytes()).collect();
        let section = format!("{}{revision} {key}{}\n{}\n{}", self.begin, self.begun, body.trim(), self.end);
        match self.find(page) {
            Some(Section { place: (begin, end), .. }) => format!("{}{section}{}", &page[..begin], &page[end..]),
            None if page.trim().is_empty() => section,
            None => format!("{}\n\n{section}", page.trim_end()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Marks = Marks { begin: "<!-- nabat:begin ", begun: " -->", end: "<!-- nabat:end -->" };

    fn merged(page: &str, revision: u64, body: &str) -> String {
        MARKS.merged(page, &EffectKey(format!("city#I#inc-1/report/{revision} -->")), revision, body)
    }

    #[test]
    fn what_stands_around_the_section_stays() {
        let first = merged("", 1, "one");
        let edited = format!("People above.\n{first}\nPeople below.");
        let second = merged(&edited, 2, "two");
        assert!(second.starts_with("People above.\n<!--") && second.ends_with("-->\nPeople below."), "{second}");
        assert!(second.contains("\ntwo\n") && !second.contains("one"), "{second}");
        let found = MARKS.find(&second).expect("both marks stand");
        assert_eq!((found.revision, found.key.as_str()), (2, "city#I#inc-1/report/2 -->"));
    }

    #[test]
    fn a_page_of_people_gets_the_section_below() {
        let page = merged("Their page.\n", 1, "one");
        assert!(page.starts_with("Their page.\n\n<!-- nabat:begin 1 "), "{page}");
    }

    #[test]
    fn a_page_of_beginnings_alone_has_no_section() {
        for begins in ["<!-- nabat:begin 1 x", "<!-- nabat:begin x y -->"] {
            let page = begins.repeat(100_000);
            assert_eq!(MARKS.find(&page), None);
            assert_eq!(MARKS.find(&format!("{page}{}", MARKS.end)), None);
            assert_eq!(MARKS.find(&format!("{}{page}", merged("", 1, "one"))).map(|found| found.revision), Some(1));
        }
    }

    #[test]
    fn there_is_a_revision_after_any() {
        let page = |revision| PublishedPage { address: String::new(), revision, key: None };
        assert_eq!((next_revision(None), next_revision(Some(&page(u64::MAX)))), (1, u64::MAX));
    }

    #[test]
    fn a_mark_that_is_gone_costs_no_word_of_theirs() {
        let written = merged("", 1, "one");
        for broken in
            [written.replace(MARKS.end, ""), written.replace(MARKS.begin, ""), "<!-- nabat:begin x".to_owned()]
        {
            assert_eq!(MARKS.find(&broken), None);
            let again = merged(&format!("{broken}\nTheirs."), 2, "two");
            assert!(again.contains("Theirs.") && again.contains("\ntwo\n"), "{again}");
            let third = merged(&again, 3, "three");
            assert!(third.contains("Theirs.") && third.contains("\nthree\n") && !third.contains("two"), "{third}");
        }
    }
}
