//! Papers as one HTML file that needs nothing beside it and prints on A4, each on its own page.

use super::{Block, Paper, StepBlock, Table};
use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

/// The style of every paper.
pub const STYLE: &str = include_str!("paper.css");

/// Where a paper has its style from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// In the file itself.
    Within,
    /// Beside it, at this address.
    At(&'static str),
}

/// The papers as one file that needs nothing beside it.
pub fn html(papers: &[Paper]) -> String {
    html_with(papers, Style::Within)
}

/// The papers as one file.
pub fn html_with(papers: &[Paper], style: Style) -> String {
    let first = papers.first();
    let language = first.map_or("en", |paper| paper.language);
    let page = markup! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { @if let Some(paper) = first { (paper.title) " · " (paper.sort) } }
                @match style {
                    Style::Within => { style { (PreEscaped(STYLE)) } }
                    Style::At(address) => { link rel="icon" href="data:,"; link rel="stylesheet" href=(address); }
                }
            }
            body { main #content { @for paper in papers { (sheet(paper)) } } }
        }
    };
    page.into_string()
}

fn sheet(paper: &Paper) -> Markup {
    markup! {
        article {
            @if !paper.links.is_empty() {
                nav { @for (name, address) in &paper.links { a href=(address) { (name) } } }
            }
            header {
                p.sort { (paper.sort) }
                h1 { (paper.title) }
                dl { @for (name, value) in &paper.facts { div { dt { (name) } dd { (value) } } } }
            }
            @for block in &paper.blocks { (part(block)) }
        }
    }
}

fn part(block: &Block) -> Markup {
    match block {
        Block::Heading(text) => markup! { h2 { (text) } },
        Block::Words(text) => markup! { p { (text) } },
        Block::Remark(text) => markup! { p.remark { (text) } },
        Block::List(points) => markup! { ul { @for point in points { li { (point) } } } },
        Block::Table(table) => grid(table),
        Block::Step(block) => step(block),
        Block::Picture(picture, shows) => markup! {
            h2 { (shows) }
            div.picture role="region" aria-label=(shows) tabindex="0" { (picture) }
        },
    }
}

fn grid(table: &Table) -> Markup {
    let room = table.head.len().saturating_sub(table.room);
    markup! {
        div.wide tabindex="0" {
            table {
                thead {
                    tr { @for (number, name) in table.head.iter().enumerate() { th.room[number >= room] scope="col" { (name) } } }
                }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (number, cell) in row.iter().enumerate() {
                                @if number == 0 { th scope="row" { (words(cell)) } } @else { td { (words(cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A cell's lines. A telephone number stays on one line: it is dialled from paper, at night.
fn words(cell: &str) -> Markup {
    markup! {
        @for (number, line) in cell.lines().enumerate() {
            @if number > 0 { br; }
            @match line.split_once(" +").filter(|(_, dialled)| dialled.starts_with(|first: char| first.is_ascii_digit())) {
                Some((name, dialled)) => { (name) " " span.phone { "+" (dialled) } },
                None => (line),
            }
        }
    }
}

fn step(block: &StepBlock) -> Markup {
    markup! {
        section.step {
            p.number { (block.number) }
            div {
                h3 {
                    (block.name)
                    @if let Some(who) = &block.who { span.who { (who) } }
                    code { (block.id) }
                }
                @for (number, line) in block.question.iter().enumerate() {
                    p.question.how[number > 0] { (line) }
                }
                @if !block.buttons.is_empty() { p.buttons { @for button in &block.buttons { span { (button) } } } }
                @for note in &block.notes { p.note { (note) } }
            }
        }
    }
}
