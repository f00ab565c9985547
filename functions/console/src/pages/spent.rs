//! Time spent against a budget: as a bar of its own, and as a row of a chart.

use super::eyes::{Eyes, stopwatch};
use maud::{Markup, html};
use nabat_domain::time::Length;

/// Time spent, and the time allowed for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spent {
    /// Spent so far, or in all.
    pub actual: Length,
    /// Allowed, where a budget is set.
    pub budget: Option<Length>,
}

impl Spent {
    /// Share of the budget in per cent; `None` where none is set.
    pub fn percent(self) -> Option<i64> {
        let budget = self.budget.filter(|budget| budget.0 > 0)?;
        Some(self.actual.0.saturating_mul(100) / budget.0)
    }

    /// How much more than the budget; zero within it.
    pub fn over(self) -> Length {
        self.budget.map_or(Length(0), |budget| Length((self.actual.0 - budget.0).max(0)))
    }

    /// The class its bar and figures carry.
    pub fn class(self) -> Option<&'static str> {
        match self.percent()? {
            100.. => Some("over"),
            50.. => Some("half"),
            _ => None,
        }
    }
}

/// "12:35 of 30:00", or the time alone.
pub fn figures(eyes: &Eyes, spent: Spent) -> Markup {
    html! {
        span.spent.over[spent.class() == Some("over")] { (stopwatch(spent.actual)) }
        @if let Some(budget) = spent.budget {
            " " span.soft { (eyes.say("pages-of-budget", &[("budget", &stopwatch(budget))])) }
        }
    }
}

/// A bar filled by the share spent; nothing where no budget is set.
pub fn bar(spent: Spent, label: &str) -> Markup {
    html! {
        @if let Some(percent) = spent.percent() {
            progress class=[spent.class()] max="100" value=(percent.clamp(0, 100)) aria-label=(label) { (percent) " %" }
        }
    }
}

/// Width of a chart's row in its own units.
const WIDTH: i64 = 1_000;

/// A row of a chart whose rows share one scale: the time spent, a mark where the budget ends.
/// Figures stand beside it, so it says nothing to those who do not see.
pub fn row(spent: Spent, longest: Length) -> Markup {
    let scaled = |length: Length| if longest.0 > 0 { (length.0.max(0) * WIDTH / longest.0).min(WIDTH) } else { 0 };
    let actual = scaled(spent.actual);
    html! {
        svg.chart viewBox=(format!("0 0 {WIDTH} 12")) preserveAspectRatio="none" width="100%" height="12" aria-hidden="true" {
            rect.ground x="0" y="0" width=(WIDTH) height="12" {}
            rect.within.half[spent.class() == Some("half")].over[spent.class() == Some("over")]
                x="0" y="0" width=(actual.max(i64::from(spent.actual.0 > 0) * 4)) height="12" {}
            @if let Some(budget) = spent.budget {
                rect.budget x=((scaled(budget) - 4).max(0)) y="0" width="4" height="12" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(actual: i64, budget: Option<i64>) -> Spent {
        Spent { actual: Length::minutes(actual), budget: budget.map(Length::minutes) }
    }

    #[test]
    fn classes_follow_the_share_of_the_budget() {
        assert_eq!(spent(14, Some(30)).class(), None);
        assert_eq!(spent(15, Some(30)).class(), Some("half"));
        assert_eq!(spent(30, Some(30)).class(), Some("over"));
        assert_eq!(spent(30, None).class(), None);
        assert_eq!(spent(30, Some(0)).class(), None);
    }

    #[test]
    fn over_is_what_goes_beyond_the_budget() {
        assert_eq!(spent(45, Some(30)).over(), Length::minutes(15));
        assert_eq!(spent(5, Some(30)).over(), Length(0));
        assert_eq!(spent(5, None).over(), Length(0));
    }

    #[test]
    fn a_row_never_leaves_its_chart() {
        let drawn = row(spent(90, Some(30)), Length::minutes(60)).into_string();
        assert!(drawn.contains("width=\"1000\"") && !drawn.contains("width=\"1500\""));
    }
}
