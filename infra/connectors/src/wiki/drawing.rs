//! A chart of a page as a picture: wikis of others draw none themselves.

use super::xml::escaped;
use crate::picture::png;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use nabat_kit::document::{Block, Chart, Document, plain};
use nabat_kit::port::{CallError, PageName};
use std::fmt::Write as _;

const WIDTH: i64 = 640;
const HEIGHT: i64 = 200;
/// Room for the numbers, the title and the times.
const LEFT: i64 = 70;
const RIGHT: i64 = 14;
const TOP: i64 = 34;
const BOTTOM: i64 = 26;
/// Hexadecimal digits of a picture's hash in its name.
const TOLD_APART: usize = 12;

/// A picture to be put into the wiki before the text that shows it.
pub(super) struct Picture {
    /// Its file's name: of the page and of what is in it, so that the same picture is the same file for ever.
    pub(super) name: String,
    /// PNG.
    pub(super) content: Vec<u8>,
}

/// The pictures of a document's charts, in order.
pub(super) async fn pictures(page: &PageName, document: &Document) -> Result<Vec<Picture>, CallError> {
    let charts =
        document.blocks.iter().filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None });
    let drawn: Vec<String> = charts.map(svg).collect();
    let name = page.0.replace('/', "-");
    // Pixels take a moment, and others are waited for on this thread.
    let made = tokio::task::spawn_blocking(move || {
        let one = |svg: String| {
            let content = png(svg.as_bytes())?;
            let name = format!("nabat-{name}-{}.png", &sha256_hex(svg.as_bytes())[..TOLD_APART]);
            Ok(Picture { name, content })
        };
        drawn.into_iter().map(one).collect::<Result<Vec<_>, String>>()
    });
    match made.await {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(why)) => Err(CallError::Permanent(format!("a chart cannot be drawn: {why}"))),
        Err(error) => Err(CallError::Transient(error.to_string())),
    }
}

fn svg(chart: &Chart) -> String {
    let ends =
        (chart.points.first().map_or(At(0), |point| point.0), chart.points.last().map_or(At(0), |point| point.0));
    let values = || chart.points.iter().map(|point| point.1);
    let range = (values().min().unwrap_or(0), values().max().unwrap_or(0));
    let x = |at: At| LEFT + place(at.0, (ends.0.0, ends.1.0), WIDTH - LEFT - RIGHT);
    let y = |value: i64| HEIGHT - BOTTOM - place(value, range, HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"DejaVu Sans, Arial, sans-serif\" font-size=\"11\" fill=\"#1a1a1a\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>"
    );
    let mut text = |at: (i64, i64), anchor: &str, words: &str| {
        let words = escaped(words);
        write!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{words}</text>", at.0, at.1)
            .expect("a string takes everything");
    };
    text((LEFT, 18), "start", &plain(&chart.title));
    text((LEFT - 6, TOP + 8), "end", &thousandths(range.1));
    text((LEFT - 6, HEIGHT - BOTTOM), "end", &thousandths(range.0));
    text((LEFT, HEIGHT - 8), "start", &clock(ends.0));
    text((WIDTH - RIGHT, HEIGHT - 8), "end", &clock(ends.1));
    if let Some(mark) = chart.mark.filter(|mark| ends.0 <= *mark && *mark <= ends.1).map(x) {
        let line = format!("x1=\"{mark}\" x2=\"{mark}\" y1=\"{TOP}\" y2=\"{}\"", HEIGHT - BOTTOM);
        svg.push_str(&format!("<line {line} stroke=\"#b00020\" stroke-dasharray=\"4 3\"/>"));
    }
    let points: Vec<String> = chart.points.iter().map(|(at, value)| format!("{},{}", x(*at), y(*value))).collect();
    svg.push_str(&format!(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#1f4e79\" stroke-width=\"1.5\"/>",
        points.join(" ")
    ));
    svg.push_str("</svg>");
    svg
}

/// Where a value is between the least and the most, on a scale of so many units; in the middle where they are one.
/// What monitoring tells may be as far apart as numbers are.
fn place(value: i64, (least, most): (i64, i64), units: i64) -> i64 {
    let (part, whole) = (i128::from(value) - i128::from(least), i128::from(most) - i128::from(least));
    match whole {
        0 => units / 2,
        whole => i64::try_from(part * i128::from(units) / whole).unwrap_or(0),
    }
}

/// A picture is seen by people of many zones.
fn clock(at: At) -> String {
    at.in_utc().format("%H:%M UTC").to_string()
}

/// `12`, `0.5`, `-1.25`.
fn thousandths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    let text = format!("{sign}{}.{:03}", value / 1_000, value % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::catalogue::Language;

    fn document(points: Vec<(At, i64)>) -> Document {
        let chart = Chart { title: "Ошибки <&> \u{0}\u{ffff}".to_owned(), points, mark: Some(At(30_000)) };
        Document {
            language: Language::Ru,
            title: String::new(),
            changes: Vec::new(),
            blocks: vec![Block::Chart(chart)],
        }
    }

    async fn drawn(points: Vec<(At, i64)>) -> Picture {
        let page = PageName("city/inc-1".to_owned());
        pictures(&page, &document(points)).await.expect("drawn").remove(0)
    }

    #[tokio::test]
    async fn a_picture_is_named_after_the_page_and_what_is_in_it() {
        let one = drawn(vec![(At(0), 1_000), (At(60_000), -2_500)]).await;
        assert!(one.name.starts_with("nabat-city-inc-1-") && one.name.ends_with(".png"), "{}", one.name);
        assert!(one.content.starts_with(b"\x89PNG\r\n"));
        assert_eq!(one.name, drawn(vec![(At(0), 1_000), (At(60_000), -2_500)]).await.name);
        assert_ne!(one.name, drawn(vec![(At(0), 1_000), (At(60_000), -2_501)]).await.name);
    }

    #[tokio::test]
    async fn one_point_or_none_is_drawn_too() {
        for points in [Vec::new(), vec![(At(5), 7)], vec![(At(0), i64::MIN), (At(1), i64::MAX)]] {
            assert!(drawn(points).await.content.starts_with(b"\x89PNG"));
        }
    }
}
