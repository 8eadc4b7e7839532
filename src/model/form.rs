//! The structure of a model: a tree or a table whose payoffs and probabilities are functions of the parameters.

use crate::error::Place;
use crate::number::RationalFunction;

/// A payoff for each player, where it is given; players that come later in the list have none.
pub(crate) type Payoffs = Vec<Option<RationalFunction>>;

#[derive(Debug, Clone)]
pub(crate) enum Form {
    Tree(Tree),
    Table(Table),
}

/// A tree; nodes stand in the order in which they were read, the root first.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub nodes: Vec<Branch>,
    pub sets: Vec<Set>,
}

#[derive(Debug, Clone)]
pub(crate) struct Branch {
    pub parent: Option<(usize, usize)>,
    pub kind: Kind,
    pub children: Vec<usize>,
    /// Added to what the players get further on.
    pub payoffs: Payoffs,
    pub place: Option<Place>,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    End,
    /// A move at an information set, by its position in [`Tree::sets`].
    Move(usize),
    Chance {
        events: Vec<String>,
        probabilities: Vec<RationalFunction>,
    },
}

/// An information set.
#[derive(Debug, Clone)]
pub(crate) struct Set {
    pub player: usize,
    /// As written; `None` where the set is named by the moves before it.
    pub label: Option<String>,
    /// Where the model begins that the label comes with; empty for the document's own.
    pub scope: String,
    /// Whether moves of several pieces of the document (parts, what follows ends, simultaneous moves) are in it.
    pub joined: bool,
    pub actions: Vec<String>,
    pub place: Option<Place>,
}

/// A table: the moves of some players at once, with the payoffs of all.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Who moves, and with which strategies.
    pub movers: Vec<usize>,
    pub strategies: Vec<Vec<String>>,
    /// By profile, the last mover's strategy running fastest.
    pub cells: Vec<Payoffs>,
    pub place: Option<Place>,
    pub label: Option<String>,
}

impl Tree {
    /// A tree that is over at once.
    pub fn new(place: Option<Place>) -> Tree {
        Tree { nodes: vec![Branch::end(None, place)], sets: Vec::new() }
    }

    /// Puts a move on an end, with a new end after each action.
    pub fn grow(&mut self, at: usize, kind: Kind, count: usize) -> Vec<usize> {
        let first = self.nodes.len();
        let place = self.nodes[at].place;
        self.nodes.extend((0..count).map(|action| Branch::end(Some((at, action)), place)));
        self.nodes[at].kind = kind;
        self.nodes[at].children = (first..first + count).collect();
        self.nodes[at].children.clone()
    }

    /// Adds an information set, and returns its position.
    pub fn add(&mut self, set: Set) -> usize {
        self.sets.push(set);
        self.sets.len() - 1
    }

    /// The labels of a node's actions.
    pub fn actions(&self, at: usize) -> &[String] {
        match &self.nodes[at].kind {
            Kind::End => &[],
            Kind::Move(set) => &self.sets[*set].actions,
            Kind::Chance { events, .. } => events,
        }
    }

    /// The actions that lead from `from` (the root, unless a node on the way is given) to a node.
    pub fn path(&self, from: usize, to: usize) -> Vec<&str> {
        let mut path = Vec::new();
        let mut here = to;
        while let Some((parent, action)) = self.nodes[here].parent.filter(|_| here != from) {
            path.push(self.actions(parent).get(action).map_or("", String::as_str));
            here = parent;
        }
        path.reverse();
        path
    }

    /// The nodes from one on, depth first.
    pub fn depth_first(&self, from: usize) -> Vec<usize> {
        let (mut order, mut stack) = (Vec::new(), vec![from]);
        while let Some(at) = stack.pop() {
            order.push(at);
            stack.extend(self.nodes[at].children.iter().rev());
        }
        order
    }

    /// The ends of the game from a node on, depth first.
    pub fn ends(&self, from: usize) -> Vec<usize> {
        self.depth_first(from).into_iter().filter(|&at| matches!(self.nodes[at].kind, Kind::End)).collect()
    }

    /// How many moves lead to a node.
    pub fn depth(&self, at: usize) -> usize {
        std::iter::successors(Some(at), |&here| self.nodes[here].parent.map(|(parent, _)| parent)).count() - 1
    }
}

impl Branch {
    fn end(parent: Option<(usize, usize)>, place: Option<Place>) -> Branch {
        Branch { parent, kind: Kind::End, children: Vec::new(), payoffs: Vec::new(), place }
    }
}

/// Adds payoffs to payoffs.
pub(crate) fn add_payoffs(to: &mut Payoffs, more: &Payoffs) {
    if to.len() < more.len() {
        to.resize(more.len(), None);
    }
    for (sum, term) in to.iter_mut().zip(more) {
        match (sum.as_mut(), term) {
            (_, None) => {}
            (None, Some(term)) => *sum = Some(term.clone()),
            (Some(value), Some(term)) => *value = &*value + term,
        }
    }
}

/// The path in words.
pub(crate) fn describe(path: &[&str]) -> String {
    if path.is_empty() { "the start".to_owned() } else { path.join(", ") }
}
