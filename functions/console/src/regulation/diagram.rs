//! The diagram people look at: stages from top to bottom, roles side by side, as one SVG picture
//! that needs nothing beside it. Pixels.

use super::Regulation;
use maud::{Markup, html};
use nabat_domain::catalogue::Role;
use nabat_domain::procedure::{Stage, Step};

const MARGIN: usize = 16;
/// The column of stages, and one of a role.
const STAGES: usize = 150;
const COLUMN: usize = 178;
const BOX: usize = 162;
/// The least width of the picture: its title and facts stand on one line, and few roles are not blown up to fill a page.
const SHEET: usize = 880;
const GAP: usize = 16;
/// Letters of a line, in the wider of both alphabets.
const LETTERS: usize = 18;
const SMALL_LETTERS: usize = 21;
/// Width of a letter of the legend, in the wider of both alphabets.
const LETTER: usize = 8;
const LINE: usize = 17;
const SMALL_LINE: usize = 14;
const HEAD: usize = 62;
const NAMES: usize = 44;
const FONT: &str = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
const INK: &str = "#1b2330";
const SOFT: &str = "#566072";
const LINES: &str = "#d5dae2";
const ACCENT: &str = "#1f5fbf";

impl Regulation<'_> {
    /// The diagram as a file of its own.
    pub fn svg(&self) -> String {
        drawing(self, Title::Shown).into_string()
    }
}

/// Whether the picture says what it is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Title {
    /// Above it, with version and dates.
    Shown,
    /// What it stands in says so.
    LeftOut,
}

/// A step's box.
struct Placed<'a> {
    step: &'a Step,
    name: Vec<String>,
    small: Vec<String>,
    x: usize,
    y: usize,
    height: usize,
    /// Asked after the box above it.
    follows: Follows,
    ends: Ends,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    Above,
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Stage,
    Nothing,
}

/// A stage's row.
struct Band<'a> {
    name: Vec<String>,
    number: usize,
    y: usize,
    height: usize,
    boxes: Vec<Placed<'a>>,
}

/// The picture, to stand in a page or by itself.
pub fn drawing(regulation: &Regulation, title: Title) -> Markup {
    let roles = regulation.roles();
    let bands = bands(regulation, &roles);
    let width = 2 * MARGIN + STAGES + roles.len() * COLUMN;
    let bottom = bands.last().map_or(HEAD + NAMES, |band| band.y + band.height);
    let wide = width.max(SHEET);
    let legend = wrapped(&regulation.say("regulation-legend", &[]), (wide - 2 * MARGIN) / LETTER);
    let height = bottom + MARGIN + legend.len() * LINE + MARGIN;
    let name = format!("{}: {}", regulation.say("regulation-sort", &[]), regulation.subject());
    let top = if title == Title::Shown { 0 } else { HEAD };
    let seen = height - top;
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 {top} {wide} {seen}")) width=(wide) height=(seen)
            role="img" aria-label=(name) font-family=(FONT) fill=(INK) {
            rect x="0" y="0" width=(wide) height=(height) fill="#ffffff" {}
            @if title == Title::Shown {
                text x=(MARGIN) y="28" font-size="19" font-weight="700" { (name) }
                text x=(MARGIN) y="48" font-size="12" fill=(SOFT) { (version(regulation)) }
            }
            (columns(regulation, &roles))
            @for band in &bands { (row(band, width)) }
            @for band in &bands { @for placed in &band.boxes { (step(placed)) } }
            (lines(&legend, MARGIN, bottom + MARGIN + 12, LINE, 12, SOFT))
        }
    }
}

fn version(regulation: &Regulation) -> String {
    let paper = regulation.paper(String::new(), String::new(), Vec::new());
    let facts: Vec<String> = paper.facts.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    facts.join(" · ")
}

fn columns(regulation: &Regulation, roles: &[Role]) -> Markup {
    html! {
        @for (number, role) in roles.iter().enumerate() {
            @let x = MARGIN + STAGES + number * COLUMN;
            @let name = wrapped(&regulation.role_title(*role), LETTERS);
            @for (line, text) in name.iter().enumerate() {
                text x=(x + GAP / 2) y=(HEAD + 18 + line * LINE) font-size="13" font-weight="700" { (text) }
            }
        }
    }
}

fn row(band: &Band, width: usize) -> Markup {
    html! {
        rect x=(MARGIN) y=(band.y) width=(width - 2 * MARGIN) height=(band.height) fill=(if band.number.is_multiple_of(2) { "#ffffff" } else { "#f3f5f8" }) stroke=(LINES) {}
        text x=(MARGIN + 10) y=(band.y + 26) font-size="13" font-weight="700" fill=(ACCENT) { (band.number) }
        @for (line, text) in band.name.iter().enumerate() {
            text x=(MARGIN + 28) y=(band.y + 26 + line * LINE) font-size="13" font-weight="700" { (text) }
        }
    }
}

fn step(placed: &Placed) -> Markup {
    let (edge, thick) = if placed.ends == Ends::Stage { (INK, "2.5") } else { (ACCENT, "1") };
    let dashes = (!placed.step.mandatory).then_some("5 4");
    let middle = placed.x + BOX / 2;
    html! {
        @if placed.follows == Follows::Above {
            path d=(format!("M{middle} {} v{} m-4 -5 l4 5 l4 -5", placed.y - GAP, GAP - 2)) fill="none" stroke=(SOFT) {}
        }
        rect id=(format!("step-{}", placed.step.id)) x=(placed.x) y=(placed.y) width=(BOX) height=(placed.height) rx="7"
            fill="#ffffff" stroke=(edge) stroke-width=(thick) stroke-dasharray=[dashes] {}
        (lines(&placed.name, placed.x + 10, placed.y + 21, LINE, 13, INK))
        (lines(&placed.small, placed.x + 10, placed.y + 21 + placed.name.len() * LINE - 1, SMALL_LINE, 11, SOFT))
    }
}

fn lines(texts: &[String], x: usize, y: usize, apart: usize, size: usize, fill: &str) -> Markup {
    html! {
        @for (number, text) in texts.iter().enumerate() {
            text x=(x) y=(y + number * apart) font-size=(size) fill=(fill) { (text) }
        }
    }
}

fn bands<'a>(regulation: &Regulation<'a>, roles: &[Role]) -> Vec<Band<'a>> {
    let mut y = HEAD + NAMES;
    let stages = regulation.procedure.stages.iter().enumerate();
    let made = stages.map(|(number, stage)| {
        let mut boxes = Vec::new();
        let mut deepest = y + 34 + GAP;
        for (column, role) in roles.iter().enumerate() {
            let x = MARGIN + STAGES + column * COLUMN + GAP / 2;
            deepest = deepest.max(stack(regulation, stage, *role, (x, y + GAP), &mut boxes));
        }
        let band =
            Band { name: wrapped(&regulation.stage(&stage.id), 12), number: number + 1, y, height: deepest - y, boxes };
        y = deepest;
        band
    });
    made.collect()
}

/// Stacks one role's boxes of a stage, those asked beside the others last; the height reached.
fn stack<'a>(
    regulation: &Regulation<'a>,
    stage: &'a Stage,
    role: Role,
    (x, mut y): (usize, usize),
    boxes: &mut Vec<Placed<'a>>,
) -> usize {
    let mut steps: Vec<&Step> = regulation.steps_of(stage).filter(|step| step.role == role).collect();
    steps.sort_by_key(|step| step.kind.is_beside());
    for (place, step) in steps.into_iter().enumerate() {
        let name = wrapped(&regulation.step(&step.id), LETTERS);
        let small: Vec<String> = small(regulation, step).iter().flat_map(|text| wrapped(text, SMALL_LETTERS)).collect();
        let height = 16 + name.len() * LINE + small.len() * SMALL_LINE;
        let follows = if place > 0 && !step.kind.is_beside() { Follows::Above } else { Follows::Nothing };
        let ends = if Regulation::ends_with(stage, step) { Ends::Stage } else { Ends::Nothing };
        boxes.push(Placed { step, name, small, x, y, height, follows, ends });
        y += height + GAP;
    }
    y
}

/// What stands under a step's name: when it is asked.
fn small(regulation: &Regulation, step: &Step) -> Vec<String> {
    let condition = step.when.as_ref().map(|condition| {
        let answers = regulation.answers_of(condition);
        regulation.say("regulation-if", &[("answers", &answers)])
    });
    let optional = (!step.mandatory).then(|| regulation.say("regulation-optional-short", &[]));
    let often = regulation.asked_short(step.kind);
    [condition, often, optional].into_iter().flatten().collect()
}

/// The text in lines of at most so many letters; a longer word has a line of its own.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_words() {
        assert_eq!(wrapped("Диагноз подрядчика и ещё", 18), ["Диагноз подрядчика", "и ещё"]);
        assert_eq!(wrapped("неразрывноедлинноеслово x", 5), ["неразрывноедлинноеслово", "x"]);
        assert!(wrapped("", 5).is_empty());
    }
}
