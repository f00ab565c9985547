//! What people may type, for the laws of whatever is sent: any text, and texts put together from every sink's markup.

use proptest::prelude::*;

/// Markup of every sink, whole and in pieces, and what only looks like it.
const PIECES: [&str; 74] = [
    "@all",
    "@here",
    "@",
    "x@y.example",
    "<!here>",
    "<@U1>",
    "<",
    ">",
    "</",
    "&",
    "&lt;",
    "&#64;",
    "&amp;amp;",
    "\\",
    "\\\\",
    "*",
    "**",
    "_",
    "__TOC__",
    "~",
    "~~~~",
    "`",
    "```",
    "[[",
    "]]",
    "[x](y)",
    "[~anna]",
    "{{",
    "}}",
    "{|",
    "|",
    "||",
    "#",
    "##{",
    "#{",
    "!",
    "(x)",
    "(",
    ")",
    ":)",
    ";)",
    ":smile:",
    ":",
    "-",
    "--",
    "----",
    "+",
    "=",
    "==",
    "===",
    "1.",
    "1)",
    "h1.",
    "bq.",
    "'",
    "''",
    "\"",
    "$",
    "$x$",
    "%%",
    "</nowiki>",
    "<nowiki>",
    "[nabat:",
    "<!-- nabat:end -->",
    "https://x.example/a_b?c=1&d=[e]",
    "http://x.example",
    "https://",
    "//",
    "слово",
    "x",
    "14:32",
    "👍",
    "\u{2060}",
    "\u{202e}",
];

/// Between them: often nothing, so that pieces join to something else; and what only a machine can tell from a space.
const JOINS: [&str; 10] = ["", "", "", " ", " ", "  ", "\n", "\n    ", "\t", "\u{0}"];

/// Any text, as often as not a wily one.
pub(crate) fn typed() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(PIECES.as_slice()), prop::sample::select(JOINS.as_slice()));
    let wily = prop::collection::vec(piece, 0..16)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, join)| [piece, join]).collect());
    prop_oneof![any::<String>(), wily]
}
