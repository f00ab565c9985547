//! Markdown as the web client shows it (github.com/mattermost/marked). Markup is a mistake here: what Nabat sends is meant
//! to be read as it is.

/// What people see; markup that would do something is shown in ‹ ›, so that a test finds it.
pub fn shown(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn line(text: &str) -> String {
    let text = text.replace('\u{a0}', " ");
    let first = text.chars().next();
    let begins = matches!(first, Some('#' | '>' | '-' | '+' | '*' | '=')) || text.starts_with("    ");
    let body: Vec<String> = text.split(' ').map(word).collect();
    if begins { format!("‹block›{}", body.join(" ")) } else { body.join(" ") }
}

fn word(text: &str) -> String {
    if text.starts_with("http://") || text.starts_with("https://") {
        return text.to_owned();
    }
    let text = text.replace("&gt;", "\\>").replace("&#36;", "$");
    let (mut shown, mut letters) = (String::new(), text.chars().peekable());
    while let Some(c) = letters.next() {
        match c {
            // Before anything else a backslash is one.
            '\\' if letters.peek().is_some_and(|next| "\\`*{}[]()#+-.!_>|~".contains(*next)) => {
                shown.extend(letters.next())
            }
            '<' if letters.peek() == Some(&'\u{2060}') => shown.push(c),
            '\u{2060}' => {}
            '*' | '_' | '~' | '`' | '[' | ']' | '<' | '>' | '|' => shown.push_str(&format!("‹{c}›")),
            _ => shown.push(c),
        }
    }
    // Rings everybody (server/channels/app/notification.go: @all, @channel, @here, wherever they stand).
    for everybody in ["@all", "@channel", "@here"] {
        if text.contains(everybody) {
            shown = format!("‹rings›{shown}");
        }
    }
    shown
}
