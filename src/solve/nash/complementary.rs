//! All complementary faces of two labelled polyhedra, by branch and prune.

use super::labels::LabelSet;
use crate::number::{Tableau, simplex};
use crate::solve::control::Watch;

/// A face of a polyhedron: the tableau of what is left once some labels are binding.
#[derive(Debug, Clone)]
pub(super) struct Face {
    pub(super) tableau: Tableau,
    /// The labels known to bind everywhere on the face.
    pub(super) binding: LabelSet,
    /// Labels that must not bind everywhere, or another branch has the face already.
    loose: LabelSet,
}

/// A pair of faces.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) faces: [Face; 2],
}

/// Calls `found` for pairs of faces, one of each polyhedron, at which every label binds on one side or the other.
///
/// Together the pairs hold every completely labelled pair of points. Each node forces one label to bind on the one side
/// or on the other; a branch ends where the simplex method proves a face empty. On the second branch the label is
/// declared loose on the first side: a face on which it binds all the same belongs to the first branch.
/// (Audet, Hansen, Jaumard, Savard 2001, doi:10.1287/opre.49.3.444.11215, without linear objectives.)
///
/// # Complexity
/// Exponential in the number of labels in the worst case, as the number of faces is; one or a few pivots a node.
pub(super) fn complementary_faces(
    tableaus: [Tableau; 2],
    labels: usize,
    watch: &mut Watch,
    mut found: impl FnMut(Node, &mut Watch) -> usize,
) -> u64 {
    let face = |tableau| Face { tableau, binding: LabelSet::empty(labels), loose: LabelSet::empty(labels) };
    let mut stack = vec![Node { faces: tableaus.map(face) }];
    let (mut nodes, mut count) = (0, 0);
    while let Some(mut node) = stack.pop() {
        if watch.must_stop_now(count) {
            break;
        }
        nodes += 1;
        match node.next_step(labels) {
            Step::Done => count = found(node, watch),
            Step::Dead => {}
            Step::Force { side, label } => {
                if node.faces[side].bind(label) {
                    stack.push(node);
                }
            }
            Step::Branch { label } => {
                let mut other = node.clone();
                other.faces[0].loose.insert(label);
                if other.faces[1].bind(label) {
                    stack.push(other);
                }
                if node.faces[0].bind(label) {
                    stack.push(node);
                }
            }
        }
    }
    nodes
}

/// What to do next at a node.
enum Step {
    /// Every label binds somewhere.
    Done,
    /// Some label can bind on neither side, or the face belongs to another branch.
    Dead,
    /// The label can bind on this side only.
    Force { side: usize, label: u32 },
    /// The label may bind on either side.
    Branch { label: u32 },
}

/// What the tableau's signs alone tell about a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// It binds on the whole face.
    Binds,
    /// It is above 0 on the whole face.
    Never,
    /// Nothing certain; the number says along how many edges it could shrink.
    Open(usize),
}

impl Node {
    fn next_step(&mut self, labels: usize) -> Step {
        let sights = [self.faces[0].look(labels), self.faces[1].look(labels)];
        if self.faces.iter().any(|face| !face.loose.intersection(&face.binding).is_empty()) {
            return Step::Dead;
        }
        let mut best: Option<(usize, u32)> = None;
        for label in 0..labels as u32 {
            match (sights[0][label as usize], sights[1][label as usize]) {
                (Sight::Binds, _) | (_, Sight::Binds) => {}
                (Sight::Never, Sight::Never) => return Step::Dead,
                (Sight::Never, Sight::Open(_)) => return Step::Force { side: 1, label },
                (Sight::Open(_), Sight::Never) => return Step::Force { side: 0, label },
                (Sight::Open(a), Sight::Open(b)) => {
                    if best.is_none_or(|(most, _)| a * b > most) {
                        best = Some((a * b, label));
                    }
                }
            }
        }
        best.map_or(Step::Done, |(_, label)| Step::Branch { label })
    }
}

impl Face {
    /// Makes a label bind; false where the face has no such point.
    fn bind(&mut self, label: u32) -> bool {
        if !simplex::drive_to_zero(&mut self.tableau, label) {
            return false;
        }
        if let Some(column) = self.tableau.nonbasic().iter().position(|&variable| variable == label) {
            self.tableau.drop_column(column);
        }
        self.binding.insert(label);
        true
    }

    /// Reads off the tableau's signs what is certain about each label, and notes those that bind.
    fn look(&mut self, labels: usize) -> Vec<Sight> {
        let mut sights = vec![Sight::Binds; labels];
        for &variable in self.tableau.nonbasic() {
            sights[variable as usize] = Sight::Open(0);
        }
        for row in 0..self.tableau.rows() {
            let label = self.tableau.basic()[row];
            let (shrinking, growing) = self.tableau.count_signs(row);
            sights[label as usize] = match (self.tableau.value_sign(row), shrinking) {
                (0, _) if growing == 0 => Sight::Binds,
                (1, 0) => Sight::Never,
                (_, directions) => Sight::Open(directions),
            };
        }
        for (label, sight) in sights.iter().enumerate() {
            if *sight == Sight::Binds {
                self.binding.insert(label as u32);
            }
        }
        sights
    }
}
