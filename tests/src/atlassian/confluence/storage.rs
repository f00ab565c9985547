//! The storage format as Confluence keeps it: XML or refused, macros with ids, comments gone.

/// The text as it is kept; what is wrong with it (REST, `content: createContent`: 400 where the body cannot be read).
///
/// "Confluence Storage Format" (doc 790796): "we should call it XML".
pub(super) fn kept(text: &str) -> Result<String, String> {
    let entities = "<!DOCTYPE x [<!ENTITY nbsp \"&#160;\"><!ENTITY mdash \"&#8212;\">]>";
    let whole = format!("{entities}<x xmlns:ac=\"urn:ac\" xmlns:ri=\"urn:ri\">{text}</x>");
    check(&whole)?;
    let mut written = without_comments(text);
    // REST, `content: getMacroBodyByMacroId`: "When a macro is created in a new version of content, Confluence will
    // generate a random ID for it, unless an ID is specified".
    let (mut from, mut number) = (0, 0);
    while let Some(place) = written[from..].find("<ac:structured-macro ac:name") {
        let at = from + place + "<ac:structured-macro".len();
        number += 1;
        written.insert_str(at, &format!(" ac:macro-id=\"884bd9-0cb8-41d5-98be-{number:012}\""));
        from = at;
    }
    Ok(written)
}

/// What the editor leaves of a page when somebody saves it there: comments do not outlive it, attributes are ordered
/// otherwise, paragraphs are set apart.
pub(super) fn edited(text: &str) -> String {
    let ordered = text
        .replace(" ac:schema-version=\"1\"", "")
        .replace("<ac:structured-macro", "<ac:structured-macro ac:schema-version=\"1\"");
    without_comments(&ordered).replace("</p><p>", "</p>\n<p>")
}

fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Whether tags are closed in order, and what looks like an entity is one.
fn check(whole: &str) -> Result<(), String> {
    let bad = |why: &str| Err(format!("Error parsing xhtml: {why}"));
    let mut open: Vec<&str> = Vec::new();
    let mut rest = whole.split_once("]>").map_or("", |(_, body)| body);
    while let Some(at) = rest.find(['<', '&']) {
        if rest[..at].contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
            return bad("An invalid XML character was found");
        }
        let here = &rest[at..];
        if let Some(entity) = here.strip_prefix('&') {
            let Some((name, after)) = entity.split_once(';') else { return bad("an entity has no end") };
            if !(["amp", "lt", "gt", "quot", "apos", "nbsp", "mdash"].contains(&name) || name.starts_with('#')) {
                return bad(&format!("The entity \"{name}\" was referenced, but not declared."));
            }
            rest = after;
            continue;
        }
        if let Some(text) = here.strip_prefix("<![CDATA[") {
            rest = text.split_once("]]>").map_or("", |(_, after)| after);
            continue;
        }
        if let Some(comment) = here.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = here[1..].split_once('>') else { return bad("a tag has no end") };
        rest = after;
        let name = tag.trim_end_matches('/').split_whitespace().next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            if open.pop() != Some(closed) {
                return bad(&format!("Unexpected close tag </{closed}>"));
            }
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { bad("an element is not closed") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_xml_is_refused_and_macros_get_ids() {
        for bad in ["<p>", "<p></b>", "a & b", "<script>x</p>", "&copy;", "<p>\u{1}</p>"] {
            assert!(kept(bad).is_err(), "{bad}");
        }
        let text = "<p>a &amp; &nbsp;</p><!-- gone --><ac:structured-macro ac:name=\"toc\"/>";
        let written = kept(text).expect("it is XML");
        assert!(written.contains("ac:macro-id=\"884bd9") && !written.contains("gone"), "{written}");
    }
}
