//! The week: failed time by weekday and hour of the product's clock.

use super::heading::heading;
use super::{View, hours};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::time::Length;

/// Shades a cell can have, the palest for none.
const SHADES: i64 = 5;

pub(super) fn section(eyes: &Eyes, view: &View) -> Markup {
    let heat = &view.report.heat;
    let words = |key: &str| eyes.say(&format!("reliability-{key}"), &[]);
    let most = heat.iter().flatten().max().copied().unwrap_or_default().0.max(1);
    html! {
        section.card {
            (heading(eyes, view, "week", "week", Some("heat")))
            p.soft { (words("week-explained")) }
            div.table {
                table.heat {
                    caption.unseen { (words("week")) }
                    thead { tr {
                        th scope="col" { span.unseen { (words("weekday")) } }
                        @for hour in 0..24 { th scope="col" { (hour) } }
                    } }
                    tbody {
                        @for (day, cells) in heat.iter().enumerate() {
                            tr {
                                th scope="row" { (words(&format!("weekday-{day}"))) }
                                @for cell in cells {
                                    td class=(format!("shade-{}", shade(*cell, most))) title=(hours(*cell)) {
                                        span.unseen { (hours(*cell)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn shade(cell: Length, most: i64) -> i64 {
    (cell.0 * (SHADES - 1)).div_euclid(most) + i64::from(cell.0 > 0 && cell.0 < most)
}
