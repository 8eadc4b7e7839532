//! The tree as flat arrays, for loops over rows.

use std::ops::Range;

use crate::game::{ExtensiveForm, NodeKind};

/// What happens at a node.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// The play of this number ends.
    End(usize),
    /// A player moves.
    Move(usize),
    /// Chance moves, with these probabilities.
    Chance(Vec<f64>),
}

/// A node: what happens, and where its children stand in the list of children.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub step: Step,
    pub children: Range<usize>,
    /// The players who moved before: nobody else looks ahead to what happens here.
    pub judges: Vec<usize>,
}

/// A tree in depth-first order: children come after their parents.
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub players: usize,
    pub places: Vec<Place>,
    pub children: Vec<usize>,
    /// The most actions at a move.
    pub widest: usize,
}

impl Program {
    pub fn new(tree: &ExtensiveForm) -> Program {
        let (mut places, mut children, mut plays) = (Vec::<Place>::new(), Vec::new(), 0);
        let mut judges = vec![Vec::new(); tree.nodes().len()];
        for (number, node) in tree.nodes().iter().enumerate() {
            let step = match node.kind {
                NodeKind::Terminal => {
                    plays += 1;
                    Step::End(plays - 1)
                }
                NodeKind::Decision(infoset) => Step::Move(tree.infoset(infoset).player.index()),
                NodeKind::Chance(chance) => {
                    Step::Chance(tree.chance_move(chance).probabilities.iter().map(|odds| odds.to_f64()).collect())
                }
            };
            let first = children.len();
            for child in &node.children {
                children.push(child.index());
                judges[child.index()] = with_mover(&judges[number], &step);
            }
            places.push(Place { step, children: first..children.len(), judges: std::mem::take(&mut judges[number]) });
        }
        let widest = places.iter().map(|place| place.children.len()).max().unwrap_or(0);
        Program { players: tree.num_players(), places, children, widest }
    }

    /// For each node, whether play can go on from it to one of the plays given.
    pub fn leads_to(&self, plays: &[usize]) -> Vec<bool> {
        let mut leads = vec![false; self.places.len()];
        for number in (0..self.places.len()).rev() {
            let place = &self.places[number];
            leads[number] = match place.step {
                Step::End(play) => plays.contains(&play),
                _ => self.children[place.children.clone()].iter().any(|child| leads[*child]),
            };
        }
        leads
    }
}

fn with_mover(judges: &[usize], step: &Step) -> Vec<usize> {
    let mover = match step {
        Step::Move(player) if !judges.contains(player) => Some(*player),
        _ => None,
    };
    judges.iter().copied().chain(mover).collect()
}
