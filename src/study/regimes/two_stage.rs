//! Games in two stages: chance, then somebody who knows something, then somebody who saw what was done.

use super::form::SymbolicGame;
use crate::error::Error;
use crate::game::{ExtensiveForm, InfosetId, NodeId, NodeKind};
use crate::number::RationalFunction;

/// A tree in which every play passes at most one information set of a first stage, reached by chance alone, and then at
/// most one of a second.
pub(super) struct TwoStage {
    pub first: Vec<First>,
    pub second: Vec<Second>,
    num_players: usize,
    /// What plays without a move of the first stage bring everybody in expectation.
    constant: Vec<RationalFunction>,
}

/// An information set of the first stage.
pub(super) struct First {
    pub infoset: InfosetId,
    /// How likely each node is.
    pub priors: Vec<RationalFunction>,
    /// What each action brings.
    pub actions: Vec<Bringing>,
}

/// What an action of the first stage brings everybody in expectation, times the chance that the move is reached.
#[derive(Clone)]
pub(super) struct Bringing {
    /// Where the second stage is not reached.
    pub alone: Vec<RationalFunction>,
    /// For each way into the second stage: the position of the information set, and what each answer brings.
    pub answered: Vec<(usize, Vec<Vec<RationalFunction>>)>,
}

/// An information set of the second stage.
pub(super) struct Second {
    pub infoset: InfosetId,
    pub nodes: Vec<Entry>,
}

/// A node of the second stage.
pub(super) struct Entry {
    /// The move of the first stage that leads there: the position of the information set, and the action.
    pub from: (usize, usize),
    /// The probability of all chance moves on the way.
    pub prior: RationalFunction,
    /// What each answer brings everybody.
    pub payoffs: Vec<Vec<RationalFunction>>,
}

/// What is known of an information set on the way through the tree.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    First(usize),
    Second(usize),
}

struct Walk<'a> {
    tree: &'a ExtensiveForm,
    game: &'a SymbolicGame,
    stages: Vec<Option<Stage>>,
    form: TwoStage,
}

impl TwoStage {
    /// The two stages of a tree.
    ///
    /// # Errors
    /// [`Error::Unsupported`] where the tree has another form.
    pub fn new(tree: &ExtensiveForm, game: &SymbolicGame) -> Result<TwoStage, Error> {
        let num_players = game.num_players();
        let constant = vec![RationalFunction::zero(); num_players];
        let form = TwoStage { first: Vec::new(), second: Vec::new(), num_players, constant };
        let mut walk = Walk { tree, game, stages: vec![None; tree.infosets().len()], form };
        walk.from(tree.root(), &RationalFunction::one())?;
        Ok(walk.form)
    }

    /// What everybody expects where the weights of actions of both stages are given, by position.
    pub fn payoffs(&self, first: &[Vec<RationalFunction>], second: &[Vec<RationalFunction>]) -> Vec<RationalFunction> {
        let mut total = self.constant.clone();
        for (set, weights) in self.first.iter().zip(first) {
            for (action, weight) in set.actions.iter().zip(weights).filter(|(_, weight)| !weight.is_zero()) {
                for (player, sum) in total.iter_mut().enumerate() {
                    *sum = &*sum + &(weight * &action.value(player, second));
                }
            }
        }
        total
    }

    /// Nothing for everybody.
    fn nothing(&self) -> Vec<RationalFunction> {
        vec![RationalFunction::zero(); self.num_players]
    }
}

impl First {
    /// How likely the move is reached.
    pub fn reach(&self) -> RationalFunction {
        sum(self.priors.iter().cloned())
    }
}

impl Second {
    /// The nodes that a move of the first stage leads to.
    pub fn led_by(&self, from: (usize, usize)) -> impl Iterator<Item = &Entry> {
        self.nodes.iter().filter(move |node| node.from == from)
    }
}

impl Bringing {
    /// What the action brings a player, given the answers, times the chance that the move is reached.
    pub fn value(&self, player: usize, second: &[Vec<RationalFunction>]) -> RationalFunction {
        let answered = self.answered.iter().flat_map(|(set, values)| {
            let own = second[*set].iter().zip(values).filter(|(weight, _)| !weight.is_zero());
            own.map(|(weight, value)| weight * &value[player])
        });
        sum(std::iter::once(self.alone[player].clone()).chain(answered))
    }
}

/// The sum of some functions.
pub(super) fn sum(terms: impl Iterator<Item = RationalFunction>) -> RationalFunction {
    terms.fold(RationalFunction::zero(), |sum, term| if term.is_zero() { sum } else { &sum + &term })
}

impl Walk<'_> {
    /// Goes on from a node that chance reaches with a probability.
    fn from(&mut self, node: NodeId, prior: &RationalFunction) -> Result<(), Error> {
        let tree = self.tree;
        match tree.node(node).kind {
            NodeKind::Terminal => {
                let payoffs = self.game.payoffs[tree.play_number(node)].iter();
                let more: Vec<RationalFunction> = payoffs.map(|payoff| prior * payoff).collect();
                add(&mut self.form.constant, &more);
                Ok(())
            }
            NodeKind::Chance(chance) => {
                for (child, probability) in
                    tree.node(node).children.iter().zip(&self.game.probabilities[chance.index()])
                {
                    self.from(*child, &(prior * probability))?;
                }
                Ok(())
            }
            NodeKind::Decision(infoset) => self.first(node, infoset, prior),
        }
    }

    fn first(&mut self, node: NodeId, infoset: InfosetId, prior: &RationalFunction) -> Result<(), Error> {
        let nothing = Bringing { alone: self.form.nothing(), answered: Vec::new() };
        let position = match self.stages[infoset.index()] {
            Some(Stage::First(position)) => position,
            Some(Stage::Second(_)) => return Err(self.unfit(infoset)),
            None => {
                let actions = vec![nothing; self.tree.infoset(infoset).actions.len()];
                self.form.first.push(First { infoset, priors: Vec::new(), actions });
                self.stages[infoset.index()] = Some(Stage::First(self.form.first.len() - 1));
                self.form.first.len() - 1
            }
        };
        self.form.first[position].priors.push(prior.clone());
        for (action, child) in self.tree.node(node).children.clone().into_iter().enumerate() {
            self.answers(child, (position, action), prior)?;
        }
        Ok(())
    }

    /// Goes on from a node behind a move of the first stage.
    fn answers(&mut self, node: NodeId, from: (usize, usize), prior: &RationalFunction) -> Result<(), Error> {
        let tree = self.tree;
        match tree.node(node).kind {
            NodeKind::Terminal => {
                let payoffs = self.game.payoffs[tree.play_number(node)].iter();
                let more: Vec<RationalFunction> = payoffs.map(|payoff| prior * payoff).collect();
                add(&mut self.form.first[from.0].actions[from.1].alone, &more);
                Ok(())
            }
            NodeKind::Chance(chance) => {
                for (child, probability) in
                    tree.node(node).children.iter().zip(&self.game.probabilities[chance.index()])
                {
                    self.answers(*child, from, &(prior * probability))?;
                }
                Ok(())
            }
            NodeKind::Decision(infoset) => self.second(node, infoset, from, prior),
        }
    }

    fn second(
        &mut self,
        node: NodeId,
        infoset: InfosetId,
        from: (usize, usize),
        prior: &RationalFunction,
    ) -> Result<(), Error> {
        let position = match self.stages[infoset.index()] {
            Some(Stage::Second(position)) => position,
            Some(Stage::First(_)) => return Err(self.unfit(infoset)),
            None => {
                self.form.second.push(Second { infoset, nodes: Vec::new() });
                self.stages[infoset.index()] = Some(Stage::Second(self.form.second.len() - 1));
                self.form.second.len() - 1
            }
        };
        let children = self.tree.node(node).children.clone();
        let payoffs: Vec<Vec<RationalFunction>> =
            children.into_iter().map(|child| self.end(child)).collect::<Result<_, _>>()?;
        let times = |values: &Vec<RationalFunction>| values.iter().map(|value| prior * value).collect();
        let scaled = payoffs.iter().map(times).collect();
        self.form.first[from.0].actions[from.1].answered.push((position, scaled));
        self.form.second[position].nodes.push(Entry { from, prior: prior.clone(), payoffs });
        Ok(())
    }

    /// What everybody expects behind an answer, where only chance moves.
    fn end(&self, node: NodeId) -> Result<Vec<RationalFunction>, Error> {
        let inside = (node.index()..self.tree.node(node).end.index()).map(NodeId::from);
        for below in inside {
            if let NodeKind::Decision(infoset) = self.tree.node(below).kind {
                return Err(self.unfit(infoset));
            }
        }
        Ok(self.game.expected(self.tree, node, &|_| None, &|_| 0))
    }

    fn unfit(&self, infoset: InfosetId) -> Error {
        let set = self.tree.infoset(infoset);
        let (player, key) = (self.tree.players().label(set.player.index()), &set.key);
        Error::Unsupported(format!(
            "regimes of sequential equilibria need a tree in two stages: chance, then one move, then one answer; the \
             information set '{key}' of {player} does not fit. Take subgame_perfect, or sequential at chosen parameters"
        ))
    }
}

fn add(sum: &mut [RationalFunction], more: &[RationalFunction]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum = &*sum + more);
}
