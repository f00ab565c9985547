//! What was measured, and whether the bounds hold.

use super::bare;
use super::estate::Density;
use super::measure::Measured;
use super::others::{Other, others};
use super::stopwatch::Stopwatch;
use serde_json::{Value, json};
use std::fmt;
use std::time::Duration;

/// The union against the bare sort and sweep.
const UNION: f64 = 1.2;
/// With exact exclusive and shared by service.
const SERVICES: f64 = 4.0;
/// The whole set.
const WHOLE: f64 = 12.0;
/// Ten times the outages against the time of one.
const TENFOLD: f64 = 12.0;

/// Everything that was measured.
pub struct Report {
    measured: Vec<Measured>,
    tenfold: Vec<(Density, f64)>,
    others: Vec<Other>,
}

impl Report {
    /// Measures; `once` leaves ten times as many out.
    pub fn of(outages: usize, turns: usize, once: bool) -> Self {
        let (mut measured, mut tenfold) = (Vec::new(), Vec::new());
        for density in [Density::Sparse, Density::Dense] {
            let sizes = if once { vec![outages] } else { vec![outages, outages * 10] };
            let mut found = Measured::of(&sizes, density, turns).into_iter();
            let one = found.next().expect("it was measured");
            tenfold.extend(found.map(|ten| (density, ratio(ten.whole, one.whole))));
            measured.push(one);
        }
        let others = others(|pairs| {
            let mut pairs = pairs.to_vec();
            let begun = Stopwatch::start();
            bare::union_length(&mut pairs);
            begun.stop().as_secs_f64()
        });
        Self { measured, tenfold, others }
    }

    /// Whether every bound holds.
    pub fn holds(&self) -> bool {
        let each = self.measured.iter().all(|one| one.bounds().iter().all(|(_, ratio, bound)| ratio <= bound));
        each && self.tenfold.iter().all(|(_, ratio)| *ratio <= TENFOLD)
    }

    /// For the table of proofs: the worst of each.
    pub fn figure(&self) -> String {
        let worst = |place: usize| self.measured.iter().map(|one| one.bounds()[place].1).fold(0.0, f64::max);
        let outages = self.measured.first().map_or(0, |one| one.outages);
        format!(
            "figure performance.figures of={outages}_outages union={:.2} most={UNION} services={:.2} most_services={SERVICES} whole={:.2} most_whole={WHOLE}",
            worst(0),
            worst(1),
            worst(2)
        )
    }

    /// For machines.
    pub fn json(&self) -> Value {
        let bound = |(name, ratio, bound): (&str, f64, f64)| json!({ "figure": name, "ratio": rounded(ratio), "bound": bound, "holds": ratio <= bound });
        let measured = |one: &Measured| {
            json!({
                "density": one.density.name(),
                "outages": one.outages,
                "bare_ms": rounded(milliseconds(one.bare)),
                "union_milliseconds": one.sum,
                "bounds": one.bounds().map(bound),
            })
        };
        let tenfold = |(density, ratio): &(Density, f64)| json!({ "density": density.name(), "ratio": rounded(*ratio), "bound": TENFOLD, "holds": *ratio <= TENFOLD });
        let other = |other: &Other| {
            json!({ "name": other.name, "outages": other.outages, "seconds": other.seconds,
                    "ratio": other.ratio.map(rounded), "installed": other.seconds.is_some() })
        };
        json!({
            "holds": self.holds(),
            "measured": self.measured.iter().map(measured).collect::<Vec<_>>(),
            "tenfold": self.tenfold.iter().map(tenfold).collect::<Vec<_>>(),
            "others": self.others.iter().map(other).collect::<Vec<_>>(),
        })
    }
}

impl Measured {
    fn bounds(&self) -> [(&'static str, f64, f64); 3] {
        [
            ("union", ratio(self.union, self.bare), UNION),
            ("exclusive and shared by service", ratio(self.services, self.bare), SERVICES),
            ("whole set", ratio(self.whole, self.bare), WHOLE),
        ]
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for one in &self.measured {
            writeln!(f, "{} outages of a year, {}: sums of all agree", one.outages, one.density.name())?;
            writeln!(f, "  {:32} {:8.1} ms", "bare sort_unstable and sweep", milliseconds(one.bare))?;
            for (name, ratio, bound) in one.bounds() {
                writeln!(f, "  {name:32} {ratio:8.2} x; bound <= {bound}: {}", verdict(ratio <= bound))?;
            }
        }
        for (density, ratio) in &self.tenfold {
            let verdict = verdict(*ratio <= TENFOLD);
            writeln!(
                f,
                "ten times the outages, {}: {ratio:.2} x the time; bound <= {TENFOLD}: {verdict}",
                density.name()
            )?;
        }
        for other in &self.others {
            match (other.seconds, other.ratio) {
                (Some(seconds), Some(ratio)) => writeln!(
                    f,
                    "{} over {} outages: {seconds:.2} s, {ratio:.0} x the bare one; the same sum",
                    other.name, other.outages
                )?,
                _ => writeln!(f, "{}: not installed, not run", other.name)?,
            }
        }
        Ok(())
    }
}

fn ratio(ours: Duration, bare: Duration) -> f64 {
    ours.as_secs_f64() / bare.as_secs_f64()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

const fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "BROKEN" }
}
