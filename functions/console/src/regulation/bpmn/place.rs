//! Where on the picture things stand. Pixels, from the top left corner.

use super::plan::{Node, Plan, Sort};

/// A rectangle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Rect {
    pub const fn centre(&self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    pub const fn right(&self) -> i32 {
        self.x + self.width
    }

    pub const fn bottom(&self) -> i32 {
        self.y + self.height
    }
}

/// Left and top edge of the pool.
const LEFT: i32 = 160;
const TOP: i32 = 120;
/// The strip a pool or a lane has its name in.
const STRIP: i32 = 30;
/// Between columns: room for a condition's name.
pub const GAP: i32 = 84;
const ROW: i32 = 110;
const PADDING: i32 = 8;
/// The bot's lane has names above its nodes.
const SPINE: i32 = 150;
/// Above the pool: a stage's name.
const HEADING: i32 = 34;
/// A name of something small.
const NAME: i32 = 110;

/// The grid in pixels.
#[derive(Debug)]
pub struct Grid {
    columns: Vec<(i32, i32)>,
    /// Top and height of each lane.
    lanes: Vec<(i32, i32)>,
}

impl Grid {
    pub fn of(plan: &Plan) -> Self {
        let mut widths = vec![0; plan.columns];
        for node in &plan.nodes {
            let named = if node.name.is_empty() { 0 } else { NAME };
            widths[node.column] = widths[node.column].max(size(node.sort).0).max(named);
        }
        let mut x = LEFT + 2 * STRIP + GAP / 2;
        let columns = widths.into_iter().map(|width| {
            let at = x;
            x += width + GAP;
            (at, width)
        });
        let columns = columns.collect();
        let mut y = TOP;
        let lanes = plan.rows.iter().enumerate().map(|(lane, rows)| {
            let rows = i32::try_from(*rows).expect("a procedure has few steps");
            let height = if lane == 0 { SPINE } else { rows * ROW + 2 * PADDING };
            let at = y;
            y += height;
            (at, height)
        });
        Self { columns, lanes: lanes.collect() }
    }

    /// A node.
    pub fn node(&self, node: &Node) -> Rect {
        let (width, height) = size(node.sort);
        let (left, column) = self.columns[node.column];
        let (top, _) = self.lanes[node.lane];
        let row = i32::try_from(node.row).expect("a procedure has few steps");
        let middle = if node.lane == 0 { top + SPINE - 55 } else { top + PADDING + row * ROW + ROW / 2 };
        Rect { x: left + (column - width) / 2, y: middle - height / 2, width, height }
    }

    /// The name of something small, above it.
    pub fn name(&self, node: &Node) -> Rect {
        let rect = self.node(node);
        let height = if node.lane == 0 { 42 } else { 14 };
        Rect { x: rect.centre().0 - NAME / 2, y: rect.y - height - 6, width: NAME, height }
    }

    pub fn pool(&self) -> Rect {
        let (last, width) = self.columns.last().copied().expect("there is a beginning and an end");
        let bottom = self.lanes.last().map_or(TOP, |(top, height)| top + height);
        Rect { x: LEFT, y: TOP, width: last + width + GAP / 2 - LEFT, height: bottom - TOP }
    }

    pub fn lane(&self, lane: usize) -> Rect {
        let (y, height) = self.lanes[lane];
        Rect { x: LEFT + STRIP, y, width: self.pool().width - STRIP, height }
    }

    /// A stage's frame over all lanes.
    pub fn stage(&self, from: usize, to: usize) -> Rect {
        let (left, (last, width)) = (self.columns[from].0 - GAP / 2 + 6, self.columns[to]);
        let pool = self.pool();
        Rect { x: left, y: TOP - HEADING, width: last + width + GAP / 2 - 6 - left, height: pool.height + HEADING + 12 }
    }

    /// Height of the free strip under a row, in which flows run past what stands in the row.
    pub fn under(&self, node: &Node) -> i32 {
        let (top, _) = self.lanes[node.lane];
        let row = i32::try_from(node.row).expect("a procedure has few steps");
        top + PADDING + (row + 1) * ROW - 6
    }
}

const fn size(sort: Sort) -> (i32, i32) {
    match sort {
        Sort::Step(_) => (130, 80),
        Sort::Split | Sort::Join | Sort::JoinTaken | Sort::Choose | Sort::Merge => (50, 50),
        Sort::Start | Sort::Milestone | Sort::Ready | Sort::Done | Sort::End => (36, 36),
    }
}
