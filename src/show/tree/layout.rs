//! Where everything stands: levels from left to right, plays from top to bottom, no label on another.

mod levels;
mod texts;

pub(super) use texts::{LABEL, NAME, NOTE, Texts};

use crate::game::{ExtensiveForm, InfosetId, NodeKind};
use crate::show::sketch::{Sketch, What};
use crate::show::words::ends;

/// The height of the row of a play.
const ROW: f64 = 30.0;
/// The horizontal room in which a branch bends from one height to another.
const BEND: f64 = 32.0;
/// The room between two dashed lines beside each other.
const LANE: f64 = 9.0;
/// The margin on each side.
pub(super) const MARGIN: f64 = 14.0;

/// Where a node or mark stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A dashed line that joins the nodes of an information set.
pub(super) struct Tie {
    pub(super) infoset: InfosetId,
    /// The items it joins, from top to bottom.
    pub(super) items: Vec<usize>,
    /// How far to the right of the nodes the line runs; 0 where it runs straight through them.
    pub(super) offset: f64,
}

/// A finished layout.
pub(super) struct Layout {
    pub(super) spots: Vec<Spot>,
    pub(super) ties: Vec<Tie>,
    /// For each item, where its outgoing text (payoffs, marks) begins, and where its branches begin to bend.
    pub(super) text_at: Vec<f64>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Layout {
    pub(super) fn new(game: &ExtensiveForm, sketch: &Sketch, texts: &Texts) -> Self {
        let levels = levels::levels(game, sketch);
        let (heights, height) = vertical(game, sketch, texts);
        let mut spots: Vec<Spot> = heights.into_iter().map(|y| Spot { x: 0.0, y }).collect();
        let (ties, lanes) = ties(game, sketch, &levels, &spots);
        let columns = columns(sketch, texts, &levels, &lanes);
        let mut text_at = Vec::with_capacity(spots.len());
        for (index, &level) in levels.iter().enumerate() {
            spots[index].x = columns[level];
            text_at.push(columns[level] + 12.0 + lane_room(lanes[level]));
        }
        let reach = |index: usize| text_at[index] + texts.items[index].after_width();
        let width = (0..spots.len()).map(reach).fold(0.0, f64::max) + MARGIN;
        Layout { spots, ties, text_at, width, height }
    }
}

fn lane_room(lanes: usize) -> f64 {
    if lanes == 0 { 0.0 } else { 6.0 + LANE * lanes as f64 }
}

/// The height of every item, and of all.
fn vertical(game: &ExtensiveForm, sketch: &Sketch, texts: &Texts) -> (Vec<f64>, f64) {
    let count = sketch.items.len();
    let mut room = vec![0.0; count];
    let mut below = vec![0.0; count];
    for index in (0..count).rev() {
        room[index] = f64::max(own_room(game, sketch, texts, index), below[index]);
        if let Some((parent, _)) = sketch.items[index].parent {
            below[parent] += room[index];
        }
    }
    let mut top = vec![MARGIN; count];
    let mut heights = vec![0.0; count];
    for index in 0..count {
        let mut next = top[index] + (room[index] - below[index]) / 2.0;
        for &child in &sketch.items[index].children {
            top[child] = next;
            next += room[child];
        }
        heights[index] = top[index] + room[index] / 2.0;
    }
    for index in (0..count).rev() {
        let children = &sketch.items[index].children;
        if let (Some(&first), Some(&last)) = (children.first(), children.last()) {
            heights[index] = f64::midpoint(heights[first], heights[last]);
        }
    }
    (heights, room[0] + 2.0 * MARGIN)
}

/// The room that an item needs for its own texts.
fn own_room(game: &ExtensiveForm, sketch: &Sketch, texts: &Texts, index: usize) -> f64 {
    match sketch.items[index].what {
        What::Node(node) if ends(game.node(node).kind) => ROW,
        What::More { .. } => ROW,
        _ => {
            let lines =
                usize::from(texts.items[index].note.is_some()) + usize::from(texts.items[index].belief.is_some());
            // The texts stand below the node, but the room is shared with what is above.
            ROW + [12.0, 44.0, 68.0][lines]
        }
    }
}

/// The ties between nodes of one information set, and how many lanes each level needs beside its nodes.
fn ties(game: &ExtensiveForm, sketch: &Sketch, levels: &[usize], spots: &[Spot]) -> (Vec<Tie>, Vec<usize>) {
    let mut lanes = vec![0; levels.iter().max().map_or(1, |last| last + 1)];
    let mut taken: Vec<(usize, usize, f64, f64)> = Vec::new();
    let mut ties = Vec::new();
    for (infoset, items) in levels::shared(game, sketch) {
        let mut items = items;
        items.sort_by(|a, b| spots[*a].y.total_cmp(&spots[*b].y));
        let (level, top, bottom) = (levels[items[0]], spots[items[0]].y, spots[items[items.len() - 1]].y);
        let blocked = (0..levels.len()).any(|other| {
            let inner = sketch.items[other].what.node().is_some_and(|node| !ends(game.node(node).kind));
            inner && levels[other] == level && !items.contains(&other) && (top..bottom).contains(&spots[other].y)
        });
        let mut lane = usize::from(blocked);
        while lane > 0 && taken.iter().any(|&(l, k, a, b)| l == level && k == lane && a < bottom && top < b) {
            lane += 1;
        }
        taken.push((level, lane, top, bottom));
        lanes[level] = lanes[level].max(lane);
        ties.push(Tie { infoset, items, offset: if lane == 0 { 0.0 } else { 4.0 + LANE * lane as f64 } });
    }
    (ties, lanes)
}

/// The horizontal place of every level.
fn columns(sketch: &Sketch, texts: &Texts, levels: &[usize], lanes: &[usize]) -> Vec<f64> {
    let mut room = vec![30.0; lanes.len()];
    for (index, item) in sketch.items.iter().enumerate() {
        let (own, text) = (levels[index], &texts.items[index]);
        room[own] = f64::max(room[own], text.below_width() + 4.0);
        let first = item.parent.map_or(0, |(parent, _)| levels[parent] + 1);
        room[first] = f64::max(room[first], text.branch_width() + 10.0);
    }
    let mut columns = vec![MARGIN + room[0]];
    for level in 1..lanes.len() {
        columns.push(columns[level - 1] + lane_room(lanes[level - 1]) + BEND + room[level]);
    }
    columns
}

/// How a branch runs: where it leaves, where its bend ends, and where it arrives.
pub(super) struct Run {
    pub(super) from: Spot,
    pub(super) bend: f64,
    pub(super) to: Spot,
}

impl Layout {
    /// The branch that leads to an item.
    pub(super) fn run(&self, game: &ExtensiveForm, sketch: &Sketch, index: usize) -> Option<Run> {
        let (parent, _) = sketch.items[index].parent?;
        let from = self.spots[parent];
        let bend = self.text_at[parent] - 12.0 + BEND;
        let leaf = sketch.items[index].what.node().is_none_or(|node| game.node(node).kind == NodeKind::Terminal);
        let to = Spot { x: if leaf { self.text_at[index] - 6.0 } else { self.spots[index].x }, ..self.spots[index] };
        Some(Run { from, bend, to })
    }
}
