//! One series measured: how far it stays from its usual, for its own noise, and since when.

use super::quantile::sort;
use super::readings::{Presence, Readings};
use super::season::{Residuals, Season};
use super::spread::Usual;
use super::sustained::{Run, Telling, past, peak};
use super::{Series, Tuning, Windows};
use crate::time::At;

/// A constant zero left for good counts as so many spreads: how far cannot be said.
const ZERO_LEFT: f64 = 10.0;
/// And so many where single samples left it.
const ZERO_TOUCHED: f64 = 3.0;
/// Farther than this is the same: a spread near nothing makes any distance immense.
const FARTHEST: f64 = 1e12;
/// A run begins where samples are so many spreads away, or this share of the peak.
const RUN: f64 = 3.0;
const SHARE_OF_PEAK: f64 = 0.2;

/// How a series deviates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Deviation {
    /// Its usual.
    pub usual: Usual,
    /// Sustained distance from the usual, in spreads; signed by its direction.
    pub far: f64,
    /// How far it strayed before for as long, at most, in spreads.
    pub before: f64,
    /// The value at the peak, as read.
    pub now: f64,
    /// `ln(1 + distance / (1 + own noise))`: comparable between series.
    pub strength: f64,
    /// Where the run around the peak begins.
    pub since: At,
    /// The day it was held against, where that explains part of it.
    pub season: Option<Season>,
}

/// Measures series one after another.
#[derive(Default)]
pub struct Measure {
    readings: Readings,
    residuals: Residuals,
}

/// Samples of one window after the other, and what they are held against.
#[derive(Clone, Copy)]
struct Held<'a> {
    usual: &'a [f64],
    suspected: &'a [f64],
}

impl Measure {
    /// Cuts and measures; the deviation only where both windows are there.
    pub fn take(&mut self, series: &Series, windows: Windows, tuning: &Tuning) -> (Presence, Option<Deviation>) {
        let presence = self.readings.take(series, windows);
        if presence != Presence::Whole {
            return (presence, None);
        }
        let telling = if series.kind.falls_tell() { Telling::Both } else { Telling::Up };
        let plain = self.plain(series, windows, tuning, telling);
        let [day, week] =
            Season::ALL.map(|season| self.seasonal(season, series, windows, tuning, telling, plain.usual));
        (presence, Some(agreed(plain, day, week)))
    }

    /// When the last sample was taken.
    pub fn last_seen(&self) -> Option<At> {
        self.readings.times.last().copied()
    }

    /// When the first suspected sample was taken.
    pub fn first_suspected(&self) -> Option<At> {
        self.readings.times.get(self.readings.split).copied()
    }

    fn plain(&mut self, series: &Series, windows: Windows, tuning: &Tuning, telling: Telling) -> Deviation {
        let mut sorted = std::mem::take(&mut self.readings.sorted);
        let mut stretches = std::mem::take(&mut self.readings.stretches);
        sorted.clear();
        sorted.extend_from_slice(self.readings.usual());
        sort(&mut sorted);
        let usual = Usual::of(&sorted, series.shape, tuning).expect("a whole series has samples of its usual");
        let held = Held { usual: self.readings.usual(), suspected: self.readings.suspected() };
        let run = Run { median: usual.median, telling, length: windows.sustained() };
        let (strength, place, before) = strength(held, usual, run, &mut stretches);
        (self.readings.sorted, self.readings.stretches) = (sorted, stretches);
        let place = self.readings.split + place;
        let now = self.readings.values[place];
        let far = if usual.spread > 0.0 { in_spreads(now - usual.median, usual) } else { ZERO_LEFT };
        let since = self.since(place, usual, telling);
        Deviation { usual, far, before, now, strength, since, season: None }
    }

    /// The same of what another day leaves over.
    fn seasonal(
        &mut self,
        season: Season,
        series: &Series,
        windows: Windows,
        tuning: &Tuning,
        telling: Telling,
        plain: Usual,
    ) -> Option<Deviation> {
        if !self.residuals.take(&self.readings, windows, season) {
            return None;
        }
        let (usual_part, suspected) = self.residuals.values.split_at(self.residuals.split);
        if suspected.len() < windows.sustained() {
            return None;
        }
        let sorted = &mut self.readings.sorted;
        sorted.clear();
        sorted.extend_from_slice(usual_part);
        sort(sorted);
        let of_residuals = Usual::of(sorted, series.shape, tuning)?;
        // A day that repeats itself to the digit leaves no spread; the series' own floor stays.
        let spread = of_residuals.spread.max(tuning.floor * plain.median.abs());
        let usual = Usual { median: of_residuals.median, spread };
        let held = Held { usual: usual_part, suspected };
        let run = Run { median: usual.median, telling, length: windows.sustained() };
        let (strength, at, before) = strength(held, usual, run, &mut self.readings.stretches);
        let place = self.residuals.places[self.residuals.split + at];
        let now = self.readings.values[place];
        let far = if spread > 0.0 { in_spreads(suspected[at] - usual.median, usual) } else { 0.0 };
        let since = self.since(place, plain, telling);
        let expected = Usual { median: now - (suspected[at] - usual.median), spread };
        Some(Deviation { usual: expected, far, before, now, strength, since, season: Some(season) })
    }

    /// Where the run around the peak begins; it may reach back before the suspected stretch by as
    /// much as that is long, since nobody knows when it began.
    fn since(&self, peak: usize, usual: Usual, telling: Telling) -> At {
        let stray = |place: usize| telling.stray(self.readings.values[place], usual.median) / usual.spread;
        let least = if usual.spread > 0.0 { (SHARE_OF_PEAK * stray(peak)).max(RUN) } else { 0.0 };
        let suspected = self.readings.values.len() - self.readings.split;
        let earliest = self.readings.split.saturating_sub(suspected).max(self.readings.from);
        let run = (earliest..peak).rev().take_while(|place| stray(*place) > least);
        self.readings.times[run.last().unwrap_or(peak)]
    }
}

/// Which opinion holds: of two the milder, of three the one in the middle, so that neither a failure
/// at the same hour of another day nor one that cancels the rhythm decides alone.
fn agreed(plain: Deviation, day: Option<Deviation>, week: Option<Deviation>) -> Deviation {
    let milder = |one: Deviation, other: Deviation| if other.strength < one.strength { other } else { one };
    let (Some(day), Some(week)) = (day, week) else {
        return day.or(week).map_or(plain, |other| milder(plain, other));
    };
    let mut all = [plain, day, week];
    all.sort_by(|one, other| one.strength.total_cmp(&other.strength));
    all[1]
}

fn in_spreads(distance: f64, usual: Usual) -> f64 {
    (distance / usual.spread).clamp(-FARTHEST, FARTHEST)
}

/// Strength, index of the peak within the suspected samples, and how far the past went in spreads.
fn strength(held: Held, usual: Usual, run: Run, stretches: &mut Vec<f64>) -> (f64, usize, f64) {
    let peak = peak(held.suspected, usual.median, run.telling, run.length);
    let Some(peak) = peak else { return (0.0, 0, 0.0) };
    if usual.spread <= 0.0 {
        let touched = held.suspected.iter().any(|value| *value != usual.median);
        let spreads = if peak.stray > 0.0 { ZERO_LEFT } else { ZERO_TOUCHED };
        return (if touched { spreads.ln_1p() } else { 0.0 }, peak.at, 0.0);
    }
    let noise = past(held.usual, held.suspected.len(), run, stretches);
    let spreads = |stray: f64| in_spreads(stray.max(0.0), usual);
    let far = spreads(peak.stray);
    // Half of the past, most of it and all of it are three opinions of the noise; none is right
    // everywhere: a past with incidents in it overstates the last, a quiet one understates the first.
    let opinions = noise.map(|noise| (far / (1.0 + spreads(noise))).ln_1p());
    (opinions.iter().sum::<f64>() / opinions.len() as f64, peak.at, spreads(noise[2]))
}
