//! Nabat's section of a page: one macro with a body, so that the page stays whole whatever people do around it.
//!
//! Comments do not outlive the editor, and it gives macros attributes of its own: what is looked for is a "page
//! properties" macro whose id is ours. Which revision it is and by which key stands in an anchor in it, seen by nobody.

use nabat_kit::port::EffectKey;

const OPEN: &str = "<ac:structured-macro";
const CLOSE: &str = "</ac:structured-macro>";
const BODY: &str = "<ac:rich-text-body>";
/// The macro's id, and what the anchor begins with.
const OURS: &str = "nabat";

/// The section as it stands in a page.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Section {
    /// How often it was written and with which key last; nothing where people took the anchor out.
    pub(super) written: Option<(u64, String)>,
    /// Bytes of the page it takes.
    place: (usize, usize),
}

/// A macro of a page: where it begins, what stands in it, where it ends.
struct Macro<'t> {
    begin: usize,
    end: usize,
    name: &'t str,
    inside: &'t str,
}

/// The section of a page. Of several, copied by people, the last.
pub(super) fn find(page: &str) -> Option<Section> {
    let ours = |one: &&Macro<'_>| one.name == "details" && parameter(one.inside, "id") == Some(OURS);
    let all = macros(page);
    let section = all.iter().filter(ours).max_by_key(|one| one.begin)?;
    let anchors = macros(section.inside).into_iter().filter(|one| one.name == "anchor");
    let mut written = anchors.filter_map(|one| read(parameter(one.inside, "")?));
    Some(Section { written: written.next(), place: (section.begin, section.end) })
}

/// The page with the section written anew: in its place, or below what people wrote.
pub(super) fn merged(page: &str, key: Option<(&EffectKey, u64)>, body: &str) -> String {
    let anchor = key.map(|(key, revision)| {
        let key: String = form_urlencoded::byte_serialize(key.0.as_bytes()).collect();
        let named = format!("<ac:parameter ac:name=\"\">{OURS} {revision} {key}</ac:parameter>");
        format!("<p>{OPEN} ac:name=\"anchor\" ac:schema-version=\"1\">{named}{CLOSE}</p>")
    });
    let section = format!(
        "{OPEN} ac:name=\"details\" ac:schema-version=\"1\"><ac:parameter ac:name=\"id\">{OURS}</ac:parameter>\
         {BODY}{}{}</ac:rich-text-body>{CLOSE}",
        anchor.unwrap_or_default(),
        body.trim()
    );
    match find(page) {
        Some(Section { place: (begin, end), .. }) => format!("{}{section}{}", &page[..begin], &page[end..]),
        None => format!("{page}{section}"),
    }
}

fn read(anchor: &str) -> Option<(u64, String)> {
    let (revision, key) = anchor.strip_prefix(OURS)?.trim_start().split_once(' ')?;
    let key = form_urlencoded::parse(format!("key={key}").as_bytes()).next()?.1.into_owned();
    Some((revision.parse().ok()?, key))
}

/// A parameter that stands in a macro before its body and any other macro of it. No further is looked: a page may be of
/// macros within macros.
fn parameter<'t>(inside: &'t str, name: &str) -> Option<&'t str> {
    let own = &inside[..inside.find(OPEN).unwrap_or(inside.len())];
    let own = &own[..own.find(BODY).unwrap_or(own.len())];
    let mut rest = own;
    while let Some(begin) = rest.find("<ac:parameter") {
        let (tag, value) = rest[begin..].split_once('>')?;
        if attribute(tag, "ac:name") == Some(name) {
            return value.split_once("</ac:parameter>").map(|(value, _)| value);
        }
        rest = value;
    }
    None
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let begin = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[begin..].split_once('"').map(|(value, _)| value)
}

/// Every whole macro, those within others too; literal text is none.
fn macros(page: &str) -> Vec<Macro<'_>> {
    let (mut found, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(next) = page[at..].find('<').map(|next| at + next) {
        let rest = &page[next..];
        let past = |end: &str| rest.find(end).map_or(page.len(), |place| next + place + end.len());
        if rest.starts_with("<![CDATA[") {
            at = past("]]>");
        } else if rest.starts_with("<!--") {
            at = past("-->");
        } else if rest.starts_with(OPEN) {
            at = past(">");
            let tag = &page[next..at];
            if !tag.ends_with("/>") {
                open.push((next, at, attribute(tag, "ac:name").unwrap_or_default()));
            }
        } else if rest.starts_with(CLOSE) {
            at = next + CLOSE.len();
            if let Some((begin, body, name)) = open.pop() {
                found.push(Macro { begin, end: at, name, inside: &page[body..next] });
            }
        } else {
            at = next + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> EffectKey {
        EffectKey(text.to_owned())
    }

    fn merged_by(page: &str, revision: u64, body: &str) -> String {
        merged(page, Some((&key("city#I#inc-1/report/1 <&>"), revision)), body)
    }

    #[test]
    fn what_stands_around_the_section_stays() {
        let panel = "<ac:structured-macro ac:name=\"panel\"><ac:rich-text-body>";
        let first = merged_by("", 1, "<p>one</p>");
        let edited = format!("<p>Above.</p>{panel}{first}</ac:rich-text-body>{CLOSE}<p>Below.</p>");
        let second = merged_by(&edited, 2, "<p>two</p>");
        assert!(
            second.starts_with(&format!("<p>Above.</p>{panel}<ac:structured-macro ac:name=\"details\"")),
            "{second}"
        );
        assert!(second.ends_with(&format!("{CLOSE}</ac:rich-text-body>{CLOSE}<p>Below.</p>")), "{second}");
        assert!(second.contains("<p>two</p>") && !second.contains("<p>one</p>"), "{second}");
        let found = find(&second).expect("it stands");
        assert_eq!(found.written, Some((2, "city#I#inc-1/report/1 <&>".to_owned())));
    }

    #[test]
    fn the_editors_own_attributes_and_peoples_macros_do_not_hide_it() {
        let first = merged_by("<p>Theirs.</p>", 1, "<p>one</p>");
        let edited = first.replace("ac:schema-version=\"1\"", "ac:macro-id=\"8a\" ac:schema-version=\"1\"");
        assert_eq!(find(&edited).map(|found| found.written.map(|(revision, _)| revision)), Some(Some(1)));
        let theirs = "<ac:structured-macro ac:name=\"details\"><ac:parameter ac:name=\"id\">team</ac:parameter>\
                      <ac:rich-text-body><p>x</p></ac:rich-text-body></ac:structured-macro>";
        let code = format!("<![CDATA[{first}]]>");
        assert_eq!(find(&format!("{theirs}{code}<ac:structured-macro ac:name=\"toc\" />")), None);
    }

    #[test]
    fn a_page_of_macros_within_macros_is_looked_through() {
        let open = format!("{OPEN} ac:name=\"details\">").repeat(150_000);
        assert_eq!(find(&format!("{open}{}", CLOSE.repeat(150_000))), None);
    }

    #[test]
    fn an_anchor_that_is_gone_costs_no_second_section() {
        let bare = merged("", None, "<p>soon</p>");
        assert_eq!(find(&bare).and_then(|found| found.written), None);
        let next = merged_by(&bare, 1, "<p>one</p>");
        assert!(!next.contains("soon") && find(&next).is_some_and(|found| found.written.is_some()), "{next}");
    }
}
