//! [`Conditional`]: what each action brings more than the first one at an information set, given that play has come there.

use super::extensive::{ExtensiveForm, NodeKind};
use super::ids::NodeId;
use crate::error::Error;
use crate::number::{Rational, Real};

/// A tree laid out for fast evaluation, and room for what is computed on the way.
///
/// Every information set chooses for itself. A *place* is an action of an information set, in order; a *row* is an action
/// other than the first of its set. Behaviour is given in log-odds against the first action, one for each row, so that
/// beliefs stay exact however rare a node is.
#[derive(Debug, Clone)]
pub(crate) struct Conditional<T> {
    players: usize,
    /// How many actions each information set has.
    shape: Vec<usize>,
    /// Whose each information set is.
    owners: Vec<usize>,
    /// The first place and the first row of each information set.
    starts: Vec<usize>,
    rows: Vec<usize>,
    /// The nodes of each information set.
    members: Vec<Vec<usize>>,
    /// For each information set, how many nodes the tree has in it, and which of them the members are.
    sizes: Vec<usize>,
    ranks: Vec<Vec<usize>>,
    nodes: Vec<TreeNode>,
    children: Vec<usize>,
    /// Everybody's payoffs at the end of plays.
    payoffs: Vec<T>,
    /// Probabilities and their logarithms: of places, then of chance's events.
    chances: Vec<T>,
    logs: Vec<T>,
    /// For each node and player, the logarithm of what chance and the others contribute to its probability.
    reach: Vec<T>,
    /// For each node and player, the expected payoff from there on.
    values: Vec<T>,
    /// For each information set, the probabilities of its nodes.
    beliefs: Vec<Vec<T>>,
    flow: Vec<T>,
    line: Vec<T>,
}

#[derive(Debug, Clone, Copy)]
struct TreeNode {
    kind: Kind,
    /// The node before, and the chance of the step from there, as a position in `chances`.
    parent: usize,
    step: usize,
    /// Where the children stand.
    first: usize,
    /// One past the subtree.
    end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// The payoffs' position.
    End(usize),
    Decision(usize),
    Chance,
}

impl<T: Real> Conditional<T> {
    /// Lays out a tree; payoffs are divided by `scale`.
    ///
    /// # Errors
    /// When a player lacks perfect recall, or an information set cannot be reached because of events that have
    /// probability 0.
    pub(crate) fn new(tree: &ExtensiveForm, scale: &Rational) -> Result<Self, Error> {
        tree.require_perfect_recall("a logit equilibrium of a tree")?;
        let sets = tree.infosets();
        let shape: Vec<usize> = sets.iter().map(|set| set.actions.len()).collect();
        let sums = |size: fn(usize) -> usize| {
            shape.iter().scan(0, |next, &count| Some(std::mem::replace(next, *next + size(count)))).collect()
        };
        let width: usize = shape.iter().sum();
        let mut layout = Conditional {
            players: tree.num_players(),
            owners: sets.iter().map(|set| set.player.index()).collect(),
            starts: sums(|count| count),
            rows: sums(|count| count - 1),
            members: vec![Vec::new(); sets.len()],
            sizes: sets.iter().map(|set| set.nodes.len()).collect(),
            ranks: vec![Vec::new(); sets.len()],
            beliefs: vec![Vec::new(); sets.len()],
            chances: vec![T::default(); width],
            logs: vec![T::default(); width],
            shape,
            nodes: Vec::new(),
            children: Vec::new(),
            payoffs: Vec::new(),
            reach: Vec::new(),
            values: Vec::new(),
            flow: Vec::new(),
            line: Vec::new(),
        };
        layout.fill(tree, scale);
        layout.check(tree)?;
        let size = layout.nodes.len();
        layout.reach = vec![T::default(); size * layout.players];
        layout.values = vec![T::default(); size * layout.players];
        layout.flow = vec![T::default(); size];
        Ok(layout)
    }

    /// Lays out the nodes that chance does not exclude, depth first.
    fn fill(&mut self, tree: &ExtensiveForm, scale: &Rational) {
        // What is open: a node, the node before it, the step, and where the parent notes it. Ends are set when all is known.
        let mut open: Vec<(NodeId, usize, usize, usize)> = vec![(tree.root(), 0, usize::MAX, usize::MAX)];
        while let Some((id, parent, step, slot)) = open.pop() {
            let (place, first) = (self.nodes.len(), self.children.len());
            if let Some(entry) = self.children.get_mut(slot) {
                *entry = place;
            }
            let kind = match tree.node(id).kind {
                NodeKind::Terminal => {
                    let start = self.payoffs.len();
                    self.payoffs.extend(tree.play_payoffs(id).iter().map(|payoff| T::around(&(payoff / scale))));
                    Kind::End(start)
                }
                NodeKind::Decision(set) => {
                    self.members[set.index()].push(place);
                    self.ranks[set.index()].extend(tree.infoset(set).nodes.binary_search(&id));
                    Kind::Decision(set.index())
                }
                NodeKind::Chance(_) => Kind::Chance,
            };
            let steps = self.steps(tree, id, kind);
            self.children.extend(steps.iter().map(|_| 0));
            let slots = first..self.children.len();
            let next = steps.into_iter().zip(slots).map(|((child, step), slot)| (child, place, step, slot));
            open.extend(next.collect::<Vec<_>>().into_iter().rev());
            self.nodes.push(TreeNode { kind, parent, step, first, end: 0 });
        }
        for place in (0..self.nodes.len()).rev() {
            let end = self.nodes[place].end.max(place + 1);
            self.nodes[place].end = end;
            if place > 0 {
                let parent = self.nodes[place].parent;
                self.nodes[parent].end = self.nodes[parent].end.max(end);
            }
        }
    }

    /// Where a node leads to, by which step.
    fn steps(&mut self, tree: &ExtensiveForm, id: NodeId, kind: Kind) -> Vec<(NodeId, usize)> {
        let children = &tree.node(id).children;
        match (kind, tree.node(id).kind) {
            (Kind::Decision(set), _) => {
                children.iter().enumerate().map(|(action, child)| (*child, self.starts[set] + action)).collect()
            }
            (_, NodeKind::Chance(chance)) => {
                let mut steps = Vec::new();
                for (child, probability) in children.iter().zip(&tree.chance_move(chance).probabilities) {
                    if !probability.is_zero() {
                        steps.push((*child, self.chances.len()));
                        self.chances.push(T::around(probability));
                        self.logs.push(T::around(probability).ln());
                    }
                }
                steps
            }
            _ => Vec::new(),
        }
    }

    fn check(&self, tree: &ExtensiveForm) -> Result<(), Error> {
        let Some(missing) = self.members.iter().position(Vec::is_empty) else { return Ok(()) };
        let set = &tree.infosets()[missing];
        let player = tree.players().key(set.player.index());
        Err(Error::Unsupported(format!(
            "a logit equilibrium needs beliefs at every information set, but '{}' of {player} comes only after an event \
             of probability 0; give that event a small probability, or leave it out",
            set.key
        )))
    }

    /// How many actions each information set has.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// For each row the gain over the first action, given that play has come there.
    ///
    /// # Complexity
    /// The number of nodes times that of players.
    pub(crate) fn gains(&mut self, odds: &[T], gains: &mut [T]) {
        self.behave(odds);
        self.find_reach();
        self.find_values();
        for set in 0..self.shape.len() {
            self.believe(set);
            self.find_gains(set, gains);
        }
    }

    /// For each row the gain over the first action, given that play has come there, and how it changes with each
    /// log-odds.
    ///
    /// `slopes` has a line for each row and in it an entry for each row.
    ///
    /// # Complexity
    /// The number of nodes times the largest number of moves of a play, and the size of `slopes`.
    pub(crate) fn evaluate(&mut self, odds: &[T], gains: &mut [T], slopes: &mut [T]) {
        self.gains(odds, gains);
        slopes.fill(T::default());
        let mut line = std::mem::take(&mut self.line);
        for set in 0..self.shape.len() {
            self.add_later_moves(set, odds.len(), slopes, &mut line);
            if self.members[set].len() > 1 {
                self.add_earlier_moves(set, odds.len(), gains, slopes);
            }
        }
        self.line = line;
    }

    /// Takes over behaviour from log-odds.
    fn behave(&mut self, odds: &[T]) {
        let (mut logs, mut shares) = (Vec::new(), Vec::new());
        for (set, &count) in self.shape.iter().enumerate() {
            logs.clear();
            shares.clear();
            logs.push(T::default());
            logs.extend_from_slice(&odds[self.rows[set]..self.rows[set] + count - 1]);
            let sum = T::shares_and_sum(&logs, &mut shares);
            for action in 0..count {
                self.chances[self.starts[set] + action] = shares[action];
                self.logs[self.starts[set] + action] = logs[action] - sum;
            }
        }
    }

    /// Appends the probabilities of all actions at the behaviour last looked at, and for each information set the logarithm of what its
    /// terms sum to.
    pub(crate) fn behavior(&self, profile: &mut Vec<T>, log_sums: &mut Vec<T>) {
        let width: usize = self.shape.iter().sum();
        profile.extend_from_slice(&self.chances[..width]);
        // The first action's term is 1.
        log_sums.extend(self.starts.iter().map(|&start| T::default() - self.logs[start]));
    }

    fn find_reach(&mut self) {
        let players = self.players;
        for place in 1..self.nodes.len() {
            let TreeNode { parent, step, .. } = self.nodes[place];
            let mover = self.mover(parent);
            for player in 0..players {
                let before = self.reach[parent * players + player];
                let own = mover == Some(player);
                self.reach[place * players + player] = if own { before } else { before + self.logs[step] };
            }
        }
    }

    /// Whose move a node is; `None` for chance.
    fn mover(&self, place: usize) -> Option<usize> {
        match self.nodes[place].kind {
            Kind::Decision(set) => Some(self.owners[set]),
            _ => None,
        }
    }

    fn find_values(&mut self) {
        let players = self.players;
        self.values.fill(T::default());
        for place in (0..self.nodes.len()).rev() {
            if let Kind::End(start) = self.nodes[place].kind {
                self.values[place * players..(place + 1) * players]
                    .copy_from_slice(&self.payoffs[start..start + players]);
            }
            if place > 0 {
                let TreeNode { parent, step, .. } = self.nodes[place];
                let chance = self.chances[step];
                for player in 0..players {
                    let part = chance * self.values[place * players + player];
                    let sum = &mut self.values[parent * players + player];
                    *sum = *sum + part;
                }
            }
        }
    }

    /// Bayes' beliefs at an information set.
    fn believe(&mut self, set: usize) {
        let (owner, players) = (self.owners[set], self.players);
        let logs: Vec<T> = self.members[set].iter().map(|&node| self.reach[node * players + owner]).collect();
        self.beliefs[set].clear();
        T::shares(&logs, &mut self.beliefs[set]);
    }

    /// The value to a set's owner of an action at a node.
    fn value(&self, set: usize, node: usize, action: usize) -> T {
        self.values[self.children[self.nodes[node].first + action] * self.players + self.owners[set]]
    }

    fn find_gains(&self, set: usize, gains: &mut [T]) {
        for action in 1..self.shape[set] {
            let gain =
                |(&node, &belief): (&usize, &T)| belief * (self.value(set, node, action) - self.value(set, node, 0));
            let sum = self.members[set].iter().zip(&self.beliefs[set]).map(gain).reduce(|sum, gain| sum + gain);
            gains[self.rows[set] + action - 1] = sum.unwrap_or_default();
        }
    }

    /// Adds how a set's gains change with what is done after each of its actions.
    fn add_later_moves(&mut self, set: usize, free: usize, slopes: &mut [T], line: &mut Vec<T>) {
        for action in 0..self.shape[set] {
            line.clear();
            line.resize(free, T::default());
            for member in 0..self.members[set].len() {
                let node = self.members[set][member];
                let child = self.children[self.nodes[node].first + action];
                self.add_below(set, child, self.beliefs[set][member], line);
            }
            let rows = self.rows[set]..self.rows[set] + self.shape[set] - 1;
            let mut lines = slopes[rows.start * free..rows.end * free].chunks_exact_mut(free.max(1));
            if action > 0 {
                if let Some(own) = lines.nth(action - 1) {
                    own.iter_mut().zip(line.iter()).for_each(|(sum, part)| *sum = *sum + *part);
                }
                continue;
            }
            for own in lines {
                own.iter_mut().zip(line.iter()).for_each(|(sum, part)| *sum = *sum - *part);
            }
        }
    }

    /// Adds how the payoff below a node, reached with some weight, changes with the moves there.
    fn add_below(&mut self, set: usize, top: usize, weight: T, line: &mut [T]) {
        let (players, owner) = (self.players, self.owners[set]);
        self.flow[top] = weight;
        let mut place = top;
        while place < self.nodes[top].end {
            let node = self.nodes[place];
            if place > top {
                self.flow[place] = self.flow[node.parent] * self.chances[node.step];
            }
            let flow = self.flow[place];
            if flow == T::default() {
                place = node.end;
                continue;
            }
            if let Kind::Decision(later) = node.kind {
                let here = self.values[place * players + owner];
                for action in 1..self.shape[later] {
                    let there = self.values[self.children[node.first + action] * players + owner];
                    let slope = flow * self.chances[self.starts[later] + action] * (there - here);
                    let sum = &mut line[self.rows[later] + action - 1];
                    *sum = *sum + slope;
                }
            }
            place += 1;
        }
    }

    /// Adds how a set's gains change with its beliefs, which follow from what others did before.
    fn add_earlier_moves(&self, set: usize, free: usize, gains: &[T], slopes: &mut [T]) {
        for action in 1..self.shape[set] {
            let row = self.rows[set] + action - 1;
            let line = &mut slopes[row * free..(row + 1) * free];
            for (&member, &belief) in self.members[set].iter().zip(&self.beliefs[set]) {
                let more = self.value(set, member, action) - self.value(set, member, 0) - gains[row];
                self.add_above(set, member, belief * more, line);
            }
        }
    }

    /// Adds how the logarithm of a node's probability changes with each move of others before it, times a weight.
    fn add_above(&self, set: usize, node: usize, weight: T, line: &mut [T]) {
        let mut place = node;
        while place > 0 {
            let TreeNode { parent, step, .. } = self.nodes[place];
            if let Kind::Decision(earlier) = self.nodes[parent].kind
                && self.owners[earlier] != self.owners[set]
            {
                let start = self.starts[earlier];
                for action in 1..self.shape[earlier] {
                    let sum = &mut line[self.rows[earlier] + action - 1];
                    let other = weight * self.chances[start + action];
                    *sum = if step == start + action { *sum + weight - other } else { *sum - other };
                }
            }
            place = parent;
        }
    }

    /// For each information set the probability of each of its nodes, at the behaviour last looked at.
    pub(crate) fn beliefs(&self) -> Vec<Vec<T>> {
        let of = |set: usize| {
            let mut row = vec![T::default(); self.sizes[set]];
            self.ranks[set].iter().zip(&self.beliefs[set]).for_each(|(&rank, &belief)| row[rank] = belief);
            row
        };
        (0..self.sizes.len()).map(of).collect()
    }
}
