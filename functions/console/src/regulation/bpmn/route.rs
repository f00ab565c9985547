//! How flows run: from edge to edge, in right angles.

use super::place::{Grid, Rect};
use super::plan::{Flow, Plan, Sort, Way};

/// The side way leaves its source this far before the next column.
const ASIDE: i32 = 16;

/// Points a flow runs through.
pub fn route(plan: &Plan, grid: &Grid, flow: &Flow) -> Vec<(i32, i32)> {
    let (from, to) = (grid.node(&plan.nodes[flow.from]), grid.node(&plan.nodes[flow.to]));
    let ((from_x, from_y), (to_x, to_y)) = (from.centre(), to.centre());
    let left_of_target = (to.x, to_y);
    match flow.way {
        Way::Straight => vec![(from.right(), from_y), left_of_target],
        // Flows into an event come from below: what leaves it takes another way.
        Way::Leave if matches!(plan.nodes[flow.from].sort, Sort::Start | Sort::Milestone | Sort::Ready) => {
            let x = from.right() + ASIDE;
            vec![(from.right(), from_y), (x, from_y), (x, to_y), left_of_target]
        }
        Way::Leave => vec![(from_x, edge(&from, to_y)), (from_x, to_y), left_of_target],
        Way::Arrive => vec![(from.right(), from_y), (to_x, from_y), (to_x, edge(&to, from_y))],
        Way::Under => {
            let under = grid.under(&plan.nodes[flow.from]);
            vec![(from_x, from.bottom()), (from_x, under), (to_x, under), (to_x, edge(&to, under))]
        }
        Way::Beside => {
            let y = from_y + if to_y > from_y { 16 } else { -16 };
            let x = from.right() + ASIDE;
            vec![(from.right(), y), (x, y), (x, to_y), left_of_target]
        }
    }
}

/// Where the condition of a flow stands: above the line into its target, or where nothing is beside it.
pub fn name(plan: &Plan, grid: &Grid, flow: &Flow) -> Rect {
    let points = route(plan, grid, flow);
    let (to_x, to_y) = points.last().copied().expect("a flow has two ends");
    let (x, _) = points[points.len() - 2];
    if flow.way == Way::Beside {
        return Rect { x: x - 108, y: to_y - 32, width: 100, height: 42 };
    }
    Rect { x: x + 4, y: to_y - 46, width: (to_x - x - 10).max(60), height: 42 }
}

/// The edge of a node on the side of that height.
const fn edge(node: &Rect, y: i32) -> i32 {
    if y > node.centre().1 { node.bottom() } else { node.y }
}
