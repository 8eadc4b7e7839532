//! All complementary faces of two labelled polyhedra, by branch and prune.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use super::labels::LabelSet;
use crate::number::{Tableau, simplex};
use crate::solve::control::Watch;

/// A face of a polyhedron: the tableau of what is left once some labels are binding.
#[derive(Debug)]
pub(super) struct Face {
    pub(super) tableau: Tableau,
    /// The labels known to bind everywhere on the face.
    pub(super) binding: LabelSet,
    /// What the tableau's signs tell about each label.
    sights: Vec<Sight>,
}

/// A pair of faces.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) faces: [Arc<Face>; 2],
    /// Labels that must not bind everywhere on a face, or another branch has the pair already.
    loose: [LabelSet; 2],
}

/// Labels of which one must bind on a face wherever another one does, or always.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// The face: 0 or 1.
    pub(super) side: usize,
    /// Where this label binds, ...
    pub(super) after: Option<u32>,
    /// ... one of these must.
    pub(super) labels: Range<u32>,
}

/// A search for all pairs of faces, one of each polyhedron, at which every label binds on one side or the other.
///
/// Together the pairs hold every completely labelled pair of points. Each node forces one label to bind on the one side
/// or on the other; a branch ends where the simplex method proves a face empty. The first branch binds a label on the face of
/// the player whose strategy it is not: it makes the strategy a best reply, and where payoffs tie many at once. On the second
/// branch the label is declared loose there: a face on which it binds all the same belongs to the first branch.
/// (Audet, Hansen, Jaumard, Savard 2001, doi:10.1287/opre.49.3.444.11215, without linear objectives.)
///
/// # Complexity
/// Exponential in the number of labels in the worst case, as the number of faces is; one or a few pivots a node.
#[derive(Debug, Clone)]
pub(super) struct Search {
    open: VecDeque<Node>,
    /// The faces that are the polyhedra themselves.
    root: [Arc<Face>; 2],
    /// What was learned of labels that exclude each other.
    apart: Arc<Apart>,
    /// For each label how late to branch on it; empty where all are alike.
    ranks: Arc<[u32]>,
    choices: Arc<[Choice]>,
    /// The labels below this one are those of the first player's strategies.
    second: u32,
    /// How many nodes were seen.
    pub(super) nodes: u64,
}

impl Search {
    /// The search before its first step.
    ///
    /// Of the labels, those below `second` are the first player's.
    pub(super) fn new(tableaus: [Tableau; 2], second: usize, labels: usize) -> Self {
        let faces = tableaus.map(|tableau| Arc::new(Face::new(tableau, LabelSet::empty(labels), labels)));
        let root = faces.clone();
        let start = Node { faces, loose: [LabelSet::empty(labels), LabelSet::empty(labels)] };
        Search {
            open: VecDeque::from([start]),
            root,
            apart: Arc::default(),
            ranks: Arc::new([]),
            choices: Arc::new([]),
            second: second as u32,
            nodes: 0,
        }
    }

    /// The same search, which branches on labels of a lower rank before those of a higher one, and leaves out faces on
    /// which a choice is not made.
    pub(super) fn with_choices(self, ranks: Vec<u32>, choices: Vec<Choice>) -> Self {
        Search { ranks: ranks.into(), choices: choices.into(), ..self }
    }

    /// Goes through all that is open, depth first; `found` is told each pair and returns how many things it has found.
    pub(super) fn run(&mut self, watch: &mut Watch, found: &mut impl FnMut(&Node, &mut Watch) -> usize) {
        self.run_for(u64::MAX, watch, found);
    }

    /// As [`run`](Search::run), for so many nodes at the most.
    pub(super) fn run_for(&mut self, most: u64, watch: &mut Watch, found: &mut impl FnMut(&Node, &mut Watch) -> usize) {
        let mut count = 0;
        while self.nodes < most
            && let Some(node) = self.open.pop_back()
        {
            if node.must_stop(watch, count) {
                self.open.push_back(node);
                return;
            }
            count = self.step(node, watch, found).unwrap_or(count);
        }
    }

    /// So many nodes take about as long as [`learn`](Search::learn).
    pub(super) fn worth_learning(&self) -> u64 {
        let labels = self.root[0].sights.len() as u64;
        labels * labels
    }

    /// Finds out which labels exclude each other, so that many empty faces need not be tried.
    pub(super) fn learn(&mut self, watch: &mut Watch) {
        let [left, right] = &self.root;
        let found = Apart::find(left, watch).and_then(|left| Some(Apart([left, Apart::find(right, watch)?])));
        self.apart = Arc::new(found.unwrap_or_default());
    }

    /// Whether nothing is open any more.
    pub(super) fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// Goes breadth first until so many nodes are open.
    pub(super) fn widen(
        &mut self,
        width: usize,
        watch: &mut Watch,
        found: &mut impl FnMut(&Node, &mut Watch) -> usize,
    ) {
        let mut count = 0;
        while self.open.len() < width
            && let Some(node) = self.open.pop_front()
        {
            if node.must_stop(watch, count) {
                return;
            }
            count = self.step(node, watch, found).unwrap_or(count);
        }
    }

    /// Splits what is open into parts, which together find what this search would.
    pub(super) fn deal(self, parts: usize) -> Vec<Search> {
        let empty = Search {
            open: VecDeque::new(),
            root: self.root.clone(),
            apart: self.apart.clone(),
            ranks: self.ranks.clone(),
            choices: self.choices.clone(),
            second: self.second,
            nodes: 0,
        };
        let mut hands = vec![empty; parts.min(self.open.len())];
        for (number, node) in self.open.into_iter().enumerate() {
            hands[number % parts].open.push_back(node);
        }
        hands
    }

    fn step(
        &mut self,
        node: Node,
        watch: &mut Watch,
        found: &mut impl FnMut(&Node, &mut Watch) -> usize,
    ) -> Option<usize> {
        self.nodes += 1;
        match node.next_step(&self.ranks, &self.choices, &self.apart) {
            Step::Done => return Some(found(&node, watch)),
            Step::Dead => {}
            Step::Force { side, label } => self.open.extend(node.bind(side, label)),
            Step::Branch { label } => {
                let side = usize::from(label < self.second);
                let first = node.bind(side, label);
                let mut other = node;
                other.loose[side].insert(label);
                self.open.extend(other.bind(1 - side, label));
                self.open.extend(first);
            }
        }
        None
    }
}

/// For each polyhedron and each label, the labels that bind nowhere on it together with this one; empty where nothing was
/// learned.
#[derive(Debug, Default)]
struct Apart([Vec<LabelSet>; 2]);

impl Apart {
    /// The labels that exclude each other on one polyhedron; `None` if told to stop.
    fn find(root: &Face, watch: &mut Watch) -> Option<Vec<LabelSet>> {
        let labels = root.sights.len() as u32;
        let mut apart = vec![LabelSet::empty(labels as usize); labels as usize];
        for one in 0..labels {
            let face = root.bind(one);
            for other in one + 1..labels {
                if watch.must_stop(0) {
                    return None;
                }
                if !face.as_ref().is_some_and(|face| face.may_bind(other)) {
                    apart[one as usize].insert(other);
                    apart[other as usize].insert(one);
                }
            }
        }
        Some(apart)
    }

    /// Whether a label excludes one of those that bind.
    fn excludes(&self, side: usize, label: usize, binding: &LabelSet) -> bool {
        self.0[side].get(label).is_some_and(|others| others.meets(binding))
    }
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
    Open(u32),
}

/// From so many entries on, a step is long enough to look at the clock each time.
const LONG: usize = 1_000;

impl Node {
    /// Counts a step, and tells whether to stop.
    fn must_stop(&self, watch: &mut Watch, found: usize) -> bool {
        let long = self.faces.iter().any(|face| face.tableau.rows() * face.tableau.columns() > LONG);
        if long { watch.must_stop_now(found) } else { watch.must_stop(found) }
    }

    fn next_step(&self, ranks: &[u32], choices: &[Choice], apart: &Apart) -> Step {
        let [left, right] = &self.faces;
        if self.loose[0].meets(&left.binding) || self.loose[1].meets(&right.binding) {
            return Step::Dead;
        }
        let mut best: Option<((Reverse<u32>, u32), u32)> = None;
        let seen = |side: usize, label: usize, face: &Face| match face.sights[label] {
            Sight::Open(_) if apart.excludes(side, label, &face.binding) => Sight::Never,
            sight => sight,
        };
        for position in 0..left.sights.len() {
            let label = position as u32;
            match (seen(0, position, left), seen(1, position, right)) {
                (Sight::Binds, _) | (_, Sight::Binds) => {}
                (Sight::Never, Sight::Never) => return Step::Dead,
                (Sight::Never, Sight::Open(_)) => return Step::Force { side: 1, label },
                (Sight::Open(_), Sight::Never) => return Step::Force { side: 0, label },
                (Sight::Open(a), Sight::Open(b)) => {
                    let urgency = (Reverse(ranks.get(position).copied().unwrap_or(0)), a * b);
                    if best.is_none_or(|(most, _)| urgency > most) {
                        best = Some((urgency, label));
                    }
                }
            }
        }
        let forced = choices.iter().find_map(|choice| self.choose(choice));
        forced.unwrap_or_else(|| best.map_or(Step::Done, |(_, label)| Step::Branch { label }))
    }

    /// What a choice leaves, unless it is made, or need not be, or leaves several labels.
    fn choose(&self, choice: &Choice) -> Option<Step> {
        let Choice { side, after, labels } = choice;
        let (face, loose) = (&self.faces[*side], &self.loose[*side]);
        let binds = |label: u32| face.sights[label as usize] == Sight::Binds;
        if after.is_some_and(|label| !binds(label)) || labels.clone().any(binds) {
            return None;
        }
        let may = |label: &u32| face.sights[*label as usize] != Sight::Never && !loose.contains(*label);
        let mut left = labels.clone().filter(may);
        match (left.next(), left.next()) {
            (None, _) => Some(Step::Dead),
            (Some(label), None) => Some(Step::Force { side: *side, label }),
            _ => None,
        }
    }

    /// The part of the pair where a label binds on one side; `None` if there is none.
    fn bind(&self, side: usize, label: u32) -> Option<Node> {
        let mut node = self.clone();
        node.faces[side] = Arc::new(self.faces[side].bind(label)?);
        Some(node)
    }
}

impl Face {
    /// Reads off the tableau's signs what is certain about each label, and notes those that bind.
    fn new(tableau: Tableau, mut binding: LabelSet, labels: usize) -> Self {
        let mut sights = vec![Sight::Binds; labels];
        for &variable in tableau.nonbasic() {
            sights[variable as usize] = Sight::Open(0);
        }
        for (row, &label) in tableau.basic().iter().enumerate() {
            let (shrinking, growing) = tableau.count_signs(row);
            sights[label as usize] = match (tableau.value_sign(row), shrinking) {
                (0, _) if growing == 0 => Sight::Binds,
                (1, 0) => Sight::Never,
                (_, directions) => Sight::Open(directions as u32),
            };
        }
        for (label, _) in sights.iter().enumerate().filter(|(_, sight)| **sight == Sight::Binds) {
            binding.insert(label as u32);
        }
        Face { tableau, binding, sights }
    }

    /// Whether a label binds somewhere on the face.
    fn may_bind(&self, label: u32) -> bool {
        match self.sights[label as usize] {
            Sight::Binds => true,
            Sight::Never => false,
            Sight::Open(_) => simplex::at_zero(&self.tableau, label).is_some(),
        }
    }

    /// The part of the face where a label binds; `None` where it has no such point.
    fn bind(&self, label: u32) -> Option<Face> {
        let tableau = simplex::at_zero(&self.tableau, label)?;
        let mut binding = self.binding.clone();
        binding.insert(label);
        Some(Face::new(tableau, binding, self.sights.len()))
    }
}
