//! Blocks of a document: a card for each heading with what stands below it.

use super::chart::chart;
use crate::builtin::who::Viewer;
use maud::{Markup, html};
use nabat_kit::document::{Block, followed};

/// The document's blocks, those under one heading in one card.
pub(super) fn sections(viewer: &Viewer, blocks: &[Block]) -> Markup {
    let mut cards: Vec<&[Block]> = Vec::new();
    let mut rest = blocks;
    while !rest.is_empty() {
        let next = rest[1..].iter().position(|block| matches!(block, Block::Heading { .. }));
        let (card, after) = rest.split_at(next.map_or(rest.len(), |next| next + 1));
        cards.push(card);
        rest = after;
    }
    html! {
        @for card in cards {
            @match card.first() {
                Some(Block::Heading { .. }) => { section.card { (blocks_of(viewer, card)) } },
                Some(_) | None => (blocks_of(viewer, card)),
            }
        }
    }
}

fn blocks_of(viewer: &Viewer, blocks: &[Block]) -> Markup {
    html! { @for block in blocks { (one(viewer, block)) } }
}

fn one(viewer: &Viewer, block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading { text } => { h2 { (text) } },
            Block::Notice { text } => { p.card.notice.words { (text) } },
            Block::Paragraph { text } => { p.words { (text) } },
            Block::Facts { rows } => {
                dl.facts { @for fact in rows { dt { (fact.name) } dd.words { (fact.value) } } }
            },
            Block::Table { head, rows } => (table(head, rows)),
            Block::Link { text, address } => {
                @if let Some(address) = followed(address) {
                    p.way { a href=(address) rel="noopener noreferrer nofollow" { (text) } }
                }
            },
            Block::Chart(drawn) => (chart(viewer, drawn)),
        }
    }
}

/// So many letters stay on one line: a moment, a length, a number.
const SHORT: usize = 12;

/// A table of so few columns is a list of what happened when.
const FEW: usize = 3;

fn table(head: &[String], rows: &[Vec<String>]) -> Markup {
    let sort = if head.len() <= FEW { "stack told" } else { "stack" };
    html! {
        div.table tabindex="0" {
            table class=(sort) {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for row in rows {
                        tr { @for (name, cell) in head.iter().zip(row) { td class=(class(cell)) data-label=(name) { (cell) } } }
                    }
                }
            }
        }
    }
}

fn class(cell: &str) -> &'static str {
    match cell {
        "—" => "none",
        _ if cell.chars().count() <= SHORT => "short",
        _ => "words",
    }
}
