//! A small line chart as SVG: the band a series usually keeps to, the suspected stretch, where it
//! began. The same arguments give the same bytes; every word comes as an argument.

use crate::time::At;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
/// Room for the numbers, the title and the clock times.
const LEFT: f64 = 64.0;
/// Half of a clock time stands beyond the line's end.
const RIGHT: f64 = 24.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 26.0;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Chart<'a> {
    /// When each sample was taken, in time order.
    pub times: &'a [At],
    /// Samples; NaN and infinities are gaps.
    pub values: &'a [f64],
    /// The lowest and the highest of the usual.
    pub usual: (f64, f64),
    /// The suspected stretch.
    pub suspected: (At, At),
    /// Where the deviation begins.
    pub began: Option<At>,
    /// Words.
    pub words: Words<'a>,
    /// Moments below the line, with the wall clock's words for them.
    pub clock: &'a [(At, String)],
}

/// The words of a chart, in whatever language they are read.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// What is drawn.
    pub title: &'a str,
    /// The band.
    pub usual: &'a str,
    /// The stretch.
    pub suspected: &'a str,
    /// The mark.
    pub began: &'a str,
}

/// From moments and values to the picture.
struct Scale {
    times: (f64, f64),
    values: (f64, f64),
}

impl Chart<'_> {
    /// The picture. Fonts are the reader's; any with the letters of the words will do.
    pub fn svg(&self) -> String {
        let scale = self.scale();
        let mut svg = String::new();
        self.frame(&mut svg);
        self.background(&scale, &mut svg);
        self.numbers(&scale, &mut svg);
        self.line(&scale, &mut svg);
        self.legend(&mut svg);
        svg.push_str("</svg>\n");
        svg
    }

    fn scale(&self) -> Scale {
        let finite = self.values.iter().copied().filter(|value| value.abs() <= 1e100);
        // The usual band of what is never below nothing may be: it is no reason to show such numbers.
        let lowest = finite.clone().fold(f64::INFINITY, f64::min);
        let usual = (if lowest >= 0.0 { self.usual.0.max(0.0) } else { self.usual.0 }, self.usual.1);
        let (low, high) = finite.fold(usual, |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low.is_finite() && high.is_finite() { (low, high) } else { (0.0, 1.0) };
        // A flat series lies in the middle of some room of its own.
        let room = if high > low { (high - low) * 0.06 } else { low.abs().max(1.0) * 0.1 };
        let values = (if low >= 0.0 { (low - room).max(0.0) } else { low - room }, high + room);
        let begin = self.times.first().map_or(self.suspected.0, |at| *at);
        let end = self.times.last().map_or(self.suspected.1, |at| *at);
        let end = if end > begin { end } else { At(begin.0 + 1) };
        Scale { times: (begin.0 as f64, end.0 as f64), values }
    }

    fn frame(&self, svg: &mut String) {
        let title = escaped(self.words.title);
        put(
            svg,
            format_args!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             role=\"img\" font-family=\"DejaVu Sans, Arial, sans-serif\" font-size=\"11\">\n<title>{title}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
             <text x=\"{LEFT}\" y=\"16\" font-size=\"13\" fill=\"#1a1a1a\">{title}</text>\n"
            ),
        );
    }

    fn background(&self, scale: &Scale, svg: &mut String) {
        let (low, high) = (scale.y(self.usual.0), scale.y(self.usual.1));
        let (begin, end) = (scale.x(self.suspected.0), scale.x(self.suspected.1));
        put(
            svg,
            format_args!(
                "<rect x=\"{LEFT}\" y=\"{high:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#d7e8d7\"/>\n",
                WIDTH - LEFT - RIGHT,
                (low - high).max(1.0)
            ),
        );
        put(
            svg,
            format_args!(
                "<rect x=\"{begin:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#f4b183\" fill-opacity=\"0.35\"/>\n",
                (end - begin).max(1.0),
                HEIGHT - TOP - BOTTOM
            ),
        );
        if let Some(began) = self.began {
            let x = scale.x(began);
            put(
                svg,
                format_args!(
                    "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{:.1}\" stroke=\"#b00020\" stroke-dasharray=\"4 3\"/>\n",
                    HEIGHT - BOTTOM
                ),
            );
        }
    }

    fn numbers(&self, scale: &Scale, svg: &mut String) {
        let (low, high) = scale.values;
        for part in [0.0, 0.5, 1.0] {
            let value = low + (high - low) * part;
            let y = scale.y(value);
            put(
                svg,
                format_args!(
                    "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"#dddddd\"/>\n\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#555555\">{}</text>\n",
                    WIDTH - RIGHT,
                    LEFT - 6.0,
                    y + 4.0,
                    short(value)
                ),
            );
        }
        for (at, words) in self.clock.iter().filter(|(at, _)| scale.holds(*at)) {
            put(
                svg,
                format_args!(
                    "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555555\">{}</text>\n",
                    scale.x(*at),
                    HEIGHT - 8.0,
                    escaped(words)
                ),
            );
        }
    }

    /// One stroke a run of samples: a gap stays a gap.
    fn line(&self, scale: &Scale, svg: &mut String) {
        let mut path = String::new();
        let mut pen = "M";
        for (at, value) in self.times.iter().zip(self.values) {
            if value.abs() <= 1e100 {
                put(&mut path, format_args!("{pen}{:.1} {:.1}", scale.x(*at), scale.y(*value)));
                pen = "L";
            } else {
                pen = "M";
            }
        }
        put(
            svg,
            format_args!(
                "<path d=\"{path}\" fill=\"none\" stroke=\"#1f4e9c\" stroke-width=\"1.4\" stroke-linecap=\"round\"/>\n"
            ),
        );
    }

    fn legend(&self, svg: &mut String) {
        let mut x = LEFT;
        for (colour, words) in
            [("#d7e8d7", self.words.usual), ("#f4b183", self.words.suspected), ("#b00020", self.words.began)]
        {
            put(
                svg,
                format_args!(
                    "<rect x=\"{x:.1}\" y=\"25\" width=\"10\" height=\"10\" fill=\"{colour}\"/>\n\
                 <text x=\"{:.1}\" y=\"34\" fill=\"#333333\">{}</text>\n",
                    x + 14.0,
                    escaped(words)
                ),
            );
            // Letters are not measured: this is wider than any of them.
            x += 14.0 + 7.5 * words.chars().count() as f64 + 12.0;
        }
    }
}

impl Scale {
    fn x(&self, at: At) -> f64 {
        let (begin, end) = self.times;
        let part = ((at.0 as f64 - begin) / (end - begin)).clamp(0.0, 1.0);
        LEFT + part * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = self.values;
        let part = ((value - low) / (high - low)).clamp(0.0, 1.0);
        HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)
    }

    fn holds(&self, at: At) -> bool {
        (self.times.0..=self.times.1).contains(&(at.0 as f64))
    }
}

/// Three significant digits: what a person takes in at a glance.
pub fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let size = value.abs().log10().floor();
    if !(-4.0..9.0).contains(&size) {
        return format!("{value:.2e}");
    }
    let places = (2.0 - size).max(0.0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn put(svg: &mut String, words: std::fmt::Arguments) {
    svg.write_fmt(words).expect("a string takes any text");
}

/// Text as text: names come from outside and are no markup; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(values: &[f64], title: &str) -> String {
        let times: Vec<At> = (0..values.len() as i64).map(|n| At(n * 60_000)).collect();
        let words = Words {
            title, usual: "обычно", suspected: "под подозрением", began: "началось"
        };
        let clock = [(At(60_000), "10:01".to_owned())];
        let chart = Chart {
            times: &times,
            values,
            usual: (9.0, 11.0),
            suspected: (At(120_000), At(180_000)),
            began: Some(At(120_000)),
            words,
            clock: &clock,
        };
        chart.svg()
    }

    #[test]
    fn it_is_the_same_every_time_and_holds_the_words() {
        let svg = drawn(&[10.0, 10.5, 30.0, 31.0], "Запись, cpu");
        assert_eq!(svg, drawn(&[10.0, 10.5, 30.0, 31.0], "Запись, cpu"));
        for word in ["Запись, cpu", "обычно", "под подозрением", "началось", "10:01"]
        {
            assert!(svg.contains(word), "{word}");
        }
    }

    #[test]
    fn a_gap_is_no_line() {
        assert_eq!(drawn(&[10.0, f64::NAN, 30.0, f64::INFINITY, 5.0], "x").matches('M').count(), 3);
    }

    proptest! {
        /// Text of an element and value of an attribute, by XML 1.0: four entities, no tag, no letter XML lacks.
        #[test]
        fn a_picture_shows_the_name(name in "(\\PC|[<>&\"'\t\n\r\\x00\\x0b\u{fffe}\u{ffff}])*") {
            let written = escaped(&name);
            prop_assert!(!written.contains(['<', '>', '"', '\n', '\u{fffe}', '\u{ffff}']) && !written.contains(char::is_control), "{written:?}");
            let mut parts = written.split('&');
            let mut read = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let (entity, rest) = part.split_once(';').expect("an entity ends");
                read.push_str(match entity {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => return Err(TestCaseError::fail(format!("{other} in {written:?}"))),
                });
                read.push_str(rest);
            }
            let shown: String = name.chars().filter(|c| "\t\n\r".contains(*c) || !c.is_control()).collect();
            prop_assert_eq!(read, shown.replace(['\u{fffe}', '\u{ffff}'], "").replace(['\t', '\n', '\r'], " "));
        }
    }

    #[test]
    fn names_are_no_markup() {
        let svg = drawn(&[1.0, 2.0], "<script>&\"\u{1}");
        assert!(svg.contains("&lt;script&gt;&amp;&quot;") && !svg.contains("<script>"));
    }

    #[test]
    fn nothing_breaks_it() {
        for values in [&[][..], &[f64::NAN], &[0.0], &[f64::MAX, f64::MIN], &[5.0, 5.0, 5.0]] {
            let svg = drawn(values, "x");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }

    #[test]
    fn numbers_are_short() {
        let cases =
            [(0.0, "0"), (1234.5, "1234"), (0.123_45, "0.123"), (12.0, "12"), (-3.456, "-3.46"), (2e12, "2.00e12")];
        for (value, told) in cases {
            assert_eq!(short(value), told);
        }
    }
}
